"""Which files below docs/<lang>/ are published: pages, images, and what lastro.yml names.

Everything else may have been put there by mistake, or by somebody: a script, a page that says
anything, a file of passwords. It is told, and stays where it is.
"""

import os
import re
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from lastro.loading.docs.markup import faults
from lastro.loading.files import Stray
from lastro.loading.source_text import LARGEST
from lastro.places import START, Span
from lastro.syntax.tree import Refused
from lastro.text.messages import clean

DOCS = "docs"
PAGE = ".md"
LARGEST_IMAGE = 10 * 1024 * 1024
_DEEPEST = 20
"""Folders below docs/ that lead to a file."""
_ALSO_PAGES = (".markdown", ".mdown", ".mkdn", ".mkd")
"""Endings of what the engine would make pages of."""
_JPEG = re.compile(rb"\xff\xd8\xff")
_SIGNS = {
    ".avif": re.compile(rb".{4}ftypavi[fs]", re.DOTALL),
    ".gif": re.compile(rb"GIF8[79]a"),
    ".jpeg": _JPEG,
    ".jpg": _JPEG,
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}
"""How images begin. An SVG is a document, and may run scripts: it has to be named."""
_NAME = re.compile(r"[^\W_][\w .()+,-]*")


def docs_files(root: Path, language: str, named: Collection[str]) -> Iterator[Path | Stray]:
    """Yield the files of a language that are published, sorted, and what is wrong with others.

    `named` are paths below docs/. Hidden files and the copies of editors are passed over.
    """
    folder = root / DOCS / language
    for path in (root / DOCS, folder):
        if path.is_symlink():
            yield _stray(path, "a symbolic link", "put the folder itself there")
            return
    if folder.is_dir():
        yield from _below(folder, root / DOCS, named)


def _below(folder: Path, docs: Path, named: Collection[str]) -> Iterator[Path | Stray]:
    for path in sorted(folder.iterdir()):
        status = path.lstat()
        if path.name.startswith(".") or path.name.endswith("~"):
            continue
        if stat.S_ISLNK(status.st_mode):
            hint = "put the file itself there: links could publish what is elsewhere"
            yield _stray(path, "a symbolic link", hint)
        elif not _NAME.fullmatch(path.name):
            yield _stray(path, "an odd name", "use letters, digits, '-', '_' and '.'", verb="has")
        elif stat.S_ISDIR(status.st_mode) and len(path.parts) - len(docs.parts) > _DEEPEST:
            yield _stray(path, "a folder in too many others", "move up what is in it")
        elif stat.S_ISDIR(status.st_mode):
            yield from _below(path, docs, named)
        else:
            yield from _file(path, status, path.relative_to(docs).as_posix() in named)


def _file(path: Path, status: os.stat_result, named: bool) -> Iterator[Path | Stray]:  # noqa: FBT001
    ending = path.suffix.lower()
    if not stat.S_ISREG(status.st_mode):
        yield _stray(path, "not a regular file", "remove it")
    elif path.suffix == PAGE:
        yield from _page(path, status.st_size)
    elif ending in _SIGNS and status.st_size > LARGEST_IMAGE:
        size = f"file is {-(-status.st_size // 1024)} KiB, the limit is {LARGEST_IMAGE // 1024} KiB"
        yield Stray(path, Refused("file-too-large", size, "make it smaller", START))
    elif ending in _SIGNS and not _SIGNS[ending].match(_start(path)):
        yield _stray(path, f"no {ending[1:].upper()} image", "save it again as what its name says")
    elif ending in _SIGNS or (named and ending not in _ALSO_PAGES):
        yield path
    else:
        what = "neither a page (.md) nor an image (avif, gif, jpg, png, webp)"
        hint = "move it out of docs/, or list it in lastro.yml under `site: {files: [...]}`"
        yield _stray(path, what, hint)


def _page(path: Path, size: int) -> Iterator[Path | Stray]:
    if size > LARGEST:
        told = f"file is {-(-size // 1024)} KiB, the limit is {LARGEST // 1024} KiB"
        yield Stray(path, Refused("file-too-large", told, "write several pages", START))
        return
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        yield Stray(path, Refused("file-encoding", "is not UTF-8", "save it as UTF-8", START))
        return
    found = faults(text)
    for at, message, hint in found:
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        span = Span(line, column, line, column + 1)
        yield Stray(path, Refused("markup-unsafe", message, hint, span))
    if not found:
        yield path


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(16)


def _stray(path: Path, what: str, hint: str, *, verb: str = "is") -> Stray:
    message = f"'{clean(path.name)}' {verb} {what}"
    return Stray(path, Refused("file-misplaced", message, hint, START))
