"""A feed in the two forms that readers' programs take: Atom, and JSON Feed.

Both hold the same entries in the same order, so that no subscriber is told less than another.
Sources: RFC 4287, https://www.jsonfeed.org/version/1.1/
"""

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from lastro.artifacts import Artifact
from lastro.exports.entries import FeedEntry
from lastro.site.derive import Site
from lastro.text.escape import xml

NEVER = "1970-01-01"
"""The day of a feed without entries: Atom asks for one, and no record tells any."""


class Feed(Struct, frozen=True):
    """One feed: where it stands, what it is about, and its entries, the newest first."""

    path: str
    """Below the site, without its ending."""
    title: str
    page: str
    """Whole address of the page that shows the same."""
    language: str
    root: str
    """Whole address of the root of the language."""
    entries: Sequence[FeedEntry]

    @property
    def updated(self) -> str:
        """The newest day of any entry."""
        return max((entry.modified for entry in self.entries), default=NEVER)


def atom(feed: Feed, site: Site) -> Artifact:
    """Write a feed as Atom."""
    publisher, path = site.settings.publisher, f"{feed.path}.xml"
    rights = f"<rights>{xml(publisher.license)}</rights>\n" if publisher.license else ""
    entries = "".join(_entry(entry, site.url, feed.root, feed.language) for entry in feed.entries)
    return Artifact.text(
        path,
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{xml(feed.language)}">\n'
        f"<id>{xml(site.url + path)}</id>\n<title>{xml(feed.title)}</title>\n"
        f"<updated>{_moment(feed.updated)}</updated>\n"
        f"<author><name>{xml(publisher.name)}</name><uri>{xml(publisher.url)}</uri></author>\n"
        f'<link rel="self" type="application/atom+xml" href="{xml(site.url + path)}"/>\n'
        f'<link rel="alternate" type="text/html" href="{xml(feed.page)}"/>\n'
        f"{rights}{entries}</feed>\n",
    )


@lru_cache(maxsize=65536)
def _entry(entry: FeedEntry, url: str, root: str, language: str) -> str:
    """Write one entry; a claim stands in the feeds of its topics as in that of all."""
    foreign = f' xml:lang="{xml(entry.language)}"' if entry.language != language else ""
    return (
        f"<entry>\n<id>{xml(url + entry.name)}</id>\n<title{foreign}>{xml(entry.title)}</title>\n"
        f'<link rel="alternate" type="text/html" href="{xml(root + entry.path)}"/>\n'
        f"<published>{_moment(entry.day)}</published>\n"
        f"<updated>{_moment(entry.modified)}</updated>\n"
        f"<content>{xml(entry.text)}</content>\n</entry>\n"
    )


def json_feed(feed: Feed, site: Site) -> Artifact:
    """Write a feed as JSON Feed 1.1."""
    publisher, path = site.settings.publisher, f"{feed.path}.json"
    return Artifact.json(
        path,
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": feed.page,
            "feed_url": site.url + path,
            "language": feed.language,
            "authors": [{"name": publisher.name, "url": publisher.url}],
            "items": [
                {
                    "id": site.url + entry.name,
                    "url": feed.root + entry.path,
                    "title": entry.title,
                    "content_text": entry.text,
                    "date_published": _moment(entry.day),
                    "date_modified": _moment(entry.modified),
                    "language": entry.language,
                }
                for entry in feed.entries
            ],
        },
    )


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
