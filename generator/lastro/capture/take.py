"""From a source to a capture of it: where to fetch it, what it says, and what changed since.

A capture is worth what its comparison with the last one tells: an editor learns at once whether
the words she quotes still stand, moved, or went. A capture that fails leaves the earlier one whole.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Literal

from msgspec import Struct

from lastro.capture.extract import extract
from lastro.capture.fetched import Fetched
from lastro.capture.retrieved import Retrieved, of_fetched, of_file
from lastro.capture.store.capture import Capture, capture_of
from lastro.capture.store.store import CaptureStore
from lastro.capture.store.warc_read import is_warc, read_warc
from lastro.capture.store.warc_write import warc_of, warc_of_file
from lastro.corpus.corpus import Corpus
from lastro.errors import LastroError
from lastro.evidence.nearest_passage import Nearest, nearest_passage
from lastro.evidence.proofs import ARTICLE, SOURCE, QuotedWords, capture_key, quotes_of
from lastro.evidence.quotes import GAP, READINGS_APART, cut_number, find
from lastro.locks.evidence import UNKNOWN
from lastro.model.article import Article
from lastro.model.source import Source
from lastro.text.comparable import as_read, strip_marks
from lastro.text.messages import clean, did_you_mean

LARGEST_FILE = 100_000_000
"""Bytes of a file in hand: a WARC holds a page with all its pictures."""
BESIDE = 40
"""Characters on each side of a quote that are compared."""
_WARC_ENDS = (".warc", ".warc.gz")
Fate = Literal["new", "changed", "unchanged"]
Move = Literal["stands", "moved", "gone", "earlier", "found", "missing"]
"""What became of a quote; `earlier`: neither this capture nor the last holds it, an older one does.
"""


class Target(Struct, frozen=True):
    """What is to be captured: its key in the store, its own address, and where it is fetched."""

    of: str
    url: str
    quotes: tuple[QuotedWords, ...]

    @property
    def name(self) -> str:
        """What people call it: the id of a source, or `article:<id>`."""
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

    @property
    def alarming(self) -> bool:
        """Tell whether words that stood in the last capture moved or went."""
        return any(quote.move in ("moved", "gone") for quote in self.quotes)


def target_of(name: str, corpus: Corpus) -> Target:
    """Find a source by its id, with or without `source:`, or an article by `article:<id>`.

    Raises LastroError when there is none.
    """
    name = name.removeprefix(SOURCE)
    kind = "article" if name.startswith(ARTICLE) else "source"
    records: Mapping[str, Source | Article]
    records = corpus.articles if kind == "article" else corpus.sources
    record_id = name.removeprefix(ARTICLE)
    found = records.get(record_id)
    if found is None:
        stem = PurePosixPath(record_id).stem
        named = f"did you mean '{stem}'?" if stem in records else ""
        where = "see `sources/`" if kind == "source" else "see `claims/`"
        hint = named or did_you_mean(record_id, records, where)
        raise LastroError(f"no {kind} has the id '{clean(record_id)}'", hint)
    of = capture_key(name)
    quotes = tuple(q for q in quotes_of(corpus) if capture_key(q.source) == of)
    return Target(of, address_of(found), quotes)


def all_targets(corpus: Corpus) -> tuple[Target, ...]:
    """Return every source that is not withdrawn and every article, by id."""
    quotes: dict[str, list[QuotedWords]] = {}
    for quoted in quotes_of(corpus):
        quotes.setdefault(capture_key(quoted.source), []).append(quoted)
    held: dict[str, Source | Article] = {}
    held |= {f"{ARTICLE}{key}": one for key, one in corpus.articles.items()}
    held |= {capture_key(key): one for key, one in corpus.sources.items()}
    return tuple(
        Target(of, address_of(one), tuple(quotes.get(of, ())))
        for of, one in held.items()
        if not one.withdrawn
    )


def address_of(source: Source | Article) -> str:
    """Return where the words were read: in a re-publication, an archive's copy, or the original."""
    read = source.read if isinstance(source, Source) else None
    if read and read.how == "reprint" and read.reprint:
        return read.reprint
    if read and read.how == "archive" and source.archived:
        return source.archived[0]
    return source.url or UNKNOWN


