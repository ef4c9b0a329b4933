"""`lastro due`: what to look at again, the oldest first, and why."""

import re
from datetime import date
from pathlib import Path

import click

from lastro.commands.due.agenda import LISTED, as_calendar, as_json, as_text
from lastro.commands.shared.console import tell, write
from lastro.commands.shared.options import today_option
from lastro.commands.shared.paths import site_of, stands_in
from lastro.commands.shared.records import sound_corpus
from lastro.diagnostics.report import count_of
from lastro.loading.load import load
from lastro.site.due import WITHIN, Reason, list_due
from lastro.text.messages import did_you_mean

_DAYS = re.compile(r"(\d{1,4})d?", re.ASCII)


def _within(_: click.Context, __: click.Parameter, value: str) -> int:
    read = _DAYS.fullmatch(value)
    if read is None:
        raise click.BadParameter(f"'{value}' is no number of days: write 30d")
    return int(read[1])


def _reasons(_: click.Context, __: click.Parameter, value: str) -> tuple[Reason, ...]:
    names = [name.strip() for name in value.split(",")] if value else []
    for name in names:
        if name not in set(Reason):
            known = ", ".join(Reason)
            hint = did_you_mean(name, Reason, f"reasons: {known}")
            raise click.BadParameter(f"'{name}' is no reason: {hint}")
    return tuple(reason for reason in Reason if reason in names)


@click.command("due")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--within",
    callback=_within,
    default=f"{WITHIN}d",
    show_default=True,
    metavar="DAYS",
    help="How many days ahead to look for reviews and for waivers that end.",
)
@click.option(
    "--reason",
    "reasons",
    callback=_reasons,
    default="",
    metavar="REASON,…",
    help=f"List only these reasons: {', '.join(Reason)}.",
)
@click.option(
    "--all", "everything", is_flag=True, help="Also list the things that are only counted."
)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "ics"]),
    default="text",
    show_default=True,
    help="json is for programs and holds everything; ics is a calendar of reviews and waivers.",
)
@today_option
def command(
    *,
    paths: tuple[Path, ...],
    within: int,
    reasons: tuple[Reason, ...],
    everything: bool,
    shape: str,
    today: date,
) -> None:
    """List what to look at again, the oldest first, with the reason.

    The list holds verdicts whose day has passed or comes soon, sources that changed since we
    quoted them, and waivers that end. Other things are only counted, unless you ask for them:
    verdicts on one origin, quotes that nobody can compare, translations that are missing or stale,
    sources of which no copy is kept.

    PATHS limit the list to the records in some files or folders. The command writes nothing and
    always exits 0.

    \b
        lastro due                                  what falls due within 30 days
        lastro due --within 90d --reason review     the reviews of a quarter
        lastro due --format ics > due.ics           for a calendar
    """  # noqa: D301 - the backspace is click's mark for lines that keep their ends
    root, wanted = site_of(paths or (Path(),))
    loaded = load(root)
    corpus = sound_corpus(loaded)
    all_due = (d for d in list_due(corpus, today, within) if not reasons or d.reason in reasons)
    found = [item for item in all_due if stands_in(loaded.path_of(item.record), wanted)]
    if shape == "json":
        write(as_json(found, today, within, loaded.unread, loaded.path_of))
    elif shape == "ics":
        write(as_calendar(found, today, corpus))
    else:
        listed = tuple(Reason) if everything else reasons or LISTED
        tell(as_text(found, today, within, listed))
        if loaded.unread:
            records = count_of(loaded.unread, "record")
            write(f"{records} could not be read and may be due too: run `lastro check`\n")
