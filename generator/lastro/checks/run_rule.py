"""Run rules over what they look at, and give their findings places, waivers and fixes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from lastro.checks.fixer import Fixes
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Severity
from lastro.diagnostics.report import Diagnostic
from lastro.diagnostics.rule import INTERNAL_ERROR, LOOKS_AT, Rule
from lastro.loading.workspace import Workspace
from lastro.model.base import Kept
from lastro.model.kinds import file_of
from lastro.model.settings import Settings
from lastro.places import Place, RecordPath
from lastro.rules.registry import rules
from lastro.syntax.tree import Fields
from lastro.text.messages import clean

if TYPE_CHECKING:
    from lastro.changes.compare import Change


SITE: RecordPath = ("lastro",)
Files = Callable[[RecordPath], tuple[str, Fields] | None]
BoundRule = tuple[Rule, Callable[..., Iterator[Finding]], tuple[object, ...]]


def _bind(rule: Rule, offered: Mapping[str, object]) -> BoundRule:
    """Return a rule with its check, and what that asks for beside what it looks at."""
    check = cast("Callable[..., Iterator[Finding]]", rule.check)
    return rule, check, tuple(offered[name] for name in rule.asks)


def _subject(corpus: Corpus, at: RecordPath) -> Kept | Settings:
    """Return the record of a route, or the settings of the site."""
    return corpus.settings if at == SITE else corpus.records[at]


def _offered(corpus: Corpus, today: date, files: Files) -> dict[str, object]:
    """Return all that a check may ask for, by name, but for what was found."""
    given: dict[str, object] = {"corpus": corpus, "settings": corpus.settings, "today": today}
    return given | {"rules": rules(), "files": files}


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
        self._offered = _offered(corpus, today, partial(_file, fixes.loaded))
        self._of_kind: dict[str, list[BoundRule]] = {}
        for rule in among:
            for kind in LOOKS_AT.get(rule.scope, ()):
                self._of_kind.setdefault(kind, []).append(_bind(rule, self._offered))
        self.crashes: dict[str, Diagnostic] = {}
        """What is told of each rule that raised, by its name."""

    def about(self, at: RecordPath) -> tuple[Diagnostic, ...]:
        """Run the rules about one record, or about lastro.yml."""
        return self._run(self._of_kind.get(str(at[0]), ()), _subject(self._corpus, at))

    def of_all(self, rule: Rule, found: Sequence[Diagnostic] = ()) -> tuple[Diagnostic, ...]:
        """Run a rule about all records together, or about a change."""
        looked_at = self._change if rule.scope == "change" else self._corpus
        if looked_at is None:
            return ()
        return self._run([_bind(rule, self._offered | {"found": found})], looked_at)

    def _run(self, bound: Iterable[BoundRule], looked_at: object) -> tuple[Diagnostic, ...]:
        """Run some rules over one subject; what a rule found before it raised stays."""
        self._fixes.start()
        found: list[Diagnostic] = []
        left = iter(bound)
        rule = None
        while True:
            try:
                for rule, check, asked in left:
                    for finding in check(looked_at, *asked):
                        found.append(self._told(rule, finding, looked_at))  # noqa: PERF401
            except Exception as error:  # noqa: BLE001 - one broken rule must not hide what the others found
                self._note_crash(cast("Rule", rule), error)
            else:
                return tuple(found)

    def _told(self, rule: Rule, finding: Finding, looked_at: object) -> Diagnostic:
        """Give a finding its place, its waiver and its fix."""
        waived = self._waived(rule, finding.route, looked_at) if rule.waivable else ""
        fix = self._fixes.of(rule, finding)
        told = self._loaded.diagnostic(finding, rule.name, rule.severity, waived=waived, fix=fix)
        return self._placed(told)

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

    def _placed(self, told: Diagnostic) -> Diagnostic:
        """Place a finding about a deleted record in the file that held it."""
        at = told.place.route[:2]
        if self._change is None or at in self._loaded.trees:
            return told
        record = self._change.base.records.get(at) if len(at) > 1 else None
        if record is None:
            return told
        return replace(told, place=Place(file_of(record), told.place.span, told.place.route))

    def _waived(self, rule: Rule, route: RecordPath, looked_at: object) -> str:
        """Return the reason of the waiver that silences a finding, or an empty string."""
        at = route[:2]
        if isinstance(looked_at, Kept) and looked_at.at == at:
            waivers = looked_at.waivers
        elif at[0] in LOOKS_AT["record"] and rule.name in self._waived_at(at):
            waivers = self._corpus.records[at].waivers
        else:
            return ""
        for waiver in waivers:
            if waiver.rule == rule.name and waiver.until >= self._today:
                return waiver.reason.readings[0][1]
        return ""

    def _waived_at(self, at: RecordPath) -> tuple[str, ...]:
        facts = self._corpus.facts.get(at)
        return facts.waivers if facts else ()


def _file(loaded: Workspace, at: RecordPath) -> tuple[str, Fields] | None:
    """Return text and tree of a record; None for one that has the canonical form."""
    if at not in loaded.trees or at in loaded.in_form:
        return None
    path, tree = loaded.trees[at]
    return loaded.texts[path], tree
