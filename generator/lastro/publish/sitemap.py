"""The sitemap: every page that may be found, and the day on which it last changed.

The engine's own tells the day of the build: two builds on different days would give other bytes.
"""

from collections.abc import Iterable, Mapping

from lastro.publish.mkdocs.addresses import Addresses
from lastro.text import escape

SITEMAP = "sitemap.xml"
_CLOSED = '"/>'


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
