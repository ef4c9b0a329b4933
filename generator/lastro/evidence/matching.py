"""From quotes and captured texts to the entries of evidence.lock: verified, or a mismatch.

The newest capture that holds the words is their proof; when a still newer one lacks them, the
entry says so, since the source has changed under its reader. Pure: texts come in as values.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct

from lastro.evidence.proofs import QuotedWords
from lastro.evidence.quotes import NORMALIZATION, find
from lastro.locks.evidence import CaptureProof, Proof


class CapturedText(Struct, frozen=True):
    """One capture of a source: what the lock says of it, where its parts begin, its text.

    `parts` are names with their offsets in characters, ascending: pages of a PDF, or the main text
    of a page and the whole of it. `text` reads the normalised text when it is needed.
    """

    proof: CaptureProof
    parts: tuple[tuple[str, int], ...]
    text: Callable[[], str]


def match(quoted: QuotedWords, captures: Sequence[CapturedText]) -> Proof:
    """Seek a quote in the captures of its source, given oldest first, at least one."""
    newest = captures[-1]
    for captured in reversed(captures):
        found = find(quoted.quote, captured.text())
        if found is not None:
            return Proof(
                quote=quoted.hash,
                source=quoted.source,
                capture=captured.proof,
                result="verified",
                normalization=NORMALIZATION,
                offset=found.offset,
                length=found.length,
                part=part_at(found.offset, captured.parts),
                changed="" if captured is newest else newest.proof.retrieved,
                times=found.times,
            )
    return Proof(
        quote=quoted.hash,
        source=quoted.source,
        capture=newest.proof,
        result="mismatch",
        normalization=NORMALIZATION,
    )


def part_at(offset: int, parts: Sequence[tuple[str, int]]) -> str:
    """Name the part of a text that an offset stands in."""
    return next((name for name, start in reversed(parts) if start <= offset), "")
