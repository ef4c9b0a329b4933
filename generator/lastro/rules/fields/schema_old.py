from lastro.model.settings import SCHEMA
from lastro.rules import Finding, Findings, Settings

WAIVABLE = False


def check(settings: Settings) -> Findings:
    version = settings.schema_version
    if version != SCHEMA:
        yield Finding(
            route=("lastro", "schema"),
            message=f"these records are written in schema {version}, this Lastro reads {SCHEMA}",
            hint="run `lastro migrate`: it changes what the newer schema writes in another way",
        )
