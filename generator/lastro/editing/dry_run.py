"""Records as they would be read after a change that is not written yet.

What a change would break is known before it is made: every rule runs over the records as they
would stand. So a command can refuse, or say what is left to a person, with the disk untouched.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.corpus.links import with_current_ids
from lastro.errors import LastroError
from lastro.loading.decode import decode
from lastro.loading.workspace import Workspace
from lastro.memo.trace import Tracer
from lastro.model.article import Article
from lastro.model.base import Record
from lastro.model.claim import Claim
from lastro.model.kinds import MODELS
from lastro.model.source import Source
from lastro.places import RecordPath
from lastro.syntax.tree import Fields, parse

R = TypeVar("R", bound=Record)


class IdChange(Struct, frozen=True):
    """Which id becomes which: of a rename, or, when `merges`, of a record that another replaces."""

    kind: str
    old: str
    new: str
    merges: bool = False

    def route_now(self, route: RecordPath) -> RecordPath:
        """Return where a route of before leads afterwards."""
        is_moved = not self.merges and route[:2] == (self.kind, self.old)
        return (self.kind, self.new, *route[2:]) if is_moved else route

    def path_now(self, path: str) -> str:
        """Return where a file of the site lies afterwards."""
        if self.merges:
            return path
        if self.kind == "articles":
            folder, name = f"claims/{self.old}/", path.rpartition("/")[2]
            return f"claims/{self.new}/{name}" if path.startswith(folder) else path
        folder, _, name = path.rpartition("/")
        is_moved = name == f"{self.old}.yml" and folder.split("/")[0] == self.kind
        return f"{folder}/{self.new}.yml" if is_moved else path


class RecordRewrite(Struct, frozen=True):
    """A record after a change: its route, path and text, and those that it had."""

    was: RecordPath
    route: RecordPath
    path_before: str
    path: str
    before: str
    after: str

    @classmethod
    def in_place(cls, route: RecordPath, path: str, before: str, after: str) -> "RecordRewrite":
        """Tell of a record that keeps its id."""
        return cls(route, route, path, path, before, after)

    @property
    def added(self) -> tuple[str, ...]:
        """The lines that the change adds, without their ends."""
        standing = self.before.splitlines()
        lines = self.after.splitlines()
        start = next((i for i, line in enumerate(standing) if line != lines[i]), len(standing))
        return tuple(lines[start : start + len(lines) - len(standing)])


def reread(loaded: Workspace, changed: tuple[RecordRewrite, ...], corpus: Corpus) -> Workspace:
    """Return what `load` would find with these records changed and the locks of `corpus`.

    Raises LastroError when one would no longer be a record.
    """
    gone = {one.was for one in changed} - {one.route for one in changed}
    read = {one.route: _read(one, loaded.languages) for one in changed}
    new = {one.route: (one.path, read[one.route][1]) for one in changed}
    trees = loaded.trees.with_changes(frozenset(gone), new)
    records = {at: record for at, record in loaded.records.items() if at not in gone}
    records |= {at: record for at, (record, _) in read.items()}
    texts = dict(loaded.texts)
    for one in changed:
        texts.pop(one.path_before, None)
    texts |= {one.path: one.after.replace("\r\n", "\n") for one in changed}
    as_written = replace(
        corpus,
        articles=_sort_by_id(records, Article),
        claims=_sort_by_id(records, Claim),
        sources=_sort_by_id(records, Source),
        retired_links=(),
        known=None,
        tracer=Tracer(),
    )
    return replace(
        loaded,
        corpus=with_current_ids(as_written),
        diagnostics=list(loaded.diagnostics),
        texts=texts,
        trees=trees,
        records=records,
        in_form=loaded.in_form - gone - read.keys(),
    )


def _read(one: RecordRewrite, languages: tuple[str, ...]) -> tuple[Record, Fields]:
    tree, model = parse(one.after), MODELS[str(one.route[0])]
    folder = {"article": one.path.split("/")[1]} if model is Claim else {}
    decoded = decode(model, tree, {"id": str(one.route[1]), **folder}, languages)
    if decoded.record is None:
        problem = decoded.problems[0]
        raise LastroError(f"{one.path}: {problem.message}", problem.hint)
    return decoded.record, tree


def _sort_by_id(records: Mapping[RecordPath, Record], model: type[R]) -> dict[str, R]:
    found = {str(at[1]): record for at, record in records.items() if isinstance(record, model)}
    return dict(sorted(found.items()))
