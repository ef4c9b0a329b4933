"""A scale is refused exactly where no evidence could carry one of its alternatives.

All counts up to two are tried against all tallies that records can have: `scale-broken` reasons
about counts, and this counts.
"""

from itertools import product

import pytest

from lastro.rules.ratings.scale_broken import check
from tests.support.builders import settings

KINDS = ("primary", "independent", "party", "roots")
Counted = dict[str, int]

# A root may be independent through one passage and a party's word through another (ADR 0003).
TALLIES = [
    {"primary": primary, "independent": independent, "party": party, "roots": roots}
    for independent, party in product(range(5), repeat=2)
    for primary in range(independent + 1)
    for roots in range(max(independent, party), independent + party + 1)
]


def counts(kinds: tuple[str, ...]) -> list[Counted]:
    """Return every choice of none, one or two of each kind, but not the empty one."""
    chosen = product((0, 1, 2), repeat=len(kinds))
    found = [{k: n for k, n in zip(kinds, row, strict=True) if n} for row in chosen]
    return [choice for choice in found if choice]


def can_be_met(wanted: Counted, forbidden: Counted) -> bool:
    return any(
        all(tally[kind] >= number for kind, number in wanted.items())
        and not any(tally[kind] >= number for kind, number in forbidden.items())
        for tally in TALLIES
    )


def as_written(counted: Counted) -> dict[str, str]:
    return {kind: str(number) for kind, number in counted.items()}


@pytest.mark.parametrize("stance", ["supports", "refutes"])
@pytest.mark.parametrize("forbidden", counts(KINDS[:2]), ids=str)
def test_an_alternative_is_refused_exactly_when_no_evidence_can_meet_it(
    stance: str, forbidden: Counted
) -> None:
    wanted = counts(KINDS)
    named = {
        "id": "shown",
        "label": {"en": "Shown", "pt-BR": "Mostrada"},
        "meaning": {"en": "It is so.", "pt-BR": "É assim."},
        "shape": "disc",
        "tone": "for",
        "needs": [{stance: as_written(counted)} for counted in wanted],
        "without": {stance: as_written(forbidden)},
    }
    found = {finding.route[4] for finding in check(settings(ratings=[named]))}
    assert found == {n for n, one in enumerate(wanted) if not can_be_met(one, forbidden)}


def test_evidence_of_one_stance_never_forbids_the_other() -> None:
    named = {
        "id": "shown",
        "label": {"en": "Shown", "pt-BR": "Mostrada"},
        "meaning": {"en": "It is so.", "pt-BR": "É assim."},
        "shape": "disc",
        "tone": "for",
        "needs": [{"supports": as_written(counted)} for counted in counts(KINDS)],
        "without": {"refutes": {"independent": "1", "primary": "1"}},
    }
    assert list(check(settings(ratings=[named]))) == []
