"""Every page of one language as a `Page` value, before anything is written."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from lastro.artifacts import Page
from lastro.checks import rules
from lastro.records import Withdrawal
from lastro.render import addresses
from lastro.render.addresses import relative
from lastro.render.charts import origin_chart, verdict_chart
from lastro.render.filling import Filling, link
from lastro.render.wording import Wording
from lastro.render.words import Words, words
from lastro.site import ArticleView, ClaimView, Site, SourceView, WindowView, neighbours
from lastro.values import slugify

RELATED_BACK = "related_from_"
SEE_ALSO = "related_see-also"
SEE_ALSO_BACK = "related_from_see-also"


def pages(site: Site, language: str) -> Iterator[Page]:
    """Yield every generated page of one language: home first, then by kind and id."""
    maker = _Maker(site, language)
    yield maker.home()
    yield maker.articles()
    yield maker.claims()
    yield maker.sources()
    yield from (maker.article(view) for view in site.articles.values())
    yield from (maker.claim(view) for view in site.claims.values())
    yield from (maker.source(view) for view in site.sources.values())


def fragments(site: Site, language: str) -> dict[str, str]:
    """Return what hand-written pages may show of the data: the scale, the statuses, the rules."""
    maker = _Maker(site, language)
    return {
        "scale": maker.fill("scale.html", "method/"),
        "statuses": maker.fill("statuses.html", "method/"),
        "rules": maker.fill("rules.html", "method/", rules=rules().values()),
    }


def navigation(language: str) -> tuple[tuple[str, str], ...]:
    """Return label and address of each section; records never enter the navigation."""
    t = words(language)
    sections = ("articles", "claims", "sources", "method")
    return ((str(t("nav_home")), ""), *((str(t(f"nav_{name}")), f"{name}/") for name in sections))


class _Maker:
    """Fills the templates of one language."""

    def __init__(self, site: Site, language: str) -> None:
        self.site = site
        self.language = language
        self.t: Words = words(language)
        self.fill = Filling(site, self.t).fill

    def page(
        self, kind: str, path: str, heading: str, title: str, description: str, **values: Any
    ) -> Page:
        """Make a page of a kind from its template."""
        banner = Markup('<p class="lt-draft">{}</p>').format(self.t("draft_banner"))
        noindex = '<meta name="robots" content="noindex">'
        body = self.fill(f"{kind}.html", path, **values)
        given = {key: values[key] for key in ("modified", "found_as", "contents") if key in values}
        values.setdefault("crumbs", [])
        return Page(
            path=path,
            kind=kind,
            language=self.language,
            title=str(escape(title)),
            description=str(escape(description)),
            heading=str(escape(heading)),
            above=self.fill("above.html", path, crumbs=values["crumbs"], twins=self._twins(path)),
            body=(str(banner) if self.site.draft else "") + body,
            head=noindex if self.site.draft else "",
            listed=not self.site.draft,
            **given,
        )

    def home(self) -> Page:
        """Make the home page."""
        t = self.t
        cited = sum(1 for view in self.site.sources.values() if view.used)
        return self.page(
            "home", "", str(t("home_title")), str(t("home_title")), str(t("home_description")),
            latest=self._latest(), cited_sources=cited, modified=self._newest(),
        )  # fmt: skip

    def articles(self) -> Page:
        """Make the list of articles."""
        t = self.t
        return self.page(
            "articles",
            "articles/",
            str(t("articles")),
            str(t("articles")),
            str(t("home_description")),
            modified=self._newest(),
        )

    def claims(self) -> Page:
        """Make the list of claims."""
        t = self.t
        return self.page(
            "claims",
            "claims/",
            str(t("claims")),
            str(t("claims")),
            str(t("claims_intro")),
            latest=self._latest(),
            modified=self._newest(),
        )

    def sources(self) -> Page:
        """Make the index of sources, by publisher and then title."""
        t = self.t
        order = sorted(self.site.sources.values(), key=_by_publisher)
        grouped = [
            (name, list(group)) for name, group in groupby(order, key=lambda v: v.source.publisher)
        ]
        return self.page(
            "sources", "sources/", str(t("sources")), str(t("sources")), str(t("sources_intro")),
            by_publisher=grouped,
            publisher_id=_anchors([name for name, _ in grouped]).get,
            claims_using=lambda view: len({claim.id for claim, _ in view.used}),
            modified=self._newest(),
        )  # fmt: skip

    def article(self, view: ArticleView) -> Page:
        """Make the page of an article: what was checked in it, what was left out."""
        article = view.article
        credited = self.site.sources.get(article.credited_to or "")
        name = (credited.source.publisher if credited else None) or article.credited_to
        return self.page(
            "article", f"articles/{article.id}/", self._marked(article.title, article.lang), article.title,
            self.t.read(article.why).text,
            view=view, article=article, credited=name, article_link=article.url,
            then=self._tally(view, lambda claim: claim.as_said),
            withdrawn=sum(e.claim is not None and e.claim.claim.withdrawn is not None for e in view.checked),
            now=self._tally(view, lambda claim: claim.current),
            crumbs=[("articles/", str(self.t("articles")), "")],
            modified=max((e.claim.modified.isoformat() for e in view.checked if e.claim), default=""),
            **self._record(article.id, f"claims/{article.id}/article.yml"),
        )  # fmt: skip

    def claim(self, view: ClaimView) -> Page:
        """Make the page of a claim."""
        claim = view.claim
        heading, short = self.t.read(claim.claim).text, self.t.read(view.current.review.short).text
        if claim.withdrawn:
            return self.withdrawn("claims", claim.id, claim.withdrawn, heading)
        label = self.t.read(view.current.rating.label).text
        path = f"claims/{claim.id}/"
        wording = Wording(self.site, self.t, relative(path))
        coverage = self.site.articles[claim.article]
        return self.page(
            "claim", path, self._marked(*self.t.read(claim.claim)[:2]), f"{label}: {heading}", short,
            view=view, coverage=coverage, near=neighbours(view, coverage),
            checked_by=list(dict.fromkeys(name for w in view.windows for name in w.review.by)),
            stake=[claim.claimant.name, *claim.parties],
            tally={s: sum(p.item.stance == s for p in view.passages) for s in ("supports", "refutes", "context")},
            article_link=addresses.at_words(view.article.url, claim.said.words) if view.article.url else None,
            verdict_chart=verdict_chart(view, wording),
            origin_chart=origin_chart(view, wording),
            related=self._related(view),
            modified=view.modified.isoformat(),
            contents=self._contents(claim.would_change is not None, bool(self._related(view))),
            found_as=(f"{label}: {heading}", f"{short} {claim.said.words}"),
            crumbs=[
                (f"articles/{claim.article}/", coverage.article.title, coverage.article.lang),
                ("", ", ".join(claim.topics), ""),
            ],
            **self._record(claim.id, f"claims/{claim.article}/{claim.id}.yml"),
        )  # fmt: skip

    def source(self, view: SourceView) -> Page:
        """Make the page of a source."""
        source = view.source
        title = Wording(self.site, self.t, relative("")).title(source)
        if source.withdrawn:
            return self.withdrawn("sources", source.id, source.withdrawn, title)
        publisher = source.publisher or str(self.t("unknown_publisher"))
        siblings = [s for s in self.site.sources.values() if s.source.origin == source.origin]
        return self.page(
            "source", f"sources/{source.id}/",
            self._marked(title, source.lang if source.title else None), f"{title} · {publisher}",
            f"{publisher}. {self.t.count('source_of_origin', 1) if len(siblings) == 1 else self.t.count('origins_count', 1)}",
            view=view, siblings=len(siblings) - 1, source_link=addresses.address(source),
            retold_ids=[teller.id for teller in view.retold_by],
            modified=max((claim.modified.isoformat() for claim, _ in view.used), default=""),
            crumbs=[("sources/", str(self.t("sources")), "")],
            **self._record(source.id, f"sources/{source.id}.yml"),
        )  # fmt: skip

    def _twins(self, path: str) -> list[tuple[str, str, str]]:
        """Return tag, name and relative address of this page in the other languages."""
        first = self.site.languages[0]
        up = relative(path)("") if self.language == first else relative(path)("../")
        return [
            (
                tag,
                str(words(tag)("language_name")),
                f"{up}{'' if tag == first else f'{tag}/'}{path}",
            )
            for tag in self.site.languages
            if tag != self.language
        ]

    def withdrawn(self, folder: str, record_id: str, withdrawal: Withdrawal, name: str) -> Page:
        """Make the tombstone of a record: when, why, what replaces it, and nothing else."""
        title = f"{self.t('withdrawn_title')}: {name}"
        when = self.t("withdrawn_on", day=self.t.dated(withdrawal.on)).striptags()
        replaced_by = self._named(folder, withdrawal.see or "")
        page = self.page(
            "withdrawn", f"{folder}/{record_id}/", title, title,
            f"{when} {self.t.read(withdrawal.reason).text}",
            withdrawal=withdrawal, link=link, see_name=replaced_by,
            see_path=relative(f"{folder}/{record_id}/")(f"{folder}/{withdrawal.see}/") if replaced_by else "",
            modified=withdrawal.on.isoformat(),
        )  # fmt: skip
        return replace(page, listed=False)

    def _named(self, folder: str, record_id: str) -> str:
        if folder == "claims" and record_id in self.site.claims:
            return self.t.read(self.site.claims[record_id].claim.claim).text
        if folder == "sources" and record_id in self.site.sources:
            source = self.site.sources[record_id].source
            return Wording(self.site, self.t, relative("")).title(source)
        return ""

    def _marked(self, text: str, language: str | None) -> str:
        """Mark a heading that is in another language than its page."""
        if language in (None, self.language):
            return text
        return Markup('<span lang="{}">{}</span>').format(language, text)

    def _record(self, record_id: str, path: str) -> dict[str, str]:
        return {"record_id": record_id, "record_path": path}

    def _latest(self) -> list[ClaimView]:
        held_up = [view for view in self.site.claims.values() if not view.claim.withdrawn]
        return sorted(held_up, key=lambda view: (-view.modified.toordinal(), view.id))

    def _newest(self) -> str:
        return max((view.modified.isoformat() for view in self.site.claims.values()), default="")

    def _tally(
        self, view: ArticleView, window: Callable[[ClaimView], WindowView]
    ) -> list[tuple[Any, int]]:
        held_up = [e.claim for e in view.checked if e.claim and not e.claim.claim.withdrawn]
        found = [window(claim).rating.id for claim in held_up]
        return [(r, found.count(r.id)) for r in self.site.settings.ratings if r.id in found]

    def _related(self, view: ClaimView) -> list[tuple[str, ClaimView]]:
        forth = [
            (f"related_{relation.how}", self.site.claims[relation.claim])
            for relation in view.claim.related
            if relation.claim in self.site.claims
        ]
        back = [
            (f"{RELATED_BACK}{relation.how}", other)
            for other in self.site.claims.values()
            for relation in other.claim.related
            if relation.claim == view.id and not other.claim.withdrawn
        ]
        # Two claims that name each other as "see also" say one thing, once.
        said = {other.id for how, other in forth if how == SEE_ALSO}
        return forth + [(how, o) for how, o in back if o.id not in said or how != SEE_ALSO_BACK]

    def _contents(self, would_change: bool, related: bool) -> str:  # noqa: FBT001 - two sections that may be missing
        sections = {
            "carries": "carries", "why": "why", "evidence": "evidence", "in-article": "in_article",
            "not-checked": "not_checked", "reply": "reply",
            "would-change": "would_change" if would_change else "", "timeline": "timeline",
            "related": "related" if related else "", "corrections": "corrections", "reuse": "reuse",
        }  # fmt: skip
        items = [
            Markup(
                '<li class="md-nav__item"><a href="#{}" class="md-nav__link"><span class="md-ellipsis">{}</span></a></li>'
            ).format(anchor, self.t(key))
            for anchor, key in sections.items()
            if key
        ]
        return str(Markup().join(items))


def _anchors(publishers: Iterable[str | None]) -> dict[str | None, str]:
    """Give each publisher an id of its own, however alike or unspeakable their names are."""
    anchors: dict[str | None, str] = {}
    taken: Counter[str] = Counter()
    for name in publishers:
        wanted = f"by-{slugify(name or 'unknown') or 'unknown'}"
        taken[wanted] += 1
        # two hyphens: no slug holds them, so no other name can ask for the numbered id
        anchors[name] = wanted if taken[wanted] == 1 else f"{wanted}--{taken[wanted]}"
    return anchors


def _by_publisher(view: SourceView) -> tuple[bool, str, str, str, str]:
    source = view.source
    publisher = source.publisher or ""
    return (
        not publisher,
        publisher.casefold(),
        publisher,
        (source.title or "").casefold(),
        source.id,
    )
