"""All records have one form.

Whoever reviews a change must see what changed for readers; keys that moved and lines that were
broken anew hide it.

Looked at are the order of keys, blanks, and texts that another reader of YAML would take for a
number; quotes, brackets and comments are the writer's. One finding a record, for its first fault.
"""

from collections.abc import Callable

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.diagnostics.fixes import Reformat
from lastro.editing.formatter import faults, format_record
from lastro.places import RecordPath
from lastro.syntax.tree import Fields

SEVERITY = Severity.WARNING
FIX = "safe"
SCOPE = "record"


def check(corpus: Corpus, files: Callable[[RecordPath], tuple[str, Fields] | None]) -> Findings:
    """Yield one finding for each record that `lastro fmt` would change."""
    for at, record in corpus.records_checked():
        if (file := files(at)) is None:
            continue
        text, tree = file
        fault = next(faults(text, tree, type(record)), None)
        if fault is None:
            continue
        new = format_record(text, type(record))
        if new != text:
            yield Finding(
                route=(*at, *fault.route),
                on_key=fault.on_key,
                message=fault.message,
                hint="run `lastro fmt`",
                edits=(Reformat(at, new),),
            )
