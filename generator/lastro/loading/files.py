"""List the files of a site that should hold a record, and those that are in the wrong place.

An id is a file name, so ids are given out here, before any file is read: the first file by path gets
it. Symbolic links are never followed.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from lastro.diagnostics.report import Diagnostic
from lastro.model.article import Article
from lastro.model.base import Record
from lastro.model.claim import Claim
from lastro.model.fields import required_names
from lastro.model.settings import Settings
from lastro.model.source import Source
from lastro.model.values import fold_name, slugify, why_not_id
from lastro.places import START, Place, RecordPath, Span
from lastro.syntax.tree import Refused
from lastro.system.git import BUILD, CAPTURES, describe_tracked, find_tracked
from lastro.text.messages import clean

LONGEST_MESSAGE = 300
ENDING = ".yml"
TOPS = ("claims", "sources")
_YAML = (".yml", ".yaml")
_RECORD = re.compile(r"^(?:evidence|origin|statements):", re.MULTILINE)
"""A key of a record that other files in YAML hardly have."""
_FLAT = re.compile(r"use_directory_urls\s*:\s*(?:false|no|off)\b", re.IGNORECASE)


class Entry(Struct, frozen=True):
    """One file that should hold a record, and what its place says of it."""

    root: Path
    relative: str
    """Its path from the root on, with `/`."""
    key: RecordPath
    model: type[Record]
    stamp: tuple[int, int, int] = (0, 0, 0)
    """Time of its last change in nanoseconds, size in bytes and inode: a file with the same stamp counts
    as unchanged."""

    @property
    def path(self) -> Path:
        return self.root / self.relative

    @property
    def name(self) -> str:
        return str(self.key[1])

    @property
    def identity(self) -> dict[str, str]:
        if self.model is Settings:
            return {}
        if self.model is not Claim:
            return {"id": self.name}
        return {"id": self.name, "article": self.relative.split("/")[-2]}


class Stray(Struct, frozen=True):
    """A file or folder that can hold no record, and why; `holder` has the id that it asks for."""

    path: Path
    why: Refused
    holder: Path | None = None


class _Place(NamedTuple):
    what: str
    where: str


_PLACES: Mapping[type[Record], _Place] = {
    Claim: _Place("a claim", "claims/<article>/{name}.yml"),
    Source: _Place("a source", "sources/{name}.yml"),
    Article: _Place("an article", "claims/<article>/article.yml"),
}
_SURELY = 2
"""Keys that only another kind must have, which tell that a record is of that kind."""


def printable_path(path: Path, root: Path) -> str:
    return clean(path.relative_to(root).as_posix(), LONGEST_MESSAGE)


def walk(root: Path) -> tuple[list[Entry], list[Stray]]:
    """Return the entries whose name is an id that no earlier one has, and everything else."""
    owners: dict[RecordPath, Entry] = {}
    misnamed: list[Entry] = []
    strays: list[Stray] = []
    for found in _found(root):
        if isinstance(found, Stray):
            strays.append(found)
        elif why_not_id(found.name):
            misnamed.append(found)
        elif found.key in owners:
            holder = owners[found.key].path
            how = f"is also the id of {printable_path(holder, root)}"
            strays.append(_taken(found, holder, how))
        else:
            owners[found.key] = found
    return list(owners.values()), [*strays, *_misnamed(misnamed, owners, root)]


def find_flat_addresses(root: Path) -> Iterator[Diagnostic]:
    """Yield one error where mkdocs.yml asks for pages that no folder holds: links and feeds name these."""
    path = root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    for number, line in enumerate(text.splitlines(), start=1):
        if found := _FLAT.match(line):
            place = Place(path.name, Span(number, 1, number, found.end() + 1))
            message = "'use_directory_urls' is false, which Lastro cannot build"
            yield Diagnostic.error(place, "setting-without-effect", message, "delete it")


def find_tracked_files(root: Path, captures: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield one error for each folder of captures, or made by a build, that a branch brought under git."""
    for folder, files in find_tracked(root, [*sorted({CAPTURES, *captures}), BUILD]).items():
        place = Place(clean(files[0]), START)
        yield Diagnostic.error(place, "file-misplaced", *describe_tracked(folder, files))


def refuse_other_kind(entry: Entry, keys: Iterable[str]) -> None:
    """Raise Refused for a record that has the keys of another kind, and none that only its own has."""
    needed = {model: {*required_names(model)} for model in _PLACES}
    own, known = needed[entry.model], {*keys}
    for model, place in _PLACES.items():
        theirs, ours = needed[model] - own, own - needed[model]
        if model is not entry.model and len(known & theirs) >= _SURELY and not known & ours:
            message = f"this is {place.what}, not {_PLACES[entry.model].what}"
            where = place.where.format(name="<id>" if entry.model is Article else entry.name)
            raise Refused("file-misplaced", message, f"move it to {where}", START)


