"""A report cut down to what somebody has to act on now, for verbs that print one unasked."""

from collections import Counter
from dataclasses import replace

from lastro.diagnostics import Diagnostic, Report, Severity

MOST_OF_ONE = 3
"""Warnings of one rule that are listed when nobody asks for all."""


def brief(report: Report) -> Report:
    """Keep the errors, and the first warnings of each rule: eighty of one kind hide the others."""
    listed: list[Diagnostic] = []
    unlisted: list[Diagnostic] = []
    of_rule: Counter[str] = Counter()
    for found in report.diagnostics:
        of_rule[found.rule] += not found.waived
        is_listed = found.waived or found.severity is Severity.ERROR
        is_early = found.severity is Severity.WARNING and of_rule[found.rule] <= MOST_OF_ONE
        (listed if is_listed or is_early else unlisted).append(found)
    return replace(report, diagnostics=tuple(listed), unlisted=tuple(unlisted))
