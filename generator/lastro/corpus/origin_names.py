"""What readers call an origin: a person, an organisation, or a newsroom's report of a day.

Records hold slugs, since counting needs one spelling; a reader needs a name. It is found in the
records themselves: the origin's own record, a name that some record spells out, or who speaks
through it. Only where none fits is the slug spelled out.
"""

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.memo.trace import Memo, Plain
from lastro.text.dates import Edtf, edtf

ORIGIN_NAME = "origin_name"


class OriginName(Struct, frozen=True):
    """What readers call an origin: names, and the day of the report when it is one."""

    names: tuple[str, ...]
    on: Edtf | None = None
    source: str | None = None
    """The id of the source record that is this origin itself."""


class OriginNames:
    """The name of any origin, by its slug, found when it is asked for."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._made = Memo(corpus.tracer, self._noted)

    def __getitem__(self, origin: str) -> OriginName:
        """Return what readers call an origin."""
        return self._made[origin]

    def register_fingerprints(self) -> None:
        """Say what the keys of names are worth, to whoever asks `reads`."""
        self._corpus.tracer.register_table(ORIGIN_NAME, self._fingerprint)

    def _noted(self, origin: str) -> OriginName:
        self._corpus.tracer.note(f"{ORIGIN_NAME}/{origin}")
        return self._name(origin)

    def _fingerprint(self, origin: str) -> Plain:
        found = self._name(origin)
        return [list(found.names), str(found.on), found.source]

    def _name(self, origin: str) -> OriginName:
        """Name an origin by its own record, by who speaks through it, else by its slug."""
        itself = self._corpus.facts.get(("sources", origin))
        if itself and itself.publisher:
            published = edtf(itself.published) if itself.published else None
            return OriginName((itself.publisher,), published, itself.id)
        stem, on = _dated_slug(origin)
        compact = _compact(stem)
        if compact in self._spelled:
            return OriginName((self._spelled[compact],), on)
        for source in self._corpus.same_origin.get(origin, ()):
            parties = self._corpus.facts["sources", source].parties
            if sorted(compact) == sorted(_compact("".join(parties))):
                return OriginName(parties, on)
        return OriginName((" ".join(word.capitalize() for word in stem.split("-")),), on)

    @cached_property
    def _spelled(self) -> Mapping[str, str]:
        """Every name that records spell out, by its letters and digits alone: sources, then claims."""
        names: dict[str, str] = {}
        found = [*self._corpus.facts.values()]
        for facts in (f for f in found if f.kind == "sources"):
            for name in (facts.publisher, *facts.parties, *facts.authors):
                if name:
                    names.setdefault(_compact(name), name)
        for facts in (f for f in found if f.kind == "claims"):
            for name in (facts.claimant, *facts.parties):
                names.setdefault(_compact(name), name)
        return names


def _dated_slug(origin: str) -> tuple[str, Edtf | None]:
    found = re.fullmatch(r"(.+?)-(\d{4}(?:-\d{2}(?:-\d{2})?)?)", origin)
    if not found:
        return origin, None
    try:
        return found[1], edtf(found[2])
    except ValueError:
        return origin, None


@lru_cache(maxsize=100_000)
def _compact(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())
