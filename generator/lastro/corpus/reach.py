"""What a finding about a record may depend on, and so which records to look at again.

A rule that looks at one record and at what it names finds the same as long as nothing within reach
changes. So a build that knows what changed checks that and what reaches it, and keeps the rest.
Nothing here reads a record: facts tell. ADR 0017.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from lastro.corpus.facts import Facts
from lastro.locks.evidence import Proof, find_disputed
from lastro.places import RecordPath, record_of

Known = Mapping[RecordPath, Facts]


def disputes(proofs: Mapping[str, Proof]) -> tuple[frozenset[RecordPath], ...]:
    """Return the records whose entries of evidence.lock disagree on one capture, together."""
    return tuple(frozenset(map(record_of, keys)) for keys in find_disputed(proofs).values())


def find_affected(
    changed: frozenset[RecordPath],
    before: Known,
    after: Known,
    proofs: Mapping[str, Proof] | None = None,
) -> frozenset[RecordPath]:
    """Return the changed records, and all others within whose reach one of them is or was.

    Changed is also what came, went, or is no longer readable. `before` need hold no more than the
    facts of those. The cost is one walk over `after`.
    """
    touched = _Touched.by(changed, before, after)
    found = {at for at, facts in after.items() if touched.reaches(at, facts)}
    groups = disputes(proofs or {})
    return changed.union(found, *(group for group in groups if group & changed))


class _Touched(Struct, frozen=True):
    """What to look for in a record to know that something within its reach changed."""

    links: frozenset[RecordPath]
    """Records that changed, the ids that they had, and those that lead on to one."""
    articles: frozenset[str]
    """Articles whose claims changed."""
    cited: frozenset[str]
    """Sources that a changed claim cites."""
    rooted: frozenset[str]
    """Sources that lead back to an origin whose parties changed."""
    origins: frozenset[str]
    unsure: frozenset[str]
    """Kinds with other ids than before: a link to none of them may be meant for another now."""
    known: Known

    @classmethod
    def by(cls, changed: frozenset[RecordPath], before: Known, after: Known) -> "_Touched":
        """Work out what some changed records touch."""
        pairs = [(at, before.get(at), after.get(at)) for at in changed]
        both = [facts for _, old, new in pairs for facts in (old, new) if facts]
        held = {(facts.kind, former) for facts in both for former in facts.former_ids}
        retold = _retold(after)
        origins = {
            facts.origin
            for _, old, new in pairs
            for facts in (old, new)
            if facts and facts.origin and _weight(old) != _weight(new)
        }
        weighed = {facts.id for facts in after.values() if facts.origin in origins}
        return cls(
            links=_with_tellers({*changed, *held}, retold, after),
            articles=frozenset(facts.article for facts in both if facts.article),
            cited=frozenset(
                source for facts in both for source in (*facts.evidence, facts.original)
            ),
            rooted=_closed(weighed, lambda source: retold.get(source, ())),
            origins=frozenset(origins),
            unsure=frozenset(
                str(at[0]) for at, old, new in pairs if (old is None) != (new is None)
            ),
            known=after,
        )

    def reaches(self, route: RecordPath, facts: Facts) -> bool:
        """Tell whether something within reach of a record changed."""
        kind = route[0]
        if route in self.links:
            return True
        if kind == "sources":
            if facts.id in self.cited:
                return True
        elif kind == "articles":
            if facts.id in self.articles:
                return True
            # the evidence of a claim bounds the rating of a statement that repeats it
            repeated = [("claims", claim) for claim in dict.fromkeys(facts.repeats) if claim]
            if any(self.reaches(at, _of(self.known, at)) for at in repeated):
                return True
        elif not (
            self.rooted.isdisjoint(facts.evidence) and self.origins.isdisjoint(facts.origins)
        ):
            return True
        links = [*_links(facts)]
        return not self.links.isdisjoint(links) or (
            bool(self.unsure)
            and any(link[0] in self.unsure and link not in self.known for link in links)
        )


def _links(facts: Facts) -> Iterator[RecordPath]:
    """Yield all that a record names."""
    if facts.kind == "claims":
        yield "articles", facts.article
        yield from (("sources", source) for source in facts.named)
        yield from (("claims", claim) for _, claim in facts.related)
    elif facts.kind == "articles":
        yield from (("claims", claim) for claim in (*facts.statements, *facts.repeats) if claim)
    else:
        yield from (("sources", source) for source in facts.derived_from)
    if facts.see:
        yield facts.kind, facts.see


def _of(known: Known, at: RecordPath) -> Facts:
    return known.get(at) or Facts(str(at[0]), str(at[1]))


def _weight(facts: Facts | None) -> object:
    """Return what a source adds to the weight of passages that others cite."""
    return facts and (facts.origin, facts.parties, facts.source_kind)


def _retold(known: Known) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for facts in known.values():
        for told in facts.derived_from:
            found.setdefault(told, []).append(facts.id)
    return found


def _with_tellers(
    links: set[RecordPath], retold: Mapping[str, Iterable[str]], known: Known
) -> frozenset[RecordPath]:
    """Add the sources that re-tell one of some records, and what it replaces, step by step."""
    replaced: dict[RecordPath, list[RecordPath]] = {}
    for at, facts in known.items():
        if facts.see:
            replaced.setdefault((facts.kind, facts.see), []).append(at)
    found, stack = set(links), list(links)
    while stack:
        here = stack.pop()
        tellers = retold.get(str(here[1]), ()) if here[0] == "sources" else ()
        new = {*(("sources", teller) for teller in tellers), *replaced.get(here, ())} - found
        found |= new
        stack.extend(new)
    return frozenset(found)


def _closed(start: Iterable[str], then: Callable[[str], Iterable[str]]) -> frozenset[str]:
    found = set(start)
    stack = list(found)
    while stack:
        new = set(then(stack.pop())) - found
        found |= new
        stack.extend(new)
    return frozenset(found)
