"""Pages made without the engine: what it adds to a page is cut out once, then filled for each.

The engine adds the same text around the slots of every page of one shape. It is given one page of each
shape with a token in every slot; where the tokens are, its output is cut. Filling needs neither MkDocs nor
a template, and a value that holds a token is text like any other. Pure; `stamping` runs and compares.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import escape
from msgspec import Struct, msgpack

from lastro.artifacts import Page
from lastro.errors import LastroError
from lastro.publish.mkdocs.stage import FRONT, IN_BODY, Staged
from lastro.text import escape as contexts

SLOTS = (*FRONT, "canonical", *IN_BODY)
_MAY_BE_EMPTY = (*FRONT, "canonical")
"""Slots that the theme leaves out, with what stands around them, when they are empty."""
_ADDRESS = "address"
_LEFT_OVER = re.compile(rb"zq(?:[a-z]+|\d+)qz", re.IGNORECASE)


class CannotStampError(LastroError):
    """The theme does more with a page than print its slots."""


class Shape(NamedTuple):
    """What decides the text around a page's slots, besides its language."""

    kind: str
    depth: int
    """How many steps it stands below the language's root: relative addresses depend on it."""
    folder: str
    """How its address begins: links to what begins the same way are shorter."""
    alone: bool
    """Whether `folder` is its whole address, as the theme marks it or leads to it."""
    filled: tuple[str, ...]
    """Which of the slots that may be empty are not."""


class Frame(NamedTuple):
    """The text around the slots of one shape: a piece, a slot, a piece, and so on."""

    pieces: tuple[bytes, ...]
    slots: tuple[str, ...]
    """One fewer than pieces; a slot may come several times."""


class Frames(Struct, frozen=True):
    """All frames of one language. Holds plain text only, so it can be kept or sent elsewhere."""

    language: str
    marked: frozenset[str]
    """Addresses that the theme links on every page, and all folders above them."""
    cut: Mapping[Shape, Frame]

    def dump(self) -> bytes:
        """Write all frames, the same bytes for the same frames."""
        return msgpack.encode((self.language, sorted(self.marked), sorted(self.cut.items())))

    @classmethod
    def read(cls, content: bytes) -> "Frames":
        """Read what `dumped` wrote. Raises ValueError for anything else."""
        form = tuple[str, frozenset[str], list[tuple[Shape, Frame]]]
        language, marked, frames = msgpack.decode(content, type=form)
        return cls(language, marked, dict(frames))


def pages_in_navigation(staged: Staged) -> frozenset[str]:
    """Name the addresses that every page links, and all folders above them; home among them."""
    files = {file for _, file in (*staged.sections, *staged.footer)}
    linked = (path for path, file in staged.addresses.items() if file in files)
    ends = ((path, at + 1) for path in linked for at, sign in enumerate(path) if sign == "/")
    return frozenset(path[:end] for path, end in ends) | {""}


def shape_of(page: Page, given: Mapping[str, str], marked: frozenset[str]) -> Shape:
    path = page.path
    alone = path in marked
    return Shape(
        page.kind,
        path.count("/"),
        path if alone else _folder(path, marked),
        alone,
        tuple(name for name in _MAY_BE_EMPTY if given[name]),
    )


def _folder(path: str, marked: frozenset[str]) -> str:
    """Return the folder from which relative addresses of the page differ from other pages'.

    At least the first step, so that a theme may lead to the list of a kind of pages.
    """
    folder = path
    while (end := folder.rfind("/", 0, -1) + 1) and (folder := path[:end]) not in marked:
        pass
    return folder if folder != path else ""


def stand_in(shape: Shape, number: int, *, probe: str = "") -> tuple[str, dict[str, str]]:
    """Return address and slots of a page that stands for all of a shape.

    Each slot holds its token, or `probe` with the slot's name. A page that the theme links keeps
    its address: its own navigation depends on it.
    """
    filled = {
        name: (f"{probe}{name}" if probe else f"zq{name}qz")
        if name in shape.filled or name not in _MAY_BE_EMPTY
        else ""
        for name in SLOTS
    }
    if shape.alone:
        return shape.folder, filled
    first = f"zq{number}qz{'probe' if probe else ''}"
    below = "x/" * (shape.depth - shape.folder.count("/") - 1)
    return f"{shape.folder}{first}/{below}", filled


def cut(made: bytes, shape: Shape, number: int) -> Frame:
    """Cut what the engine made of a frame; raises CannotStampError where a token did not arrive."""
    path, filled = stand_in(shape, number)
    tokens = {token: name for name, token in filled.items() if token}
    if not shape.alone:
        tokens[path] = _ADDRESS
    found = re.split(b"(" + b"|".join(re.escape(t.encode()) for t in tokens) + b")", made)
    names = tuple(tokens[token.decode()] for token in found[1::2])
    pieces = tuple(found[::2])
    for piece in pieces:
        if odd := _LEFT_OVER.search(piece):
            raise CannotStampError(f"the theme changes a slot: it prints '{odd[0].decode()}'")
    if lost := {"title", "heading", "body"}.difference(names):
        raise CannotStampError(f"the theme does not print the slot '{min(lost)}'")
    return Frame(pieces, names)


def fill_frame(frame: Frame, given: Mapping[str, str], path: str) -> bytes:
    encoded = {name: value.encode() for name, value in given.items()}
    for name in IN_BODY:
        encoded[name] = contexts.one_line_bytes(encoded[name])
    encoded[_ADDRESS] = quote(path).encode()
    if given["canonical"]:
        encoded["canonical"] = str(escape(given["canonical"])).encode()
    document = [b""] * (2 * len(frame.slots) + 1)
    document[::2] = frame.pieces
    document[1::2] = [encoded[name] for name in frame.slots]
    return b"".join(document)
