"""Records name the format that they are written in.

Whoever reads records with another program goes by the number in lastro.yml: under an older number a
field that came later is one that the format does not have.

An earlier version is read all the same, so that changes can be judged against revisions in it.
"""

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
