"""The workspace of a run: the corpus, the problems that `load` found, and the source map.

Rules speak of routes into records; a reader of a report needs a file and a line. The workspace turns
a route into a place, when somebody asks for it.
"""

from collections import UserDict
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lastro.corpus.corpus import Corpus
from lastro.corpus.facts import Facts
from lastro.diagnostics.finding import Finding, Severity
from lastro.diagnostics.fixes import Fix
from lastro.diagnostics.report import Diagnostic, RelatedPlace
from lastro.errors import LastroError
from lastro.loading.remembered import FileState
from lastro.locks.evidence import EVIDENCE
from lastro.locks.format import line_of
from lastro.model.base import Record
from lastro.model.kinds import SETTINGS
from lastro.places import START, Place, RecordPath, Span
from lastro.syntax.locate import locate
from lastro.syntax.tree import Fields, parse
from lastro.text.messages import clean


class Texts(UserDict[str, Any]):
    """Texts of files by path; that of an unchanged file is read when it is looked up."""

    def __init__(self, read: Callable[[str], str]) -> None:
        super().__init__()
        self._read = read

    def __getitem__(self, path: str) -> str:
        text = self.data[path]
        return self._read(path) if text is None else str(text)

    def later(self, path: str) -> None:
        """Name a file whose text is read when it is asked for, and not kept."""
        self.data[path] = None


class Trees(UserDict[RecordPath, Any]):
    """For each record, such as `("claims", id)`, its path and its located tree.

    A tree with places costs ten times what the values alone do, and a report points at few records: so
    a text is parsed when a finding, a fix or a scaffold first needs its tree, which is kept.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__()
        self._texts = texts
        self._made: dict[RecordPath, Fields] = {}

    def __getitem__(self, route: RecordPath) -> tuple[str, Fields]:
        path: str = self.data[route]
        tree = self._made.get(route)
        if tree is None:
            tree = self._made[route] = parse(self._texts[path])
        return path, tree

    def add(self, route: RecordPath, path: str, tree: Fields | None = None) -> None:
        self.data[route] = path
        if tree is not None:
            self._made[route] = tree

    def with_changes(
        self, gone: frozenset[RecordPath], new: Mapping[RecordPath, tuple[str, Fields]]
    ) -> "Trees":
        """Return the trees without some records and with others; no tree is made for it."""
        kept = Trees(self._texts)
        kept.data = {at: path for at, path in self.data.items() if at not in gone}
        kept._made = {at: tree for at, tree in self._made.items() if at not in gone}
        for at, (path, tree) in new.items():
            kept.add(at, path, tree)
        return kept


@dataclass(slots=True)
class Workspace:
    """Everything that `load` read of a site; `corpus` is None when lastro.yml, and so the scale, cannot be read."""

    root: Path
    corpus: Corpus | None = None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    texts: MutableMapping[str, str] = field(default_factory=dict)
    trees: Trees = field(default_factory=lambda: Trees({}))
    in_form: set[RecordPath] = field(default_factory=set)
    """Records that `lastro fmt` would surely not change."""
    records: dict[RecordPath, Record] = field(default_factory=dict)
    """Each record as it is written, links by retired ids included."""
    instead: Mapping[str, bytes] = field(default_factory=dict)
    """Bytes that replace those of a file, by path: a file as a fix would write it."""
    languages: tuple[str, ...] = ()
    unread: int = 0
    """How many articles, claims and sources could not be read."""
    files: dict[str, FileState] = field(default_factory=dict)
    """The state of each record's file, by path; empty in a run without a memory."""
    changed: frozenset[RecordPath] = frozenset()
    """Records that were added, removed or edited since the last run."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """The fingerprint of each column of facts, where files are kept."""
    turned: list[Facts] = field(default_factory=list)
    """The facts of records with links by retired ids, which lead to current ones here."""
    read_anew: bool = False
    """Set when a file was read that the state could not vouch for, even if its content is the same."""
    settings_digest: str = ""
    locks_digest: str = ""

    def path_of(self, record: RecordPath) -> str:
        return str(self.trees.data.get(record, SETTINGS))

    def read_again(self, path: str) -> bytes:
        """Read a file with its line ends; raise LastroError when it is no longer what was loaded."""
        try:
            content = (self.root / path).read_bytes()
        except OSError as error:
            raise LastroError(f"cannot read '{clean(path)}': {error.strerror}") from error
        if content.decode(errors="replace").replace("\r\n", "\n") != self.texts[path]:
            raise refuse_change(path)
        return content

    def place(self, route: RecordPath, *, on_key: bool = False, part: str = "") -> Place:
        """Turn a route into file, line and column; `("evidence.lock", key)` is a line of the lock."""
        if route[0] == EVIDENCE:
            return Place(EVIDENCE, line_of(self.texts.get(EVIDENCE, ""), str(route[1])), route)
        record = route[:1] if route[:1] == ("lastro",) else route[:2]
        path, steps = self.path_of(record), route[len(record) :]
        if not steps or record not in self.trees:
            return Place(path, START, route)
        trees = self.trees

        def find() -> Span:
            return locate(trees[record][1], steps, on_key=on_key, part=part)

        return Place(path, find, route, on_key=on_key, part=part)

    def diagnostic(
        self,
        finding: Finding,
        rule: str,
        severity: Severity,
        *,
        waived: str = "",
        fix: Fix | None = None,
    ) -> Diagnostic:
        return Diagnostic(
            place=self.place(finding.route, on_key=finding.on_key, part=finding.part),
            rule=rule,
            severity=severity,
            message=finding.message,
            hint=finding.hint,
            related=tuple(RelatedPlace(self.place(r.route), r.message) for r in finding.related),
            details=finding.details,
            waived=waived,
            fix=fix,
        )


def refuse_change(path: str) -> LastroError:
    return LastroError(f"'{clean(path)}' was changed while this ran", "run it again")
