from lastro.model.source import PLACES
from lastro.rules import Claim, Corpus, Finding, Findings, Related, Severity, in_quotes

SEVERITY = Severity.WARNING


def check(claim: Claim, corpus: Corpus) -> Findings:
    for index, item in enumerate(claim.evidence):
        source = corpus.sources.get(item.source)
        if item.where or item.quote is None or source is None or source.type not in PLACES:
            continue
        if source.read and source.read.how == "reprint":
            continue  # whoever reads a reprint sees no pages of the work
        article, place = "an" if source.type == "audio" else "a", PLACES[source.type]
        written = f'"{place}"' if ":" in place else place
        yield Finding(
            route=("claims", claim.id, "evidence", index, "source"),
            message=f"{in_quotes(source.id)} is {article} {source.type}, and nothing says where in it the words stand",
            hint=f"add its place, such as `where: {written}`",
            related=(Related(("sources", source.id, "type"), "what it is"),),
        )
