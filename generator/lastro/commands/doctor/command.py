"""`lastro doctor`: whether this machine and this clone can do the work, and what mends them."""

import platform
import shlex
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import click

from lastro.build.prepare import require_words
from lastro.changes.history import is_shallow
from lastro.commands.doctor.own_store import captures_in, inner_store, move_store
from lastro.commands.shared.captures import configured_folder
from lastro.commands.shared.console import some_of, tell, write
from lastro.commands.shared.options import flag
from lastro.commands.shared.records import load_here
from lastro.diagnostics.report import count_of
from lastro.errors import Exit, LastroError
from lastro.loading.docs import DOCS
from lastro.loading.files import find_tracked_files
from lastro.loading.load import ADD_FOLDERS, FOLDERS
from lastro.loading.workspace import Workspace
from lastro.locks.evidence import EVIDENCE
from lastro.locks.translations import TRANSLATIONS
from lastro.model.kinds import SETTINGS
from lastro.publish.mkdocs.config import read_settings
from lastro.reporters.document import lastro_document
from lastro.system.atomic import write_kept
from lastro.system.disk_errors import disk, plain
from lastro.system.git import ask, configure, count_left_out, is_checkout
from lastro.text.messages import clean

CAPTURE_LOCK = "requirements-capture.lock"
SCHEMA = "schema"
MOST_NAMED = 5
WRITTEN = ("about", "contributing", "corrections", "method")
"""Pages that people write and every other page leads to."""
CAPTURE = ("brotli", "httpcore2", "lxml", "pypdfium2", "trafilatura", "warcio", "zstandard")
"""Modules of the extra that `lastro capture` and `lastro archive` need."""
_NAME = "lastro-lock"
_ATTRIBUTES = ".gitattributes"
_LOCKS = (EVIDENCE, TRANSLATIONS)
_DRIVER = f"merge.{_NAME}.driver"
_FIX = "lastro doctor --fix"
_INSTALL = "python -m pip install --require-hashes -r "


@dataclass(frozen=True, slots=True)
class Probe:
    """What was found of one thing; `mend` is the command that mends it, empty when nothing is wrong."""

    about: str
    state: Literal["ok", "note", "fault"]
    says: str
    mend: str = ""


@click.command("doctor")
@flag("--json", "shape_json")
@flag("--fix", "fixing")
def command(*, shape_json: bool, fixing: bool) -> Exit:
    loaded = load_here()
    root = loaded.root
    if fixing:
        move_store(loaded)
        set_merge_driver(root)
        for path in _schemas():
            with disk(root / SCHEMA):
                (root / SCHEMA).mkdir(exist_ok=True)
            write_kept(root / SCHEMA / path.name, path.read_bytes())
    found = [Probe("python", "ok", f"Python {platform.python_version()}")]
    found += [*_records(loaded), *_schema(root)]
    found += [*_history(root), *_extras(root), *_tracked_and_captures(loaded)]
    if shape_json:
        write(lastro_document("doctor", {"found": [asdict(one) for one in found]}, indent=1))
    else:
        tell(f"{one.state:5} {': '.join(filter(None, (one.says, one.mend)))}" for one in found)
    return Exit.FINDINGS if any(one.state == "fault" for one in found) else Exit.OK


def _records(loaded: Workspace) -> Iterator[Probe]:
    corpus = loaded.corpus
    if corpus is None:
        yield Probe("records", "fault", f"{SETTINGS} cannot be read", "lastro check")
        return
    kinds = {"claim": corpus.claims, "source": corpus.sources, "article": corpus.articles}
    counts = [count_of(len(records), kind) for kind, records in kinds.items()]
    yield Probe("records", "ok", ", ".join(counts))
    try:
        require_words(loaded)
    except LastroError as error:
        yield Probe("languages", "fault", error.message, error.hint)
    try:
        read_settings(loaded.root, corpus.settings.publisher)
    except LastroError as error:
        yield Probe("engine", "fault", error.message, error.hint)
    wanted = (f"{DOCS}/{tag}/{name}.md" for tag in corpus.settings.languages for name in WRITTEN)
    for path in wanted:
        if not (loaded.root / path).exists():
            yield Probe(
                "pages", "fault", f"no '{path}', which every page leads to", f"write {path}"
            )
    if loaded.unread:
        what = count_of(loaded.unread, "record")
        yield Probe("records", "note", f"{what} cannot be read", "lastro check")


