"""Two corpora, before and after: which records came, went, moved, and what changed in them.

Lines say nothing of what readers were told: a record that moved or whose keys were sorted tells the
same, and one changed word of a source may move ten claims. So parsed records are compared. What
one of the two corpora cannot read is unknown and yields nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from msgspec import Struct

from lastro.changes.compare_claims import ClaimChange, compare_claims
from lastro.changes.wording import PLACES, collapse_spaces, fields, fields_that_differ
from lastro.corpus.corpus import Corpus
from lastro.corpus.links import with_links_to
from lastro.evidence.judge import judgements
from lastro.model.article import Article
from lastro.model.base import Kept
from lastro.model.claim import Claim
from lastro.model.reader_text import Text
from lastro.model.source import Source
from lastro.places import RecordPath

_CITED = re.compile(r"(?<=\[@)[a-z0-9]+(?:-[a-z0-9]+)*")


class RecordMove(Struct, frozen=True):
    """A record that has another id now.

    `kept` says that `former_ids` of the new one holds the old id; `joined` that the new one stood
    beside the old one before, so that two records became one.
    """

    kind: str
    old: str
    new: str
    kept: bool
    joined: bool = False


@dataclass(frozen=True, eq=False)
class Change:
    """What one corpus has over another.

    `added` and `removed` are routes of records, moves apart. `pairs` holds, by its route now, each
    record as it was, its links by the ids of now.
    """

    base: Corpus
    now: Corpus
    added: tuple[RecordPath, ...]
    removed: tuple[RecordPath, ...]
    moves: tuple[RecordMove, ...]
    pairs: Mapping[RecordPath, Kept]

    @property
    def language(self) -> str:
        """The language in which words are compared: the first one that readers had."""
        return self.base.settings.languages[0]

    @cached_property
    def claims(self) -> Mapping[str, ClaimChange]:
        """For each claim of both corpora that tells or carries something else, what that is."""
        before, now = judgements(self.base), judgements(self.now)
        found: dict[str, ClaimChange] = {}
        for at, was in self.pairs.items():
            claim = self.now.records[at]
            if not (isinstance(was, Claim) and isinstance(claim, Claim)):
                continue
            judged = before[was.id], now[claim.id]
            if was != claim or judged[0] != judged[1]:
                current = cast("Claim", self._current(at))
                cited = self._with_citations(was), self._with_citations(current)
                found[claim.id] = compare_claims(*cited, self.language, judged)
        return found

    @cached_property
    def sources(self) -> Mapping[str, tuple[str, ...]]:
        return self._differing(Source)

    @cached_property
    def articles(self) -> Mapping[str, tuple[str, ...]]:
        return self._differing(Article)

    @cached_property
    def repetitions(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """For each article and words that repeat a claim, their own rating before and now, where it differs."""
        found = {}
        for article_id in self.articles:
            at = ("articles", article_id)
            before = _read_ratings_by_words(self.pairs[at])
            now = _read_ratings_by_words(self.now.records[at])
            for words in {**before, **now}:
                found[article_id, words] = before.get(words, ""), now.get(words, "")
        return {key: (was, now) for key, (was, now) in found.items() if was != now}

    @cached_property
    def resting(self) -> Mapping[str, tuple[str, ...]]:
        """For each source that differs, the claims that rest on it, directly or re-told."""
        return {
            source: tuple(sorted(_find_claims_resting_on(source, self.now)))
            for source in self.sources
        }

    def lock_keys(self, key: str) -> tuple[str, ...]:
        """Return what evidence.lock may call a quote of the base now, the likeliest last.

        A passage that is cited by the id of its source may keep the id that this source had.
        """
        of, slash, rest = key.partition("/")
        kind, _, record_id = of.partition(":")
        of = f"{kind}:{self._ids.get((f'{kind}s', record_id), record_id)}"
        inner, _, cited = rest.partition("/")
        now = self._ids.get(("sources", cited), cited) if inner == "evidence" else cited
        names = [f"{of}{slash}{inner}/{name}" for name in (cited, now)] if cited else [of]
        return tuple(dict.fromkeys(names))

    def source_now(self, source: str) -> str:
        kind, _, article = source.partition(":")
        if article:
            return f"{kind}:{self._ids.get(('articles', article), article)}"
        return self._ids.get(("sources", source), source)

    def _differing(self, model: type[Kept]) -> Mapping[str, tuple[str, ...]]:
        return {
            str(at[1]): names
            for at, was in self.pairs.items()
            if isinstance(was, model)
            and was != self.now.records[at]
            and (names := fields_that_differ(was, self._current(at), self.language))
        }

    def _current(self, at: RecordPath) -> Kept:
        """Return a record of now with all links by current ids: one left behind is a fault of its own."""
        return with_links_to(self.now.records[at], self._ids)

    @cached_property
    def _ids(self) -> Mapping[RecordPath, str]:
        return {(move.kind, move.old): move.new for move in self.moves}

    def _with_citations(self, claim: Claim) -> Claim:
        """Let the reasoning cite by the sources' ids of now, whatever its passages are called."""
        renamed = {str(at[1]): new for at, new in self._ids.items() if at[0] == "sources"}
        cited = Counter(item.source for item in claim.evidence)
        named = {i.named: str(i.source) for i in claim.evidence if i.named and cited[i.source] == 1}
        if not (renamed or named):
            return claim
        ids = {**renamed, **named}
        reviews = []
        for review in claim.reviews:
            readings = tuple(
                (language, _CITED.sub(lambda found: ids.get(found[0], found[0]), text))
                for language, text in review.because.readings
            )
            reviews.append(review.model_copy(update={"because": Text(readings)}))
        return claim.model_copy(update={"reviews": tuple(reviews)})


