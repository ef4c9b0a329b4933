"""What a check reports when not all was asked for: no finding goes without being listed or counted.

A change of one record may break others, which nobody touched and nobody named. So a finding is
reported by every place that it speaks of, and what it was that broke is looked up in the base.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from lastro.checks.runner import run
from lastro.commands.shared.records import stands_in
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Diagnostic, Report
from lastro.diagnostics.rule import INTERNAL_ERROR
from lastro.locks.evidence import EVIDENCE
from lastro.locks.translations import TRANSLATIONS
from lastro.model.kinds import SETTINGS
from lastro.rules.registry import rules

if TYPE_CHECKING:
    from lastro.changes.history import Base


SHARED = (SETTINGS, EVIDENCE, TRANSLATIONS)
"""Files by which all records are judged."""
Told = Callable[[Diagnostic], bool]


def limit_report(
    report: Report, wanted: tuple[str, ...], broke: Told | None, new: Told | None
) -> Report:
    """Keep what speaks of the wanted files, and what kept the check from its work; count the rest.

    `broke` tells of a finding elsewhere whether the loss of a wanted file may be its cause. With `new`
    only changed files count, and what it tells that they broke. A file that is no record is not
    compared, and so always counts as changed.
    """
    blocked = "rules" in report.not_run

    def is_reported(found: Diagnostic) -> bool:
        if found.rule == INTERNAL_ERROR or (blocked and found.place.path == SETTINGS):
            return True
        here = any(stands_in(path, wanted) for path in found.paths) or (broke and broke(found))
        changed = any(path in report.changed or path not in report.texts for path in found.paths)
        return bool(here and (new is None or changed or new(found)))

    kept: list[Diagnostic] = []
    elsewhere: Counter[Severity] = Counter()
    for found in report.diagnostics:
        if is_reported(found):
            kept.append(found)
        elif not found.waived:
            elsewhere[found.severity] += 1
    silent = tuple(about for about in report.silent if stands_in(about.path, wanted))
    elsewhere[Severity.NOTE] += report.silent_notes - sum(about.notes for about in silent)
    files = report.texts.keys() & report.changed.keys() if new else report.texts
    looked_at = {path for path in files if stands_in(path, wanted)}
    return replace(
        report,
        diagnostics=tuple(kept),
        silent=silent,
        files=len(looked_at.union(found.place.path for found in kept)),
        elsewhere=elsewhere,
    )


def breaks(base: Callable[[], "Base"], today: date, report: Report) -> Told:
    """Return what tells whether a finding in an unchanged file was not found before the change.

    The base is looked at once, and only when somebody has to know: of notes nobody has, and what a
    rule about one record warns of in it comes with the files by which all are judged, or not at all.
    """
    alone = report.changed.keys().isdisjoint(SHARED)

    @cache
    def known() -> frozenset[object]:
        return frozenset(found.identity for found in run(base().loaded, today).diagnostics)

    def came(found: Diagnostic) -> bool:
        rule = rules().get(found.rule)
        own = alone and rule is not None and rule.is_of_one_file
        if found.severity is Severity.NOTE or (own and found.severity is Severity.WARNING):
            return False
        return found.identity not in known()

    return came
