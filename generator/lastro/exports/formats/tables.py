"""Claims, their verdicts over time, and sources as tables for spreadsheets, and a data package that says what each column holds.

Who counts verdicts must see windows, days and languages beside them. A cell that a spreadsheet
would run begins with an apostrophe, as it does when a person types it there. Programs read the API.
Sources: RFC 4180, https://owasp.org/www-community/attacks/CSV_Injection, https://datapackage.org/
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any

from lastro.artifacts import Artifact
from lastro.evidence.tally import STANCES
from lastro.exports.registry import Parts
from lastro.model.catalogue import say
from lastro.model.settings import Rating
from lastro.model.source import Source
from lastro.places import RecordPath
from lastro.site.derive import Site
from lastro.site.views import ClaimView, OpenView, SourceView, WindowView

CLAIMS = "claims.csv"
VERDICTS = "verdicts.csv"
SOURCES = "sources.csv"
PACKAGE = "datapackage.json"
MARK = "\ufeff"
"""Spreadsheets read accents right when a file starts with it."""
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Signs with which a spreadsheet begins what it runs; the last four are the wide forms of the first."""
_OTHERS = 9
"""The columns about a verdict, its label and rating apart."""


@cache
def schemas() -> dict[str, Any]:
    return dict(json.loads((resources.files("lastro.exports") / "tables.json").read_bytes()))


def parts(site: Site, at: RecordPath) -> Iterator[Artifact]:
    kind, key = map(str, at)
    if view := site.every_claim.get(key) if kind == "claims" else None:
        rows = [[*_claim(site, view, tag)] for tag in site.languages]
        yield Artifact.text(CLAIMS, _written(rows))
        if isinstance(view, ClaimView) and not view.claim.withdrawn:
            yield Artifact.text(VERDICTS, _written([[*_window(key, w)] for w in view.windows]))
    if kind == "sources" and (source := site.sources.get(key)):
        yield Artifact.text(SOURCES, _written([[*_source(site, source)]]))


def shared_files(site: Site, parts: Parts) -> Iterator[Artifact]:
    tables = [Artifact(name, _table(name, parts(name))) for name in schemas()]
    yield from tables
    yield Artifact.json(PACKAGE, _package(site, tables))


def _table(name: str, rows: Iterable[bytes]) -> bytes:
    columns = [field["name"] for field in schemas()[name]["fields"]]
    return b"".join(((MARK + _written([columns])).encode(), *rows))


def _written(rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def _safe(cell: object) -> str:
    """Write a cell so that no spreadsheet runs it; a line in it ends as all lines do."""
    words = "" if cell is None else str(cell).replace("\0", "")
    return f"'{words}" if words.startswith(LIVE) else words


def _claim(site: Site, view: OpenView, tag: str) -> Iterator[object]:
    claim = view.claim
    said, gone = claim.said, claim.withdrawn
    yield from (claim.id, tag, claim.article, claim.claim.read(tag)[1])
    yield from ("; ".join(claim.claimant_names), said.on.text if said.on else "", said.words)
    if isinstance(view, ClaimView) and not gone:
        yield from _verdict(view.current, tag)
    else:
        yield from ("", say(tag, "withdrawn_title" if gone else "open_tag"), *[""] * _OTHERS)
    yield getattr(view, "published", None)
    yield from (view.modified, None if gone else view.due)
    yield from (gone.on if gone else "", site.address(tag, f"claims/{claim.id}/"))


def _verdict(window: WindowView, tag: str) -> Iterator[object]:
    """Yield the cells from `rating` to `origins`."""
    rating, review, judged = window.rating, window.review, window.judgement
    yield from (rating.id, rating.label.read(tag)[1], _value(rating), review.holds.text)
    yield from (judged.status, review.short.read(tag)[1])
    yield from (judged.tallies[stance].items for stance in STANCES)
    yield len({counted.source for counted in judged.counted})
    yield len({counted.root for counted in judged.counted})


def _window(claim: str, window: WindowView) -> Iterator[object]:
    holds, rating = window.review.holds, window.rating
    yield from (claim, holds.start.text, holds.end.text if holds.end else "", rating.id)
    yield from (_value(rating), window.judgement.status, window.review.decided)


def _value(rating: Rating) -> str:
    return "" if rating.value is None else f"{rating.value:g}"


def _source(site: Site, view: SourceView) -> Iterator[object]:
    source: Source = view.source
    read, gone = source.read, source.withdrawn
    yield from (source.id, source.title, source.publisher, "; ".join(source.authors))
    yield source.published.text if source.published else ""
    yield from (source.lang, source.kind, source.type, source.origin)
    yield from (source.url, source.doi, source.isbn, " ".join(source.archived))
    yield from (read.on, read.how, read.extent) if read else ("", "", "")
    yield from (len(view.cited_in), gone.on if gone else "")
    yield site.address(site.languages[0], f"sources/{source.id}/")


def _package(site: Site, tables: Sequence[Artifact]) -> dict[str, object]:
    publisher = site.settings.publisher
    terms = [{"path": publisher.license}] if publisher.license else []
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "lastro",
        "id": site.url + PACKAGE,
        "title": f"{publisher.name}: claims, verdicts and sources",
        "description": "Each table begins with a byte order mark (in Python: utf-8-sig). A cell that would"
        " begin with = + - @, one of their wide forms, a tab or a line break begins with an apostrophe.",
        "homepage": site.url,
        **({"licenses": terms} if terms else {}),
        "contributors": [{"title": publisher.name, "path": publisher.url, "roles": ["publisher"]}],
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: Artifact) -> dict[str, object]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
        "name": table.path.removesuffix(".csv"),
        "type": "table",
        "path": table.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(table.content),
        "hash": f"sha256:{hashlib.sha256(table.content).hexdigest()}",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": schemas()[table.path],
    }
