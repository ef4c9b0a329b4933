from lastro.rules import Finding, Findings, Settings, Severity

SEVERITY = Severity.ERROR
WAIVABLE = False
_UNSERVED = {"cards": "no share card is drawn", "claimreview": "no ClaimReview is written"}


def check(settings: Settings) -> Findings:
    for name, why in _UNSERVED.items():
        is_set = name in settings.exports.model_fields_set
        if is_set and getattr(settings.exports, name) != "off":
            yield Finding(
                route=("lastro", "exports", name),
                on_key=True,
                message=f"'{name}' has no effect yet: {why}",
                hint="delete it",
            )
