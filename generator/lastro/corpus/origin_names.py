"""What readers call an origin: a person, an organisation, or a newsroom's report of a day.

Records hold slugs, since counting needs one spelling; a reader needs a name. It is found in the
records themselves: the origin's own record, a name that some record spells out, or who speaks
through it. Only where none fits is the slug spelled out.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.corpus.facts import Facts
from lastro.memo.tables import query, register_queries
from lastro.text.dates import Edtf, edtf


class OriginName(Struct, frozen=True):
    """What readers call an origin: names, and the day of the report when it is one."""

    names: tuple[str, ...]
    on: Edtf | None = None
    source: str | None = None
    """The id of the source record that is this origin itself."""


class OriginNames:
    """The name of any origin, by its slug, found when it is asked for: `corpus.derive_once(OriginNames)`."""

    def __init__(self, corpus: Corpus) -> None:
        self._facts, self.tracer = corpus.facts, corpus.tracer
        register_queries(self)

    def __getitem__(self, origin: str) -> OriginName:
        return self.origin_name[origin]

    @query
    def origin_name(self) -> Mapping[str, OriginName]:
        facts = self._facts
        sources = facts.rows("sources", "publisher", "published", "origin", "parties", "authors")
        return _Names(sources, facts.rows("claims", "claimants", "parties"))


class _Names(dict[str, OriginName]):
    """Names of origins, each found when it is first looked up."""

    def __init__(self, sources: Iterable[Facts], claims: Iterable[Facts]) -> None:
        super().__init__()
        self._published: dict[str, tuple[str, str]] = {}
        self._parties: dict[str, list[tuple[str, ...]]] = {}
        self._spelled: dict[str, str] = {}
        """Every name that records spell out, by its letters and digits alone: sources, then claims."""
        for source in sources:
            if source.publisher:
                self._published[source.id] = source.publisher, source.published
            self._parties.setdefault(source.origin, []).append(source.parties)
            self._spell(filter(None, (source.publisher, *source.parties, *source.authors)))
        for claim in claims:
            self._spell((*(name for name, _, _ in claim.claimants), *claim.parties))

    def _spell(self, names: Iterable[str]) -> None:
        for name in names:
            self._spelled.setdefault(_compact(name), name)

    def __missing__(self, origin: str) -> OriginName:
        found = self[origin] = self._name(origin)
        return found

    def _name(self, origin: str) -> OriginName:
        if origin in self._published:
            publisher, published = self._published[origin]
            return OriginName((publisher,), edtf(published) if published else None, origin)
        stem, on = _dated_slug(origin)
        compact = _compact(stem)
        if compact in self._spelled:
            return OriginName((self._spelled[compact],), on)
        for parties in self._parties.get(origin, ()):
            if sorted(compact) == sorted(_compact("".join(parties))):
                return OriginName(parties, on)
        return OriginName((" ".join(word.capitalize() for word in stem.split("-")),), on)


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
