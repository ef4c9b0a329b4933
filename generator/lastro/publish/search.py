"""The index that readers search in, cut so that a browser loads only what a query asks for.

Each run of letters of a query leads to one piece of a few KB, and each result that is shown to another:
`index.json` says how many pieces there are, `grams/N.bin` holds where runs stand, `claims/N.json` and its
like the ready HTML of results. A piece holds for each run its length in bytes, itself in UTF-8, its weight,
how many texts have it, and the distances between their rising numbers, all LEB128 (DWARF 5, §7.6). A run is
in the piece of its FNV-1a hash over code points, modulo the number of pieces.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from itertools import accumulate, pairwise
from typing import Literal

from lastro.text.grams import IDLE, GramIndex, Posting, index_texts

MOST_AT_ONCE = 500
"""Up to so many claims every build renews the index; beyond, one that publishes, or finds none."""
FOLDER = "search/"
MAP = "index.json"
KINDS = ("claims", "articles", "topics", "claimants", "sources", "publishers")
"""First steps of the addresses of what is found, in the order of their numbers."""
PIECE = 4_096
"""Bytes of a piece of the index, about."""
TOGETHER = dict.fromkeys(KINDS, 40) | {"claims": 8, "articles": 8}
"""Entries of one file, by kind: a claim shows most."""
State = Literal["current", "older"]
Entry = tuple[str, str, str]
"""Heading and text by which a page is found, and what is shown of it."""


def name_entries(entries: Mapping[str, Entry]) -> str:
    """Return a name that changes with any entry."""
    seen = hashlib.sha256()
    for path in sorted(entries):
        seen.update("\0".join((path, *entries[path], "")).encode())
    return seen.hexdigest()


def index_files(entries: Mapping[str, Entry]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an index, by their paths below its folder; `entries` is by address."""
    kinds = [path.partition("/")[0] for path in entries]
    by_number = [path for _, path in sorted(zip(map(KINDS.index, kinds), entries, strict=True))]
    index = index_texts(" ".join(entries[path][:2]) for path in by_number)
    ends = [*accumulate(map(kinds.count, KINDS), initial=0)]
    told = {
        kind: [a, b - a, TOGETHER[kind]] for kind, (a, b) in zip(KINDS, pairwise(ends), strict=True)
    }
    yield from _index_files(index, told)
    for kind, together in TOGETHER.items():
        shown = [entries[path][2] for path in by_number if path.startswith(f"{kind}/")]
        for start in range(0, len(shown), together):
            yield f"{kind}/{start // together}.json", _json(shown[start : start + together])


def _index_files(index: GramIndex, kinds: Mapping[str, list[int]]) -> Iterator[tuple[str, bytes]]:
    packed = {gram: _pack(gram, posting) for gram, posting in index.postings.items()}
    count = max(1, sum(map(len, packed.values())) // PIECE)
    pieces = [bytearray() for _ in range(count)]
    for gram, content in packed.items():
        pieces[hash_gram(gram) % count] += content
    told = {
        "pieces": count,
        "kinds": kinds,
        "idle": sorted(IDLE),
        # one sign a text, from "!" on
        "lengths": "".join(chr(32 + length) for length in index.lengths),
    }
    yield MAP, _json(told)
    for number, piece in enumerate(pieces):
        yield f"grams/{number}.bin", bytes(piece)


def hash_gram(gram: str) -> int:
    """Hash by FNV-1a, 32 bits, over code points."""
    return reduce(lambda h, c: (h ^ ord(c)) * 0x01000193 & 0xFFFFFFFF, gram, 0x811C9DC5)


def _pack(gram: str, posting: Posting) -> bytes:
    name = gram.encode()
    numbers = [posting.weight, len(posting.texts)]
    numbers += (b - a for a, b in pairwise((0, *posting.texts)))
    return bytes([len(name)]) + name + _pack_numbers(numbers)


def _pack_numbers(numbers: Iterable[int]) -> bytes:
    packed = bytearray()
    for number in numbers:
        left = number
        while left > 127:  # noqa: PLR2004 - seven bits
            packed.append(left & 127 | 128)
            left >>= 7
        packed.append(left)
    return bytes(packed)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
