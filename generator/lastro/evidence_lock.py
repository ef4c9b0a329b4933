"""evidence.lock: what each quote was checked against, as text and as values.

The text of a source belongs to others and stays private; that a quote stands in it, and where, is
public. An entry is a quote, the capture it was sought in, and what was found. Written by
`lastro verify --update` and `lastro captures drop` alone; its form is that of `lastro.lock_lines`.
Source: docs/captures.md.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast

import msgspec
from msgspec import Struct

from lastro.contexts import url
from lastro.dates import NotADateError, whole_day
from lastro.lock_lines import LockForm, lock_text

EVIDENCE = "evidence.lock"
UNKNOWN = "unknown"
"""Address of a file that nobody can place."""
LONGEST_REASON = 500

Result = Literal["verified", "mismatch"]
Via = Literal["http", "file"]


@dataclass(frozen=True, slots=True)
class CaptureProof:
    """Which capture a quote was sought in, without a word of it.

    `retrieved` is its moment in UTC, such as `2026-11-24T21:30:00Z`; `via` says whether we fetched
    it or were handed a file; `bytes` and `text` are the sha256 of both, `characters` is the length
    of the normalised text.
    """

    url: str
    retrieved: str
    media_type: str
    via: Via
    bytes: str
    text: str
    characters: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of one quote: its sha256, the source it was sought in, where it stands.

    `offset` and `length` count characters of the normalised text; both are None when the words do
    not stand in it. `part` names the page of a PDF, or whether it is the main text of a page.
    `changed` is the moment of a newer capture that no longer holds the words, empty without one.
    `times` counts the places where the words stand; `offset` is the first.
    """

    quote: str
    source: str
    capture: CaptureProof
    result: Result
    normalization: int
    offset: int | None = None
    length: int | None = None
    part: str = ""
    changed: str = ""
    times: int = 1


class Dropped(Struct, frozen=True):
    """A capture that was taken down: which it was, the day, and why."""

    capture: CaptureProof
    on: str
    reason: str


class EvidenceLock(Struct, frozen=True):
    """All entries: proofs by the key of their quote, dropped captures by that of their record."""

    proofs: Mapping[str, Proof] = msgspec.field(default_factory=dict)
    dropped: Mapping[str, Dropped] = msgspec.field(default_factory=dict)

    @property
    def text(self) -> str:
        """The lock as it is written."""
        proofs = {key: _proof_value(proof) for key, proof in self.proofs.items()}
        dropped = {key: _dropped_value(value) for key, value in self.dropped.items()}
        return lock_text({**proofs, **dropped})


