from collections.abc import Iterator
from datetime import date

from lastro.evidence.proofs import QuotedWords, addresses_of, proofs_in
from lastro.locks.evidence import (
    EVIDENCE,
    CaptureProof,
    Proof,
    Reading,
    find_disputed,
    identify_reading,
)
from lastro.places import record_of
from lastro.rules import Corpus, Finding, Findings, Kept
from lastro.text.comparable import NORMALIZATION, kinds_in, normalise, normalise_source


def check(record: Kept, corpus: Corpus, today: date) -> Findings:
    told = corpus.derive_once(_told_first)
    for quoted, proof in _entries(record, corpus):
        first = told.get(identify_reading(proof), proof.capture)
        wrong = _wrong_capture(proof, first, corpus, today) or _wrong_place(quoted, proof)
        if wrong:
            hint = "restore the line; an editor who holds the captures runs `lastro verify`"
            yield Finding(route=(EVIDENCE, quoted.key), message=wrong, hint=hint)


def _entries(record: Kept, corpus: Corpus) -> Iterator[tuple[QuotedWords, Proof]]:
    return (found for found in proofs_in(record, corpus) if found[0].is_proof(found[1]))


def _told_first(corpus: Corpus) -> dict[Reading, CaptureProof]:
    """Return for each capture that entries tell in several ways what the first one says of it."""
    found: dict[Reading, CaptureProof] = {}
    groups = find_disputed(corpus.proofs)
    records = sorted({record_of(key) for keys in groups.values() for key in keys}, key=str)
    for record in (corpus.records[at] for at in records if at in corpus.records):
        for _, proof in _entries(record, corpus):
            found.setdefault(identify_reading(proof), proof.capture)
    return found


def _wrong_capture(proof: Proof, first: CaptureProof, corpus: Corpus, today: date) -> str | None:
    capture = proof.capture
    if capture.retrieved[:10] > today.isoformat():
        return f"captured on {capture.retrieved[:10]}, a day still to come"
    if capture != first:
        return f"two texts for one capture of '{proof.source}' at {capture.retrieved}"
    if capture.url not in addresses_of(proof.source, corpus):
        return f"'{capture.url}' is no address of '{proof.source}'"
    return None


def _wrong_place(quoted: QuotedWords, proof: Proof) -> str | None:
    if proof.offset is None or proof.length is None or proof.normalization > NORMALIZATION:
        return None
    exact = quoted.quote.exact
    length = len(normalise(exact))
    is_today = proof.normalization == NORMALIZATION or not kinds_in(normalise_source(exact))
    if is_today and proof.length != length:
        return f"length is {proof.length}, the words have {length} characters"
    end, characters = proof.offset + proof.length, proof.capture.characters
    past = f"ends at {end}, past the end of the capture ({characters})"
    return past if end > characters else None
