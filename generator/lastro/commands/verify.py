"""`lastro verify`: every quote against the captures, word for word."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import click

from lastro.capture import verify as checking
from lastro.capture.store.store import CaptureStore
from lastro.commands.shared.captures import describe_shared_run, mark_differences, store_folder
from lastro.commands.shared.console import complain, wants_colour, write
from lastro.commands.shared.options import flag, today_option
from lastro.commands.shared.records import site_of, sound_corpus, stands_in
from lastro.diagnostics.finding import Finding, Severity
from lastro.diagnostics.report import Diagnostic, Report, count_of
from lastro.errors import Exit
from lastro.evidence.origins import find_shared_runs
from lastro.evidence.proofs import ARTICLE, QuoteState, capture_key
from lastro.loading.load import load
from lastro.loading.locks import unite_locks
from lastro.loading.workspace import Workspace
from lastro.locks.evidence import EVIDENCE, EvidenceLock, Proof
from lastro.reporters.document import lastro_document, pick
from lastro.reporters.text import findings
from lastro.system.atomic import write_kept
from lastro.system.gc_pause import pause_gc
from lastro.text.comparable import NORMALIZATION


@click.command("verify")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@flag("--update")
@flag("--dry-run")
@flag("--fresh")
@flag("--origins")
@flag("--json", "shape_json")
@today_option
def command(
    *,
    paths: tuple[Path, ...],
    update: bool,
    dry_run: bool,
    fresh: bool,
    origins: bool,
    shape_json: bool,
    today: date,
) -> Exit:
    root, wanted = site_of(paths or (Path(),))
    loaded = load(root)
    if update and not dry_run and (united := unite_locks(loaded).get(EVIDENCE)):
        write_kept(root / EVIDENCE, united.encode())
        loaded = load(root)
    corpus = sound_corpus(loaded, EVIDENCE)
    store = store_folder(loaded)
    held = CaptureStore(store)
    with pause_gc():
        found = checking.verify(corpus, held, {} if fresh else checking.read_seen(store))
    if store.is_dir() and not dry_run:
        checking.write_seen(store, found.seen)
    writes = update and not dry_run and found.lock != corpus.evidence_lock
    if writes:
        write_kept(root / EVIDENCE, found.lock.text.encode())
    shown = [c for c in found.checked if stands_in(loaded.path_of(c.quoted.route[:2]), wanted)]
    sought = {capture_key(checked.quoted.source) for checked in shown}
    found = replace(found, broken={of: e for of, e in found.broken.items() if of in sought})
    if shape_json:
        written = _as_json(found, shown, loaded, before=corpus.evidence_lock, written=writes)
        write(lastro_document("verify", written))
    else:
        faults = tuple(_place_fault(one, one.fault, loaded) for one in shown if one.fault)
        report = Report(
            diagnostics=faults, texts=loaded.texts, files=len(loaded.texts), today=today
        )
        write(findings(report, coloured=wants_colour()))
        for of, error in found.broken.items():
            complain(f"{of}: {error.message}", error.hint)
        if origins:
            write(describe_shared_run(find_shared_runs(corpus, checking.main_texts(held))))
        write(_summary(found, shown, corpus.evidence_lock, update=update, dry_run=dry_run))
    return Exit.FINDINGS if found.broken or any(one.fault for one in shown) else Exit.OK


def _place_fault(
    checked: checking.CheckedQuote, fault: checking.Fault, loaded: Workspace
) -> Diagnostic:
    of_article = checked.quoted.source.startswith(ARTICLE)
    rules: Mapping[checking.Kind, str] = {
        "contradicted": "lock-entry-impossible",
        "edited": "quote-edited-after-lock",
        "lacking": "words-not-in-article" if of_article else "quote-mismatch",
    }
    finding = Finding(
        route=checked.quoted.route,
        message=fault.message,
        hint=fault.hint,
        details=tuple(mark_differences(checked.nearest)) if checked.nearest else (),
    )
    return loaded.diagnostic(finding, rules[fault.kind], Severity.ERROR)


def _summary(
    found: checking.Verification,
    shown: Sequence[checking.CheckedQuote],
    before: EvidenceLock,
    *,
    update: bool,
    dry_run: bool,
) -> str:
    lines = [", ".join(f"{_count(shown, state)} {state}" for state in QuoteState)]
    # words of the article have no prefix or suffix; those of evidence do
    of_evidence = [c for c in shown if "/evidence/" in c.quoted.key]
    twice = [c for c in of_evidence if c.proof and c.proof.times > 1]
    if twice:
        which = f"which is meant ({', '.join(c.quoted.key for c in twice[:3])})"
        mend = f"add prefix or suffix to tell {which}"
        lines.append(f"{len(twice)} stand more than once in their source: {mend}")
    changed = [c for c in shown if c.proof and c.proof.changed]
    lines += [_changed(c.quoted.key, c.proof) for c in changed if c.proof]
    unseen = [c for c in shown if c.proof is not None and not c.here]
    broken = sum(capture_key(c.quoted.source) in found.broken for c in unseen)
    if broken:
        lines.append(f"words of {broken} not re-checked: their capture is damaged")
    if len(unseen) > broken:
        lines.append(f"words of {len(unseen) - broken} not re-checked: no captures of them here")
    held = found.lock if update and not dry_run else before
    lines += _older(held.proofs[c.quoted.key] for c in shown if c.quoted.key in held.proofs)
    lines.append(_of_lock(found.lock, before, update=update, dry_run=dry_run))
    return "".join(line + "\n" for line in lines)


def _older(proofs: Iterable[Proof]) -> Iterator[str]:
    older = sum(proof.normalization < NORMALIZATION for proof in proofs)
    if older:
        which = count_of(older, "entry rests", "entries rest")
        yield (
            f"{which} on an older normalisation, which stays valid; "
            f"`lastro verify --update` compares by {NORMALIZATION} where the captures are"
        )


def _changed(key: str, proof: Proof) -> str:
    """Say between which two captures the words went: by day, within one day by the second."""
    then, now = proof.capture.retrieved, proof.changed
    long = 10 if then[:10] != now[:10] else None
    stood = f"{key} stood in the capture of {then[:long]}"
    return f"changed since: {stood}, no longer in that of {now[:long]}"


def _count(shown: Sequence[checking.CheckedQuote], state: QuoteState) -> int:
    return sum(checked.state is state for checked in shown)


def _of_lock(after: EvidenceLock, before: EvidenceLock, *, update: bool, dry_run: bool) -> str:
    moves = _moves(after, before)
    said = ", ".join(f"{number} {what}" for what, number in moves.items() if number)
    if not said:
        return f"evidence.lock is up to date ({count_of(len(after.proofs), 'entry', 'entries')})"
    if update and not dry_run:
        return f"evidence.lock written: {said}"
    mend = "" if update else ": `lastro verify --update` writes it"
    return f"evidence.lock would change: {said}{mend}"


def _moves(after: EvidenceLock, before: EvidenceLock) -> dict[str, int]:
    old, new = before.proofs, after.proofs
    return {
        "new": len(new.keys() - old.keys()),
        "changed": sum(old[key] != new[key] for key in new.keys() & old.keys()),
        "removed": len(old.keys() - new.keys()),
    }


def _as_json(
    found: checking.Verification,
    shown: Sequence[checking.CheckedQuote],
    loaded: Workspace,
    *,
    before: EvidenceLock,
    written: bool,
) -> dict[str, object]:
    return {
        "counts": {state.value: _count(shown, state) for state in QuoteState},
        "quotes": [_quote(checked, loaded) for checked in shown],
        "broken": [
            {"capture": of, **pick(error, "message hint")} for of, error in found.broken.items()
        ],
        "lock": {**_moves(found.lock, before), "written": written},
    }


def _quote(checked: checking.CheckedQuote, loaded: Workspace) -> dict[str, object]:
    place = loaded.place(checked.quoted.route)
    return {
        **pick(checked.quoted, "key source"),
        "state": checked.state.value,
        "checked_now": checked.here,
        "place": {"path": place.path, **pick(place.span, "line column")},
        "fault": checked.fault.message if checked.fault else None,
        "proof": asdict(checked.proof) if checked.proof else None,
        "nearest": asdict(checked.nearest) if checked.nearest else None,
    }
