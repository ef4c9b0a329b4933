"""All records have one form.

Whoever reviews a change must see what changed for readers; keys that moved and lines that were
broken anew hide it.

Looked at are the order of keys, blanks, and texts that another reader of YAML would take for a
number; quotes, brackets and comments are the writer's. One finding a record, for its first fault.
"""

from collections.abc import Callable

from lastro.diagnostics.finding import Finding, Findings, Reformat, Severity
from lastro.editing.formatter import faults, format_record
from lastro.model.base import Kept
from lastro.places import RecordPath
from lastro.syntax.tree import Fields

SEVERITY = Severity.WARNING
FIX = "safe"


def check(record: Kept, files: Callable[[RecordPath], tuple[str, Fields] | None]) -> Findings:
    """Yield one finding for each record that `lastro fmt` would change."""
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
