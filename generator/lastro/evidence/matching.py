"""From quotes and captured texts to the entries of evidence.lock: verified, or a mismatch.

The newest capture that holds the words is their proof; when a still newer one lacks them, the
entry says so, since the source has changed under its reader. Pure: texts come in as values.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from msgspec import Struct

from lastro.evidence.proofs import QuotedWords
from lastro.evidence.quotes import find
from lastro.locks.evidence import CaptureProof, Proof
from lastro.text.comparable import NORMALIZATION

Parts = Sequence[tuple[str, int]]
"""Names with their offsets in characters, ascending: pages of a PDF, or the main text of a page and
the whole of it."""


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
    length = len(text)
    return proof if proof.characters == length else replace(proof, characters=length)


def part_at(offset: int, parts: Parts) -> str:
    """Name the part of a text that an offset stands in."""
    return next((name for name, start in reversed(parts) if start <= offset), "")
