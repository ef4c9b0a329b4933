from collections.abc import Callable

from lastro.diagnostics.finding import Reformat
from lastro.editing.formatter import faults, format_record
from lastro.rules import Finding, Findings, Kept, RecordPath, Severity
from lastro.syntax.tree import Fields

SEVERITY = Severity.WARNING
FIX = "safe"


def check(record: Kept, files: Callable[[RecordPath], tuple[str, Fields] | None]) -> Findings:
    if (file := files(record.at)) is None:
        return
    text, tree = file
    fault = next(faults(text, tree, type(record)), None)
    if fault and (new := format_record(text, type(record))) != text:
        yield Finding(
            route=(*record.at, *fault.route),
            on_key=fault.on_key,
            message=fault.message,
            hint="run `lastro fmt`",
            edits=(Reformat(record.at, new),),
        )
