"""What a branch brought that git should not hold, told as findings."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from lastro.diagnostics.report import Diagnostic
from lastro.places import START, Place
from lastro.system.tracked import BUILD, CAPTURES, counted, mend, tracked
from lastro.text.messages import clean


def tracked_findings(root: Path, captures: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield one error for each folder, at its first file."""
    for folder, files in tracked(root, [*sorted({CAPTURES, *captures}), BUILD]).items():
        place, message = Place(clean(files[0]), START), f"{counted(files)} in '{folder}'"
        yield Diagnostic.error(place, "file-misplaced", message, mend(folder, files))
