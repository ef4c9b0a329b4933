"""Drafts of records out of a review by others: what it says, and a mark wherever only a person knows.

A verdict is never taken over as ours: nobody of this site has decided it, and the check names that.
What no field of a record holds stands in comments, so that whoever goes on loses nothing of it.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import count
from typing import Any

import langcodes
from msgspec import Struct

from lastro.commands.import_.reviews import Review, as_list, first
from lastro.commands.shared import plan
from lastro.commands.shared.edits import holder
from lastro.editing.duplicates import works_like
from lastro.editing.scaffold import Draft, Scaffold, write_draft
from lastro.loading.workspace import Workspace
from lastro.model.article import Article
from lastro.model.base import Record
from lastro.model.claim import Claim
from lastro.model.settings import Settings
from lastro.model.source import Source
from lastro.places import KINDS
from lastro.text.dates import NotADateError, broad_date, edtf, whole_day, window
from lastro.text.escape import url as safe_url

_MODELS: dict[str, tuple[type[Record], str]] = {
    "article": (Article, "../../schema/article.json"),
    "claim": (Claim, "../../schema/claim.json"),
    "source": (Source, "../schema/source.json"),
}
_KINDS = {"Person": "person", "Organization": "organization"}
_TYPES = {
    *_KINDS,
    "ClaimReview",
    "Claim",
    "Rating",
    "CreativeWork",
    "Quotation",
    "CorrectionComment",
}
_DAY = len("2026-04-27")


class Work(Struct):
    """An article or a source that reviews name."""

    kind: str
    id: str
    draft: "Draft | None"
    """None of one that the site has already."""
    claims: list[str]
    """The new claims that name it."""


class Drafts:
    """The drafts of one import, which share articles and sources."""

    def __init__(self, loaded: Workspace, settings: Settings, today: date) -> None:
        self._loaded, self._settings, self._today = loaded, settings, today
        self._taken: set[tuple[str, str]] = set()
        self._works: dict[tuple[str, str], Work] = {}
        self._claims: list[plan.NewFile] = []

    def add(self, review: Review) -> None:
        """Draft the claim of a review; raises LastroError, and adds nothing, where no record can hold it."""
        about = first(review.get("itemReviewed"))
        places = [first(one) for one in as_list(about.get("appearance"))]
        article = self._work("article", first(places), _publisher(review, "author"))
        cited = [first(one) for one in as_list(review.get("citation"))]
        cited = [one for one in cited if _address(one)] or [_own_page(review)]
        cited = [one for one in cited if _address(one)]
        sources = [self._work("source", one) for one in cited]
        passages = [
            (work, first(one.get("hasPart"))) for work, one in zip(sources, cited, strict=True)
        ]
        draft = self._claim(review, about, places[1:], passages)
        claim_id = self._free_id("claim", _text(about.get("text")), _text(review.get("claimReviewed")), _text(review.get("url")))  # fmt: skip
        works = [article, *sources]
        drafts = (draft, *(work.draft for work in works))
        written = {text for one in drafts for _, text in _leaves(one)}
        kept = [
            f"# {path}: {json.dumps(text, ensure_ascii=False)}"
            for path, text in _leaves(review)
            if text not in written
        ]
        new = self._create("claim", claim_id, draft, kept, article.id)
        for work in works:
            self._file(work, [claim_id])
        self._claims.append(new)
        for work in works:
            work.claims.append(claim_id)

    def to_plan(self, notes: Sequence[str]) -> plan.NewPlan:
        """Return what is to be written: articles and sources before the claims that name them."""
        named = [work for work in self._works.values() if work.claims]
        files = [self._file(work, work.claims) for work in named]
        articles = [work for work in named if work.kind == "article" and work.draft is None]
        changed = [plan.list_in_article(self._loaded, one.id, *one.claims) for one in articles]
        return plan.NewPlan((*filter(None, files), *self._claims), tuple(changed), tuple(notes))

    def _file(self, work: Work, claims: Sequence[str]) -> plan.NewFile | None:
        if work.draft is None:
            return None
        listed: Draft = {"statements": [{"claim": claim} for claim in claims]}
        draft = {**work.draft, **(listed if work.kind == "article" else {})}
        return self._create(work.kind, work.id, draft, [], "")

    def _create(
        self, kind: str, record_id: str, draft: Draft, kept: Sequence[str], article: str
    ) -> plan.NewFile:
        model, schema = _MODELS[kind]
        made = write_draft(model, draft, schema, self._settings)
        head, _, body = made.text.partition("\n")
        scaffold = Scaffold("\n".join((head, *kept, body)), made.marks)
        return plan.create(self._loaded, kind, record_id, scaffold, model, article=article)

    def _free_id(self, kind: str, *texts: str | None) -> str:
        """Return an id of the first text that can name a record, with a number where it is taken."""
        slugs = (plan.slug_of(text or "") for text in texts)
        fits = (
            slug for slug in slugs if re.search("[a-z]", slug) and not plan.why_not_name(kind, slug)
        )
        made = next(fits, "imported")
        for number in count(1):
            record_id = made if number == 1 else f"{made}-{number}"
            if (kind, record_id) not in self._taken and not holder(
                self._loaded, KINDS[kind], record_id
            ):
                break
        self._taken.add((kind, record_id))
        return record_id

    def _work(self, kind: str, known: Review, checker: str | None = None) -> Work:
        """Find an article or a source at its address, or begin one."""
        url = _address(known)
        if (kind, url or "") not in self._works:
            title = _text(known.get("headline")) or _text(known.get("name"))
            alike = works_like(KINDS[kind], [url or ""], "", self._loaded.trees)
            there = next((one.id for one in alike if one.what == "address"), None)
            archived = _address({"url": known.get("archivedAt")})
            draft: Draft = {
                "title": title,
                "publisher": _publisher(known, "publisher"),
                "published": self._date(known.get("datePublished"), edtf),
                "lang": _language(known.get("inLanguage")),
                "url": url or "unknown",
                **({"archived": [archived]} if archived else {}),
            }  # fmt: skip
            more: Draft = {"why": {self._settings.languages[0]: None}}
            if kind == "source":
                more = dict.fromkeys(("kind", "type", "origin", "read"))
            names = (title, url) if kind == "source" else (url, title, f"imported {checker or ''}")
            record_id = there or self._free_id(kind, *names)
            self._works[kind, url or ""] = Work(
                kind, record_id, None if there else {**draft, **more}, []
            )
        return self._works[kind, url or ""]

    def _claim(
        self,
        review: Review,
        about: Review,
        places: Sequence[Review],
        passages: Sequence[tuple[Work, Review]],
    ) -> Draft:
        words, rated = _text(about.get("text")), first(review.get("reviewRating"))
        corrections = [*map(self._correction, as_list(review.get("correction")))]
        appearances = [self._appearance(one) for one in places if _address(one)]
        return {
            "claim": self._texts(review, lambda one: one.get("claimReviewed")),
            "claimant": [self._claimant(review, first(one)) for one in as_list(about.get("author"))]
            or self._claimant(review, {}),
            "said": {
                "on": self._date(about.get("datePublished"), broad_date),
                "words": words,
                "lang": _language(about.get("inLanguage")) if words else None,
            },
            **({"appearances": appearances} if appearances else {}),
            "nature": None,
            "topics": None,
            "evidence": [_passage(number, passages) for number in range(len(passages))]
            or [dict.fromkeys(("source", "stance", "quote"))],
            "reviews": [
                {
                    "rating": self._rating(rated),
                    "holds": self._date(review.get("temporalCoverage"), window),
                    "decided": self._date(review.get("datePublished"), whole_day),
                    "by": None,
                    "short": self._texts(
                        review, lambda one: first(one.get("reviewRating")).get("ratingExplanation")
                    ),
                    "because": {self._settings.languages[0]: None},
                }
            ],
            "not_checked": {self._settings.languages[0]: None},
            "volatility": None,
            **({"corrections": [one for one in corrections if one]} if any(corrections) else {}),
        }

    def _claimant(self, review: Review, who: Review) -> Draft:
        same_as, office = _address({"url": who.get("sameAs")}), _text(who.get("jobTitle"))
        tag = self._site_language(review.get("inLanguage"))
        return {
            "name": _text(who.get("name")),
            "kind": _KINDS.get(str(who.get("@type"))),
            **({"same_as": same_as} if same_as else {}),
            **({"office": {tag: office}} if office and tag else {}),
        }

    def _appearance(self, place: Review) -> Draft:
        publisher, copy = _publisher(place, "publisher"), _address({"url": place.get("archivedAt")})
        return {
            "url": _address(place),
            **({"publisher": publisher} if publisher else {}),
            "first_seen": self._date(place.get("datePublished"), edtf),
            **({"archived": [copy]} if copy else {}),
        }

    def _correction(self, comment: object) -> "Draft | None":
        one = first(comment)
        on, what = self._date(one.get("datePublished"), whole_day), _text(one.get("text"))
        return {"on": on, "what": {self._settings.languages[0]: what}} if on and what else None

    def _rating(self, rated: Review) -> str | None:
        """Return the step of our scale that has the very label, in any language."""
        named = (_text(rated.get("alternateName")) or "").casefold()
        labels = {
            label.casefold(): one.id
            for one in self._settings.ratings
            for _, label in one.label.readings
        }
        return labels.get(named)

    def _texts(self, review: Review, get: Callable[[Review], object]) -> Draft:
        """Return what readers see in the languages of the site in which a review says it."""
        found: dict[str, str] = {}
        for one in (review, *as_list(review.get("workTranslation"))):
            tag, text = self._site_language(one.get("inLanguage")), _text(get(one))
            if tag and text:
                found.setdefault(tag, text)
        return found or {self._settings.languages[0]: None}

    def _site_language(self, named: object) -> str | None:
        """Return the language of the site that is meant, the first one where none is named."""
        every, tag = self._settings.languages, _language(named)
        alike = (one for one in every if tag and one.partition("-")[0] == tag.partition("-")[0])
        return (tag if tag in every else next(alike, None)) if named else every[0]

    def _date(self, value: object, read: Callable[[str], Any]) -> str | None:
        """Return what is a date, and has come; of a moment its day."""
        text = _text(value) or ""
        for one in (text, text[:_DAY]):
            with suppress(NotADateError):
                found = read(one)
                begins = found if isinstance(found, date) else found.first
                return one if begins <= self._today else None
        return None


def _passage(number: int, passages: Sequence[tuple[Work, Review]]) -> Draft:
    work, part = passages[number]
    again = any(other is work for other, _ in passages[:number])
    lang = _language(part.get("inLanguage"))
    return {
        "source": work.id,
        "stance": None,
        "quote": _text(part.get("text")),
        **({"lang": lang} if lang else {}),
        **({"id": f"{work.id}-{number + 1}"} if again else {}),
    }


def _own_page(review: Review) -> Review:
    """Return the page of a review as a work: what is cited where the review cites nothing."""
    return {**review, "publisher": review.get("author")}


def _publisher(known: Review, key: str) -> str | None:
    return _text(first(known.get(key)).get("name"))


def _text(value: object) -> str | None:
    """Return a value as one line; None of what is no text."""
    while isinstance(value, list) and value:
        value = value[0]
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return " ".join(str(value).split()) or None if plain else None


def _address(known: Review) -> str | None:
    return safe_url(_text(known.get("url")) or "")


def _language(value: object) -> str | None:
    named = _text(value) or ""
    return langcodes.standardize_tag(named) if langcodes.tag_is_valid(named) else None


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text within a value with its way, but what only says of which type something is."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "@context" and not (key == "@type" and inner in _TYPES):
                yield from _leaves(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner, path)
    elif value not in (None, "") and (text := _text(str(value))):
        yield path, text
