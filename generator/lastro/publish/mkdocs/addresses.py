"""The address of each page in each language, and the sitemap: when each last changed.

The engine's own sitemap tells the day of the build: two builds on different days would differ.
"""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from lastro.text import escape

SITEMAP = "sitemap.xml"
_CLOSED = '"/>'


class Addresses(Struct, frozen=True):
    """Where each page stands in each language: the same path in every tree."""

    site_url: str
    """The site's address, with a slash at its end."""
    names: Mapping[str, str]
    """What each language calls itself, by its tag; the first one stands at the root."""

    def prefix(self, language: str) -> str:
        """Return where a language's tree stands below the site."""
        return "" if language == next(iter(self.names)) else f"{language}/"

    def url(self, language: str, path: str) -> str:
        """Return the whole address of a page."""
        return f"{self.site_url}{self.prefix(language)}{path}"

    def alternates(self, path: str) -> list[tuple[str, str]]:
        """Return language and address of a page in every language, and of `x-default`."""
        if len(self.names) == 1:
            return []
        first = next(iter(self.names))
        listed = [(tag, self.url(tag, path)) for tag in self.names]
        return [*listed, ("x-default", self.url(first, path))]

    def head(self, path: str) -> str:
        """Return the links to a page's languages for its head.

        The blank after `alternate` is meant: the theme's script looks for `[rel=alternate]`, asks
        each address it finds for a sitemap of its own, and follows other links than the reader's.
        """
        return "".join(
            f'<link rel="alternate " hreflang="{tag}" href="{escape.text(url)}">'
            for tag, url in self.alternates(path)
        )

    def twins(self, language: str, path: str) -> str:
        """Return links to a page in the other languages, as items of the theme's menu."""
        links = self._links(language, path, "md-select__link")
        return "".join(f'<li class="md-select__item">{link}</li>' for link in links)

    def others(self, language: str, path: str) -> str:
        """Return links to a page in the other languages, for the foot of the page."""
        return "".join(self._links(language, path, "lt-other"))

    def above(self, language: str, path: str) -> str:
        """Return the line over a hand-written page: the same links, plain, as records have them."""
        links = "".join(self._links(language, path, "lt-twin"))
        return f'<p class="lt-above">{links}</p>' if links else ""

    def _links(self, language: str, path: str, style: str) -> Iterator[str]:
        up = "../" * (self.prefix(language) + path).count("/")
        for tag, name in self.names.items():
            if tag != language:
                href = escape.text(up + self.prefix(tag) + path or "./")
                words = escape.text(name)
                yield f'<a class="{style}" href="{href}" hreflang="{tag}" lang="{tag}">{words}</a>'


def sitemap(
    listed: Iterable[str], modified: Mapping[str, str], language: str, addresses: Addresses
) -> bytes:
    """Write the sitemap of one language: addresses below its root, and the day of each, if any."""
    # What comes before the path is the same for all pages, and so are few days.
    own = escape.text(addresses.url(language, ""))
    twins = [
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape.text(url)}'
        for tag, url in addresses.alternates("")
    ]
    days = {day: f"<lastmod>{escape.text(day)}</lastmod>" for day in {*modified.values()} if day}
    entries = [
        f"<url><loc>{own}{path}</loc>{days.get(modified.get(raw, ''), '')}"
        f"{''.join([twin + path + _CLOSED for twin in twins])}</url>\n"
        for raw in listed
        for path in (escape.text(raw),)
    ]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{"".join(entries)}</urlset>\n'
    ).encode()
