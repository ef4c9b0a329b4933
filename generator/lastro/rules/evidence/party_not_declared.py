import re
from collections.abc import Container, Sequence

from lastro.corpus.corpus import OF_ORIGINAL
from lastro.places import RecordPath
from lastro.rules import Append, Corpus, Finding, Findings, Related, Source, fold_name, in_quotes

FIX = "unsafe"
_Signed = tuple[str, RecordPath]
"""A folded name of whoever made a source, and where it stands."""


def check(source: Source, corpus: Corpus) -> Findings:
    declared = {fold_name(name) for name in source.parties}
    signed: list[_Signed] = [(fold_name(source.publisher or ""), ("publisher",))]
    signed += [(fold_name(author), ("authors", i)) for i, author in enumerate(source.authors)]
    for claim_id, index in corpus.cited_in.get(source.id, ()):
        if index == OF_ORIGINAL:
            continue  # it shows how the words were, and weighs nothing
        kinds = {name: kind for name, kind, _ in corpus.facts["claims", claim_id].claimants}
        for name in (*kinds, *corpus.facts["claims", claim_id].parties):
            at = None if kinds.get(name) == "anonymous" else _place(name, source, signed, kinds)
            if at is None or fold_name(name) in declared:
                continue
            declared.add(fold_name(name))
            stake = "made the claim" if name in kinds else "has a stake in the claim"
            role = "publisher" if at[0] == "publisher" else "author"
            yield Finding(
                route=(*source.at, *at),
                part=name,
                message=f"{role} {in_quotes(name)} {stake} that cites this source",
                hint=f"add it to `parties`: {in_quotes(name)}",
                related=(Related(("claims", claim_id, "evidence", index, "source"), "cited here"),),
                edits=(Append((*source.at, "parties"), name),),
            )


def _place(
    name: str, source: Source, signed: Sequence[_Signed], claimants: Container[str]
) -> RecordPath | None:
    called = fold_name(name)
    (publisher, at), *_ = signed
    if publisher == called:
        return at
    if name not in claimants and source.kind != "primary":
        return None
    whole = rf"(?<!\w){re.escape(called)}(?!\w)"
    return next((at for text, at in signed if called in text and re.search(whole, text)), None)
