from lastro.rules import Finding, Findings, Settings, Severity

SEVERITY = Severity.ERROR
WAIVABLE = False


def check(settings: Settings) -> Findings:
    if "claimreview" in settings.exports.model_fields_set:
        yield Finding(
            route=("lastro", "exports", "claimreview"),
            on_key=True,
            message="'claimreview' has no effect yet: no ClaimReview is written",
            hint="delete it",
        )
