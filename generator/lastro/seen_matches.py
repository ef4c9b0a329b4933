"""What an earlier `lastro verify` found, so that nothing unchanged is read twice.

Kept beside the captures and as private as they are; safe to delete. An entry counts only while the
files of its source have the same stamps, and was made by the same rules; whatever cannot be read
is as if it were not there.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lastro.evidence.quotes import NORMALIZATION
from lastro.evidence_lock import CaptureProof, Proof
from lastro.verifying import Seen
from lastro.write import write_file

NAME = "verified.json"
VERSION = 1


def read_seen(store: Path) -> Seen:
    """Read what was found before; nothing when there is no such file, or another version of it."""
    try:
        held: Any = json.loads((store / NAME).read_bytes())
        if (held["version"], held["normalization"]) != (VERSION, NORMALIZATION):
            return {}
        return {
            stamps: {quote: _proof(found) for quote, found in group.items()}
            for stamps, group in held["seen"].items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def write_seen(store: Path, seen: Seen) -> None:
    """Keep what was found, for the next run."""
    held = {
        "version": VERSION,
        "normalization": NORMALIZATION,
        "seen": {
            stamps: {quote: asdict(proof) for quote, proof in group.items()}
            for stamps, group in sorted(seen.items())
        },
    }
    write_file(store / NAME, json.dumps(held, sort_keys=True).encode())


def _proof(value: dict[str, Any]) -> Proof:
    return Proof(**{**value, "capture": CaptureProof(**value["capture"])})
