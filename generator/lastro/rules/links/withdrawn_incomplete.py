from lastro.places import RecordPath
from lastro.rules import Corpus, Finding, Findings, Kept, Related, find_fillers
from lastro.text.messages import did_you_mean, in_quotes

LEAD_ON = "name what replaces it, or delete `see`"


def check(record: Kept, corpus: Corpus) -> Findings:
    if record.withdrawn is None:
        return
    for language, _ in find_fillers(record.withdrawn.reason):
        at = (*record.at, "withdrawn", "reason", language)
        hint = "say why; `see` names what replaces it"
        yield Finding(route=at, message="withdrawn without a reason", hint=hint)
    if record.withdrawn.see:
        yield from _leads_nowhere(corpus, record.at, record.withdrawn.see)


def _leads_nowhere(corpus: Corpus, at: RecordPath, see: str) -> Findings:
    kind, hint, chain = str(at[0]), LEAD_ON, _circle(corpus, at)
    if not corpus.knows(kind, see):
        message = f"no {kind.removesuffix('s')} has the id {in_quotes(see)}"
        hint = did_you_mean(see, [row.id for row in corpus.facts.rows(kind)], LEAD_ON)
    elif chain == [at]:
        message = f"{in_quotes(see)} is this record itself"
    elif chain and at == min(chain, key=str):
        message = f"{' → '.join(str(key) for _, key in [*chain, at])}: nothing replaces them"
    else:
        return
    here, *others = ((*member, "withdrawn", "see") for member in chain or [at])
    related = tuple(Related(other, "and on from here") for other in others)
    yield Finding(route=here, message=message, hint=hint, related=related)


def _circle(corpus: Corpus, at: RecordPath) -> list[RecordPath]:
    """Follow `see` from a record; return the way when it comes back to it, else nothing."""
    chain = [at]
    while (here := corpus.facts.get(chain[-1])) and here.see:
        on = (at[0], here.see)
        if on in chain:
            return chain if on == at else []
        chain.append(on)
    return []
