"""A story starts somewhere.

When one report rests on another, that one on a third, and the third on the first again, nobody
saw anything: readers would be shown a circle as a confirmation.

One finding for each circle, at the member whose id comes first; the others are shown beside it.
"""

from itertools import pairwise

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Related
from lastro.evidence.origins import Origins
from lastro.model.source import Source
from lastro.places import RecordPath


def check(source: Source, corpus: Corpus) -> Findings:
    """Yield one finding for each circle of `derived_from`."""
    origins = corpus.derive_once(Origins)
    chain = origins.loop(source.id) if source.derived_from else ()
    if not chain or _is_told_of(chain, source.id, origins):
        return
    links = list(pairwise(chain))
    yield Finding(
        route=_link(corpus, *links[0]),
        message=f"{' → '.join(chain)}: no first source",
        hint="remove the link that is wrong",
        related=tuple(Related(_link(corpus, *link), "and on from here") for link in links[1:]),
    )


def _is_told_of(chain: tuple[str, ...], source_id: str, origins: Origins) -> bool:
    """Tell whether a member with an earlier id finds the same circle."""
    members = frozenset(chain)
    earlier = (member for member in members if member < source_id)
    return any(frozenset(origins.loop(member)) == members for member in earlier)


def _link(corpus: Corpus, teller: str, told: str) -> RecordPath:
    index = corpus.sources[teller].derived_from.index(told)
    return ("sources", teller, "derived_from", index)
