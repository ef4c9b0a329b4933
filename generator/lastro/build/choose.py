"""Which pages are made again, and why: the one answer to what depends on what.

A page stands while its frame and every fingerprint of its trace are those of the last build, and its
file is the one that this build wrote. A file that no build wrote was checked by nobody, and goes.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec import Struct

from lastro.build.state import INDEX_PAGE, FileStamp, LanguageState, PagesState, PageState
from lastro.errors import LastroError
from lastro.memo.trace import ALL
from lastro.memo.trace_log import Keys
from lastro.publish.mkdocs.addresses import SITEMAP
from lastro.publish.mkdocs.stage import Staged
from lastro.system.exchange import walk
from lastro.text.messages import clean, did_you_mean


class Cause(StrEnum):
    """Why a page is made again."""

    FIRST = (
        "nothing is known of an earlier build: it is the first one into this folder, or it followed"
        " another lastro.yml or another version of Lastro"
    )
    NEW = "no earlier build made this page"
    FRAME = "what the theme puts around it changed"
    TRACE = "what it looked up changed"
    FILE = "its file is not the one that the last build wrote"


class Explanation(Struct, frozen=True):
    """Why one page was made again by a build, or was not."""

    file: str
    """Where it stands below the site."""
    is_made: bool
    why: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file}: {'' if self.is_made else 'not '}made again: {'; '.join(self.why)}"


class Language(Struct):
    """What one build knows of one language."""

    staged: Staged
    key: str
    before: LanguageState
    frames: bytes = b""
    tree: Mapping[str, bytes] | None = None
    """The engine's own files by path; None where those of the last build stand."""
    is_behind: bool = False
    """Whether they stand although the engine would make others now."""
    again: dict[str, Cause] = msgspec.field(default_factory=dict)
    """Why each page that is made is made."""
    pages: dict[str, PageState] = msgspec.field(default_factory=dict)
    search: str = ""
    """Names the entries of the search index that it shows."""

    @property
    def others(self) -> list[str]:
        """Paths of the engine's own files, without the sitemap, which we write anew."""
        made = self.before.others if self.tree is None else self.tree
        return [path for path in made if path not in {SITEMAP, f"{SITEMAP}.gz"}]

    def file(self, path: str) -> str:
        return f"{self.staged.prefix}{path}{INDEX_PAGE}"


class PublishedFolder:
    """The folder of a site, as the last build left it and as others may have changed it."""

    def __init__(self, folder: Path, before: PagesState, prefix_of: Callable[[str], str]) -> None:
        """Read nothing yet; `prefix_of` returns the path below which the pages of a language lie."""
        self.folder, self._before, self._prefix_of = folder, before, prefix_of

    @cached_property
    def _found(self) -> dict[str, bool]:
        """All that stands there, and whether it is a link; looked at when it is first asked for."""
        return dict(walk(str(self.folder)))

    @cached_property
    def _links(self) -> tuple[str, ...]:
        return tuple(name for name, is_link in self._found.items() if is_link)

    def strangers(self) -> set[str]:
        """Return the paths of files that the last build did not write."""
        return self._found.keys() - {*self.paths()}

    def paths(self) -> Iterator[str]:
        for tag, language in self._before.languages.items():
            prefix = self._prefix_of(tag)
            yield from (f"{prefix}{path}{INDEX_PAGE}" for path in language.pages)
            yield from (prefix + path for path in language.others)
        yield from self._before.common

    def stamp(self, path: str) -> FileStamp:
        """Return time and size of a published file. Raises OSError when it is not there."""
        found = os.lstat(f"{self.folder}/{path}")
        return found.st_mtime_ns, found.st_size

    def is_intact(self, path: str, stamp: FileStamp) -> bool:
        try:
            return not path.startswith(self._links) and self.stamp(path) == stamp
        except OSError:
            return False

    def are_intact(self, prefix: str, files: Mapping[str, FileStamp]) -> bool:
        return all(self.is_intact(prefix + path, stamp) for path, stamp in files.items())


def choose(
    language: Language, paths: Iterable[str], keys: Keys, published: PublishedFolder
) -> list[str]:
    """Choose the pages of one language that are made again; the others keep their state."""
    again = []
    has_same_frames = language.frames == language.before.frames
    for path in paths:
        known = language.before.pages.get(path)
        if known is None:
            reason = Cause.NEW if language.before.pages else Cause.FIRST
        elif not has_same_frames:
            reason = Cause.FRAME
        elif not keys.is_unchanged(known.trace):
            reason = Cause.TRACE
        elif not published.is_intact(language.file(path), known.stamp):
            reason = Cause.FILE
        else:
            language.pages[path] = known
            continue
        language.again[path] = reason
        again.append(path)
    return again


def find_page(languages: Iterable[Language], asked: str) -> tuple[Language, str]:
    """Find a page by its address below the site, or by the path of its file.

    Raises LastroError with the nearest address when there is none.
    """
    address = asked.removesuffix(INDEX_PAGE).strip("/")
    known = {
        f"{language.staged.prefix}{path}": (language, path)
        for language in languages
        for path in language.staged.addresses
    }
    found = known.get(f"{address}/" if address else "")
    if found is None:
        hint = did_you_mean(f"{address}/", known, "name it as in claims/ID/ or sources/ID/")
        raise LastroError(f"the site has no page '{clean(asked)}'", hint)
    return found


def explain(language: Language, path: str, keys: Keys) -> Explanation:
    """Say why a page was made again, or why not, once its site is built."""
    file, reason = language.file(path), language.again.get(path)
    if path not in language.pages:
        return Explanation(file, language.tree is not None, (_BY_ENGINE[language.tree is None],))
    if reason is Cause.TRACE:
        changed = keys.list_changed(language.before.pages[path].trace)
        return Explanation(file, is_made=True, why=tuple(f"{say(key)} changed" for key in changed))
    if reason is None:
        return Explanation(file, is_made=False, why=("nothing that it looked up changed",))
    return Explanation(file, is_made=True, why=(str(reason),))


_BY_ENGINE = (
    "MkDocs ran, since docs/, mkdocs.yml, the theme or what its pages show of records changed",
    "MkDocs would be given what it was given last time",
)


def say(key: str) -> str:
    table, _, entry = key.partition("/")
    words: dict[str, str] = msgspec.json.decode(Path(__file__).with_suffix(".json").read_bytes())
    if table in words:
        return words[table].format(clean(entry).partition(":" if table == "order" else "\0")[0])
    return f"which {table} there are" if entry == ALL else clean(key)
