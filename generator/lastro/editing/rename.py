"""A record gets another id, or is merged into one: what that changes in every other file.

Whoever renames by hand forgets the citation in the second language, or the line of the lock: here every
link, citation and lock entry is followed. Nothing is written. What a merge would turn into nonsense stays:
a second link to one record in a list, a record that links itself, and the coverage map, which keeps the
tombstone. Each writer finds her lines as they were, but for the letters of the id.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.corpus.links import Link, links_of
from lastro.diagnostics.finding import Beside, FixStep, Rewrite
from lastro.editing.dry_run import IdChange, RecordRewrite, move_locks, reread
from lastro.editing.edit import text_in_span, tree_of, with_steps
from lastro.errors import LastroError
from lastro.loading.workspace import Workspace
from lastro.locks.evidence import EVIDENCE
from lastro.locks.format import lock_text
from lastro.locks.translations import TRANSLATIONS
from lastro.model.article import Article
from lastro.model.base import Kept, Record
from lastro.model.claim import Claim
from lastro.places import RecordPath
from lastro.syntax.locate import locate_node
from lastro.syntax.tree import Fields, Items, Scalar
from lastro.text.messages import clean

_FAULT = LastroError("an id stands where it cannot be replaced alone", "change it by hand")


class NewValue(Struct, frozen=True):
    """What becomes of one text: its new words, and a key that is to end the map it stands in, if any."""

    text: str
    beside: tuple[str, str] | None = None


class RenamePlan(Struct, frozen=True):
    """What a change of an id comes to: records rewritten, the corpus afterwards, and how much."""

    change: IdChange
    records: tuple[RecordRewrite, ...]
    after: Workspace
    links: int
    citations: int
    linking: int
    """How many records hold those links and citations."""
    entries: int
    """How many lock entries have another key or name another source."""


def plan_rename(
    loaded: Workspace,
    corpus: Corpus,
    change: IdChange,
    read: Callable[[RecordPath], str],
    own: Callable[[str], str],
) -> RenamePlan:
    """Follow an id through all records and both locks.

    `read` returns the text of a record as it stands on the disk; `own` edits that of the record
    itself. Raises LastroError when a record cannot be edited so that its other values stay.
    """
    former = corpus.records[change.kind, change.old].former_ids
    names = frozenset([change.old, *(n for n in former if not corpus.knows(change.kind, n))])
    records, links, citations, linking = [], 0, 0, 0
    for at, record in loaded.records.items():
        if not isinstance(record, Kept):
            continue
        values, renamed = _relinks(record, change, names)
        path = loaded.path_of(at)
        is_own = at == (change.kind, change.old)
        if not (values or is_own or change.path_now(path) != path):
            continue
        before = read(at)
        text, cited = with_citations(with_values(before, values), renamed)
        links, citations = links + len(values), citations + cited
        linking += bool(values)
        after = own(text) if is_own else text
        here = change.route_now(at)
        records.append(RecordRewrite(at, here, path, change.path_now(path), before, after))
    whole, entries = _with_locks(loaded, corpus, change, tuple(records))
    return RenamePlan(
        change=change,
        records=tuple(records),
        after=whole,
        links=links,
        citations=citations,
        linking=linking,
        entries=entries,
    )


def _with_locks(
    loaded: Workspace, corpus: Corpus, change: IdChange, records: tuple[RecordRewrite, ...]
) -> tuple[Workspace, int]:
    after = reread(loaded, records, corpus)
    assert after.corpus is not None  # noqa: S101 - reread returns one
    lock, translations, moved = move_locks(corpus, after.corpus, change)
    whole = replace(after.corpus, translations=translations, evidence_lock=lock)
    entries = {key: dict(value) for key, value in translations.items()}
    written = {EVIDENCE: lock.text, TRANSLATIONS: lock_text(entries)}
    there = {name: text for name, text in written.items() if name in loaded.texts}
    return replace(after, corpus=whole, texts={**after.texts, **there}), moved


def _relinks(
    record: Kept, change: IdChange, names: frozenset[str]
) -> tuple[dict[RecordPath, NewValue], dict[str, str]]:
    values: dict[RecordPath, NewValue] = {}
    links = [*links_of(record)]
    if isinstance(record, Article) and record.credited_to:
        links.append(Link(("credited_to",), "sources", record.credited_to))
    for link in links:
        leads_here = link.kind == change.kind and link.target in names
        if leads_here and not _stays(record, link, change, values):
            values[link.route] = NewValue(change.new)
    if change.kind == "sources" and isinstance(record, Claim):
        return values, _rename_passages(record, change, values)
    return values, {}


def _stays(
    record: Kept, link: Link, change: IdChange, changed: Mapping[RecordPath, NewValue]
) -> bool:
    """Tell whether a merge leaves a link as it is, for a person to look at."""
    if not change.merges:
        return False
    at = record.at
    if at[0] == change.kind and at[1] in {change.old, change.new}:
        return True
    if link.route[0] == "statements":
        return link.route[-1] == "claim"
    beside = [o for o in links_of(record) if _list_of(o) == _list_of(link) != ("evidence",)]
    return any(o.target == change.new or o.route in changed for o in beside if o != link)


def _list_of(link: Link) -> RecordPath:
    """Name the list that a link stands in, by its route without the numbers of its own items."""
    first = link.route[0]
    return link.route[:3] if first == "events" else (first,)


def _rename_passages(
    claim: Claim, change: IdChange, values: dict[RecordPath, NewValue]
) -> dict[str, str]:
    """Let passages that go by the id of their source go by the new one, unless it is taken."""
    cited, taken = {}, {item.id for item in claim.evidence}
    for number, item in enumerate(claim.evidence):
        steps: RecordPath = ("evidence", number, "source")
        if steps not in values or item.named is not None:
            continue
        if change.new in taken:
            values[steps] = NewValue(change.new, beside=("id", item.source))
        else:
            cited[str(item.source)] = change.new
            taken.add(change.new)
    return cited


def with_values(text: str, values: Mapping[RecordPath, NewValue]) -> str:
    """Return the text of a record with other words for the values at these routes.

    A route leads below the record, as `("evidence", 0, "source")` does. Raises LastroError when
    the text is no record, or no such edit leaves the other values as they are.
    """
    tree = tree_of(text)
    steps: list[FixStep] = []
    for at, new in values.items():
        node = locate_node(tree, at)
        if not isinstance(node, Scalar):
            raise LastroError(f"'{clean(str(at[-1]))}' holds no text", "run `lastro check`")
        if node.text not in text_in_span(text, node.span):  # an escape may be there to be seen
            raise _FAULT
        steps.append(Rewrite(at, new.text))
        if new.beside:
            steps.append(Beside(at, *new.beside))
    return with_steps(text, Record, steps, _FAULT)


def with_citations(text: str, cited: Mapping[str, str]) -> tuple[str, int]:
    """Return a claim that cites by other ids in all languages, and how many; raises as `with_values` does."""
    tree = tree_of(text)
    steps, count = [], 0
    for at, words in _reasonings(tree):
        for old, new in cited.items():
            for end in ",]":
                if found := words.count(part := f"[@{old}{end}"):
                    steps.append(Rewrite(at, f"[@{new}{end}", part))
                    count += found
    return with_steps(text, Record, steps, _FAULT), count


def _reasonings(tree: Fields) -> Iterator[tuple[RecordPath, str]]:
    reviews = locate_node(tree, ("reviews",))
    for number in range(len(reviews.nodes) if isinstance(reviews, Items) else 0):
        at = ("reviews", number, "because")
        because = locate_node(tree, at)
        if isinstance(because, Scalar):
            yield at, because.text
        elif isinstance(because, Fields):
            for language, (_, node) in because.nodes.items():
                if isinstance(node, Scalar):
                    yield (*at, language), node.text
