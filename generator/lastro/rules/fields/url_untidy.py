"""An address leads to the page, and tells nobody who follows it from where.

A tracker in a link reports our readers to the page's advertisers. A shortened link hides where it
leads, and dies with the company that shortened it.

Looked at are `url`, of pictures and sounds too, `reprint` and `same_as`. An archive address keeps the address that was
archived, whatever that carries.
"""

import re
from urllib.parse import urlsplit

from lastro.corpus.links import find_addresses
from lastro.diagnostics.finding import Finding, Findings
from lastro.diagnostics.fixes import Rewrite
from lastro.model.base import Kept
from lastro.text.messages import clean, in_quotes

WAIVABLE = True
FIX = "safe"
_TRACKER = re.compile(
    r"(?:utm|mtm|pk|hsa)_[a-z_]+|[a-z]{0,2}(?:fbclid|gclid)|gclsrc|dclid|gbraid|wbraid|msclkid|yclid"
    r"|twclid|ttclid|igshid|igsh|mc_[ce]id|_hsenc|_hsmi|mkt_tok|vero_id|oly_(?:enc|anon)_id"
    r"|ref_(?:src|url)|srsltid|li_fat_id|_g[al]",
    re.IGNORECASE,
)
_SHORTENER = re.compile(
    r"(?:www\.|on\.|(?:maps|photos|search)\.app\.)?(?:amzn\.to|b23\.tv|bit\.do|bit\.ly|buff\.ly|clck\.ru"
    r"|cutt\.ly|dlvr\.it|dub\.sh|encurtador\.com\.br|fb\.(?:me|watch)|flip\.it|goo\.gl|ift\.tt|is\.gd"
    r"|lihi\.cc|lnkd\.in|nyti\.ms|ow\.ly|pin\.it|qr\.ae|rb\.gy|rebrand\.ly|reurl\.cc|s\.id|share\.google"
    r"|shorturl\.at|spoti\.fi|t\.(?:cn|co|ly)|tiny\.cc|tinyurl\.com|trib\.al|u\.to|v\.douyin\.com|v\.gd"
    r"|v[mt]\.tiktok\.com|vk\.cc|wapo\.st|xhslink\.com)"
)


def check(record: Kept) -> Findings:
    """Yield one finding for each address that carries trackers or was shortened."""
    for steps, address in find_addresses(record):
        if "archived" in steps:
            continue
        at = (*record.at, *steps)
        host = urlsplit(address).hostname or ""
        if _SHORTENER.fullmatch(host):
            yield Finding(
                route=at,
                message=f"'{host}' hides where it leads",
                hint="follow it, and give the address that it leads to",
                part=host,
            )
        elif carried := _trackers(address):
            names = ", ".join(in_quotes(pair.partition("=")[0]) for pair in carried)
            them = "it" if len(carried) == 1 else "them"
            yield Finding(
                route=at,
                message=f"the address carries {names}",
                hint=f"drop {them}: {clean(_without(address, carried), 300)}",
                part=carried[0],
                edits=(Rewrite(at, _without(address, carried)),),
            )


def _trackers(address: str) -> list[str]:
    """Return the parts of the query that are there to track."""
    pairs = urlsplit(address).query.split("&")
    return [pair for pair in pairs if _TRACKER.fullmatch(pair.partition("=")[0])]


def _without(address: str, carried: list[str]) -> str:
    parts = urlsplit(address)
    kept = [pair for pair in parts.query.split("&") if pair not in carried]
    return parts._replace(query="&".join(kept)).geturl()
