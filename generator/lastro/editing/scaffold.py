"""The text of a new record: what is known of it, and a mark with the allowed words elsewhere.

A contributor who starts from an empty file needs the manual beside it. One who starts from a
scaffold needs only to read it: each mark says what may stand in its place, in the words of the
record types and of the site's own scale. Nothing is guessed, since a guess would be published.

A draft is a record as maps, lists and texts, with None where only a person knows what to write.
"""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import TypeAlias, cast

from msgspec import Struct

from lastro.editing.round_trip import inline
from lastro.model.article import Article
from lastro.model.base import Record
from lastro.model.claim import Claim, Evidence, Review
from lastro.model.fields import describe_field, fields_of, is_list, model_in
from lastro.model.said import Claimant, Said
from lastro.model.settings import Settings
from lastro.model.source import Read, Source
from lastro.syntax.tree import TODO

Draft: TypeAlias = "Mapping[str, Drafted]"
Drafted: TypeAlias = "str | Draft | Sequence[str] | Sequence[Draft] | None"
Given: TypeAlias = Mapping[str, str]
"""What is known, by field; a field of a map within the record as `said.words`."""
_A_DATE = "such as 2026-04-27, 2026-04 or 2026"
_BEGINS = re.compile(r"\d{4}(?:-[01]\d(?:-\d\d)?)?[~?]?", re.ASCII)
"""A date that a window can begin with: a season or an unknown day says none."""
_A_TAG = "a language tag: en, pt-BR"
_REMARKS: Mapping[tuple[type[Record], str], str] = {
    (Article, "lang"): _A_TAG,
    (Article, "published"): f"{_A_DATE}, or `unknown`",
    (Article, "why"): "why this article was chosen; readers see it",
    (Article, "statements"): "`lastro new claim` writes them here",
    (Claimant, "name"): "who made the claim, as the public knows them",
    (Evidence, "source"): "the name of a file in sources/, see `lastro new source`",
    (Evidence, "quote"): "its exact words; leave out for a table or a chart, and say so in `note`",
    (Evidence, "where"): "where in it the words stand: p. 12, art. 5, table 4, 12:30",
    (
        Review,
        "holds",
    ): "a window from the day it was said on, of any day where that is `unknown`: 2026-04-27/..",
    (Review, "by"): "the names of those who decide",
    (
        Review,
        "looked_until",
    ): "day up to which you looked for later changes; delete it if you did not",
    (Review, "because"): "why, in Markdown; [@evidence-id] cites a source by its id",
    (Said, "on"): f"when it was said, {_A_DATE}, or `unknown`",
    (Said, "lang"): _A_TAG,
    (Source, "published"): f"{_A_DATE}, or `unknown`",
    (Source, "lang"): f"{_A_TAG}, or `unknown`",
    (Source, "url"): "its public address; or write `doi` or `isbn` instead of `url`",
    (Source, "kind"): "primary (the record or the actor itself), secondary, tertiary",
    (Source, "origin"): "an id for who or what its information first came from, such as port-of-x",
    (Read, "by"): "who read it; readers see the name",
}
"""What may stand in a field, where its own description says too little or too much for one line."""


class Scaffold(Struct, frozen=True):
    """The text of a new file, and the fields in it that are marked, in their order."""

    text: str
    marks: tuple[str, ...]


def article_scaffold(given: Given, settings: Settings) -> Scaffold:
    """Write a new article."""
    draft: Draft = {
        **_known(given, "title", "lang", "publisher", "url", "published"),
        "why": _in_reader_language(given, "why", settings),
        "statements": None,
    }
    return write_draft(Article, draft, "../../schema/article.json", settings)


def source_scaffold(given: Given, settings: Settings, *, today: str) -> Scaffold:
    """Write a new source, read today in the original unless `read.on` and `read.as` say otherwise."""
    address = [key for key in ("url", "doi", "isbn") if given.get(key)]
    draft: Draft = {
        **_known(given, "title", "publisher", "published", "lang", *(address or ["url"])),
        **_known(given, "kind", "type", "origin"),
        "read": {
            "on": given.get("read.on") or today,
            "by": given.get("read.by") or None,
            "as": given.get("read.as") or "original",
            "extent": given.get("read.extent") or None,
            **({"reprint": None} if given.get("read.as") == "reprint" else {}),
        },
    }
    return write_draft(Source, draft, "../schema/source.json", settings)


def claim_scaffold(
    given: Given,
    settings: Settings,
    *,
    sources: Sequence[str] = (),
    long_works: Container[str] = (),
    topics: Sequence[str] = (),
    by: Sequence[str] = (),
    today: str,
    is_open: bool = False,
) -> Scaffold:
    """Write a new claim with one passage of each source, and one review that holds to this day.

    A passage of a long work says where in it the words stand. A claim that `is_open` has the day of
    today in place of the review.
    """
    said_on = given.get("said.on") or ""
    holds = given.get("reviews.holds") or (f"{said_on}/.." if _BEGINS.fullmatch(said_on) else None)
    where = _known(given, "where", within="evidence.") if given.get("evidence.where") else {}
    draft: dict[str, Drafted] = {
        "claim": _in_reader_language(given, "claim", settings),
        "claimant": _known(given, "name", "kind", within="claimant."),
        "said": _known(given, "on", "words", "lang", within="said."),
        **_known(given, "nature"),
        "topics": topics or None,
        "evidence": [
            {
                "source": source,
                **_known(given, "stance", "quote", within="evidence."),
                **(_known(given, "where", within="evidence.") if source in long_works else where),
            }
            for source in sources or (None,)
        ],
    }
    verdict: Draft = {
        "reviews": [
            {
                "rating": given.get("reviews.rating") or None,
                "holds": holds,
                "decided": today,
                "by": by or None,
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
    return {given.get("reader_language") or settings.languages[0]: given.get(key) or None}


def write_draft(model: type[Record], draft: Draft, schema: str, settings: Settings) -> Scaffold:
    """Write a draft of a record, with a mark for each None in it; `schema` is the way to its schema."""
    named = ", ".join(topic.id for topic in settings.topics)
    topics = f"one or more of: {named}; or new ones" if named else "one or more words in a-z, 0-9"
    remarks: dict[tuple[type[Record], str], str] = {
        **_REMARKS,
        (Claim, "topics"): topics,
        (Review, "rating"): ", ".join(one.id for one in settings.ratings if not one.after),
    }
    marks: list[str] = []

    def mark(owner: type[Record], key: str, route: str) -> str:
        marks.append(route)
        shown = f"[{TODO}]" if is_list(fields_of(owner)[key]) and key != "statements" else TODO
        return f"{shown}  # {remarks.get((owner, key)) or describe_field(owner, key)}"

    lines = _lines(mark, model, draft, "", "")
    text = "\n".join((f"# yaml-language-server: $schema={schema}", *lines, ""))
    return Scaffold(text, tuple(marks))


def _lines(
    mark: Callable[[type[Record], str, str], str],
    model: type[Record],
    draft: Draft,
    margin: str,
    within: str,
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
            for language, reading in cast("Mapping[str, str | None]", value).items():
                shown = inline(reading) if reading else mark(model, key, route)
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
