"""The pages of records: articles, claims, sources, and the tombstones of those withdrawn."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache, partial

from markupsafe import Markup

from lastro.artifacts import Page
from lastro.model.base import Withdrawal
from lastro.render import addresses
from lastro.render.addresses import relative
from lastro.render.charts import origin_chart, verdict_chart
from lastro.render.context import link
from lastro.render.page_builder import Maker
from lastro.render.pages import citing
from lastro.render.pages.plan import Plan
from lastro.render.words.catalogue import words
from lastro.render.words.origins import origin_reasons
from lastro.render.words.phrases import join_markup, markup
from lastro.site.derive import neighbours
from lastro.site.facet import tally
from lastro.site.views import ArticleView, ClaimView, SourceView

RELATED_BACK = "related_from_"
SEE_ALSO = "related_see-also"
SEE_ALSO_BACK = "related_from_see-also"


def plans(maker: Maker) -> Iterator[Plan]:
    """Yield the page of every record, by kind and id."""
    for article_id in maker.site.articles:
        yield _plan(maker, "articles", article_id)
    for claim_id in maker.site.claims:
        yield _plan(maker, "claims", claim_id)
    for source_id in maker.site.sources:
        yield _plan(maker, "sources", source_id)


def _plan(maker: Maker, folder: str, record_id: str) -> Plan:
    left = "withdrawn" if maker.site.corpus.facts[folder, record_id].withdrawn else ""
    return Plan(f"{folder}/{record_id}/", partial(_made, maker, folder, record_id), left)


def _made(maker: Maker, folder: str, record_id: str) -> Page:
    if folder == "articles":
        return article(maker, maker.site.articles[record_id])
    if folder == "claims":
        view = maker.site.claims[record_id]
        if not view.claim.withdrawn:
            maker.list_claim(record_id)
        return claim(maker, view)
    return source(maker, maker.site.sources[record_id])


def article(maker: Maker, view: ArticleView) -> Page:
    """Make the page of an article: what was checked in it, what was left out."""
    article, settings = view.article, maker.site.settings
    credited = maker.site.sources.get(article.credited_to or "")
    name = (credited.source.publisher if credited else None) or article.credited_to
    checked = [entry.claim for entry in view.checked if entry.claim]
    held_up = [claim for claim in checked if not claim.claim.withdrawn]
    return maker.page(
        "article", f"articles/{article.id}/", maker.mark_language(article.title, article.lang),
        maker.t.read(article.why).text,
        title=article.title, view=view, article=article, credited=name, article_link=article.url,
        then=tally((claim.as_said for claim in held_up), settings),
        now=tally((claim.current for claim in held_up), settings),
        withdrawn=len(checked) - len(held_up),
        cite=citing.article(view, maker),
        crumbs=(("articles/", maker.t("articles"), ""),),
        modified=max((claim.modified.isoformat() for claim in checked), default=""),
        record_id=article.id, record_path=f"claims/{article.id}/article.yml",
    )  # fmt: skip


def claim(maker: Maker, view: ClaimView) -> Page:
    """Make the page of a claim."""
    claim, said, t = view.claim, view.claim.said, maker.t
    shown = t.read(said.media.description).text if said.media else ""
    worded = said.original.words if said.original else ""
    heading, short = t.read(claim.claim).text, t.read(view.current.review.short).text
    if claim.withdrawn:
        return tombstone(maker, "claims", claim.id, claim.withdrawn, heading)
    label = t.read(view.current.rating.label).text
    path = f"claims/{claim.id}/"
    wording = maker.wording(path)
    coverage = maker.site.articles[claim.article]
    related, topics = _related(maker, view), _topics(maker, claim.topics, path)
    return maker.page(
        "claim", path, maker.mark_language(*t.read(claim.claim)[:2]), short,
        title=f"{label}: {heading}", view=view, coverage=coverage, near=neighbours(view, coverage),
        checked_by=list(dict.fromkeys(name for w in view.windows for name in w.review.by)),
        stake=[claim.claimant.name, *claim.parties],
        tally={s: sum(p.item.stance == s for p in view.passages) for s in ("supports", "refutes", "context")},
        article_link=addresses.at_words(view.article.url, said.words or "", said.where or "") if view.article.url else None,
        original=maker.site.sources[said.original.source].source if said.original else None,
        verdict_chart=verdict_chart(view, wording),
        origin_chart=origin_chart(view, wording),
        origin_reasons=origin_reasons(view, wording),
        related=related,
        topics=topics,
        cite=citing.claim(view, maker),
        modified=view.modified.isoformat(),
        contents=_contents(t.language, would_change=claim.would_change is not None, related=bool(related)),
        found_as=(f"{label}: {heading}", " ".join(filter(None, (short, said.words or shown, *said.also, worded)))),
        shares=_shares(maker, view),
        crumbs=(
            (f"articles/{claim.article}/", coverage.article.title, coverage.article.lang),
            ("", topics, ""),
        ),
        record_id=claim.id, record_path=f"claims/{claim.article}/{claim.id}.yml",
    )  # fmt: skip


def source(maker: Maker, view: SourceView) -> Page:
    """Make the page of a source."""
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
        title=f"{title} · {publisher}", view=view, siblings=siblings, source_link=addresses.address(source),
        retold_ids=[teller.id for teller in view.retold_by],
        cite=citing.source(view, maker),
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
        withdrawal=withdrawal, link=link, see_name=replaced_by,
        see_path=relative(f"{folder}/{record_id}/")(f"{folder}/{withdrawal.see}/") if replaced_by else "",
        modified=withdrawal.on.isoformat(),
    )  # fmt: skip
    return replace(page, listed=False)


def _shares(maker: Maker, view: ClaimView) -> tuple[str, ...]:
    claimant = maker.facets.claimant(view.claim.claimant.name)
    return (
        f"rating:{view.current.rating.id}",
        *(f"topic:{topic}" for topic in view.claim.topics),
        f"claimant:{claimant.slug}",
        f"article:{view.claim.article}",
    )


def _topics(maker: Maker, topics: tuple[str, ...], path: str) -> Markup:
    """Link each topic: over the heading, on a phone among the facts, where there is room."""
    href = relative(path)
    return join_markup(
        ", ", (link(href(f"topics/{topic}/"), maker.topic(topic)) for topic in topics)
    )


def _related(maker: Maker, view: ClaimView) -> list[tuple[str, ClaimView]]:
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


@lru_cache(maxsize=64)
def _contents(language: str, *, would_change: bool, related: bool) -> str:
    sections = {
        "carries": "carries", "why": "why", "evidence": "evidence", "in-article": "in_article",
        "not-checked": "not_checked", "reply": "reply",
        "would-change": "would_change" if would_change else "", "timeline": "timeline",
        "related": "related" if related else "", "corrections": "corrections",
        "self-check": "self_check", "reuse": "reuse",
    }  # fmt: skip
    items = [
        markup(
            '<li class="md-nav__item"><a href="#{}" class="md-nav__link"><span class="md-ellipsis">{}</span></a></li>',
            anchor,
            words(language)(key),
        )
        for anchor, key in sections.items()
        if key
    ]
    return str(join_markup("", items))
