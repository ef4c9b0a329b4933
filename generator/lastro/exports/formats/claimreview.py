"""ClaimReview: the markup of claim pages and lists, and all reviews in one feed.

Whoever reads a page by machine gets the verdict that people read, in the same words. `exports` of
lastro.yml says which languages carry it. Sources: https://schema.org/ClaimReview,
https://schema.org/ItemList, https://schema.org/DataFeed.
"""

from collections.abc import Iterable, Iterator

from jinja2.utils import htmlsafe_json_dumps
from msgspec import json

from lastro.artifacts import Artifact, Page
from lastro.exports.claim_reviews import CONTEXT, claim_review, item_list, media_review
from lastro.exports.registry import Parts
from lastro.places import RecordPath
from lastro.site.addresses import shares_files
from lastro.site.derive import Site
from lastro.site.views import ClaimView

FEED = "claimreview.json"


def head(site: Site, page: Page) -> Iterator[str]:
    language, switch = page.language, site.settings.exports.claimreview
    if switch == "first-language" and language != site.languages[0]:
        return
    found = [item_list(site, language, page.claims)] if page.claims else []
    if page.kind == "claim":
        view = site.claims[page.path.split("/")[1]]
        found += filter(None, (make(site, view, language) for make in (claim_review, media_review)))
    yield from map(write_block, found)


def write_block(document: object) -> str:
    """Write a document as a data block of a page, which nothing in it can end."""
    body = htmlsafe_json_dumps(document, separators=(",", ":"))
    return f'<script type="application/ld+json">{body}</script>'


def parts(site: Site, at: RecordPath) -> Iterator[Artifact]:
    for entry in _entry(site, str(at[1])) if at[0] == "claims" and not shares_files(site) else ():
        yield Artifact(FEED, entry)


def shared_files(site: Site, parts: Parts) -> Iterator[Artifact]:
    if not shares_files(site):
        yield _feed(site, parts(FEED))


def published_files(site: Site) -> Iterator[Artifact]:
    if shares_files(site):
        yield _feed(site, (entry for claim in site.claims for entry in _entry(site, claim)))


def _entry(site: Site, claim: str) -> Iterator[bytes]:
    view = site.claims.get(claim)
    if isinstance(view, ClaimView) and not view.claim.withdrawn:
        review = claim_review(site, view, site.languages[0])
        dates = {"dateCreated": "datePublished", "dateModified": "dateModified"}
        known = {key: review[named] for key, named in dates.items() if named in review}
        yield json.encode(
            {"@type": "DataFeedItem", **known, "url": review["url"], "item": [review]}
        )


def _feed(site: Site, entries: Iterable[bytes]) -> Artifact:
    newest = max((row.modified for row in site.corpus.facts.rows("claims", "modified")), default="")
    opened = {"@context": CONTEXT, "@type": "DataFeed"}
    opened |= {"dateModified": newest} if newest else {}
    lines = b",\n".join(entries)
    begun = json.encode(opened)[:-1]
    return Artifact(FEED, begun + b',"dataFeedElement":[\n' + lines + b"\n]}\n")
