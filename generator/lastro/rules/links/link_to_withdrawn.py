from lastro.corpus.links import Link, links_of
from lastro.rules import Corpus, Finding, Findings, Kept, Related, clean, in_quotes

LEANS = frozenset({"evidence", "events", "reply", "related", "repeats"})


def check(record: Kept, corpus: Corpus) -> Findings:
    for link in () if record.withdrawn else links_of(record):
        at = (link.kind, link.target)
        facts = None if LEANS.isdisjoint(link.route) else corpus.facts.get(at)
        withdrawn = corpus.records[at].withdrawn if facts and facts.withdrawn else None
        if withdrawn is None:
            continue
        reason = clean(withdrawn.reason.readings[0][1].strip())
        yield Finding(
            route=(*record.at, *link.route),
            message=f'{in_quotes(link.target)} was withdrawn on {withdrawn.on}: "{reason}"',
            hint=_hint(link, record, corpus, withdrawn.see or ""),
            related=(Related((*at, "withdrawn"), "withdrawn here"),),
        )


def _hint(link: Link, record: Kept, corpus: Corpus, see: str) -> str:
    """Say what to do; a successor is a live record, and not the one that links."""
    drop = "write `left_out` with `because`" if link.route[-1] == "repeats" else "drop it"
    if link.route[0] in ("evidence", "events"):
        drop = "drop it and review the rating"
    successor = corpus.records.get((link.kind, see))
    if successor is None or successor.withdrawn or successor.at == record.at:
        return drop
    return f"use its successor '{see}', or {drop}"
