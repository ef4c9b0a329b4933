from collections.abc import Callable, Container

from lastro.diagnostics.finding import Reformat
from lastro.editing.formatter import FormFault, faults, format_record
from lastro.rules import Finding, Findings, Kept, RecordPath, Settings, Severity
from lastro.syntax.locate import locate_node
from lastro.syntax.tree import Fields, Scalar

SEVERITY = Severity.WARNING
FIX = "safe"


def check(
    record: Kept, files: Callable[[RecordPath], tuple[str, Fields] | None], settings: Settings
) -> Findings:
    if (file := files(record.at)) is None:
        return
    text, tree = file
    scale = {rating.id for rating in settings.ratings}
    fault = next((f for f in faults(text, tree, type(record)) if _is_told(f, tree, scale)), None)
    if fault and (new := format_record(text, type(record))) != text:
        yield Finding(
            route=(*record.at, *fault.route),
            on_key=fault.on_key,
            message=fault.message,
            hint="run `lastro fmt`",
            edits=(Reformat(record.at, new),),
        )


def _is_told(fault: FormFault, tree: Fields, scale: Container[str]) -> bool:
    """Leave out what is no rating: quotes make none of `true`, which `value-unknown` tells."""
    node = locate_node(tree, fault.route) if fault.route[-1:] == ("rating",) else None
    return not isinstance(node, Scalar) or node.text in scale
