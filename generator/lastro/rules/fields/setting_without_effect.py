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
