"""Which claims can be judged, and which passages lead to an origin."""

from lastro.corpus.corpus import Corpus
from lastro.evidence.origins import Origins
from lastro.model.claim import Claim, Evidence, Review, in_order, speaks_of


def chain_is_whole(source_id: str, corpus: Corpus) -> bool:
    """Tell whether everything that a source re-tells, step by step, could be read."""
    seen: set[str] = set()
    stack = [source_id]
    while stack:
        here = stack.pop()
        if here in seen:
            continue
        if here not in corpus.sources:
            return False
        seen.add(here)
        stack.extend(corpus.sources[here].derived_from)
    return True


def can_be_judged(claim: Claim, corpus: Corpus, origins: Origins) -> bool:
    """Tell whether it is known of each passage where it comes from and when it speaks of."""
    judged = corpus.derive_once(_judged)  # four rules ask
    if claim.id not in judged:
        judged[claim.id] = all(_is_known(item, corpus, origins) for item in claim.evidence)
    return judged[claim.id]


def _judged(_: Corpus) -> dict[str, bool]:
    return {}


def _is_known(item: Evidence, corpus: Corpus, origins: Origins) -> bool:
    source = corpus.sources.get(item.source)
    if source is None or origins.root(item) is None or speaks_of(item, source) is None:
        return False
    return item.origin is not None or not source.derived_from or chain_is_whole(item.source, corpus)


def lacks_event(claim: Claim, review: Review, corpus: Corpus) -> bool:
    """Tell whether a review that follows another one starts on a day without an event."""
    rating = corpus.settings.rating(review.rating)
    if rating is None or not rating.after or review == in_order(claim)[0]:
        return False
    return all(event.on.first != review.holds.first for event in claim.events)
