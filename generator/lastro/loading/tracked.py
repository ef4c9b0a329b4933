"""Report private files that a branch brought under git: captures and what a build made."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from lastro.diagnostics.report import Diagnostic
from lastro.places import START, Place
from lastro.system.git import BUILD, CAPTURES, describe_tracked, find_tracked
from lastro.text.messages import clean


def find_tracked_files(root: Path, captures: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield one error for each folder, at its first file."""
    for folder, files in find_tracked(root, [*sorted({CAPTURES, *captures}), BUILD]).items():
        place = Place(clean(files[0]), START)
        yield Diagnostic.error(place, "file-misplaced", *describe_tracked(folder, files))
