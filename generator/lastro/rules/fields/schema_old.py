from lastro.model.settings import SCHEMA
from lastro.rules import Finding, Findings, Rewrite, Settings

WAIVABLE = False
FIX = "safe"


def check(settings: Settings) -> Findings:
    version, here = settings.schema_version, ("lastro", "schema")
    if version != SCHEMA:
        yield Finding(
            route=here,
            message=f"these records are written in schema {version}, this Lastro reads {SCHEMA}",
            hint=f"write `schema: {SCHEMA}`: no record needs a change",
            edits=(Rewrite(here, SCHEMA, version),),
        )
