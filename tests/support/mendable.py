"""What a test of one fault compares: findings that ask for a change of what is said.

Notes inform; sound records have many, such as one for each quote that nobody captured. Records of
tests show first what they are about, and so have no keys in the order of the schema.
"""

from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Diagnostic, Report

FORM = "not-formatted"


def mendable(report: Report) -> list[Diagnostic]:
    """Return errors and warnings, that on the form of a record apart, in the report's order."""
    return [
        found
        for found in report.diagnostics
        if found.severity is not Severity.NOTE and found.rule != FORM
    ]
