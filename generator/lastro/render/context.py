"""Fills templates: what every page of a site may use, whatever its kind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from babel import Locale, UnknownLocaleError
from jinja2.environment import TemplateModule
from markupsafe import Markup

from lastro.corpus.translations import speaks
from lastro.evidence.proofs import is_captured
from lastro.memo.tables import Memo
from lastro.model.claim import find_corrected
from lastro.model.reader_text import Text
from lastro.render.environment import environment, fill
from lastro.render.markdown import OUTWARD, md
from lastro.render.share.cards import card_of
from lastro.render.words.catalogue import Words, words
from lastro.render.words.phrases import mark_language, markup
from lastro.render.words.quotes import QuoteWords, mark_words
from lastro.render.words.scale import ScaleWords
from lastro.render.words.wording import SHAPES, STANCE_SHAPES, Wording
from lastro.site import addresses
from lastro.site.derive import Site
from lastro.site.facets import Facets
from lastro.site.feeds import find_feed
from lastro.site.views import ListedClaim, OpenView, Passage
from lastro.text import escape

_NONE = Markup()
_ROOT = "\0"
_ORIGINAL = Markup("\1")
"""Stand, in a row that is kept for any page, for the way up to the root, and for the link to the same
page in the first language: no record holds them."""
SentLine = tuple[tuple[ListedClaim, str], tuple[Markup, str]]
"""What lists show of a claim, and its line, each with its trace."""


@dataclass
class Filling:
    """The templates of one site in one language.

    Most of what a page may use is alike for all pages as deep below the root, and is made once.
    """

    site: Site
    t: Words
    facets: Facets
    _shared: dict[int, dict[str, Any]] = field(default_factory=dict, init=False, repr=False)
    _wordings: dict[int, Wording] = field(default_factory=dict, init=False, repr=False)
    _path: str = field(default="", init=False, repr=False)
    """Where the page stands that is being filled."""

    def fill(self, template: str, path: str, **values: Any) -> str:
        depth = path.count("/")
        shared = self._shared.get(depth)
        if shared is None:
            shared = self._shared[depth] = self._given(path)
            shared["m"] = self._macros(shared)
            shared["claim_row"] = self._claim_row("../" * depth)
        self._path = path
        return fill(template, {**shared, **values})

    def _macros(self, shared: dict[str, Any]) -> TemplateModule:
        return environment().get_template("macros.html").make_module(shared)

    def _claim_row(self, up: str) -> Callable[[ListedClaim], Markup]:
        """Return a function that lists a claim with its verdicts, for pages of one depth."""

        def row(listed: ListedClaim) -> Markup:
            kept = self._lines[listed.id].replace(_ROOT, up)
            return kept.replace(_ORIGINAL, self._original()) if _ORIGINAL in kept else kept

        return row

    @cached_property
    def _lines(self) -> Memo[Markup]:
        """The row of each claim in tables, with a mark in place of the way to the root."""
        shared = self._given("") | {"href": lambda to: _ROOT + to, "original": lambda: _ORIGINAL}
        made = vars(self._macros(shared))["claim_row"]
        return Memo(self.site.corpus.tracer, lambda claim: made(self.site.claims[claim]))

    def send_line(self, claim_id: str) -> SentLine:
        """Make what lists show of a claim, while all that it is made from lies ready."""
        return self.facets.listed.send(claim_id), self._lines.send(claim_id)

    def receive_line(self, claim_id: str, sent: SentLine) -> None:
        """Keep for lists what another process has made of a claim."""
        listed, line = sent
        self.facets.listed.receive(claim_id, listed)
        self._lines.receive(claim_id, line)

    def wording(self, path: str) -> Wording:
        """Return the sentences whose links start at a path."""
        href = addresses.relative(path)
        return self._wordings.setdefault(path.count("/"), Wording(self.site, self.t, href))

    def _given(self, path: str) -> dict[str, Any]:
        wording = self.wording(path)
        return {
            "site": self.site,
            "facets": self.facets,
            "lang": self.t.language,
            "t": self.t,
            "scale": ScaleWords(self.site.settings, self.t),
            "addresses": addresses,
            "from_root": addresses.relative(addresses.at_root(self.site, self.t.language, path)),
            "shapes": SHAPES,
            "stance_shapes": STANCE_SHAPES,
            "outward": OUTWARD,
            "is_stale": self._is_stale,
            "is_captured": partial(is_captured, corpus=self.site.corpus),
            "original": self._original,
            "md": self._markdown,
            "chip": self._chip,
            "mark_language": mark_language,
            "tex": escape.tex,
            "words": words,
            "card_of": card_of,
            "mark_words": mark_words,
            "speaks": speaks,
            "link": link,
            "find_corrected": find_corrected,
            "find_feed": find_feed,
            "language_name": self._language_name,
            "href": wording.href,
            "label": wording.label,
            "wording": wording,
            "quotes": QuoteWords(wording),
        }

    def _is_stale(self, text: Text) -> bool:
        return bool(self.site.stale) and (text, self.t.language) in self.site.stale

    def _markdown(self, text: str, view: OpenView, key: str, cited: dict[str, list[str]]) -> Markup:
        """Render reasoning; each chip gets an id, which is noted in `cited` under its passage."""

        def chip(evidence_id: str, where: str) -> Markup:
            passage = view.find_passage(evidence_id)
            if passage is None:
                return markup("[{}]", evidence_id)
            places = cited.setdefault(evidence_id, [])
            places.append(f"{key}-{passage.number}-{len(places)}")
            return self._chip(passage, where, markup(' id="{}"', places[-1]))

        return md(text, chip)

    def _chip(self, passage: Passage, where: str = "", given: Markup = _NONE) -> Markup:
        """Cite a passage by its number."""
        place = f", {where}" if where else ""
        shape = '<a class="lt-ref"{} href="#e-{}" aria-label="{}{}">{}{}</a>'
        name = self.t("evidence_ref", n=passage.number)
        return markup(shape, given, passage.item.id, name, place, passage.number, place)

    def _original(self) -> Markup:
        """Link the same page in the first language, which translations are made from."""
        first = self.site.languages[0]
        address = f"{addresses.relative(self._path)('../')}{self._path}"
        name = words(first)("language_name")
        return markup('<a href="{}" hreflang="{}" lang="{}">{}</a>', address, first, first, name)

    def _language_name(self, tag: str | None) -> str:
        if not tag:
            return str(self.t("unknown"))
        subtag = tag.split("-")[0]
        by_subtag: str = self.t.locale.languages.get(subtag, tag)
        if subtag == "und":
            return by_subtag  # Babel reads it as the likeliest language, English
        try:
            return Locale.parse(tag, sep="-").get_display_name(self.t.locale) or by_subtag
        except (UnknownLocaleError, ValueError):
            return by_subtag  # a valid tag that Babel keeps no locale for: Ancient Greek, say


def link(address: str, text: str) -> Markup:
    return markup('<a href="{}">{}</a>', address, text)
