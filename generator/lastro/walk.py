"""The folders of a site: which files should hold a record, and which are in the wrong place.

An id is a file name, so it is settled here, before any file is read: the first file by path keeps
it. Symbolic links are never followed. Source: rules.md, "File and YAML".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lastro.diagnostics import clean
from lastro.places import START, RecordPath
from lastro.records import Article, Claim, Record, Source
from lastro.settings import Settings
from lastro.values import fault_of_id, folded, slugify
from lastro.yaml_tree import Refused

LONGEST_MESSAGE = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that should hold a record, and what its place says of it."""

    path: Path
    key: RecordPath
    model: type[Record]

    @property
    def name(self) -> str:
        """The id that its place gives it."""
        return str(self.key[1])

    @property
    def identity(self) -> dict[str, str]:
        """The fields that come from its place."""
        if self.model is Settings:
            return {}
        folder = {"article": self.path.parent.name} if self.model is Claim else {}
        return {"id": self.name, **folder}


@dataclass(frozen=True, slots=True)
class Stray:
    """A file or folder that can hold no record, and why; `holder` has the id that it asks for."""

    path: Path
    why: Refused
    holder: Path | None = None


def shown(path: Path, root: Path) -> str:
    """Return a path relative to the root, with `/`, safe to print."""
    return clean(path.relative_to(root).as_posix(), LONGEST_MESSAGE)


def walk(root: Path) -> tuple[list[Entry], list[Stray]]:
    """Return the entries whose name is an id that no earlier one has, and everything else."""
    owners: dict[RecordPath, Entry] = {}
    misnamed: list[Entry] = []
    strays: list[Stray] = []
    for found in _found(root):
        if isinstance(found, Stray):
            strays.append(found)
        elif fault_of_id(found.name):
            misnamed.append(found)
        elif found.key in owners:
            holder = owners[found.key].path
            strays.append(_taken(found, holder, f"is also the id of {shown(holder, root)}"))
        else:
            owners[found.key] = found
    return list(owners.values()), [*strays, *_misnamed(misnamed, owners, root)]


def _misnamed(entries: list[Entry], owners: dict[RecordPath, Entry], root: Path) -> Iterator[Stray]:
    """Refuse names that are no ids; to mend the form of one that has a twin would not be enough."""
    twins = dict(owners)
    for entry in entries:
        twin = twins.setdefault((entry.key[0], folded(entry.name)), entry)
        if twin.name != entry.name:
            other = shown(twin.path, root)
            how = f"differs from {other} by case or Unicode form only"
            yield _taken(entry, twin.path, how)
        elif fault := fault_of_id(entry.name):
            message, hint = fault
            yield Stray(entry.path, Refused("id-shape", message, _rename(entry) or hint, START))


def _rename(entry: Entry) -> str:
    """Say which name a file or folder may have instead; nothing when none can be made of it."""
    near = slugify(entry.name)
    if not near or fault_of_id(near):
        return ""
    if entry.model is Article:
        return f"rename the folder to '{near}'"
    return f"rename the file to '{near}{entry.path.suffix}'"


def _taken(entry: Entry, holder: Path, how: str) -> Stray:
    hint = "choose another file name: ids are unique across the site"
    return Stray(entry.path, Refused("id-taken", f"'{entry.name}' {how}", hint, START), holder)


def _found(root: Path) -> Iterator[Entry | Stray]:
    for top, below in (("claims", _in_claims), ("sources", _in_sources)):
        if (root / top).is_symlink():
            message = f"'{top}' is a symbolic link"
            why = Refused("file-misplaced", message, "put the folder itself here", START)
            yield Stray(root / top, why)
        else:
            yield from below(root)


def _in_claims(root: Path) -> Iterator[Entry | Stray]:
    for folder in sorted((root / "claims").iterdir()):
        if not folder.is_dir() or folder.is_symlink():
            where = "put claims into a folder of their article: claims/<article>/<claim>.yml"
            yield from _misplaced(folder, root, where)
        elif fault_of_id(folder.name):
            yield Entry(folder, ("articles", folder.name), Article)
        else:
            yield from _in_article(folder, root)


def _in_sources(root: Path) -> Iterator[Entry | Stray]:
    for path in sorted((root / "sources").iterdir()):
        if why_not := _why_no_record(path):
            yield from _misplaced(path, root, why_not)
        else:
            yield Entry(path, ("sources", path.stem), Source)


def _in_article(folder: Path, root: Path) -> Iterator[Entry | Stray]:
    for path in sorted(folder.iterdir()):
        if why_not := _why_no_record(path):
            yield from _misplaced(path, root, why_not)
        elif path.name == "article.yml":
            yield Entry(path, ("articles", folder.name), Article)
        else:
            yield Entry(path, ("claims", path.stem), Claim)


def _why_no_record(path: Path) -> str:
    """Say what to do with what stands in the place of a record and is none."""
    if path.is_dir() and not path.is_symlink():
        return "records stand one folder deep: move them up"
    if path.suffix == ".yml":
        return ""
    if path.suffix.lower() in (".yaml", ".yml"):
        return "rename it to end in .yml"
    top = path.parent.name if path.parent.name == "sources" else "claims"
    return f"move it out of {top}/"


def _misplaced(path: Path, root: Path, hint: str) -> Iterator[Stray]:
    if path.name.startswith("."):
        return
    message = f"'{shown(path, root)}' is not a record"
    yield Stray(path, Refused("file-misplaced", message, hint, START))
