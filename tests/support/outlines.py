"""The outlines of a tree of files, and the links in it that lead nowhere."""

from collections.abc import Callable, Collection, Mapping

from lastro.publish.links import Broken, LinkChecker
from lastro.publish.outline import Outline, outline


def outlines(tree: Mapping[str, bytes]) -> dict[str, Outline]:
    """Read the outlines of all pages, by their paths."""
    return {path: outline(content) for path, content in tree.items() if path.endswith(".html")}


def find_broken(
    pages: Mapping[str, Outline],
    files: Collection[str],
    url: str,
    outline_of: Callable[[str], Outline | None] = lambda _: None,
) -> list[Broken]:
    """Find every link of some pages that does not resolve, sorted; other pages are asked for."""
    checker = LinkChecker({*files}, lambda path: pages.get(path) or outline_of(path), url)
    return sorted({found for path in pages for found in checker.find_broken(path, pages[path])})
