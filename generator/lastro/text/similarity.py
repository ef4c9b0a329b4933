"""How alike two wordings or two names are: whether one thing was checked or counted twice.

Compared are the words that carry meaning, without their endings and in any order; numbers, names and
negation tell claims apart, as most that read alike are a series. A letter too many makes two of one person,
or of one origin: each name is compared with those that share a spelling with one letter left out, so the
cost grows with the number of names and not with its square.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from math import ceil
from operator import or_
from pathlib import Path

import msgspec
from msgspec import Struct

ALIKE = 0.85
"""From here on two wordings are taken for one: one word in seven may be another."""
MOST_LED_TO = 200
"""A word that more claims than this share leads to none of them; it bounds the work of a search."""
_BITS = 256
"""Width of the mask of a wording: words that fall on other bits are other words for sure."""
WORDS = msgspec.json.decode(
    Path(__file__).with_suffix(".json").read_bytes(), type=dict[str, dict[str, frozenset[str]]]
)
"""Words of a language that carry no meaning, and those that negate."""
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+n['’]t|[^\W\d_]+")
_ENDING = re.compile(r"(?<=\w{4})(?:ing|ed|es|s|e|d|m)$")
_LAST_LETTERS = frozenset("gdsem")
SHORTEST = 6
"""Letters from which on one other letter is more likely a slip than another name."""


class SentenceProfile(Struct, frozen=True):
    """What is compared of a sentence: its words without endings, which of them name, which count."""

    words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    negations: int


def profile_sentence(text: str, language: str) -> SentenceProfile:
    """Reduce a sentence to what is compared; a language without a list keeps all its words."""
    subtag = language.partition("-")[0]
    idle, negating = (WORDS[kind].get(subtag, frozenset()) for kind in ("carry_nothing", "negate"))
    words, names, numbers, negations = set(), set(), set(), 0
    for written in _WORD.findall(unicodedata.normalize("NFC", text)):
        word = written.casefold()
        if word in negating or word.endswith(("n't", "n’t")):
            negations += 1
        elif written[0].isdigit():
            numbers.add(word)
        elif word not in idle and len(word) > 1:
            stem = _ENDING.sub("", word) if word[-1] in _LAST_LETTERS else word
            words.add(stem)
            if written[0].isupper():
                names.add(stem)
    return SentenceProfile(
        frozenset(words | numbers), frozenset(names), frozenset(numbers), negations
    )


def likeness(one: SentenceProfile, other: SentenceProfile) -> float:
    """Return the share of common words, 0 to 1 (Dice); 0 if numbers, names or negation differ."""
    if one.negations != other.negations or not (one.words and other.words):
        return 0.0
    ours, theirs = one.words - other.words, other.words - one.words
    other_names = ours & one.names and theirs & other.names
    if other_names or (ours & one.numbers and theirs & other.numbers):
        return 0.0
    shared = len(one.words) - len(ours)
    return 2 * shared / (len(one.words) + len(other.words))


def alike(wordings: Mapping[str, SentenceProfile]) -> Iterator[tuple[str, str, float]]:
    """Yield for each key every earlier one that is alike, and how much, in the order given.

    Two sets that share most of their words share one of their few rarest: only those lead from one
    to the other. Source of this prefix filter: Bayardo, Ma, Srikant, "Scaling up all pairs
    similarity search", 2007.
    """
    frequency = Counter(word for found in wordings.values() for word in found.words)
    bits = {word: 1 << index % _BITS for index, word in enumerate(frequency)}
    masks: dict[str, int] = {}
    led_to: dict[str, list[str]] = {}
    for key, found in wordings.items():
        rarest = sorted(found.words, key=lambda word: (frequency[word], word))
        leading = rarest[: len(rarest) - ceil(len(rarest) * ALIKE / (2 - ALIKE)) + 1]
        masks[key] = reduce(or_, map(bits.__getitem__, rarest), 0)
        for other in dict.fromkeys(k for word in leading for k in led_to.get(word, ())):
            if (masks[key] & ~masks[other]).bit_count() >= len(leading):
                continue
            much = likeness(found, wordings[other])
            if much >= ALIKE:
                yield key, other, much
        for word in leading:
            holders = led_to.setdefault(word, [])
            if len(holders) < MOST_LED_TO:
                holders.append(key)


class _Spelling(Struct, frozen=True):
    """A name in the parts that are compared: its words without signs and accents."""

    name: str
    words: tuple[str, ...]
    letters: str


def one_slip_apart(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each pair of names that look alike, in the order of names, each pair once.

    They differ in case, accents, blanks and signs only, or in one letter. Two names with other numbers, another
    first letter, or other words of one letter ("wire-a", "wire-b") are two names; so are short ones.
    """
    seen: dict[tuple[tuple[str, ...], str], list[_Spelling]] = {}
    for name in sorted(set(names)):
        bare = "".join(
            c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)
        )
        words, numbers = re.findall(r"[^\W\d_]+", bare.casefold()), tuple(re.findall(r"\d+", bare))
        letters = "".join(words)
        spelling = _Spelling(name, tuple(words), letters)
        places = range(len(letters) if len(letters) >= SHORTEST else 0)
        keys = [
            (numbers, key) for key in {letters, *(letters[:i] + letters[i + 1 :] for i in places)}
        ]
        near = {held.name: held for key in keys for held in seen.get(key, ())}
        yield from ((other, name) for other in sorted(near) if _alike(near[other], spelling))
        for key in keys:
            seen.setdefault(key, []).append(spelling)


def _alike(one: _Spelling, other: _Spelling) -> bool:
    if one.letters == other.letters:
        return bool(one.letters)
    if min(len(one.letters), len(other.letters)) < SHORTEST or one.letters[0] != other.letters[0]:
        return False
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415 - only near names need it

    is_slip = DamerauLevenshtein.distance(one.letters, other.letters) == 1
    return is_slip and all(len(word) > 1 for word in set(one.words) ^ set(other.words))
