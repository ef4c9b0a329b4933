"""An address leads to the page, and tells nobody who follows it from where.

A tracker in a link reports our readers to the page's advertisers. A shortened link hides where it
leads, and dies with the company that shortened it.

Looked at are `url`, of pictures and sounds too, `reprint` and `same_as`. An archive address keeps the address that was
archived, whatever that carries.
"""

import re
from urllib.parse import urlsplit

from lastro.corpus.links import find_addresses
from lastro.diagnostics.finding import Finding, Findings, Rewrite
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
        at, parts = (*record.at, *steps), urlsplit(address)
        host, pairs = parts.hostname or "", parts.query.split("&")
        carried = [pair for pair in pairs if _TRACKER.fullmatch(pair.partition("=")[0])]
        if _SHORTENER.fullmatch(host):
            yield Finding(
                route=at,
                message=f"'{host}' hides where it leads",
                hint="follow it, and give the address that it leads to",
                part=host,
            )
        elif carried:
            names = ", ".join(in_quotes(pair.partition("=")[0]) for pair in carried)
            query = "&".join(pair for pair in pairs if pair not in carried)
            without = parts._replace(query=query).geturl()
            yield Finding(
                route=at,
                message=f"the address carries {names}",
                hint=f"drop {'it' if len(carried) == 1 else 'them'}: {clean(without, 300)}",
                part=carried[0],
                edits=(Rewrite(at, without),),
            )
