"""Home, the lists and the page to search from: articles, claims, sources, older corrections.

A list shows fifty entries a page, the table of claims two hundred; of the entries of other pages nothing is asked but how many.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from lastro.artifacts import Page
from lastro.render.page_builder import FULL, SEARCH, Leaf, Maker, Plan, leaves
from lastro.site.corrections_log import LogEntry, changes
from lastro.site.facets import in_scale, list_held_up, tally

LATEST = 6
CORRECTED = 3
"""Decisions and corrections that home shows."""
CLAIMS = 200
"""Rows of the table of claims on one page: what a reader can still sort and filter there."""
TABLE, FIND = "table.js", "search.js"
"""The scripts that sort and filter a table, and that search."""
TOPICS = 24
"""Topics that home links: those with the most claims."""
CORRECTIONS = "corrections/"
OPEN_CLAIMS = "open-claims/"
Choice = tuple[str, str, int]
"""A value to narrow a list by, what readers call it, and how many claims it leaves."""


def plans(maker: Maker) -> Iterator[Plan]:
    facets, t = maker.facets, maker.t
    yield Plan("", partial(home, maker))
    told = t("search_title"), t("search_description")
    yield Plan(SEARCH, partial(maker.page, "search", SEARCH, *told, script=FIND))
    for leaf in leaves("articles/", facets.articles):
        yield Plan(leaf.address, partial(_listed, maker, leaf, "articles", "home_description"))
    for leaf in leaves("claims/", facets.newest, full=CLAIMS):
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
    """Make the home page: the newest article, ways to a claim, what was decided and corrected last."""
    t, facets, site = maker.t, maker.facets, maker.site
    latest = [site.claims[listed.id] for listed in facets.newest[:LATEST]]
    articles = facets.articles[:FULL]
    lead = articles[0] if articles else None
    checked = list_held_up(lead) if lead else ()
    topics = sorted(facets.entries["topics"], key=lambda topic: -len(topic.claims))[:TOPICS]
    logged = groupby(changes(site)[:CORRECTED], key=lambda one: (one.on, one.what))
    return maker.page(
        "home", "", t("home_title", name=site.settings.publisher.name), t("home_description"),
        latest=[(day, [*views]) for day, views in groupby(latest, key=attrgetter("decided"))],
        lead=lead, articles=articles, credited=maker.name_credited(lead.article) if lead else "",
        then=tally((claim.as_said for claim in checked), site.settings),
        now=tally((claim.current for claim in checked), site.settings),
        topics=sorted(topics, key=lambda topic: maker.name_of(topic).casefold()),
        name_of=maker.name_of, logged=[[*same] for _, same in logged],
        modified=facets.newest_day,
    )  # fmt: skip


def open_claims(maker: Maker, leaf: Leaf) -> Page:
    t, shown = maker.t, leaf.cut(maker.facets.open_claims)
    return maker.page(
        "open-claims", leaf.path, t("open_claims"), t("open_intro"), leaf=leaf, claims=shown,
        modified=max(view.modified.isoformat() for view in shown),
    )  # fmt: skip


def claims(maker: Maker, leaf: Leaf) -> Page:
    facets, settings = maker.facets, maker.site.settings
    now = {step.rating.id: len(step.now) for step in facets.ratings}
    return maker.page(
        "claims", leaf.path, maker.t("claims"), maker.t("claims_intro"), leaf=leaf, script=TABLE,
        claims=leaf.cut(facets.newest), filters=_filters(maker) if leaf.last == 1 else (),
        then=in_scale(facets.said, settings), now=in_scale(now, settings),
        modified=facets.newest_day,
    )  # fmt: skip


def _filters(maker: Maker) -> tuple[tuple[str, Sequence[Choice]], ...]:
    """Return every filter with its choices: ratings in the order of the scale, the rest by name."""
    facets, t = maker.facets, maker.t
    shown = (f for f in facets.ratings if f.now)
    ratings = [(f.rating.id, t.read(f.rating.label).text, len(f.now)) for f in shown]
    topics = ((f.slug, maker.name_of(f), len(f.claims)) for f in facets.entries["topics"])
    claimants = ((f.slug, f.name, len(f.claims)) for f in facets.entries["claimants"])
    return ("rating", ratings), ("topic", _by_name(topics)), ("claimant", _by_name(claimants))


def _by_name(choices: Iterable[Choice]) -> Sequence[Choice]:
    return sorted(choices, key=lambda choice: (choice[1].casefold(), choice[0]))


def sources(maker: Maker, leaf: Leaf) -> Page:
    shown = leaf.cut(maker.facets.by_publisher)
    return _listed(maker, leaf, "sources", "sources_intro", sources=shown, script=TABLE)


def _listed(maker: Maker, leaf: Leaf, kind: str, description: str, **values: Any) -> Page:
    title, told, day = maker.t(kind), maker.t(description), maker.facets.newest_day
    return maker.page(kind, leaf.path, title, told, leaf=leaf, modified=day, **values)


def corrections(maker: Maker, log: Sequence[LogEntry], leaf: Leaf) -> Page:
    t, shown = maker.t, leaf.cut(log)
    return maker.page(
        "corrections", leaf.path, t("nav_corrections"), t("log_description"),
        template="older_corrections", leaf=leaf, changes=shown, modified=shown[0].on.isoformat(),
    )  # fmt: skip
