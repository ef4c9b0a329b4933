"""Search: the theme's, or one of short cards that Pagefind indexes, where a file cannot hold a site.

The theme's search loads its whole index into each reader's browser: 28 MB for 10,000 claims. So up
to `MOST_LEAN` of them get one lean entry each there, beside the hand-written pages that the engine
indexes itself. Beyond, an index by Pagefind is asked in pieces of a few KB. Making it takes seconds and much memory, so only a
build that publishes does it, and only when a card differs from those that are indexed. Every other
build keeps the index that is there, and knows whether it is of these cards.

Format of the cards: Pagefind's attributes in HTML, <https://pagefind.app/docs/indexing/>.
"""

import hashlib
import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from lastro.artifacts import Page
from lastro.errors import LastroError
from lastro.publish.mkdocs.stage import Staged
from lastro.system.output import BUILD, read_tree, write_file, write_tree
from lastro.text import escape
from lastro.text.messages import clean

MOST_LEAN = 2_000
"""Up to so many claims the theme's own search holds one entry each."""
SEARCH = "search/search_index.json"
STEP = "search"
"""Folder of build/ with the cards and the index of each language."""
INDEX = "pagefind/"
_PACKAGE = "pagefind_bin"
_PATIENCE = 1_800.0
"""Seconds after which an indexer has hung; 100,000 cards take one or two minutes."""
_UNUSED = ("pagefind-", "wasm.unknown")
"""Beginnings of files that Pagefind writes and our page does not load: ready-made forms."""
_ENTRY = "pagefind-entry.json"
_CARDS = "cards.sha256"
_TAG = re.compile(r"<[^>]*>")
_IN_OTHER = re.compile(r'<span lang="([A-Za-z0-9-]+)">')
State = Literal["lean", "current", "older", "missing"]


class Search(Struct, frozen=True):
    """The index of every language, and how it stands to the records.

    `lean` is a site without an index of its own; `older` and `missing` ask for a build that
    publishes.
    """

    state: State
    folders: Mapping[str, Path]
    """Where the index of each language lies, by its folder below the site."""
    made: Mapping[Path, bytes] = {}
    """Indexes that were made just now: the file of each that names its cards, and what it says."""

    @property
    def stamp(self) -> str:
        """Name what the folders hold, without reading them: the entry names all other files."""
        entries = (folder / _ENTRY for folder in self.folders.values())
        return hashlib.sha256(b"".join(entry.read_bytes() for entry in entries)).hexdigest()

    def vouch(self) -> None:
        """Name the cards of the indexes that were made, now that the site shows them.

        An index that nobody vouches for may hold words that were taken back after its build was
        stopped: no other build shows it.
        """
        for path, stamp in self.made.items():
            write_file(path, stamp)

    def files(self) -> dict[str, bytes]:
        """Read every file, by its path below the site: one for each claim and language, and more."""
        return {
            place + path: content
            for place, folder in self.folders.items()
            for path, content in read_tree(folder).items()
        }


Cards = Mapping[str, bytes]
"""What the index is made from for each page that search finds, by its address."""


def search(
    root: Path, staged: Iterable[Staged], cards: Callable[[Staged], Cards], *, publish: bool
) -> Search:
    """Return the index of a site, made again when `publish` and a card has changed.

    Raises LastroError when the index is to be made and Pagefind is not installed or fails.
    """
    states: set[State] = set()
    folders, made = {}, {}
    for one in (one for one in staged if one.indexed):
        ours = {f"{path}index.html": content for path, content in cards(one).items()}
        folder = root / BUILD / STEP / one.language
        state = _state(folder, ours)
        if publish and (state != "current" or _is_of_another_pagefind(folder)):
            made[folder / _CARDS] = _make(folder, ours)
            state = "current"
        states.add(state)
        if state != "missing":
            folders[one.prefix + INDEX] = folder / INDEX
    order: tuple[State, ...] = ("missing", "older", "current")
    return Search(next((state for state in order if state in states), "lean"), folders, made)


