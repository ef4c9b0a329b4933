"""What rules read lies within reach of what they look at; what reaches a change is looked at again."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from datetime import date
from pathlib import Path

import pytest

from lastro.checks.run_rule import findings
from lastro.corpus.corpus import Corpus
from lastro.corpus.reach import Known, _closed, _links, _of, disputes, find_affected
from lastro.loading.load import load
from lastro.model.base import Kept
from lastro.places import RecordPath
from lastro.rules.registry import rules
from tests.support.folders import ALDERA
from tests.support.real_records import FROZEN

SITES = [ALDERA, FROZEN]
TODAY = date(2026, 10, 20)
KINDS = ("articles", "claims", "sources")


class _Watched(Mapping[str, Kept]):
    """Records of one kind that note which of them are read."""

    def __init__(self, kind: str, records: Mapping[str, Kept], read: set[RecordPath]) -> None:
        self._kind, self._records, self._read = kind, records, read

    def __getitem__(self, key: str) -> Kept:
        if ":" not in key:  # `article:…` names where words stand; no record has such an id
            self._read.add((self._kind, key))
        return self._records[key]

    def __contains__(self, key: object) -> bool:
        return key in self._records

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


def _watched(corpus: Corpus, read: set[RecordPath]) -> Corpus:
    found = copy(corpus)
    for kind in KINDS:
        object.__setattr__(found, kind, _Watched(kind, getattr(corpus, kind), read))
    vars(found).pop("records", None)
    return found


def _corpus(site: Path) -> Corpus:
    corpus = load(site).corpus
    assert corpus is not None
    assert corpus.facts
    return corpus


def reach(at: RecordPath, corpus: Corpus) -> frozenset[RecordPath]:
    """Return what findings about a record may depend on: the long way round, to hold `find_affected` to."""
    facts = corpus.facts.get(at)
    if facts is None:
        return frozenset({at})
    found = {at, *_links(facts)}
    if at[0] == "articles":
        found |= {("claims", claim) for claim in corpus.claims_of.get(facts.id, ())}
        for claim in filter(None, facts.repeats):  # its evidence bounds a rating of the article
            found |= reach(("claims", claim), corpus)
    found |= {("sources", s) for s in _told_by((key for k, key in found if k == "sources"), corpus)}
    found |= _successors(found, corpus.facts)
    for source in (facts.id,) if at[0] == "sources" else ():
        found |= {("claims", claim) for claim, _ in corpus.cited_in.get(source, ())}
    if at[0] == "claims":
        told = _told_by(facts.evidence, corpus)
        roots = {*facts.origins, *(_of(corpus.facts, ("sources", s)).origin for s in told)} - {""}
        found |= {("sources", s) for root in roots for s in corpus.same_origin.get(root, ())}
    return frozenset(found).union(*(g for g in disputes(corpus.proofs) if at in g))


def _told_by(sources: Iterable[object], corpus: Corpus) -> set[str]:
    """Return some sources and all that they re-tell, step by step."""
    found = _closed(
        map(str, sources), lambda source: _of(corpus.facts, ("sources", source)).derived_from
    )
    return set(found)


def _successors(records: Iterable[RecordPath], known: Known) -> set[RecordPath]:
    """Return what replaces some records, what replaces that, and so on."""
    found: set[RecordPath] = set()
    stack = list(records)
    while stack:
        facts = known.get(stack.pop())
        here = (facts.kind, facts.see) if facts and facts.see else None
        if here and here not in found:
            found.add(here)
            stack.append(here)
    return found


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_a_rule_about_records_reads_only_what_is_within_reach(site: Path) -> None:
    corpus = _corpus(site)
    beyond = []
    for at in corpus.facts:
        read: set[RecordPath] = set()
        watched = _watched(corpus, read).focus_on(frozenset({at}))
        within = reach(at, corpus)
        for rule in rules().values():
            if rule.check is None or rule.scope not in {"record", "reach"}:
                continue
            read.clear()
            list(findings(rule, watched, TODAY))
            allowed = within if rule.scope == "reach" else {at}
            beyond += [(rule.name, at, other) for other in read - allowed]
    assert beyond == []


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_a_rule_about_all_records_reads_none(site: Path) -> None:
    corpus = _corpus(site)
    read: set[RecordPath] = set()
    watched = _watched(corpus, read)
    for rule in rules().values():
        if rule.scope == "corpus" and rule.looks_at is not None:
            list(findings(rule, watched, TODAY))
    assert read == set()


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_whatever_reaches_a_record_is_affected_by_its_going(site: Path) -> None:
    corpus = _corpus(site)
    within = {at: reach(at, corpus) for at in corpus.facts}
    for gone in corpus.facts:
        left = {at: facts for at, facts in corpus.facts.items() if at != gone}
        reaching = {at for at, found in within.items() if gone in found}
        assert reaching <= find_affected(frozenset({gone}), corpus.facts, left)


def test_a_change_of_words_touches_what_names_the_record_and_no_more() -> None:
    corpus = _corpus(ALDERA)
    claim = next(iter(corpus.claims.values()))
    at = ("claims", claim.id)
    touched = find_affected(frozenset({at}), corpus.facts, corpus.facts)
    cited = {("sources", item.source) for item in claim.evidence}
    assert {at, ("articles", claim.article), *cited} <= touched
    assert all(claim.id in str(other) or at in reach(other, corpus) for other in touched)
