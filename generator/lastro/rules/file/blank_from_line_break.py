"""A line break adds no blank to a text whose script has none between words.

YAML reads the line breaks of a text as blanks. In Chinese, Japanese, Thai and their like, words then
stand apart that belong together: readers see it, and a quote may not be found in its source.

Looked at are texts on several lines, in quotes or without, or behind `>`. The fix joins the lines;
whether a blank was meant is for a person to see.
"""

from collections.abc import Callable

from lastro.diagnostics.finding import Finding, Findings, Rewrite, Severity
from lastro.model.base import Kept
from lastro.places import RecordPath
from lastro.syntax.altered_texts import find_folds
from lastro.syntax.tree import Fields
from lastro.text.messages import in_quotes

SEVERITY = Severity.WARNING
FIX = "unsafe"


def check(record: Kept, files: Callable[[RecordPath], tuple[str, Fields] | None]) -> Findings:
    """Yield one finding for each text of a record that holds such a blank."""
    file = files(record.at)
    for route, blank, meant in find_folds(*file) if file else ():
        yield Finding(
            route=(*record.at, *route),
            message=f"the line break in {in_quotes(blank)} is read as a blank",
            hint="write it on one line, or in double quotes with `\\` at the end of each line",
            edits=(Rewrite((*record.at, *route), meant),),
        )