def disputed(proofs: Mapping[str, Proof]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the keys of entries that tell one capture in several ways, by source and moment."""
    told: dict[tuple[str, str], CaptureProof] = {}
    twice = set()
    for proof in proofs.values():
        of = proof.source, proof.capture.retrieved
        if told.setdefault(of, proof.capture) != proof.capture:
            twice.add(of)
    found: dict[tuple[str, str], list[str]] = {of: [] for of in twice}
    for key, proof in proofs.items() if twice else ():
        of = proof.source, proof.capture.retrieved
        if of in found:
            found[of].append(key)
    return {of: tuple(keys) for of, keys in found.items()}


_ID = "[a-z0-9]+(?:-[a-z0-9]+)*"
_QUOTE_KEY = re.compile(
    rf"claim:{_ID}/(?:evidence/{_ID}|said/words|said/also/\d+)|article:{_ID}/left_out/\d+"
)
_CAPTURE_KEY = re.compile(rf"(?:source|article):{_ID}")
_OF = re.compile(rf"{_ID}|article:{_ID}")
_HASH = re.compile(r"[0-9a-f]{64}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,80}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}")
_CAPTURE_FIELDS = {"bytes", "characters", "media_type", "retrieved", "text", "url", "via"}
_PART = re.compile(r"[a-z0-9]{1,20}")


def evidence_lock_of(text: str) -> EvidenceLock:
    """Read the text of a lock.

    Raises Refused at the first line that is not as we write it.
    """
    entries = cast("Mapping[str, dict[str, object]]", _FORM.entries_of(text))
    proofs, dropped = {}, {}
    for key, value in entries.items():
        if _QUOTE_KEY.fullmatch(key):
            proofs[key] = Proof(**{**value, "capture": _capture(value["capture"])})  # type: ignore[arg-type]
        else:
            dropped[key] = Dropped(**{**value, "capture": _capture(value["capture"])})  # type: ignore[arg-type]
    return EvidenceLock(MappingProxyType(proofs), MappingProxyType(dropped))


def _capture(value: object) -> CaptureProof:
    return CaptureProof(**cast("dict[str, object]", value))  # type: ignore[arg-type]


def _proof_value(proof: Proof) -> dict[str, object]:
    fields: dict[str, object] = {
        "capture": _capture_value(proof.capture),
        "normalization": proof.normalization,
        "quote": proof.quote,
        "result": proof.result,
        "source": proof.source,
    }
    if proof.offset is not None:
        fields |= {"offset": proof.offset, "length": proof.length}
    told = {"part": proof.part, "changed": proof.changed}
    fields |= {name: value for name, value in told.items() if value}
    return fields | ({"times": proof.times} if proof.times > 1 else {})


def _dropped_value(dropped: Dropped) -> dict[str, object]:
    return {
        "capture": _capture_value(dropped.capture),
        "on": dropped.on,
        "reason": dropped.reason,
    }


def _capture_value(capture: CaptureProof) -> dict[str, object]:
    return {
        "bytes": capture.bytes,
        "characters": capture.characters,
        "media_type": capture.media_type,
        "retrieved": capture.retrieved,
        "text": capture.text,
        "url": capture.url,
        "via": capture.via,
    }


def _is_entry(key: str, value: object) -> bool:
    if not isinstance(value, dict) or not _is_capture(value.get("capture")):
        return False
    if _QUOTE_KEY.fullmatch(key):
        return _is_proof(value)
    return bool(_CAPTURE_KEY.fullmatch(key)) and _is_dropped(value)


def _is_proof(value: Mapping[str, object]) -> bool:
    needed = {"capture", "normalization", "quote", "result", "source"}
    found = {"offset", "length"} if value.get("result") == "verified" else set()
    told = {"part", "changed", "times"} if found else set()
    return (
        needed | found <= value.keys() <= needed | found | told
        and value["result"] in ("verified", "mismatch")
        and _matches(_HASH, value["quote"])
        and _matches(_OF, value["source"])
        and _is_count(value["normalization"], 1)
        and (not found or (_is_count(value["offset"], 0) and _is_count(value["length"], 1)))
        and _matches(_PART, value.get("part", "0"))
        and _is_count(value.get("times", 2), 2)
        and ("changed" not in value or _is_moment(value["changed"]))
    )


def _is_dropped(value: Mapping[str, object]) -> bool:
    reason = value.get("reason")
    return (
        value.keys() == {"capture", "on", "reason"}
        and _is_day(value["on"])
        and isinstance(reason, str)
        and 0 < len(reason.strip()) <= LONGEST_REASON
    )


def _is_capture(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == _CAPTURE_FIELDS
        and _is_count(value["characters"], 1)
        and _matches(_HASH, value["bytes"])
        and _matches(_HASH, value["text"])
        and _matches(_MEDIA_TYPE, value["media_type"])
        and _is_moment(value["retrieved"])
        and isinstance(value["url"], str)
        and (value["url"] == UNKNOWN or url(value["url"]) is not None)
        and value["via"] in ("http", "file")
    )


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and bool(pattern.fullmatch(value))


def _is_count(value: object, least: int) -> bool:
    return type(value) is int and least <= value < 10**9


def _is_moment(value: object) -> bool:
    return isinstance(value, str) and bool(_MOMENT.fullmatch(value)) and _is_day(value[:10])


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(whole_day(value))
    except NotADateError:
        return False


_FORM = LockForm(
    fits=_is_entry,
    written_by="lastro verify --update",
    mend="restore it, then run `lastro verify --update`",
)
