"""How many there are, in words: one form for all formats, so that no two of them disagree."""

from collections import Counter
from collections.abc import Iterable, Mapping

from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Report, count_of


def by_severity(found: Iterable[Severity] | Mapping[Severity, int]) -> str:
    """Count findings by severity, the worst first; what there is none of is left out."""
    counts = Counter(found)
    return ", ".join(count_of(counts[s], s.value) for s in Severity if counts[s])


def elsewhere(report: Report) -> str:
    """Say how many errors and warnings stand outside of what was asked for; empty for none."""
    told = {s: n for s, n in report.elsewhere.items() if s is not Severity.NOTE}
    stand = "stands" if sum(told.values()) == 1 else "stand"
    said = by_severity(told)
    return f"{said} {stand} elsewhere (`lastro check`)." if said else ""
