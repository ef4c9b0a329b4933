"""One ready sentence to cite a page by: who says it, what, when it was last decided, and where.

A reader who copies it carries the rating and its day along, so that a verdict that has changed since
can be told from the one that was cited. A draft has none: it says of itself not to be cited.
"""

from collections.abc import Iterable

from markupsafe import Markup

from lastro.model.claim import Claim
from lastro.render.addresses import whole
from lastro.render.page_builder import Maker
from lastro.site.views import ArticleView, ClaimView, SourceView


def claim(view: ClaimView, maker: Maker) -> Markup:
    """Cite a claim by our wording and its rating now."""
    t = maker.t
    wording = t.read(view.claim.claim)
    return _sentence(
        ("cite_claim", ""),
        maker,
        f"claims/{view.id}/",
        [view.claim],
        title=maker.mark_language(wording.text.rstrip("."), wording.lang),
        rating=t.read(view.current.rating.label).text,
    )


def article(view: ArticleView, maker: Maker) -> Markup:
    """Cite the check of an article by the article's title."""
    article = view.article
    checked = [entry.claim.claim for entry in view.checked if entry.claim]
    title = maker.mark_language(article.title, article.lang)
    keys = ("cite_article", "cite_article_undecided")
    return _sentence(keys, maker, f"articles/{article.id}/", checked, title=title)


def source(view: SourceView, maker: Maker) -> Markup:
    """Cite our page of a source, which is not the source itself."""
    source = view.source
    title = maker.wording("").title(source)
    return _sentence(
        ("cite_source", "cite_source_undecided"),
        maker,
        f"sources/{source.id}/",
        [claim.claim for claim, _ in view.used],
        title=maker.mark_language(title, source.lang if source.title else None),
    )


def _sentence(
    keys: tuple[str, str], maker: Maker, path: str, claims: Iterable[Claim], **values: object
) -> Markup:
    """Fill the first key, or the second where nothing was decided yet."""
    if maker.site.draft:
        return Markup()
    decided = [review.decided for c in claims if not c.withdrawn for review in c.reviews]
    if decided:
        values["day"] = maker.t.time(max(decided))
    return maker.t(
        keys[0] if decided else keys[1],
        publisher=maker.site.settings.publisher.name,
        address=whole(maker.site, maker.language, path),
        **values,
    )
