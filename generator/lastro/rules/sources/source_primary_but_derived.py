"""A primary source is the record or the actor itself, and re-tells nobody.

The scale lets one primary source carry a verdict. A report about a filing is not the filing, and
must not weigh as much.

A reprint that gives the words of the record is primary as well: it names the reprint in `read`,
not the record in `derived_from`.
"""

from lastro.rules import Finding, Findings, Related, Source, in_quotes

WAIVABLE = True


def check(source: Source) -> Findings:
    if source.kind == "primary" and source.derived_from:
        yield Finding(
            route=(*source.at, "kind"),
            message=f"a source that re-tells {in_quotes(source.derived_from[0])} is not primary",
            hint="set `kind: secondary`, or delete `derived_from`",
            related=(Related((*source.at, "derived_from"), "re-tells this"),),
        )
