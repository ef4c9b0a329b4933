"""Values that several pages share, kept with what they were made from.

They are parts of hand-written pages, and what each record makes due. A piece is worked out again
when something that it looked up is worth something else now, as a page is made again.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import msgspec

from lastro.changes import changes
from lastro.due import DATED, WITHIN, Due, due_parts, gathered
from lastro.facets import facets
from lastro.kept_due import due_of, plain_due
from lastro.origin_names import ORIGIN_NAME
from lastro.pages_state import Keys, PagesState, PieceState
from lastro.parts import in_neighbourhoods
from lastro.places import RecordPath
from lastro.reads import THERE, Plain
from lastro.render import fragments
from lastro.site import DUE, Site
from lastro.state import digest

OF_FACTS = frozenset(
    (
        *("claims_of", "retold_by", "cited_in", "related_back", "same_origin", "held_up"),
        *("speakers", "order", "count", "facets", "tally", "said", "newest_day", "cited_sources"),
        *("claimant", "publisher", "spelled", "anchor", "window", "log_entry", ORIGIN_NAME, THERE),
    )
)
"""Tables that follow from facts alone."""
_FOR_EVER = (date.max - date.min).days


class Pieces:
    """The pieces of one site, and the keys of all that is kept of it."""

    def __init__(self, site: Site, before: PagesState, handbook: Callable[[str], str]) -> None:
        """Find out which keys are worth something else than in the state before.

        `handbook` makes the part of a page about the rules, in a language; no record is part of it.
        """
        self._site, self._handbook = site, handbook
        self._before: Mapping[str, PieceState] = before.pieces
        self.kept: dict[str, PieceState] = {}
        self._tell_worth()
        self.facts = digest(msgspec.msgpack.encode([*site.corpus.facts.values()]))
        self.keys = Keys(before, site.corpus.reads.value, self._stands(before), late=DUE)
        near = in_neighbourhoods(site.corpus, site.corpus.facts)
        found = {at: self._due_part(at) for at in near}
        self._due = {at: found[at] for at in site.corpus.facts}
        site.corpus.reads.table(DUE.rstrip("/"), lambda _: self._worth_of_due)
        self._worth_of_due = digest(msgspec.msgpack.encode([*self._due.values()]))
        self.keys.settle(DUE)
        object.__setattr__(site, "find_due", lru_cache(maxsize=1)(self._find_due))

    def _stands(self, before: PagesState) -> Callable[[str], bool]:
        same = self.facts == before.facts
        return lambda table: same and table in OF_FACTS

    def _tell_worth(self) -> None:
        """Let every key be asked what it is worth."""
        site, reads = self._site, self._site.corpus.reads
        site.corpus.tell_worth()
        site.origins.tell_worth()
        site.origin_names.tell_worth()
        facets(site).tell_worth()
        changes(site)
        reads.table("today", lambda _: site.day.isoformat())

    def fragments(self, language: str) -> dict[str, str]:
        """Return what hand-written pages of a language may show of the data."""
        made: dict[str, str] = self._piece(
            f"fragments/{language}", lambda: fragments(self._site, language)
        )
        rules: str = self._piece(f"handbook/{language}", lambda: self._handbook(language))
        return {**made, "handbook": rules}

    def _due_part(self, at: RecordPath) -> Any:
        corpus = self._site.corpus
        return self._piece(
            f"due/{at[0]}/{at[1]}",
            lambda: plain_due(due_parts(corpus.focused(frozenset({at})), date.min, _FOR_EVER)),
        )

    def _find_due(self) -> tuple[Due, ...]:
        last = self._site.today + timedelta(days=WITHIN)
        parts = (part for kept in self._due.values() for part in due_of(kept))
        return gathered(
            part
            for part in parts
            if part.reason not in DATED or (part.day is not None and part.day <= last)
        )

    def _piece(self, name: str, make: Callable[[], Plain | dict[str, str]]) -> Any:
        known = self._before.get(name)
        if known is None or not self.keys.stands(known.reads):
            with self._site.corpus.reads.noting() as noted:
                value = make()
            known = PieceState(value, self.keys.numbers(noted))
        self.kept[name] = known
        return known.value
