"""DOI, ISBN, archive addresses and language tags: what their form says, without asking anyone.

One wrong digit leads a reader to another work or to none. Tags that most sites use are listed, so that
reading one need not wait for the tables of all; a test holds that they are standard (BCP 47).
Sources: ISO 26324 (DOI), ISO 2108 (ISBN), the replay addresses of the Wayback Machine:
`<service>/web/<YYYYMMDDhhmmss>/<address>`.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from msgspec import Struct

COMMON_LANGUAGES = frozenset(
    {"ar", "cs", "da", "de", "el", "en", "en-GB", "en-US", "es", "es-MX", "et", "fa", "fi", "fr"}
    | {"he", "hi", "hu", "id", "it", "ja", "ko", "nb", "nl", "pl", "pt", "pt-BR", "pt-PT", "ro"}
    | {"ru", "sk", "sv", "sw", "tr", "uk", "vi", "zh"}
)
WAYBACK = "https://web.archive.org"
"""The service that is asked when a site names no other."""
WAYBACK_HOSTS = frozenset({"web.archive.org", "archive.org", "www.archive.org", "arquivo.pt"})
_COLLECTIONS = ("web", "wayback")
"""First steps of the paths of copies; other pages of such a host are no copies."""
_COPY = re.compile(
    r"(?P<service>https?://[^/]+(?:/[^/]+)*?)/(?P<time>\d{14})(?P<view>[a-z]{2}_)?/(?P<url>https?://.+)"
)
_STAMP = "%Y%m%d%H%M%S"
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DOI_INSIDE = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi: ?)(10\..+)", re.IGNORECASE)


class Copy(Struct, frozen=True):
    """What an archive address says: when a page was captured, in UTC, and which page."""

    moment: datetime
    url: str


def copy_at(address: str) -> Copy | None:
    """Read an archive address with a 14-digit time; None when it is none."""
    found = _COPY.fullmatch(address)
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(f"{found['time'][:8]}T{found['time'][8:]}Z")
    except ValueError:
        return None
    return Copy(moment, found["url"])


@lru_cache(maxsize=4096)
def page_at(address: str) -> str:
    """Reduce an address to the page that it leads to, so that two ways to write it compare.

    Left out are the protocol, `www.`, the last slash and the place on the page; a copy is the page
    that it shows. A fragment that routes, as in `#!/news`, is kept. The result is no address.
    """
    copy = copy_at(address)
    parts = urlsplit(copy.url if copy else address)
    host = parts.netloc.casefold().removeprefix("www.")
    host = host.removesuffix(":443" if parts.scheme == "https" else ":80")
    query = f"?{parts.query}" if parts.query else ""
    route = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return f"{host}{unquote(parts.path).rstrip('/')}{query}{route}"


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_STAMP)


def why_not_archive(address: str, services: Sequence[str] = (WAYBACK,)) -> tuple[str, str] | None:
    """Say what keeps a Wayback address from being one of a copy; nothing of other archives."""
    parts = urlsplit(address)
    steps = parts.path.split("/")[1:]
    ours = parts.hostname in {urlsplit(service).hostname for service in services}
    judged = ours or (parts.hostname in WAYBACK_HOSTS and steps[0] in _COLLECTIONS)
    if not judged or copy_at(address):
        return None
    shown = "/".join(steps[:2])
    time = re.match(r"\d+", steps[1]) if len(steps) > 1 else None
    if time is None or len(time[0]) != len("20260110000000"):
        message = f"'{shown}' has no 14-digit time"
    elif _COPY.fullmatch(address):
        message = f"'{time[0]}' is no moment"
    else:
        message = f"'{shown}' names no page"
    return message, "copy the whole archive address"


def why_not_doi(doi: str) -> tuple[str, str] | None:
    if _DOI.fullmatch(doi):
        return None
    inside = _DOI_INSIDE.fullmatch(doi)
    if inside and _DOI.fullmatch(inside[1]):
        return f"'{doi}' is not a bare DOI", f"write '{inside[1]}'"
    return f"'{doi}' is not a DOI", "copy it from the work: it starts with '10.' and has a '/'"


def why_not_isbn(isbn: str) -> tuple[str, str] | None:
    digits = re.sub("[- ]", "", isbn)
    if not re.fullmatch(r"\d{9}[\dXx]|97[89]\d{10}", digits):
        return f"'{isbn}' is not an ISBN", "an ISBN has 10 digits, or 13 from 978 or 979 on"
    if len(digits) == len("9780000000000"):
        right = sum(int(d) * (1 + 2 * (i % 2)) for i, d in enumerate(digits)) % 10 == 0
    else:
        values = [10 if d in "Xx" else int(d) for d in digits]
        right = sum(value * (10 - i) for i, value in enumerate(values)) % 11 == 0
    if right:
        return None
    return f"the check digit of '{isbn}' is wrong", "copy it again: a digit is mistyped"
