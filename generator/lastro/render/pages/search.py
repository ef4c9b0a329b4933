"""The page to search from: one field, and without a script the ways that need none.

Up to a few thousand claims its form hands the words to the theme's own search, by the address of
the page. Beyond, a script of ours asks the index and narrows what it finds by rating, topic,
claimant and article.
"""

from collections.abc import Iterable
from dataclasses import replace

from lastro.artifacts import Page
from lastro.render.page_builder import Maker
from lastro.site.addresses import relative

SCRIPT = "search.js"
PATH = "search/"
Choice = tuple[str, str, int]
"""A value to narrow a search by, what readers call it, and how many claims it leaves."""


def page(maker: Maker, *, indexed: bool) -> Page:
    """Make the page; `indexed` where search has an index of its own."""
    title, description = maker.t("search_title"), maker.t("search_description")
    filters = _filters(maker) if indexed else ()
    made = maker.page("search", PATH, title, description, indexed=indexed, filters=filters)
    if not indexed:
        return made
    script = f'<script type="module" src="{relative(PATH)("assets/")}{SCRIPT}"></script>'
    return replace(made, head=made.head + script)


def _filters(maker: Maker) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """Return every filter with its choices: ratings in the order of the scale, the rest by name."""
    facets, t, held_up = maker.facets, maker.t, maker.site.corpus.held_up
    shown = (f for f in facets.ratings if f.now)
    ratings = ((f.rating.id, t.read(f.rating.label).text, len(f.now)) for f in shown)
    topics = ((f.slug, maker.name_of(f), len(f.claims)) for f in facets.entries["topics"])
    claimants = ((f.slug, f.name, len(f.claims)) for f in facets.entries["claimants"])
    articles = (
        (
            view.article.id,
            view.article.title,
            sum(entry.statement.claim in held_up for entry in view.checked),
        )
        for view in maker.site.articles.values()
    )
    return (
        ("rating", tuple(ratings)),
        ("topic", _by_name(topics)),
        ("claimant", _by_name(claimants)),
        ("article", _by_name(choice for choice in articles if choice[2])),
    )


def _by_name(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(sorted(choices, key=lambda choice: (choice[1].casefold(), choice[0])))