def lean_index(index: bytes | None, found: Mapping[str, tuple[str, str]]) -> bytes:
    """Add one entry for each address to the engine's index: title and text, both plain.

    Raises LastroError when the engine made no index.
    """
    if index is None:
        raise LastroError("the engine made no search index", "list `search` among its plugins")
    known: dict[str, Any] = json.loads(index)
    for path in sorted(found):
        # the theme prints an entry as HTML, so it is escaped as the theme does
        title, text = (html.escape(part, quote=False) for part in found[path])
        known["docs"].append({"location": path, "title": title, "text": text})
    return json.dumps(known, ensure_ascii=False, separators=(",", ":")).encode()


def card(page: Page, language: str) -> bytes:
    """Return what the index is made from for one page, as HTML."""
    title, text = (escape.text(part) for part in page.found_as)
    shares = [(shared.partition(":")[0], shared.partition(":")[2]) for shared in page.shares]
    filters = "".join(f'<i data-pagefind-filter="{escape.text(one)}"></i>' for one in page.shares)
    # heading and description come escaped; a heading in another language is wrapped in a `span`
    other = _IN_OTHER.match(page.heading)
    shown = {
        "title": _TAG.sub("", page.heading),
        "short": page.description,
        "rating": escape.text(next((value for name, value in shares if name == "rating"), "")),
        "lang": other[1] if other else "",
    }
    metas = "".join(
        f'<i data-pagefind-meta="{name}[data-it]" data-it="{value}"></i>'
        for name, value in shown.items()
        if value
    )
    return (
        f'<!doctype html><html lang="{language}"><title>{title}</title><body data-pagefind-body>'
        f"<h1>{title}</h1><p>{text}</p>{metas}{filters}</body></html>\n"
    ).encode()


def _is_of_another_pagefind(folder: Path) -> bool:
    made = json.loads((folder / INDEX / _ENTRY).read_bytes()).get("version")
    return find_spec(_PACKAGE) is not None and made != version(_PACKAGE)


def _state(folder: Path, cards: Mapping[str, bytes]) -> State:
    try:
        known = (folder / _CARDS).read_bytes()
    except OSError:
        return "missing"
    if not (folder / INDEX / _ENTRY).is_file():
        return "missing"
    return "current" if known == _hash_by_path(cards) else "older"


def _hash_by_path(cards: Mapping[str, bytes]) -> bytes:
    seen = hashlib.sha256()
    for path in sorted(cards):
        seen.update(f"{path}\0{len(cards[path])}\0".encode())
        seen.update(cards[path])
    return f"{seen.hexdigest()}\n".encode()


def _make(folder: Path, cards: Mapping[str, bytes]) -> bytes:
    """Make an index, and return what is to be written where the cards of one are named."""
    indexer = _indexer()
    from lastro.publish.pagefind_order import sort_files  # noqa: PLC0415 - it needs the extra too

    write_tree(folder / "cards", cards)
    made = folder / "made"
    shutil.rmtree(made, ignore_errors=True)
    _run(indexer, folder / "cards", made)
    files = {
        path: content
        for path, content in read_tree(made).items()
        if path == _ENTRY or not path.startswith(_UNUSED)
    }
    (folder / _CARDS).unlink(missing_ok=True)
    write_tree(folder / INDEX, sort_files(files))
    shutil.rmtree(made, ignore_errors=True)
    return _hash_by_path(cards)


def _indexer() -> Path:
    if find_spec(_PACKAGE) is None:
        raise LastroError(
            "the search index of a site of this size is made by Pagefind, which is not installed",
            'pip install "lastro[search]", or build without --publish',
        )
    path: Path = import_module(_PACKAGE).get_executable()
    return path.absolute()


def _run(indexer: Path, cards: Path, out: Path) -> None:
    command = [str(indexer), "--silent", "--site", str(cards), "--output-path", str(out)]
    try:
        done = subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LastroError(f"the search index could not be made: {clean(str(error))}") from error
    if done.returncode or not (out / _ENTRY).is_file():
        said = clean((done.stderr or done.stdout).strip() or f"exit {done.returncode}", 300)
        raise LastroError(f"the search index could not be made: {said}")
