"""What the engine leaves to be done on its output: search entries and sitemaps.

The engine indexes hand-written pages only, and writes the day of the build into its sitemap. Here
each record gets one lean entry, found by its words, and the sitemap says when the records changed:
two builds on different days give the same bytes.
"""

import html
import json
from collections.abc import Mapping
from typing import Any

from lastro.errors import LastroError
from lastro.publish.mkdocs.addresses import Addresses
from lastro.publish.mkdocs.stage import Staged
from lastro.publish.sitemap import SITEMAP, sitemap

SEARCH = "search/search_index.json"


def finish(
    tree: Mapping[str, bytes], staged: Staged, addresses: Addresses, *, draft: bool = False
) -> dict[str, bytes]:
    """Return the finished tree of one language.

    Raises LastroError when the engine left out a page or its search index.
    """
    for path in staged.paths:
        if f"{path}index.html" not in tree:
            raise LastroError(f"the engine made no page for '{staged.prefix}{path}'")
    kept = {path: content for path, content in tree.items() if path != f"{SITEMAP}.gz"}
    if staged.indexed:
        kept.pop(SEARCH, None)
    else:
        found = {page.path: page.found_as for page in staged.pages if any(page.found_as)}
        kept[SEARCH] = lean_index(tree.get(SEARCH), found)
    modified = {page.path: page.modified for page in staged.pages}
    hidden = {page.path for page in staged.pages if not page.listed}
    listed = () if draft else (path for path in staged.paths if path not in hidden)
    kept[SITEMAP] = sitemap(listed, modified, staged.language, addresses)
    return kept


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
