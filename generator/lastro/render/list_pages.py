"""Home and the lists: articles, claims, sources."""

from collections.abc import Iterator
from itertools import groupby

from lastro.artifacts import Page
from lastro.facets import slugs
from lastro.render.maker import Maker
from lastro.views import SourceView


def pages(maker: Maker) -> Iterator[Page]:
    """Yield home, then each list."""
    yield home(maker)
    yield articles(maker)
    yield claims(maker)
    yield sources(maker)


def home(maker: Maker) -> Page:
    """Make the home page."""
    t = maker.t
    return maker.page(
        "home",
        "",
        t("home_title"),
        t("home_title"),
        t("home_description"),
        latest=maker.latest(),
        cited_sources=sum(1 for view in maker.site.sources.values() if view.used),
        modified=maker.newest(),
    )


def articles(maker: Maker) -> Page:
    """Make the list of articles."""
    t = maker.t
    return maker.page(
        "articles",
        "articles/",
        t("articles"),
        t("articles"),
        t("home_description"),
        modified=maker.newest(),
    )


def claims(maker: Maker) -> Page:
    """Make the list of claims."""
    t = maker.t
    return maker.page(
        "claims",
        "claims/",
        t("claims"),
        t("claims"),
        t("claims_intro"),
        latest=maker.latest(),
        modified=maker.newest(),
    )


def sources(maker: Maker) -> Page:
    """Make the index of sources, by publisher and then title."""
    t = maker.t
    order = sorted(maker.site.sources.values(), key=_by_publisher)
    grouped = [
        (name, list(group)) for name, group in groupby(order, key=lambda v: v.source.publisher)
    ]
    anchors = slugs([name or "unknown" for name, _ in grouped], "unknown")
    return maker.page(
        "sources",
        "sources/",
        t("sources"),
        t("sources"),
        t("sources_intro"),
        by_publisher=grouped,
        publisher_id=lambda name: f"by-{anchors[name or 'unknown']}",
        modified=maker.newest(),
    )


def _by_publisher(view: SourceView) -> tuple[bool, str, str, str, str]:
    source = view.source
    publisher = source.publisher or ""
    return (
        not publisher,
        publisher.casefold(),
        publisher,
        (source.title or "").casefold(),
        source.id,
    )
