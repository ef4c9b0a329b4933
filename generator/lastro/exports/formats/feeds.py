"""Feeds of new checks and, apart, of what changed since: who subscribes hears of a verdict that moved.

A correction that only those read who come back by chance corrects little. Each language has both
feeds as Atom and JSON Feed; topics, claimants and ratings with some claims have one as Atom.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import nsmallest

from msgspec import msgpack

from lastro.artifacts import Artifact
from lastro.exports.entries import FeedEntry, RecordEntries, tell_record
from lastro.exports.feed import Feed, atom, json_feed
from lastro.exports.registry import Parts
from lastro.places import RecordPath
from lastro.site.catalogue import say
from lastro.site.derive import Site
from lastro.site.feeds import LEAST

MOST = 100
"""Entries of the feed of a language."""
MOST_OF_FACET = 30
_PAGES = {"claims": "claims", "changes": "corrections"}
"""The feeds of a language, each with the list that shows the same on the site."""
_READ = msgpack.Decoder(RecordEntries)


def parts(site: Site, at: RecordPath) -> Iterator[Artifact]:
    """Yield what a record adds to the feeds of each language."""
    for language in site.languages:
        if told := tell_record(site, at, language):
            yield Artifact(f"feeds/{language}", msgpack.encode(told))


def shared_files(site: Site, parts: Parts) -> Iterator[Artifact]:
    """Yield every feed, each as far back as a reader's program asks for."""
    for language in site.languages:
        told = [_READ.decode(part) for part in parts(f"feeds/{language}")]
        checks = [one.check for one in told if one.check]
        changes = [entry for one in told for entry in one.changes]
        for name, entries in (("claims", checks), ("changes", changes)):
            feed = _feed(site, language, name, say(language, f"feed_{name}"), entries)
            yield atom(feed, site)
            yield json_feed(feed, site)
        for path, (name, of_facet) in _by_facet(told).items():
            entries = [entry for one in of_facet for entry in _entries(one, path)]
            yield atom(_feed(site, language, path, name, entries), site)


def _by_facet(told: Sequence[RecordEntries]) -> dict[str, tuple[str, list[RecordEntries]]]:
    """Gather the claims of each topic, claimant and rating that has enough of them, by path."""
    names: dict[str, str] = {}
    found: defaultdict[str, list[RecordEntries]] = defaultdict(list)
    for one in told:
        for path, name in one.feeds:
            names.setdefault(path, name)
            found[path].append(one)
    return {
        path: (names[path], claims)
        for path, claims in sorted(found.items())
        if len(claims) >= LEAST
    }


def _entries(told: RecordEntries, path: str) -> Iterator[FeedEntry]:
    """Yield what a claim adds to a feed; to that of a rating only what last brought it there."""
    every = (*told.changes, *([told.check] if told.check else []))
    yield from every[:1] if path.startswith("ratings/") else every


def _feed(site: Site, tag: str, name: str, title: str, entries: Sequence[FeedEntry]) -> Feed:
    root = site.url if tag == site.languages[0] else f"{site.url}{tag}/"
    return Feed(
        path=f"{root.removeprefix(site.url)}feeds/{name}",
        title=f"{site.settings.publisher.name}: {title}",
        page=f"{root}{_PAGES.get(name, name)}/",
        language=tag,
        root=root,
        entries=nsmallest(MOST if name in _PAGES else MOST_OF_FACET, entries, key=_newest_first),
    )


def _newest_first(entry: FeedEntry) -> tuple[int, str]:
    return -int(entry.day.replace("-", "")), entry.name
