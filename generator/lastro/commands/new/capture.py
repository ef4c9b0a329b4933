"""What a page says of itself, for `lastro new source --capture`, and the copy of it that is kept."""

from collections.abc import Callable, Mapping
from contextlib import suppress

from lastro.capture.extract import page_facts
from lastro.capture.fetched import Route
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


def fetch_page(
    loaded: Workspace, url: str, routes: tuple[Route, ...]
) -> tuple[Mapping[str, str], Callable[[str], str]]:
    """Fetch a page; return what it says of itself, by field, and what keeps a copy of it.

    A copy is kept for the id of a source that is about to be there; a line comes back that says so.
    """
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

    def keep_copy(source_id: str) -> str:
        target = Target(capture_key(source_id), retrieved.url, ())
        size = keep(target, retrieved, warc, open_store(loaded)).capture.size
        filled = ", ".join(says) or "nothing"
        return f"captured {size:,} bytes; taken from the page: {filled} (compare them with it)"

    return says, keep_copy
