"""What the pages show, as values: nothing about HTML, nothing about language.

`derive` is pure: dates come from records, and drafts and overdue lists alone need the day. Nothing is worked
out before a page asks for it, and what it asks for is noted (`lastro.memo.trace`), so that the next build
makes only those pages again whose records changed.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial
from typing import Any

from lastro.corpus.corpus import NEAR, Corpus
from lastro.corpus.origin_names import OriginNames
from lastro.corpus.translations import stale as stale_in
from lastro.evidence.judge import counts_in, judgements
from lastro.evidence.origins import Origins
from lastro.evidence.proofs import QuoteChecks
from lastro.memo.tables import LazyTable
from lastro.model.base import Kept
from lastro.model.claim import Claim, current_review, in_order
from lastro.model.reader_text import Text, cited_ids
from lastro.model.settings import Settings
from lastro.places import RecordPath
from lastro.site import views
from lastro.site.due import Due, list_due
from lastro.text.dates import edtf

DUE = "due/"
"""The key of the list of what is due."""
TODAY = "today/"
"""The key of the day that a site is built for."""


class StaleTexts:
    """Which texts of the records that were asked about so far are older than what they translate.

    A text is known by where it stands, since the same words may be fresh in one record and stale in
    another; so it is the very value of its record that is looked for.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._asked: dict[RecordPath, Kept | Settings] = {}
        self._found: dict[int, set[str]] = {}
        self._seek(corpus.settings)

    def __bool__(self) -> bool:
        # without a lock of translations no text is
        return bool(self._corpus.translations)

    def __contains__(self, asked: tuple[Text, str]) -> bool:
        text, language = asked
        return language in self._found.get(id(text), ())

    def note_shown(self, record: Kept) -> None:
        if self._corpus.translations:
            self._seek(record)

    def _seek(self, record: Kept | Settings) -> None:
        if record.at not in self._asked:
            # kept, so that no other value takes the identity of its texts
            self._asked[record.at] = record
            for found, language in stale_in(record, self._corpus):
                self._found.setdefault(id(found.text), set()).add(language)


@dataclass(frozen=True, eq=False)
class Site:
    """All pages' content, each made when a page asks for it.

    `left_out` names claims that a draft cannot show yet.
    """

    corpus: Corpus = field(repr=False)
    claims: Mapping[str, views.ClaimView]
    """Those with a verdict."""
    open_claims: Mapping[str, views.OpenView]
    """Those that are being looked at."""
    every_claim: Mapping[str, views.OpenView]
    """Both."""
    articles: Mapping[str, views.ArticleView]
    sources: Mapping[str, views.SourceView]
    origin_names: OriginNames
    left_out: tuple[str, ...]
    stale: StaleTexts
    draft: bool
    exported: bool
    """Whether files for machines are made: not for a draft, nor for a preview."""
    url: str
    """Address of the site, with a slash at its end."""
    quote_checks: QuoteChecks
    """What is known of each quote, by its key in evidence.lock."""
    day: date = field(repr=False)
    origins: Origins = field(repr=False)
    find_due: Callable[[], tuple[Due, ...]] = field(repr=False)
    """How what is due is found; a build that remembers has its own way."""

    @property
    def settings(self) -> Settings:
        return self.corpus.settings

    @property
    def languages(self) -> tuple[str, ...]:
        """The site's languages; the first stands at the root."""
        return self.settings.languages

    def address(self, language: str, path: str) -> str:
        return f"{self.url}{'' if language == self.languages[0] else f'{language}/'}{path}"

    def serves(self, name: str) -> bool:
        return self.exported and self.settings.exports.serves(name)

    @property
    def records(self) -> Mapping[str, Collection[str]]:
        """The ids of the records that have a page, by what routes call their kind."""
        return {"articles": self.articles, "claims": self.every_claim, "sources": self.sources}

    @property
    def today(self) -> date:
        """The day that the site is built for; only what editors look at depends on it."""
        self.corpus.tracer.note(TODAY)
        return self.day

    @property
    def due(self) -> tuple[Due, ...]:
        self.corpus.tracer.note(DUE)
        return self.find_due()


