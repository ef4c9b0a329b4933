from lastro.evidence.judge import chain_is_whole
from lastro.evidence.origins import Origins
from lastro.rules import Corpus, Finding, Findings, Related, Rewrite, Source, in_quotes

WAIVABLE = True
FIX = "unsafe"


def check(source: Source, corpus: Corpus) -> Findings:
    origins = corpus.derive_once(Origins)
    if not source.derived_from or not chain_is_whole(source.id, corpus):
        return
    ends, roots = origins.ends(source.id), origins.roots(source.id)
    if not roots or source.origin in roots:
        return
    at = ("sources", source.id, "origin")
    yield Finding(
        route=at,
        message=f"origin is {in_quotes(source.origin)}, its roots say '{', '.join(roots)}'",
        hint="take the root's origin, or cut `derived_from`",
        related=tuple(Related(("sources", end, "origin"), "a root") for end in ends),
        edits=(Rewrite(at, roots[0]),) if len(roots) == 1 else (),
    )
