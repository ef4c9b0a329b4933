"""A setting in lastro.yml does something.

Who publishes a site takes what it is set to for what it does. A switch that nothing is wired to
promises readers a machine format that is not there.

No ClaimReview is written yet: `exports.claimreview` keeps its place for it.
"""

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
