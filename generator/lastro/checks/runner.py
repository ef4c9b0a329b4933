"""Run the rules over a site, and report what they and `load` found."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from itertools import chain

from lastro.checks.fixer import Fixes
from lastro.checks.nodes import FindingNodes, StoredFindings, above_note
from lastro.checks.run_rule import SITE, Judge
from lastro.corpus.corpus import AT_ONCE, Corpus, by_neighbourhood
from lastro.diagnostics.report import Diagnostic, Report
from lastro.loading.workspace import Workspace
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

    Without `in_order` findings stay unsorted, so that the places of notes need not be looked up:
    `Report.brief` sorts what it lists. `base` holds the records as they were published; without it
    the change rules do not run. `nodes` hold what stands of an earlier run, and gain what this one
    finds. A rule that raises becomes an `internal-error`, and the others still run. Rules that ask
    for what was found run after all others.
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
    _register_tables(corpus)
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


def _register_tables(corpus: Corpus) -> None:
    """Register the tables that rules look things up in, before a fingerprint is asked for."""
    from lastro.corpus.origin_names import OriginNames  # noqa: PLC0415 - most checks judge nothing anew
    from lastro.evidence.origins import Origins  # noqa: PLC0415

    corpus.derive_once(Origins)
    corpus.derive_once(OriginNames)


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
