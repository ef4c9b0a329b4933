"""The form for programs, version 1: additive changes only, unknown keys ignored by readers.

Other tools mend, count or comment on what was found, and must not read a terminal's lines. Each
finding has its place twice: as lines and columns, which count code points from 1 and exclude the
end, and as the route of keys in its record. Waived findings stay, with the reason of the waiver.
"""

from collections.abc import Mapping

from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Diagnostic, Report
from lastro.places import Place, name_of
from lastro.reporters.document import lastro_document, pick
from lastro.rules.registry import rules
from lastro.text.messages import sentence

_SPAN = "line column end_line end_column"


def report(report: Report) -> str:
    waived = sum(bool(found.waived) for found in report.diagnostics)
    return lastro_document(
        "check",
        {
            "today": str(report.today),
            "base": report.base or None,
            **pick(report, "files unread"),
            "counts": {str(s): report.count(s) for s in Severity} | {"waived": waived},
            "elsewhere": {str(s): report.elsewhere.get(s, 0) for s in Severity},
            "not_run": list(report.not_run),
            "diagnostics": [_diagnostic(found) for found in report.diagnostics],
        },
    )


def _diagnostic(found: Diagnostic) -> Mapping[str, object]:
    rule, fixed = rules().get(found.rule), found.fix.edits if found.fix else ()
    edits = [pick(edit.span, _SPAN) | {"text": edit.text} for edit in fixed]
    return {
        "rule": found.rule,
        "severity": str(found.severity),
        "message": sentence(found.message),
        "hint": sentence(found.hint),
        "place": _place(found.place),
        "related": [
            {"message": sentence(related.message), "place": _place(related.place)}
            for related in found.related
        ],
        "details": [{"label": label, "text": sentence(text)} for label, text in found.details],
        "fix": {"kind": rule.fix if rule else "none", "edits": edits},
        "waived": sentence(found.waived) or None,
    }


def _place(place: Place) -> Mapping[str, object]:
    record = name_of(place.route)
    steps = place.route[2 if record else 1 :]
    return {"path": place.path, **pick(place.span, _SPAN), "record": record, "steps": steps}
