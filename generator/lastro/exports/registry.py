"""Every format by its name, and the five things that one may make.

A module of `exports/formats/` is a format; so is one of another package that the entry point
`lastro.exports` names and `exports.more` of lastro.yml asks for. It defines what it makes of these:
- `record_files(site, at)`: the files of one record;
- `parts(site, at)`: what one record adds to files about many, with the path of the shared file;
- `shared_files(site, parts)`: files about many records; `parts(path)` returns what all add to one, in order;
- `published_files(site)`: what is too large to be kept from build to build, made with --publish alone;
- `head(site, page)`: HTML that it adds to the head of a page; pages of drafts stay without.
All are pure: what they look up is traced. They know no day but those in records, and whether one has passed.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any

from msgspec import Struct

from lastro.artifacts import Artifact, Page
from lastro.errors import LastroError
from lastro.exports import formats
from lastro.places import RecordPath
from lastro.site.derive import Site

GROUP = "lastro.exports"
OfRecord = Callable[[Site, RecordPath], Iterator[Artifact]]
Parts = Callable[[str], Iterable[bytes]]
OfAll = Callable[[Site, Parts], Iterator[Artifact]]
OfPage = Callable[[Site, Page], Iterator[str]]


def _nothing(*_: object) -> Iterator[Any]:
    return iter(())


class Format(Struct, frozen=True):
    """One format, as its module defines it."""

    name: str
    record_files: OfRecord = _nothing
    parts: OfRecord = _nothing
    shared_files: OfAll = _nothing
    published_files: Callable[[Site], Iterator[Artifact]] = _nothing
    head: OfPage = _nothing
    purpose: str = ""
    """The first sentence of the module."""


@lru_cache(maxsize=4)
def find_formats(more: tuple[str, ...] = ()) -> Mapping[str, Format]:
    """Find every format of this package, sorted by name: that of its module, with hyphens.

    After them come those of other packages, which are loaded for no site that does not name them.
    Raises LastroError for one that nobody installed.
    """
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__))
    modules = {n: importlib.import_module(f"{formats.__name__}.{n}") for n in names}
    modules |= {name: _load_installed(name) for name in more}
    found = {}
    for name, module in modules.items():
        made = {
            made: vars(module)[made] for made in Format.__struct_fields__ if made in vars(module)
        }
        called = name.replace("_", "-")
        purpose = (module.__doc__ or "").partition("\n")[0]
        found[called] = Format(called, **made, purpose=purpose)
    return found


def _load_installed(name: str) -> ModuleType:
    found = [*entry_points(group=GROUP, name=name)]
    if not found:
        hint = f"install the package that has it as an entry point of '{GROUP}', or take it out"
        raise LastroError(f"'{name}' of exports.more is not installed", hint)
    module: ModuleType = found[0].load()
    return module


def make_files(site: Site, chosen: Sequence[Format]) -> Iterator[Artifact]:
    """Yield every file of some formats, as a build that publishes makes them; it remembers what it can."""
    parts: dict[str, list[bytes]] = {}
    for at in site.corpus.facts:
        for one in chosen:
            yield from one.record_files(site, at)
            for part in one.parts(site, at):
                parts.setdefault(part.path, []).append(part.content)
    for one in chosen:
        yield from one.shared_files(site, lambda path: parts.get(path, ()))
        yield from one.published_files(site)


def served_formats(site: Site, among: Iterable[Format]) -> Iterator[Format]:
    return (one for one in among if site.serves(one.name))


def add_to_head(site: Site, page: Page) -> Page:
    """Return a page with what the formats say to machines in its head."""
    served = served_formats(site, find_formats(site.settings.exports.more).values())
    added = "".join(line for one in served for line in one.head(site, page))
    return replace(page, head=page.head + added) if added else page
