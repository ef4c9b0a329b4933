"""Feeds of new checks and, apart, of what changed since: who subscribes hears of a verdict that moved.

A correction that only those read who come back by chance corrects little. Each language has both
feeds as Atom and JSON Feed; topics, claimants and ratings with some claims have one in both forms too.
Both hold the same entries in the same order. Sources: RFC 4287, https://www.jsonfeed.org/version/1.1/
"""

from collections.abc import Iterable, Iterator
from heapq import nlargest

from msgspec import msgpack, to_builtins

from lastro.artifacts import Artifact
from lastro.exports.entries import FeedEntry, RecordEntries, tell_record
from lastro.exports.registry import Parts
from lastro.exports.template import fill
from lastro.model.catalogue import say
from lastro.places import RecordPath
from lastro.site.derive import Site
from lastro.site.facets import Facet, RatingFacet, facets
from lastro.site.feeds import find_feed
from lastro.site.views import ClaimView
from lastro.text.escape import xml

MOST = 100
"""Entries of the feed of a language."""
MOST_OF_FACET = 30
NEVER = "1970-01-01T00:00:00Z"
"""The day of a feed without entries: Atom asks for one, and no record tells any."""
_PAGES = {"claims": "claims/", "changes": "corrections/"}
"""The feeds of a language, each with the list that shows the same on the site."""


def parts(site: Site, at: RecordPath) -> Iterator[Artifact]:
    kind, key = map(str, at)
    for language in site.languages:
        if told := tell_record(site, at, language):
            yield Artifact(f"feeds/{language}", msgpack.encode([key, told]))
    view = site.claims.get(key) if kind == "claims" else None
    if isinstance(view, ClaimView) and not view.claim.withdrawn:
        found = facets(site)
        theirs = (found.claimant(name).path for name in view.claim.claimant_names)
        topics = (f"topics/{topic}/" for topic in view.claim.topics)
        for path in dict.fromkeys((*topics, *theirs, f"ratings/{view.current.rating.id}/")):
            yield Artifact.text(f"feeds/{path}", key)


def shared_files(site: Site, parts: Parts) -> Iterator[Artifact]:
    found = facets(site)
    shared: list[Facet | RatingFacet] = [*found.topics, *found.claimants.values(), *found.ratings]
    decoder = msgpack.Decoder(tuple[str, RecordEntries])
    for tag in site.languages:
        pairs = [decoder.decode(part) for part in parts(f"feeds/{tag}")]
        told = [one for _, one in pairs]
        every = {
            "claims": [one.check for one in told if one.check],
            "changes": [entry for one in told for entry in one.changes],
        }
        for name, page in _PAGES.items():
            title = say(tag, f"feed_{name}")
            yield from _files(site, tag, name, title=title, page=page, entries=every[name])
        of_claim = {key: one for key, one in pairs if one.check}
        for facet in shared if of_claim else ():
            if path := find_feed(facet):
                claims = (of_claim[key.decode()] for key in parts(f"feeds/{facet.path}"))
                entries = [entry for one in claims for entry in _list(one, facet)]
                name, title = path.removeprefix("feeds/"), _title(site, tag, facet)
                yield from _files(site, tag, name, title=title, page=facet.path, entries=entries)


def _list(told: RecordEntries, facet: Facet | RatingFacet) -> Iterator[FeedEntry]:
    """Yield what a claim adds to a feed; to that of a rating only what last brought it there."""
    every = (*told.changes, *([told.check] if told.check else []))
    yield from every[:1] if isinstance(facet, RatingFacet) else every


def _title(site: Site, tag: str, facet: Facet | RatingFacet) -> str:
    if isinstance(facet, RatingFacet):
        return say(tag, "rating_title", name=facet.rating.label.read(tag)[1])
    topic = site.settings.topic(facet.slug) if facet.by == "topics" else None
    name = topic.label.read(tag)[1] if topic else facet.name
    return say(tag, f"{facet.by.removesuffix('s')}_title", name=name)


def _files(
    site: Site, tag: str, name: str, *, title: str, page: str, entries: Iterable[FeedEntry]
) -> Iterator[Artifact]:
    most = MOST if name in _PAGES else MOST_OF_FACET
    by_id = sorted(entries, key=lambda entry: entry.id)
    newest = nlargest(most, by_id, key=lambda entry: entry.date_published)
    publisher, url = site.settings.publisher, site.address(tag, f"feeds/{name}")
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{publisher.name}: {title}",
        "home_page_url": site.address(tag, page),
        "feed_url": f"{url}.json",
        "language": tag,
        "authors": [{"name": publisher.name, "url": publisher.url}],
        "items": [to_builtins(entry) for entry in newest],
    }
    updated = max((entry.date_modified for entry in newest), default=NEVER)
    more = {"url": url, "updated": updated, "license": publisher.license}
    path = url.removeprefix(site.url)
    yield Artifact.text(f"{path}.xml", fill("feed.xml", xml, feed=feed, **more))
    yield Artifact.json(f"{path}.json", feed)
