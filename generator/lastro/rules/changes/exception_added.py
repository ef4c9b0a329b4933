from collections.abc import Iterator

from lastro.changes.compare import Change
from lastro.changes.wording import comparable, fields, split_sentences
from lastro.places import RecordPath
from lastro.rules import Claim, Finding, Findings, Kept, Review, Severity, Source, fold_name
from lastro.text.messages import in_quotes

SEVERITY = Severity.NOTE
WAIVABLE = False
HINT = "an editor decides; it is listed first in the summary"
_PARTIES = ("parties",)


def check(change: Change) -> Findings:
    looked_at = {*change.pairs, *change.added, *((move.kind, move.new) for move in change.moves)}
    for at, record in change.now.records.items():
        for key, message in _exceptions(record, change) if at in looked_at else ():
            route = (*at, *key)
            yield Finding(route=route, on_key=key == _PARTIES, message=message, hint=HINT)


def _exceptions(record: Kept, change: Change) -> Iterator[tuple[RecordPath, str]]:
    """Yield where a record now lowers the bar, below its route, and how."""
    before = change.pairs.get(record.at)
    ends = {waiver.rule: waiver.until for waiver in before.waivers} if before else {}
    for index, waiver in enumerate(record.waivers):
        if waiver.rule not in ends or waiver.until > ends[waiver.rule]:
            what = f"this change waives {in_quotes(waiver.rule)} until {waiver.until}"
            yield ("waivers", index, "rule"), what
    if isinstance(record, Claim):
        for index, published in _reviews(record, change):
            review = record.reviews[index]
            stood = published and published.override and published.rating == review.rating
            if review.override and not stood:
                yield ("reviews", index, "override"), "this change publishes against the evidence"
            if kept := _kept_words(review, published, change.language):
                moved = f"the rating moved to {in_quotes(review.rating)}"
                verb = "stays as it was" if len(kept) == 1 else "stay as they were"
                yield ("reviews", index, kept[0]), f"{moved}, but {' and '.join(kept)} {verb}"
        yield from _no_longer_said(before, record, change.language)
        if record.nature == "statement" and getattr(before, "nature", "") != "statement":
            what = "this change calls the claim a 'statement', which its author's own word carries"
            yield ("nature",), what
    stakes = {fold_name(name) for name in _names(record)}
    for name in _names(before):
        if fold_name(name) not in stakes:
            what = "is no longer a party: those words may now confirm the claim"
            yield _PARTIES, f"{in_quotes(name)} {what}"


def _kept_words(review: Review, published: Review | None, language: str) -> list[str]:
    """Name what readers are told in the same words as before, though the rating moved."""
    if published is None or published.rating == review.rating:
        return []
    was, now = fields(published, language), fields(review, language)
    return [name for name in ("short", "because") if was[name] == now[name]]


def _no_longer_said(
    before: Kept | None, claim: Claim, language: str
) -> Iterator[tuple[RecordPath, str]]:
    """Yield the sentences on what could not be checked that are gone, or stand there in other words."""
    if isinstance(before, Claim) and before.not_checked and claim.reviews:
        now = str(comparable(claim.not_checked, language))
        for sentence in split_sentences(before.not_checked.read(language)[1]):
            if sentence not in now:
                yield ("not_checked",), f"readers are no longer told: {in_quotes(sentence)}"


def _reviews(claim: Claim, change: Change) -> Iterator[tuple[int, Review | None]]:
    """Yield each review by its place, with the published one; none of a claim that is as it was."""
    if claim.at not in change.pairs:
        yield from ((index, None) for index in range(len(claim.reviews)))
    elif changed := change.claims.get(claim.id):
        yield from ((pair.index, pair.before) for pair in changed.reviews)


def _names(record: Kept | None) -> tuple[str, ...]:
    if isinstance(record, Claim):
        return (*record.claimant_names, *record.parties)
    return record.parties if isinstance(record, Source) else ()
