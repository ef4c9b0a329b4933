"""Hand-written pages: which files below docs/<lang>/ are published, and what a page may hold.

Pages, images and what lastro.yml names are published; everything else may have been put there by mistake, or
by somebody, and is told. One line of Markdown is easily overlooked: a page is rendered as the engine does it,
and with more extensions than it uses; what comes out is held against short lists.
"""

import html
import os
import re
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from lastro.loading.files import Stray
from lastro.loading.source_text import LARGEST, refuse_size
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
FRONT = re.compile(r"\A---[ \t]*\n(?P<front>.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_MAY_BE = re.compile(
    r"[<{&\\]|!\[|\b(?!https?:|mailto:|tel:)[a-z][\w+.-]*:(?=\S)|\](?:\(|:)\s*[^\s)]*:(?!//)",
    re.IGNORECASE,
)
"""What a page without HTML, images and odd addresses does not hold."""
_OURS = re.compile(r"^[ \t]*<!--[ \t]*lastro[ \t]*:[^<>\n]*-->[ \t]*$", re.MULTILINE)
"""Where a fragment of ours goes: a line of its own, as `handwritten` reads it."""
_CODE = re.compile(
    r"^ {0,3}(`{3,}|~{3,}).*?^ {0,3}\1|(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE
)
_KNOWN = re.compile(
    r"<!--(?!-?>)(?:(?!--).)*-->"
    r"|</?([a-z][a-z0-9]*)((?:\s+[a-z][\w-]*(?:=\"[^\"<>]*\")?)*)\s*/?>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
_ALLOWED = msgspec.json.decode(Path(__file__).with_suffix(".json").read_bytes())
_SCHEMES = {"href": {"", "http", "https", "mailto", "tel"}, "src": {""}}
_READINGS = (("extra", "toc", "admonition"), ("toc", "tables", "fenced_code"))
"""Extensions: more than the engine uses, and its own, since more of them can hide what it shows."""
_MOST_OPEN = 50
"""Brackets that may stand open: the engine takes minutes over thousands."""
_LONGEST = 40
Fault = tuple[int, str, str]
"""Where it stands in the text, what it is, and what may stand there."""


def docs_files(root: Path, language: str, named: Collection[str]) -> Iterator[Path | Stray]:
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
        yield Stray(path, refuse_size(status.st_size, LARGEST_IMAGE, "make it smaller"))
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
        yield Stray(path, refuse_size(size, LARGEST, "write several pages"))
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


def faults(text: str) -> list[Fault]:
    """Return what a hand-written page must not hold, in the order of what is rendered."""
    front = FRONT.match(text)
    body = _OURS.sub(lambda ours: " " * len(ours[0]), text[front.end() if front else 0 :])
    if not _MAY_BE.search(body):
        return []
    from markdown import markdown  # noqa: PLC0415 - most pages hold nothing that may be a fault

    if (at := _find_bracket_too_deep(body)) is not None:
        return [(len(text) - len(body) + at, "too many brackets are open here", "close them")]
    words = _CODE.sub(lambda code: re.sub(r"\S", " ", code[0]), body).casefold()
    found: dict[Fault, None] = {}
    for extensions in _READINGS:
        seen: dict[str, int] = {}
        try:
            made = markdown(body, extensions=extensions)
        except RecursionError:
            return [(0, "the page is nested too deep", "take a level out of its lists or quotes")]
        for part, message, hint in _of_html(made):
            at = words.find(part.casefold(), seen.get(part, 0))
            seen[part] = at + 1
            at = at if at >= 0 else body.casefold().find(part.casefold())  # code in one reading
            found[len(text) - len(body) + at if at >= 0 else 0, message, hint] = None
    return list(found)


def _find_bracket_too_deep(body: str) -> int | None:
    left = 0
    for bracket in re.finditer(r"[\[\]]", body):
        left = left + 1 if bracket[0] == "[" else max(0, left - 1)
        if left > _MOST_OPEN:
            return bracket.start()
    return None


def _of_html(made: str) -> Iterator[tuple[str, str, str]]:
    at = 0
    while (at := made.find("<", at)) >= 0:
        known = _KNOWN.match(made, at)
        name = (known[1] or "").lower() if known else ""
        if known is None or (name and name not in _ALLOWED["elements"].split()):
            part = re.match(r"<[^\s>]*", made[at:])
            shown = part[0][:_LONGEST] if part else "<"
            hint = "use Markdown; attributes stand in double quotes, and in a text < is &lt;"
            if not shown.startswith("</"):
                yield shown, f"'{shown}' is not allowed in a page", hint
        elif name:
            yield from _of_attributes(name, known[2])
        at = known.end() if known else at + 1


def _of_attributes(element: str, attributes: str) -> Iterator[tuple[str, str, str]]:
    for raw, value in _ATTRIBUTE.findall(attributes):
        name = raw.lower()
        aligned = name == "style" and re.fullmatch("text-align: [a-z]+;", value)
        if name not in _ALLOWED["attributes"].split() and not aligned:
            message = f"the attribute '{raw}' is not allowed in a page"
            yield raw, message, f"leave it out of '<{element}>'"
        elif name in _SCHEMES and not _is_plain(name, address := html.unescape(value)):
            hint = "link to http(s) or mailto" if name == "href" else "put the image into docs/"
            part = address.partition(":")[0]
            shown = address[:_LONGEST]
            yield part, f"'{shown}' is not allowed in '{name}' of a page", hint


def _is_plain(attribute: str, address: str) -> bool:
    # browsers read an address without blanks and line ends
    plain = re.sub(r"[\0- ]", "", address).replace("\\", "/")
    scheme = re.match(r"[a-z][\w+.-]*(?=:)", plain, re.IGNORECASE)
    foreign = attribute == "src" and plain.startswith("//")
    return (scheme[0].lower() if scheme else "") in _SCHEMES[attribute] and not foreign
