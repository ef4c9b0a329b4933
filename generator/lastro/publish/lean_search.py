"""The search of the theme: each record gets one lean entry, found by its words.

The engine itself indexes hand-written pages only.
"""

import html
import json
from collections.abc import Mapping
from typing import Any

from lastro.errors import LastroError

SEARCH = "search/search_index.json"


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
