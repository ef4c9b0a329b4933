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
