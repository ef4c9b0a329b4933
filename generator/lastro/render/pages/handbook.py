"""The handbook of the rules: a list of all, and one page a family, each rule with its examples.

Made from the rules themselves and from the examples that test them, so that what is told and what
is checked cannot differ. The rules are described in English, in every language of a site.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from markupsafe import Markup, escape

from lastro.artifacts import Page
from lastro.diagnostics.rule import Rule
from lastro.render.markdown import md
from lastro.render.page_builder import Maker, Plan
from lastro.rules.examples import RuleExample, read_examples
from lastro.rules.registry import rules

PATH = "rules/"
Examples = Callable[[], Mapping[str, tuple[RuleExample, ...]]]


def plans(maker: Maker, root: Path | None) -> Iterator[Plan]:
    examples = cache(lambda: read_examples(root) if root else {})
    yield Plan(PATH, partial(_index, maker))
    for family, found in families().items():
        yield Plan(f"{PATH}{family}/", partial(_family, maker, family, found, examples))


def families() -> dict[str, list[Rule]]:
    found = sorted(rules().values(), key=attrgetter("family", "name"))
    return {name: [*those] for name, those in groupby(found, attrgetter("family"))}


def _index(maker: Maker) -> Page:
    t = maker.t
    return maker.page(
        "rules", PATH, t("rules_title"), t("rules_intro"), families=families(),
    )  # fmt: skip


def _family(maker: Maker, family: str, found: list[Rule], examples: Examples) -> Page:
    t = maker.t
    title = t("family_title", name=t(f"family_{family}"))
    return maker.page(
        "family", f"{PATH}{family}/", title, t("rules_intro"), rules=found, examples=examples(),
        text_of=_markdown, crumbs=((PATH, t("rules_title"), ""),),
    )  # fmt: skip


def _markdown(text: str) -> Markup:
    """Write the words of a rule, in which `[@…]` is an example and cites nothing."""
    return md(text, lambda cited, where: escape(f"[@{cited}{', ' if where else ''}{where}]"))
