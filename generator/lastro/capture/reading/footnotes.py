"""Which raised marks are footnotes: a reader skips them, and a quote may.

"12 percent⁴" is 12 percent with a footnote, "10⁴" is a number and "12 m²" an area. So a mark is a
footnote where it links to a note, or looks like nothing else. When in doubt it is none: the words
with their mark still stand there, and no quote loses a power.
"""

import re
import unicodedata

_NUMBER = r"\d{1,3}"
_SIGNS = r"[*∗†‡§¶‖#]{1,4}"
_ONE = rf"(?:(?:note|nb|n|fn|ref)\.?\s?)?(?:{_NUMBER}|[a-z]|[ivx]{{1,5}}|{_SIGNS})"
_ENCLOSED = rf"[\[(]?{_ONE}[\])]?"
_APART = r"(?:[\s,;–-]+|(?<=[\])])(?=[\[(]))"
_LINKED = re.compile(rf"{_ENCLOSED}(?:{_APART}{_ENCLOSED})*", re.IGNORECASE)
_IN_BRACKETS = re.compile(rf"\[{_NUMBER}\](?:[\s,;–-]*\[{_NUMBER}\])*|{_SIGNS}")
_BARE = re.compile(rf"({_NUMBER})(?:[,;–-]{_NUMBER})*")
_LONGEST = 24
RAISED = str.maketrans("0123456789-+−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁻")
_BESIDE = 64
_MAY_BE_POWERS = {"2", "3"}
"""Alone behind a word, one of them squares or cubes it."""
_AFTER_NUMBER = re.compile(r"\d[\d.,]*\s?\S*$")
_ENDS_SENTENCE = frozenset(".,;:!?\"'’”»…。，、；：！？」』")
_WHOLE_WORD = 4
"""Letters of what is a word and no symbol or unit, in scripts that write spaces."""


class Footnotes:
    """The footnotes of a text as they are met: numbers that go on from the last are more of them."""

    def __init__(self) -> None:
        self._met: set[str] = set()

    def is_mark(self, mark: str, before: str, *, linked: bool) -> bool:
        """Tell whether a raised mark behind some text is a footnote and no part of the text."""
        mark = " ".join(mark.split())
        if not mark or len(mark) > _LONGEST:
            return False
        is_one = bool(_IN_BRACKETS.fullmatch(mark) or (linked and _LINKED.fullmatch(mark)))
        if is_one or self._is_rather_note_than_power(mark, before[-_BESIDE:]):
            self._met.update(re.findall(_NUMBER, mark))
            return True
        return False

    def _is_rather_note_than_power(self, mark: str, before: str) -> bool:
        found = _BARE.fullmatch(mark)
        if not found or not before or before[-1].isspace():
            return False
        if before[-1] in _ENDS_SENTENCE:
            return not before[-2:-1].isdecimal() or found[1] not in _MAY_BE_POWERS
        if found[1] in _MAY_BE_POWERS:
            follows = str(int(found[1]) - 1) in self._met
            if not follows or _AFTER_NUMBER.search(before):
                return False
        return _ends_with_word(before)


def _ends_with_word(before: str) -> bool:
    letters = 0
    for character in reversed(before):
        if not character.isalpha() and unicodedata.category(character)[0] != "M":
            break
        letters += _WHOLE_WORD if "\u3040" <= character <= "\ua4cf" else 1
    return letters >= _WHOLE_WORD
