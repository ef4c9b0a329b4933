"""Apply fixes, pass after pass, until only faults are left that need a person.

A fix may bring another fault to light, so the records are read and checked again after each pass,
in memory. The diff therefore shows what would be written, and each file is written once, whole.
"""

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from lastro.diagnostics.fixes import FixKind, TextEdit, apply_edits
from lastro.diagnostics.report import Diagnostic, Report
from lastro.loading.load import load
from lastro.loading.workspace import Workspace, refuse_change
from lastro.places import Span
from lastro.system.atomic import write_kept

MOST_PASSES = 10
"""Passes of one run; the next run continues."""


class FileRewrite(Struct, frozen=True):
    """The bytes of one file before and after all passes."""

    before: bytes
    after: bytes


class FixResult(Struct, frozen=True):
    """The findings that a run mended, the files that it changes, and the report of what is left."""

    mended: tuple[Diagnostic, ...]
    files: Mapping[str, FileRewrite]
    report: Report
    loaded: Workspace
    """The records after the fixes."""


Check = Callable[[Workspace], Report]
"""Runs all rules over records."""


def make_fixes(
    loaded: Workspace,
    report: Report,
    check: Check,
    kinds: Collection[FixKind],
    is_wanted: Callable[[str, str], bool] = lambda _, __: True,
) -> FixResult:
    """Apply fixes of some kinds in memory to files that are wanted; raises LastroError when one changes meanwhile."""
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    mended: list[Diagnostic] = []
    texts = loaded.texts
    for _ in range(MOST_PASSES):
        tried = {_what(found) for found in mended}
        chosen = [
            found
            for found in report.diagnostics
            if found.fix
            and found.fix.kind in kinds
            and not found.waived
            and is_wanted(found.place.path, texts[found.place.path])
            and _what(found) not in tried
        ]
        if not (made := [*_without_overlap(chosen)]):
            break
        for path in sorted({found.place.path for found in made}):
            content = after[path] if path in after else loaded.read_again(path)
            before.setdefault(path, content)
            fixes = [found.fix for found in made if found.fix and found.place.path == path]
            edits = tuple(edit for fix in fixes for edit in fix.edits)
            after[path] = apply_edits(content.decode(), edits).encode()
        mended += made
        loaded = load(loaded.root, instead=after)
        report = check(loaded)
    files = {path: FileRewrite(before[path], after[path]) for path in before}
    return FixResult(tuple(mended), files, report, loaded)


def write_fixed(root: Path, files: Mapping[str, FileRewrite]) -> None:
    """Write the changed files, each whole.

    Raises LastroError before the first one when any of them was changed meanwhile.
    """
    for path, rewritten in files.items():
        if (root / path).read_bytes() != rewritten.before:
            raise refuse_change(path)
    for path, rewritten in files.items():
        write_kept(root / path, rewritten.after)


def unified_diff(files: Mapping[str, FileRewrite]) -> Iterator[str]:
    for path, rewritten in sorted(files.items()):
        old = rewritten.before.decode(errors="replace").split("\n")
        new = rewritten.after.decode(errors="replace").split("\n")
        yield from difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm="")


def _without_overlap(chosen: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the fixes of one pass: where two of them touch, the first."""
    taken: dict[str, list[TextEdit]] = {}
    for found in chosen:
        others = taken.setdefault(found.place.path, [])
        edits = found.fix.edits if found.fix else ()
        if not any(_meet(edit.span, other.span) for edit in edits for other in others):
            others += edits
            yield found


def _meet(one: Span, other: Span) -> bool:
    starts_before = (one.line, one.column) <= (other.end_line, other.end_column)
    return starts_before and (other.line, other.column) <= (one.end_line, one.end_column)


def _what(found: Diagnostic) -> tuple[object, ...]:
    return found.rule, found.place, found.message
