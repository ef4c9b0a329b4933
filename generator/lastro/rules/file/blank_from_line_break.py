from collections.abc import Callable

from lastro.rules import Finding, Findings, Kept, RecordPath, Rewrite, Severity, in_quotes
from lastro.syntax.altered_texts import find_folds
from lastro.syntax.tree import Fields

SEVERITY = Severity.WARNING
FIX = "unsafe"


def check(record: Kept, files: Callable[[RecordPath], tuple[str, Fields] | None]) -> Findings:
    file = files(record.at)
    for route, blank, meant in find_folds(*file) if file else ():
        yield Finding(
            route=(*record.at, *route),
            message=f"the line break in {in_quotes(blank)} is read as a blank",
            hint="write it on one line, or in double quotes with `\\` at the end of each line",
            edits=(Rewrite((*record.at, *route), meant),),
        )
