"""One claim before and after: what its readers were told, and what they are told now.

Windows are paired by the time that they cover, passages by their words, so that order, layout and
translation make no difference, and a verdict that was moved, cut short or replaced does. Corrections
are only ever added: whoever read an entry must find it again, word for word and in its order.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from msgspec import Struct

from lastro.changes.wording import collapse_spaces, fields, fields_that_differ
from lastro.evidence.judge import Judgement
from lastro.model.base import Correction
from lastro.model.claim import Claim, Evidence, Review, in_order
from lastro.model.values import fold_name
from lastro.places import RecordPath
from lastro.text.dates import holds_on, meets

What = Literal[
    "rating", "window", "nature", "parties", "evidence", "short", "because", "status", "permitted",
    "field",
]  # fmt: skip
Touched = Literal["edited", "moved", "gone"]
TOLD: tuple[What, ...] = ("rating", "window", "nature", "parties", "evidence")
"""What a published claim may not change without a correction."""
APART = frozenset(
    {"reviews", "nature", "parties", "evidence", "corrections", "withdrawn", "waivers"}
)
"""Fields that are compared in ways of their own."""


class Difference(Struct, frozen=True):
    """One thing that differs: where it stands now below the record, what it was and what it is.

    `was` is empty for what is new, `now` for what is gone; `steps` then leads to what held it.
    """

    what: What
    route: RecordPath
    was: str = ""
    now: str = ""


class ReviewPair(Struct, frozen=True):
    """A review as it stands, and the published one that it replaces, if any.

    `held` is the published one that held on its first day: that one may have been cut in two, and
    be paired with the earlier part.
    """

    index: int
    now: Review
    before: Review | None
    held: Review | None


class CorrectionChange(Struct, frozen=True):
    """An entry that readers had, and what became of it; `index` is where it stands now."""

    entry: Correction
    how: Touched
    index: int | None = None


class CorrectionLog(Struct, frozen=True):
    """Entries that are new, by their places now, and published ones that are not as they were."""

    new: tuple[int, ...]
    rewritten: tuple[CorrectionChange, ...]


class ClaimChange(Struct, frozen=True):
    """A claim in both corpora: what differs, in the order of `What`, and its corrections."""

    before: Claim
    now: Claim
    differences: tuple[Difference, ...]
    reviews: tuple[ReviewPair, ...]
    corrections: CorrectionLog

    def of(self, *what: What) -> tuple[Difference, ...]:
        return tuple(d for d in self.differences if d.what in what)

    @property
    def published(self) -> bool:
        """Tell whether readers had a verdict before, and the claim was withdrawn neither then nor now."""
        both = self.before, self.now
        return bool(self.before.reviews) and not any(claim.withdrawn for claim in both)


def compare_claims(
    before: Claim, now: Claim, language: str, judged: tuple[Sequence[Judgement], ...]
) -> ClaimChange:
    """Compare a claim with what was published of it.

    The links of `before` use the ids of now. `language` is the one in which words are compared;
    `judged` are the judgements of both, earliest window first.
    """
    pairs = _pairs(before, now)
    natures = (before.nature, now.nature)
    nature = [Difference("nature", ("nature",), *natures)] if len({*natures}) > 1 else ()
    differences = (
        *_compare_fields(pairs, language, "rating"),
        *_windows(pairs, before),
        *nature,
        *_compare_parties(before, now),
        *_evidence(before, now, language),
        *_compare_fields(pairs, language, "short", "because"),
        *_compare_judgements(pairs, *judged),
        *(Difference("field", route) for route in _fields(before, now, language)),
    )
    log = compare_logs(before.corrections, now.corrections, language)
    return ClaimChange(before, now, differences, pairs, log)


def _fields(before: Claim, now: Claim, language: str) -> Iterator[RecordPath]:
    for name in fields_that_differ(before, now, language):
        if name == "said":
            yield from ((name, n) for n in fields_that_differ(before.said, now.said, language))
        elif name not in APART:
            yield (name,)


def _pairs(before: Claim, now: Claim) -> tuple[ReviewPair, ...]:
    """Pair reviews: of equal windows, then of one first day, then those whose windows meet."""
    left, partner = list(in_order(before)), dict[int, Review]()
    after = in_order(now)
    for fits in (_same_window, _same_start, lambda one, other: meets(one.holds, other.holds)):
        for number, review in enumerate(after):
            found = next((old for old in left if fits(old, review)), None)
            if number not in partner and found is not None:
                partner[number] = found
                left.remove(found)
    return tuple(
        ReviewPair(
            now.reviews.index(review),
            review,
            partner.get(number),
            next((old for old in before.reviews if holds_on(old.holds, review.holds.first)), None),
        )
        for number, review in enumerate(after)
    )


def _same_window(one: Review, other: Review) -> bool:
    return _same_start(one, other) and one.holds.after == other.holds.after


def _same_start(one: Review, other: Review) -> bool:
    return one.holds.first == other.holds.first


def _windows(pairs: Sequence[ReviewPair], before: Claim) -> Iterator[Difference]:
    for pair in pairs:
        if pair.before is None or not _same_window(pair.before, pair.now):
            was = str(pair.before.holds) if pair.before else ""
            yield Difference("window", ("reviews", pair.index, "holds"), was, str(pair.now.holds))
    kept = [id(pair.before) for pair in pairs]
    for review in before.reviews:
        if id(review) not in kept:
            yield Difference("window", ("reviews",), str(review.holds))


def _compare_parties(before: Claim, now: Claim) -> Iterator[Difference]:
    old, new = ({fold_name(name): name for name in claim.parties} for claim in (before, now))
    for index, name in enumerate(now.parties):
        if fold_name(name) not in old:
            yield Difference("parties", ("parties", index), "", name)
    for name in (old[key] for key in old if key not in new):
        yield Difference("parties", ("parties",), name)


def _evidence(before: Claim, now: Claim, language: str) -> Iterator[Difference]:
    """Pair equal passages, then those of one source and words, then those of one source."""
    left = list(before.evidence)
    new = list(enumerate(now.evidence))
    changed: list[tuple[int, Evidence]] = []
    signs: tuple[Callable[[Evidence, str], object], ...]
    signs = (_passage, _words_of, lambda item, _: item.source)
    for number, like in enumerate(signs):
        for index, item in tuple(new):
            wanted = like(item, language)
            found = next((old for old in left if like(old, language) == wanted), None)
            if found is not None:
                left.remove(found)
                new.remove((index, item))
                if number:
                    changed.append((index, found))
    for index, old in sorted(changed, key=lambda pair: pair[0]):
        yield Difference("evidence", ("evidence", index), old.id, now.evidence[index].id)
    for index, item in new:
        yield Difference("evidence", ("evidence", index), "", item.id)
    for old in left:
        yield Difference("evidence", ("evidence",), old.id)


def _passage(item: Evidence, language: str) -> object:
    told = fields(item, language)
    counted = (item.stance, told["speaks_of"], item.origin)
    return (*counted, *_words_of(item, language))


def _words_of(item: Evidence, language: str) -> tuple[object, ...]:
    """Return the words of a passage; its note where it has none, since that says what it shows."""
    shown = collapse_spaces(item.quote.exact) if item.quote else fields(item, language)["note"]
    return (item.source, item.quote is None, shown)


def _compare_fields(
    pairs: Sequence[ReviewPair], language: str, *names: What
) -> Iterator[Difference]:
    for name in names:
        for pair in pairs:
            old = fields(pair.before, language).get(name)
            new = fields(pair.now, language)[name]
            if pair.before and old != new:
                yield Difference(name, ("reviews", pair.index, name), str(old), str(new))


def _compare_judgements(
    pairs: Sequence[ReviewPair], before: Sequence[Judgement], now: Sequence[Judgement]
) -> Iterator[Difference]:
    of = {judgement.review.holds: judgement for judgement in before}
    for pair, judgement in zip(pairs, now, strict=True):
        old = of.get(pair.before.holds) if pair.before else None
        at = ("reviews", pair.index)
        if old and old.status != judgement.status:
            yield Difference("status", at, str(old.status), str(judgement.status))
        if old and old.permitted != judgement.permitted:
            permitted = (", ".join(one.permitted) for one in (old, judgement))
            yield Difference("permitted", at, *permitted)


def compare_logs(
    before: Sequence[Correction], after: Sequence[Correction], language: str
) -> CorrectionLog:
    """Compare two logs by their words in one language, `was` among them.

    A published entry that is missing is taken for edited when one of its day or of its words
    stands among the new ones; that one is then not new.
    """
    old = [_said(entry, language) for entry in before]
    now = [_said(entry, language) for entry in after]
    left, new = _unmatched(old, now)
    rewritten = []
    for index in left:
        like = next((n for n in new if old[index] == now[n]), None)
        how: Touched = "moved"
        if like is None:
            like = next((n for n in new if set(old[index][:2]) & set(now[n][:2])), None)
            how = "gone" if like is None else "edited"
        if like is not None:
            new.remove(like)
        rewritten.append(CorrectionChange(before[index], how, like))
    return CorrectionLog(tuple(new), tuple(rewritten))


def _said(entry: Correction, language: str) -> tuple[str, str, str]:
    told = fields(entry, language)
    return str(told["on"]), str(told["what"]), str(told["was"])


def _unmatched(old: Sequence[object], now: Sequence[object]) -> tuple[list[int], list[int]]:
    """Return the places of both that have no partner while the order is kept."""
    from difflib import SequenceMatcher  # noqa: PLC0415 - most runs compare no records

    blocks = SequenceMatcher(None, old, now, autojunk=False).get_matching_blocks()
    kept = {(b.a + n, b.b + n) for b in blocks for n in range(b.size)}
    first, second = {a for a, _ in kept}, {b for _, b in kept}
    left = [n for n in range(len(old)) if n not in first]
    return left, [n for n in range(len(now)) if n not in second]
