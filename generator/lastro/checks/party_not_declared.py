"""Whoever has a stake in a claim is named in the sources that speak for them.

A party cannot confirm its own claim, nor make a refuted one look contested. When the company's
report does not say whose report it is, the company's word would count as that of a bystander.

A name counts when it stands in publisher or authors as whole words, whatever its case: 'Microsoft
/ US SEC' holds 'Microsoft'. For the claimant any kind of source is looked at; for the other
parties a primary one, and of the others those whose publisher is the party itself. Anonymous
claimants have no name to look for. One finding for each source and name.
"""

import re
from collections.abc import Iterator

from lastro.corpus import Corpus
from lastro.diagnostics import Finding, Related, Severity, quoted
from lastro.fixes import Append
from lastro.places import RecordPath
from lastro.records import Claim, Source
from lastro.values import folded

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "unsafe"
SCOPE = "reach"


def check(corpus: Corpus) -> Iterator[Finding]:
    """Yield one finding for each source and each name that its `parties` keep silent about."""
    for source_id, places in corpus.cited_in.items():
        source = corpus.sources.get(source_id)
        if source is None:
            continue
        declared = {folded(name) for name in source.parties}
        for claim_id, index in places:
            claim = corpus.claims[claim_id]
            for name, at in _silent_about(source, claim):
                if folded(name) in declared:
                    continue
                declared.add(folded(name))
                yield _finding(source, claim, index, name, at)


def _silent_about(source: Source, claim: Claim) -> Iterator[tuple[str, RecordPath]]:
    """Yield the names of a claim that stand on a source, with the place where they stand."""
    for name in (claim.claimant.name, *claim.parties):
        is_claimant = name == claim.claimant.name
        if is_claimant and claim.claimant.kind == "anonymous":
            continue
        if folded(source.publisher or "") == folded(name):
            yield name, ("publisher",)
        elif not is_claimant and source.kind != "primary":
            continue
        elif _holds(source.publisher or "", name):
            yield name, ("publisher",)
        else:
            authors = enumerate(source.authors)
            yield from ((name, ("authors", i)) for i, author in authors if _holds(author, name))


def _holds(text: str, name: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(folded(name))}(?!\w)", folded(text)))


def _finding(source: Source, claim: Claim, index: int, name: str, at: RecordPath) -> Finding:
    is_claimant = name == claim.claimant.name
    stake = "made the claim" if is_claimant else "has a stake in the claim"
    role = "publisher" if at[0] == "publisher" else "author"
    return Finding(
        at=("sources", source.id, *at),
        part=name,
        message=f"{role} {quoted(name)} {stake} that cites this",
        hint=f"add it to `parties`: {quoted(name)}",
        related=(Related(("claims", claim.id, "evidence", index, "source"), "cited here"),),
        edits=(Append(("sources", source.id, "parties"), name),),
    )
