"""Which records point at a record, found once for a site: no page has to ask all others.

Claims name their neighbours and sources their origin, in one direction each. A reader should find
the way back too.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lastro.site import Site
from lastro.views import ClaimView


@dataclass(frozen=True, slots=True)
class Connections:
    """The ways back between the records of a site."""

    related_from: Mapping[str, tuple[tuple[str, ClaimView], ...]]
    """By the id of a claim: how, and which claims that are not withdrawn, call it related."""
    of_origin: Mapping[str, int]
    """How many sources name an origin as theirs."""


def connections(site: Site) -> Connections:
    """Find the ways back, in the order of the records that they come from."""
    related: dict[str, list[tuple[str, ClaimView]]] = {}
    for view in site.claims.values():
        if not view.claim.withdrawn:
            for relation in view.claim.related:
                related.setdefault(relation.claim, []).append((relation.how, view))
    return Connections(
        related_from={claim: tuple(found) for claim, found in related.items()},
        of_origin=Counter(view.source.origin for view in site.sources.values()),
    )
