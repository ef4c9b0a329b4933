"""The picture that a link to a claim brings along, where people pass it on: drawn as SVG here.

Most people who meet a link see the card and never the page. So the verdict leads, and what it means
and rests on stands beside the claim. A card that a network has kept cannot be called back: it names
the day of the decision, and the day of the next one.
"""

from collections.abc import Iterator, Sequence

from lastro.artifacts import Artifact, Drawing
from lastro.model.settings import CARDS, Rating
from lastro.places import RecordPath
from lastro.render.environment import fill
from lastro.render.share.widths import cut, has_letters, width_of
from lastro.render.words.catalogue import Words, words
from lastro.render.words.phrases import plain
from lastro.render.words.wording import SHAPES, STANCE_SHAPES, Wording
from lastro.site.cards import Rest, lay_out
from lastro.site.derive import Site
from lastro.site.views import ClaimView, OpenView
from lastro.text import escape

MOST_STRINGS = 7
"""Origins that there is room for; the page shows them all."""


def card_of(site: Site, language: str, view: OpenView | None) -> str:
    """Return the address of the card of a claim, else of the site; empty where none is drawn."""
    if not site.serves(CARDS):
        return ""
    name = ""
    if isinstance(view, ClaimView) and not view.claim.withdrawn:
        per_claim = site.settings.exports.cards == "per-claim"
        name = f"/{view.id if per_claim else view.current.rating.id}"
    return f"{site.url}cards/{language}{name}.png"


def record_files(site: Site, at: RecordPath) -> Iterator[Artifact]:
    view = site.claims.get(str(at[1])) if at[0] == "claims" else None
    if view and not view.claim.withdrawn and site.settings.exports.cards != "per-rating":
        for tag in site.languages:
            yield Drawing(
                f"cards/{tag}/{view.id}.png", _claim_card(site, view, words(tag)).encode()
            )


def shared_files(site: Site, _: object) -> Iterator[Artifact]:
    """Yield the card of the site in each language, and those of ratings where claims have none."""
    for tag in site.languages:
        t, name = words(tag), site.settings.publisher.name
        card = _draw(site, name, None, str(t("home_description")))
        yield Drawing(f"cards/{tag}.png", card.encode())
        for rating in site.settings.ratings if site.settings.exports.cards == "per-rating" else ():
            label, meaning = (t.read(text).text for text in (rating.label, rating.meaning))
            card = _draw(site, label, rating, meaning)
            yield Drawing(f"cards/{tag}/{rating.id}.png", card.encode())


def _claim_card(site: Site, view: ClaimView, t: Words) -> str:
    rating, said, due = view.current.rating, view.claim.said.on, view.due
    days = {"day": t.short(view.decided or view.modified), **({"due": t.short(due)} if due else {})}
    names = t.join(view.claim.claimant_names)
    told = (
        t("embed_said", names=names, day=t.short(said))
        if said
        else t("embed_said_undated", names=names)
    )
    line = plain(Wording(site, t, str).plain(view)) or t.read(view.current.review.short).text
    return _draw(
        site, t.read(rating.label).text, rating, t.read(view.claim.claim).text,
        line=line, foot=f"{plain(t('badge_due' if due else 'badge_as_of', **days))}. {plain(told)}",
        strings=lay_out(view)[0].rests_on,
    )  # fmt: skip


def _draw(
    site: Site, label: str, rating: Rating | None, text: str, *,
    line: str = "", foot: str = "", strings: Sequence[Rest] = (),
) -> str:  # fmt: skip
    """Draw a card; of what the font cannot write, verdict, shape and site are left."""
    if not has_letters(text + line + foot):
        text = line = foot = ""
        strings = ()
    card = fill("card.svg", {
        "label": label if has_letters(label) else "", "rating": rating, "text": text, "line": line,
        "foot": foot, "strings": strings[:MOST_STRINGS], "name": site.settings.publisher.name,
        "cut": cut, "width_of": width_of, "shapes": SHAPES, "stance_shapes": STANCE_SHAPES,
    })  # fmt: skip
    return escape.keep_xml(card)
