"""Home and the lists: articles, claims, sources, and the log of corrections from its second page on.

A list shows fifty entries a page; of the entries of other pages nothing is asked but how many.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from lastro.artifacts import Page
from lastro.changes import Change, changes
from lastro.facets import by_publisher, slugs
from lastro.render.leaves import Leaf, leaves
from lastro.render.maker import Maker
from lastro.views import ArticleView, ClaimView, SourceView

LATEST = 10
"""Changes that home shows; of more articles than this, those that the changes are about."""
CORRECTIONS = "corrections/"
_UNKNOWN = "unknown"
"""Stands in an address for the name of a publisher that is not known."""


def pages(maker: Maker) -> Iterator[Page]:
    """Yield home, then each list."""
    yield home(maker)
    every_article = tuple(maker.site.articles.values())
    yield from (articles(maker, every_article, leaf) for leaf in leaves("articles/", every_article))
    yield from (claims(maker, leaf) for leaf in leaves("claims/", maker.latest))
    yield from sources(maker)
    log = changes(maker.site)
    yield from (
        corrections(maker, log, leaf) for leaf in leaves(CORRECTIONS, log) if leaf.number > 1
    )


def home(maker: Maker) -> Page:
    """Make the home page."""
    t = maker.t
    latest = maker.latest[:LATEST]
    return maker.page(
        "home",
        "",
        t("home_title"),
        t("home_title"),
        t("home_description"),
        latest=latest,
        articles=_home_articles(maker, latest),
        cited_sources=sum(1 for view in maker.site.sources.values() if view.used),
        held_up=len(maker.latest),
        modified=maker.newest,
    )


def _home_articles(maker: Maker, latest: Sequence[ClaimView]) -> tuple[ArticleView, ...]:
    every = maker.site.articles
    if len(every) <= LATEST:
        return tuple(every.values())
    return tuple(every[key] for key in dict.fromkeys(view.claim.article for view in latest))


def articles(maker: Maker, every_article: Sequence[ArticleView], leaf: Leaf) -> Page:
    """Make a page of the list of articles."""
    t = maker.t
    return maker.page(
        "articles",
        leaf.path,
        t("articles"),
        t("articles"),
        t("home_description"),
        leaf=leaf,
        articles=leaf.cut(every_article),
        modified=maker.newest,
    )


def claims(maker: Maker, leaf: Leaf) -> Page:
    """Make a page of the list of claims, newest change first."""
    t = maker.t
    return maker.page(
        "claims",
        leaf.path,
        t("claims"),
        t("claims"),
        t("claims_intro"),
        leaf=leaf,
        claims=leaf.cut(maker.latest),
        modified=maker.newest,
    )


def sources(maker: Maker) -> Iterator[Page]:
    """Make the index of sources, by publisher and then title.

    A publisher whose sources go on on the next page has its heading there again, with the same id.
    """
    order = by_publisher(maker.site)
    names = dict.fromkeys(view.source.publisher or "" for view in order)
    anchors = slugs(names, _UNKNOWN)
    for leaf in leaves("sources/", order):
        yield _sources(maker, leaf, leaf.cut(order), anchors)


def _sources(
    maker: Maker, leaf: Leaf, shown: Sequence[SourceView], anchors: dict[str, str]
) -> Page:
    t = maker.t
    return maker.page(
        "sources",
        leaf.path,
        t("sources"),
        t("sources"),
        t("sources_intro"),
        leaf=leaf,
        by_publisher=[
            (name, list(group)) for name, group in groupby(shown, key=lambda v: v.source.publisher)
        ],
        publisher_id=lambda name: f"by-{anchors[name or '']}",
        modified=maker.newest,
    )


def corrections(maker: Maker, log: Sequence[Change], leaf: Leaf) -> Page:
    """Make a page of the log; its first page is hand-written and shows a fragment."""
    t = maker.t
    shown = leaf.cut(log)
    return maker.page(
        "corrections",
        leaf.path,
        t("nav_corrections"),
        t("nav_corrections"),
        t("log_description"),
        template="older_corrections",
        leaf=leaf,
        changes=shown,
        modified=shown[0].on.isoformat(),
    )
