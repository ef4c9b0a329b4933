"""From a source to a capture of it: where to fetch it, what it says, and what changed since.

A capture is worth what its comparison with the last one tells: an editor learns at once whether
the words she quotes still stand, moved, or went. A capture that fails leaves the earlier one whole.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from msgspec import Struct

from lastro.capture.extract import extract
from lastro.capture.fetched import Fetched, Retrieved, of_file
from lastro.capture.store.capture import Capture, capture_of
from lastro.capture.store.store import CaptureStore
from lastro.capture.store.warc_write import warc_of, warc_of_file
from lastro.capture.store.web_archive import LARGEST_FILE, is_web_archive, read_web_archive
from lastro.corpus.corpus import Corpus
from lastro.errors import LastroError
from lastro.evidence.matching import Nearest, nearest_passage
from lastro.evidence.proofs import ARTICLE, SOURCE, QuotedWords, capture_key, quotes_of
from lastro.evidence.quotes import READINGS_APART, cut_number, find
from lastro.locks.evidence import UNKNOWN
from lastro.model.article import Article
from lastro.model.source import Source
from lastro.text.comparable import GAP, as_read, strip_marks
from lastro.text.messages import clean

BESIDE = 40
"""Characters on each side of a quote that are compared."""
Fate = Literal["new", "changed", "unchanged"]
Move = Literal["stands", "moved", "gone", "earlier", "found", "missing"]
"""What became of a quote; `earlier`: neither this capture nor the last holds it, an older one does.
"""


class Target(Struct, frozen=True):
    """What is to be captured: its key in the store, its own address, and where it is fetched."""

    of: str
    url: str
    quotes: tuple[QuotedWords, ...]
    withdrawn: bool = False

    @property
    def name(self) -> str:
        return self.of.removeprefix(SOURCE)


class QuoteMove(Struct, frozen=True):
    """What became of one quote between two captures; `nearest` shows what stands there now.

    `cut` is the number that it would cut in two.
    """

    quoted: QuotedWords
    move: Move
    nearest: Nearest | None = None
    cut: str = ""


class TakeResult(Struct, frozen=True):
    """A capture, how it compares with the one before, and what became of each quote."""

    target: Target
    capture: Capture
    fate: Fate
    before: Capture | None
    quotes: tuple[QuoteMove, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def alarming(self) -> bool:
        return any(quote.move in ("moved", "gone") for quote in self.quotes)


def targets_of(corpus: Corpus) -> Mapping[str, Target]:
    quotes: dict[str, list[QuotedWords]] = {}
    for quoted in quotes_of(corpus):
        quotes.setdefault(capture_key(quoted.source), []).append(quoted)
    held: dict[str, Source | Article] = {}
    held |= {f"{ARTICLE}{key}": one for key, one in corpus.articles.items()}
    held |= {capture_key(key): one for key, one in corpus.sources.items()}
    return {
        of: Target(of, address_of(one), tuple(quotes.get(of, ())), bool(one.withdrawn))
        for of, one in held.items()
    }


def address_of(source: Source | Article) -> str:
    """Return where the words were read: in a re-publication, an archive's copy, or the original."""
    read = source.read if isinstance(source, Source) else None
    if read and read.how == "reprint" and read.reprint:
        return read.reprint
    if read and read.how == "archive" and source.archived:
        return source.archived[0]
    return source.url or UNKNOWN


def fetch(target: Target, get: Callable[[str], Fetched]) -> tuple[Retrieved, bytes]:
    """Fetch a target: what was read, and its WARC; raises LastroError without an address."""
    if target.url == UNKNOWN:
        hint = "capture a file of it with `--file PATH`"
        raise LastroError(f"'{target.name}' has no web address", hint)
    fetched = get(target.url)
    return fetched, warc_of(fetched)


def read_file(
    target: Target, path: Path, now: datetime, *, page: str | None, encoding: str | None
) -> tuple[Retrieved, bytes]:
    """Read a file in hand; `page` is the address meant in a web archive. Raises LastroError."""
    require_file(path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            message = f"'{clean(str(path))}' is larger than {LARGEST_FILE // 1_000_000} MB"
            raise LastroError(message, "save the page alone, without the site around it")
        content = path.read_bytes()
    except OSError as error:
        hint = "check who may read it"
        raise LastroError(f"cannot read '{clean(str(path))}': {error.strerror}", hint) from error
    if is_web_archive(path.name, content):
        retrieved, warc = read_web_archive(content, target.url, page)
        return replace(retrieved, encoding=encoding), warc
    if page:
        raise LastroError("`--page` without a web archive", "leave it out: the file is one page")
    retrieved = of_file(path.name, content, url=target.url, at=now, encoding=encoding)
    return retrieved, warc_of_file(retrieved)


def require_file(path: Path) -> None:
    if not path.is_file():
        hint = "name the file of a page, a document or a text"
        raise LastroError(f"no file '{clean(str(path))}'", hint)


def keep(target: Target, retrieved: Retrieved, warc: bytes, store: CaptureStore) -> TakeResult:
    """Keep a capture that differs from the last; one without a text raises LastroError."""
    extracted = extract(
        retrieved.body, retrieved.media_type, retrieved.charset, encoding=retrieved.encoding
    )
    notes = (*retrieved.notes, *extracted.notes)
    capture = capture_of(target.of, retrieved, extracted)
    captures = store.all(target.of)
    before = captures[-1] if captures and store.is_whole(captures[-1]) else None
    old: str | None = extracted.text
    fate: Fate = "unchanged"
    same = (capture.text_sha256, capture.url)
    if before and (before.text_sha256, before.url) == same:
        capture = before
    else:
        store.add(capture, extracted.text, warc)
        fate, old = ("changed", store.comparable(before)[0]) if before else ("new", None)
    moves = tuple(_moves(target, old, extracted.text, captures, store))
    return TakeResult(target, capture, fate, before, moves, notes)


def _moves(
    target: Target, old: str | None, new: str, earlier: tuple[Capture, ...], store: CaptureStore
) -> Iterator[QuoteMove]:
    for quoted in target.quotes:
        now = find(quoted.quote, new)
        then = find(quoted.quote, old) if old is not None else None
        if now is None:
            cut = cut_number(quoted.quote, new)
            near = None if cut else nearest_passage(quoted.quote, new)
            texts = (store.comparable(one)[0] for one in earlier if store.is_whole(one))
            is_earlier = not then and any(find(quoted.quote, text) for text in texts)
            move: Move = "gone" if then else "earlier" if is_earlier else "missing"
            yield QuoteMove(quoted, move, near, cut)
        elif then is None:
            yield QuoteMove(quoted, "found")
        else:
            before = _around(old or "", then.offset, then.length)
            stands = before == _around(new, now.offset, now.length)
            yield QuoteMove(quoted, "stands" if stands else "moved")


def _around(text: str, offset: int, length: int) -> str:
    """Return a quote with what stands right beside it in its part: it moved when other words do."""
    end = offset + length
    before = as_read(text[:offset])[-BESIDE:].rpartition(READINGS_APART)[2]
    after = as_read(text[end:])[:BESIDE].partition(READINGS_APART)[0]
    return strip_marks(f"{before}{as_read(text[offset:end])}{after}").replace(GAP, " ")
