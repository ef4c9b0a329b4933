"""The public log: every correction and withdrawal that the records hold, newest first.

Readers who saw an earlier verdict find here what changed since. It is made of the records, never of
git: a shallow clone publishes the same log, and an empty one says nothing about what git holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lastro.records import Article, Claim, Source
from lastro.site import Site
from lastro.values import Text


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the log."""

    on: date
    kind: Literal["correction", "withdrawal"]
    record: Article | Claim | Source
    path: str
    """Address of the record's page below the language's root."""
    what: Text
    """What changed, or why it was withdrawn."""


def changes(site: Site) -> tuple[Change, ...]:
    """Return the log of a site, newest first; entries of one day by the address of their page."""
    found = [*_corrections(site), *_withdrawals(site)]
    return tuple(sorted(found, key=lambda change: (-change.on.toordinal(), change.path)))


def _corrections(site: Site) -> Iterator[Change]:
    for view in site.claims.values():
        path = f"claims/{view.id}/"
        for correction in reversed(view.claim.corrections):
            yield Change(correction.on, "correction", view.claim, path, correction.what)


def _withdrawals(site: Site) -> Iterator[Change]:
    records: list[tuple[str, Article | Claim | Source]] = [
        *(("articles", view.article) for view in site.articles.values()),
        *(("claims", view.claim) for view in site.claims.values()),
        *(("sources", view.source) for view in site.sources.values()),
    ]
    for folder, record in records:
        if record.withdrawn:
            gone = record.withdrawn
            yield Change(gone.on, "withdrawal", record, f"{folder}/{record.id}/", gone.reason)
