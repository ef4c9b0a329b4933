"""Independence, counted by origin: ten articles that repeat one press release are one origin.

A passage has one root: its own `origin`, else the origin at the end of its source's `derived_from` chain,
else its source's. A root is a party when any source of that origin speaks for the claimant or for a name
in the claim's `parties`; a primary source that does is the actor's own word whatever `origin` its passages
name (ADR 0003). Why is a value too: page and `lastro explain` tell the same. A long run of the same words
in two sources hints that they have one origin; a person decides. Source: docs/handbook/explanation/ratings.md.
"""

import re
import unicodedata
from collections import deque
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Literal

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.memo.tables import Memo, query, register_queries
from lastro.model.claim import Claim, Evidence
from lastro.model.values import fold_name

LONG_RUN = 25
"""Words in a row that two people do not choose alike; twice what two quotes may share."""
_WORD = re.compile(r"\w+")


class Way(Struct, frozen=True):
    """Why a passage has its root.

    `named` in the passage's `origin`; the `own` origin of its source; `followed` along
    `derived_from`; or `unclear`, and then there is no root. `chain` are the ids of the sources from
    the one that is cited to the one whose origin it is, the shortest of several.
    """

    kind: Literal["named", "own", "followed", "unclear"]
    chain: tuple[str, ...]
    root: str | None


class Stake(Struct, frozen=True):
    """Why a passage is a party's word: who has the stake, and which sources speak for them.

    By its `origin`, which those sources share, primary ones first; or as the party's own `record`,
    a primary source whatever origin its passage names.
    """

    kind: Literal["origin", "record"]
    name: str
    sources: tuple[str, ...]


class Origins:
    """Where the information of each source in a corpus first came from: `corpus.derive_once(Origins)`."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus, self.tracer = corpus, corpus.tracer
        self._roots = Memo(self.tracer, self._find_roots)
        register_queries(self)

    def root(self, item: Evidence) -> str | None:
        if item.origin:
            return item.origin
        roots = self.roots(item.source)
        return roots[0] if len(roots) == 1 else None

    def way(self, item: Evidence) -> Way:
        if item.origin:
            return Way("named", (item.source,), item.origin)
        root = self.root(item)
        if root is None:
            return Way("unclear", (), None)
        trail = self.walk(item.source)
        chain = _walked(trail, self._list_ends(item.source, trail)[0])
        return Way("followed" if len(chain) > 1 else "own", chain, root)

    def roots(self, source_id: str) -> tuple[str, ...]:
        """Return the origins that a source leads back to, sorted; none for an unknown source."""
        return self._roots[source_id]

    def _find_roots(self, source_id: str) -> tuple[str, ...]:
        return tuple(sorted({self.corpus.sources[end].origin for end in self.ends(source_id)}))

    def ends(self, source_id: str) -> tuple[str, ...]:
        """Follow `derived_from` to the sources that re-tell nothing; a loop has no end."""
        return tuple(sorted(self._list_ends(source_id, self.walk(source_id))))

    def walk(self, source_id: str) -> Mapping[str, str]:
        """Follow `derived_from` to all known sources, nearest first, each with who re-tells it."""
        trail: dict[str, str] = {}
        queue = deque([source_id])
        while queue:
            here = queue.popleft()
            for told in self._list_retold(here):
                if told != source_id and told not in trail:
                    trail[told] = here
                    queue.append(told)
        return trail

    def _list_ends(self, source_id: str, trail: Mapping[str, str]) -> list[str]:
        met = (source_id, *trail) if source_id in self.corpus.sources else ()
        return [one for one in met if not self._list_retold(one)]

    def _list_retold(self, source_id: str) -> list[str]:
        source = self.corpus.sources.get(source_id)
        told = source.derived_from if source else ()
        return sorted(one for one in told if one in self.corpus.sources)

    def loop(self, source_id: str) -> tuple[str, ...]:
        trail: dict[str, str] = {}
        stack = [source_id]
        while stack:
            here = stack.pop()
            for told in self._list_retold(here):
                if told == source_id:
                    return (*_walked(trail, here), source_id)
                if told not in trail:
                    trail[told] = here
                    stack.append(told)
        return ()

    @query
    def speakers(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """For each origin the folded names that its sources speak for, and which sources do."""
        spoken: dict[str, dict[str, list[tuple[bool, str]]]] = {}
        for source in self.corpus.facts.rows("sources", "origin", "parties", "source_kind"):
            for name in dict.fromkeys(map(fold_name, source.parties)):
                of_name = spoken.setdefault(source.origin, {}).setdefault(name, [])
                of_name.append((source.source_kind != "primary", source.id))
        return {
            origin: {name: tuple(key for _, key in sorted(of)) for name, of in names.items()}
            for origin, names in spoken.items()
        }

    def is_word_of(self, names: Mapping[str, str], item: Evidence, root: str | None) -> bool:
        """Tell whether a passage, by its root, is the word of one of the `stakeholders` of its claim."""
        spoken = self.speakers.get(root or "", {})
        if spoken and not names.keys().isdisjoint(spoken):
            return True
        source = self.corpus.sources.get(item.source)
        parties = source.parties if source and source.kind == "primary" else ()
        return any(fold_name(name) in names for name in parties)

    def stakes(self, item: Evidence, claim: Claim) -> tuple[Stake, ...]:
        """Say why a passage is a party's word, in the order of the claim; empty when it is not."""
        names = stakeholders(claim)
        spoken = self.speakers.get(self.root(item) or "", {})
        shared: dict[str, list[tuple[str, ...]]] = {}
        for key, name in names.items():
            if key in spoken:
                shared.setdefault(name, []).append(spoken[key])
        source = self.corpus.sources.get(item.source)
        own = {names.get(fold_name(name)) for name in source.parties} if source else set()
        found = []
        for name in dict.fromkeys(names.values()):
            if name in shared:
                found.append(Stake("origin", name, self._merged(shared[name])))
            elif name in own and source and source.kind == "primary":
                found.append(Stake("record", name, (source.id,)))
        return tuple(found)

    def _merged(self, listed: list[tuple[str, ...]]) -> tuple[str, ...]:
        """Merge lists of `speakers`; the one list that there mostly is stays the same object."""
        if len(listed) == 1:
            return listed[0]
        facts = self.corpus.facts
        ids = {source for sources in listed for source in sources}
        return tuple(
            sorted(ids, key=lambda one: (facts["sources", one].source_kind != "primary", one))
        )


