"""The pages of records: articles, claims, sources, and the tombstones of those withdrawn."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from markupsafe import Markup

from lastro.artifacts import Page
from lastro.model.article import Article, Statement
from lastro.model.base import Withdrawal
from lastro.model.claim import Claim
from lastro.render.charts import verdict_chart
from lastro.render.context import link
from lastro.render.page_builder import Maker, Plan
from lastro.render.words.catalogue import Words
from lastro.render.words.origins import origin_reasons
from lastro.render.words.phrases import join_markup
from lastro.site import addresses
from lastro.site.addresses import relative
from lastro.site.cards import lay_out
from lastro.site.facets import list_held_up, tally
from lastro.site.views import ArticleView, ClaimView, Neighbour, OpenView, SourceView

SCRIPT = "claim.js"
"""Shows the words of a passage beside its number, and copies what people paste elsewhere."""
RELATED_BACK = "related_from_"
SEE_ALSO = "related_see-also"
SEE_ALSO_BACK = "related_from_see-also"


def plans(maker: Maker) -> Iterator[Plan]:
    for kind, shown in maker.site.records.items():
        for record_id in shown:
            yield _plan(maker, kind, record_id)


def _plan(maker: Maker, folder: str, record_id: str) -> Plan:
    state = "open" if folder == "claims" and record_id in maker.site.open_claims else ""
    if maker.site.corpus.facts[folder, record_id].withdrawn:
        state = "withdrawn"
    return Plan(f"{folder}/{record_id}/", partial(_made, maker, folder, record_id), state)


def _made(maker: Maker, folder: str, record_id: str) -> Page:
    if folder == "articles":
        return article(maker, maker.site.articles[record_id])
    if folder == "claims":
        return claim_page(maker, record_id)
    return source(maker, maker.site.sources[record_id])


def article(maker: Maker, view: ArticleView) -> Page:
    article, settings = view.article, maker.site.settings
    shown, title = list_held_up(view), maker.wording("").title_of(article)
    return maker.page(
        "article", f"articles/{article.id}/", maker.mark_language(*title),
        maker.t.read(article.why).text,
        title=title[0], view=view, article=article, claims=shown, credited=maker.name_credited(article), article_link=article.url,
        then=tally((claim.as_said for claim in shown), settings),
        now=tally((claim.current for claim in shown), settings),
        tally_names=_tally_names(maker.t, article, shown),
        withdrawn=len(view.checked) - len(shown),
        cite=_cite_article(view, maker),
        found_as=(f"{title[0]} {article.title}", f"{article.publisher or ''} {maker.t.read(article.why).text}"),
        crumbs=(("articles/", maker.t("articles"), ""),),
        modified=max((entry.claim.modified.isoformat() for entry in view.checked if entry.claim), default=""),
        record_id=article.id, record_path=f"claims/{article.id}/article.yml",
    )  # fmt: skip


def _tally_names(t: Words, article: Article, claims: Sequence[ClaimView]) -> tuple[Markup, Markup]:
    """Name the two tallies of an article with their days: what stood then is no longer read as what stands."""
    days = {view.as_said.review.holds.start for view in claims}
    known = any(view.claim.said.on for view in claims)
    day = days.pop() if known and len(days) == 1 else None
    published = day is not None and day == article.published
    name = "article_then" if published else "article_then_reported"
    then = t(name, day=t.time(day)) if day else t("article_then_each")
    reviews = [view.current.review for view in claims]
    looked = [review.looked_until for review in reviews if review.looked_until]
    if looked and len(looked) == len(reviews):
        return then, t("article_now_looked", day=t.time(min(looked)))
    decided = max((review.decided for review in reviews), default=None)
    return then, t("article_now", day=t.time(decided)) if decided else t("article_now_none")


def claim_page(maker: Maker, claim_id: str) -> Page:
    """Make the page of a claim: its tombstone, what is known while it is open, or the verdict."""
    view = maker.site.every_claim[claim_id]
    claim, t = view.claim, maker.t
    heading = t.read(claim.claim).text
    if claim.withdrawn:
        return tombstone(maker, "claims", claim.id, claim.withdrawn, heading)
    if not isinstance(view, ClaimView):
        title = f"{t('open_tag')}: {heading}"
        return _claim_page(
            maker, view, "open-claim", title, t("open_description"),
            found_as=(title, _words_found(maker, claim)),
        )  # fmt: skip
    label = t.read(view.current.rating.label).text
    title, short = f"{label}: {heading}", t.read(view.current.review.short).text
    return _claim_page(
        maker, view, "claim", title, short, current=view.current,
        checked_by=list(dict.fromkeys(name for w in view.windows for name in w.review.by)),
        verdict_chart=verdict_chart(view, maker.wording(f"claims/{claim_id}/")),
        cite=_cite_claim(view, maker),
        found_as=(title, f"{short} {_words_found(maker, claim)}"),
    )  # fmt: skip


def _words_found(maker: Maker, claim: Claim) -> str:
    """Return what a search finds a claim by: its words, or what its picture or sound shows."""
    said = claim.said
    shown = maker.t.read(said.media.description).text if said.media else ""
    original = said.original.words if said.original else ""
    return " ".join(filter(None, (said.words or shown, *said.also, original)))


def _claim_page(
    maker: Maker, view: OpenView, kind: str, title: str, description: str, **values: Any
) -> Page:
    """Fill the page of a claim; `values` are what it shows of a verdict."""
    claim, said, t = view.claim, view.claim.said, maker.t
    path = f"claims/{claim.id}/"
    wording = maker.wording(path)
    coverage = maker.site.articles[claim.article]
    related, topics = _related(maker, view), _topics(maker, claim, path)
    sections, current = lay_out(view), values.get("current")
    own_words = (*claim.claimant_names,) == (coverage.article.title,)
    return maker.page(
        kind, path, maker.mark_language(*t.read(claim.claim)[:2]), description,
        template="claim", title=title, view=view, coverage=coverage, near=_neighbours(view, coverage),
        own_words=own_words, repeated=_repeated(maker, view),
        stake=[*(() if own_words else claim.claimant_names), *claim.parties],
        sections=sections, address=maker.site.address(maker.language, path),
        article_link=addresses.at_words(view.article.url, said.words or "", said.where or "") if view.article.url else None,
        original=maker.site.sources[said.original.source].source if said.original else None,
        origin_reasons=origin_reasons(view, wording),
        related=related, topics=topics, script=SCRIPT,
        modified=view.modified.isoformat(),
        contents=maker.fill(
            "contents.html", path, view=view, claim=claim, current=current, sections=sections, related=related,
        ),
        crumbs=(("claims/", t("claims"), ""), (f"articles/{claim.article}/", *maker.wording("").title_of(coverage.article))),
        record_id=claim.id, record_path=f"claims/{claim.article}/{claim.id}.yml",
        **{"current": None, "cite": "", "checked_by": (), "verdict_chart": "", **values},
    )  # fmt: skip


def source(maker: Maker, view: SourceView) -> Page:
    source, t = view.source, maker.t
    title = maker.wording("").title(source)
    if source.withdrawn:
        return tombstone(maker, "sources", source.id, source.withdrawn, title)
    publisher = source.publisher or str(t("unknown_publisher"))
    siblings = len(maker.site.corpus.same_origin[source.origin]) - 1
    alone = not siblings and len(view.roots) == 1
    return maker.page(
        "source", f"sources/{source.id}/",
        maker.mark_language(title, source.lang if source.title else None),
        f"{publisher}. {t.count('source_of_origin', 1) if alone else t.count('origins_count', len(view.roots))}",
        title=f"{title} · {publisher}", found_as=(f"{title} {publisher}", " ".join(source.authors)), view=view, siblings=siblings, source_link=addresses.address(source),
        cite=_cite_source(view, maker),
        modified=max((claim.modified.isoformat() for claim, _ in view.used), default=""),
        crumbs=(("sources/", t("sources"), ""),),
        record_id=source.id, record_path=f"sources/{source.id}.yml",
    )  # fmt: skip


def tombstone(maker: Maker, folder: str, record_id: str, withdrawal: Withdrawal, name: str) -> Page:
    """Make the tombstone of a record: when, why, what replaces it, and nothing else."""
    title = f"{maker.t('withdrawn_title')}: {name}"
    when = maker.t("withdrawn_on", day=maker.t.write_date(withdrawal.on)).striptags()
    see = withdrawal.see or ""
    replaced_by = maker.name_of_record(folder, see) if see in maker.site.records[folder] else ""
    page = maker.page(
        "withdrawn", f"{folder}/{record_id}/", title, f"{when} {maker.t.read(withdrawal.reason).text}",
        withdrawal=withdrawal, see_path=f"{folder}/{see}/", see_name=replaced_by,
        modified=withdrawal.on.isoformat(),
    )  # fmt: skip
    return replace(page, listed=False)


def _topics(maker: Maker, claim: Claim, path: str) -> Markup:
    """Link each topic: among the facts.

    Those of an open claim are only named: a topic has a page when a claim with a verdict has it.
    """
    names, href = {topic: maker.topic(topic) for topic in claim.topics}, relative(path)
    if claim.opened:
        return join_markup(", ", names.values())
    return join_markup(
        ", ", (link(href(f"topics/{topic}/"), name) for topic, name in names.items())
    )


def _neighbours(view: OpenView, article: ArticleView) -> tuple[Neighbour, ...]:
    """Return the statement before a claim, the claim itself and the one after."""
    at = [n for n, entry in enumerate(article.statements) if entry.statement.claim == view.id]
    return article.statements[max(0, at[0] - 1) : at[0] + 2] if at else ()


def _related(maker: Maker, view: OpenView) -> list[tuple[str, ClaimView]]:
    forth = [
        (f"related_{relation.how}", maker.site.claims[relation.claim])
        for relation in view.claim.related
        if relation.claim in maker.site.claims
    ]
    corpus = maker.site.corpus
    back = [
        (f"{RELATED_BACK}{how}", maker.site.claims[other])
        for how, other in corpus.related_back.get(view.id, ())
        if other in maker.site.claims and corpus.is_held_up(other)
    ]
    # Two claims that name each other as "see also" say one thing, once.
    said = {other.id for how, other in forth if how == SEE_ALSO}
    return forth + [(how, o) for how, o in back if o.id not in said or how != SEE_ALSO_BACK]


def _repeated(maker: Maker, view: OpenView) -> list[tuple[Article, Statement]]:
    """Return the statements that repeat a claim, those of its own article first."""
    articles = maker.site.articles
    places = [
        (articles[article_id], index)
        for article_id, index in maker.site.corpus.repeated_in.get(view.id, ())
    ]
    places.sort(key=lambda place: place[0].article.id != view.claim.article)
    return [(found.article, found.statements[index].statement) for found, index in places]


def _cite_claim(view: ClaimView, maker: Maker) -> Markup:
    t = maker.t
    wording = t.read(view.claim.claim)
    return _cite(
        ("cite_claim", ""),
        maker,
        f"claims/{view.id}/",
        [view.claim],
        title=maker.mark_language(wording.text.rstrip("."), wording.lang),
        rating=t.read(view.current.rating.label).text,
    )


def _cite_article(view: ArticleView, maker: Maker) -> Markup:
    article = view.article
    checked = [entry.claim.claim for entry in view.checked if entry.claim]
    title = maker.mark_language(article.title, article.lang)
    keys = ("cite_article", "cite_article_undecided")
    return _cite(keys, maker, f"articles/{article.id}/", checked, title=title)


def _cite_source(view: SourceView, maker: Maker) -> Markup:
    source = view.source
    title = maker.wording("").title(source)
    return _cite(
        ("cite_source", "cite_source_undecided"),
        maker,
        f"sources/{source.id}/",
        [claim.claim for claim, _ in view.used],
        title=maker.mark_language(title, source.lang if source.title else None),
    )


def _cite(
    keys: tuple[str, str], maker: Maker, path: str, claims: Iterable[Claim], **values: object
) -> Markup:
    """Return one ready sentence to cite a page by: who says it, what, when it was last decided, and where.

    A reader who copies it carries the rating and its day along, so that a verdict that has changed since
    can be told from the one that was cited. A draft has none: it says of itself not to be cited. The
    second key is for where nothing was decided yet.
    """
    if maker.site.draft:
        return Markup()
    decided = [review.decided for c in claims if not c.withdrawn for review in c.reviews]
    if decided:
        values["day"] = maker.t.time(max(decided))
    return maker.t(
        keys[0] if decided else keys[1],
        publisher=maker.site.settings.publisher.name,
        address=maker.site.address(maker.language, path),
        **values,
    )
