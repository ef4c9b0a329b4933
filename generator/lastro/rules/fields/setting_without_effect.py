"""A setting in lastro.yml does something.

Who publishes a site takes what it is set to for what it does. A switch that nothing is wired to
promises readers a machine format that is not there.

Share cards are not drawn yet: `exports.cards` keeps its place for them.
"""

from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.model.settings import Settings

SEVERITY = Severity.WARNING
WAIVABLE = False


def check(settings: Settings) -> Findings:
    """Yield one finding where cards are asked for."""
    if settings.exports.cards != "off":
        yield Finding(
            route=("lastro", "exports", "cards"),
            on_key=True,
            message="'cards' has no effect yet: no share card is drawn",
            hint="delete it",
        )
