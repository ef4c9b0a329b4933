"""Home and the lists: articles, claims, sources, and the log of corrections from its second page on.

A list shows fifty entries a page; of the entries of other pages nothing is asked but how many.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from lastro.artifacts import Page
from lastro.render.page_builder import Leaf, Maker, Plan, leaves
from lastro.site.corrections_log import LogEntry, changes

LATEST = 10
"""Changes that home shows; of more articles than this, those that the changes are about."""
CORRECTIONS = "corrections/"
OPEN_CLAIMS = "open-claims/"


def plans(maker: Maker) -> Iterator[Plan]:
    """Yield home, then each list."""
    facets = maker.facets
    yield Plan("", partial(home, maker))
    for leaf in leaves("articles/", facets.articles):
        yield Plan(leaf.address, partial(_listed, maker, leaf, "articles", "home_description"))
    for leaf in leaves("claims/", facets.newest):
        yield Plan(leaf.address, partial(claims, maker, leaf))
    for leaf in leaves(OPEN_CLAIMS, facets.open_claims) if facets.open_claims else ():
        yield Plan(leaf.address, partial(open_claims, maker, leaf))
    for leaf in leaves("sources/", facets.by_publisher):
        yield Plan(leaf.address, partial(sources, maker, leaf))
    log = changes(maker.site)
    for leaf in leaves(CORRECTIONS, log):
        if leaf.number > 1:
            yield Plan(leaf.address, partial(corrections, maker, log, leaf))


def home(maker: Maker) -> Page:
    """Make the home page."""
    t, facets = maker.t, maker.facets
    latest, articles = facets.newest[:LATEST], facets.articles
    if len(articles) > LATEST:
        named = dict.fromkeys(listed.article for listed in latest)
        articles = tuple(maker.site.articles[article] for article in named)
    return maker.page(
        "home", "", t("home_title"), t("home_description"),
        latest=latest, articles=articles,
        modified=facets.newest_day,
    )  # fmt: skip


def claims(maker: Maker, leaf: Leaf) -> Page:
    """Make a page of the list of claims, newest change first."""
    return _listed(maker, leaf, "claims", "claims_intro", claims=leaf.cut(maker.facets.newest))


def open_claims(maker: Maker, leaf: Leaf) -> Page:
    """Make a page of the list of claims that are being looked at, the oldest first."""
    t, shown = maker.t, leaf.cut(maker.facets.open_claims)
    return maker.page(
        "open-claims", leaf.path, t("open_claims"), t("open_intro"), leaf=leaf, claims=shown,
        modified=max(view.modified.isoformat() for view in shown),
    )  # fmt: skip


def sources(maker: Maker, leaf: Leaf) -> Page:
    """Make a page of the index of sources, by publisher and then title.

    A publisher whose sources go on on the next page has its heading there again, with the same id.
    """
    shown = leaf.cut(maker.facets.by_publisher)
    groups = groupby(shown, key=lambda view: view.source.publisher)
    return _listed(
        maker, leaf, "sources", "sources_intro",
        by_publisher=[(name, list(group)) for name, group in groups],
        publisher_id=lambda name: f"by-{maker.facets.anchors[name or '']}",
    )  # fmt: skip


def _listed(maker: Maker, leaf: Leaf, kind: str, description: str, **values: Any) -> Page:
    title, told, day = maker.t(kind), maker.t(description), maker.facets.newest_day
    return maker.page(kind, leaf.path, title, told, leaf=leaf, modified=day, **values)


def corrections(maker: Maker, log: Sequence[LogEntry], leaf: Leaf) -> Page:
    """Make a page of the log; its first page is hand-written and shows a fragment."""
    t, shown = maker.t, leaf.cut(log)
    return maker.page(
        "corrections", leaf.path, t("nav_corrections"), t("log_description"),
        template="older_corrections", leaf=leaf, changes=shown, modified=shown[0].on.isoformat(),
    )  # fmt: skip
