"""Drafts of records out of a review by others: what it says, and a mark wherever only a person knows.

A verdict is never taken over as ours: nobody of this site has decided it, and the check names that.
What no field of a record holds stands in comments, so that whoever goes on loses nothing of it.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from msgspec import Struct

from lastro.commands.import_ import values as reviews
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

_MODELS: dict[str, tuple[type[Record], str]] = {
    "article": (Article, "../../schema/article.json"),
    "claim": (Claim, "../../schema/claim.json"),
    "source": (Source, "../schema/source.json"),
}
_DAY = len("2026-04-27")


class Work(Struct):
    """An article or a source that reviews name."""

    kind: str
    id: str
    draft: "Draft | None"
    """None of one that the site has already."""
    claims: dict[str, None]
    """The new claims that name it."""


class Drafts:
    """The drafts of one import, which share articles and sources."""

    def __init__(self, loaded: Workspace, settings: Settings, today: date) -> None:
        self._loaded, self._settings, self._today = loaded, settings, today
        self._taken: set[tuple[str, str]] = set()
        self._works: dict[tuple[str, str], Work] = {}
        self._claims: list[plan.NewFile] = []

    def add(self, review: reviews.Review) -> None:
        """Draft the claim of a review; raises LastroError, and adds nothing, where no record can hold it."""
        about = reviews.first(review.get("itemReviewed"))
        article = self._work(
            "article", reviews.first(about.get("appearance")), reviews.name_of(review, "author")
        )
        works = [
            one
            for one in map(reviews.first, reviews.as_list(review.get("citation")))
            if reviews.address_of(one)
        ]
        own_page = {**review, "publisher": review.get("author")}
        cited = works or [own_page] * bool(reviews.address_of(own_page))
        sources = [self._work("source", one) for one in cited]
        passages = [
            (work.id, reviews.first(one.get("hasPart")))
            for work, one in zip(sources, cited, strict=True)
        ]
        draft = self._claim(review, about, passages)
        drafts = (draft, *(work.draft for work in (article, *sources)))
        written = {text for one in drafts for _, text in reviews.list_leaves(one)}
        kept = [
            f"# {path}: {json.dumps(text, ensure_ascii=False)}"
            for path, text in reviews.list_leaves(review)
            if text not in written
        ]
        names = (about.get("text"), review.get("claimReviewed"), review.get("url"))
        claim_id = self._free_id("claim", *names)
        new = self._create("claim", claim_id, draft, kept, article.id)
        for work in (article, *sources):
            self._file(work, [claim_id])
        self._claims.append(new)
        for work in (article, *sources):
            work.claims[claim_id] = None

    def to_plan(self, notes: Sequence[str]) -> plan.NewPlan:
        """Return what is to be written: articles and sources before the claims that name them."""
        named = [work for work in self._works.values() if work.claims]
        files = [self._file(work, work.claims) for work in named]
        articles = [work for work in named if work.kind == "article" and work.draft is None]
        changed = [plan.list_in_article(self._loaded, one.id, *one.claims) for one in articles]
        return plan.NewPlan((*filter(None, files), *self._claims), tuple(changed), tuple(notes))

    def _file(self, work: Work, claims: Iterable[str]) -> plan.NewFile | None:
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

    def _free_id(self, kind: str, *texts: object) -> str:
        """Return an id of the first text that can name a record, with a number where it is taken."""
        slugs = (plan.slug_of(reviews.text_of(text) or "") for text in texts)
        words = (one for one in slugs if re.search("[a-z]", one))
        made = free = next((one for one in words if not plan.why_not_name(kind, one)), "imported")
        number = 1
        while (kind, free) in self._taken or holder(self._loaded, KINDS[kind], free):
            number += 1
            free = f"{made}-{number}"
        self._taken.add((kind, free))
        return free

    def _work(self, kind: str, known: reviews.Review, checker: str | None = None) -> Work:
        """Find an article or a source at its address, or begin one."""
        url = reviews.address_of(known) or ""
        if (kind, url) not in self._works:
            alike = works_like(KINDS[kind], [url], "", self._loaded.trees)
            there = next((one.id for one in alike if one.what == "address"), None)
            title = reviews.text_of(known.get("headline")) or reviews.text_of(known.get("name"))
            draft: Draft = {
                "title": title,
                "publisher": reviews.name_of(known, "publisher"),
                "published": self._date(known.get("datePublished"), edtf),
                "lang": reviews.language_of(known.get("inLanguage")),
                "url": url or "unknown",
                **reviews.fill_in(
                    archived=[*filter(None, [reviews.address_of(known, "archivedAt")])]
                ),
            }
            more: Draft = {"why": {self._settings.languages[0]: None}}
            if kind == "source":
                more = dict.fromkeys(("kind", "type", "origin", "read"))
            names = (title, url) if kind == "source" else (url, title, f"imported {checker or ''}")
            work_id = there or self._free_id(kind, *names)
            self._works[kind, url] = Work(kind, work_id, None if there else {**draft, **more}, {})
        return self._works[kind, url]

    def _claim(
        self,
        review: reviews.Review,
        about: reviews.Review,
        passages: Sequence[tuple[str, reviews.Review]],
    ) -> Draft:
        words, first_tag = reviews.text_of(about.get("text")), self._settings.languages[0]
        who = [_claimant(reviews.first(one)) for one in reviews.as_list(about.get("author"))]
        rated = {
            "rating": self._rating(reviews.first(review.get("reviewRating"))),
            "holds": self._date(review.get("temporalCoverage"), window),
            "decided": self._date(review.get("datePublished"), whole_day),
            "by": None,
            "short": self._texts(review, "reviewRating", "ratingExplanation"),
            "because": {first_tag: None},
        }
        told = map(reviews.first, reviews.as_list(review.get("correction")))
        corrections = [self._correction(one, {**review, **one}) for one in told]
        return {
            "claim": self._texts(review, "claimReviewed"),
            "claimant": who or _claimant({}),
            "said": {
                "on": self._date(about.get("datePublished"), broad_date),
                "words": words,
                "lang": reviews.language_of(about.get("inLanguage")) if words else None,
            },
            **dict.fromkeys(("nature", "topics")),
            "evidence": _passages(passages) or [dict.fromkeys(("source", "stance", "quote"))],
            "reviews": [rated],
            "not_checked": {first_tag: None},
            "volatility": None,
            **reviews.fill_in(corrections=[*filter(None, corrections)]),
        }

    def _correction(self, one: reviews.Review, within: reviews.Review) -> "Draft | None":
        on, what = self._date(one.get("datePublished"), whole_day), reviews.text_of(one.get("text"))
        tag = self._site_language(within.get("inLanguage"))
        return {"on": on, "what": {tag: what}} if on and what and tag else None

    def _rating(self, rated: reviews.Review) -> str | None:
        """Return the step of our scale that has the very label, in any language."""
        named = (reviews.text_of(rated.get("alternateName")) or "").casefold()
        labels = {
            label.casefold(): one.id
            for one in self._settings.ratings
            for _, label in one.label.readings
        }
        return labels.get(named)

    def _texts(self, review: reviews.Review, *keys: str) -> Draft:
        """Return what readers see in the languages of the site in which a review says it."""
        found: dict[str, str] = {}
        for one in (review, *map(reviews.first, reviews.as_list(review.get("workTranslation")))):
            *within, last = keys
            told = reviews.first(one.get(within[0])) if within else one
            tag, text = self._site_language(one.get("inLanguage")), reviews.text_of(told.get(last))
            if tag and text:
                found.setdefault(tag, text)
        return found or {self._settings.languages[0]: None}

    def _site_language(self, named: object) -> str | None:
        """Return the language of the site that is meant, the first one where none is named."""
        every, tag = self._settings.languages, reviews.language_of(named)
        alike = (one for one in every if tag and one.partition("-")[0] == tag.partition("-")[0])
        return (tag if tag in every else next(alike, None)) if named else every[0]

    def _date(self, value: object, read: Callable[[str], Any]) -> str | None:
        """Return what is a date, and has come; of a moment its day."""
        text = reviews.text_of(value) or ""
        for one in (text, text[:_DAY]):
            with suppress(NotADateError):
                found = read(one)
                begins = found if isinstance(found, date) else found.first
                return one if begins <= self._today else None
        return None


def _claimant(who: reviews.Review) -> Draft:
    name, kind = reviews.text_of(who.get("name")), reviews.CLAIMANTS.get(str(who.get("@type")))
    return {
        "name": name,
        "kind": kind,
        **reviews.fill_in(same_as=reviews.address_of(who, "sameAs")),
    }


def _passages(cited: Sequence[tuple[str, reviews.Review]]) -> list[Draft]:
    """Return a passage of each source; one that is cited again has a name of its own."""
    return [
        {
            "source": source,
            **reviews.fill_in(
                id=f"{source}-{number}" if source in dict(cited[: number - 1]) else None
            ),
            "stance": None,
            "quote": reviews.text_of(part.get("text")),
            **reviews.fill_in(lang=reviews.language_of(part.get("inLanguage"))),
        }
        for number, (source, part) in enumerate(cited, start=1)
    ]
