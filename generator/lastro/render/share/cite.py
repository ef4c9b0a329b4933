"""A claim as a reference list names it: for APA, ABNT, BibTeX, and CSL-JSON for all other styles.

The verdict leads the title and its day is the date. Who cites a claim without them would have us say
what we do not say. Sources: https://docs.citationstyles.org/, NBR 6023:2018, the APA's manual (2020).
"""

import json
from datetime import date

from msgspec import Struct

from lastro.render.words.catalogue import Words, words
from lastro.site.derive import Site
from lastro.site.views import ClaimView


class Reference(Struct, frozen=True, kw_only=True):
    """What a reference names of a claim."""

    id: str
    names: list[str]
    """Those who decided the verdict that holds."""
    title: str
    container: str
    day: date
    in_brazil: str
    """The day as ABNT writes it, which is Portuguese in whatever language a work is."""
    address: str
    language: str

    @property
    def data(self) -> str:
        """The reference as CSL-JSON, from which programs make that of any style."""
        issued = [self.day.year, self.day.month, self.day.day]
        item = {
            "id": self.id, "type": "webpage", "title": self.title,
            "author": [{"literal": name} for name in self.names],
            "container-title": self.container, "issued": {"date-parts": [issued]},
            "URL": self.address, "language": self.language,
        }  # fmt: skip
        return json.dumps([item], ensure_ascii=False)


def refer_to(view: ClaimView, site: Site, t: Words) -> Reference:
    """Return how a claim is cited, as its page stands in one language."""
    day = view.decided or view.modified
    label, claim = t.read(view.current.rating.label).text, t.read(view.claim.claim).text
    return Reference(
        id=view.id,
        names=[*dict.fromkeys(view.current.review.by)],
        title=f"{label}: {claim.rstrip('.')}",
        container=site.settings.publisher.name,
        day=day,
        in_brazil=words("pt-BR").short(day).replace("mai.", "maio"),
        address=site.address(t.language, f"claims/{view.id}/"),
        language=t.language,
    )
