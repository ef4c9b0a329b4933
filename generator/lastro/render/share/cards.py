"""The picture that a link to a claim brings along, where people pass it on."""

from lastro.model.settings import CARDS
from lastro.site.derive import Site
from lastro.site.views import ClaimView, OpenView

SIZE = 1200, 630


def card_of(site: Site, language: str, view: OpenView | None) -> str:
    """Return the address of the card of a claim, else of the site; empty where none is drawn."""
    if not site.serves(CARDS):
        return ""
    name = ""
    if isinstance(view, ClaimView) and not view.claim.withdrawn:
        per_claim = site.settings.exports.cards == "per-claim"
        name = view.id if per_claim else view.current.rating.id
    return f"{site.url}cards/{language}/{name}.png" if name else f"{site.url}cards/{language}.png"
