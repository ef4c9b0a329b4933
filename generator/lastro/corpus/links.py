"""Links between records, those that name one by a retired id, and addresses that lead out.

A renamed record must not break what leads to it: a link that uses a retired id arrives all the
same, so that its evidence is weighed, its page is shown, and only `link-to-former-id` speaks of it.
Source of the fields: docs/handbook/reference/records.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar, cast

from msgspec import Struct

from lastro.corpus.corpus import Corpus, group
from lastro.corpus.facts import RetiredLink, facts_of
from lastro.memo.tables import LazyTable
from lastro.model.article import Article
from lastro.model.base import Kept, Record
from lastro.model.claim import Claim
from lastro.model.source import Source
from lastro.places import RecordPath

R = TypeVar("R", bound=Record)


class Link(Struct, frozen=True):
    """A field that names another record: its route below the record's own, and what it names."""

    route: RecordPath
    kind: str
    """`articles`, `claims` or `sources`."""
    target: str


def links_of(record: Kept) -> Iterator[Link]:
    if isinstance(record, Claim):
        yield from _links_of_claim(record)
    elif isinstance(record, Source):
        for index, told in enumerate(record.derived_from):
            yield Link(("derived_from", index), "sources", told)
    elif isinstance(record, Article):
        for index, statement in enumerate(record.statements):
            if statement.claim is not None:
                yield Link(("statements", index, "claim"), "claims", statement.claim)
            if statement.repeats is not None:
                yield Link(("statements", index, "repeats"), "claims", statement.repeats)
    if record.withdrawn and record.withdrawn.see:
        yield Link(("withdrawn", "see"), record.FOLDER, record.withdrawn.see)


def _links_of_claim(claim: Claim) -> Iterator[Link]:
    for index, item in enumerate(claim.evidence):
        yield Link(("evidence", index, "source"), "sources", item.source)
    for index, event in enumerate(claim.events):
        for number, source in enumerate(event.sources):
            yield Link(("events", index, "sources", number), "sources", source)
    if claim.said.original:
        yield Link(("said", "original", "source"), "sources", claim.said.original.source)
    if claim.reply and claim.reply.source:
        yield Link(("reply", "source"), "sources", claim.reply.source)
    for index, relation in enumerate(claim.related):
        yield Link(("related", index, "claim"), "claims", relation.claim)


def with_current_ids(corpus: Corpus) -> Corpus:
    """Return the corpus with every link by a retired id turned to the current one, and noted.

    An id that a record has now is never taken for a retired one; of two records that hold the same
    retired id the first one is meant.
    """
    noted = tuple(_retired_links(corpus))
    if not noted:
        return corpus
    of_record = group((link.route[:2], link) for link in noted)
    turned = {at: _turned(corpus.records[at], links) for at, links in of_record.items()}
    known = None
    if corpus.known is not None:
        known = {**corpus.known, **{at: facts_of(record) for at, record in turned.items()}}
    return replace(
        corpus,
        articles=_with_turned("articles", corpus.articles, turned),
        claims=_with_turned("claims", corpus.claims, turned),
        sources=_with_turned("sources", corpus.sources, turned),
        retired_links=noted,
        known=known,
    )


def find_retired_links(record: Kept, corpus: Corpus) -> Sequence[RetiredLink]:
    return corpus.derive_once(_retired_by_record).get(record.at, ())


def _retired_by_record(corpus: Corpus) -> Mapping[RecordPath, Sequence[RetiredLink]]:
    return group((link.route[:2], link) for link in corpus.retired_links)


def with_links_to(record: R, ids: Mapping[RecordPath, str]) -> R:
    """Return a record whose links use other ids: from kind and id as written to the id to use."""
    links = [*links_of(record)] if ids and isinstance(record, Kept) else []
    for link in links:
        if (link.kind, link.target) in ids:
            record = _with(record, link.route, ids[link.kind, link.target])
    return record


def _retired_links(corpus: Corpus) -> Iterator[RetiredLink]:
    """Yield the links by retired ids; records without one are not read."""
    holders: dict[RecordPath, RecordPath] = {}
    for at, facts in corpus.facts.items():
        for index, former in enumerate(facts.former_ids):
            if not corpus.knows(str(at[0]), former):
                holders.setdefault((at[0], former), (*at, "former_ids", index))
    for at, facts in corpus.facts.items() if holders else ():
        if holders.keys().isdisjoint(facts.links):
            continue
        for link in links_of(corpus.records[at]):
            if (link.kind, link.target) in holders:
                held = holders[link.kind, link.target]
                yield RetiredLink((*at, *link.route), link.target, str(held[1]), held)


def _turned(record: Kept, links: Sequence[RetiredLink]) -> Kept:
    for link in links:
        steps = link.route[2:]
        if steps[0] == "evidence":  # it keeps the name by which the reasoning cites it
            record = _with(record, (*steps[:2], "named"), link.written, anew=False)
        record = _with(record, steps, link.current)
    return record


def _with_turned(
    kind: str, records: Mapping[str, R], turned: Mapping[RecordPath, Kept]
) -> Mapping[str, R]:
    """Put turned records into a table, in which the others stay as they are, read or not."""
    found = {str(at[1]): cast("R", record) for at, record in turned.items() if at[0] == kind}
    if isinstance(records, LazyTable):
        for record_id, record in found.items():
            records.give(record_id, record)
        return records
    return {**records, **found}


def _with(value: R, steps: RecordPath, text: str, *, anew: bool = True) -> R:
    """Copy a frozen value with a text at the end of a route; unless `anew`, only where none is."""
    name, rest = str(steps[0]), steps[1:]
    inner = getattr(value, name)
    changed: object
    if not rest:
        changed = text if anew or inner is None else inner
    elif isinstance(rest[0], int):
        at, deeper = rest[0], rest[1:]
        item = _with(inner[at], deeper, text, anew=anew) if deeper else text
        changed = (*inner[:at], item, *inner[at + 1 :])
    else:
        changed = _with(inner, rest, text, anew=anew)
    return value.model_copy(update={name: changed})


def find_addresses(record: Kept) -> Iterator[tuple[RecordPath, str]]:
    """Yield the addresses of a record by their steps in it; those of an archive stand below `archived`."""
    if isinstance(record, Source | Article):
        yield from _page_and_copies((), record.url, record.archived)
    if isinstance(record, Source) and record.read and record.read.reprint:
        yield ("read", "reprint"), record.read.reprint
    if isinstance(record, Claim):
        for number, who in enumerate(record.claimants):
            if who.same_as:
                yield ("claimant", number, "same_as"), who.same_as
        for number, seen in enumerate(record.appearances):
            yield from _page_and_copies(("appearances", number), seen.url, seen.archived)
        if record.said.media and record.said.media.url:
            yield ("said", "media", "url"), record.said.media.url


def _page_and_copies(
    at: RecordPath, address: str | None, archived: tuple[str, ...]
) -> Iterator[tuple[RecordPath, str]]:
    if address:
        yield (*at, "url"), address
    yield from (((*at, "archived", index), copy) for index, copy in enumerate(archived))
