"""`lastro list`: the records that fit, a line each, so that nobody has to open files to find one."""

import shutil
import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import click

from lastro.commands.shared.console import tell, write
from lastro.commands.shared.options import flag, today_option
from lastro.commands.shared.records import load_here, sound_corpus
from lastro.diagnostics.report import count_of
from lastro.errors import LastroError
from lastro.evidence.judge import review_due
from lastro.model.base import Kept
from lastro.model.claim import Claim, current_review
from lastro.model.values import fold_name
from lastro.places import KINDS
from lastro.reporters.document import lastro_document
from lastro.text.messages import did_you_mean, in_quotes

FILTERS = ("rating", "topic", "claimant", "publisher", "article")


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
    records = [r for (of, _), r in sound_corpus(load_here()).records.items() if of == kind]
    for name in FILTERS:
        if value := given[name]:
            known = {fold_name(said) for record in records for said in _values(record, name)}
            if fold_name(value) not in known:
                listed = f"there are: {', '.join(sorted(known)) or 'none'}"
                hint = did_you_mean(value, sorted(known), listed)
                raise LastroError(f"no {kind} have the {name} {in_quotes(value)}", hint)
            records = [r for r in records if fold_name(value) in map(fold_name, _values(r, name))]
    if due:
        records = [r for r in records if isinstance(r, Claim) and (review_due(r) or today) <= today]
    rows = [(str(r.at[1]), _state(r), _text(r)) for r in records]
    words = [fold_name(word) for word in text]
    rows = [row for row in rows if all(word in fold_name(" ".join(row)) for word in words)]
    if as_json:
        found = [
            {"kind": kind.removesuffix("s"), "id": i, "state": s, "text": t} for i, s, t in rows
        ]
        write(lastro_document("list", {"records": found}))
    else:
        tell(_write_lines(rows))


def _values(record: Kept, name: str) -> Sequence[str]:
    if name == "publisher":
        return [named] if (named := getattr(record, "publisher", None)) else []
    if not isinstance(record, Claim):
        return []
    of = {"topic": record.topics, "claimant": record.claimant_names, "article": [record.article]}
    return of.get(name) or [_state(record)]


def _state(record: Kept) -> str:
    review = current_review(record) if isinstance(record, Claim) else None
    stands = review.rating if review else "open" if isinstance(record, Claim) else ""
    return "withdrawn" if record.withdrawn else stands


def _text(record: Kept) -> str:
    return (
        record.claim.readings[0][1]
        if isinstance(record, Claim)
        else str(getattr(record, "title", ""))
    )


def _write_lines(rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    room = max(shutil.get_terminal_size().columns - sum(widths) - 4, 20)
    for record_id, state, text in rows:
        shown = textwrap.shorten(text, room, placeholder="…") if sys.stdout.isatty() else text
        yield f"{record_id:{widths[0]}}  {state:{widths[1]}}  {shown}"
    states = Counter(state for _, state, _ in rows if state)
    counted = ", ".join(f"{number} {state}" for state, number in states.most_common())
    yield f"{count_of(len(rows), 'record')}{f': {counted}' if counted else ''}"
