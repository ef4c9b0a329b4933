"""What readers call an origin: a person, an organisation, or a newsroom's report of a day.

Records hold slugs, since counting needs one spelling; a reader needs a name. It is found in the
records themselves: the origin's own record, a name that some record spells out, or who speaks
through it. Only where none fits is the slug spelled out.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property, lru_cache

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.memo.trace import LazyTable, Plain
from lastro.text.dates import Edtf, edtf

ORIGIN_NAME = "origin_name"


class OriginName(Struct, frozen=True):
    """What readers call an origin: names, and the day of the report when it is one."""

    names: tuple[str, ...]
    on: Edtf | None = None
    source: str | None = None
    """The id of the source record that is this origin itself."""


class OriginNames(Mapping[str, OriginName]):
    """The name of every origin that a source or a passage has, by its slug."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._made = LazyTable(corpus.tracer, ORIGIN_NAME, _Any(), self._name)

    def __getitem__(self, origin: str) -> OriginName:
        """Return what readers call an origin."""
        return self._made[origin]

    def __iter__(self) -> Iterator[str]:
        known = {facts.origin for facts in self._corpus.facts.values() if facts.origin}
        named = {o for facts in self._corpus.facts.values() for o in facts.origins if o}
        return iter(sorted(known | named))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def register_fingerprints(self) -> None:
        """Say what the keys of names are worth, to whoever asks `reads`."""
        self._corpus.tracer.register_table(ORIGIN_NAME, self._fingerprint)

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


def origin_names(corpus: Corpus) -> OriginNames:
    """Name the origins of a corpus, each when it is asked for."""
    return OriginNames(corpus)


class _Any(Collection[str]):
    """Every slug can be spelled out."""

    def __contains__(self, origin: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


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
