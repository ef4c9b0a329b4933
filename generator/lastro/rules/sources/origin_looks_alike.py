from lastro.corpus.corpus import group
from lastro.rules import Corpus, Finding, Findings, RecordPath, Related, Rewrite, Severity
from lastro.text.similarity import one_slip_apart

SEVERITY = Severity.WARNING
FIX = "unsafe"


def check(corpus: Corpus) -> Findings:
    named: list[tuple[str, RecordPath]] = [
        (source.origin, ("sources", source.id, "origin"))
        for source in corpus.facts.rows("sources", "origin")
    ]
    for claim in corpus.facts.rows("claims", "origins"):
        at = ("claims", claim.id, "evidence")
        named += [(one, (*at, n, "origin")) for n, one in enumerate(claim.origins) if one]
    places = group(named)
    order = {origin: index for index, origin in enumerate(places)}
    for pair in one_slip_apart(places):
        rare, common = sorted(pair, key=lambda origin: (len(places[origin]), -order[origin]))
        yield Finding(
            route=places[rare][0],
            message=f"'{rare}' looks like '{common}', but the two count as two origins",
            hint="if they are one origin, use the same id for it",
            related=(Related(places[common][0], "the other"),),
            edits=(Rewrite(places[rare][0], common),),
        )
