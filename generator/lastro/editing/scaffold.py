"""The text of a new record: what is known of it, and a mark with the allowed words elsewhere.

One who starts from a scaffold needs only to read it: each mark says what may stand in its place, in the
words of the record types and of the site's own scale. Nothing is guessed, since a guess would be
published. A draft is a record as maps, lists and texts, with None where only a person knows what to write.
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias, cast

import msgspec
from msgspec import Struct

from lastro.editing.round_trip import inline
from lastro.model.article import Article
from lastro.model.base import Record
from lastro.model.claim import Claim, Review
from lastro.model.fields import describe_field, fields_of, is_list, model_in
from lastro.model.settings import Settings
from lastro.model.source import Source
from lastro.syntax.explain_error import ENCLOSED
from lastro.syntax.tree import TODO

Draft: TypeAlias = "Mapping[str, Drafted]"
Drafted: TypeAlias = "str | Draft | Sequence[str] | Sequence[Draft] | None"
Given: TypeAlias = Mapping[str, str]
"""What is known, by field; a field of a map within the record as `said.words`, names a line each."""
_BEGINS = re.compile(r"\d{4}(?:-[01]\d(?:-\d\d)?)?[~?]?", re.ASCII)
"""A date that a window can begin with: a season or an unknown day says none."""
_REMARKS = msgspec.json.decode(
    Path(__file__).with_suffix(".json").read_bytes(), type=dict[str, dict[str, str]]
)
"""What may stand in a field of a model, where its own description says too little or too much for one line."""


class Scaffold(Struct, frozen=True):
    """The text of a new file, and the fields in it that are marked, in their order."""

    text: str
    marks: tuple[str, ...]


def article_scaffold(given: Given, settings: Settings) -> Scaffold:
    draft: Draft = {
        **_known(given, "title", "lang", "publisher", "url", "published"),
        "why": _in_reader_language(given, "why", settings),
        "statements": None,
    }
    return write_draft(Article, draft, "../../schema/article.json", settings)


def source_scaffold(given: Given, settings: Settings, *, today: str) -> Scaffold:
    """Write a new source, read today in the original unless `read.on` and `read.as` say otherwise."""
    address = [key for key in ("url", "doi", "isbn") if given.get(key)]
    read = {"read.on": today, "read.as": "original", **given}
    draft: Draft = {
        **_known(given, "title", "publisher", "published", "lang", *(address or ["url"])),
        **_known(given, "kind", "type", "origin"),
        **_parties(given),
        "read": {
            **_known(read, "on", "by", "as", "extent", within="read."),
            **({"reprint": None} if given.get("read.as") == "reprint" else {}),
        },
    }
    return write_draft(Source, draft, "../schema/source.json", settings)


def claim_scaffold(
    given: Given,
    settings: Settings,
    *,
    long_works: Container[str] = (),
    today: str,
    is_open: bool = False,
) -> Scaffold:
    """Write a claim with a passage of each source and one review, or as an open one with the day of today."""
    bare = {key: said[1:-1] for key, said in given.items() if ENCLOSED.fullmatch(said)}
    given = {**given, **bare}  # the page sets its own quote marks
    said_on = given.get("said.on") or ""
    holds = given.get("reviews.holds") or (f"{said_on}/.." if _BEGINS.fullmatch(said_on) else None)
    where = _known(given, "where", within="evidence.") if given.get("evidence.where") else {}
    claimants = [
        _known({**given, "claimant.name": name}, "name", "kind", within="claimant.")
        for name in _names(given, "claimant.name") or [""]
    ]
    draft: dict[str, Drafted] = {
        "claim": _in_reader_language(given, "claim", settings),
        "claimant": claimants if len(claimants) > 1 else claimants[0],
        "said": _known(given, "on", "words", "lang", within="said."),
        **_parties(given),
        **_known(given, "nature"),
        "topics": _names(given, "topics"),
        "evidence": [
            {
                "source": source,
                **_known(given, "stance", "quote", within="evidence."),
                **(_known(given, "where", within="evidence.") if source in long_works else where),
                **_unless_none(given, "evidence.speaks_of"),
            }
            for source in _names(given, "evidence.source") or (None,)
        ],
    }
    verdict: Draft = {
        "reviews": [
            {
                "rating": given.get("reviews.rating") or None,
                "holds": holds,
                "decided": today,
                "by": _names(given, "reviews.by"),
                "looked_until": given.get("reviews.looked_until") or None,
                "short": _in_reader_language(given, "reviews.short", settings),
                "because": _in_reader_language(given, "reviews.because", settings),
            }
        ],
        "not_checked": _in_reader_language(given, "not_checked", settings),
        **_known(given, "volatility"),
    }
    draft |= {"opened": today} if is_open else verdict
    return write_draft(Claim, draft, "../../schema/claim.json", settings)


def _known(given: Given, *keys: str, within: str = "") -> dict[str, Drafted]:
    return {key: given.get(within + key) or None for key in keys}


def _in_reader_language(given: Given, key: str, settings: Settings) -> Draft:
    """Ask for a text in each language of the site; one that is given is left to a translator."""
    own, text = given.get("reader_language") or settings.languages[0], given.get(key)
    if text:
        return {own: text}
    return dict.fromkeys([own, *(other for other in settings.languages if other != own)])


def _parties(given: Given) -> dict[str, Drafted]:
    return {key: _names(given, key) for key in _unless_none(given, "parties")}


def _names(given: Given, key: str) -> list[str] | None:
    return given[key].split("\n") if given.get(key) else None


def _unless_none(given: Given, key: str) -> dict[str, str | None]:
    """Ask for what decides and may be left out, unless an empty text says that there is none."""
    said = given.get(key)
    return {} if said == "" else {key.rpartition(".")[2]: said}


def write_draft(model: type[Record], draft: Draft, schema: str, settings: Settings) -> Scaffold:
    """Write a draft of a record, with a mark for each None in it; `schema` is the way to its schema."""
    named = ", ".join(topic.id for topic in settings.topics)
    topics = f"one or more of: {named}; or new ones" if named else "one or more words in a-z, 0-9"
    ratings = ", ".join(one.id for one in settings.ratings if not one.after)
    own = {(Claim, "topics"): topics, (Review, "rating"): ratings}
    marks: list[str] = []

    def mark(owner: type[Record], key: str, route: str, said: str = "") -> str:
        marks.append(route)
        shown = f"[{TODO}]" if is_list(fields_of(owner)[key]) and key != "statements" else TODO
        remark = said or own.get((owner, key)) or _REMARKS.get(owner.__name__, {}).get(key)
        return f"{shown}  # {remark or describe_field(owner, key)}"

    lines = _lines(mark, model, draft, "", "")
    text = "\n".join((f"# yaml-language-server: $schema={schema}", *lines, ""))
    return Scaffold(text, tuple(marks))


def _lines(
    mark: Callable[..., str], model: type[Record], draft: Draft, margin: str, within: str
) -> Iterator[str]:
    """Yield the lines of a draft; `within` is the route of what holds it, with a dot at its end."""
    for key, value in draft.items():
        route, deeper = f"{within}{key}", f"{margin}  "
        inner = model_in(fields_of(model)[key].annotation)
        if value is None:
            yield f"{margin}{key}: {mark(model, key, route)}"
        elif isinstance(value, str) or (inner is None and not isinstance(value, Mapping)):
            yield f"{margin}{key}: {inline(cast('Sequence[str]', value))}"
        elif inner is None:
            yield f"{margin}{key}:"
            readings = cast("Mapping[str, str | None]", value)
            for number, (language, reading) in enumerate(readings.items()):
                in_other = f"the same in {language}; delete this line to leave it to others"
                remark = in_other if number else ""
                shown = inline(reading) if reading else mark(model, key, route, remark)
                yield f"{deeper}{language}: {shown}"
        elif isinstance(value, Mapping):
            yield f"{margin}{key}:"
            yield from _lines(mark, inner, value, deeper, f"{route}.")
        else:
            yield f"{margin}{key}:"
            for item in cast("Sequence[Draft]", value):
                first, *others = _lines(mark, inner, item, f"{deeper}  ", f"{route}.")
                yield f"{deeper}- {first.lstrip()}"
                yield from others
