"""Pages at addresses that records have left: they lead on, so that a kept link never breaks.

Each retired id of a record has one in every language. It says in words where the page is now, for
those whose browser does not follow, and names the new address to search engines.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lastro.artifacts import Page
from lastro.records import Kept
from lastro.render.addresses import relative, whole
from lastro.render.filling import link
from lastro.render.maker import Maker
from lastro.render.words import catalogues, words


def pages(maker: Maker) -> Iterator[Page]:
    """Yield one page for each retired id, by kind and id; an id that is in use has its own page."""
    articles = {key: view.article for key, view in maker.site.articles.items()}
    claims = {key: view.claim for key, view in maker.site.claims.items()}
    sources = {key: view.source for key, view in maker.site.sources.items()}
    wording = maker.wording("")
    yield from _pages(maker, "articles", articles, {k: a.title for k, a in articles.items()})
    read = {key: maker.t.read(claim.claim).text for key, claim in claims.items()}
    yield from _pages(maker, "claims", claims, read)
    yield from _pages(maker, "sources", sources, {k: wording.title(s) for k, s in sources.items()})


def reasons_of_a_merge(kind: str, languages: Sequence[str]) -> dict[str, str]:
    """Return why a `claim` or `source` was merged into another one, in each language that we speak."""
    known = catalogues()
    return {tag: str(words(tag)(f"merged_{kind}")) for tag in languages if tag in known}


def _pages(
    maker: Maker, folder: str, records: Mapping[str, Kept], names: Mapping[str, str]
) -> Iterator[Page]:
    made: set[str] = set()
    for record_id, record in records.items():
        for former in record.former_ids:
            if former not in records and former not in made:
                made.add(former)
                yield _page(
                    maker, f"{folder}/{former}/", f"{folder}/{record_id}/", names[record_id]
                )


def _page(maker: Maker, path: str, target: str, name: str) -> Page:
    title = str(maker.t("moved_title", name=name).unescape())
    address = relative(path)(target)
    page = maker.page(
        "moved", path, title, title, str(maker.t("moved_description").unescape()),
        link=link(address, name),
    )  # fmt: skip
    refresh = f'<meta http-equiv="refresh" content="0; url={address}">'
    canonical = whole(maker.site, maker.language, target)
    return replace(page, head=page.head + refresh, canonical=canonical, target=target, listed=False)
