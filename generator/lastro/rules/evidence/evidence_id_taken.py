from lastro.model.claim import Evidence, speaks_of
from lastro.rules import Claim, Corpus, Finding, Findings, Related, fold_name, in_quotes
from lastro.text.dates import meets


def check(claim: Claim, corpus: Corpus) -> Findings:
    named: dict[str, int] = {}
    worded: dict[tuple[str, str], list[int]] = {}
    names, sources = {i.id for i in claim.evidence}, {i.source for i in claim.evidence}
    if len(names) == len(claim.evidence) == len(sources):
        return
    for index, item in enumerate(claim.evidence):
        words = (item.source, fold_name(item.quote.exact)) if item.quote else None
        alike = worded.setdefault(words, []) if words else []
        twins = (n for n in alike if not _apart(claim.evidence[n], item, corpus))
        if item.id in named:
            yield _same_name(claim, named[item.id], index)
        elif (first := next(twins, None)) is not None:
            yield Finding(
                route=("claims", claim.id, "evidence", index, "quote"),
                message=f"the same words of {in_quotes(item.source)} are cited twice",
                hint="keep one passage, and cite it twice in `because`",
                related=(Related(("claims", claim.id, "evidence", first, "quote"), "first here"),),
            )
        named.setdefault(item.id, index)
        alike.append(index)


def _apart(one: Evidence, other: Evidence, corpus: Corpus) -> bool:
    source = corpus.sources.get(one.source)
    if one.stance == other.stance or source is None:
        return False
    times = speaks_of(one, source), speaks_of(other, source)
    return times[0] is not None and times[1] is not None and not meets(times[0], times[1])


def _same_name(claim: Claim, first: int, index: int) -> Finding:
    items = claim.evidence[first], claim.evidence[index]
    cited_twice = not any(item.named for item in items)
    there, here = (
        ("claims", claim.id, "evidence", number, "id" if claim.evidence[number].named else "source")
        for number in (first, index)
    )
    name = in_quotes(items[0].id)
    return Finding(
        route=here,
        message=f"{name} is cited above too" if cited_twice else f"another passage is named {name}",
        hint="give one of them an `id`" if cited_twice else "give this one another `id`",
        related=(Related(there, "first here"),),
    )
