"""The text of a captured page, file or PDF, as quotes are sought in it.

Whoever writes a page chooses what our parsers read, so they run in a process of their own that
can do little harm and never lasts: `lastro.capture.reading.child`. What it dies of is one sentence
here.
"""

import json
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import IO, Any

import msgspec

from lastro.capture.extra import require
from lastro.errors import LastroError

_NEEDED = ("pypdfium2", "trafilatura")
_CHILD = "lastro.capture.reading.child"
_HINT = "save the words you need as a text file and name it with `--file`"


@dataclass(frozen=True, slots=True)
class Part:
    """Where a piece of the text begins, in characters.

    The pages of a PDF are "1", "2" and so on; of a web page, "main" is its main text and "whole"
    all that readers see; a plain text is one part without a name.
    """

    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The normalised text of some bytes.

    Pages are joined by a space, so that a quote may run over a page end; "main" and "whole" are parted by
    U+000C, and U+000B is a gap: what stood there is left out (`lastro.evidence.quotes`). `media_type` is what
    the bytes turned out to be, `charset` how they were read (None for a PDF), `notes` for a person.
    """

    text: str
    parts: tuple[Part, ...]
    media_type: str
    charset: str | None
    extractor: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What one reading may take: bytes of memory and of answer, seconds of work and of waiting."""

    memory: int = 1 << 30
    answer: int = 1 << 28
    cpu_s: int = 30
    wall_s: float = 30.0


def extract(
    body: bytes,
    media_type: str,
    charset: str | None,
    limits: ReadingLimits = ReadingLimits(),
    *,
    encoding: str | None = None,
) -> ExtractedText:
    """Turn bytes into normalised text in a child process; raises LastroError where that fails.

    `media_type` and `charset` are what the server said; both may be missing or wrong. `encoding`
    is the character set that a person names.
    """
    require(*_NEEDED)
    order = {"media_type": media_type, "charset": charset, "encoding": encoding}
    found = ask(_CHILD, body, order, limits)
    parts = [{"name": name, "offset": offset} for name, offset in found["parts"]]
    return msgspec.convert({**found, "parts": parts}, ExtractedText)


def page_facts(body: bytes, media_type: str, charset: str | None, url: str) -> dict[str, str]:
    """Read `title`, `publisher`, `published` and `lang` of a page, empty where it does not say."""
    require(*_NEEDED)
    order = {"media_type": media_type, "charset": charset, "url": url}
    return {key: str(value) for key, value in ask(_CHILD, body, order, ReadingLimits()).items()}


def ask(
    child: str, body: bytes, order: dict[str, str | None], limits: ReadingLimits
) -> dict[str, Any]:
    """Let a module read bytes in a process of its own; raises LastroError where it fails."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(json.dumps({**asdict(limits), **order}).encode() + b"\n" + body)
        given.seek(0)
        ended = _run(child, given, answer, limits.wall_s)
        answer.seek(0)
        found = None  # what was cut off is none
        with suppress(ValueError):
            found = json.loads(answer.read()) if ended == 0 else None
    if ended == -signal.SIGABRT:  # as parsers written in C end when memory runs out
        raise LastroError("there is more in it than memory allows", _HINT)
    if not isinstance(found, dict):
        raise LastroError("its reader broke down over it", _HINT)
    if "message" in found:
        raise LastroError(found["message"], found["hint"], found.get("listed", ()))
    return found


def _run(child: str, given: IO[bytes], answer: IO[bytes], wall_s: float) -> int:
    """Run the child to its end; a path and nothing else of our environment goes with it."""
    try:
        return subprocess.run(
            [sys.executable, "-P", "-W", "ignore", "-m", child],
            stdin=given,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PYTHONPATH": ":".join(filter(None, sys.path)), "PYTHONHASHSEED": "0"},
            timeout=wall_s,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        raise LastroError(f"reading it took more than {wall_s:g} s", _HINT) from None
