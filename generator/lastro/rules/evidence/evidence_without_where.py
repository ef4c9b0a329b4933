"""A quote from a long work says where in it the words stand.

Every quoted word should be one click from where it stands. A reader who is given a report of two
hundred pages and no page looks for it once, and then has to believe us.

Looked at are quotes from filings, laws, papers, datasets, videos and sound. A passage without a quote, a
table or an absence, is described in its note; that such a note says where is for its readers.
"""

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Related, Severity
from lastro.model.claim import Claim
from lastro.model.source import PLACES
from lastro.text.messages import in_quotes

SEVERITY = Severity.WARNING


def check(claim: Claim, corpus: Corpus) -> Findings:
    """Yield one finding for each quote of a long work without its place."""
    for index, item in enumerate(claim.evidence):
        source = corpus.sources.get(item.source)
        if item.where or item.quote is None or source is None or source.type not in PLACES:
            continue
        article, place = "an" if source.type == "audio" else "a", PLACES[source.type]
        written = f'"{place}"' if ":" in place else place
        yield Finding(
            route=("claims", claim.id, "evidence", index, "source"),
            message=f"{in_quotes(source.id)} is {article} {source.type}, and nothing says where in it the words stand",
            hint=f"add its place, such as `where: {written}`",
            related=(Related(("sources", source.id, "type"), "what it is"),),
        )
