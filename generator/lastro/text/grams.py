"""What was meant although it was typed otherwise: texts that share rare runs of letters with a query.

A reader types without accents, with a slip, or the middle of a Japanese word. So texts are compared by runs
of four letters within words, and by pairs where a script has no blanks; a run weighs by its rarity (tf-idf),
a text by its length (cosine). The site's search ranks alike.
Source: Manning, Raghavan, Schütze, "Introduction to Information Retrieval", 2008, chapters 3 and 6.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import isqrt, log2

from msgspec import Struct

from lastro.text.similarity import WORDS

SIZE = 4
MOST = 200
"""Of a long query so many runs are looked up, those of its longest words: a browser fetches each."""
_FINE = 90
"""Steps in which the length of a text is told."""
_NO_BLANKS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(f"[{_NO_BLANKS}]+|[^\\W_{_NO_BLANKS}]+")
_HAS_NO_BLANKS = re.compile(f"[{_NO_BLANKS}]")


def fold(text: str) -> str:
    """Take case, accents and forms of letters away."""
    bare = (c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c)[0] != "M")
    return unicodedata.normalize("NFC", "".join(bare).lower())


IDLE = frozenset(fold(word) for words in WORDS["carry_nothing"].values() for word in words)
"""Words that stand in every text, folded: no one looks for them."""


def split_words(text: str) -> list[str]:
    return [word for word in _WORD.findall(fold(text)) if word not in IDLE]


@lru_cache(maxsize=1 << 16)
def grams_of(word: str) -> tuple[str, ...]:
    """Return the runs of a folded word; a blank marks where it begins and ends."""
    padded, size = (word, 2) if _HAS_NO_BLANKS.match(word) else (f" {word} ", SIZE)
    return tuple(padded[i : i + size] for i in range(max(1, len(padded) - size + 1)))


def grams_of_query(query: str) -> list[str]:
    words = sorted(dict.fromkeys(split_words(query)), key=len, reverse=True)
    return list(dict.fromkeys(gram for word in words for gram in grams_of(word)))[:MOST]


class Posting(Struct, frozen=True):
    """Where one run stands."""

    weight: int
    texts: list[int]
    """By their numbers, which rise."""


class GramIndex(Struct, frozen=True):
    """Texts, numbered from 0, as they are searched."""

    postings: Mapping[str, Posting]
    lengths: Sequence[int]
    """From 1 to 90."""


def index_texts(texts: Iterable[str]) -> GramIndex:
    """Index each text; of many texts no more than where their runs stand is held at once."""
    having: dict[str, list[int]] = {}
    number = -1
    for number, text in enumerate(texts):
        for gram in {gram for word in split_words(text) for gram in grams_of(word)}:
            having.setdefault(gram, []).append(number)
    weights = {gram: _weigh(number + 1, len(numbers)) for gram, numbers in having.items()}
    squares = [0] * (number + 1)
    for gram, numbers in having.items():
        for at in numbers:
            squares[at] += weights[gram]
    lengths = [*map(isqrt, squares)]
    longest = max(lengths, default=1)
    fine = [max(1, -(-_FINE * length // longest)) for length in lengths]
    postings = {gram: Posting(weights[gram], having[gram]) for gram in sorted(having)}
    return GramIndex(postings, fine)


def _weigh(texts: int, having: int) -> int:
    """Return the square of a run's rarity, as a whole number: programs that add such agree."""
    return round(16 * log2(1 + texts / having) ** 2)


def rank(index: GramIndex, query: str, near: int = 6) -> list[tuple[int, float]]:
    """Return number and score of each text that is near a query, the nearest first.

    Each holds at least `near` tenths of what the text holds that has most of the query.
    """
    found = [0] * len(index.lengths)
    for posting in filter(None, map(index.postings.get, grams_of_query(query))):
        for number in posting.texts:
            found[number] += posting.weight
    least = max(1, near * max(found, default=0))
    lengths = index.lengths
    kept = [(n, held / lengths[n]) for n, held in enumerate(found) if 10 * held >= least]
    return sorted(kept, key=lambda one: (-one[1], one[0]))
