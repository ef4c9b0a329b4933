from collections.abc import Iterable
from typing import Any, Literal

from lastro.corpus.origin_names import OriginNames
from lastro.evidence.judge import (
    Judgement,
    can_be_judged,
    judge_repetition,
    judgements,
    lacks_event,
)
from lastro.evidence.rulings import say_lack
from lastro.evidence.tally import STANCES, say_status
from lastro.model.catalogue import read_catalogue, say
from lastro.places import RecordPath
from lastro.rules import Article, Claim, Corpus, Finding, Findings, Kept, Related, in_quotes


def check(record: Kept, corpus: Corpus) -> Findings:
    if isinstance(record, Article):
        yield from _of_repetitions(record, corpus)
    if isinstance(record, Claim):
        for judgement in judge_windows(record, corpus):
            review = judgement.review
            if review.override or lacks_event(record, review, corpus.settings):
                continue
            yield from _not_carried(
                judgement,
                record,
                corpus,
                at=(*record.at, "reviews", record.reviews.index(review), "rating"),
                rating=review.rating,
                otherwise="add evidence, or write `override` with a reason",
            )


def _of_repetitions(article: Article, corpus: Corpus) -> Findings:
    for number, row in enumerate(article.statements):
        claim = corpus.claims.get(row.repeats) if row.repeats and row.rating else None
        if claim is None:
            continue
        at = ("articles", article.id, "statements", number, "rating")
        if claim.opened:
            message = f"'{row.rating}' rates words of a claim that has no verdict yet"
            hint = f"drop `rating` as long as '{claim.id}' is open"
            yield Finding(route=at, message=message, hint=hint)
        judged = can_be_judged(claim, corpus)
        if judged and (bound := judge_repetition(article, claim.id, corpus)):
            review = ("claims", claim.id, "reviews", claim.reviews.index(bound.review))
            yield from _not_carried(
                bound,
                claim,
                corpus,
                at=at,
                rating=row.rating or "",
                otherwise="add evidence to its claim",
                related=(Related(review, "the review that bounds it"),),
            )


def judge_windows(claim: Claim, corpus: Corpus) -> tuple[Judgement, ...]:
    return judgements(corpus)[claim.id] if can_be_judged(claim, corpus) else ()


def _not_carried(
    judgement: Judgement,
    claim: Claim,
    corpus: Corpus,
    *,
    at: RecordPath,
    rating: str,
    otherwise: str,
    related: tuple[Related, ...] = (),
) -> Findings:
    ruling = judgement.ruling(rating)
    if ruling is None or ruling.permitted:
        return
    say, names = English(), corpus.derive_once(OriginNames)
    sides = judgement.tallies["supports"], judgement.tallies["refutes"]
    permitted = say.join(map(in_quotes, judgement.permitted)) or "no rating"
    told = (
        say("status_label", status=say(f"status_name_{judgement.status}")),
        say_status(*sides, say, lambda roots: "; ".join(say.join(names[r].names) for r in roots)),
        say_lack(ruling, in_quotes(rating), say(f"nature_{claim.nature}"), say),
        f"This evidence permits {permitted}. For any other rating, {otherwise}.",
    )
    yield Finding(
        route=at,
        message=f"the evidence for {judgement.review.holds} does not carry {in_quotes(rating)}",
        hint=" ".join(told),
        related=related,
        details=tuple((stance, _passages(judgement, stance)) for stance in STANCES),
    )


class English:
    """The sentences of the English pages, as plain text."""

    def __call__(self, key: str, **values: object) -> str:
        return say("en", key, **values)

    def count(self, key: str, number: int, **values: object) -> str:
        forms: Any = read_catalogue("en")[key]
        return str(forms["one" if number == 1 else "other"]).format(n=number, **values)

    def join(self, names: Iterable[object], style: Literal["standard", "or"] = "standard") -> str:
        *others, last = [*map(str, names)] or [""]
        return f"{', '.join(others)} {'or' if style == 'or' else 'and'} {last}" if others else last


def _passages(judgement: Judgement, stance: str) -> str:
    found = [
        f"{c.id} ({'primary, ' if c.primary else ''}{'party, ' if c.party else ''}root {c.root})"
        for c in judgement.counted
        if c.stance == stance
    ]
    return ", ".join(found) or "none in this window"
