"""From quotes and captured texts to the entries of evidence.lock: verified, or a mismatch. Pure.

The newest capture that holds the words is their proof; when a still newer one lacks them, the entry says so.
"Not found" sends its reader through the whole page, so the passage that comes nearest is shown with the
words that differ; it is never a match, and decides nothing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from msgspec import Struct
from rapidfuzz import fuzz

from lastro.evidence.proofs import QuotedWords
from lastro.evidence.quotes import READINGS_APART, find, stands_across
from lastro.locks.evidence import CaptureProof, Proof
from lastro.model.base import Quote
from lastro.text.comparable import GAP, HYPHEN, NORMALIZATION, as_read, normalise
from lastro.text.numbers import UNSPACED

Parts = Sequence[tuple[str, int]]
"""Names with their offsets in characters, ascending: pages of a PDF, or the main text of a page and
the whole of it."""
LEAST_ALIKE = 60.0
"""Of 100; below it the nearest passage is about something else (rapidfuzz, partial ratio)."""
LONGEST_TEXT = 2_000_000
"""Characters of a capture that are searched: what is longer holds no page that people quote."""
ACROSS = "the words stand on both sides of something that was left out, or in two cells"
CAPITALS = "only capitals differ: a style sheet may have made those that you saw"
JOINERS = "only a joiner differs, which cannot be seen (U+200C, U+200D): copy the words"
Kind = Literal["same", "quoted", "standing"]
_WORD = re.compile(rf"[{UNSPACED}]+?|[^\s{UNSPACED}]+")
"""A letter counts as a word in scripts that write none apart."""
_JOINER = re.compile("[\u200c\u200d]")


class CapturedText(Struct, frozen=True):
    """One capture of a source: what the lock says of it, and what reads its text and its parts."""

    proof: CaptureProof
    read: Callable[[], tuple[str, Parts]]


def match(quoted: QuotedWords, captures: Sequence[CapturedText]) -> Proof:
    """Seek a quote in the captures of its source, given oldest first, at least one."""
    newest = captures[-1]
    for captured in reversed(captures):
        text, parts = captured.read()
        found = find(quoted.quote, text)
        if found is not None:
            return Proof(
                quote=quoted.hash,
                source=quoted.source,
                capture=_as_compared(captured.proof, text),
                result="verified",
                normalization=NORMALIZATION,
                offset=found.offset,
                length=found.length,
                part=part_at(found.offset, parts),
                changed="" if captured is newest else newest.proof.retrieved,
                times=found.times,
                folded=" ".join(found.folded),
            )
    return Proof(
        quote=quoted.hash,
        source=quoted.source,
        capture=_as_compared(newest.proof, newest.read()[0]),
        result="mismatch",
        normalization=NORMALIZATION,
    )


def _as_compared(proof: CaptureProof, text: str) -> CaptureProof:
    """Give the length that a text has today: that of an older normalisation may have grown."""
    return proof if proof.characters == len(text) else replace(proof, characters=len(text))


def part_at(offset: int, parts: Parts) -> str:
    return next((name for name, start in reversed(parts) if start <= offset), "")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: in both texts, in the quote only, or in the source only."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The passage that comes nearest, its place in the text and how it differs.

    `why` says why the quote was not found where one sentence can; `is_across` that it is `ACROSS`.
    """

    offset: int
    words: str
    pieces: tuple[Piece, ...]
    is_across: bool = False
    why: str = ""


def nearest_passage(quote: Quote, text: str) -> Nearest | None:
    """Find the passage of a normalised text that is most like a quote; None when none is."""
    is_across = stands_across(quote, text)
    wanted, text = normalise(quote.exact), as_read(text).replace(HYPHEN, "-")
    if not is_across and (same := _find_but_for_shape(wanted, text)):
        return same
    start = text.rfind(READINGS_APART) + 1 if is_across else 0
    near = _nearest(wanted, text[start:].replace(GAP, "\u2026"))
    why = ACROSS if is_across else ""
    return near and replace(near, offset=start + near.offset, is_across=is_across, why=why)


def _find_but_for_shape(wanted: str, text: str) -> Nearest | None:
    letters = map(re.escape, _JOINER.sub("", wanted))
    for why, pattern in (
        (CAPITALS, re.compile(re.escape(wanted), re.IGNORECASE)),
        (JOINERS, re.compile(f"{_JOINER.pattern}*".join(letters))),
    ):
        for found in pattern.finditer(text) if wanted else ():
            if found[0] != wanted:
                pieces = tuple(_compared(wanted, found[0]))
                return Nearest(found.start(), found[0], pieces, why=why)
    return None


def _nearest(wanted: str, text: str) -> Nearest | None:
    found = fuzz.partial_ratio_alignment(wanted, text[:LONGEST_TEXT], score_cutoff=LEAST_ALIKE)
    if found is None or not wanted:
        return None
    start, end = _widen_to_whole_words(text, found.dest_start, found.dest_end)
    start, end = _leave_out_marks(text, start, end, wanted)
    pieces = list(_compared(wanted, text[start:end]))
    if all(piece.kind != "same" for piece in pieces):
        return None
    if pieces[0].kind == "standing":
        start += len(pieces.pop(0).words)
    if pieces[-1].kind == "standing" and pieces[-2].kind == "same":
        end -= len(pieces.pop().words)
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return Nearest(start, text[start:end].rstrip(), tuple(pieces))


def _widen_to_whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _leave_out_marks(text: str, start: int, end: int, wanted: str) -> tuple[int, int]:
    while start < end and not text[start].isalnum() and text[start] != wanted[0]:
        start += 1
    while end > start and not text[end - 1].isalnum() and text[end - 1] != wanted[-1]:
        end -= 1
    return start, end


def _compared(wanted: str, standing: str) -> Iterator[Piece]:
    from difflib import SequenceMatcher  # noqa: PLC0415 - most commands compare no words

    quoted, found = [*_WORD.finditer(wanted)], [*_WORD.finditer(standing)]
    matcher = SequenceMatcher(None, [a[0] for a in quoted], [b[0] for b in found], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", wanted[quoted[a].start() : quoted[b - 1].end()])
            continue
        if b > a:
            yield Piece("quoted", wanted[quoted[a].start() : quoted[b - 1].end()])
        if d > c:
            yield Piece("standing", standing[found[c].start() : found[d - 1].end()])
