"""How far each quote of a corpus is checked: the four states, never mixed up.

A reader must be able to tell words that were found in a copy of the source from words that a person read,
and both from words that nobody has seen. All follows from the records and evidence.lock alone: who holds no
captures gets the same answer. Source: docs/handbook/explanation/quotes.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from msgspec import Struct

from lastro.corpus.corpus import NEAR, Corpus
from lastro.locks.evidence import UNKNOWN, DroppedCapture, Proof, find_captured
from lastro.memo.tables import LazyTable
from lastro.model.article import Article
from lastro.model.base import Kept, Quote
from lastro.model.claim import Claim
from lastro.model.source import Source
from lastro.places import RecordPath

ARTICLE = "article:"
"""Starts what evidence.lock calls the article under check, beside the ids of sources."""
SOURCE = "source:"
"""Starts what the store calls the captures of a source."""

_BETWEEN = "\x1f"


def addresses_of(named: str, corpus: Corpus) -> frozenset[str]:
    """Return where a source or `article:<id>` may have been captured: other copies prove nothing."""
    if named.startswith(ARTICLE):
        article = corpus.articles.get(named.removeprefix(ARTICLE))
        return frozenset({article.url or UNKNOWN, *article.archived}) if article else frozenset()
    source = corpus.sources.get(named)
    if source is None:
        return frozenset()
    reprint = source.read.reprint if source.read else None
    return frozenset(a for a in (source.url or UNKNOWN, reprint, *source.archived) if a)


class QuoteState(StrEnum):
    """What is known of the words of a quote."""

    VERIFIED = "verified"
    MISMATCH = "mismatch"
    ATTESTED = "attested"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class QuotedWords:
    """Words of others that a record repeats: their key in evidence.lock, their place, their text.

    `source` is the id of the source that should hold them, or `article:<id>`.
    """

    key: str
    route: RecordPath
    quote: Quote
    source: str

    @cached_property
    def hash(self) -> str:
        """The sha256 of the quote as recorded, with what must stand beside it."""
        beside = (self.quote.prefix or "", self.quote.suffix or "")
        whole = _BETWEEN.join((self.quote.exact, *beside)) if any(beside) else self.quote.exact
        return sha256(whole.encode()).hexdigest()

    def is_proof(self, proof: Proof) -> bool:
        """Tell whether an entry is about these words and this source, as they stand now."""
        return proof.quote == self.hash and proof.source == self.source


def quotes_of(corpus: Corpus) -> Iterator[QuotedWords]:
    """Yield every quote of a corpus: articles, then claims, by id, each in the record's order."""
    for table in (corpus.articles, corpus.claims):
        for record in table.values():
            yield from quotes_in(record, corpus)


def quotes_in(record: Kept, corpus: Corpus) -> tuple[QuotedWords, ...]:
    return corpus.derive_once(_LastQuotes).of(record)


class _LastQuotes:
    """The quotes of the record that was asked about last: seven rules ask, one right after the other."""

    def __init__(self, _: Corpus) -> None:
        self._record: Kept | None = None
        self._quotes: tuple[QuotedWords, ...] = ()

    def of(self, record: Kept) -> tuple[QuotedWords, ...]:
        if record is not self._record:
            self._record, self._quotes = record, ()
            if isinstance(record, Article):
                self._quotes = tuple(quotes_of_article(record))
            if isinstance(record, Claim):
                self._quotes = tuple(quotes_of_claim(record))
        return self._quotes


def proofs_in(record: Kept, corpus: Corpus) -> Iterator[tuple[QuotedWords, Proof]]:
    for quoted in quotes_in(record, corpus):
        if proof := corpus.proofs.get(quoted.key):
            yield quoted, proof


def quotes_of_article(article: Article) -> Iterator[QuotedWords]:
    """Yield the words of an article that were left out, then those that repeat a claim."""
    of = f"{ARTICLE}{article.id}"
    for name, field in (("left_out", "left_out"), ("repeats", "words")):
        found = ((n, getattr(row, field)) for n, row in enumerate(article.statements))
        for count, (number, words) in enumerate((n, words) for n, words in found if words):
            at = ("articles", article.id, "statements", number, field)
            yield QuotedWords(f"{of}/{name}/{count}", at, _words(words), of)


