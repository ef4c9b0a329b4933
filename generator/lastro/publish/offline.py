"""A copy of the site that opens from disk: there, a folder is no page, and no module is loaded.

What needs a server stays behind: the page for missing addresses, and files for hosts.
"""

import re
from pathlib import Path

from lastro.artifacts import REDIRECTS
from lastro.publish.mkdocs.policy import HEADERS, MISSING
from lastro.system.output import WriteResult, read_tree, write_tree

_WAY = re.compile(
    rb'(<(?:a|link|form)\b[^>]*? (?:href|action)=")((?:[^":#?]*/)?(?:\.{1,2})?(?<=[./]))(?=["#?])'
)
"""A way from page to page that ends in a folder; whole addresses hold a colon."""
_MODULE = re.compile(rb'<script type="module" ')
_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
"""To a page on disk, the files beside it are strangers: its policy would keep them out."""


def write_offline(site: Path, folder: Path) -> WriteResult:
    """Copy a built site to where it can be read from disk; raises LastroError with what the disk says."""
    files = read_tree(site)
    left = {path for path in files if path.endswith(MISSING) or path in {HEADERS, REDIRECTS}}
    return write_tree(
        folder,
        {
            path: for_disk(content) if path.endswith(".html") else content
            for path, content in files.items()
            if path not in left
        },
    )


def for_disk(page: bytes) -> bytes:
    page = _WAY.sub(lambda way: b"%s%s/index.html" % (way[1], way[2].rstrip(b"/")), page)
    return _POLICY.sub(b"", _MODULE.sub(b"<script defer ", page))
