"""The handbook of the rules: each with its reason, its weight and its examples.

Made from the rules themselves and from the examples that test them, so that what is told and what
is checked cannot differ. The rules are described in English, in every language of a site.
"""

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

from lastro.diagnostics.rule import Rule
from lastro.render.environment import fill
from lastro.render.markdown import md
from lastro.render.words.catalogue import words
from lastro.rules.examples import RuleExample


def handbook(
    language: str, rules: Iterable[Rule], examples: Mapping[str, tuple[RuleExample, ...]]
) -> str:
    """Return the page's own part: a list of all rules, then one section a rule, by name."""
    told = {"t": words(language), "rules": tuple(rules), "examples": examples, "md": _markdown}
    return fill("handbook.html", told)


def _markdown(text: str) -> Markup:
    """Write the words of a rule, in which `[@…]` is an example and cites nothing."""
    return md(text, lambda cited, where: escape(f"[@{cited}{', ' if where else ''}{where}]"))
