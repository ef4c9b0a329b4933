"""What is written, as values: decided in full before anything touches the disk."""

import json
from dataclasses import dataclass

from msgspec import Struct

NOINDEX = '<meta name="robots" content="noindex">'
"""What the head of a page holds that no search engine is to list."""
REDIRECTS = "_redirects"
"""The file in which hosts read what leads elsewhere, one line an address."""


class Artifact(Struct, frozen=True):
    """One file of the output: a path relative to its root, with `/`, and its bytes."""

    path: str
    content: bytes

    @classmethod
    def text(cls, path: str, text: str) -> "Artifact":
        """Encode as UTF-8; line ends are LF on every system."""
        return cls(path, text.encode())

    @classmethod
    def json(cls, path: str, document: object) -> "Artifact":
        """Encode as JSON without NaN, in the order of the document's keys."""
        body = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
        return cls.text(path, body + "\n")


class Drawing(Artifact, frozen=True):
    """A picture whose content is the SVG that it is drawn from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page in one language, its slots ready and escaped.

    The engine prints the slots and adds nothing: so a frame that was cut once can be filled
    instead of running the engine for every page.
    """

    path: str
    """Address below the language's root, with a slash at the end; empty for home."""
    kind: str
    """Which template made it: home, article, claim, source …"""
    language: str
    title: str
    """Title of the document, escaped for HTML."""
    description: str
    """Description for search engines and previews, escaped for an attribute."""
    heading: str
    """Content of the `h1`, as HTML."""
    body: str
    """All that follows the heading, as HTML."""
    above: str = ""
    """What stands over the heading, as HTML: where the page belongs, and its twins."""
    contents: str = ""
    """The list of sections, as HTML; empty when the page has none."""
    twins: str = ""
    """Links to the same page in the other languages, as HTML list items."""
    head: str = ""
    """What else belongs in the document's head, as HTML."""
    beside: str = ""
    """Links to the pages of its list before and after it, for the document's head."""
    edit: str = ""
    """Link to the record behind the page, as HTML."""
    found_as: tuple[str, str] = ("", "")
    """Heading and text by which search finds it, both plain; empty: it does not."""
    entry: str = ""
    """What search shows of it, as HTML with links that start at the page of the search."""
    claims: tuple[str, ...] = ()
    """The claims that a list shows, by id, in its order."""
    modified: str = ""
    """Newest day of the records it shows, for the sitemap; empty when it has none."""
    listed: bool = True
    """Whether the sitemap names it."""
    canonical: str = ""
    """The whole address of the page that stands for it; empty: its own."""
    target: str = ""
    """Where it leads on to, below the language's root; empty when it is a page of its own."""
