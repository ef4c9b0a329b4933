"""Turn what a finding asks for into edits of the file that holds the record.

Reading a file back costs more than judging it, so only the first findings of each file get a fix.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from msgspec import structs

from lastro.diagnostics.finding import Finding
from lastro.diagnostics.fixes import Fix, TextEdit, below
from lastro.diagnostics.report import Diagnostic
from lastro.diagnostics.rule import Rule
from lastro.editing.edit import edits_of
from lastro.loading.workspace import Workspace
from lastro.model.kinds import MODELS

MOST_FIXES = 40
"""Findings of one file that a fix is computed for, each time that its record is judged; the next run does the others."""


class Fixes:
    """Computes the fixes of findings, for the first few of each file."""

    # rules are imported when there is something to mend, not before
    def __init__(self, loaded: Workspace, rules: Callable[[], Mapping[str, Rule]]) -> None:
        self.loaded, self._rules = loaded, rules
        self._tried: Counter[str] = Counter()

    def start(self) -> None:
        """Count anew: each subject has its own few, so that the others do not change what it gets."""
        self._tried.clear()

    def with_fix(self, found: Diagnostic) -> Diagnostic:
        """Return a finding of `load` with the fix that its rule offers."""
        rule = self._rules().get(found.rule)
        if rule is None or rule.mend is None or not self._may_try(found.place.path):
            return found
        text = self.loaded.texts.get(found.place.path, "")
        return structs.replace(found, fix=_fix(rule, rule.mend(text, found)))

    def of(self, rule: Rule, finding: Finding) -> Fix | None:
        """Turn what a finding asks for into edits of the file that holds its record."""
        if not finding.edits:
            return None
        at = finding.route[: len(finding.route) - len(below(finding.route))]
        if at not in self.loaded.trees:
            return None
        path, tree = self.loaded.trees[at]
        if not self._may_try(path):
            return None
        steps = [structs.replace(step, route=below(step.route)) for step in finding.edits]
        return _fix(rule, edits_of(self.loaded.texts[path], tree, MODELS[str(at[0])], steps))

    def _may_try(self, path: str) -> bool:
        self._tried[path] += 1
        return self._tried[path] <= MOST_FIXES


def _fix(rule: Rule, edits: Sequence[TextEdit]) -> Fix | None:
    return Fix(rule.fix, tuple(edits)) if edits and rule.fix != "none" else None
