"""`lastro check`: every problem in the records, in one run."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from time import time_ns
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from lastro.changes.lines import changed_lines
from lastro.checks.runner import recheck, run
from lastro.commands.check.limits import breaks, limit_report
from lastro.commands.shared.console import complain, lines_of, tell, wants_colour, write
from lastro.commands.shared.memory import store_of
from lastro.commands.shared.options import flag, today_option
from lastro.commands.shared.records import (
    EVERYTHING,
    below,
    is_there,
    not_there,
    site_of,
    stands_in,
)
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Diagnostic, Report, count_of
from lastro.diagnostics.rule import INTERNAL_ERROR
from lastro.errors import Exit, LastroError
from lastro.loading.files import find_flat_addresses, find_tracked_files
from lastro.loading.load import ADD_FOLDERS, FOLDERS, load
from lastro.loading.workspace import Workspace
from lastro.places import START, Place, RecordPath
from lastro.reporters import reporters, text
from lastro.rules.registry import rules
from lastro.system.gc_pause import pause_gc
from lastro.system.git import count_left_out
from lastro.text.messages import in_quotes

if TYPE_CHECKING:
    from lastro.changes.history import Base
    from lastro.checks.fix_passes import FixResult


MARKDOWN = "markdown"
ENGINE_FILE = "mkdocs.yml"
RULE_OF_ENGINE = "setting-without-effect"
TEXT = "text"


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format", "shape", type=click.Choice(sorted(reporters())), default=TEXT, show_default=True
)
@flag("--json", "as_json")
@flag("--all", "everything")
@click.option("--base", metavar="REVISION|FOLDER")
@flag("--fix", "fixing")
@flag("--unsafe-fixes", "unsafe")
@flag("--diff", "as_diff")
@flag("--changed", "only_changed")
@today_option
def command(
    *,
    paths: tuple[Path, ...],
    shape: str,
    as_json: bool,
    everything: bool,
    base: str | None,
    only_changed: bool,
    fixing: bool,
    unsafe: bool,
    as_diff: bool,
    today: date,
) -> Exit:
    shape = "json" if as_json else shape
    root, wanted, gone = _asked(paths)
    compares = base is not None or only_changed or bool(gone)
    is_brief = not (everything or shape == "json")
    mends = fixing or unsafe or as_diff
    with pause_gc():
        if not (compares or mends):
            checked = recheck(root, today, store_of(root), time_ns(), in_order=not is_brief)
            loaded, report, before, published = checked.loaded, checked.report, None, None
        else:
            loaded = load(root)
            before = _read_base(root, base, loaded, gone) if compares else None
            published = before.corpus if before and base is not None else None
            report = run(loaded, today, published, in_order=mends or not is_brief)
    if mends:
        from lastro.checks.fix_passes import make_fixes, unified_diff, write_fixed  # noqa: PLC0415 - most mend nothing

        standing = before.loaded.texts if before and only_changed else {}
        done = make_fixes(
            loaded,
            report,
            lambda now: run(now, today, published),
            {"safe", "unsafe"} if unsafe else {"safe"},
            lambda path, now: stands_in(path, wanted) and standing.get(path) != now,
        )
        if as_diff:
            tell(unified_diff(done.files))
            _say_mended(done)
            return Exit.FINDINGS if done.files else Exit.OK
        write_fixed(root, done.files)
        _say_fixed(done, apart=shape != TEXT)
        loaded, report = done.loaded, done.report
    if before:
        changed = changed_lines(before.loaded.texts, loaded.texts)
        report = replace(report, base=base or "", changed=changed)
    broke = breaks(partial(_read_base, root, base), today, report) if only_changed or gone else None
    report = limit_report(report, wanted, broke if gone else None, broke if only_changed else None)
    report = _add_what_is_no_record(report, root, loaded.corpus, published)
    if is_brief:
        # each note of a rule that speaks of a change is for an editor to decide; without a change no
        # rule is imported for this
        asked = rules().values() if before else ()
        report = report.brief(kept={rule.name for rule in asked if rule.scope == "change"})
    coloured = shape == TEXT and wants_colour()
    write(text.report(report, coloured=True) if coloured else reporters()[shape](report))
    if only_changed and loaded.corpus and shape == TEXT:
        write(lines_of(_name_deciding_labels(loaded, loaded.corpus, report, wanted)))
    if before and base and loaded.corpus and shape == MARKDOWN:
        from lastro.changes.compare import compare  # noqa: PLC0415 - most checks compare nothing
        from lastro.reporters.diffs import HERE, formats  # noqa: PLC0415
        from lastro.reporters.diffs.entries import gather  # noqa: PLC0415

        change = gather(compare(before.corpus, loaded.corpus), base, HERE)
        write("\n" + formats()[MARKDOWN](change))
    if report.failed and (left_out := count_left_out(root, *FOLDERS)):
        records = count_of(left_out, "record")
        message = f"this clone is sparse: {records} not checked out, and so not known"
        complain(message, f"run `{ADD_FOLDERS}`")
    if any(found.rule == INTERNAL_ERROR for found in report.diagnostics):
        return Exit.OUR_FAULT
    return Exit.FINDINGS if report.failed else Exit.OK


def _say_mended(done: "FixResult") -> None:
    fixes = count_of(len(done.mended), "fix", "fixes")
    click.echo(f"{fixes} in {count_of(len(done.files), 'file')}; nothing was written", err=True)


def _say_fixed(done: "FixResult", *, apart: bool) -> None:
    places = ((found.rule, found.place) for found in done.mended)
    told = (f"fixed {rule} in {place.path}:{place.span.line}" for rule, place in places)
    if apart:
        click.echo(lines_of(told), nl=False, err=True)
    else:
        tell(told)


def _asked(paths: tuple[Path, ...]) -> tuple[Path, tuple[str, ...], Mapping[str, Path]]:
    """Return the root, what is wanted of it, and of that what is not there; all without a path."""
    there = tuple(filter(is_there, paths))
    left = (next(filter(is_there, path.parents), Path()) for path in paths)
    root, wanted = site_of(there or (next(left, Path()),))
    gone = {below(root, path): path for path in paths if path not in there}
    if there:
        return root, (*wanted, *gone), gone
    return root, tuple(gone) or (EVERYTHING,), gone


def _read_base(
    root: Path,
    named: str | None,
    alike: Workspace | None = None,
    gone: Mapping[str, Path] = MappingProxyType({}),
) -> "Base":
    from lastro.changes.history import HEAD, base_of  # noqa: PLC0415 - most checks compare nothing

    try:
        before = base_of(root, HEAD if named is None else named, alike)
    except LastroError:
        if named is None and gone:
            raise not_there(next(iter(gone.values()))) from None
        raise
    for at, path in gone.items():
        if not any(stands_in(known, (at,)) for known in before.loaded.texts):
            raise not_there(path)
    return before


def _name_deciding_labels(
    loaded: Workspace, corpus: Corpus, report: Report, wanted: tuple[str, ...]
) -> Iterator[str]:
    from lastro.evidence.labels import say_deciding_labels  # noqa: PLC0415 - most checks list no labels

    def is_changed(route: RecordPath) -> bool:
        return loaded.path_of(route) in report.changed

    for claim in corpus.claims.values():
        path = loaded.path_of(("claims", claim.id))
        cited = {("sources", i.source) for i in claim.evidence if i.source in corpus.sources}
        if stands_in(path, wanted) and any(map(is_changed, [("claims", claim.id), *cited])):
            yield from (f"{path}: {told}" for told in say_deciding_labels(claim, corpus))


def _add_what_is_no_record(report: Report, root: Path, *corpora: Corpus | None) -> Report:
    captures = {corpus.settings.policy.captures for corpus in corpora if corpus}
    found = (*find_tracked_files(root, captures), *_find_faults_of_engine(root, corpora[0]))
    whole = sorted((*report.diagnostics, *found), key=lambda d: d.key) if found else ()
    return replace(report, diagnostics=tuple(whole)) if found else report


def _find_faults_of_engine(root: Path, corpus: Corpus | None) -> Iterator[Diagnostic]:
    """Yield what a build would refuse of mkdocs.yml, and a name of the site that is not its publisher's."""
    flat = [*find_flat_addresses(root)]
    yield from flat
    if flat or corpus is None or not (root / ENGINE_FILE).exists():
        return
    from lastro.publish.mkdocs.config import read_settings  # noqa: PLC0415 - few sites have one

    publisher, place, rule = corpus.settings.publisher, Place(ENGINE_FILE, START), RULE_OF_ENGINE
    try:
        name = read_settings(root, publisher).values.get("site_name")
    except LastroError as error:
        yield Diagnostic.error(place, rule, error.message, error.hint)
        return
    if name != publisher.name:
        message = f"site_name is {in_quotes(str(name))}, the publisher {in_quotes(publisher.name)}"
        hint = "write one name in both: readers take it for one"
        warning = Severity.WARNING
        yield Diagnostic(place=place, rule=rule, severity=warning, message=message, hint=hint)
