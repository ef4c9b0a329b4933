"""What stands does not rest on what was withdrawn.

A record is withdrawn because it cannot be held up. A verdict that still leans on it keeps alive
what we have taken back.

Looked at are evidence, `events`, `reply`, `said.original` and `related` of claims that are not
withdrawn themselves, and the statements of an article that repeat a claim. The map of an article
may list a withdrawn claim, and a source may re-tell a withdrawn one: both tell what happened.
"""

from lastro.corpus.corpus import Corpus
from lastro.corpus.links import Link, links_of
from lastro.diagnostics.finding import Finding, Findings, Related
from lastro.model.base import Kept
from lastro.places import RecordPath
from lastro.text.messages import clean, in_quotes

LEANS = frozenset({"evidence", "events", "reply", "related", "repeats"})


def check(record: Kept, corpus: Corpus) -> Findings:
    """Yield one finding for each link of a live claim or article to a withdrawn record."""
    for link in () if record.withdrawn else links_of(record):
        if LEANS.isdisjoint(link.route):
            continue
        facts = corpus.facts.get((link.kind, link.target))
        if facts is None or not facts.withdrawn:
            continue
        withdrawn = corpus.records[link.kind, link.target].withdrawn
        if withdrawn is None:
            continue
        reason = clean(withdrawn.reason.readings[0][1].strip())
        yield Finding(
            route=(*record.at, *link.route),
            message=f'{in_quotes(link.target)} was withdrawn on {withdrawn.on}: "{reason}"',
            hint=_hint(link, _successor(corpus, record.at, link)),
            related=(Related((link.kind, link.target, "withdrawn"), "withdrawn here"),),
        )


def _successor(corpus: Corpus, at: RecordPath, link: Link) -> str:
    """Return what may be named instead: a live record, and not the one that links."""
    withdrawn = corpus.records[link.kind, link.target].withdrawn
    see = (withdrawn.see if withdrawn else None) or ""
    live = (link.kind, see) in corpus.records and not corpus.records[link.kind, see].withdrawn
    return see if live and (link.kind, see) != at else ""


def _hint(link: Link, successor: str) -> str:
    rests_on_it = link.route[0] in ("evidence", "events")
    drop = "drop it and review the rating" if rests_on_it else "drop it"
    drop = "write `left_out` with `because`" if link.route[-1] == "repeats" else drop
    return f"use its successor '{successor}', or {drop}" if successor else drop
