import re
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from lastro.corpus.links import find_addresses
from lastro.rules import Finding, Findings, Kept, Rewrite, clean, in_quotes

WAIVABLE = True
FIX = "safe"
_KNOWN = msgspec.json.decode(
    Path(__file__).with_suffix(".json").read_bytes(), type=dict[str, list[str]]
)
_TRACKER = re.compile("|".join(_KNOWN["trackers"]), re.IGNORECASE)
_SHORTENER = re.compile(
    rf"(?:www\.|on\.|(?:maps|photos|search)\.app\.)?(?:{'|'.join(_KNOWN['shorteners'])})"
)


def check(record: Kept) -> Findings:
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
