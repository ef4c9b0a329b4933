"""Computed facts in a reader's words: status, permitted ratings, origins, how it was read.

A bare slug tells a reader nothing, and a computed fact must read the same wherever it stands; so
each sentence is made here and nowhere else.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MethodType
from typing import TypeVar
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from lastro.evidence.tally import Status, say_status
from lastro.memo.tables import BoundedMemo
from lastro.model.article import Article
from lastro.model.claim import Claim, Reply, Review
from lastro.model.settings import Rating
from lastro.model.source import Read, Source
from lastro.render.words.catalogue import Words
from lastro.render.words.phrases import join_markup, mark_language, mark_safe, markup, plain
from lastro.site.corrections_log import LogEntry
from lastro.site.derive import Site
from lastro.site.views import ClaimView, Passage, WindowView

SHAPES = {
    "disc": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z",
    "ring": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 3.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13z",
    "half": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 2.5v15a7.5 7.5 0 0 0 0-15z",
    "quarter": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 2.5V12h7.5A7.5 7.5 0 0 1 12 19.5a7.5 7.5 0 0 1 0-15z",
    "diamond": "M12 1l11 11-11 11L1 12z",
    "cross": "M4.5 1.8 12 9.3l7.5-7.5 2.7 2.7-7.5 7.5 7.5 7.5-2.7 2.7-7.5-7.5-7.5 7.5-2.7-2.7 7.5-7.5-7.5-7.5z",
    "dash": "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm0 2.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15zM7 10.5h10v3H7z",
    "arrow": "M2 9.5h11V4l9 8-9 8v-5.500H2z",
    "square": "M3 3h18v18H3z",
    "triangle": "M12 2l11 20H1z",
}
STANCE_SHAPES = {
    "supports": "M6 1l6 10H0z",
    "refutes": "M6 11L0 1h12z",
    "context": "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zm0 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
}
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
KEPT = 4096
"""How many sentences of a kind are kept: those of an article and its neighbours by far."""


def _kept(make: "Callable[[Wording, str], V]") -> "cached_property[Callable[[str], V]]":
    """Make a sentence once for a name, and note what it was made from for each page that has it."""
    return cached_property(
        lambda self: BoundedMemo(self.site.corpus.tracer, MethodType(make, self), KEPT)
    )


def _cached(make: "Callable[[Wording, K], Markup]") -> "cached_property[Callable[[K], Markup]]":
    """Make a sentence once that follows from what it is made of alone."""
    return cached_property(lambda self: lru_cache(maxsize=KEPT)(MethodType(make, self)))


@dataclass(frozen=True)
class Wording:
    """The sentences of one language, for pages as deep: `href` makes addresses relative to them.

    Names and links of origins and sources are kept, since the same ones recur on a page and on
    those of its neighbours.
    """

    site: Site
    t: Words
    href: Callable[[str], str]

    def label(self, rating: Rating) -> str:
        return self.t.read(rating.label).text

    def brief(self, rating: Rating) -> str:
        return self.t.read(rating.brief or rating.label).text

    def plain(self, view: ClaimView) -> Markup:
        """Say in one line what the verdict means here; empty where the scale has no words for it."""
        current = view.current
        day = self.t.time(current.review.holds.start)
        before = view.earlier[0].rating if view.earlier else None
        if current.rating.after and before and before.plain_until:
            words = escape(self.t.read(before.plain_until).text)
            return mark_safe(words.replace("{day}", day))
        if not current.rating.plain:
            return Markup()
        line = escape(self.t.read(current.rating.plain).text)
        return markup("{} {}.", line, self.t("since_day", day=day)) if before else line

    @_kept
    def origin(self, root: str) -> Markup:
        """Name an origin, with its day and a link when a record is the origin itself."""
        words, source = self.origin_name(root)[0], self.site.origin_names[root].source
        if not source:
            return markup('<span class="lt-origin">{}</span>', words)
        address = self.href(f"sources/{source}/")
        return markup('<a class="lt-origin" href="{}">{}</a>', address, words)

    @_kept
    def origin_name(self, root: str) -> tuple[str, str]:
        """Name an origin without a link: with its day in words, and with its day as short as can be."""
        named = self.site.origin_names[root]
        name = self.t.join(named.names)
        if not named.on:
            return name, name
        return f"{name}, {self.t.write_date(named.on)}", f"{name}, {self.t.short(named.on)}"

    def origins(self, roots: Iterable[str]) -> Markup:
        """Name several origins, with a semicolon between them since names hold commas."""
        return join_markup("; ", map(self.origin, roots)) or self.t("none")

    def window(self, window: WindowView) -> Markup:
        words = str(self.t.period(window.review.holds))
        return Markup(words[:1].upper() + words[1:])  # noqa: S704 - made of markup just now

    def windows(self, reviews: Iterable[Review]) -> Markup:
        return join_markup("; ", (self.t.period(review.holds) for review in reviews))

    def status(self, window: WindowView, view: ClaimView) -> Markup:
        """Say how far the evidence of a window carries."""
        judgement = window.judgement
        days = [e.on for e in view.claim.events if e.on.first == window.review.holds.first]
        if judgement.status is Status.UNSOURCED and window.rating.after and days:
            return self.t("status_unsourced_after", day=self.t.time(days[0]))
        sides = judgement.tallies["supports"], judgement.tallies["refutes"]
        if judgement.status is Status.PARTIES_ONLY and window.rating.after and not sides[0].party:
            return self.t("status_parties-only_ended", origins=self.origins(sides[1].party))
        return mark_safe(say_status(*sides, self.t, self.origins))

    @_cached
    def list_permitted(self, permitted: tuple[str, ...]) -> Markup:
        labels = [self.label(r) for r in self.site.settings.ratings if r.id in permitted]
        return self.t("permits", labels=self.t.join(labels)) if labels else self.t("permits_none")

    def describe_standing(self, passage: Passage) -> str:
        """Say what kind of source a passage is from, and whether it has a stake."""
        kind = self.t(f"source_{passage.source.kind}")
        stake = "is_party" if passage.party else "is_independent"
        if passage.party and passage.source.kind != "primary":
            stake = "retells_party"  # a newsroom is not the party, though both count as its word
        return f"{kind} · {self.t(stake)}"

    @_kept
    def goes_back_to(self, root: str) -> Markup:
        return self.t("goes_back_to", origin=self.origin(root))

    def title_of(self, article: Article) -> tuple[str, str]:
        """Return the title of an article, translated where we did, and its language."""
        ours = article.translation.get(self.t.language) if article.translation else None
        if ours and article.lang != self.t.language:
            return ours, self.t.language
        return article.title, article.lang

    def title(self, source: Source) -> str:
        """Name a source by its title; one without by its day and its site, or its publisher."""
        host = urlsplit(source.url or "").hostname
        if source.title or not host:
            publisher = source.publisher or self.t("unknown_publisher")
            return source.title or str(self.t("unknown_title_of", publisher=publisher))
        name = host.removeprefix("www.")
        if not source.published:
            return plain(self.t("page_at", host=name))
        return plain(self.t("page_of_day", day=self.t.write_date(source.published), host=name))

    @_cached
    def describe_reading(self, read: Read | None) -> Markup:
        """Say who read a source, when, how, and how much of it; whether a copy is kept is not told."""
        if read is None:
            return self.t("read_unread")
        told = {"how": self.t(f"how_{read.how}"), "extent": self.t(f"extent_{read.extent}")}
        return self.t("read_by", name=read.by, date=self.t.time(read.on), **told)

    def publishers(self, passages: Iterable[Passage]) -> str:
        unknown = str(self.t("unknown_publisher"))
        return ", ".join(dict.fromkeys(p.source.publisher or unknown for p in passages))

    def reply(self, reply: Reply | None) -> Markup:
        """Say in one line whether the claimant was asked, and whether an answer came."""
        if reply and reply.on:
            return self.t("reply_line_on", day=self.t.time(reply.on))
        if reply and reply.words:
            return self.t("reply_line_words")
        if reply and reply.asked:
            return self.t("reply_line_asked", day=self.t.time(reply.asked))
        return self.t("reply_line_none")

    @_kept
    def coverage(self, article_id: str) -> Markup:
        """Say how many statements of an article were checked, and what became of the others."""
        view = self.site.articles[article_id]
        checked = self.t.count("checked_count", len(view.checked))
        counts = [checked, self.t.count("left_out_count", view.left_out)]
        if view.open:
            counts.insert(1, self.t.count("open_count", view.open))
        if view.repetitions:
            counts.append(self.t.count("repetitions_count", view.repetitions))
        if view.with_errors:
            counts.append(self.t.count("with_errors_count", view.with_errors))
        return join_markup(", ", counts)

    def link_changed(self, change: LogEntry) -> Markup:
        """Link the record that a change of the log is about, by what readers call it."""
        record = change.record
        language: str | None
        if isinstance(record, Claim):
            name, language, _ = self.t.read(record.claim)
        elif isinstance(record, Source):
            name, language = self.title(record), record.lang if record.title else None
        else:
            name, language = record.title, record.lang
        marked = mark_language(language) if language and language != self.t.language else ""
        return markup('<a href="{}"{}>{}</a>', self.href(change.path), marked, name)

    def source_links(self, source_ids: Iterable[str]) -> Markup:
        return join_markup("; ", map(self._source_link, source_ids))

    @_kept
    def _source_link(self, source_id: str) -> Markup:
        source = self.site.sources[source_id].source
        name = source.publisher or source.title or source.id
        words = f"{name}, {self.t.write_date(source.published)}" if source.published else name
        address = self.href(f"sources/{source_id}/")
        return markup('<a href="{}">{}</a>', address, words)
