"""What one rule finds in a corpus, without the engine: no places, no waivers, no fixes."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import cast

from lastro.changes.compare import Change
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding
from lastro.diagnostics.rule import LOOKS_AT, Rule
from lastro.model.base import Kept
from lastro.model.settings import Settings
from lastro.rules.registry import rules


def findings(
    rule: Rule, corpus: Corpus, today: date, *, change: Change | None = None
) -> Iterator[Finding]:
    """Yield what a rule finds in all that it looks at; one about changes nothing without a change."""
    offered: dict[str, object] = {"corpus": corpus, "settings": corpus.settings, "today": today}
    offered |= {"rules": rules(), "found": (), "files": lambda _: None}
    asked = [offered[name] for name in rule.asks]
    check = cast("Callable[..., Iterator[Finding]]", rule.check)
    every: list[Kept | Settings] = [*corpus.records.values(), corpus.settings]
    subjects = [one for one in every if one.at[0] in LOOKS_AT.get(rule.scope, ())]
    whole = {"corpus": corpus, "change": change}.get(rule.scope)
    for subject in filter(None, [*subjects, whole]):
        yield from check(subject, *asked)
