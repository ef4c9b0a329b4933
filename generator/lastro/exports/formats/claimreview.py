"""ClaimReview: the markup of claim pages and lists, and all reviews in one feed.

Whoever reads a page by machine gets the verdict that people read, in the same words. `exports` of
lastro.yml says which languages carry it. Sources: https://schema.org/ClaimReview,
https://schema.org/ItemList, https://schema.org/DataFeed.
"""

import zlib
from collections.abc import Iterator

from lastro.artifacts import Artifact, Page
from lastro.exports.claim_reviews import CONTEXT, claim_review, item_list, media_review
from lastro.exports.json_text import compact, in_script
from lastro.exports.registry import Parts
from lastro.places import RecordPath
from lastro.site.derive import Site
from lastro.site.views import ClaimView

FEED = "claimreview.json"


def head(site: Site, page: Page) -> Iterator[str]:
    """Yield the review of a claim page, that of its picture apart, or the claims of a list."""
    switch = site.settings.exports.claimreview
    if switch == "off" or (switch == "first-language" and page.language != site.languages[0]):
        return
    if page.claims:
        yield in_script(item_list(site, page.language, page.claims))
    if page.kind == "claim":
        view = site.claims[page.path.split("/")[1]]
        yield in_script(claim_review(site, view, page.language))
        if media := media_review(site, view, page.language):
            yield in_script(media)


def parts(site: Site, at: RecordPath) -> Iterator[Artifact]:
    """Yield the entry of a claim with a verdict; a withdrawn one has none."""
    kind, claim_id = map(str, at)
    if site.settings.exports.claimreview == "off" or kind != "claims":
        return
    view = site.claims.get(claim_id)
    if isinstance(view, ClaimView) and not view.claim.withdrawn:
        review = claim_review(site, view, site.languages[0])
        dates = {"dateCreated": "datePublished", "dateModified": "dateModified"}
        known = {key: review[named] for key, named in dates.items() if named in review}
        item = {"@type": "DataFeedItem", **known, "url": review["url"], "item": [review]}
        # packed, as it is kept from build to build and most of it are words
        yield Artifact(FEED, zlib.compress(compact(item).encode(), level=3))


def shared_files(site: Site, parts: Parts) -> Iterator[Artifact]:
    """Yield the feed: a line for each claim, by id."""
    if site.settings.exports.claimreview == "off":
        return
    newest = max((row.modified for row in site.corpus.facts.rows("claims", "modified")), default="")
    opened = {"@context": CONTEXT, "@type": "DataFeed"} | (
        {"dateModified": newest} if newest else {}
    )
    begin = compact(opened).removesuffix("}").encode() + b',"dataFeedElement":[\n'
    yield Artifact(FEED, begin + b",\n".join(map(zlib.decompress, parts(FEED))) + b"\n]}\n")
