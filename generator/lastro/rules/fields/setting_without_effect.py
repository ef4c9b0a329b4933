"""A setting in lastro.yml does something.

Who publishes a site takes what it is set to for what it does. A switch that nothing is wired to
promises readers a machine format that is not there.

No share card is drawn yet: `exports.cards` keeps its place for them.
"""

from lastro.rules import Finding, Findings, Settings, Severity

SEVERITY = Severity.ERROR
WAIVABLE = False


def check(settings: Settings) -> Findings:
    if settings.exports.cards != "off":
        yield Finding(
            route=("lastro", "exports", "cards"),
            on_key=True,
            message="'cards' has no effect yet: no share card is drawn",
            hint="delete it",
        )
