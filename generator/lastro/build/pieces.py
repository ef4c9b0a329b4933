"""Values of a memo that are no pages: parts of hand-written pages, and what each record makes due.

Like a page, each is kept with its trace, and computed again when a fingerprint of the trace changes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from lastro.build.state import NodeState, PagesState, record_at
from lastro.corpus.corpus import by_neighbourhood
from lastro.memo.trace import digest
from lastro.memo.trace_log import Keys
from lastro.places import RecordPath
from lastro.render.pages.every import fragments
from lastro.render.share.embed import PAST
from lastro.site.corrections_log import changes
from lastro.site.derive import DUE, Site
from lastro.site.due import DATED, WITHIN, Due, due_parts, gather
from lastro.site.facets import facets

FEW = 1_000
"""Up to so many records, their due entries are computed at once, before any page is made.

Of more records, each is asked right after its page, while its sources are still in memory."""
_DUE = msgspec.msgpack.Decoder(list[Due])


class MemoNodes:
    """The kept values of one site that are no pages, and the fingerprints of all keys."""

    def __init__(self, site: Site, before: PagesState) -> None:
        """Compute which keys have another fingerprint than in the state of the last build."""
        self._site = site
        self._before: Mapping[str, NodeState] = before.pieces
        self.kept: dict[str, NodeState] = {}
        self._fingerprint_of_due = ""
        self._found: tuple[Due, ...] | None = None
        # so that each key has a fingerprint, every table is registered before one is asked for
        facets(site)
        changes(site)
        site.corpus.tracer.register_table("today", lambda _: site.day.isoformat())
        site.corpus.tracer.register_table(PAST, lambda day: date.fromisoformat(day) < site.day)
        self.keys = Keys(before.log, site.corpus.tracer, late=DUE)
        site.corpus.tracer.register_table(DUE.rstrip("/"), lambda _: self._fingerprint_of_due)
        self._records = [*site.corpus.facts]
        self._undone = {at: None for at in self._records if not self.keep(_due(at))}
        self.settled = False
        """Set once the due entries of every record are known."""
        if len(self._undone) <= FEW:
            self.compute_rest()

    def fragments(self, language: str) -> dict[str, str]:
        """Return the parts that hand-written pages of a language may include, by name."""
        made: dict[str, str] = self._piece(
            f"fragments/{language}", lambda: fragments(self._site, language)
        )
        return made

    def compute_due(self, path: str) -> None:
        """Compute the due entries of a record right after its page, while its sources are still in memory."""
        if (at := record_at(path)) in self._undone:
            self._due_part(at)

    def compute_rest(self) -> None:
        """Compute the due entries that are still missing, and the fingerprint of the whole list."""
        if self.settled:
            return
        for at in [*by_neighbourhood(self._site.corpus, self._undone)]:
            self._due_part(at)
        self.settled = True
        self._fingerprint_of_due = digest(msgspec.msgpack.encode([*self._all_due()]))
        self.keys.ask_late(DUE)

    def _due_part(self, at: RecordPath) -> None:
        corpus = self._site.corpus
        self._piece(
            _due(at), lambda: msgspec.msgpack.encode([*due_parts(corpus.records[at], corpus)])
        )
        del self._undone[at]

    def _all_due(self) -> Iterator[bytes]:
        found = (self.kept.get(_due(at)) for at in self._records)
        return (piece.value for piece in found if piece is not None)

    def list_due(self) -> tuple[Due, ...]:
        """List what is due; as long as records are missing, the list of those that are known."""
        if self._found is not None:
            return self._found
        last = self._site.today + timedelta(days=WITHIN)
        parts = (part for kept in self._all_due() for part in _DUE.decode(kept))
        found = gather(
            part
            for part in parts
            if part.reason not in DATED or (part.day is not None and part.day <= last)
        )
        self._found = found if self.settled else None
        return found

    def keep(self, name: str) -> bool:
        """Keep a value whose trace has not changed; tell whether it was kept."""
        known = self._before.get(name)
        if known is None or not self.keys.is_unchanged(known.trace):
            return False
        self.kept[name] = known
        return True

    def put(self, name: str, value: Any, trace: Iterable[str]) -> None:
        self.kept[name] = NodeState(value, self.keys.numbers(trace))

    def _piece(self, name: str, make: Callable[[], bytes | dict[str, str] | str]) -> Any:
        if name not in self.kept and not self.keep(name):
            with self._site.corpus.tracer.trace() as noted:
                value = make()
            self.put(name, value, noted)
        return self.kept[name].value


def _due(at: RecordPath) -> str:
    return f"due/{at[0]}/{at[1]}"
