"""A setting in lastro.yml does something.

Who publishes a site takes what it is set to for what it does. A switch that nothing is wired to
promises readers a machine format that no page has.

`exports` keeps its place for the machine formats, which this Lastro does not write yet.
"""

from lastro.rules import Finding, Findings, Settings, Severity

SEVERITY = Severity.WARNING
WAIVABLE = False


def check(settings: Settings) -> Findings:
    """Yield one finding where the machine formats are set."""
    if "exports" in settings.model_fields_set:
        yield Finding(
            route=("lastro", "exports"),
            on_key=True,
            message="'exports' has no effect yet: no machine format is written",
            hint="delete it",
        )
