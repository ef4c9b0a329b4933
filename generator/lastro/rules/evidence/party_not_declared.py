"""Whoever has a stake in a claim is named in the sources that speak for them.

The scale says what a party's own word can carry, which is little. When the company's report does
not say whose report it is, the company's word would count as that of a bystander.

A name counts when it stands in publisher or authors as whole words, whatever its case: 'Microsoft
/ US SEC' holds 'Microsoft'. For the claimant any kind of source is looked at; for the other
parties a primary one, and of the others those whose publisher is the party itself. Anonymous
claimants have no name to look for. One finding for each source and name.
"""

import re
from collections.abc import Container, Iterator, Sequence

from lastro.corpus.corpus import OF_ORIGINAL, Corpus
from lastro.corpus.facts import Facts
from lastro.diagnostics.finding import Finding, Findings, Related
from lastro.diagnostics.fixes import Append
from lastro.model.source import Source
from lastro.model.values import fold_name
from lastro.places import RecordPath
from lastro.text.messages import in_quotes

FIX = "unsafe"
_Signed = tuple[str, RecordPath]
"""A folded name of whoever made a source, and where it stands."""


def check(source: Source, corpus: Corpus) -> Findings:
    """Yield one finding for each source and each name that its `parties` keep silent about."""
    declared = {fold_name(name) for name in source.parties}
    signed: list[_Signed] = [(fold_name(source.publisher or ""), ("publisher",))]
    signed += [(fold_name(author), ("authors", i)) for i, author in enumerate(source.authors)]
    for claim_id, index in corpus.cited_in.get(source.id, ()):
        if index == OF_ORIGINAL:
            continue  # it shows how the words were, and weighs nothing
        claim = corpus.facts["claims", claim_id]
        for name, at in _silent_about(source, signed, claim, declared):
            if fold_name(name) in declared:
                continue
            declared.add(fold_name(name))
            yield _finding(source, claim, index, name, at)


def _silent_about(
    source: Source, signed: Sequence[_Signed], claim: Facts, declared: Container[str]
) -> Iterator[tuple[str, RecordPath]]:
    """Yield the names of a claim that stand on a source, with the place where they stand."""
    (publisher, at), *authors = signed
    kinds = {name: kind for name, kind, _ in claim.claimants}
    for name in (*kinds, *claim.parties):
        called = fold_name(name)
        is_claimant = name in kinds
        if called in declared or kinds.get(name) == "anonymous":
            continue
        if publisher == called:
            yield name, at
        elif not is_claimant and source.kind != "primary":
            continue
        elif _holds(publisher, called):
            yield name, at
        else:
            yield from ((name, where) for author, where in authors if _holds(author, called))


def _holds(text: str, name: str) -> bool:
    """Tell whether a folded name stands in a folded text, in whole words."""
    return name in text and bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def _finding(source: Source, claim: Facts, index: int, name: str, at: RecordPath) -> Finding:
    is_claimant = any(name == claimant for claimant, _, _ in claim.claimants)
    stake = "made the claim" if is_claimant else "has a stake in the claim"
    role = "publisher" if at[0] == "publisher" else "author"
    return Finding(
        route=("sources", source.id, *at),
        part=name,
        message=f"{role} {in_quotes(name)} {stake} that cites this source",
        hint=f"add it to `parties`: {in_quotes(name)}",
        related=(Related(("claims", claim.id, "evidence", index, "source"), "cited here"),),
        edits=(Append(("sources", source.id, "parties"), name),),
    )
