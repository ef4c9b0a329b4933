"""Which lists have a feed of their own, for the pages that lead to it and for what writes it."""

from lastro.site.facets import Facet, RatingFacet

LEAST = 5
"""How many claims a topic, a claimant or a rating has when it has a feed."""


def find_feed(facet: Facet | RatingFacet) -> str:
    """Return the address of the feed of a list below the language's root, without its ending; empty when it has none."""
    claims = facet.now if isinstance(facet, RatingFacet) else facet.claims
    has_none = len(claims) < LEAST or facet.path.startswith("publishers/")
    return "" if has_none else f"feeds/{facet.path.rstrip('/')}"
