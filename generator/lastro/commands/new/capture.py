"""What a page says of itself, for `lastro new source --capture`, and the copy of it that is kept."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from lastro.capture.extract import page_facts
from lastro.capture.fetched import Retrieved, Route
from lastro.capture.take import Target, fetch, keep
from lastro.commands.new.options import require_sound
from lastro.commands.shared.captures import open_store
from lastro.commands.shared.network import fetcher
from lastro.commands.shared.records import sound_corpus
from lastro.errors import LastroError
from lastro.evidence.proofs import capture_key
from lastro.loading.workspace import Workspace
from lastro.model.source import Source
from lastro.text.escape import url as safe_url
from lastro.text.messages import in_quotes


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as it was fetched, not kept yet, and what it says of itself, by field."""

    retrieved: Retrieved
    warc: bytes
    says: Mapping[str, str]


def fetch_page(loaded: Workspace, url: str, routes: tuple[Route, ...]) -> FetchedPage:
    """Fetch a page and read what it says of itself; raises LastroError where that fails."""
    if not url:
        raise LastroError("`--capture` needs an address", "name where the source stands")
    if safe_url(url) is None:
        raise LastroError(f"{in_quotes(url)} is no http(s) address", "give the public address")
    getter = fetcher(sound_corpus(loaded).settings.publisher.url, routes)
    retrieved, warc = fetch(Target("", url, ()), getter.get)
    facts = page_facts(retrieved.body, retrieved.media_type, retrieved.charset, url)
    says = {}
    for key, text in facts.items():
        with suppress(LastroError):  # a page may say anything; a record may not hold all of it
            require_sound(Source, key, text)
            says[key] = text
    return FetchedPage(retrieved, warc, says)


def keep_page(loaded: Workspace, source_id: str, page: FetchedPage) -> str:
    """Keep a copy of a page for a source that is about to be there; return a line that says so."""
    target = Target(capture_key(source_id), page.retrieved.url, ())
    taken = keep(target, page.retrieved, page.warc, open_store(loaded))
    filled = ", ".join(page.says) or "nothing"
    size = taken.capture.size
    return f"captured {size:,} bytes; taken from the page: {filled} (compare them with it)"