def stakeholders(claim: Claim) -> Mapping[str, str]:
    """Return who has a stake as the claim names them, by folded name and identifying address."""
    known = [(name, name) for name in (*claim.claimant_names, *claim.parties)]
    known += [(who.same_as, who.name) for who in claim.claimants if who.same_as]
    found: dict[str, str] = {}
    for written, name in known:
        found.setdefault(fold_name(written), name)
    return found


def _walked(trail: Mapping[str, str], end: str) -> tuple[str, ...]:
    walked = [end]
    while walked[-1] in trail:
        walked.append(trail[walked[-1]])
    return tuple(reversed(walked))


class SharedRun(Struct, frozen=True):
    """Two sources of one claim that count as two origins, and the longest run that both print."""

    claim: str
    sources: tuple[str, str]
    origins: tuple[str, str]
    words: tuple[str, ...]


def find_shared_runs(corpus: Corpus, texts: Mapping[str, str]) -> Iterator[SharedRun]:
    """Yield each pair of sources of one claim whose `texts` share a long run, a pair once."""
    origins, told = corpus.derive_once(Origins), set[tuple[str, str]]()
    for claim in corpus.claims.values():
        found = [(item.source, origins.root(item)) for item in claim.evidence]
        rooted = [(source, root) for source, root in dict.fromkeys(found) if root]
        for (first, one), (second, two) in combinations(rooted, 2):
            pair = (first, second) if first < second else (second, first)
            if one == two or first == second or pair in told or not texts.keys() >= {*pair}:
                continue
            told.add(pair)
            words = longest_run(texts[first], texts[second])
            if words:
                yield SharedRun(claim.id, (first, second), (one, two), words)


def longest_run(first: str, second: str) -> tuple[str, ...]:
    """Return the longest run of words that two texts share, at least `LONG_RUN`; else nothing."""
    ours, theirs = _words(first), _words(second)
    known = {tuple(ours[at : at + LONG_RUN]) for at in range(len(ours) - LONG_RUN + 1)}
    best: tuple[int, int] = (0, 0)
    at = 0
    while at <= len(theirs) - LONG_RUN:
        run = 0
        while tuple(theirs[at + run : at + run + LONG_RUN]) in known:
            run += 1
        if run:
            best = max(best, (run + LONG_RUN - 1, -at))
        at += run + 1
    length, start = best[0], -best[1]
    return tuple(theirs[start : start + length])


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