def compare(base: Corpus, now: Corpus) -> Change:
    """Compare two corpora: every record of `base` is found again, moved or removed."""
    moves = tuple(_moves(base, now))
    gone: dict[RecordPath, RecordMove] = {(move.kind, move.old): move for move in moves}
    arrived = {(move.kind, move.new) for move in moves}
    ids = {key: move.new for key, move in gone.items()}
    pairs: dict[RecordPath, Kept] = {}
    for at, record in base.records.items():
        move = gone.get(at)
        here = (at[0], move.new) if move else at
        if here in now.records and not (move and move.joined):
            pairs.setdefault(here, with_links_to(record, ids))
    return Change(
        base=base,
        now=now,
        added=tuple(at for at in _find_unknown(now, base) if at not in arrived),
        removed=tuple(at for at in _find_unknown(base, now) if at not in gone),
        moves=moves,
        pairs=pairs,
    )


def _find_unknown(of: Corpus, to: Corpus) -> list[RecordPath]:
    return [at for at in of.records if not to.knows(str(at[0]), str(at[1]))]


def _moves(base: Corpus, now: Corpus) -> Iterator[RecordMove]:
    """Find where records went whose id is gone: by `former_ids`, else by what they tell."""
    holders: dict[RecordPath, str] = {}
    for at, record in now.records.items():
        for former in record.former_ids:
            holders.setdefault((at[0], former), str(at[1]))
    new, gone = dict.fromkeys(_find_unknown(now, base)), _find_unknown(base, now)
    for at in gone:
        if at in holders:
            new.pop((at[0], holders[at]), None)
            joined = base.knows(str(at[0]), holders[at])
            yield RecordMove(str(at[0]), str(at[1]), holders[at], kept=True, joined=joined)
    lost = [at for at in gone if at not in holders]
    alike: dict[object, list[RecordPath]] = {}
    for at in new if lost else ():
        sign = _sign(at, now.records[at], base.settings.languages[0])
        alike.setdefault(sign, []).append(at)
    for at in lost:
        if twin := _twin(at, base, now, alike):
            yield RecordMove(str(at[0]), str(at[1]), str(twin[1]), kept=False)


def _twin(
    at: RecordPath, base: Corpus, now: Corpus, alike: Mapping[object, list[RecordPath]]
) -> RecordPath | None:
    """Take the new record that is an old one under another id: the likest of its sign."""
    language, record = base.settings.languages[0], base.records[at]
    candidates = alike.get(_sign(at, record, language), [])
    before = fields(record, language)

    def likeness(other: RecordPath) -> int:
        after = fields(now.records[other], language)
        return sum(before[name] == after[name] for name in before if name not in PLACES)

    twin = max(candidates, key=likeness, default=None)
    if twin is not None:
        candidates.remove(twin)
    return twin


def _sign(at: RecordPath, record: Kept, language: str) -> tuple[object, ...]:
    """Return what makes a record the one it is, whatever it is called."""
    told = fields(record, language)
    names = {"claims": ("claim",), "sources": ("url", "doi", "isbn")}
    signs = [told[name] for name in names.get(str(at[0]), ("title", "url", "publisher"))]
    words = record.said.words or "" if isinstance(record, Claim) else ""
    return (at[0], *signs, words)


def _read_ratings_by_words(record: Kept) -> dict[str, str]:
    rows = record.statements if isinstance(record, Article) else ()
    return {collapse_spaces(row.words): row.rating or "" for row in rows if row.words}


def _find_claims_resting_on(source: str, corpus: Corpus) -> set[str]:
    seen, left = set[str](), [source]
    while left:
        here = left.pop()
        if here not in seen:
            seen.add(here)
            left.extend(corpus.retold_by.get(here, ()))
    return {claim for told in seen for claim, _ in corpus.cited_in.get(told, ())}
