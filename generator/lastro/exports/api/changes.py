"""What changed, day by day, and every correction: the part of api/v1 for who keeps a copy or wrote of a verdict.

`changes.json` counts the changes of each day, and the files of a day hold them; so a day's work is
two requests, however large the site. Whoever reads none of it keeps a verdict that we no longer hold.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec import json

from lastro.artifacts import Artifact
from lastro.exports.api.records import begin
from lastro.exports.owed import list_owed
from lastro.exports.registry import Parts
from lastro.places import RecordPath
from lastro.site.addresses import API
from lastro.site.derive import Site

OWED = f"{API}/changes"
CORRECTIONS = f"{API}/corrections.json"
MOST = 100
"""Changes in one file: a day with more, such as the first of a large site, goes on in `30-2.json`."""
_DAY = len("2026-04-27")


def parts_of(site: Site, at: RecordPath) -> Iterator[Artifact]:
    """Yield each change of a record after its day; of a correction or withdrawal once more, for its own list."""
    for change in list_owed(site, at):
        entry = change.on.isoformat().encode() + json.encode(change)
        yield Artifact(OWED, entry)
        if change.kind in {"corrected", "withdrawn"}:
            yield Artifact(CORRECTIONS, entry)


def list_changes(site: Site, parts: Parts) -> Iterator[Artifact]:
    """Yield the count of changes by day, the files of each day, and all corrections."""
    months: dict[str, dict[str, int]] = {}
    for day, found in groupby(sorted(parts(OWED), key=_day_of), _day_of):
        entries, name = [part[_DAY:] for part in found], day.decode()
        months.setdefault(name[:7], {})[name[8:]] = len(entries)
        for first in range(0, len(entries), MOST):
            number = f"-{first // MOST + 1}" if first else ""
            path = f"{OWED}/{name[:7]}/{name[8:]}{number}.json"
            yield _items(site, path, "changes", entries[first : first + MOST])
    days = json.encode({**begin(site, "days"), "months": months})
    yield Artifact(f"{OWED}.json", days + b"\n")
    newest = sorted(parts(CORRECTIONS), key=_day_of, reverse=True)
    yield _items(site, CORRECTIONS, "corrections", (part[_DAY:] for part in newest))


def _items(site: Site, path: str, kind: str, items: Iterable[bytes]) -> Artifact:
    body = b",\n".join(items)
    return Artifact(path, json.encode(begin(site, kind))[:-1] + b',"items":[\n' + body + b"\n]}\n")


def _day_of(part: bytes) -> bytes:
    return part[:_DAY]
