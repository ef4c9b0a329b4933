"""Which claims can be judged, and which passages lead to an origin."""

from collections.abc import Mapping

from lastro.corpus.corpus import Corpus
from lastro.evidence.origins import Origins
from lastro.memo.tables import LazyTable
from lastro.model.claim import Claim, Evidence, Review, in_order, speaks_of
from lastro.model.settings import Settings


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


def can_be_judged(claim: Claim, corpus: Corpus) -> bool:
    """Tell whether it is known of each passage where it comes from and when it speaks of."""
    return corpus.derive_once(_judgeable)[claim.id]  # four rules ask


def _judgeable(corpus: Corpus) -> Mapping[str, bool]:
    origins, claims = corpus.derive_once(Origins), corpus.claims

    def judgeable(claim_id: str) -> bool:
        return all(_is_known(item, corpus, origins) for item in claims[claim_id].evidence)

    return LazyTable(corpus.tracer, "claims", claims, judgeable, most=corpus.held)


def _is_known(item: Evidence, corpus: Corpus, origins: Origins) -> bool:
    source = corpus.sources.get(item.source)
    if source is None or origins.root(item) is None or speaks_of(item, source) is None:
        return False
    return item.origin is not None or not source.derived_from or chain_is_whole(item.source, corpus)


def lacks_event(claim: Claim, review: Review, settings: Settings) -> bool:
    """Tell whether a review that follows another one starts on a day without an event."""
    rating = settings.rating(review.rating)
    if rating is None or not rating.after or review == in_order(claim)[0]:
        return False
    return all(event.on.first != review.holds.first for event in claim.events)
