"""`lastro merge`: two records of one thing become one, and the other page points on."""

from collections.abc import Iterator
from datetime import date

import click

from lastro.commands.shared import edits, outcome
from lastro.commands.shared.console import tell
from lastro.commands.shared.options import dry_run_option, today_option
from lastro.commands.shared.records import complete_ids, load_here, sound_corpus
from lastro.editing.dry_run import IdChange
from lastro.editing.edit import with_key
from lastro.errors import LastroError
from lastro.model.base import Kept
from lastro.model.claim import Claim, Evidence
from lastro.model.source import Source
from lastro.model.values import fold_name
from lastro.places import KINDS
from lastro.render.pages.moved import reasons_of_a_merge
from lastro.text.messages import in_quotes

MERGEABLE = ("claim", "source")
_WORDS = "[claim|source] OLD [into] NEW"


@click.command("merge")
@click.argument("words", nargs=-1, required=True, metavar=_WORDS, shell_complete=complete_ids)
@edits.reason_options(required=False)
@today_option
@dry_run_option
def command(
    *,
    words: tuple[str, ...],
    reason: str | None,
    translated: tuple[str, ...],
    today: date,
    dry_run: bool,
) -> None:
    loaded = load_here(*outcome.LOCKS)
    named = [word for word in words if word != "into"]
    kind, (old, new) = edits.find_records(loaded, named, MERGEABLE, 2)
    record = edits.record_named(loaded, kind, old)
    successor = edits.record_named(loaded, kind, new)
    change = IdChange(KINDS[kind], old, new, merges=True)
    if record.withdrawn and record.withdrawn.see == new:
        said = f"{kind} '{old}' is merged into '{new}' already"
        outcome.end_captures(loaded, change, said, dry_run=dry_run)
        return
    if old == new:
        raise LastroError(f"{in_quotes(old)} is this record itself", "name another")
    edits.refuse_withdrawn(loaded, kind, old, record)
    edits.refuse_withdrawn(loaded, kind, new, successor)
    languages = sound_corpus(loaded).settings.languages
    why = (
        edits.reasons(loaded, reason, translated) if reason else reasons_of_a_merge(kind, languages)
    )
    if translated and not reason:
        raise LastroError("`--reason-in` translates `--reason`", "give both, or none")
    value = edits.withdrawal(today, why, new)
    done = outcome.carry_out(
        loaded,
        change,
        lambda text: with_key(text, type(record), edits.WITHDRAWN, value),
        today,
        dry_run=dry_run,
    )
    first = f"{'would withdraw' if dry_run else 'withdrew'} {kind} '{old}' (see '{new}')"
    tell([", ".join([first, *outcome.count_changes(done, dry_run=dry_run)])])
    tell(_doubt(record, successor))
    only = [*_only_in_the_old_one(done)] if kind == "claim" else []
    tell(
        [
            *only,
            *(s for s in outcome.what_is_left(loaded, done) if not only or s != edits.NOTHING_LEFT),
        ]
    )


def _doubt(old: Kept, new: Kept) -> Iterator[str]:
    """Ask about two records that share nothing: a slip in an id would join what readers look up apart."""
    if {*_shareable(old)}.isdisjoint(_shareable(new)):
        what = (
            "source, topic or claimant" if isinstance(old, Claim) else "title, publisher or origin"
        )
        yield f"doubt: the two share no {what}; are they one?"


def _shareable(record: Kept) -> Iterator[tuple[str, str]]:
    if isinstance(record, Claim):
        yield from (("source", item.source) for item in record.evidence)
        yield from (("topic", topic) for topic in record.topics)
        yield from (("claimant", fold_name(name)) for name in record.claimant_names)
    if isinstance(record, Source):
        known = {"title": record.title, "publisher": record.publisher, "origin": record.origin}
        yield from ((key, fold_name(text)) for key, text in known.items() if text)


def _only_in_the_old_one(done: outcome.Outcome) -> Iterator[str]:
    change = done.moved.change
    old, new = (sound_corpus(done.moved.after).claims[one] for one in (change.old, change.new))
    held = {_passage(item) for item in new.evidence}
    at = ("claims", change.old)
    lacking = [n for n, item in enumerate(old.evidence) if _passage(item) not in held]
    for number in lacking:
        place = done.moved.after.place((*at, "evidence", number))
        yield f"  {place} only '{change.old}' has this evidence of '{old.evidence[number].source}'"
    worded = map(fold_name, (new.said.words or "", *new.said.also))
    if old.said.words and fold_name(old.said.words) not in worded:
        place = done.moved.after.place((*at, "said", "words"))
        yield f"  {place} '{change.new}' does not have these words of the article (`said.also`)"
    for name in ("events", "appearances", "corrections"):
        only = [one for one in getattr(old, name) if one not in getattr(new, name)]
        if only:
            place = done.moved.after.place((*at, name), on_key=True)
            yield f"  {place} only '{change.old}' has {len(only)} of its `{name}`"


def _passage(item: Evidence) -> tuple[str, str]:
    return item.source, fold_name(item.quote.exact) if item.quote else item.where or ""
