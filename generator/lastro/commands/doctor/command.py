"""`lastro doctor`: whether this machine and this clone can do the work, and what mends them."""

import platform
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import click

from lastro.build.prepare import require_words
from lastro.changes.history import is_shallow
from lastro.commands.doctor.merge_driver import merges_locks, set_merge_driver
from lastro.commands.doctor.own_store import captures_in, inner_store, move_store
from lastro.commands.shared.captures.store import configured_folder
from lastro.commands.shared.console import tell, write
from lastro.commands.shared.records import load_here
from lastro.diagnostics.report import count_of
from lastro.errors import Exit, LastroError
from lastro.loading.files import find_tracked_files
from lastro.loading.load import ADD_FOLDERS, FOLDERS
from lastro.loading.workspace import Workspace
from lastro.model.json_schema import schemas
from lastro.model.kinds import SETTINGS
from lastro.publish.mkdocs.config import CONFIG, read_settings
from lastro.reporters.document import lastro_document
from lastro.system.disk_errors import plain
from lastro.system.git import count_left_out, is_checkout
from lastro.text.messages import clean

LOCK = "requirements.lock"
CAPTURE_LOCK = "requirements-capture.lock"
SCHEMA = "schema"
MOST_NAMED = 5
CAPTURE = ("brotli", "httpcore2", "lxml", "pypdfium2", "trafilatura", "warcio", "zstandard")
"""Modules of the extra that `lastro capture` and `lastro archive` need."""
_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)
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
@click.option("--json", "shape_json", is_flag=True, help="Print one JSON document.")
@click.option(
    "--fix",
    "fixing",
    is_flag=True,
    help="Move the captures of this clone outside of it, and let git merge the locks entry by entry.",
)
def command(*, shape_json: bool, fixing: bool) -> Exit:
    """Look at this machine and this clone, and name the command that mends each fault.

    The doctor looks at Python, the packages of requirements.lock, the records, the schemas that
    editors read, the history that `diff` and the change rules need, and the packages for
    capturing. It also says whether somebody else's branch can reach your captures. A note is no
    fault: most work goes on without it. The doctor never uses the network, and writes nothing
    without --fix.

    With --fix, your captures move to your own data folder, and `git config lastro.captures` of
    this clone remembers where. There no branch can overwrite or delete them. Two branches that
    capture different sources then merge without a conflict: .gitattributes names the locks (commit
    it), and git config of this clone the program that merges them.

    Exit 0: no fault. 1: faults. 2: wrong use, or no site here.

    \b
        lastro doctor           after a fresh clone, or when something is odd
        lastro doctor --fix     before the first capture, or to move captures
        lastro doctor --json    for a bug report
    """  # noqa: D301 - the backspace is click's mark for lines that keep their ends
    loaded = load_here()
    root = loaded.root
    if fixing:
        move_store(loaded)
        set_merge_driver(root)
    found = [Probe("python", "ok", f"Python {platform.python_version()}")]
    found += [*_packages(root), *_records(loaded), *_schema(root)]
    found += [*_history(root), *_extras(root), *_private(loaded)]
    if shape_json:
        write(lastro_document("doctor", {"found": [asdict(one) for one in found]}, indent=1))
    else:
        tell(f"{one.state:5} {': '.join(filter(None, (one.says, one.mend)))}" for one in found)
    faults = any(one.state == "fault" for one in found)
    return Exit.FINDINGS if faults else Exit.OK


def _packages(root: Path) -> Iterator[Probe]:
    try:
        text = plain(root / LOCK).decode(errors="replace")
    except OSError:
        yield Probe("packages", "note", f"no {LOCK} here: packages are not pinned")
        return
    pinned = _PINNED.findall(text)
    here = {name: _installed(name) for name, _ in pinned}
    missing = [name for name, found in here.items() if found is None]
    other = [f"{name} {here[name]}" for name, pin in pinned if here[name] not in {None, pin}]
    for what, names in (("not installed", missing), ("other versions than locked", other)):
        if names:
            yield Probe("packages", "fault", f"{what}: {_some(names)}", _INSTALL + LOCK)
    if not missing and not other:
        yield Probe("packages", "ok", f"{count_of(len(pinned), 'locked package')} installed")


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _some(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


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
        if (loaded.root / CONFIG).exists():
            read_settings(loaded.root)
    except LastroError as error:
        yield Probe("engine", "fault", error.message, error.hint)
    if loaded.unread:
        what = count_of(loaded.unread, "record")
        yield Probe("records", "note", f"{what} cannot be read", "lastro check")


def _schema(root: Path) -> Iterator[Probe]:
    folder = root / SCHEMA
    make = f"python -m lastro.model.json_schema {SCHEMA}"
    if not folder.is_dir():
        says = "no schema/, so editors cannot help with records"
        yield Probe("schema", "note", says, f"mkdir {SCHEMA} && {make}")
        return
    old = [one.path for one in schemas() if not _is(folder / one.path, one.content)]
    if old:
        yield Probe("schema", "fault", f"schema/ is not current: {_some(old)}", make)
    else:
        yield Probe("schema", "ok", "schema/ is current")


def _is(path: Path, content: bytes) -> bool:
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
    if shallow:
        says = "history is shallow; diff and change rules need all of it"
        yield Probe("history", "note", says, "git fetch --unshallow")
    else:
        yield Probe("history", "ok", "the whole history is here")


def _private(loaded: Workspace) -> Iterator[Probe]:
    """Say what git tracks and must not, and whether captures lie where a branch can reach them."""
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
    missing = [name for name in CAPTURE if find_spec(name) is None]
    if missing:
        yield Probe(
            "capture", "note", "packages for capturing are not installed; only editors need them",
            _INSTALL + CAPTURE_LOCK if (root / CAPTURE_LOCK).exists()
            else 'python -m pip install "lastro[capture]"',
        )  # fmt: skip
    else:
        yield Probe("capture", "ok", "packages for capturing installed")
