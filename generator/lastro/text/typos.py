"""Names that one slip of a finger keeps apart.

A letter too many makes two of one person, or of one origin, and whoever counts them counts wrong.
The search compares each name with those that share a spelling with one letter left out, so its cost
grows with the number of names and not with its square.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from msgspec import Struct

SHORTEST = 6
"""Letters from which on one other letter is more likely a slip than another name."""


class _Spelling(Struct, frozen=True):
    """A name in the parts that are compared: its words without signs and accents, its numbers."""

    name: str
    words: tuple[str, ...]
    letters: str
    numbers: tuple[str, ...]


def one_slip_apart(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each pair of names that look alike, in the order of names, each pair once.

    They differ in case, accents, blanks and signs only, or in one letter that is added, left out,
    swapped or another one. Two names with other numbers, another first letter, or of which one has
    a word of one letter where the other has another ("wire-a", "wire-b") are two names; so are
    short ones that differ in a letter.
    """
    seen: dict[tuple[tuple[str, ...], str], list[_Spelling]] = {}
    for name in sorted(set(names)):
        spelling = _spelled(name)
        keys = [(spelling.numbers, key) for key in _with_one_left_out(spelling.letters)]
        near = {held.name: held for key in keys for held in seen.get(key, ())}
        yield from ((other, name) for other in sorted(near) if _alike(near[other], spelling))
        for key in keys:
            seen.setdefault(key, []).append(spelling)


def _spelled(name: str) -> _Spelling:
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = tuple(re.findall(r"[^\W\d_]+", bare.casefold()))
    return _Spelling(name, words, "".join(words), tuple(re.findall(r"\d+", bare)))


def _with_one_left_out(letters: str) -> set[str]:
    """Return the letters, and what is left of them without any one."""
    if len(letters) < SHORTEST:
        return {letters}
    return {letters, *(letters[:i] + letters[i + 1 :] for i in range(len(letters)))}


def _alike(one: _Spelling, other: _Spelling) -> bool:
    if one.letters == other.letters:
        return bool(one.letters)
    if min(len(one.letters), len(other.letters)) < SHORTEST or one.letters[0] != other.letters[0]:
        return False
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415 - only near names need it

    is_slip = DamerauLevenshtein.distance(one.letters, other.letters) == 1
    return is_slip and all(len(word) > 1 for word in set(one.words) ^ set(other.words))
