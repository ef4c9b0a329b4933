"""evidence.lock: what each quote was checked against, as text and as values.

The text of a source belongs to others and stays private; that a quote stands in it, and where, is public.
Written by `lastro verify --update` and `lastro captures drop` alone, in the form of `lastro.locks.format`.
Source: docs/handbook/explanation/quotes.md.
"""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from types import MappingProxyType
from typing import Annotated, Literal, cast

import msgspec
from msgspec import Meta, Struct

from lastro.locks.format import LockForm, lock_text
from lastro.text.comparable import KINDS
from lastro.text.dates import NotADateError, whole_day
from lastro.text.escape import url

EVIDENCE = "evidence.lock"
UNKNOWN = "unknown"
"""Address of a file that nobody can place."""
LONGEST_REASON = 500
_ID = "[a-z0-9]+(?:-[a-z0-9]+)*"
_QUOTE_KEY = re.compile(
    rf"claim:{_ID}/(?:evidence/{_ID}|said/words|said/original|said/also/\d+)"
    rf"|article:{_ID}/(?:left_out|repeats)/\d+"
)
_CAPTURE_KEY = re.compile(rf"(?:source|article):{_ID}")
_NAME = "[a-z0-9][a-z0-9!#$&^_.+-]{0,80}"
_KIND = f"(?:{'|'.join(sorted({*KINDS.values()}))})"
Result = Literal["verified", "mismatch"]
Via = Literal["http", "file"]
Sha256 = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Moment = Annotated[str, Meta(pattern=r"\A\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ\Z")]
Natural = Annotated[int, Meta(ge=0, lt=10**9)]
Positive = Annotated[int, Meta(ge=1, lt=10**9)]


@dataclass(frozen=True, slots=True)
class CaptureProof:
    """Which capture a quote was sought in, without a word of it.

    `retrieved` is its moment in UTC, such as `2026-11-24T21:30:00Z`; `via` says whether we fetched
    it or were handed a file; `bytes` and `text` are the sha256 of both, `characters` is the length
    of the normalised text.
    """

    url: str
    retrieved: Moment
    media_type: Annotated[str, Meta(pattern=rf"\A{_NAME}/{_NAME}\Z")]
    via: Via
    bytes: Sha256
    text: Sha256
    characters: Positive


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of one quote: its sha256, the source it was sought in, where it stands.

    `offset` and `length` count characters of the normalised text, None when the words do not stand in it. `part`
    names the page of a PDF, or the main text. `changed` is the moment of a newer capture without the words.
    `times` counts the places; `folded` names what was folded to find them, sorted (`lastro.text.comparable`).
    """

    quote: Sha256
    source: Annotated[str, Meta(pattern=rf"\A(?:article:)?{_ID}\Z")]
    capture: CaptureProof
    result: Result
    normalization: Positive
    offset: Natural | None = None
    length: Positive | None = None
    part: Annotated[str, Meta(pattern=r"\A[a-z0-9]{1,20}\Z")] = ""
    changed: Moment = ""
    times: Annotated[int, Meta(ge=2, lt=10**9)] = 1
    folded: Annotated[str, Meta(pattern=rf"\A{_KIND}(?: {_KIND})*\Z")] = ""


class DroppedCapture(Struct, frozen=True):
    """A capture that was taken down: which it was, the day, and why."""

    capture: CaptureProof
    on: str
    reason: str


class EvidenceLock(Struct, frozen=True):
    """All entries: proofs by the key of their quote, dropped captures by that of their record."""

    proofs: Mapping[str, Proof] = msgspec.field(default_factory=dict)
    dropped: Mapping[str, DroppedCapture] = msgspec.field(default_factory=dict)

    @property
    def text(self) -> str:
        entries: dict[str, Proof | DroppedCapture] = {**self.proofs, **self.dropped}
        return lock_text({key: _as_written(entry) for key, entry in entries.items()})


Reading = tuple[str, str, int]
"""A capture as a version of the normalisation reads it: source, moment, version."""


def identify_reading(proof: Proof) -> Reading:
    return proof.source, proof.capture.retrieved, proof.normalization


def find_disputed(proofs: Mapping[str, Proof]) -> Mapping[Reading, tuple[str, ...]]:
    """Return the keys of entries that tell one reading of a capture in several ways."""
    told: dict[Reading, list[tuple[str, CaptureProof]]] = {}
    for key, proof in proofs.items():
        told.setdefault(identify_reading(proof), []).append((key, proof.capture))
    return {
        of: tuple(key for key, _ in entries)
        for of, entries in told.items()
        if any(capture != entries[0][1] for _, capture in entries)
    }


def find_captured(lock: EvidenceLock) -> frozenset[str]:
    """Return what entries name a capture of, but for captures that were taken down since."""
    gone = {key.removeprefix("source:"): e.capture.retrieved for key, e in lock.dropped.items()}
    return frozenset(
        proof.source
        for proof in lock.proofs.values()
        if proof.capture.retrieved > gone.get(proof.source, "")
    )


def evidence_lock_of(text: str) -> EvidenceLock:
    """Read a lock; raises Refused at the first line that is not as we write it."""
    entries = _FORM.entries_of(text)
    proofs = {key: entry for key, entry in entries.items() if isinstance(entry, Proof)}
    dropped = {key: entry for key, entry in entries.items() if isinstance(entry, DroppedCapture)}
    return EvidenceLock(MappingProxyType(proofs), MappingProxyType(dropped))


def _as_written(entry: Proof | DroppedCapture) -> dict[str, object]:
    written: dict[str, object] = msgspec.to_builtins(entry)
    return {name: value for name, value in written.items() if value != _LEFT_OUT.get(name, ...)}


_LEFT_OUT = {field.name: field.default for field in fields(Proof) if field.default is not MISSING}
_KNOWN = {field.name for field in fields(Proof)}
_NEEDED = _KNOWN - _LEFT_OUT.keys()


def _read_entry(key: str, value: object) -> Proof | DroppedCapture | None:
    is_quote = _QUOTE_KEY.fullmatch(key)
    if not (is_quote or _CAPTURE_KEY.fullmatch(key)):
        return None
    try:
        entry = (
            msgspec.convert(value, Proof) if is_quote else msgspec.convert(value, DroppedCapture)
        )
        first = entry.capture.retrieved[:10]
        last = entry.on if isinstance(entry, DroppedCapture) else entry.changed[:10] or first
        told = all(map(whole_day, {first, last}))
    except (msgspec.ValidationError, NotADateError):
        return None
    address = entry.capture.url
    is_placed = address == UNKNOWN or url(address) is not None
    return entry if told and is_placed and _has_written_fields(entry, value) else None


def _has_written_fields(entry: Proof | DroppedCapture, value: object) -> bool:
    found = cast("Mapping[str, Mapping[str, object]]", value)
    if len(found["capture"]) != len(fields(CaptureProof)):
        return False
    if isinstance(entry, DroppedCapture):
        says_why = 0 < len(entry.reason.strip()) <= LONGEST_REASON
        return says_why and len(found) == len(DroppedCapture.__struct_fields__)
    if entry.result == "mismatch":
        return found.keys() == _NEEDED
    return entry.offset is not None and entry.length is not None and found.keys() <= _KNOWN


_FORM = LockForm(
    read=_read_entry,
    written_by="lastro verify --update",
    mend="restore it, then run `lastro verify --update`",
)
