"""What a host and a crawler read: who may visit, where the sitemaps are, where a former id leads.

A kept link must not break. Each former id has a page that leads on; hosts that read `_redirects` answer
with the new address at once. Sources: RFC 9309, https://www.sitemaps.org/protocol.html,
https://docs.netlify.com/manage/routing/redirects/overview/
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from lastro.artifacts import REDIRECTS, Artifact
from lastro.exports.registry import Parts
from lastro.places import RecordPath
from lastro.site.derive import Site

ROBOTS = "robots.txt"


def parts(site: Site, at: RecordPath) -> Iterator[Artifact]:
    kind, key = map(str, at)
    record = site.corpus.records[at]
    for former in record.former_ids if key in site.records[kind] else ():
        if former not in site.records[kind]:
            for tag in site.languages:
                old, new = (site.address(tag, f"{kind}/{name}/") for name in (former, key))
                line = f"{urlsplit(old).path} {urlsplit(new).path} 301\n"
                yield Artifact.text(REDIRECTS, line)


def shared_files(site: Site, parts: Parts) -> Iterator[Artifact]:
    maps = "".join(f"Sitemap: {site.address(tag, 'sitemap.xml')}\n" for tag in site.languages)
    yield Artifact.text(ROBOTS, f"User-agent: *\nAllow: /\n\n{maps}")
    # of two records that had one id, the page at its address leads to the first
    first = {line.partition(b" ")[0]: line for line in reversed([*parts(REDIRECTS)])}
    if first:
        yield Artifact(REDIRECTS, b"".join(sorted(first.values())))
