"""`lastro list`: the records that fit, a line each, so that nobody has to open files to find one."""

import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

import click
from msgspec import Struct

from lastro.commands.shared.console import tell, write
from lastro.commands.shared.options import flag, today_option
from lastro.commands.shared.records import load_here, sound_corpus
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.report import count_of
from lastro.errors import LastroError
from lastro.evidence.judge import review_due
from lastro.model.claim import Claim, current_review
from lastro.model.values import fold_name
from lastro.places import KINDS
from lastro.reporters.document import lastro_document, pick
from lastro.text.messages import did_you_mean, in_quotes

FILTERS = ("rating", "topic", "claimant", "publisher", "article")
WITHDRAWN, OPEN = "withdrawn", "open"


class Row(Struct, frozen=True):
    """A record as it is listed: `state` is its rating, or what stands in the place of one."""

    kind: str
    id: str
    state: str
    text: str
    marks: Mapping[str, frozenset[str]]
    """What it answers to, by filter, folded."""


@click.command("list")
@click.argument("kind", type=click.Choice([*KINDS.values()]), default="claims", metavar="[KIND]")
@click.argument("text", nargs=-1)
@click.option("--rating", metavar="RATING")
@click.option("--topic", metavar="TOPIC")
@click.option("--claimant", metavar="NAME")
@click.option("--publisher", metavar="NAME")
@click.option("--article", metavar="ID")
@flag("--due")
@flag("--json", "as_json")
@today_option
def command(
    *, kind: str, text: tuple[str, ...], due: bool, as_json: bool, today: date, **given: str | None
) -> None:
    rows = [*_rows(sound_corpus(load_here()), kind, today)]
    asked = {name: value for name in FILTERS if (value := given[name])} | (
        {"due": "yes"} if due else {}
    )
    for name, value in asked.items():
        known = {mark for row in rows for mark in row.marks[name]}
        if fold_name(value) not in known and name != "due":
            hint = did_you_mean(
                value, sorted(known), f"there are: {', '.join(sorted(known)) or 'none'}"
            )
            raise LastroError(f"no {kind} have the {name} {in_quotes(value)}", hint)
        rows = [row for row in rows if fold_name(value) in row.marks[name]]
    words = [fold_name(word) for word in text]
    rows = [r for r in rows if all(word in fold_name(f"{r.id} {r.text}") for word in words)]
    if as_json:
        found = [pick(row, "kind id state text") for row in rows]
        write(lastro_document("list", {"records": found}))
        return
    tell(_write_lines(rows))


def _rows(corpus: Corpus, kind: str, today: date) -> Iterator[Row]:
    for (folder, key), record in corpus.records.items():
        if folder != kind:
            continue
        marks: dict[str, list[str | None]] = {name: [] for name in (*FILTERS, "due")}
        text, state = str(getattr(record, "title", "")), WITHDRAWN if record.withdrawn else ""
        if isinstance(record, Claim):
            review, due = current_review(record), review_due(record)
            text = record.claim.readings[0][1]
            state = state or (review.rating if review else OPEN)
            marks |= {"topic": [*record.topics], "claimant": [*record.claimant_names]}
            marks |= {"article": [record.article], "rating": [state]}
            marks["due"] = ["yes"] if due and due <= today and not record.withdrawn else []
        marks["publisher"] = [getattr(record, "publisher", None)]
        folded = {name: frozenset(fold_name(v) for v in said if v) for name, said in marks.items()}
        yield Row(kind.removesuffix("s"), str(key), state, text, folded)


def _write_lines(rows: list[Row]) -> Iterator[str]:
    wide, beside = (
        max((len(c) for c in column), default=0)
        for column in (
            [row.id for row in rows],
            [row.state for row in rows],
        )
    )
    room = max(shutil.get_terminal_size().columns - wide - beside - 4, 20)
    for row in rows:
        text = (
            textwrap.shorten(row.text, room, placeholder="…") if sys.stdout.isatty() else row.text
        )
        yield f"{row.id:{wide}}  {row.state:{beside}}  {text}"
    states = Counter(row.state for row in rows if row.state)
    counted = ", ".join(f"{number} {state}" for state, number in states.most_common())
    yield f"{count_of(len(rows), 'record')}{f': {counted}' if counted else ''}"
