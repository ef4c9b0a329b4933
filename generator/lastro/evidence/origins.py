"""Independence, counted by origin: ten articles that repeat one press release are one origin.

A passage has one root: its own `origin`, else the origin at the end of its source's `derived_from`
chain, else its source's origin. A root is a party when any source of that origin, in the whole
corpus, speaks for the claimant or for a name in the claim's `parties`. A primary source that
speaks for one of them is the actor's own word whatever `origin` its passages name (ADR 0003).
Source: records.md, "Verification status".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lastro.corpus import Corpus
from lastro.records import Claim, Evidence, Source
from lastro.values import folded


@dataclass(frozen=True)
class Origins:
    """Where the information of each source in a corpus first came from."""

    corpus: Corpus

    def root(self, item: Evidence) -> str | None:
        """Return the one root of a passage; None while its source leads to several."""
        if item.origin:
            return item.origin
        roots = self.roots(item.source)
        return roots[0] if len(roots) == 1 else None

    def roots(self, source_id: str) -> tuple[str, ...]:
        """Return the origins that a source leads back to, sorted; none for an unknown source."""
        return tuple(sorted({self.corpus.sources[end].origin for end in self.ends(source_id)}))

    def ends(self, source_id: str) -> tuple[str, ...]:
        """Follow `derived_from` to the sources that re-tell nothing; a loop has no end."""
        ends: set[str] = set()
        seen: set[str] = set()
        stack = [source_id]
        while stack:
            here = stack.pop()
            if here in seen or here not in self.corpus.sources:
                continue
            seen.add(here)
            told = [s for s in self.corpus.sources[here].derived_from if s in self.corpus.sources]
            if not told:
                ends.add(here)
            stack.extend(told)
        return tuple(sorted(ends))

    def loop(self, source_id: str) -> tuple[str, ...]:
        """Return the chain that leads from a source back to it, or nothing."""
        trail: dict[str, str] = {}
        stack = [source_id]
        while stack:
            here = stack.pop()
            for told in (
                sorted(self.corpus.sources[here].derived_from)
                if here in self.corpus.sources
                else ()
            ):
                if told == source_id:
                    return (*_walked(trail, here), source_id)
                if told not in trail:
                    trail[told] = here
                    stack.append(told)
        return ()

    @cached_property
    def speakers(self) -> Mapping[str, frozenset[str]]:
        """For each origin the folded names that any of its sources speaks for."""
        found: dict[str, set[str]] = {}
        for source in self.corpus.sources.values():
            found.setdefault(source.origin, set()).update(folded(name) for name in source.parties)
        return {origin: frozenset(names) for origin, names in found.items()}

    def is_party(self, item: Evidence, claim: Claim) -> bool:
        """Tell whether a passage is the word of someone with a stake in the claim."""
        root = self.root(item)
        names = stakeholders(claim)
        if names & self.speakers.get(root or "", frozenset()):
            return True
        source = self.corpus.sources.get(item.source)
        return source is not None and source.kind == "primary" and speaks_for(source, names)


def stakeholders(claim: Claim) -> frozenset[str]:
    """Return the folded names, and the identifying address, of all who have a stake."""
    same_as = [claim.claimant.same_as] if claim.claimant.same_as else []
    return frozenset(folded(n) for n in (claim.claimant.name, *same_as, *claim.parties))


def speaks_for(source: Source, names: frozenset[str]) -> bool:
    """Tell whether a source speaks for one of some folded names."""
    return any(folded(name) in names for name in source.parties)


def _walked(trail: Mapping[str, str], end: str) -> tuple[str, ...]:
    walked = [end]
    while walked[-1] in trail:
        walked.append(trail[walked[-1]])
    return tuple(reversed(walked))
