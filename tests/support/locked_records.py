"""Invented entries of evidence.lock for the records of `builders.py`."""

from dataclasses import replace

from lastro.corpus.corpus import Corpus
from lastro.evidence.proofs import quotes_of
from lastro.locks.evidence import CaptureProof, DroppedCapture, EvidenceLock, Proof

CAPTURE = CaptureProof(
    url="https://port.example.org/log",
    retrieved="2025-03-20T09:30:00Z",
    media_type="text/html",
    via="http",
    bytes="0" * 64,
    text="1" * 64,
    characters=120,
)
TAKEN_DOWN = EvidenceLock(
    dropped={"source:harbour-log": DroppedCapture(CAPTURE, "2025-03-25", "The publisher asked.")}
)


def locked(records: Corpus) -> Corpus:
    """Return a corpus whose lock holds every quote of evidence as verified."""
    proofs = {
        quoted.key: Proof(quoted.hash, quoted.source, CAPTURE, "verified", 1, 40, 20)
        for quoted in quotes_of(records)
        if "/evidence/" in quoted.key
    }
    return replace(records, evidence_lock=EvidenceLock(proofs))
