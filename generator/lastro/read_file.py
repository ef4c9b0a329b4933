"""One file to text, or the reason why it is no record: the rules that come before YAML.

What a stranger sends is read here first: only real files inside the root, of a size that cannot
hurt, in UTF-8, without characters that hide what a reader of the diff would see. The refusals of this module cannot be waived.
"""

import os
import re
import stat
from pathlib import Path

from lastro.places import START, Span
from lastro.yaml_tree import Refused, Scalar

LARGEST = 256 * 1024
SHORTEN = "one record holds one claim; shorten the quotes"
FIRST_SIGN = "\u2600"
"""Where signs and emoji begin."""
_MERGE = re.compile(r"^(<{7}|={7}|>{7})( .*)?$", re.MULTILINE)
_MERGE_SIGNS = ("<" * 7, "=" * 7, ">" * 7)
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]"
)
_LAST_PLANES = b"\xf3\xa0"
"""How U+E0000 to U+E0FFF begin in UTF-8: some of them count as printable."""
_JOINER = re.compile("[\u200c\u200d]")


def read_text(path: Path | str, largest: int = LARGEST, too_large: str = SHORTEN) -> str:
    """Read one record's file, or a larger one of ours; `too_large` says what to do when it is.

    Raises Refused with the rule that the file breaks, and OSError when the disk fails.
    """
    status = os.lstat(path)
    if stat.S_ISLNK(status.st_mode):
        raise Refused(
            "file-misplaced", "this is a symbolic link", "put the record itself here", START
        )
    if not stat.S_ISREG(status.st_mode):
        raise Refused("file-misplaced", "this is not a regular file", "remove it", START)
    if status.st_size > largest:
        size = f"file is {-(-status.st_size // 1024)} KiB, the limit is {largest // 1024} KiB"
        raise Refused("file-too-large", size, too_large, START)
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - read once and whole
        return text_of(file.readall())


def text_of(content: bytes) -> str:
    """Decode the bytes of a record's file; raises Refused as `read_text` does."""
    text = _decoded(content)
    _refuse_merge_markers(text)
    _refuse_hidden(text)
    return text


def refuse_hidden_in(scalar: Scalar) -> None:
    """Look for hidden characters in a value: escapes keep them out of the raw text.

    Raises Refused at the value.
    """
    if found := hidden_in(scalar.text):
        raise _hidden(found[0], scalar.span)


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused(
            "file-encoding", "saved as UTF-16, records are UTF-8", "save it as UTF-8", START
        )
    if content[:3] == b"\xef\xbb\xbf":
        raise Refused(
            "file-encoding",
            "starts with a byte order mark",
            "save it as UTF-8 without a mark",
            START,
        )
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(errors="replace")
        at = _after(before)
        raise Refused(
            "file-encoding", f"not UTF-8: byte 0x{content[error.start]:02x}", "save it as UTF-8", at
        ) from None
    if "\x00" in text:
        raise Refused(
            "file-encoding",
            "holds a NUL character",
            "delete it",
            _after(text[: text.index("\x00")]),
        )
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        raise Refused(
            "file-encoding",
            "a line ends with CR alone",
            "save it with LF line ends",
            _after(text[: text.index("\r")]),
        )
    return text


def _refuse_merge_markers(text: str) -> None:
    if not any(sign in text for sign in _MERGE_SIGNS):
        return
    found = list(_MERGE.finditer(text))
    if any(m[0].startswith(("<", ">")) for m in found):
        first, last = (text.count("\n", 0, m.start()) + 1 for m in (found[0], found[-1]))
        span = Span(first, 1, first, 1 + len(found[0][0]))
        if first == last:
            message = f"unfinished merge: its marker still stands in line {first}"
            raise Refused("merge-marker", message, "delete the line", span)
        raise Refused(
            "merge-marker",
            f"unfinished merge: lines {first} to {last} hold two versions",
            "keep one, delete the marker lines",
            span,
        )


def _refuse_hidden(text: str) -> None:
    if found := hidden_in(text):
        raise _hidden(found[0], _after(text[: found[1]]))


def hidden_in(text: str) -> tuple[str, int] | None:
    """Return the first hidden character of a text and where it stands; None without one."""
    # what is printable, and of no such plane, hides nothing: Python's own table is ten times as fast
    if text.replace("\n", "").isprintable() and (
        text.isascii() or _LAST_PLANES not in text.encode()
    ):
        return None
    if found := _HIDDEN.search(text):
        return found[0], found.start()
    for joiner in _JOINER.finditer(text):
        before, after = text[: joiner.start()][-1:], text[joiner.end() :][:1]
        if not (_joins(before) and _joins(after)):
            return joiner[0], joiner.start()
    return None


def _joins(character: str) -> bool:
    """Joiners are at home between letters and in emoji; nowhere else."""
    return bool(character) and (character.isalpha() or character >= FIRST_SIGN)


def _hidden(character: str, span: Span) -> Refused:
    return Refused(
        "invisible-character", f"U+{ord(character):04X} is hidden here", "delete it", span
    )


def _after(before: str) -> Span:
    """Return the span of the one character that follows a text."""
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Span(line, column, line, column + 1)
