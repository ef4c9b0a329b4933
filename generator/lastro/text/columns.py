"""Columns and cells of a printed page: what stands in two of them is no sentence.

A reader goes down a column of prose, and sees the lines of a table. So the first are joined where
their words wrap, and between all other cells is a gap. Pure.
"""

import re
from itertools import pairwise
from typing import NamedTuple

from lastro.text.comparable import GAP

PARTED = "\ufffe"
"""What PDFium puts for a hyphen at a line end that parts a word, in place of hyphen and line end.
Source: PDFium, `CPDF_TextPage`; `FPDFText_IsHyphen`."""
_LABEL = re.compile(r"[(\[]?\w{1,3}[.)\]]|[^\w\s]")
"""What stands alone before the words of a list."""
_LABELLED = 2
_CELL_END = f"\r\n{GAP}"
_INDENTED = 3.0
_BLANKS_IN_PROSE = 2
"""Points by which lines of a column may be indented, and blanks that they have at least."""


class Cell(NamedTuple):
    """Words of a line without a wide gap between them, and the place of the first."""

    text: str
    left: float
    right: float
    baseline: float
    height: float


def in_columns(lines: list[list[Cell]]) -> str:
    pieces, number = list[str](), 0
    while number < len(lines):
        block = [lines[number]]
        while number + len(block) < len(lines) and _go_on(block[-1], lines[number + len(block)]):
            block.append(lines[number + len(block)])
        if number:
            pieces.append(_line_end(lines[number - 1], block[0]))
        pieces.append(GAP.join(map(_column, zip(*block, strict=True))))
        number += len(block)
    return f"{GAP * _is_row(lines[0])}{''.join(pieces)}{GAP * _is_row(lines[-1])}" if lines else ""


def _is_row(line: list[Cell]) -> bool:
    return len(line) > _LABELLED or (len(line) > 1 and not _LABEL.fullmatch(line[0].text))


def _go_on(line: list[Cell], following: list[Cell]) -> bool:
    return (
        len(line) == len(following)
        and _is_row(line)
        and all(abs(a.left - b.left) <= _INDENTED for a, b in zip(line, following, strict=True))
    )


def _column(cells: tuple[Cell, ...]) -> str:
    """Join the lines of a column where they are a sentence: its words wrap at the right edge."""
    edge, text = max(cell.right for cell in cells), cells[0].text
    for one, other in pairwise(cells):
        words = other.text.split(" ")
        width = (other.right - other.left) * len(words[0]) / len(other.text)
        is_full = one.right + width > edge and one.text.count(" ") >= _BLANKS_IN_PROSE
        goes_on = is_full and words[0][:1].islower()
        text += (_line_end([one], [other]) if goes_on else _CELL_END) + other.text
    return text


def _line_end(line: list[Cell], following: list[Cell]) -> str:
    one, other = line[-1], following[0]
    if one.text.endswith(PARTED) and not _is_row(line):
        return ""
    is_beside = abs(one.baseline - other.baseline) < one.height / 2
    are_numbers = one.text[-1:].isdecimal() and other.text[:1].isdecimal()
    is_apart = are_numbers and not all(any(map(str.isalpha, each.text)) for each in (one, other))
    is_row = _is_row(line) or _is_row(following)
    return _CELL_END if is_row or is_beside or is_apart else "\r\n"
