from lastro.rules import Claim, Corpus, Finding, Findings, RecordPath, Related, in_quotes


def check(claim: Claim, corpus: Corpus) -> Findings:
    original = claim.said.original
    quoted: list[tuple[RecordPath, str]] = (
        [(("said", "original"), original.source)] if original else []
    )
    quoted += [(("evidence", n), item.source) for n, item in enumerate(claim.evidence)]
    for route, source_id in quoted:
        source = corpus.sources.get(source_id)
        if source and source.read is None:
            yield Finding(
                route=(*claim.at, *route, "source"),
                message=f"nobody has read {in_quotes(source_id)}",
                hint="cite a source that was read, or read this one and say so in `read`",
                related=(Related((*source.at, "read"), "unread, it says here"),),
            )
