"""The records, for a verb that cannot go on without them, and PATHS of a command line.

Whoever names a folder means the site around it; two sites in one run would mix up their records.
"""

from pathlib import Path

import click

from lastro.corpus.corpus import Corpus
from lastro.errors import LastroError
from lastro.loading.load import load, root_of
from lastro.loading.workspace import Workspace
from lastro.model.kinds import SETTINGS
from lastro.text.messages import did_you_mean, in_quotes

EVERYTHING = "."
_COMPLETED = {
    "claim": "claims",
    "ids": "sources",
    "source": "sources",
    "sources": "sources",
    "name": "claims",
}
"""The folder of the records that a parameter names; every record where it is not here."""


def load_here(*locks: str) -> Workspace:
    """Read the site around this folder; with locks, raises LastroError as `sound_corpus` does."""
    loaded = load(root_of(Path()))
    if locks:
        sound_corpus(loaded, *locks)
    return loaded


def complete_ids(_: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Offer the ids of records, and of rules where a name may be one of a rule, to a shell that completes."""
    try:
        loaded = load_here()
    except (LastroError, OSError):
        return []
    from lastro.rules.registry import rules  # noqa: PLC0415 - no command but this needs them all

    folder = _COMPLETED.get(parameter.name or "")
    known = [str(at[1]) for at in loaded.trees if len(at) > 1 and folder in (None, at[0])]
    known += rules() if parameter.name == "name" else ()
    return sorted(one for one in known if one.startswith(begun))


def require_language(loaded: Workspace, given: str | None, option: str) -> str:
    """Return a language of the site, the first when none is given; raises LastroError for others."""
    known = sound_corpus(loaded).settings.languages
    if given is None or given in known:
        return given or known[0]
    hint = did_you_mean(given, known, f"languages of lastro.yml: {', '.join(known)}")
    raise LastroError(f"{in_quotes(given)} is not a language of this site ({option})", hint)


def sound_corpus(loaded: Workspace, *locks: str) -> Corpus:
    """Return the records; raises LastroError when lastro.yml or one of these locks cannot be read.

    Whoever writes a lock anew would lose entries that nobody meant to drop.
    """
    broken = {found.place.path for found in loaded.diagnostics}
    unreadable = [SETTINGS] if loaded.corpus is None else [name for name in locks if name in broken]
    if loaded.corpus is None or unreadable:
        raise LastroError(f"{unreadable[0]} has errors", "run `lastro check`")
    return loaded.corpus


def site_of(paths: tuple[Path, ...]) -> tuple[Path, tuple[str, ...]]:
    """Return the root of the site that holds all paths, and each path in it; refuse other paths."""
    for path in paths:
        if not is_there(path):
            raise not_there(path)
    places = [_located(path) for path in paths]
    root = root_of(places[0] if places[0].is_dir() else places[0].parent)
    for path, place in zip(paths, places, strict=True):
        if root_of(place if place.is_dir() else place.parent) != root:
            raise LastroError(f"'{path}' belongs to another site", "check one site at a time")
    return root, tuple(place.relative_to(root).as_posix() for place in places)


def is_there(path: Path) -> bool:
    try:
        return path.exists() or path.is_symlink()
    except OSError:
        return False


def not_there(path: Path) -> LastroError:
    try:
        beside = [p.name for p in path.parent.iterdir()]
    except OSError:
        beside = []
    near = did_you_mean(path.name, beside, "without a path, the whole site is checked")
    return LastroError(f"no file or folder '{path}'", near)


def _located(path: Path) -> Path:
    """Return the whole path; the last step of a link is kept, since the link is what is named."""
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def below(root: Path, path: Path) -> str:
    """Return a path relative to the root of a site, be it there or not; empty when it is outside."""
    try:
        place = _located(path)
    except OSError:
        return ""
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else ""


def stands_in(path: str, wanted: tuple[str, ...]) -> bool:
    return any(w in (EVERYTHING, path) or path.startswith(f"{w}/") for w in wanted)
