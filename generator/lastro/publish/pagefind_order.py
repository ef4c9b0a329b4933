"""One order in an index that Pagefind writes in another order each time: same cards, same bytes.

Pagefind keeps the values of a filter in a hash map, so two runs on the same cards give filter files
that say the same in another order, under names that are hashes of their bytes. Without an order of
our own every publication would change them, and no one could show that a site is what its records
make. Here the values are sorted, the files named by what they then hold, and what names them is
written again.

Format, as of Pagefind 1.5: gzip of `pagefind_dcd` and one CBOR item (RFC 8949). A filter is
`[name, [[value, pages], …]]`; in the fourth place of a `.pf_meta` stands `[[name, hash], …]`, whose
order is a hash map's too; `pagefind-entry.json` names the `.pf_meta` of a language.
"""

import gzip
import hashlib
from collections.abc import Mapping
from typing import Any

import cbor2

from lastro.errors import LastroError

_MAGIC = b"pagefind_dcd"
_ENTRY = "pagefind-entry.json"
_FILTERS = 3


def sort_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of an index in one order. Raises LastroError for another format."""
    done = dict(files)
    try:
        _order_metas(done, _order_filters(done))
    except (cbor2.CBORError, ValueError, TypeError, LookupError, EOFError, OSError) as error:
        hint = "install pagefind-bin 1.5"
        raise LastroError("the search index has a form that is not known here", hint) from error
    return done


def _order_filters(files: dict[str, bytes]) -> dict[str, str]:
    """Sort the values of each filter; return new names by old ones."""
    renamed: dict[str, str] = {}
    for path in [path for path in files if path.endswith(".pf_filter")]:
        name, values = _unpacked(files.pop(path))
        body = cbor2.dumps([name, sorted(values, key=cbor2.dumps)])
        old = path.removeprefix("filter/").removesuffix(".pf_filter")
        renamed[old] = _named(old, body)
        files[f"filter/{renamed[old]}.pf_filter"] = _packed(body)
    return renamed


def _order_metas(files: dict[str, bytes], renamed: Mapping[str, str]) -> None:
    for path in [path for path in files if path.endswith(".pf_meta")]:
        parts = _unpacked(files.pop(path))
        filters = [[name, renamed.get(of, of)] for name, of in parts[_FILTERS]]
        parts[_FILTERS] = sorted(filters, key=cbor2.dumps)
        body = cbor2.dumps(parts)
        old = path.removeprefix("pagefind.").removesuffix(".pf_meta")
        new = _named(old, body)
        files[f"pagefind.{new}.pf_meta"] = _packed(body)
        files[_ENTRY] = files[_ENTRY].replace(old.encode(), new.encode())


def _named(old: str, body: bytes) -> str:
    """Name a file by its language and a hash, as long as the one before: lengths stay right."""
    language, _, hashed = old.rpartition("_")
    return f"{language}_{hashlib.sha256(body).hexdigest()[: len(hashed)]}"


def _unpacked(content: bytes) -> list[Any]:
    """Read a file; what would not be written again to the byte is of a form that we do not know."""
    magic, _, body = gzip.decompress(content).partition(_MAGIC)
    items = cbor2.loads(body)
    if magic or not isinstance(items, list) or cbor2.dumps(items) != body:
        raise ValueError("another form")
    return items


def _packed(body: bytes) -> bytes:
    return gzip.compress(_MAGIC + body, mtime=0)
