from collections.abc import Iterable, Iterator

from lastro.corpus.corpus import group
from lastro.places import RecordPath
from lastro.rules import Corpus, Finding, Findings, Related, Rewrite, Severity, fold_name, in_quotes
from lastro.text.similarity import one_slip_apart

SEVERITY = Severity.WARNING
FIX = "unsafe"
COMMON = 3
"""Claims that make a name common, and how many times as many as the other's they must be."""


_Use = tuple[RecordPath, str, bool]
"""Where a name stands, as it is written there, and whether something identifies it."""


def check(corpus: Corpus) -> Findings:
    yield from _unlike(_claimants(corpus), "give both a `same_as`")
    yield from _unlike(_topics(corpus), "name both under `topics` of lastro.yml")


def _unlike(names: Iterable[_Use], otherwise: str) -> Findings:
    uses = group((fold_name(use[1]), use) for use in names)
    for pair in one_slip_apart(uses):
        rare, common = sorted((uses[name] for name in pair), key=len)
        are_told_apart = all(any(known for _, _, known in one) for one in (rare, common))
        if len(common) < max(COMMON, COMMON * len(rare)) or are_told_apart:
            continue
        (first, spelling, _), records = common[0], {place[:2] for place, _, _ in common}
        for place, _, _ in rare:
            yield Finding(
                route=place,
                message=f"{in_quotes(rare[0][1])} looks like {in_quotes(spelling)}, which {len(common)} claims use",
                hint=f"use one spelling, or {otherwise}",
                related=(Related(first, "the common spelling"),),
                edits=() if place[:2] in records else (Rewrite(place, spelling),),
            )


def _claimants(corpus: Corpus) -> Iterator[_Use]:
    for claim in corpus.facts.rows("claims", "claimants", "withdrawn"):
        for number, (name, kind, same_as) in enumerate(() if claim.withdrawn else claim.claimants):
            if kind != "anonymous":
                yield ("claims", claim.id, "claimant", number, "name"), name, bool(same_as)


def _topics(corpus: Corpus) -> Iterator[_Use]:
    for claim in corpus.facts.rows("claims", "topics", "withdrawn"):
        for index, topic in enumerate(() if claim.withdrawn else claim.topics):
            is_named = corpus.settings.topic(topic) is not None
            yield ("claims", claim.id, "topics", index), topic, is_named
