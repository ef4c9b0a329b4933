"""One file to text, or the reason why it is no record: the rules that come before YAML.

What a stranger sends is read here first: only real files inside the root, of a size that cannot
hurt, in UTF-8, without characters that hide what a reader of the diff would see.
The refusals of this module cannot be waived.
"""

import os
import re
import stat
from pathlib import Path

from lastro.places import START, Span
from lastro.syntax.hidden import find_hidden, refuse_hidden
from lastro.syntax.tree import Refused, Scalar

LARGEST = 256 * 1024
SHORTEN = "one record holds one claim; shorten the quotes"
_MERGE = re.compile(r"^(<{7,}|\|{7,}|={7,}|>{7,})( .*)?$", re.MULTILINE)
_MERGE_SIGNS = ("<" * 7, "|" * 7, "=" * 7, ">" * 7)


def read_text(path: Path | str, largest: int = LARGEST, too_large: str = SHORTEN) -> str:
    """Read a file of ours; raises Refused with the rule that it breaks, or OSError."""
    status = os.lstat(path)
    if stat.S_ISLNK(status.st_mode):
        what, hint = "this is a symbolic link", "put the record itself here"
        raise Refused("file-misplaced", what, hint, START)
    if not stat.S_ISREG(status.st_mode):
        raise Refused("file-misplaced", "this is not a regular file", "remove it", START)
    if status.st_size > largest:
        raise refuse_size(status.st_size, largest, too_large)
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - read once and whole
        return text_of(file.readall())


def refuse_size(size: int, largest: int, hint: str) -> Refused:
    told = f"file is {-(-size // 1024)} KiB, the limit is {largest // 1024} KiB"
    return Refused("file-too-large", told, hint, START)


def text_of(content: bytes) -> str:
    """Decode the bytes of a record's file; raises Refused as `read_text` does."""
    text = _decoded(content)
    _refuse_merge_markers(text)
    if found := find_hidden(text):
        raise refuse_hidden(found[0], _span_after(text[: found[1]]))
    return text


def refuse_hidden_in(scalar: Scalar) -> None:
    """Raise Refused for hidden characters in a value, which escapes keep out of the raw text."""
    if found := find_hidden(scalar.text):
        raise refuse_hidden(found[0], scalar.span)


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _misread("saved as UTF-16, records are UTF-8", "save it as UTF-8")
    if content[:3] == b"\xef\xbb\xbf":
        raise _misread("starts with a byte order mark", "save it as UTF-8 without a mark")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        at = _span_after(content[: error.start].decode(errors="replace"))
        what = f"not UTF-8: byte 0x{content[error.start]:02x}"
        raise _misread(what, "save it as UTF-8", at) from None
    before, nul, _ = text.partition("\x00")
    if nul:
        raise _misread("holds a NUL character", "delete it", _span_after(before))
    if "\r" not in text:
        return text
    text = text.replace("\r\n", "\n")
    before, alone, _ = text.partition("\r")
    if alone:
        raise _misread(
            "a line ends with CR alone", "save it with LF line ends", _span_after(before)
        )
    return text


def _misread(message: str, hint: str, at: Span = START) -> Refused:
    return Refused("file-encoding", message, hint, at)


def _refuse_merge_markers(text: str) -> None:
    # to look for one sign first takes a tenth of the time
    if not any(sign[0] in text and sign in text for sign in _MERGE_SIGNS):
        return
    found = list(_MERGE.finditer(text))
    if any(m[0].startswith(("<", "|", ">")) for m in found):
        first, last = (text.count("\n", 0, m.start()) + 1 for m in (found[0], found[-1]))
        span = Span(first, 1, first, 1 + len(found[0][0]))
        message, hint = f"its marker still stands in line {first}", "delete the line"
        if first != last:
            message = f"lines {first} to {last} hold two versions"
            hint = "keep one, delete the marker lines"
        raise Refused("merge-marker", f"unfinished merge: {message}", hint, span)


def _span_after(before: str) -> Span:
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Span(line, column, line, column + 1)
