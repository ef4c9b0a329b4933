"""Run the rules, all or as far as a change reaches, and report what they and `load` found."""

from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from lastro.checks.fixer import Fixes
from lastro.checks.incremental import (
    Findings,
    LastRun,
    RecheckPlan,
    StoredFindings,
    above_note,
    group_by_record,
    of_all,
    restore_findings,
    store_findings,
)
from lastro.checks.run_rule import run_one
from lastro.corpus.corpus import Corpus
from lastro.corpus.neighbourhoods import AT_ONCE, parts
from lastro.diagnostics.report import Diagnostic, Report
from lastro.diagnostics.rule import Rule
from lastro.loading.workspace import Workspace
from lastro.places import RecordPath
from lastro.rules.registry import rules

if TYPE_CHECKING:
    from lastro.changes.compare import Change


def run(
    loaded: Workspace, today: date, base: Corpus | None = None, *, in_order: bool = True
) -> Report:
    """Run every rule and return all findings with their places, sorted.

    Without `in_order` findings stay unsorted, so that the places of notes need not be looked up:
    `Report.brief` sorts what it lists. `base` holds the records as they were published; without it
    the change rules do not run. A rule that raises becomes an `internal-error`, and the others still
    run. Rules that ask for what was found run after all others.
    """
    return run_since(loaded, today, base=base, in_order=in_order)[0]


def run_since(
    loaded: Workspace,
    today: date,
    earlier: LastRun | None = None,
    changed: frozenset[RecordPath] = frozenset(),
    *,
    base: Corpus | None = None,
    in_order: bool = True,
) -> tuple[Report, Findings]:
    """Judge only what a change may have touched; the report is that of `run`.

    `changed` names the records that were added, removed, edited, broken or mended, and those whose
    entry in a lock changed. `earlier` must be of the same day, rules and lastro.yml, and without a base;
    without it every record is judged. The findings of rules are returned by subject as well, for the
    next run; those of `load` are not among them.
    """
    change = _compared(base, loaded.corpus) if base and loaded.corpus else None
    fixes, corpus = Fixes(loaded, rules), loaded.corpus
    told = [fixes.with_fix(found) for found in loaded.diagnostics]
    found: Findings = {}
    if corpus is not None:
        since = RecheckPlan.after_change(corpus, earlier, changed) if earlier else None
        if since and not (since.changed or since.focus):
            found = since.reuse_findings()
        else:
            found = _found_by_rules(fixes, corpus, today, change, since, told)
    not_run = ("rules",) if corpus is None else ("change",) if base is None else ()
    return _report(loaded, today, told, found, not_run=not_run, in_order=in_order), found


def _compared(base: Corpus, now: Corpus) -> "Change":
    from lastro.changes.compare import compare  # noqa: PLC0415 - most checks compare nothing

    return compare(base, now)


def _report(
    loaded: Workspace,
    today: date,
    told: Sequence[Diagnostic],
    found: Findings,
    *,
    not_run: tuple[str, ...],
    in_order: bool,
) -> Report:
    about = found.values()
    found_all = [*chain(told, *(about if in_order else map(above_note, about)))]
    silent = (
        one.packed.silent for one in about if isinstance(one, StoredFindings) and not in_order
    )
    return Report(
        diagnostics=tuple(sorted(found_all, key=lambda d: d.key) if in_order else found_all),
        silent=tuple(counted for counted in silent if counted.notes),
        texts=loaded.texts,
        files=len({*loaded.texts, *(found.place.path for found in found_all)}),
        today=today,
        not_run=not_run,
        unread=loaded.unread,
    )


def _found_by_rules(  # noqa: PLR0917 - as `run_one`
    fixes: Fixes,
    corpus: Corpus,
    today: date,
    change: "Change | None",
    since: RecheckPlan | None,
    told: Sequence[Diagnostic],
) -> Findings:
    split = [*parts(corpus.focus_on(since.focus) if since else corpus, AT_ONCE)]
    found = since.reuse_findings() if since else {}
    for rule in rules().values():
        if "found" in rule.asks:
            found.pop(of_all(rule.name), None)
    for last in (False, True):
        before = tuple(chain(told, *map(above_note, found.values()))) if last else ()
        asked = [r for r in rules().values() if r.check and ("found" in r.asks) is last]
        for rule in (rule for rule in asked if rule.scope == "corpus"):
            if not (since and since.is_unchanged(rule.name, rule.looks_at)):
                found[of_all(rule.name)] = run_one(rule, fixes, corpus, change, today, before)
        for part in split:
            about = _about_records(asked, fixes, split[0], change, today, before, part)
            if len(split) > 1:
                # the findings of all parts stay in memory until the last one: packed, as for the state
                about = restore_findings(store_findings(about), fixes.loaded)
                part.forget()
            _add(found, about)
    return found


def _about_records(  # noqa: PLR0917 - as `run_one`
    asked: Sequence[Rule],
    fixes: Fixes,
    first: Corpus,
    change: "Change | None",
    today: date,
    before: Sequence[Diagnostic],
    part: Corpus,
) -> Findings:
    """Run the rules about records on one part; rules about a change run once, with the first part."""
    found: dict[RecordPath, Sequence[Diagnostic]] = {}
    once = {"corpus"} if part is first else {"corpus", "change"}
    for rule in (rule for rule in asked if rule.scope not in once):
        for at, about in group_by_record(run_one(rule, fixes, part, change, today, before)):
            found[at] = (*found.get(at, ()), *about)
    return found


def _add(found: dict[RecordPath, Sequence[Diagnostic]], more: Findings) -> None:
    """Add the findings of a part; a crash of a rule that shows in several parts is reported once."""
    for at, about in more.items():
        known = found.get(at, ())
        found[at] = (*known, *(one for one in about if one not in known)) if known else about
