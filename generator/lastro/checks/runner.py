"""Run the rules over a site, and report what they and `load` found.

With a memory only what changed since the last run is read and judged; the report is that of a run
without one. Change rules compare with a base, so `recheck` leaves them out.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path

from msgspec import Struct

from lastro.checks.nodes import FindingNodes, StoredFindings, above_note
from lastro.checks.run_rule import SITE, Fixes, Judge
from lastro.corpus.corpus import AT_ONCE, Corpus, by_neighbourhood
from lastro.diagnostics.report import Diagnostic, Report
from lastro.loading.load import load
from lastro.loading.remembered import RecordsState
from lastro.loading.workspace import Workspace
from lastro.memo.store import RECORDS, MemoStore
from lastro.places import RecordPath
from lastro.rules.registry import rules


def run(
    loaded: Workspace,
    today: date,
    base: Corpus | None = None,
    *,
    nodes: FindingNodes | None = None,
    in_order: bool = True,
) -> Report:
    """Run every rule and return all findings with their places, sorted.

    Without `in_order` findings stay unsorted, so that the places of notes need not be looked up. `base` holds
    the records as they were published; without it the change rules do not run. `nodes` hold what stands of an
    earlier run. A rule that raises becomes an `internal-error`; those that ask for what was found run last.
    """
    fixes = Fixes(loaded, rules)
    told = [fixes.with_fix(found) for found in loaded.diagnostics]
    nodes = nodes or FindingNodes(loaded, None)
    if loaded.corpus is not None and not nodes.is_complete:
        change = None
        if base:
            from lastro.changes.compare import compare  # noqa: PLC0415 - most checks compare nothing

            change = compare(base, loaded.corpus)
        judge = Judge(fixes, loaded.corpus, today, rules().values(), change)
        _judge_site(judge, loaded.corpus, nodes, told)
        nodes.crashes = tuple(judge.crashes.values())
    not_run = ("rules",) if loaded.corpus is None else ("change",) if base is None else ()
    return _report(loaded, today, [*told, *nodes.crashes], nodes, not_run, in_order=in_order)


def _judge_site(
    judge: Judge, corpus: Corpus, nodes: FindingNodes, told: Sequence[Diagnostic]
) -> None:
    """Judge what does not stand: each record, then all together, then rules that ask what was found."""
    from lastro.corpus.origin_names import OriginNames  # noqa: PLC0415 - most checks judge nothing anew
    from lastro.evidence.origins import Origins  # noqa: PLC0415

    # what rules look things up in is registered before a fingerprint is asked for
    corpus.derive_once(Origins)
    corpus.derive_once(OriginNames)
    nodes.compare()
    left = [at for at in (SITE, *corpus.facts) if not nodes.keep(_subject(at))]
    is_large = len(left) > AT_ONCE
    for at in by_neighbourhood(corpus, left) if is_large else left:
        nodes.make(_subject(at), partial(judge.about, at), pack=is_large)
    of_all = [rule for rule in rules().values() if rule.scope in {"corpus", "change"}]
    for rule in of_all:
        subject = _subject(("rules", rule.name))
        if "found" not in rule.asks and not nodes.keep(subject):
            nodes.make(subject, partial(judge.of_all, rule), pack=is_large)
    found = (*told, *judge.crashes.values(), *chain(*map(above_note, nodes.found.values())))
    last = {rule.name: judge.of_all(rule, found) for rule in of_all if "found" in rule.asks}
    nodes.found |= {f"rules/{name}": about for name, about in last.items() if about}


def _subject(at: RecordPath) -> str:
    return "/".join(map(str, at))


def _report(
    loaded: Workspace,
    today: date,
    told: Iterable[Diagnostic],
    nodes: FindingNodes,
    not_run: tuple[str, ...],
    *,
    in_order: bool,
) -> Report:
    about = nodes.found.values()
    found_all = [*chain(told, *(about if in_order else map(above_note, about)))]
    stored = [] if in_order else [one for one in about if isinstance(one, StoredFindings)]
    return Report(
        diagnostics=tuple(sorted(found_all, key=lambda d: d.key) if in_order else found_all),
        silent=tuple(one.packed.silent for one in stored if one.packed.silent.notes),
        texts=loaded.texts,
        files=len({*loaded.texts, *(found.place.path for found in found_all)}),
        today=today,
        not_run=not_run,
        unread=loaded.unread,
    )


class RecheckResult(Struct, frozen=True):
    """The records of a site and the report on them."""

    loaded: Workspace
    report: Report


def recheck(
    root: Path, today: date, store: MemoStore, now: int, *, in_order: bool = True
) -> RecheckResult:
    """Check and store what changed since the last run; `now` is before all reading, in nanoseconds since 1970."""
    before = store.read(RECORDS, RecordsState) or RecordsState()
    loaded = load(root, before)
    day = today.isoformat()
    then = before.settings_digest, before.locks_digest, before.today
    stands = then == (loaded.settings_digest, loaded.locks_digest, day)
    known = before if stands else RecordsState()
    nodes = FindingNodes(loaded, known if store.keeps else None)
    if stands and not loaded.changed:
        nodes.keep_all()
    report = run(loaded, today, nodes=nodes, in_order=in_order)
    if store.keeps and (loaded.changed or loaded.read_anew or not stands):
        findings, traces = nodes.pack()
        after = RecordsState(
            saved=now,
            settings_digest=loaded.settings_digest,
            locks_digest=loaded.locks_digest,
            today="" if nodes.crashes else day,  # what a rule that raised missed is unknown
            files=loaded.files,
            findings=findings,
            traces=traces,
            columns=loaded.columns,
            turned=loaded.turned,
        )
        store.write(RECORDS, after)
    return RecheckResult(loaded, report)
