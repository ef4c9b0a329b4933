"""What a test of one fault compares: findings that ask for a change.

Notes inform; sound records have many, such as one for each quote that nobody captured.
"""

from lastro.diagnostics import Diagnostic, Report, Severity


def mendable(report: Report) -> list[Diagnostic]:
    """Return errors and warnings, in the order of the report."""
    return [found for found in report.diagnostics if found.severity is not Severity.NOTE]
