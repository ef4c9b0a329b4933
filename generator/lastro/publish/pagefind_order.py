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

from lastro.errors import LastroError

_MAGIC = b"pagefind_dcd"
_ENTRY = "pagefind-entry.json"
_FILTERS = 3
_ARRAY, _MAP, _TAG = 4, 5, 6
_TEXTS = {2, 3}
_SHORT = 24
"""Below, the length stands in the first byte; 24 to 27 say that 1, 2, 4 or 8 bytes follow."""
_LONGEST = 27


def ordered(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of an index in one order. Raises LastroError for another format."""
    done = dict(files)
    try:
        renamed = _order_filters(done)
        _order_metas(done, renamed)
    except (ValueError, IndexError, OSError) as error:
        raise LastroError(
            "the search index has a form that is not known here", "install pagefind-bin 1.5"
        ) from error
    return done


def _order_filters(files: dict[str, bytes]) -> dict[bytes, bytes]:
    """Sort the values of each filter; return new names by old ones."""
    renamed: dict[bytes, bytes] = {}
    for path in [path for path in files if path.endswith(".pf_filter")]:
        name, values = _items(_unpacked(files.pop(path)))
        body = _array([name, _array(sorted(_items(values)))])
        old = path.removeprefix("filter/").removesuffix(".pf_filter")
        new = _named(old, body)
        files[f"filter/{new}.pf_filter"] = _packed(body)
        renamed[old.encode()] = new.encode()
    return renamed


def _order_metas(files: dict[str, bytes], renamed: Mapping[bytes, bytes]) -> None:
    for path in [path for path in files if path.endswith(".pf_meta")]:
        parts = _items(_unpacked(files.pop(path)))
        filters = parts[_FILTERS]
        for old, new in renamed.items():
            filters = filters.replace(old, new)
        parts[_FILTERS] = _array(sorted(_items(filters)))
        body = _array(parts)
        old_name = path.removeprefix("pagefind.").removesuffix(".pf_meta")
        name = _named(old_name, body)
        files[f"pagefind.{name}.pf_meta"] = _packed(body)
        files[_ENTRY] = files[_ENTRY].replace(old_name.encode(), name.encode())


def _named(old: str, body: bytes) -> str:
    """Name a file by its language and a hash, as long as the one before: lengths stay right."""
    language, _, hashed = old.rpartition("_")
    return f"{language}_{hashlib.sha256(body).hexdigest()[: len(hashed)]}"


def _unpacked(content: bytes) -> bytes:
    plain = gzip.decompress(content)
    if not plain.startswith(_MAGIC):
        raise ValueError("no magic")
    return plain.removeprefix(_MAGIC)


def _packed(body: bytes) -> bytes:
    return gzip.compress(_MAGIC + body, mtime=0)


def _items(array: bytes) -> list[bytes]:
    """Cut an array into the bytes of its items."""
    kind, count, at = _head(array, 0)
    if kind != _ARRAY:
        raise ValueError("no array")
    found = []
    for _ in range(count):
        end = _end(array, at)
        found.append(array[at:end])
        at = end
    if at != len(array):
        raise ValueError("more than one item")
    return found


def _array(items: list[bytes]) -> bytes:
    return _count(len(items)) + b"".join(items)


def _count(number: int) -> bytes:
    """Write the head of an array, as short as it can be."""
    if number < _SHORT:
        return bytes([_ARRAY << 5 | number])
    for step, size in enumerate((1, 2, 4)):
        if number < 1 << 8 * size:
            return bytes([_ARRAY << 5 | _SHORT + step]) + number.to_bytes(size, "big")
    raise ValueError("too many items")


def _head(item: bytes, at: int) -> tuple[int, int, int]:
    """Return the kind of an item, its number or length, and where its content starts."""
    kind, short = item[at] >> 5, item[at] & 31
    if short < _SHORT:
        return kind, short, at + 1
    if short > _LONGEST:
        raise ValueError("no length")
    end = at + 1 + (1 << short - _SHORT)
    return kind, int.from_bytes(item[at + 1 : end], "big"), end


def _end(item: bytes, start: int) -> int:
    """Return where an item ends."""
    kind, number, at = _head(item, start)
    if kind in _TEXTS:
        return at + number
    inner = {_ARRAY: number, _MAP: 2 * number, _TAG: 1}.get(kind, 0)
    for _ in range(inner):
        at = _end(item, at)
    return at
