"""Texts that YAML alters in silence: words lost behind a ` #`, blanks where a line was broken.

"We are #1 in the world" becomes "We are", and that is what would be published. A comment that shows itself
as one is left alone: two blanks before its sign, one behind. A Chinese sentence that was broken for width
gets a blank in its middle, which stands in no source. Source: YAML 1.2, section 6.5.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from lastro.places import RecordPath, Span
from lastro.syntax.explain_error import IN_LETTERS
from lastro.syntax.tree import Fields, Scalar, scalars
from lastro.text.numbers import UNSPACED

_LISTED = (
    "after also authors because before by contact credited_to description differs exact label "
    "left_out meaning name not_checked note notes office parties prefix publisher quote reason short "
    "suffix title translation what where why words would_change"
)
_TEXTS = frozenset(_LISTED.split())
"""Keys of texts; of others, a comment behind an id, a word or a date takes nothing away."""
_MAY_CUT = re.compile(r"\S[ \t]#|[ \t]#\S")
_COMMENT = re.compile(r"(?P<gap>[ \t]*)(?P<lost>#(?P<glued>[^\s#])?.*)")

_LETTER = rf"[{UNSPACED}\u3001-\u303f\uff01-\uff60\U00020000-\U0003ffff]"
_LINE = re.compile(rf"\n[ \t]*{_LETTER}")
_BREAK = re.compile(rf"({_LETTER})[ \t]*\n[ \t]*({_LETTER})")


class CutText(Struct, frozen=True):
    """A text that was cut: its route, the sign that cuts it, the words lost, and all of it."""

    route: RecordPath
    sign: Span
    lost: str
    whole: str
    span: Span
    """Where all of it stands."""


def cut_texts(text: str, tree: Fields) -> Iterator[CutText]:
    """Yield the texts of a record that a ` #` cuts, in no order."""
    if not _MAY_CUT.search(text):
        return
    lines = text.split("\n")
    for at, scalar, is_key in scalars(tree):
        keys = [step for step in at if isinstance(step, str)]
        # a text may stand by its languages
        is_text = keys[0] == "claim" or not _TEXTS.isdisjoint(keys[-2:])
        if not is_key and scalar.plain and is_text:
            yield from _cuts(at, scalar, lines)


def _cuts(at: RecordPath, scalar: Scalar, lines: list[str]) -> Iterator[CutText]:
    """Yield what a text lost on the line above it, or from its last line on."""
    here = scalar.span
    is_first = not lines[here.line - 1][: here.column - 1].strip()
    above = _COMMENT.fullmatch(lines[here.line - 2]) if is_first and here.line > 1 else None
    if above and above["glued"] and len(above["gap"]) >= here.column - 1:
        sign = _sign(here.line - 1, above)
        whole = Span(sign.line, sign.column, here.end_line, here.end_column)
        yield CutText(at, sign, above["lost"], f"{above['lost']} {scalar.text}", whole)
    number, column = here.end_line, here.end_column - 1
    found = _COMMENT.fullmatch(lines[number - 1], column)
    is_cut = found and (found["glued"] or (scalar.text and len(found["gap"]) == 1))
    if not found and not lines[number - 1][column:].strip():
        below = (n for n in range(number, len(lines)) if lines[n].strip())
        number = next(below, 0) + 1
        found = _COMMENT.fullmatch(lines[number - 1]) if number > 1 else None
        is_cut = found and found["glued"] and _goes_on(len(found["gap"]), scalar, lines)
    if found and is_cut:
        sign, lost = _sign(number, found), found["lost"].rstrip()
        start = here if scalar.text else sign
        whole = Span(start.line, start.column, number, sign.column + len(lost))
        yield CutText(at, sign, lost, f"{scalar.text} {lost}".strip(), whole)


def _sign(number: int, found: re.Match[str]) -> Span:
    return Span(number, found.start("lost") + 1, number, found.start("lost") + 2)


def _goes_on(indent: int, scalar: Scalar, lines: list[str]) -> bool:
    """Tell whether a line so far in would go on with a text, were it not for its `#`."""
    line, column = lines[scalar.span.line - 1], scalar.span.column - 1
    margin = min(len(line) - len(line.lstrip(" -")), column)
    return indent > margin or indent == margin == column


def texts_in_letters(tree: Fields) -> Iterator[tuple[RecordPath, Scalar]]:
    """Yield the texts whose quote marks are letters: readers would see them beside the page's own.

    A title may be one that stands in quote marks.
    """
    for at, scalar, is_key in scalars(tree):
        if not is_key and scalar.plain and IN_LETTERS.fullmatch(scalar.text) and "title" not in at:
            yield at, scalar


def may_hold_fold(text: str) -> bool:
    return _LINE.search(text) is not None and _BREAK.search(text) is not None


def find_folds(text: str, tree: Fields) -> Iterator[tuple[RecordPath, str, str]]:
    """Yield the route of each such text, where it was first broken, and the text without the blanks."""
    if not may_hold_fold(text):
        return
    lines = text.split("\n")
    for at, scalar, is_key in scalars(tree):
        broken = "\n".join(lines[scalar.span.line - 1 : scalar.span.end_line])
        pairs = [] if is_key else [found.groups() for found in _BREAK.finditer(broken)]
        blanks = [
            f"{before} {after}" for before, after in pairs if f"{before} {after}" in scalar.text
        ]
        meant = scalar.text
        for blank in blanks:
            meant = meant.replace(blank, blank[0] + blank[-1])
        if blanks:
            yield at, blanks[0], meant
