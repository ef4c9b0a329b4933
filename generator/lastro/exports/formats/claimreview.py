"""ClaimReview: the markup of claim pages and lists, and all reviews in one feed.

Whoever reads a page by machine gets the verdict that people read, in the same words. `exports` of
lastro.yml says which languages carry it. Sources: https://schema.org/ClaimReview,
https://schema.org/ItemList, https://schema.org/DataFeed.
"""

import zlib
from collections.abc import Iterator

from msgspec import json

from lastro.artifacts import Artifact, Page
from lastro.exports.claim_reviews import CONTEXT, claim_review, item_list, media_review
from lastro.exports.registry import Parts
from lastro.places import RecordPath
from lastro.site.derive import Site
from lastro.site.views import ClaimView
from lastro.text import escape

FEED = "claimreview.json"


def head(site: Site, page: Page) -> Iterator[str]:
    """Yield the review of a claim page, that of its picture apart, or the claims of a list."""
    language, switch = page.language, site.settings.exports.claimreview
    if switch == "first-language" and language != site.languages[0]:
        return
    found = [item_list(site, language, page.claims)] if page.claims else []
    if page.kind == "claim":
        view = site.claims[page.path.split("/")[1]]
        found += filter(None, (make(site, view, language) for make in (claim_review, media_review)))
    for document in found:
        yield f'<script type="application/ld+json">{escape.script_data(document)}</script>'


def parts(site: Site, at: RecordPath) -> Iterator[Artifact]:
    """Yield the entry of a claim with a verdict; a withdrawn one has none."""
    view = site.claims.get(str(at[1])) if at[0] == "claims" else None
    if isinstance(view, ClaimView) and not view.claim.withdrawn:
        review = claim_review(site, view, site.languages[0])
        dates = {"dateCreated": "datePublished", "dateModified": "dateModified"}
        known = {key: review[named] for key, named in dates.items() if named in review}
        item = {"@type": "DataFeedItem", **known, "url": review["url"], "item": [review]}
        # packed, as it is kept from build to build and most of it are words
        yield Artifact(FEED, zlib.compress(json.encode(item), level=3))


def shared_files(site: Site, parts: Parts) -> Iterator[Artifact]:
    """Yield the feed: a line for each claim, by id."""
    newest = max((row.modified for row in site.corpus.facts.rows("claims", "modified")), default="")
    opened = {"@context": CONTEXT, "@type": "DataFeed"}
    opened |= {"dateModified": newest} if newest else {}
    lines = b",\n".join(map(zlib.decompress, parts(FEED)))
    begun = json.encode(opened)[:-1]
    yield Artifact(FEED, begun + b',"dataFeedElement":[\n' + lines + b"\n]}\n")
