from itertools import pairwise

from lastro.evidence.origins import Origins
from lastro.rules import Corpus, Finding, Findings, Related, Source


def check(source: Source, corpus: Corpus) -> Findings:
    origins = corpus.derive_once(Origins)
    chain = origins.loop(source.id) if source.derived_from else ()
    # a member with an earlier id tells of the same circle
    earlier = (member for member in chain if member < source.id)
    if not chain or any({*origins.loop(member)} == {*chain} for member in earlier):
        return
    links = [
        ("sources", teller, "derived_from", corpus.sources[teller].derived_from.index(told))
        for teller, told in pairwise(chain)
    ]
    yield Finding(
        route=links[0],
        message=f"{' → '.join(chain)}: no first source",
        hint="remove the link that is wrong",
        related=tuple(Related(link, "and on from here") for link in links[1:]),
    )
