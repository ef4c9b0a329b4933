"""The rules of a record, one module each, and the engine that runs them all.

A contributor sees every problem in one run, each under the name of its rule. The file name is the
rule's name: `evidence_unknown_source.py` is `evidence-unknown-source`. Modules without `check`
describe what `load` finds. Checking never writes.

How to mend a fault is the rule's own too, so that fixer and checker cannot differ: a check puts
`edits` on its findings; a module without one has `fix`, which takes the text of a file and a
diagnostic in it and returns the edits, none where a person is needed.

A check says by its scope what its findings may depend on: one `record` and lastro.yml; what a record's
links `reach`; the facts of all records, `corpus`. So a run can look at some records again and keep
what was found about the others (ADR 0017): a check takes a `claim`, an `article` or a `source`, and is
called with each that is under check, or it takes a `corpus`, walks through `corpus.claims_checked()`
and its like, and looks up what these name. Only where it takes the corpus does a module name its
SCOPE; else what it takes tells it. A module about all records names in `LOOKS_AT` the fields of
`Facts` that it depends on, unless it asks for `found`.

A check takes, by the name of a parameter, what else it asks for: the `corpus`; `today`, the day it
is; `rules`, every rule by name; `files`, by its route the text and the tree of each record that may not
be in the form of all; `found`, the errors, warnings and waived findings of all rules that do not ask for it (notes that an
earlier run kept are not among them). So a rule about waivers stays a pure function of what it is
given. A rule about changes takes a `change` instead, and runs only where there is a base.
"""

import importlib
import inspect
import logging
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from lastro.corpus import Corpus
from lastro.diagnostics import Diagnostic, Finding, Report, Severity, clean
from lastro.kept_findings import keep_found, recall_found
from lastro.load import Loaded, file_of
from lastro.mending import Fixes
from lastro.parts import AT_ONCE, parts
from lastro.places import RecordPath
from lastro.rule import Rule, scope_of
from lastro.since import (
    INTERNAL_ERROR,
    Earlier,
    Findings,
    Recalled,
    Since,
    by_record,
    heard,
    of_all,
)
from lastro.yaml_tree import Fields

if TYPE_CHECKING:
    from lastro.comparison import Change

_LOG = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Find every rule of this package, sorted by name."""
    found = {}
    for module_info in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        name = module_info.name.replace("_", "-")
        found[name] = Rule(
            name=name,
            severity=module.SEVERITY,
            scope=getattr(module, "SCOPE", None) or scope_of(getattr(module, "check", None)),
            text=inspect.getdoc(module) or "",
            check=getattr(module, "check", None),
            waivable=getattr(module, "WAIVABLE", False),
            fix=getattr(module, "FIX", "none"),
            mend=getattr(module, "fix", None),
            looks_at=getattr(module, "LOOKS_AT", None),
        )
    return found


def run(
    loaded: Loaded, today: date, base: Corpus | None = None, *, in_order: bool = True
) -> Report:
    """Run every rule and return all findings with their places, sorted.

    Without `in_order` they are as they were found, which saves the places of all: `Report.brief`
    sorts what it lists.
    `base` holds the records as they were published; without it the change rules do not run. A rule
    that raises becomes an `internal-error`; the others still run. Rules that ask for what was found
    run after all others.
    """
    change = _compared(base, loaded.corpus) if base and loaded.corpus else None
    told, found = _found(loaded, today, change)
    not_run = _not_run(loaded, base)
    return _report(loaded, today, told, found, not_run=not_run, in_order=in_order)


def _compared(base: Corpus, now: Corpus) -> "Change":
    from lastro.comparison import compare  # noqa: PLC0415 - most checks compare nothing

    return compare(base, now)


def run_since(
    loaded: Loaded,
    today: date,
    earlier: Earlier | None = None,
    changed: frozenset[RecordPath] = frozenset(),
    *,
    in_order: bool = True,
) -> tuple[Report, Findings]:
    """Look again only at what a change may have touched; the report is that of `run` without a base.

    `changed` are the records that came, went, changed, or can or cannot be read any more, and those
    about which a lock says something else. `earlier` must be of the same day, rules and lastro.yml;
    without it every record is looked at. The findings of rules come apart too, by what they are
    about, for the next time; what `load` found is not among them.
    """
    told, found = _found(loaded, today, None, earlier, changed)
    not_run = _not_run(loaded, None)
    return _report(loaded, today, told, found, not_run=not_run, in_order=in_order), found


def _report(
    loaded: Loaded,
    today: date,
    told: Sequence[Diagnostic],
    found: Findings,
    *,
    not_run: tuple[str, ...],
    in_order: bool,
) -> Report:
    about = found.values()
    found_all = [*chain(told, *(about if in_order else map(heard, about)))]
    silent = (one.kept.silent for one in about if isinstance(one, Recalled) and not in_order)
    return Report(
        diagnostics=tuple(sorted(found_all, key=lambda d: d.key) if in_order else found_all),
        silent=tuple(counted for counted in silent if counted.notes),
        texts=loaded.texts,
        files=len({*loaded.texts, *(found.place.path for found in found_all)}),
        today=today,
        not_run=not_run,
        unread=loaded.unread,
    )


def _found(
    loaded: Loaded,
    today: date,
    change: "Change | None",
    earlier: Earlier | None = None,
    changed: frozenset[RecordPath] = frozenset(),
) -> tuple[list[Diagnostic], Findings]:
    """Return what load found, with fixes, and what rules find."""
    fixes = Fixes(loaded, rules)
    told = [fixes.with_fix(found) for found in loaded.diagnostics]
    corpus = loaded.corpus
    if corpus is None:
        return told, {}
    since = Since.change(corpus, earlier, changed) if earlier else None
    if since and not (since.changed or since.focus):
        return told, since.kept()
    return told, _found_by_rules(fixes, corpus, today, change, since, told)


def _found_by_rules(  # noqa: PLR0917 - as `_run_one`
    fixes: Fixes,
    corpus: Corpus,
    today: date,
    change: "Change | None",
    since: Since | None,
    told: Sequence[Diagnostic],
) -> Findings:
    split = [*parts(corpus.focused(since.focus) if since else corpus, AT_ONCE)]
    found = since.kept() if since else {}
    for rule in rules().values():
        if "found" in rule.asks:
            found.pop(of_all(rule.name), None)
    for last in (False, True):
        before = tuple(chain(told, *map(heard, found.values()))) if last else ()
        asked = [r for r in rules().values() if r.check and ("found" in r.asks) is last]
        for rule in (rule for rule in asked if rule.scope == "corpus"):
            if not (since and since.stands(rule.name, rule.looks_at)):
                found[of_all(rule.name)] = _run_one(rule, fixes, corpus, change, today, before)
        for part in split:
            about = _about_records(asked, fixes, split[0], change, today, before, part)
            if (
                len(split) > 1
            ):  # what was found stays in memory for all parts: as small as it is kept
                about = recall_found(keep_found(about), fixes.loaded)
                part.forget()
            _add(found, about)
    return found


def _about_records(  # noqa: PLR0917 - as `_run_one`
    asked: Sequence[Rule],
    fixes: Fixes,
    first: Corpus,
    change: "Change | None",
    today: date,
    before: Sequence[Diagnostic],
    part: Corpus,
) -> Findings:
    """Run the rules about records on a part; those about a change look at all with the first one."""
    found: dict[RecordPath, Sequence[Diagnostic]] = {}
    once = {"corpus"} if part is first else {"corpus", "change"}
    for rule in (rule for rule in asked if rule.scope not in once):
        for at, about in by_record(_run_one(rule, fixes, part, change, today, before)):
            found[at] = (*found.get(at, ()), *about)
    return found


def _add(found: dict[RecordPath, Sequence[Diagnostic]], more: Findings) -> None:
    """Add what was found in a part; a fault of ours that shows in several is told once."""
    for at, about in more.items():
        known = found.get(at, ())
        found[at] = (*known, *(one for one in about if one not in known)) if known else about


def _not_run(loaded: Loaded, base: Corpus | None) -> tuple[str, ...]:
    if loaded.corpus is None:
        return ("rules",)
    return ("change",) if base is None else ()


def findings(  # noqa: PLR0917 - what a check may ask for, and each is named where it matters
    rule: Rule,
    corpus: Corpus,
    today: date,
    found: Sequence[Diagnostic] = (),
    change: "Change | None" = None,
    files: Mapping[RecordPath, tuple[str, Fields]] = MappingProxyType({}),
) -> Iterator[Finding]:
    """Let one rule that has a check look at a corpus, and give it what it asks for.

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


