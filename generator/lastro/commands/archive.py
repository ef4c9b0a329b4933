"""`lastro archive`: give sources an address that outlives their page.

One source after the other is asked for, and each address is written as soon as it is known: a run
over many takes minutes, and what fails at one does not stop the next. Only a service that cannot be
reached at all ends the asking.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

import click
from msgspec import Struct

from lastro.capture.fetch.fetcher import Fetcher
from lastro.capture.fetched import FetchError, Route
from lastro.capture.wayback import BUSY, LAST_WORDS, ArchiveCopy, nearest, save
from lastro.commands.shared.console import tell, write
from lastro.commands.shared.edits import record_named, text_of, write_edit
from lastro.commands.shared.network import connect_to_option, fetcher, pause, progress
from lastro.commands.shared.options import a_day, flag, today_option
from lastro.commands.shared.records import complete_ids, load_here, sound_corpus
from lastro.editing.dry_run import RecordRewrite
from lastro.editing.edit import with_items
from lastro.errors import Exit, LastroError
from lastro.loading.workspace import Workspace
from lastro.model.source import Source
from lastro.text.escape import url as safe_url
from lastro.text.messages import in_quotes

State = Literal["archived", "present", "failed", "skipped"]
_OF_THE_PAGE = frozenset({"refused", "status", "protocol", "redirect", "too-large", "tls"})
"""Faults whose hint is meant for a page that is captured, and makes no sense of a service."""
_PATIENCE = 3
"""How many sources in a row may find the service out of reach before the rest are not tried."""


class _Wish(Struct, frozen=True):
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


class _Result(Struct, frozen=True):
    """What became of one source; `near` is the day that a copy was looked for around."""

    source: str
    state: State
    message: str = ""
    hint: str = ""
    copy: ArchiveCopy | None = None
    near: date | None = None


@click.command("archive")
@click.argument("ids", nargs=-1, metavar="[SOURCE]...", shell_complete=complete_ids)
@flag("--all", "every")
@flag("--save")
@click.option("--service", metavar="URL")
@click.option("--near", callback=a_day, metavar="DATE")
@today_option
@flag("--dry-run")
@connect_to_option
def command(
    *,
    ids: tuple[str, ...],
    every: bool,
    save: bool,
    service: str | None,
    near: date | None,
    today: date,
    dry_run: bool,
    routes: tuple[Route, ...],
) -> Exit:
    loaded = load_here()
    settings = sound_corpus(loaded).settings
    sources = _choose_sources(loaded, ids, every=every)
    services = tuple(map(_service, [service] if service else settings.policy.archive))
    wish = _Wish(services, near, today, save, dry_run)
    done: list[_Result] = []
    # an interface made for programs is no page that robots.txt speaks of
    fetch = fetcher(settings.publisher.url, routes, robots=False)
    asking = progress(sources, "asking about", lambda source: source.id)
    for outcome in _ask_for_each(loaded, asking, wish, fetch):
        done.append(outcome)
        number = f"[{len(done)}/{len(sources)}] " if len(sources) > 1 else ""
        tell([number + _told(outcome, dry_run=dry_run)])
    write(_sum(done, dry_run=dry_run))
    return Exit.FINDINGS if any(one.state == "failed" for one in done) else Exit.OK


def _service(address: str) -> str:
    parts = urlsplit(address) if safe_url(address) else None
    if parts is None or parts.query or parts.fragment:
        hint = "write it as https://web.archive.org"
        raise LastroError(f"{in_quotes(address)} is no address of a service", hint)
    return address.rstrip("/")


def _told(outcome: _Result, *, dry_run: bool) -> str:
    copy = outcome.copy
    if copy is None:
        hint = f"; {outcome.hint}" if outcome.hint else ""
        return f"{outcome.source}: {outcome.state}: {outcome.message}{hint}"
    what = "has it already" if outcome.state == "present" else "archived"
    if dry_run and outcome.state == "archived":
        what = "would be archived"
    served = f", served with status {copy.status}" if copy.status not in (None, 200) else ""
    when, near = copy.moment.date(), outcome.near or copy.moment.date()
    days, side = abs((when - near).days), "after" if when > near else "before"
    apart = f" ({days:,} {'day' if days == 1 else 'days'} {side} {near})" if days else ""
    return f"{outcome.source}: {what}: copy of {when}{apart}{served}: {copy.address}"


def _sum(done: Sequence[_Result], *, dry_run: bool) -> str:
    counts = Counter(outcome.state for outcome in done)
    verb = "would be archived" if dry_run else "archived"
    named: dict[State, str]
    named = {"archived": verb, "present": "there already", "failed": "failed", "skipped": "skipped"}
    told = (s for s in named if counts[s] or s in {"archived", "failed"})
    return ", ".join(f"{counts[state]} {named[state]}" for state in told) + "\n"


def _choose_sources(loaded: Workspace, ids: Sequence[str], *, every: bool) -> tuple[Source, ...]:
    if every == bool(ids):
        message = "sources are named, and --all as well" if every else "no source is named"
        raise LastroError(message, "name sources, or write `--all` for all without an archive")
    sources = sound_corpus(loaded).sources
    if every:
        return tuple(s for s in sources.values() if not s.archived and not s.withdrawn)
    for source_id in ids:
        record_named(loaded, "source", source_id)
    return tuple(sources[source_id] for source_id in dict.fromkeys(ids))


def _ask_for_each(
    loaded: Workspace, sources: Iterable[Source], wish: _Wish, fetch: Fetcher
) -> Iterator[_Result]:
    """Yield what became of each source, as soon as it is known and written."""
    missed = 0
    for source in sources:
        if missed == _PATIENCE:
            message = f"not asked: the service was out of reach {_PATIENCE} times in a row"
            yield _Result(source.id, "failed", message)
            continue
        try:
            outcome = _outcome(loaded, source, wish, fetch)
            missed = 0
        except LastroError as error:
            hint, fault = error.hint, error if isinstance(error, FetchError) else None
            if fault and fault.kind in _OF_THE_PAGE and fault.status not in BUSY:
                hint = "check `--service`, or `policy.archive` of lastro.yml"
            outcome = _Result(source.id, "failed", error.message, hint)
            missed = missed + 1 if fault and fault.kind in LAST_WORDS else 0
        yield outcome


def _outcome(loaded: Workspace, source: Source, wish: _Wish, fetch: Fetcher) -> _Result:
    if source.withdrawn:
        return _Result(source.id, "skipped", f"it was withdrawn on {source.withdrawn.on}")
    if source.url is None:
        return _Result(source.id, "skipped", "it has no `url`: archives keep web pages")
    if wish.save and wish.dry_run:
        message = f"would ask for a copy of {in_quotes(source.url)}"
        return _Result(source.id, "skipped", message)
    url, near = source.url, None if wish.save else wish.day(source)

    def ask(service: str) -> ArchiveCopy | None:
        if near is None:
            return save(fetch, service, url, sleep=pause)
        return nearest(fetch, service, url, near, wish.since(source))

    copy = _first_copy(ask, wish.services)
    if copy is None:
        hint = "`--save` asks it to make one"
        return _Result(source.id, "failed", "the service has no copy", hint, near=near)
    if copy.address in source.archived:
        return _Result(source.id, "present", copy=copy, near=near)
    _put(loaded, source, copy, dry_run=wish.dry_run)
    return _Result(source.id, "archived", copy=copy, near=near)


def _first_copy(
    ask: Callable[[str], ArchiveCopy | None], services: Iterable[str]
) -> ArchiveCopy | None:
    """Ask until one has a copy, or makes one; a service out of reach is no empty one."""
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
