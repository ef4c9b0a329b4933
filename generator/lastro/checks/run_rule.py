"""Run one rule over a corpus, and give its findings their places, waivers and fixes."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from lastro.checks.fixer import Fixes
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Severity
from lastro.diagnostics.report import Diagnostic
from lastro.diagnostics.rule import INTERNAL_ERROR, Rule
from lastro.loading.workspace import Workspace
from lastro.model.kinds import file_of
from lastro.places import Place, RecordPath
from lastro.rules.registry import rules
from lastro.syntax.tree import Fields
from lastro.text.messages import clean

if TYPE_CHECKING:
    from lastro.changes.compare import Change


def findings(  # noqa: PLR0917 - what a check may ask for, and each is named where it matters
    rule: Rule,
    corpus: Corpus,
    today: date,
    found: Sequence[Diagnostic] = (),
    change: "Change | None" = None,
    files: Callable[[RecordPath], tuple[str, Fields] | None] = lambda _: None,
) -> Iterator[Finding]:
    """Call the check of a rule with the arguments that it names, and yield its findings.

    A rule about changes looks at `change` and finds nothing without one.
    """
    if rule.scope == "change" and change is None:
        return
    check = cast("Callable[..., Iterator[Finding]]", rule.check)
    offered = {"corpus": corpus, "today": today, "rules": rules(), "found": found, "files": files}
    first, *others = rule.takes
    asked = {name: offered[name] for name in others}
    walks = {
        "article": corpus.articles_checked,
        "claim": corpus.claims_checked,
        "source": corpus.sources_checked,
    }
    whole = change if rule.scope == "change" else corpus
    for seen in walks[first]() if first in walks else (whole,):
        yield from check(seen, **asked)


def run_one(  # noqa: PLR0917 - what a rule may ask for
    rule: Rule,
    fixes: Fixes,
    corpus: Corpus,
    change: "Change | None",
    today: date,
    before: Sequence[Diagnostic],
) -> tuple[Diagnostic, ...]:
    """Run one rule and place its findings; a rule that raises becomes an `internal-error`."""
    loaded = fixes.loaded
    found: list[Diagnostic] = []
    try:
        for finding in findings(rule, corpus, today, before, change, partial(_file, loaded)):
            told = loaded.diagnostic(
                finding,
                rule.name,
                rule.severity,
                waived=_waived(rule, finding.route, corpus, today),
                fix=fixes.of(rule, finding),
            )
            found.append(_placed(loaded, change, told) if change else told)
    except Exception as error:  # one broken rule must not hide what the others found
        import logging  # noqa: PLC0415 - most commands start sooner without it

        logging.getLogger(__name__).debug("rule '%s' failed", rule.name, exc_info=True)
        fault = Finding(
            route=("lastro",),
            message=f"rule '{rule.name}' failed: {clean(repr(error))}",
            hint="this is our fault: report it with the output of `lastro check --debug`",
        )
        found.append(loaded.diagnostic(fault, INTERNAL_ERROR, Severity.ERROR))
    return tuple(found)


def _file(loaded: Workspace, at: RecordPath) -> tuple[str, Fields] | None:
    """Return text and tree of a record; None for one that has the canonical form."""
    if at not in loaded.trees or at in loaded.in_form:
        return None
    path, tree = loaded.trees[at]
    return loaded.texts[path], tree


def _placed(loaded: Workspace, change: "Change", diagnostic: Diagnostic) -> Diagnostic:
    """Place a finding about a deleted record in the file that held it."""
    at = diagnostic.place.route[:2]
    record = change.base.records.get(at) if at not in loaded.trees else None
    if record is None:
        return diagnostic
    place = diagnostic.place
    return replace(diagnostic, place=Place(file_of(record), place.span, place.route))


def _waived(rule: Rule, at: RecordPath, corpus: Corpus, today: date) -> str:
    """Return the reason of the waiver that silences a finding, or an empty string."""
    facts = corpus.facts.get(at[:2]) if rule.waivable else None
    if facts is None or rule.name not in facts.waivers:
        return ""
    for waiver in corpus.records[at[:2]].waivers:
        if waiver.rule == rule.name and waiver.until >= today:
            return waiver.reason.readings[0][1]
    return ""