def _schema(root: Path) -> Iterator[Probe]:
    folder = root / SCHEMA
    if not folder.is_dir():
        says = "no schema/, so editors cannot help with records"
        yield Probe("schema", "note", says, _FIX)
    elif old := [p.name for p in _schemas() if not _holds(folder / p.name, p.read_bytes())]:
        yield Probe("schema", "fault", f"schema/ is not current: {some_of(old, MOST_NAMED)}", _FIX)
    else:
        yield Probe("schema", "ok", "schema/ is current")


def _schemas() -> list[Path]:
    return sorted((Path(__file__).parents[2] / "model" / SCHEMA).glob("*.json"))


def _holds(path: Path, content: bytes) -> bool:
    try:
        return plain(path) == content
    except OSError:
        return False


def _history(root: Path) -> Iterator[Probe]:
    try:
        shallow = is_shallow(root)
    except LastroError as error:
        needed = "`lastro diff` and the change rules need it"
        yield Probe("history", "note", f"{error.message}; {needed}")
        return
    if left_out := count_left_out(root, *FOLDERS):
        says = f"this clone is sparse: {count_of(left_out, 'record')} not checked out"
        yield Probe("history", "note", says, ADD_FOLDERS)
    says = "history is shallow; diff and change rules need all of it"
    shallow_one = Probe("history", "note", says, "git fetch --unshallow")
    yield shallow_one if shallow else Probe("history", "ok", "the whole history is here")


def _tracked_and_captures(loaded: Workspace) -> Iterator[Probe]:
    root, inner = loaded.root, inner_store(loaded)
    for found in find_tracked_files(root, [inner.relative_to(root).as_posix()]):
        yield Probe("private files", "fault", f"{found.message}: '{found.place.path}'", found.hint)
    if not is_checkout(root):
        return
    outer = configured_folder(root)
    if captures_in(inner):
        says = "captures lie in this clone, where a branch of somebody else can delete them"
        yield Probe("captures", "note", says, _FIX)
    elif outer:
        yield Probe("captures", "ok", f"captures lie outside this clone: '{clean(str(outer))}'")
    else:
        says = "git config names no folder for captures; only editors need one"
        yield Probe("captures", "note", says, _FIX)
    if merges_locks(root):
        yield Probe("merging", "ok", "git merges the locks entry by entry")
    else:
        says = "captures of two branches are a conflict in evidence.lock when git merges them"
        yield Probe("merging", "note", says, _FIX)


def _extras(root: Path) -> Iterator[Probe]:
    if all(map(find_spec, CAPTURE)):
        yield Probe("capture", "ok", "packages for capturing installed")
        return
    is_locked = (root / CAPTURE_LOCK).exists()
    mend = _INSTALL + CAPTURE_LOCK if is_locked else 'python -m pip install "lastro[capture]"'
    says = "packages for capturing are not installed; only editors need them"
    yield Probe("capture", "note", says, mend)


def merges_locks(root: Path) -> bool:
    """Tell whether git merges both locks of a clone with the Lastro that runs now."""
    told = ask(root, "config", "--local", "--get", _DRIVER).stdout.decode(errors="replace")
    return told.removesuffix("\n") == _command() and not _find_locks_without_driver(root)


def set_merge_driver(root: Path) -> None:
    """Let git merge both locks entry by entry; a clone without it merges line by line, as ever.

    `.gitattributes` belongs to the repository and names the locks; what is run for them stands in
    the configuration of a clone alone, so that no branch can choose it. Raises LastroError when
    either cannot be written. Source: gitattributes(5), "Defining a custom merge driver".
    """
    if unnamed := _find_locks_without_driver(root):
        path = root / _ATTRIBUTES
        if path.is_symlink():
            raise LastroError(f"'{_ATTRIBUTES}' is a symbolic link", "put the file itself there")
        with disk(path):
            before = plain(path) if path.exists() else b""
        gap = b"" if before.endswith(b"\n") or not before else b"\n"
        lines = "".join(f"/{name} merge={_NAME}\n" for name in unnamed)
        write_kept(path, before + gap + lines.encode())
    configure(root, f"merge.{_NAME}.name", "entries of both sides")
    configure(root, _DRIVER, _command())


def _find_locks_without_driver(root: Path) -> list[str]:
    told = ask(root, "check-attr", "-z", "merge", "--", *_LOCKS).stdout.decode(errors="replace")
    fields = told.split("\0")
    return [name for name, value in zip(fields[::3], fields[2::3], strict=False) if value != _NAME]


def _command() -> str:
    """Return what git runs: its own merge comes last, and does it all where ours cannot start."""
    ours = shlex.join([sys.executable, "-P", "-m", "lastro", "merge-lock"]).replace("%", "%%")
    return f"{ours} %O %A %B; git merge-file -L ours -L base -L theirs %A %O %B"
