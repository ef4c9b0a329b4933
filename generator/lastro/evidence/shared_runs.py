"""Long runs of the same words in two sources: a hint that they have one origin.

Independence is what readers count on, and a copied paragraph is how it is lost. This only points at
a pair; whether one copied the other, or both quote a third, a person decides. Pure.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import combinations

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.evidence.origins import Origins
from lastro.model.claim import Claim

LONG_RUN = 25
"""Words in a row that two people do not choose alike; twice what two quotes may share."""
_WORD = re.compile(r"\w+")


class SharedRun(Struct, frozen=True):
    """Two sources of one claim that count as two origins, and the longest run that both print."""

    claim: str
    sources: tuple[str, str]
    origins: tuple[str, str]
    words: tuple[str, ...]


def find_shared_runs(corpus: Corpus, texts: Mapping[str, str]) -> Iterator[SharedRun]:
    """Yield each pair of sources of one claim whose `texts` share a long run, a pair once."""
    origins, told = corpus.derive_once(Origins), set[tuple[str, str]]()
    for claim in corpus.claims.values():
        for (first, one), (second, two) in combinations(_pair_with_roots(claim, origins), 2):
            pair = (first, second) if first < second else (second, first)
            if one == two or first == second or pair in told or not texts.keys() >= {*pair}:
                continue
            told.add(pair)
            words = longest_run(texts[first], texts[second])
            if words:
                yield SharedRun(claim.id, (first, second), (one, two), words)


def _pair_with_roots(claim: Claim, origins: Origins) -> list[tuple[str, str]]:
    found = [(item.source, origins.root(item)) for item in claim.evidence]
    return [(source, root) for source, root in dict.fromkeys(found) if root]


def longest_run(first: str, second: str) -> tuple[str, ...]:
    """Return the longest run of words that two texts share, at least `LONG_RUN`; else nothing."""
    ours, theirs = _words(first), _words(second)
    known = {tuple(ours[at : at + LONG_RUN]) for at in range(len(ours) - LONG_RUN + 1)}
    best: tuple[int, int] = (0, 0)
    at = 0
    while at <= len(theirs) - LONG_RUN:
        run = 0
        while tuple(theirs[at + run : at + run + LONG_RUN]) in known:
            run += 1
        if run:
            best = max(best, (run + LONG_RUN - 1, -at))
        at += run + 1
    length, start = best[0], -best[1]
    return tuple(theirs[start : start + length])


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