def _run_one(  # noqa: PLR0917 - what a rule may ask for
    rule: Rule,
    fixes: Fixes,
    corpus: Corpus,
    change: "Change | None",
    today: date,
    before: Sequence[Diagnostic],
) -> tuple[Diagnostic, ...]:
    loaded = fixes.loaded
    found: list[Diagnostic] = []
    try:
        for finding in findings(rule, corpus, today, before, change, _files(rule, loaded)):
            told = loaded.diagnostic(
                finding,
                rule.name,
                rule.severity,
                waived=_waived(rule, finding.at, corpus, today),
                fix=fixes.of(rule, finding),
            )
            found.append(_placed(loaded, change, told) if change else told)
    except Exception as error:  # noqa: BLE001 - one broken rule must not hide what the others found
        _LOG.debug("rule '%s' failed", rule.name, exc_info=True)
        fault = Finding(
            at=("lastro",),
            message=f"rule '{rule.name}' failed: {clean(repr(error))}",
            hint="this is our fault: report it with the output of `lastro check --debug`",
        )
        found.append(loaded.diagnostic(fault, INTERNAL_ERROR, Severity.ERROR))
    return tuple(found)


def _files(rule: Rule, loaded: Loaded) -> Mapping[RecordPath, tuple[str, Fields]]:
    if "files" not in rule.asks:
        return {}
    return _Files(loaded)


class _Files(Mapping[RecordPath, tuple[str, Fields]]):
    """The text and the tree of each record that may not be in its form, each when it is looked up."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._at = [at for at in loaded.trees if at not in loaded.in_form]

    def __getitem__(self, at: RecordPath) -> tuple[str, Fields]:
        path, tree = self._loaded.trees[at]
        return self._loaded.texts[path], tree

    def __contains__(self, at: object) -> bool:
        return at in self._loaded.trees and at not in self._loaded.in_form

    def __iter__(self) -> Iterator[RecordPath]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)


def _placed(loaded: Loaded, change: "Change", diagnostic: Diagnostic) -> Diagnostic:
    """Put what is said of a deleted record into the file that held it."""
    at = diagnostic.place.steps[:2]
    record = change.base.records.get(at) if at not in loaded.trees else None
    if record is None:
        return diagnostic
    return replace(diagnostic, place=replace(diagnostic.place, path=file_of(record)))


def _waived(rule: Rule, at: RecordPath, corpus: Corpus, today: date) -> str:
    """Return the reason of the waiver that silences a finding, or an empty string."""
    facts = corpus.facts.get(at[:2]) if rule.waivable else None
    if facts is None or rule.name not in facts.waivers:
        return ""
    for waiver in corpus.records[at[:2]].waivers:
        if waiver.rule == rule.name and waiver.until >= today:
            return waiver.reason.readings[0][1]
    return ""
