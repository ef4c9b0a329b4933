"""A rating must be carried by its evidence.

A verdict that its evidence does not carry is an opinion in the clothes of a check. The scale of
lastro.yml says what each rating needs; the finding prints what counted, which root it has and
which need was missed. Only an `override` with its reason, shown to readers, publishes against it.

A statement that repeats a claim in other words may have a rating of its own. It is bounded by the
evidence of that claim, in the window that held when the article came out.

A claim is not judged while a passage has an unknown source, no clear origin or no time that it
speaks of, nor a review whose event is missing: their own findings come first.
"""

from collections.abc import Iterator

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Related
from lastro.evidence.judge import Judgement, judge_repetition, judgements
from lastro.evidence.judgeable import can_be_judged, lacks_event
from lastro.evidence.origins import Origins
from lastro.evidence.rulings import Condition, Ruling
from lastro.evidence.tally import STANCES
from lastro.model.article import Article
from lastro.model.claim import Claim
from lastro.places import RecordPath
from lastro.text.messages import in_quotes


def check(corpus: Corpus) -> Findings:
    """Yield one finding for each review, and each statement, whose rating its window does not permit."""
    for claim, judgement in judge_windows(corpus):
        ruling = judgement.ruling(judgement.review.rating)
        if ruling is None or ruling.permitted or judgement.review.override:
            continue
        if lacks_event(claim, judgement.review, corpus):
            continue
        at = ("claims", claim.id, "reviews", claim.reviews.index(judgement.review), "rating")
        yield _finding(at, judgement, ruling, otherwise=", or write `override` with a reason")
    for article in corpus.articles_checked():
        yield from _of_repetitions(article, corpus)


def _of_repetitions(article: Article, corpus: Corpus) -> Findings:
    origins = Origins(corpus)
    for number, row in enumerate(article.statements):
        claim = corpus.claims.get(row.repeats) if row.repeats and row.rating else None
        if claim is None:
            continue
        at = ("articles", article.id, "statements", number, "rating")
        if claim.opened:
            message = f"'{row.rating}' rates words of a claim that has no verdict yet"
            hint = f"drop `rating` as long as '{claim.id}' is open"
            yield Finding(route=at, message=message, hint=hint)
        if not can_be_judged(claim, corpus, origins):
            continue
        bound = judge_repetition(article, claim.id, corpus)
        ruling = bound.ruling(row.rating or "") if bound else None
        if bound is None or ruling is None or ruling.permitted:
            continue
        review = ("claims", claim.id, "reviews", claim.reviews.index(bound.review))
        yield _finding(at, bound, ruling, related=(Related(review, "the review that bounds it"),))


def judge_windows(corpus: Corpus) -> Iterator[tuple[Claim, Judgement]]:
    """Yield each window of the claims under check that can be judged."""
    origins = Origins(corpus)
    for claim in corpus.claims_checked():
        if can_be_judged(claim, corpus, origins):
            yield from ((claim, judgement) for judgement in judgements(corpus)[claim.id])


def _finding(
    at: RecordPath,
    judgement: Judgement,
    ruling: Ruling,
    *,
    otherwise: str = "",
    related: tuple[Related, ...] = (),
) -> Finding:
    permitted = ", ".join(judgement.permitted) or "none"
    stands = f"status here: {judgement.status}" + (
        " (parties only)" if judgement.parties_only else ""
    )
    return Finding(
        route=at,
        message=f"the evidence for {judgement.review.holds} does not carry {in_quotes(ruling.rating)}",
        hint=stands,
        related=related,
        details=(
            *((stance, _passages(judgement, stance)) for stance in STANCES),
            *_misses(ruling),
            (
                "hint",
                f"permitted: {permitted}; otherwise add independent evidence{otherwise}",
            ),
        ),
    )


def _passages(judgement: Judgement, stance: str) -> str:
    found = [
        f"{c.id} ({'primary, ' if c.primary else ''}{'party, ' if c.party else ''}root {c.root})"
        for c in judgement.counted
        if c.stance == stance
    ]
    return ", ".join(found) or "none in this window"


def _misses(ruling: Ruling) -> Iterator[tuple[str, str]]:
    if ruling.lacks_earlier:
        yield "needs", "an earlier review: this rating follows one"
    missed = [" and ".join(_missed(c) for c in tried if not c.met) for tried in ruling.fitting]
    if ruling.fired is None and missed:
        yield "needs", ", or ".join(missed)
    for condition in ruling.forbidden:
        counted = f"{condition.subject} {condition.kind}: have {condition.have}"
        yield "forbidden", f"by {counted}, it allows fewer than {condition.wanted}"


def _missed(condition: Condition) -> str:
    if condition.subject == "nature":
        return f"nature {' or '.join(condition.natures)}"
    if condition.subject == "events":
        where = "on the first day of the window, from a source cited in it"
        return f"{condition.wanted} event {where}: have {condition.have}"
    parties = " (parties do not count)" if condition.kind in ("primary", "independent") else ""
    return (
        f"{condition.subject} {condition.kind} {condition.wanted}: have {condition.have}{parties}"
    )
