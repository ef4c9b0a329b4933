"""One person, one company, one topic has one spelling.

A reader who opens the page of a claimant expects all that they claimed. A letter too many puts one
claim on a page of its own, where nobody looks, and the count on the other is wrong.

Looked at are claimants and topics that stand one slip away from one that at least three claims
have, and three times as many. Case alone makes no other name, other numbers do, and short names
that differ in a letter are left alone. Silent where both claimants have a `same_as`, or both topics
a name in lastro.yml: somebody has told them apart.
"""

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from lastro.places import RecordPath
from lastro.rules import Corpus, Finding, Findings, Related, Rewrite, Severity, fold_name, in_quotes
from lastro.text.similarity import one_slip_apart

SEVERITY = Severity.WARNING
FIX = "unsafe"
COMMON = 3
"""Claims that make a name common, and how many times as many as the other's they must be."""


class _Uses(Struct):
    """Where a name stands, as the first of them writes it, and whether something identifies it."""

    name: str
    places: list[RecordPath] = msgspec.field(default_factory=list)
    is_identified: bool = False


def check(corpus: Corpus) -> Findings:
    yield from _unlike(_claimants(corpus), "give both a `same_as`")
    yield from _unlike(_topics(corpus), "name both under `topics` of lastro.yml")


def _unlike(names: Iterable[tuple[RecordPath, str, bool]], otherwise: str) -> Findings:
    found: dict[str, _Uses] = {}
    for place, name, is_identified in names:
        uses = found.setdefault(fold_name(name), _Uses(name))
        uses.places.append(place)
        uses.is_identified |= is_identified
    for pair in one_slip_apart(found):
        rare, common = sorted((found[name] for name in pair), key=lambda uses: len(uses.places))
        is_common = len(common.places) >= max(COMMON, COMMON * len(rare.places))
        if not is_common or (rare.is_identified and common.is_identified):
            continue
        records = {place[:2] for place in common.places}
        for place in rare.places:
            yield Finding(
                route=place,
                message=f"{in_quotes(rare.name)} looks like {in_quotes(common.name)}, which {len(common.places)} claims use",
                hint=f"use one spelling, or {otherwise}",
                related=(Related(common.places[0], "the common spelling"),),
                edits=() if place[:2] in records else (Rewrite(place, common.name),),
            )


def _claimants(corpus: Corpus) -> Iterator[tuple[RecordPath, str, bool]]:
    for claim in corpus.facts.rows("claims", "claimants", "withdrawn"):
        for number, (name, kind, same_as) in enumerate(() if claim.withdrawn else claim.claimants):
            if kind != "anonymous":
                yield ("claims", claim.id, "claimant", number, "name"), name, bool(same_as)


def _topics(corpus: Corpus) -> Iterator[tuple[RecordPath, str, bool]]:
    for claim in corpus.facts.rows("claims", "topics", "withdrawn"):
        for index, topic in enumerate(() if claim.withdrawn else claim.topics):
            is_named = corpus.settings.topic(topic) is not None
            yield ("claims", claim.id, "topics", index), topic, is_named
