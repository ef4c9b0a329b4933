"""Files to what is kept of each: read by this process, or by several at once.

Reading is half of what a first check costs. A process that reads for another hands back what a state
would keep of each file, so that the rest goes on as if an earlier run had read it; and with it the
values of each sound record, so that its file is not parsed again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, repeat

import msgspec

from lastro.corpus import MOST_HELD
from lastro.facts import facts_of
from lastro.forks import processes, shared_out
from lastro.kept_findings import keep
from lastro.load import held_by, nothing_yet, read_entry
from lastro.loaded import Loaded
from lastro.records import Kept
from lastro.state import FileState, digest
from lastro.trees import Texts
from lastro.walk import Entry

MOST_VALUES = MOST_HELD
"""Records that another process read and whose values are kept in memory, packed."""


class _Read(msgspec.Struct, array_like=True):
    """What another process read: what is kept of a file, and the packed values of its record."""

    file: FileState
    values: bytes
    """Empty where the record is to be read with care."""


def read_anew(loaded: Loaded, entry: Entry, held: int) -> None:
    """Read one file, and note what is kept of it; hold up to so many records in memory."""
    said = len(loaded.diagnostics)
    record = read_entry(loaded, entry, loaded.languages, None)
    text = loaded.texts.get(entry.relative, "")
    if record is not None:
        if len(loaded.records) < held:
            loaded.records[entry.key] = record
        if isinstance(loaded.texts, Texts):
            loaded.texts.later(entry.relative)
    loaded.files[entry.relative] = FileState(
        key=(str(entry.key[0]), entry.name),
        stamp=entry.stamp,
        digest=digest(text.encode()),
        facts=facts_of(record) if isinstance(record, Kept) else None,
        in_form=entry.key in loaded.in_form,
        found=[keep(found) for found in loaded.diagnostics[said:]],
        former=[str(key[1]) for key in held_by(loaded, entry.key)] if record is None else [],
        located=entry.key in loaded.trees,
    )


@contextmanager
def read_ahead(
    loaded: Loaded, entries: Sequence[Entry], jobs: int
) -> Iterator[Iterator[FileState | None]]:
    """Let other processes read the later ones of many files, while this one reads the first.

    What is lent yields for each file, in their order, what another process read, and None where it
    is left to this one.
    """
    first, *others = _shares(entries, processes(jobs, len(entries)))
    with shared_out(partial(_packed, loaded), others) as answers:
        yield chain(repeat(None, len(first)), _unpacked(loaded, answers))


def _shares(entries: Sequence[Entry], count: int) -> list[list[Entry]]:
    """Split files into so many runs with about as many bytes each."""
    shares: list[list[Entry]] = [[] for _ in range(count)]
    whole, before = sum(entry.stamp[1] for entry in entries), 0
    for entry in entries:
        shares[min(count - 1, before * count // max(whole, 1))].append(entry)
        before += entry.stamp[1]
    return shares


def _packed(loaded: Loaded, entries: Sequence[Entry]) -> bytes:
    """Read some files for another process."""
    ours = nothing_yet(loaded.root, loaded.instead)
    ours.languages, ours.packs = loaded.languages, True
    found: list[msgspec.Raw] = []
    for entry in entries:
        read_anew(ours, entry, held=0)
        values = ours.values.pop(entry.key, b"")
        read = _Read(ours.files.pop(entry.relative), values if len(found) < MOST_VALUES else b"")
        found.append(msgspec.Raw(msgspec.msgpack.encode(read)))
    return msgspec.msgpack.encode(found)


def _unpacked(
    loaded: Loaded, answers: Iterator[tuple[list[Entry], bytes | None]]
) -> Iterator[FileState | None]:
    for entries, answer in answers:
        if answer is None:
            yield from repeat(None, len(entries))
            continue
        for entry, read in zip(
            entries, msgspec.msgpack.decode(answer, type=list[_Read]), strict=True
        ):
            if read.values and len(loaded.values) < MOST_VALUES:
                loaded.values[entry.key] = read.values
            yield read.file
