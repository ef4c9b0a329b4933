"""`lastro archive`: give sources an address that outlives their page."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

import click

from lastro.capture.fetched import Route
from lastro.commands.archive.run import ArchiveResult, State, Wish, choose_sources, outcomes
from lastro.commands.shared.captures.network import connect_to_option, fetcher, pause
from lastro.commands.shared.console import tell, write
from lastro.commands.shared.options import a_day, today_option
from lastro.commands.shared.progress import progress
from lastro.commands.shared.records import load_here, sound_corpus
from lastro.errors import Exit, LastroError
from lastro.reporters.document import lastro_document, pick
from lastro.text.escape import url as safe_url
from lastro.text.messages import in_quotes


@click.command("archive")
@click.argument("ids", nargs=-1, metavar="[SOURCE]...")
@click.option("--all", "every", is_flag=True, help="Take all sources that have no archive address.")
@click.option("--save", is_flag=True, help="Ask the archive to make a new copy now.")
@click.option(
    "--service",
    metavar="URL",
    help="A Wayback-compatible archive. Default: `policy.archive` of lastro.yml.",
)
@click.option(
    "--near",
    callback=a_day,
    metavar="DATE",
    help="Take the copy nearest to this day. Default: the day when we read the source.",
)
@today_option
@click.option(
    "--dry-run", is_flag=True, help="Ask the archive and say what would be written; write nothing."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document at the end.")
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
    as_json: bool,
    routes: tuple[Route, ...],
) -> Exit:
    """Look up archived copies of sources, and write their addresses down.

    Pages vanish; the copy in an archive stays. SOURCE is the name of its file. For each source,
    Lastro asks an archive for the copy nearest to the day when we read it, and adds its address to
    `archived` in the record. Where lastro.yml names several archives, the next one is asked when one
    has no copy. With --save the archive makes a new copy instead, which takes up to
    two minutes a page. The archive learns the addresses that you ask about.

    When one source fails, the others go on, and every address already found is written.

    Exit 0: all have a copy. 1: some failed. 2: wrong use, or the command could not run.

    \b
        lastro archive port-blog          the copy of the day it was read
        lastro archive --all --dry-run    which copies of the others there are
        lastro archive port-blog --save   a new copy
    """  # noqa: D301 - the backspace is click's mark for lines that keep their ends
    loaded = load_here()
    settings = sound_corpus(loaded).settings
    sources = choose_sources(loaded, ids, every=every)
    services = tuple(map(_service, [service] if service else settings.policy.archive))
    wish = Wish(services, near, today, save, dry_run)
    done: list[ArchiveResult] = []
    # an interface made for programs is no page that robots.txt speaks of
    fetch = fetcher(settings.publisher.url, routes, robots=False)
    asking = progress(sources, "asking about", lambda source: source.id)
    for outcome in outcomes(loaded, asking, wish, fetch, pause):
        done.append(outcome)
        if not as_json:
            number = f"[{len(done)}/{len(sources)}] " if len(sources) > 1 else ""
            tell([number + _told(outcome, dry_run=dry_run)])
    write(_document(done, services, dry_run=dry_run) if as_json else _sum(done, dry_run=dry_run))
    failed = any(outcome.state == "failed" for outcome in done)
    return Exit.FINDINGS if failed else Exit.OK


def _service(address: str) -> str:
    """Return the base of a service without its final slash."""
    parts = urlsplit(address) if safe_url(address) else None
    if parts is None or parts.query or parts.fragment:
        hint = "write it as https://web.archive.org"
        raise LastroError(f"{in_quotes(address)} is no address of a service", hint)
    return address.rstrip("/")


def _told(outcome: ArchiveResult, *, dry_run: bool) -> str:
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


def _sum(done: Sequence[ArchiveResult], *, dry_run: bool) -> str:
    counts = Counter(outcome.state for outcome in done)
    verb = "would be archived" if dry_run else "archived"
    named: dict[State, str]
    named = {"archived": verb, "present": "there already", "failed": "failed", "skipped": "skipped"}
    told = (s for s in named if counts[s] or s in {"archived", "failed"})
    return ", ".join(f"{counts[state]} {named[state]}" for state in told) + "\n"


def _document(done: Sequence[ArchiveResult], services: Sequence[str], *, dry_run: bool) -> str:
    """Write the result for a machine; keys are only ever added."""
    content = {
        "service": services[0],
        "services": services,
        "dry_run": dry_run,
        "sources": [
            {
                "id": outcome.source,
                **pick(outcome, "state message hint near"),
                "address": outcome.copy.address if outcome.copy else None,
                "captured": f"{outcome.copy.moment:%Y-%m-%dT%H:%M:%SZ}" if outcome.copy else None,
                "status": outcome.copy.status if outcome.copy else None,
            }
            for outcome in done
        ],
    }
    return lastro_document("archive", content)
