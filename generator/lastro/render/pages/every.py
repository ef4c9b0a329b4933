"""Every page of one language as a `Page` value, before anything is written, and the files beside them."""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from lastro.artifacts import Artifact, Page
from lastro.render.page_builder import Maker, Plan, leaves
from lastro.render.pages import facets, handbook, lists, moved, overdue, records
from lastro.render.words.catalogue import words
from lastro.site.corrections_log import changes
from lastro.site.derive import Site
from lastro.system.disk_errors import list_own_files, plain

STYLES = "styles"
SECTIONS = (
    "articles", "claims", "topics", "ratings", "claimants", "sources", "corrections", "method", "about",
)  # fmt: skip
FOOTER = ("corrections", "method", "about", "contributing", "search", "overdue")


def pages(site: Site, language: str) -> Iterator[Page]:
    maker = Maker(site, words(language))
    return (plan.make() for plan in plans(maker))


def plans(maker: Maker, *, root: Path | None = None) -> Iterator[Plan]:
    """Yield how every generated page is made: home, lists, search, facets, rules, what is due, records.

    Last come those at addresses that records have left. Below `root` stand the examples of the rules.
    """
    yield from lists.plans(maker)
    yield from facets.plans(maker)
    yield from handbook.plans(maker, root)
    yield from overdue.plans(maker)
    yield from records.plans(maker)
    yield from moved.plans(maker)


def claim_page(site: Site, language: str, claim_id: str) -> Page:
    """Return the page of one claim of the site alone, with a verdict or without."""
    return records.claim_page(Maker(site, words(language)), claim_id)


def fragments(site: Site, language: str) -> dict[str, str]:
    """Return what hand-written pages may show of the data, by the names that they ask for."""
    maker = Maker(site, words(language))
    log = changes(site)
    first = next(leaves(lists.CORRECTIONS, log))
    first.look_up()
    return {
        "scale": maker.fill("scale.html", "method/"),
        "statuses": maker.fill("statuses.html", "method/"),
        "contact": maker.fill("contact.html", "about/"),
        "forms": maker.fill("forms.html", "contributing/"),
        "corrections": maker.fill(
            "corrections.html", first.address, leaf=first, changes=first.cut(log)
        ),
    }


def assets(root: Path | None = None) -> Iterator[Artifact]:
    """Yield the files that pages need: the scripts, and the style sheet with the site's own behind it."""
    folder = resources.files("lastro.render") / "assets"
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        own = list_own_files(root / STYLES) if root and path.name == "lastro.css" else ()
        yield Artifact(f"assets/{path.name}", b"\n".join([path.read_bytes(), *map(plain, own)]))


def navigation(language: str) -> tuple[tuple[str, str], ...]:
    return ((str(words(language)("nav_home")), ""), *_labelled(SECTIONS, language))


def footer(language: str) -> tuple[tuple[str, str], ...]:
    return _labelled(FOOTER, language)


def feeds(language: str) -> tuple[tuple[str, str], ...]:
    t = words(language)
    return tuple((str(t(f"feed_{name}")), f"feeds/{name}.xml") for name in ("claims", "changes"))


def _labelled(names: tuple[str, ...], language: str) -> tuple[tuple[str, str], ...]:
    t = words(language)
    return tuple((str(t(f"nav_{name}")), f"{name}/") for name in names)
