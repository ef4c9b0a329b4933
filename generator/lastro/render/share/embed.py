"""A claim in the pages of others: a page to embed, a badge as a picture, and the answer to oEmbed.

A verdict that somebody copied stays as it was copied. These stand at addresses that outlive the
verdict and any id of the claim, so whoever embeds one always shows what holds now, and since when.
Once its review is late, they say so. Sources: https://oembed.com/, https://www.w3.org/TR/CSP3/
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources

from msgspec import Struct

from lastro.artifacts import Artifact
from lastro.places import RecordPath
from lastro.render.environment import fill
from lastro.render.share.cards import card_of
from lastro.render.share.widths import cut, width_of
from lastro.render.words.catalogue import Words, words
from lastro.render.words.phrases import mark_language, mark_safe, plain
from lastro.render.words.wording import SHAPES
from lastro.site.derive import Site
from lastro.site.views import ClaimView, OpenView
from lastro.text import escape

PAST = "past"
"""The table that tells of a day whether it has passed: what shows that is made again once, on the day after."""
CACHED = 3_600
"""Seconds for which others may keep what oEmbed told them."""


class Standing(Struct, frozen=True, kw_only=True):
    """What is said of a claim where there is room for four lines, as plain text."""

    name: str
    """The label of its rating, or why it has none."""
    days: str
    """When that was decided, and when it is looked at again."""
    shape: str = ""
    tone: str = "neutral"
    before: str = ""
    """The verdict when said, where it is another one now."""
    is_late: bool = False

    @classmethod
    def of(cls, view: OpenView, site: Site, t: Words) -> "Standing":
        """Say how a claim stands: withdrawn, being looked at, or with a verdict."""
        claim, due = view.claim, view.due
        if claim.withdrawn:
            on = t.short(claim.withdrawn.on)
            return cls(name=str(t("withdrawn_title")), days=plain(t("badge_since", day=on)))
        told, late = {"due": t.short(due)} if due else {}, bool(due and due < site.day)
        site.corpus.tracer.note(f"{PAST}/{due or date.max}")
        if not isinstance(view, ClaimView):
            told["day"] = t.short(claim.opened or view.modified)
            name, days = str(t("open_tag")), t("badge_late" if late else "badge_open", **told)
            return cls(name=name, days=plain(days), is_late=late)
        told["day"] = t.short(view.decided or view.modified)
        days = t("badge_late" if late else "badge_due" if due else "badge_as_of", **told)
        rating = view.current.rating
        return cls(
            name=t.read(rating.label).text, days=plain(days), shape=SHAPES[rating.shape],
            tone=rating.tone, before=_before(view, t), is_late=late,
        )  # fmt: skip


def _before(view: ClaimView, t: Words) -> str:
    was, now = view.as_said.rating, view.current.rating
    if was.id == now.id:
        return ""
    said = view.claim.said.on
    told = {"label": t.read(was.label).text, "since": t.short(view.current.review.holds.start)}
    key = "badge_before" if said else "badge_before_undated"
    return plain(t(key, **told, **({"day": t.short(said)} if said else {})))


def record_files(site: Site, at: RecordPath) -> Iterator[Artifact]:
    """Yield the files of a claim in each language, at its id and at each that it had."""
    kind, key = map(str, at)
    view = site.every_claim.get(key) if kind == "claims" else None
    if view is None:
        return
    former = [one for one in view.claim.former_ids if one not in site.every_claim]
    for tag in site.languages:
        page, badge, answer = _files(site, view, words(tag))
        for name in (key, *former):
            yield Artifact.text(f"embed/{tag}/{name}/index.html", page)
            yield Artifact.text(f"embed/{tag}/{name}.svg", badge)
            yield Artifact.json(f"embed/{tag}/{name}.json", answer)


def _files(site: Site, view: OpenView, t: Words) -> tuple[str, str, dict[str, object]]:
    stand, claim = Standing.of(view, site, t), t.read(view.claim.claim)
    values = {
        "t": t, "site": site, "view": view, "stand": stand, "claim": claim,
        "verdict": isinstance(view, ClaimView) and not view.claim.withdrawn,
        "address": site.address(t.language, f"claims/{view.id}/"),
        "name": site.settings.publisher.name,
        "mark_language": mark_language,
    }  # fmt: skip
    page = fill("embed.html", {**values, "style": _style()})
    badge = fill("badge.svg", {**values, "cut": cut, "width_of": width_of})
    return page, escape.keep_xml(badge), _answer(site, view, t, f"{stand.name}: {claim.text}")


def _answer(site: Site, view: OpenView, t: Words, title: str) -> dict[str, object]:
    """Answer as oEmbed asks; a static host has one answer, whatever width a consumer asks for."""
    name, claim = site.settings.publisher.name, t.read(view.claim.claim).text
    frame = {"at": f"{site.url}embed/{t.language}/{view.id}"}
    frame["title"] = t("embed_title", publisher=name, claim=claim)
    answer: dict[str, object] = {
        "version": "1.0", "type": "rich", "title": title,
        "author_name": name, "author_url": site.settings.publisher.url,
        "provider_name": name, "provider_url": site.url,
        "html": fill("embed-frame.html", frame), "width": 480, "height": 260, "cache_age": CACHED,
    }  # fmt: skip
    if card := card_of(site, t.language, view):
        answer |= {"thumbnail_url": card, "thumbnail_width": 1200, "thumbnail_height": 630}
    return answer


@cache
def _style() -> tuple[str, str]:
    """Return the style of the page, and what its policy names it by."""
    style = (resources.files("lastro.render") / "templates/embed.css").read_text("utf-8")
    return mark_safe(style), b64encode(hashlib.sha256(style.encode()).digest()).decode()
