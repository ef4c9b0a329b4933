"""The public log: every correction and withdrawal that the records hold, newest first.

Readers who saw an earlier verdict find here what changed since. It is made of the records, never of
git: a shallow clone publishes the same log, and an empty one says nothing about what git holds.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache, partial
from operator import itemgetter
from typing import Literal, cast

from msgspec import Struct

from lastro.memo.tables import LazyTable, OrderedView
from lastro.model.article import Article
from lastro.model.base import Correction
from lastro.model.claim import Claim
from lastro.model.reader_text import Text
from lastro.model.source import Source
from lastro.site.derive import Site

WITHDRAWN = "withdrawn"


class LogEntry(Struct, frozen=True):
    """One entry of the log."""

    on: date
    kind: Literal["correction", "withdrawal"]
    record: Article | Claim | Source
    path: str
    """Address of the record's page below the language's root."""
    what: Text
    """What changed, or why it was withdrawn."""
    correction: Correction | None = None
    """The correction, unless the record was withdrawn."""


@lru_cache(maxsize=2)
def changes(site: Site) -> Sequence[LogEntry]:
    """Return the log of a site, newest first; entries of one day by the address of their page."""
    reads, change = site.corpus.tracer, partial(_change, site)
    with reads.query():
        found = sorted(_days_and_entries(site), key=lambda one: one[1][: one[1].rindex("/") + 1])
        order = [entry for _, entry in sorted(found, key=itemgetter(0), reverse=True)]
        made = LazyTable(reads, "log_entry", dict.fromkeys(order), change, most=site.corpus.held)
        return OrderedView(reads, "log", order, made)


def _days_and_entries(site: Site) -> Iterator[tuple[str, str]]:
    facts, claims = site.corpus.facts, {*site.records["claims"]}
    for row in facts.rows("claims", "corrected"):
        for number in reversed(range(len(row.corrected) if row.id in claims else 0)):
            yield row.corrected[number], f"claims/{row.id}/{number}"
    for kind, shown in site.records.items():
        for row in facts.rows(kind, "gone"):
            if row.gone and row.id in shown:
                yield row.gone, f"{kind}/{row.id}/{WITHDRAWN}"


def _change(site: Site, entry: str) -> LogEntry:
    kind, record_id, what = entry.split("/")
    path = f"{kind}/{record_id}/"
    record = cast("Article | Claim | Source", site.corpus.records[kind, record_id])
    site.stale.note_shown(record)
    if isinstance(record, Claim) and what != WITHDRAWN:
        correction = record.corrections[int(what)]
        return LogEntry(correction.on, "correction", record, path, correction.what, correction)
    if record.withdrawn is None:
        raise KeyError(entry)
    return LogEntry(record.withdrawn.on, "withdrawal", record, path, record.withdrawn.reason)
