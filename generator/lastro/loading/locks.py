"""Read a lock, and say what to do with one that a merge or an edit by hand left behind.

Most who meet the markers of git in a lock did not write it. Told to keep one side, they would lose
what the other has proved; so it is said which command keeps both.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from lastro.loading.entry import for_excerpt, refuse
from lastro.loading.source_text import read_text
from lastro.loading.workspace import Workspace
from lastro.locks.evidence import EVIDENCE, evidence_lock_of
from lastro.locks.format import LARGEST_LOCK, unite
from lastro.locks.translations import TRANSLATIONS, entries_of
from lastro.syntax.tree import Refused

L = TypeVar("L")
_READERS: dict[str, Callable[[str], object]] = {
    EVIDENCE: evidence_lock_of,
    TRANSLATIONS: entries_of,
}
_UNITED_BY = {EVIDENCE: "lastro verify --update", TRANSLATIONS: "lastro fmt"}


def read_lock(loaded: Workspace, name: str, read: Callable[[str], L]) -> L | None:
    """Read a lock file; None without one, and while it is malformed, which is then reported."""
    path = loaded.root / name
    if not (path.exists() or path.is_symlink()):
        return None
    try:
        text = read_text(path, LARGEST_LOCK, "a lock of this size is none of ours: restore it")
        loaded.texts[name] = text
        return read(text)
    except Refused as refused:
        loaded.texts.setdefault(name, for_excerpt(path))
        refused.hint = _how_to_mend(path, refused)
        refuse(loaded, path, refused)
        return None


def unite_locks(loaded: Workspace) -> Mapping[str, str]:
    """Return by name the locks that cannot be read as they are, with the entries of both sides.

    One in which a person must decide is left out.
    """
    broken = {found.place.path for found in loaded.diagnostics}
    texts = {name: _united(loaded.root / name) for name in _READERS if name in broken}
    return {name: text for name, text in texts.items() if text is not None}


def _united(path: Path) -> str | None:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST_LOCK:
        return None
    try:
        united = unite(path.read_bytes().decode().replace("\r\n", "\n"))
        if united is not None:
            _READERS[path.name](united)
    except (UnicodeDecodeError, Refused):
        return None
    return united


def _how_to_mend(path: Path, refused: Refused) -> str:
    verb, is_merge = f"`{_UNITED_BY[path.name]}`", refused.rule == "merge-marker"
    if not is_merge and refused.rule != "lock-malformed":
        return refused.hint
    if _united(path) is not None:
        return f"{verb} keeps the entries of both sides" if is_merge else f"{verb} sorts its lines"
    decide = f"of the lines with one key keep one, delete the marker lines, then run {verb}"
    return decide if is_merge else refused.hint
