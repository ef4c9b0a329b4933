"""What a page says of itself, for `lastro new source --capture`, and the copy of it that is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

import langcodes

from lastro.capture.extract import page_facts
from lastro.capture.fetch import Route
from lastro.capture.retrieved import Retrieved
from lastro.capturing import Target, fetch, keep
from lastro.commands._network import fetcher
from lastro.commands._records import sound_corpus
from lastro.commands._store import open_store
from lastro.contexts import url as safe_url
from lastro.dates import NotADateError, edtf
from lastro.diagnostics import quoted
from lastro.errors import LastroError
from lastro.evidence.proofs import capture_key
from lastro.load import Loaded
from lastro.places import START
from lastro.read_file import refuse_hidden_in
from lastro.yaml_tree import Refused, Scalar


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was fetched, not kept yet, and what it says of itself, by field."""

    retrieved: Retrieved
    warc: bytes
    says: Mapping[str, str]


def fetch_page(loaded: Loaded, url: str, routes: tuple[Route, ...]) -> Page:
    """Fetch a page and read what it says of itself.

    Raises LastroError when it has no address or cannot be fetched or read.
    """
    if not url:
        raise LastroError("`--capture` needs an address", "name where the source stands")
    if safe_url(url) is None:
        raise LastroError(f"{quoted(url)} is no http(s) address", "give the public address")
    with fetcher(sound_corpus(loaded).settings.publisher.url, routes) as getter:
        retrieved, warc = fetch(Target("", url, ()), getter.get)
    facts = page_facts(retrieved.body, retrieved.media_type, retrieved.charset, url)
    return Page(retrieved, warc, {key: text for key, text in facts.items() if _holds(key, text)})


def keep_page(loaded: Loaded, source_id: str, page: Page) -> str:
    """Keep a copy of a page for a source that is about to be there; return a line that says so."""
    store = open_store(loaded)
    target = Target(capture_key(source_id), page.retrieved.url, ())
    taken = keep(target, page.retrieved, page.warc, store)
    filled = ", ".join(page.says) or "nothing"
    size = f"{taken.capture.size:,} bytes"
    return f"captured {size}; taken from the page: {filled} (compare them with it)"


def _holds(key: str, text: str) -> bool:
    """Tell whether a record may hold what a page says; a page may say anything."""
    try:
        refuse_hidden_in(Scalar(START, text, plain=False, verbatim=False))
        if key == "published":
            edtf(text)
    except (Refused, NotADateError):
        return False
    if key == "lang":
        return langcodes.tag_is_valid(text) and langcodes.standardize_tag(text) == text
    return bool(text.strip())