def derive(
    corpus: Corpus,
    today: date,
    *,
    draft: bool = False,
    exported: bool = True,
    url: str = "",
    sound: bool = False,
    find_due: Callable[[], tuple[Due, ...]] | None = None,
) -> Site:
    """Say what every page shows; what a page shows is worked out when it is asked for.

    A claim whose links do not resolve (a draft may hold such) is left out and named; a corpus that
    is `sound`, since no error was found in it, holds none and is not searched for them. `url` is the
    address of the site, else the publisher's own. `find_due` lists what is due; else all are asked.
    """
    origins, reads, stale = corpus.derive_once(Origins), corpus.tracer, StaleTexts(corpus)
    shown: Collection[str] = corpus.claims
    if not sound:
        shown = {c.id: None for c in corpus.claims.values() if _can_be_shown(c, corpus, origins)}
    waiting = {row.id for row in corpus.facts.rows("claims", "opened") if row.opened}
    opened = {key: None for key in shown if key in waiting}
    reviewed = {key: None for key in shown if key not in opened}

    def claim(key: str) -> views.ClaimView:
        stale.note_shown(corpus.claims[key])
        return _claim(corpus.claims[key], corpus, origins)

    def open_claim(key: str) -> views.OpenView:
        stale.note_shown(corpus.claims[key])
        return views.OpenView(**_show_any(corpus.claims[key], (), corpus, origins))

    def article(key: str) -> views.ArticleView:
        found = corpus.articles[key]
        stale.note_shown(found)
        numbered = enumerate(found.statements, start=1)
        return views.ArticleView(
            found, tuple(views.Neighbour(n, one, claims, open_claims) for n, one in numbered)
        )

    def source(key: str) -> views.SourceView:
        stale.note_shown(corpus.sources[key])
        return views.SourceView(corpus.sources[key], corpus, origins, claims, open_claims)

    claims = LazyTable(reads, "claims", reviewed, claim, most=NEAR)
    open_claims = LazyTable(reads, "claims", opened, open_claim, most=NEAR)

    def every_claim(key: str) -> views.OpenView:
        return claims[key] if key in reviewed else open_claims[key]

    return Site(
        corpus=corpus,
        claims=claims,
        open_claims=open_claims,
        every_claim=LazyTable(reads, "claims", shown, every_claim, most=NEAR),
        articles=LazyTable(reads, "articles", corpus.articles, article),
        sources=LazyTable(reads, "sources", corpus.sources, source, most=NEAR),
        origin_names=corpus.derive_once(OriginNames),
        left_out=() if sound else tuple(sorted(set(corpus.claims) - set(shown))),
        stale=stale,
        draft=draft,
        exported=exported and not draft,
        url=(url or corpus.settings.publisher.url).rstrip("/") + "/",
        quote_checks=QuoteChecks(corpus),
        day=today,
        origins=origins,
        find_due=find_due or cache(partial(list_due, corpus, today)),
    )


def _can_be_shown(claim: Claim, corpus: Corpus, origins: Origins) -> bool:
    return (
        claim.article in corpus.articles
        and (claim.said.original is None or claim.said.original.source in corpus.sources)
        and all(item.source in corpus.sources and origins.root(item) for item in claim.evidence)
        and all(corpus.settings.rating(review.rating) for review in claim.reviews)
        and all(
            corpus.settings.rating(c.was.rating)
            for c in claim.corrections
            if c.was and c.was.rating
        )
        and all(source in corpus.sources for event in claim.events for source in event.sources)
    )


def _claim(claim: Claim, corpus: Corpus, origins: Origins) -> views.ClaimView:
    current = current_review(claim)
    windows = tuple(
        views.WindowView(judgement.review, rating, judgement, judgement.review == current)
        for judgement in judgements(corpus)[claim.id]
        if (rating := corpus.settings.rating(judgement.review.rating))
    )
    return views.ClaimView(windows=windows, **_show_any(claim, windows, corpus, origins))


def _show_any(
    claim: Claim, windows: tuple[views.WindowView, ...], corpus: Corpus, origins: Origins
) -> dict[str, Any]:
    return {
        "claim": claim,
        "article": corpus.articles[claim.article],
        "passages": _passages(claim, corpus, origins),
        "moments": tuple(
            sorted(_moments(claim, windows), key=lambda m: (m.on.first, m.on.precision))
        ),
    }


def _passages(claim: Claim, corpus: Corpus, origins: Origins) -> tuple[views.Passage, ...]:
    cited = dict.fromkeys(_citations(claim, corpus.settings.languages[0]))
    numbers = {name: number for number, name in enumerate(cited)}
    order = sorted(claim.evidence, key=lambda item: numbers.get(item.id, len(numbers)))
    roots = [origins.root(item) or "" for item in order]
    alike: dict[str, list[int]] = {}
    for number, root in enumerate(roots, start=1):
        alike.setdefault(root, []).append(number)
    return tuple(
        views.Passage(
            number=number,
            item=item,
            source=corpus.sources[item.source],
            root=roots[number - 1],
            way=origins.way(item),
            stakes=origins.stakes(item, claim),
            counts_in=counts_in(item, claim, corpus),
            same_root=tuple(n for n in alike[roots[number - 1]] if n != number),
        )
        for number, item in enumerate(order, start=1)
    )


def _citations(claim: Claim, language: str) -> Iterator[str]:
    """Yield cited ids as a reader meets them: the standing review first, then the newest earlier.

    Numbers are the same in every language: they follow the site's first one.
    """
    current = current_review(claim)
    earlier = [review for review in reversed(in_order(claim)) if review is not current]
    for review in (current, *earlier) if current else ():
        text = review.because.get(language) or review.because.readings[0][1]
        yield from cited_ids(text)


def _moments(claim: Claim, windows: tuple[views.WindowView, ...]) -> Iterator[views.Moment]:
    if claim.said.on:
        yield views.Moment(claim.said.on, "said")
    for event in claim.events:
        yield views.Moment(event.on, "event", event=event)
    if claim.opened:
        yield views.Moment(edtf(claim.opened.isoformat()), "opened")
    for window in windows:
        yield views.Moment(edtf(window.review.decided.isoformat()), "decided", review=window)
    for correction in claim.corrections:
        yield views.Moment(edtf(correction.on.isoformat()), "correction", what=correction.what)
