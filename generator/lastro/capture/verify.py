"""Every quote against the captures at hand: what `lastro verify` finds and what it would write.

Whoever holds the captures can tell a forged line of evidence.lock, an edited copy and an edited quote
apart. What was checked before is kept beside the captures, and counts while the files of its source have
the same stamps and the rules are the same; it is safe to delete.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Literal

from msgspec import Struct
from pydantic import TypeAdapter, ValidationError

from lastro.capture.store.capture import Capture
from lastro.capture.store.store import CaptureStore
from lastro.corpus.corpus import Corpus
from lastro.errors import LastroError
from lastro.evidence.matching import CapturedText, Nearest, match, nearest_passage
from lastro.evidence.proofs import SOURCE, QuotedWords, QuoteState, capture_key, quotes_of
from lastro.evidence.proofs import state as state_of
from lastro.evidence.quotes import cut_number
from lastro.locks.evidence import EvidenceLock, Proof
from lastro.places import name_of
from lastro.system.output import write_file
from lastro.text.comparable import NORMALIZATION, as_read

Seen = Mapping[str, Mapping[str, Proof]]
"""What an earlier run found: captures by their stamps, then quotes by their hash."""
SEEN = "verified.json"
_VERSION = 2
_FORM: TypeAdapter[tuple[int, int, dict[str, dict[str, Proof]]]] = TypeAdapter(
    tuple[int, int, dict[str, dict[str, Proof]]]
)
"""Versions of the form and of the normalisation; proofs by stamps and hash of the quote."""
_COPY = "copy the words from the source; do not retype them"
_RESTORE = "restore the capture or the line; `--update` writes what the captures say"
Kind = Literal["lacking", "edited", "contradicted"]
"""Words that do not stand, a quote that changed since its check, an entry or copy that was altered."""


class Fault(Struct, frozen=True):
    """What is wrong with a quote or its entry, and what to do about it."""

    kind: Kind
    message: str
    hint: str


_EDITED = Fault(
    "edited",
    "the quote changed after it was checked, and no capture is here",
    "undo it, or an editor who holds the captures runs `lastro verify --update`",
)


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """One quote: what is known of it now, and what is wrong with it or its entry, if anything.

    `here` tells whether a capture of its source is at hand. `proof` is what the lock should say.
    """

    quoted: QuotedWords
    state: QuoteState
    here: bool
    proof: Proof | None
    fault: Fault | None = None
    nearest: Nearest | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What a run found: every quote, captures that cannot be trusted, and the lock to write."""

    checked: tuple[CheckedQuote, ...]
    broken: Mapping[str, LastroError]
    lock: EvidenceLock
    seen: Seen


def verify(
    corpus: Corpus,
    captures: CaptureStore,
    seen: Seen | None = None,
    only: Container[str] | None = None,
) -> Verification:
    """Match every quote, or with `only` those of some captures; others keep what the lock says."""
    held = captures.read_stamped()
    quotes = tuple(quotes_of(corpus))
    groups: dict[str, list[QuotedWords]] = {}
    for quoted in quotes:
        groups.setdefault(capture_key(quoted.source), []).append(quoted)
    found: dict[str, CheckedQuote] = {}
    broken: dict[str, LastroError] = {}
    now_seen: dict[str, Mapping[str, Proof]] = {}
    for of, group in groups.items():
        kept = held.get(of) if only is None or of in only else None
        stamp, taken = (kept.stamp, kept.captures) if kept else ("", ())
        known = dict((seen or {}).get(stamp, {}))
        at_hand = [
            CapturedText(capture.proof, cache(partial(_read, captures, capture)))
            for capture in taken
        ]
        try:
            for quoted in group:
                found[quoted.key] = _checked(quoted, corpus, at_hand, known)
        except LastroError as error:
            broken[of] = error
            found |= {quoted.key: _check_by_lock_alone(quoted, corpus) for quoted in group}
        else:
            now_seen |= {stamp: known} if taken else {}
    checked = tuple(found[quoted.key] for quoted in quotes)
    # records that cannot be read keep their entries: nobody knows what they quote
    unreadable = tuple(f"{name_of(at)}/" for at in corpus.unreadable if at[0] != "sources")
    proofs = {key: p for key, p in corpus.proofs.items() if key.startswith(unreadable)}
    proofs |= {one.quoted.key: one.proof for one in checked if one.proof is not None}
    lock = EvidenceLock(proofs, corpus.evidence_lock.dropped)
    return Verification(checked, broken, lock, now_seen)


def _read(captures: CaptureStore, capture: Capture) -> tuple[str, tuple[tuple[str, int], ...]]:
    text, parts = captures.comparable(capture)
    return text, tuple((part.name, part.offset) for part in parts)


def main_texts(captures: CaptureStore) -> Mapping[str, str]:
    """Read the newest text of each source by its id, the main text where there is one."""
    held = captures.everything()
    wanted = [of for of in held if of.startswith(SOURCE)]
    found = {}
    for of in wanted:
        text, parts = captures.comparable(held[of][-1])
        starts = {part.name: part.offset for part in parts}
        main = text[: starts["whole"]] if {"main", "whole"} <= starts.keys() else text
        found[of.removeprefix(SOURCE)] = as_read(main)
    return found


