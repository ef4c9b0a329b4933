"""Search in a site that one search file can no longer hold: short cards, indexed by Pagefind.

The theme's search loads its whole index into each reader's browser: 28 MB for 10,000 claims. An
index by Pagefind is asked in pieces of a few KB. Making it takes seconds and much memory, so only a
build that publishes does it, and only when a card differs from those that are indexed. Every other
build keeps the index that is there, and knows whether it is of these cards.

Format of the cards: Pagefind's attributes in HTML, <https://pagefind.app/docs/indexing/>.
"""

import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from markupsafe import Markup

from lastro.artifacts import Page
from lastro.diagnostics import clean
from lastro.errors import LastroError
from lastro.index_order import ordered
from lastro.staging import Staged
from lastro.write import BUILD, read_tree, write_file, write_tree

MOST_LEAN = 2_000
"""Up to so many claims the theme's own search holds one entry each."""
STEP = "search"
"""Folder of build/ with the cards and the index of each language."""
INDEX = "pagefind/"
_PACKAGE = "pagefind_bin"
_PATIENCE = 1_800.0
"""Seconds after which an indexer has hung; 100,000 cards take one or two minutes."""
_UNUSED = ("pagefind-", "wasm.unknown")
"""Beginnings of files that Pagefind writes and our page does not load: ready-made forms."""
_NEEDED = "pagefind-entry.json"

_TAG = re.compile(r"<[^>]*>")

State = Literal["lean", "current", "older", "missing"]


@dataclass(frozen=True, slots=True)
class Search:
    """The files of the index of every language, and how they stand to the records.

    `lean` is a site without an index of its own; `older` and `missing` ask for a build that
    publishes.
    """

    files: dict[str, bytes]
    """By path below the site."""
    state: State


def search(root: Path, staged: Sequence[Staged], *, publish: bool) -> Search:
    """Return the index of a site, made again when `publish` and a card has changed.

    Raises LastroError when the index is to be made and Pagefind is not installed or fails.
    """
    indexed = [language for language in staged if language.indexed]
    files: dict[str, bytes] = {}
    states: set[State] = set()
    for language in indexed:
        folder = root / BUILD / STEP / language.language
        cards = dict(_cards(language))
        if publish and _state(folder, cards) != "current":
            _make(folder, cards)
        states.add(_state(folder, cards))
        if (folder / INDEX).is_dir():
            tree = read_tree(folder / INDEX)
            files |= {f"{language.prefix}{INDEX}{path}": content for path, content in tree.items()}
    order: tuple[State, ...] = ("missing", "older", "current")
    return Search(files, next((state for state in order if state in states), "lean"))


def _cards(staged: Staged) -> Iterator[tuple[str, bytes]]:
    for page in staged.pages:
        if any(page.found_as):
            yield f"{page.path}index.html", _card(page, staged.language).encode()


def _card(page: Page, language: str) -> str:
    title, text = page.found_as
    shares = Markup("").join(
        Markup('<i data-pagefind-filter="{}:{}"></i>').format(name, value)
        for name, value in page.shares
    )
    rating = dict(page.shares).get("rating", "")
    # heading and description come escaped; a heading in another language is wrapped in a `span`
    claim, short = unescape(_TAG.sub("", page.heading)), unescape(page.description)
    return Markup(
        '<!doctype html><html lang="{}"><title>{}</title><body data-pagefind-body>'
        '<h1 data-pagefind-meta="title[data-claim]" data-claim="{}">{}</h1><p>{}</p>'
        '<i data-pagefind-meta="short[data-short]" data-short="{}"></i>'
        '<i data-pagefind-meta="rating[data-rating]" data-rating="{}"></i>{}</body></html>\n'
    ).format(language, claim, claim, title, text, short, rating, shares)


def _state(folder: Path, cards: dict[str, bytes]) -> State:
    if not (folder / INDEX / _NEEDED).is_file():
        return "missing"
    try:
        known = (folder / "cards.sha256").read_bytes()
    except OSError:
        return "older"
    return "current" if known == _stamp(cards) else "older"


def _stamp(cards: dict[str, bytes]) -> bytes:
    """Hash the cards, in the order of their paths."""
    seen = hashlib.sha256()
    for path in sorted(cards):
        seen.update(f"{path}\0{len(cards[path])}\0".encode())
        seen.update(cards[path])
    return f"{seen.hexdigest()}\n".encode()


def _make(folder: Path, cards: dict[str, bytes]) -> None:
    indexer = _indexer()
    write_tree(folder / "cards", cards)
    made = folder / "made"
    shutil.rmtree(made, ignore_errors=True)
    _run(indexer, folder / "cards", made)
    files = {
        path: content
        for path, content in read_tree(made).items()
        if path == _NEEDED or not path.startswith(_UNUSED)
    }
    (folder / "cards.sha256").unlink(missing_ok=True)
    write_tree(folder / INDEX, ordered(files))
    write_file(folder / "cards.sha256", _stamp(cards))
    shutil.rmtree(made, ignore_errors=True)


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
    if done.returncode or not (out / _NEEDED).is_file():
        said = clean((done.stderr or done.stdout).strip() or f"exit {done.returncode}", 300)
        raise LastroError(f"the search index could not be made: {said}")
