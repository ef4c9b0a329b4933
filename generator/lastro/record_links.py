"""Links between records, and those that name one by a retired id.

A renamed record must not break what leads to it: a link that uses a retired id arrives all the
same, so that its evidence is weighed, its page is shown, and only `link-to-former-id` speaks of it.
Source of the fields: records.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from lastro.corpus import Corpus, RetiredLink
from lastro.places import RecordPath
from lastro.records import Article, Claim, Kept, Record, Source

R = TypeVar("R", bound=Record)
_KINDS: dict[type[Kept], str] = {Article: "articles", Claim: "claims", Source: "sources"}


@dataclass(frozen=True, slots=True)
class Link:
    """A field that names another record: its route below the record's own, and what it names."""

    steps: RecordPath
    kind: str
    """`articles`, `claims` or `sources`."""
    target: str


def links_of(record: Kept) -> Iterator[Link]:
    """Yield every link of a record."""
    if isinstance(record, Claim):
        yield from _links_of_claim(record)
    elif isinstance(record, Source):
        for index, told in enumerate(record.derived_from):
            yield Link(("derived_from", index), "sources", told)
    elif isinstance(record, Article):
        for index, statement in enumerate(record.statements):
            if statement.claim is not None:
                yield Link(("statements", index, "claim"), "claims", statement.claim)
    if record.withdrawn and record.withdrawn.see:
        yield Link(("withdrawn", "see"), _KINDS[type(record)], record.withdrawn.see)


def _links_of_claim(claim: Claim) -> Iterator[Link]:
    for index, item in enumerate(claim.evidence):
        yield Link(("evidence", index, "source"), "sources", item.source)
    for index, event in enumerate(claim.events):
        for number, source in enumerate(event.sources):
            yield Link(("events", index, "sources", number), "sources", source)
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
    return replace(
        corpus,
        articles=_turned("articles", corpus.articles, noted),
        claims=_turned("claims", corpus.claims, noted),
        sources=_turned("sources", corpus.sources, noted),
        retired_links=noted,
    )


def with_links_to(record: R, ids: Mapping[RecordPath, str]) -> R:
    """Return a record whose links use other ids: from kind and id as written to the id to use."""
    links = [*links_of(record)] if ids and isinstance(record, Kept) else []
    for link in links:
        if (link.kind, link.target) in ids:
            record = _with(record, link.steps, ids[link.kind, link.target])
    return record


def _retired_links(corpus: Corpus) -> Iterator[RetiredLink]:
    holders: dict[RecordPath, RecordPath] = {}
    for at, record in corpus.records.items():
        for index, former in enumerate(record.former_ids):
            if not corpus.knows(str(at[0]), former):
                holders.setdefault((at[0], former), (*at, "former_ids", index))
    for at, record in corpus.records.items() if holders else ():
        for link in links_of(record):
            if (link.kind, link.target) in holders:
                held = holders[link.kind, link.target]
                yield RetiredLink((*at, *link.steps), link.target, str(held[1]), held)


def _turned(kind: str, records: Mapping[str, R], noted: tuple[RetiredLink, ...]) -> dict[str, R]:
    turned = dict(records)
    for link in noted:
        key, steps = str(link.at[1]), link.at[2:]
        if link.at[0] == kind:
            if steps[0] == "evidence":  # it keeps the name by which the reasoning cites it
                turned[key] = _with(turned[key], (*steps[:2], "named"), link.written, anew=False)
            turned[key] = _with(turned[key], steps, link.current)
    return turned


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