def _misnamed(entries: list[Entry], owners: dict[RecordPath, Entry], root: Path) -> Iterator[Stray]:
    """Refuse names that are no ids; to mend the form of one that has a twin would not be enough."""
    twins = dict(owners)
    for entry in entries:
        twin = twins.setdefault((entry.key[0], fold_name(entry.name)), entry)
        if twin.name != entry.name:
            other = printable_path(twin.path, root)
            how = f"differs from {other} by case or Unicode form only"
            yield _taken(entry, twin.path, how)
        elif fault := why_not_id(entry.name):
            message, hint = fault
            yield Stray(entry.path, Refused("id-shape", message, _rename(entry) or hint, START))


def _rename(entry: Entry) -> str:
    near = slugify(entry.name)
    if not near or why_not_id(near):
        return ""
    if entry.model is Article:
        return f"rename the folder to '{near}'"
    return f"rename the file to '{near}{entry.path.suffix}'"


def _taken(entry: Entry, holder: Path, how: str) -> Stray:
    hint = "choose another file name: ids are unique across the site"
    return Stray(entry.path, Refused("id-taken", f"'{entry.name}' {how}", hint, START), holder)


def _found(root: Path) -> Iterator[Entry | Stray]:
    yield from _near_folders(root)
    for top, below in zip(TOPS, (_in_claims, _records_in), strict=True):
        if (root / top).is_symlink():
            message = f"'{top}' is a symbolic link"
            why = Refused("file-misplaced", message, "put the folder itself here", START)
            yield Stray(root / top, why)
        else:
            yield from below(root, top)


def _near_folders(root: Path) -> Iterator[Stray]:
    """Refuse a folder of records under nearly the name of one that is read: nobody would look at them."""
    for folder in _listed(root, "."):
        name = folder.name
        meant = next((top for top in TOPS if name.casefold() in {top, top[:-1]}), name)
        if meant == name or not folder.is_dir(follow_symlinks=False):
            continue
        there, here = root / meant, root / name
        if not (there.exists() and there.samefile(here)) and any(
            map(_is_like_a_record, here.rglob("*.yml"))
        ):
            message, hint = f"'{clean(name)}/' is not read", f"move what it holds to {meant}/"
            yield Stray(here, Refused("file-misplaced", message, hint, START))


def _is_like_a_record(path: Path) -> bool:
    written = "" if path.is_symlink() else path.read_text(encoding="utf-8", errors="replace")
    return _RECORD.search(written) is not None


def _in_claims(root: Path, top: str) -> Iterator[Entry | Stray]:
    for folder in _listed(root, top):
        relative = f"{top}/{folder.name}"
        if not folder.is_dir(follow_symlinks=False):
            where = "put claims into a folder of their article: claims/<article>/<claim>.yml"
            yield from _misplaced(root / relative, root, where)
        elif why_not_id(folder.name):
            yield Entry(root, relative, ("articles", folder.name), Article)
        else:
            yield from _records_in(root, relative)


def _records_in(root: Path, folder: str) -> Iterator[Entry | Stray]:
    top, _, article = folder.partition("/")
    for file in _listed(root, folder):
        relative = f"{folder}/{file.name}"
        if hint := _what_to_do_with(file, top):
            yield from _misplaced(root / relative, root, hint)
        elif article and file.name == "article.yml":
            yield Entry(root, relative, ("articles", article), Article, _stamp(file))
        else:
            key = (top, file.name.removesuffix(ENDING))
            yield Entry(root, relative, key, Claim if article else Source, _stamp(file))


def _listed(root: Path, folder: str) -> list["os.DirEntry[str]"]:
    with os.scandir(root / folder) as found:
        return sorted(found, key=lambda entry: entry.name)


def _stamp(file: "os.DirEntry[str]") -> tuple[int, int, int]:
    found = file.stat(follow_symlinks=False)
    return found.st_mtime_ns, found.st_size, found.st_ino


def _what_to_do_with(file: "os.DirEntry[str]", top: str) -> str:
    if file.is_dir(follow_symlinks=False):
        return "records stand one folder deep: move them up"
    name, dot, ending = file.name.rpartition(".")
    if name and dot + ending == ENDING:
        return ""
    if name and ending.lower() in ("yaml", "yml"):
        return "rename it to end in .yml"
    if name.lower().endswith(_YAML):
        return f"rename it to '{clean(name.rpartition('.')[0])}.yml': the system may hide the last ending"
    return f"move it out of {top}/"


def _misplaced(path: Path, root: Path, hint: str) -> Iterator[Stray]:
    if path.name.startswith("."):
        return
    message = f"'{printable_path(path, root)}' is not a record"
    yield Stray(path, Refused("file-misplaced", message, hint, START))
