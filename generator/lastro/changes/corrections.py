"""The corrections of a claim against those that were published: what is new, what was touched.

A log that can be edited afterwards corrects nothing: whoever read an entry must find it again, word
for word and in its order. Entries are only ever added.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

from lastro.changes.wording import fields
from lastro.model.base import Correction

Touched = Literal["edited", "moved", "gone"]


class CorrectionChange(Struct, frozen=True):
    """An entry that readers had, and what became of it; `index` is where it stands now."""

    entry: Correction
    how: Touched
    index: int | None = None


class CorrectionLog(Struct, frozen=True):
    """Entries that are new, by their places now, and published ones that are not as they were."""

    new: tuple[int, ...]
    rewritten: tuple[CorrectionChange, ...]


def compare_logs(
    before: Sequence[Correction], after: Sequence[Correction], language: str
) -> CorrectionLog:
    """Compare two logs by their words in one language, `was` among them.

    A published entry that is missing is taken for edited when one of its day or of its words
    stands among the new ones; that one is then not new.
    """
    old = [_said(entry, language) for entry in before]
    now = [_said(entry, language) for entry in after]
    left, new = _unmatched(old, now)
    rewritten = []
    for index in left:
        like = next((n for n in new if old[index] == now[n]), None)
        how: Touched = "moved"
        if like is None:
            like = next((n for n in new if set(old[index][:2]) & set(now[n][:2])), None)
            how = "gone" if like is None else "edited"
        if like is not None:
            new.remove(like)
        rewritten.append(CorrectionChange(before[index], how, like))
    return CorrectionLog(tuple(new), tuple(rewritten))


def _said(entry: Correction, language: str) -> tuple[str, str, str]:
    told = fields(entry, language)
    return str(told["on"]), str(told["what"]), str(told["was"])


def _unmatched(old: Sequence[object], now: Sequence[object]) -> tuple[list[int], list[int]]:
    """Return the places of both that have no partner while the order is kept."""
    blocks = SequenceMatcher(None, old, now, autojunk=False).get_matching_blocks()
    kept = {(b.a + n, b.b + n) for b in blocks for n in range(b.size)}
    first, second = {a for a, _ in kept}, {b for _, b in kept}
    left = [n for n in range(len(old)) if n not in first]
    return left, [n for n in range(len(now)) if n not in second]
