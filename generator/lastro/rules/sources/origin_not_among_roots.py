"""A source that re-tells another has the origin of that other one.

Readers are told how many independent origins a verdict has. A reprint with an origin of its own
would count beside the text that it repeats, and one voice would look like two.

Silent where the chain of `derived_from` is broken or runs in a circle, as its end is not known
then.
"""

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Related, Rewrite
from lastro.evidence.judge import chain_is_whole
from lastro.evidence.origins import Origins
from lastro.model.source import Source
from lastro.text.messages import in_quotes

WAIVABLE = True
FIX = "unsafe"


def check(source: Source, corpus: Corpus) -> Findings:
    """Yield one finding for each source whose origin none of its roots has."""
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
