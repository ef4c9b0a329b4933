"""Run rules over what they look at, and give their findings places, waivers and fixes.

Reading a file back costs more than judging it, so only the first findings of each file get a fix.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Severity, below
from lastro.diagnostics.fixes import Fix, TextEdit
from lastro.diagnostics.report import Diagnostic
from lastro.diagnostics.rule import INTERNAL_ERROR, LOOKS_AT, Rule
from lastro.editing.edit import edits_of
from lastro.loading.workspace import Workspace
from lastro.model.base import Kept
from lastro.model.kinds import MODELS, file_of
from lastro.places import Place, RecordPath
from lastro.rules.registry import rules
from lastro.syntax.tree import Fields, Refused
from lastro.text.messages import clean

if TYPE_CHECKING:
    from lastro.changes.compare import Change

SITE: RecordPath = ("lastro",)
BoundRule = tuple[Rule, Callable[..., Iterator[Finding]], tuple[object, ...]]
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
        rule = self._rules().get(found.rule)
        if rule is None or rule.mend is None or not self._may_try(found.place.path):
            return found
        text = self.loaded.texts.get(found.place.path, "")
        try:
            return replace(found, fix=_fix(rule, rule.mend(text, found)))
        except Refused:  # what cannot be parsed is mended by a person
            return found

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
        steps = [replace(step, route=below(step.route)) for step in finding.edits]
        return _fix(rule, edits_of(self.loaded.texts[path], tree, MODELS[str(at[0])], steps))

    def _may_try(self, path: str) -> bool:
        self._tried[path] += 1
        return self._tried[path] <= MOST_FIXES


def _fix(rule: Rule, edits: Sequence[TextEdit]) -> Fix | None:
    return Fix(rule.fix, tuple(edits)) if edits and rule.fix != "none" else None


def _bind(rule: Rule, offered: Mapping[str, object]) -> BoundRule:
    """Return a rule with its check, and what that asks for beside what it looks at."""
    check = cast("Callable[..., Iterator[Finding]]", rule.check)
    return rule, check, tuple(offered[name] for name in rule.asks)


class Judge:
    """Judges one subject at a time; a rule that raises is told of once, as an `internal-error`."""

    def __init__(
        self,
        fixes: Fixes,
        corpus: Corpus,
        today: date,
        among: Iterable[Rule],
        change: "Change | None" = None,
    ) -> None:
        self._fixes, self._loaded, self._corpus = fixes, fixes.loaded, corpus
        self._today, self._change = today, change
        # all that a check may ask for, by name, but for what was found
        self._offered: dict[str, object] = {
            "corpus": corpus,
            "settings": corpus.settings,
            "today": today,
            "rules": rules(),
            "files": partial(_file, fixes.loaded),
        }
        self._of_kind: dict[str, list[BoundRule]] = {}
        for rule in among:
            for kind in LOOKS_AT.get(rule.scope, ()):
                self._of_kind.setdefault(kind, []).append(_bind(rule, self._offered))
        self.crashes: dict[str, Diagnostic] = {}
        """What is told of each rule that raised, by its name."""

    def about(self, at: RecordPath) -> tuple[Diagnostic, ...]:
        subject = self._corpus.settings if at == SITE else self._corpus.records[at]
        return self._run(self._of_kind.get(str(at[0]), ()), subject)

    def of_all(self, rule: Rule, found: Sequence[Diagnostic] = ()) -> tuple[Diagnostic, ...]:
        looked_at = self._change if rule.scope == "change" else self._corpus
        if looked_at is None:
            return ()
        return self._run([_bind(rule, self._offered | {"found": found})], looked_at)

    def _run(self, bound: Iterable[BoundRule], looked_at: object) -> tuple[Diagnostic, ...]:
        """Run some rules over one subject; what a rule found before it raised stays."""
        self._fixes.start()
        found: list[Diagnostic] = []
        for rule, check, asked in bound:
            try:
                for finding in check(looked_at, *asked):
                    found.append(self._told(rule, finding, looked_at))  # noqa: PERF401
            except Exception as error:  # noqa: BLE001 - one broken rule must not hide what the others found
                self._note_crash(rule, error)
        return tuple(found)

    def _told(self, rule: Rule, finding: Finding, looked_at: object) -> Diagnostic:
        """Give a finding its place, its waiver and its fix; a deleted record has the file that held it."""
        waived = self._waived(rule, finding.route, looked_at) if rule.waivable else ""
        fix = self._fixes.of(rule, finding)
        told = self._loaded.diagnostic(finding, rule.name, rule.severity, waived=waived, fix=fix)
        at = told.place.route[:2]
        if self._change is None or at in self._loaded.trees:
            return told
        record = self._change.base.records.get(at) if len(at) > 1 else None
        if record is None:
            return told
        return replace(told, place=Place(file_of(record), told.place.span, told.place.route))

    def _note_crash(self, rule: Rule, error: Exception) -> None:
        import logging  # noqa: PLC0415 - most commands start sooner without it

        logging.getLogger(__name__).debug("rule '%s' failed", rule.name, exc_info=error)
        fault = Finding(
            route=SITE,
            message=f"rule '{rule.name}' failed: {clean(repr(error))}",
            hint="this is our fault: report it with the output of `lastro check --debug`",
        )
        told = self._loaded.diagnostic(fault, INTERNAL_ERROR, Severity.ERROR)
        self.crashes.setdefault(rule.name, told)

    def _waived(self, rule: Rule, route: RecordPath, looked_at: object) -> str:
        at = route[:2]
        if isinstance(looked_at, Kept) and looked_at.at == at:
            waivers = looked_at.waivers
        else:
            facts = self._corpus.facts.get(at) if at[0] in LOOKS_AT["record"] else None
            is_waived = facts is not None and rule.name in facts.waivers
            waivers = self._corpus.records[at].waivers if is_waived else ()
        for waiver in waivers:
            if waiver.rule == rule.name and waiver.until >= self._today:
                return waiver.reason.readings[0][1]
        return ""


def _file(loaded: Workspace, at: RecordPath) -> tuple[str, Fields] | None:
    if at not in loaded.trees or at in loaded.in_form:
        return None
    path, tree = loaded.trees[at]
    return loaded.texts[path], tree
