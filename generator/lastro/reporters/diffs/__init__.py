"""What changes for readers, in words: one format a module, `<format>.py` has `report(Told)`.

Whoever follows a site wants to know which verdicts moved, not which lines. Modules without
`report` are what formats share.
"""

from collections.abc import Callable

from lastro.reporters import formats_in
from lastro.reporters.diffs.entries import ChangeSummary

HERE = "working tree"
"""What the records as they lie here are called."""
Format = Callable[[ChangeSummary], str]


def formats() -> dict[str, Format]:
    """Find every format of this package by its name."""
    return {n: module.report for n, module in formats_in(__name__).items()}
