"""What the engine leaves to be done on its output: search entries and sitemaps.

The engine indexes hand-written pages only, and writes the day of the build into its sitemap. Here
each record gets one lean entry, found by its words, and the sitemap says when the records changed:
two builds on different days give the same bytes.
"""

import html
import json
from collections.abc import Mapping
from typing import Any, Protocol

from lastro.errors import LastroError
from lastro.publish.mkdocs.addresses import Addresses
from lastro.publish.mkdocs.stage import Staged
from lastro.publish.sitemap import SITEMAP, sitemap

SEARCH = "search/search_index.json"


class Findable(Protocol):
    """What search and sitemap tell of a page."""

    @property
    def found_as(self) -> tuple[str, str]:
        """Title and text by which search finds it; both empty where it does not."""

    @property
    def modified(self) -> str:
        """The day on which it last changed, if known."""

    @property
    def listed(self) -> bool:
        """Whether search engines may list it."""


def shared_files(
    staged: Staged,
    pages: Mapping[str, Findable],
    index: bytes | None,
    addresses: Addresses,
    *,
    draft: bool = False,
) -> dict[str, bytes]:
    """Return the files about all pages of one language: its sitemap and its lean search index.

    `pages` are the generated ones by their addresses, and `index` is that of the engine. Raises
    LastroError when the engine made none.
    """
    files = {}
    if not staged.indexed:
        found = {path: page.found_as for path, page in pages.items() if any(page.found_as)}
        files[SEARCH] = lean_index(index, found)
    modified = {path: page.modified for path, page in pages.items()}
    listed = (path for path in staged.paths if path not in pages or pages[path].listed)
    files[SITEMAP] = sitemap(() if draft else listed, modified, staged.language, addresses)
    return files


def lean_index(index: bytes | None, found: Mapping[str, tuple[str, str]]) -> bytes:
    """Add one entry for each address to the engine's index: title and text, both plain.

    Raises LastroError when the engine made no index.
    """
    if index is None:
        raise LastroError("the engine made no search index", "list `search` among its plugins")
    known: dict[str, Any] = json.loads(index)
    for path in sorted(found):
        # the theme prints an entry as HTML, so it is escaped as the theme does
        title, text = (html.escape(part, quote=False) for part in found[path])
        known["docs"].append({"location": path, "title": title, "text": text})
    return json.dumps(known, ensure_ascii=False, separators=(",", ":")).encode()