def _checked(
    quoted: QuotedWords, corpus: Corpus, captures: Sequence[CapturedText], known: dict[str, Proof]
) -> CheckedQuote:
    if not captures:
        return _check_by_lock_alone(quoted, corpus)
    proof = known.get(quoted.hash)
    if proof is None:
        proof = known[quoted.hash] = match(quoted, captures)
    locked = corpus.proofs.get(quoted.key)
    if proof.result == "mismatch" and (gone := _taken_down(quoted, corpus)):
        now = captures[-1].proof.retrieved
        kept = replace(gone, changed=now) if now > gone.capture.retrieved else gone
        return CheckedQuote(quoted, QuoteState.VERIFIED, here=False, proof=kept)
    held = {one.proof.retrieved for one in captures}
    outgrown = _outgrown(quoted, proof, locked, {one.proof.text for one in captures})
    checked = CheckedQuote(
        quoted=quoted,
        state=QuoteState(proof.result),
        here=True,
        proof=locked if outgrown else proof,
        fault=outgrown or _fault(quoted, proof, locked, held),
    )
    if proof.result == "verified":
        return checked
    text, fault = captures[-1].read()[0], checked.fault
    if fault and (number := cut_number(quoted.quote, text)):
        told = f"{fault.message}: they would cut the number {number} in two"
        return replace(checked, fault=Fault(fault.kind, told, f"quote {number} whole"))
    near = nearest_passage(quoted.quote, text)
    if fault and near and near.why:
        fault = Fault(fault.kind, f"{fault.message}: {near.why}", fault.hint)
    return replace(checked, nearest=near, fault=fault)


def _taken_down(quoted: QuotedWords, corpus: Corpus) -> Proof | None:
    """Return the proof of a quote in a capture that was dropped: it stays when the page changed."""
    locked = corpus.proofs.get(quoted.key)
    dropped = corpus.evidence_lock.dropped.get(capture_key(quoted.source))
    if not (locked and dropped and quoted.is_proof(locked) and locked.result == "verified"):
        return None
    return locked if locked.capture.retrieved <= dropped.capture.retrieved else None


def _check_by_lock_alone(quoted: QuotedWords, corpus: Corpus) -> CheckedQuote:
    known = state_of(quoted, corpus)
    fault = None
    if known is QuoteState.MISMATCH:
        locked = corpus.proofs[quoted.key]
        fault = _lacking(locked) if quoted.is_proof(locked) else _EDITED
    return CheckedQuote(quoted, known, here=False, proof=corpus.proofs.get(quoted.key), fault=fault)


def _fault(
    quoted: QuotedWords, proof: Proof, locked: Proof | None, moments: Container[str]
) -> Fault | None:
    """Say what is wrong, the most telling first; nothing when the entry is only older or absent."""
    if locked and locked.capture.retrieved == proof.capture.retrieved:
        told = _say_contradiction(quoted, proof, locked)
        if told:
            return Fault("contradicted", f"evidence.lock {told}", _RESTORE)
    if proof.result != "mismatch":
        return None
    if not (locked and locked.result == "verified" and quoted.is_proof(locked)):
        return _lacking(proof)
    if locked.capture.retrieved in moments:
        return _lacking(proof)
    # two stores disagree: the words may stand in a capture of a colleague
    then, now = locked.capture.retrieved[:10], proof.capture.retrieved[:10]
    return Fault(
        "lacking",
        f"these words do not stand in the capture of {now}; that of {then}, which evidence.lock "
        "names, is not here",
        "copy it from the store that holds it, or `--update` writes what is here",
    )


def _outgrown(
    quoted: QuotedWords, proof: Proof, locked: Proof | None, text_hashes: Container[str]
) -> Fault | None:
    """Tell of words that an older rule found and today's does not: their entry stays as it is."""
    if proof.result == "verified" or locked is None or locked.result == "mismatch":
        return None
    is_older = locked.normalization < NORMALIZATION and quoted.is_proof(locked)
    if not (is_older and locked.capture.text in text_hashes):
        return None
    return Fault(
        "lacking",
        f"normalisation {locked.normalization} found these words in the capture of "
        f"{locked.capture.retrieved[:10]}, normalisation {NORMALIZATION} does not",
        "look at them: mend the quote, or delete its line from evidence.lock",
    )


def _say_contradiction(quoted: QuotedWords, proof: Proof, locked: Proof) -> str:
    day = proof.capture.retrieved[:10]
    named = locked.capture
    if locked.normalization < NORMALIZATION:
        named = replace(named, characters=proof.capture.characters)
    if named != proof.capture:
        return f"names another text for the capture of {day}: one was edited"
    if locked.result != "verified" or not quoted.is_proof(locked):
        return ""
    if proof.result == "mismatch":
        return f"says verified, but the capture of {day} lacks these words"
    if locked.normalization == NORMALIZATION and locked.offset != proof.offset:
        return f"puts these words at {locked.offset}, they stand at {proof.offset}"
    return ""


def _lacking(proof: Proof) -> Fault:
    day = proof.capture.retrieved[:10]
    return Fault("lacking", f"these words do not stand in the capture of {day}", _COPY)


def read_seen(store: Path) -> Seen:
    """Read what was found before; nothing when there is no such file, or another version of it."""
    try:
        version, normalization, seen = _FORM.validate_json((store / SEEN).read_bytes())
    except (OSError, ValidationError):
        return {}
    return seen if (version, normalization) == (_VERSION, NORMALIZATION) else {}


def write_seen(store: Path, seen: Seen) -> None:
    held = {stamps: dict(group) for stamps, group in sorted(seen.items())}
    write_file(store / SEEN, _FORM.dump_json((_VERSION, NORMALIZATION, held)))
