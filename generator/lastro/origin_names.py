"""What readers call an origin: a person, an organisation, or a newsroom's report of a day.

Records hold slugs, since counting needs one spelling; a reader needs a name. It is found in the
records themselves: the origin's own record, a name that some record spells out, or who speaks
through it. Only where none fits is the slug spelled out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lastro.corpus import Corpus
from lastro.dates import Edtf, edtf


@dataclass(frozen=True, slots=True)
class OriginName:
    """What readers call an origin: names, and the day of the report when it is one."""

    names: tuple[str, ...]
    on: Edtf | None = None
    source: str | None = None
    """The id of the source record that is this origin itself."""


def origin_names(corpus: Corpus) -> dict[str, OriginName]:
    """Name every origin that a source or a passage has, by its slug."""
    named = {
        item.origin for claim in corpus.claims.values() for item in claim.evidence if item.origin
    }
    spoken: dict[str, list[tuple[str, ...]]] = {}
    for source in corpus.sources.values():
        spoken.setdefault(source.origin, []).append(source.parties)
    names = _known_names(corpus)
    return {
        origin: _origin_name(origin, corpus, names, spoken.get(origin, []))
        for origin in sorted(named | set(spoken))
    }


def _origin_name(
    origin: str, corpus: Corpus, names: Mapping[str, str], spoken: list[tuple[str, ...]]
) -> OriginName:
    """Name an origin by its own record, by who speaks through it, else by its slug."""
    itself = corpus.sources.get(origin)
    if itself and itself.publisher:
        return OriginName((itself.publisher,), itself.published, itself.id)
    stem, on = _dated_slug(origin)
    compact = _compact(stem)
    if compact in names:
        return OriginName((names[compact],), on)
    for parties in spoken:
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


def _known_names(corpus: Corpus) -> dict[str, str]:
    """Index every name that records spell out by its letters and digits alone."""
    names: dict[str, str] = {}
    for source in corpus.sources.values():
        for name in (source.publisher, *source.parties, *source.authors):
            if name:
                names.setdefault(_compact(name), name)
    for claim in corpus.claims.values():
        for name in (claim.claimant.name, *claim.parties):
            names.setdefault(_compact(name), name)
    return names


def _compact(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())
