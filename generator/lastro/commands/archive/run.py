"""One source after the other: ask for its copy, put the address into its record, go on.

A run over many sources takes minutes, so each address is written as soon as it is known; what
fails at one source is told and does not stop the next. Only a service that cannot be reached at
all ends the asking.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from lastro.capture.fetch.fetcher import Fetcher
from lastro.capture.fetched import FetchError
from lastro.capture.wayback import ArchiveCopy, nearest, save
from lastro.commands.shared.edits import record_named, text_of, write_edit
from lastro.commands.shared.records import sound_corpus
from lastro.editing.dry_run import RecordRewrite
from lastro.editing.edit import with_items
from lastro.errors import LastroError
from lastro.loading.workspace import Workspace
from lastro.model.source import Source
from lastro.text.messages import in_quotes

State = Literal["archived", "present", "failed", "skipped"]
_OUT_OF_REACH = frozenset({"dns", "connect", "tls", "timeout", "refused"})
_OF_THE_PAGE = frozenset({"refused", "status", "protocol", "redirect", "too-large", "tls"})
"""Faults whose hint is meant for a page that is captured, and makes no sense of a service."""
_BUSY = frozenset({429, 503})
_PATIENCE = 3
"""How many sources in a row may find the service out of reach before the rest are not tried."""


class Wish(Struct, frozen=True):
    """What is asked of which services, in turn; `near` is the day to look around, the source's when None."""

    services: tuple[str, ...]
    near: date | None
    today: date
    save: bool
    dry_run: bool

    def day(self, source: Source) -> date:
        """Return the day whose copy shows what we saw: read, else published, else today."""
        if self.near:
            return self.near
        if source.read:
            return source.read.on
        return source.published.first if source.published else self.today

    def since(self, source: Source) -> date | None:
        """Return the first day whose copies can show the source; None where that is not sure."""
        published = source.published
        return published.first if published and not published.mark and not self.near else None


class ArchiveResult(Struct, frozen=True):
    """What became of one source; `near` is the day that a copy was looked for around."""

    source: str
    state: State
    message: str = ""
    hint: str = ""
    copy: ArchiveCopy | None = None
    near: date | None = None


def choose_sources(loaded: Workspace, ids: Sequence[str], *, every: bool) -> tuple[Source, ...]:
    """Return the sources that were named, or every live one that has no archive address.

    Raises LastroError for an unknown id, and when nothing or both is asked for.
    """
    if every == bool(ids):
        message = "sources are named, and --all as well" if every else "no source is named"
        raise LastroError(message, "name sources, or write `--all` for all without an archive")
    if every:
        known = sound_corpus(loaded).sources.values()
        return tuple(s for s in known if not s.archived and not s.withdrawn)
    named = [record_named(loaded, "source", source_id) for source_id in dict.fromkeys(ids)]
    return tuple(record for record in named if isinstance(record, Source))


def outcomes(
    loaded: Workspace,
    sources: Iterable[Source],
    wish: Wish,
    fetch: Fetcher,
    sleep: Callable[[float], None],
) -> Iterator[ArchiveResult]:
    """Yield what became of each source, as soon as it is known and written."""
    missed = 0
    for source in sources:
        if missed == _PATIENCE:
            message = f"not asked: the service was out of reach {_PATIENCE} times in a row"
            yield ArchiveResult(source.id, "failed", message)
            continue
        try:
            outcome = _outcome(loaded, source, wish, fetch, sleep)
            missed = 0
        except LastroError as error:
            outcome = ArchiveResult(source.id, "failed", error.message, _hint(error))
            out_of_reach = isinstance(error, FetchError) and error.kind in _OUT_OF_REACH
            missed = missed + 1 if out_of_reach else 0
        yield outcome


def _hint(error: LastroError) -> str:
    if isinstance(error, FetchError) and error.kind in _OF_THE_PAGE and error.status not in _BUSY:
        return "check `--service`, or `policy.archive` of lastro.yml"
    return error.hint


def _outcome(
    loaded: Workspace, source: Source, wish: Wish, fetch: Fetcher, sleep: Callable[[float], None]
) -> ArchiveResult:
    if source.withdrawn:
        return ArchiveResult(source.id, "skipped", f"it was withdrawn on {source.withdrawn.on}")
    if source.url is None:
        return ArchiveResult(source.id, "skipped", "it has no `url`: archives keep web pages")
    if wish.save and wish.dry_run:
        message = f"would ask for a copy of {in_quotes(source.url)}"
        return ArchiveResult(source.id, "skipped", message)
    url, near = source.url, None if wish.save else wish.day(source)

    def ask(service: str) -> ArchiveCopy | None:
        if near is None:
            return save(fetch, service, url, sleep=sleep)
        return nearest(fetch, service, url, near, wish.since(source))

    copy = _first_copy(ask, wish.services)
    if copy is None:
        hint = "`--save` asks it to make one"
        return ArchiveResult(source.id, "failed", "the service has no copy", hint, near=near)
    if copy.address in source.archived:
        return ArchiveResult(source.id, "present", copy=copy, near=near)
    _put(loaded, source, copy, dry_run=wish.dry_run)
    return ArchiveResult(source.id, "archived", copy=copy, near=near)


def _first_copy(
    ask: Callable[[str], ArchiveCopy | None], services: Iterable[str]
) -> ArchiveCopy | None:
    """Ask one service after the other until one has a copy, or makes one.

    Raises the first fault when none has: a service out of reach is no empty one.
    """
    faults: list[LastroError] = []
    for service in services:
        try:
            if copy := ask(service):
                return copy
        except LastroError as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
    return None


def _put(loaded: Workspace, source: Source, copy: ArchiveCopy, *, dry_run: bool) -> None:
    """Add the address to the record; when that fails, the message keeps the address."""
    at = ("sources", source.id)
    try:
        before = text_of(loaded, at)
        after = with_items(before, Source, "archived", [copy.address])
        if not dry_run:
            write_edit(loaded, RecordRewrite.in_place(at, loaded.path_of(at), before, after))
    except (LastroError, OSError) as error:
        message = error.message if isinstance(error, LastroError) else str(error)
        raise LastroError(f"{message}; the copy is at {copy.address}", "add it by hand") from error
