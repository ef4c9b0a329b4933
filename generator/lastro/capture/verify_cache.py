"""What an earlier `lastro verify` found, so that nothing unchanged is read twice.

Kept beside the captures and as private as they are; safe to delete. An entry counts only while the
files of its source have the same stamps, and was made by the same rules; whatever cannot be read
is as if it were not there.
"""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from lastro.capture.verify import Seen
from lastro.evidence.quotes import NORMALIZATION
from lastro.locks.evidence import Proof
from lastro.system.output import write_file

NAME = "verified.json"
VERSION = 2
_FORM: TypeAdapter[tuple[int, int, dict[str, dict[str, Proof]]]] = TypeAdapter(
    tuple[int, int, dict[str, dict[str, Proof]]]
)
"""Version of the form and of what a match is, version of the normalisation, and proofs by stamps and hash of the quote."""


def read_seen(store: Path) -> Seen:
    """Read what was found before; nothing when there is no such file, or another version of it."""
    try:
        version, normalization, seen = _FORM.validate_json((store / NAME).read_bytes())
    except (OSError, ValidationError):
        return {}
    return seen if (version, normalization) == (VERSION, NORMALIZATION) else {}


def write_seen(store: Path, seen: Seen) -> None:
    """Keep what was found, for the next run."""
    held = {stamps: dict(group) for stamps, group in sorted(seen.items())}
    write_file(store / NAME, _FORM.dump_json((VERSION, NORMALIZATION, held)))
