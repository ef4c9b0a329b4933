"""Every format by its name, and the three things that one may make.

A module of `exports/formats/` is a format. It defines what it makes of these, and nothing else is to be
registered:

- `record_files(site, at)` yields the files that belong to one record.
- `parts(site, at)` yields what one record adds to files about many, as artifacts with the path of the
  shared file.
- `shared_files(site, parts)` yields the files about many records; `parts(path)` returns what all
  records add to one of them, in the order of the records.

All are pure: what they look up is traced, so that they run again only for records that changed. They
know no day but the days in records, and of such a day at most whether it has passed.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from msgspec import Struct

from lastro.artifacts import Artifact
from lastro.exports import formats
from lastro.places import RecordPath
from lastro.site.derive import Site

OfRecord = Callable[[Site, RecordPath], Iterator[Artifact]]
Parts = Callable[[str], Iterable[bytes]]
OfAll = Callable[[Site, Parts], Iterator[Artifact]]


def _nothing(*_: object) -> Iterator[Artifact]:
    return iter(())


class Format(Struct, frozen=True):
    """One format, as its module defines it."""

    name: str
    record_files: OfRecord = _nothing
    parts: OfRecord = _nothing
    shared_files: OfAll = _nothing


@lru_cache(maxsize=1)
def find_formats() -> Mapping[str, Format]:
    """Find every format of this package, sorted by name: that of its module, with hyphens."""
    found = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(formats.__path__)):
        module = importlib.import_module(f"{formats.__name__}.{name}")
        made = {
            made: vars(module)[made] for made in Format.__struct_fields__ if made in vars(module)
        }
        called = name.replace("_", "-")
        found[called] = Format(called, **made)
    return found