def fetch(target: Target, get: Callable[[str], Fetched]) -> tuple[Retrieved, bytes]:
    """Fetch a target and return what was read of it, and its WARC.

    Raises LastroError when it has no address, and FetchError when it cannot be fetched.
    """
    if target.url == UNKNOWN:
        hint = "capture a file of it with `--file PATH`"
        raise LastroError(f"'{target.name}' has no web address", hint)
    fetched = get(target.url)
    return of_fetched(fetched), warc_of(fetched)


def read_file(target: Target, path: Path, now: datetime) -> tuple[Retrieved, bytes]:
    """Take a text, HTML, PDF or WARC file in hand for a target.

    Raises LastroError when the file is not there, too large, or no such file.
    """
    require_file(path)
    try:
        if path.stat().st_size > LARGEST_FILE:
            message = f"'{clean(str(path))}' is larger than {LARGEST_FILE // 1_000_000} MB"
            raise LastroError(message, "save the page alone, without the site around it")
        content = path.read_bytes()
    except OSError as error:
        hint = "check who may read it"
        raise LastroError(f"cannot read '{clean(str(path))}': {error.strerror}", hint) from error
    if path.name.lower().endswith(_WARC_ENDS) or is_warc(content):
        return read_warc(BytesIO(content), target.url)
    retrieved = of_file(path.name, content, url=target.url, at=now)
    return retrieved, warc_of_file(retrieved)


def require_file(path: Path) -> None:
    """Raise LastroError when a file in hand is not there."""
    if not path.is_file():
        raise LastroError(f"no file '{clean(str(path))}'", "name a text, HTML, PDF or WARC file")


def keep(target: Target, retrieved: Retrieved, warc: bytes, store: CaptureStore) -> TakeResult:
    """Extract the text, compare it with the last capture, and keep it when it differs.

    Raises LastroError when no text can be read from it; the earlier capture then stays.
    """
    extracted = extract(retrieved.body, retrieved.media_type, retrieved.charset)
    capture = capture_of(target.of, retrieved, extracted)
    newest = store.newest(target.of)
    before = newest if newest and store.is_whole(newest) else None
    same = before is not None and before.text_sha256 == capture.text_sha256
    if same and before is not None and before.url == capture.url:
        text = extracted.text
        moves = tuple(_moves(target, text, text, _older(target, store)))
        return TakeResult(target, before, "unchanged", before, moves)
    older = _older(target, store)
    store.add(capture, extracted.text, warc)
    old = store.comparable(before)[0] if before else None
    moves = tuple(_moves(target, old, extracted.text, older))
    return TakeResult(target, capture, "changed" if before else "new", before, moves)


def _older(target: Target, store: CaptureStore) -> Callable[[QuotedWords], bool]:
    """Return what tells whether any whole capture that is there now holds a quote."""
    captures = store.all(target.of)

    def holds(quoted: QuotedWords) -> bool:
        whole = (capture for capture in captures if store.is_whole(capture))
        return any(find(quoted.quote, store.comparable(capture)[0]) for capture in whole)

    return holds


def _moves(
    target: Target, old: str | None, new: str, older: Callable[[QuotedWords], bool]
) -> Iterator[QuoteMove]:
    for quoted in target.quotes:
        now = find(quoted.quote, new)
        then = find(quoted.quote, old) if old is not None else None
        if now is None:
            cut = cut_number(quoted.quote, new)
            near = None if cut else nearest_passage(quoted.quote, new)
            move: Move = "gone" if then else "earlier" if older(quoted) else "missing"
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
