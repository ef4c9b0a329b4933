"""A corpus in parts that are looked at one after the other, so that any site fits into memory.

What a rule asks of a record lies near it: the claims of an article, the sources of a claim. So a
part is made of articles with their claims and of these with their sources; in the order of ids,
each part would read the records of most others once more.
"""

from collections.abc import Collection, Iterator

from lastro.corpus.corpus import Corpus
from lastro.places import RecordPath

AT_ONCE = 4_096
"""Records of a part; with what they reach they are held in memory together."""


def by_neighbourhood(corpus: Corpus, some: Collection[RecordPath]) -> Iterator[RecordPath]:
    """Yield some records, each once: an article, then its claims, each before the sources it names.

    Those that no article leads to come last, by kind and id.
    """
    left = dict.fromkeys(some)
    for at in _near(corpus):
        if at in left:
            del left[at]
            yield at
    yield from sorted(left, key=lambda at: tuple(map(str, at)))


def page_order(corpus: Corpus) -> dict[str, int]:
    """Return a number for the address of each record's page: pages near each other share records."""
    near = by_neighbourhood(corpus, corpus.facts)
    return {f"{kind}/{record_id}/": place for place, (kind, record_id) in enumerate(near)}


def _near(corpus: Corpus) -> Iterator[RecordPath]:
    for article, claims in corpus.claims_of.items():
        yield "articles", article
        for claim in claims:
            yield "claims", claim
            facts = corpus.facts.get(("claims", claim))
            yield from (("sources", source) for source in (facts.named if facts else ()))