def quotes_of_claim(claim: Claim) -> Iterator[QuotedWords]:
    """Yield the words that the article said, their original, then the quotes of the evidence."""
    of, article = f"claim:{claim.id}", f"{ARTICLE}{claim.article}"
    said: RecordPath = ("claims", claim.id, "said")
    if claim.said.words:
        words = _words(claim.said.words, claim.said.before, claim.said.after)
        yield QuotedWords(said_key(claim.id), (*said, "words"), words, article)
    for number, also in enumerate(claim.said.also):
        yield QuotedWords(
            f"{of}/said/also/{number}", (*said, "also", number), _words(also), article
        )
    if original := claim.said.original:
        at = (*said, "original", "words")
        yield QuotedWords(original_key(claim.id), at, _words(original.words), original.source)
    for number, item in enumerate(claim.evidence):
        if item.quote is not None:
            at = ("claims", claim.id, "evidence", number, "quote", "exact")
            yield QuotedWords(evidence_key(claim.id, item.id), at, item.quote, item.source)


def _words(exact: str, before: str | None = None, after: str | None = None) -> Quote:
    """Take words of a record as a quote; they were looked at when the record was read."""
    return Quote.model_construct(exact=exact, prefix=before, suffix=after)


def said_key(claim_id: str) -> str:
    return f"claim:{claim_id}/said/words"


def original_key(claim_id: str) -> str:
    return f"claim:{claim_id}/said/original"


def evidence_key(claim_id: str, evidence_id: str) -> str:
    return f"claim:{claim_id}/evidence/{evidence_id}"


def state(quoted: QuotedWords, corpus: Corpus) -> QuoteState:
    """Return what is known of a quote.

    A quote that was edited after it was checked is a mismatch until it is checked again. The words
    of an article are read by those who sign the review, so they are attested at least.
    """
    proof = corpus.proofs.get(quoted.key)
    if proof is not None:
        stands = quoted.is_proof(proof) and proof.result == "verified"
        return QuoteState.VERIFIED if stands else QuoteState.MISMATCH
    if quoted.source.startswith(ARTICLE):
        return QuoteState.ATTESTED
    source = corpus.sources.get(quoted.source)
    return QuoteState.ATTESTED if source and source.read else QuoteState.UNCHECKED


class QuoteCheck(Struct, frozen=True):
    """What is known of one quote, with the entry that says so and what became of the copy."""

    quoted: QuotedWords
    state: QuoteState
    proof: Proof | None
    dropped: DroppedCapture | None


class QuoteChecks(Mapping[str, QuoteCheck]):
    """What is known of each quote of a corpus, by its key; found record by record."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        reads, claims, articles = corpus.tracer, corpus.claims, corpus.articles
        self._claims = LazyTable(
            reads,
            "claims",
            claims,
            lambda key: self._check(quotes_of_claim(claims[key])),
            most=NEAR,
        )
        self._articles = LazyTable(
            reads, "articles", articles, lambda key: self._check(quotes_of_article(articles[key]))
        )

    def __getitem__(self, key: str) -> QuoteCheck:
        kind, _, record = key.partition("/")[0].partition(":")
        return (self._claims if kind == "claim" else self._articles)[record][key]

    def of_claim(self, claim_id: str) -> Mapping[str, QuoteCheck]:
        return self._claims[claim_id]

    def __iter__(self) -> Iterator[str]:
        return (quoted.key for quoted in quotes_of(self._corpus))

    def __len__(self) -> int:
        return sum(1 for _ in quotes_of(self._corpus))

    def _check(self, quotes: Iterable[QuotedWords]) -> dict[str, QuoteCheck]:
        corpus, lock = self._corpus, self._corpus.evidence_lock
        return {
            quoted.key: QuoteCheck(
                quoted,
                state(quoted, corpus),
                corpus.proofs.get(quoted.key),
                lock.dropped.get(capture_key(quoted.source)),
            )
            for quoted in quotes
        }


def capture_key(source: str) -> str:
    """Return the key of a record's captures; one that the store gave is taken as it is."""
    return source if source.startswith(ARTICLE) else f"{SOURCE}{source.removeprefix(SOURCE)}"


def is_captured(source: Source, corpus: Corpus) -> bool:
    """Tell whether we keep a capture of a source, as far as evidence.lock knows."""
    return source.id in corpus.derive_once(_captured)


def lacks_copy(source: Source, corpus: Corpus) -> bool:
    """Tell whether neither an archive nor we keep a page of the web that was read."""
    cited = source.url and source.read and not source.withdrawn
    return bool(cited and not source.archived and not is_captured(source, corpus))


def _captured(corpus: Corpus) -> frozenset[str]:
    return find_captured(corpus.evidence_lock)
