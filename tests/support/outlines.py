"""The outlines of a tree of files, for tests of links."""

from collections.abc import Mapping

from lastro.publish.outline import Outline, outline


def outlines(tree: Mapping[str, bytes]) -> dict[str, Outline]:
    """Read the outlines of all pages, by their paths."""
    return {path: outline(content) for path, content in tree.items() if path.endswith(".html")}
