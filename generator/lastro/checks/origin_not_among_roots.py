"""A source that re-tells another has the origin of that other one.

Readers are told how many independent origins a verdict has. A reprint with an origin of its own
would count beside the text that it repeats, and one voice would look like two.

Silent where the chain of `derived_from` is broken or runs in a circle, as its end is not known
then.
"""

from collections.abc import Iterator

from lastro.corpus import Corpus
from lastro.diagnostics import Finding, Related, Severity, quoted
from lastro.evidence.origins import Origins
from lastro.fixes import Rewrite

SEVERITY = Severity.ERROR
WAIVABLE = True
FIX = "unsafe"
SCOPE = "reach"


def check(corpus: Corpus) -> Iterator[Finding]:
    """Yield one finding for each source whose origin none of its roots has."""
    origins = Origins(corpus)
    for source in corpus.sources_checked():
        if not source.derived_from or not chain_is_whole(source.id, corpus):
            continue
        ends, roots = origins.ends(source.id), origins.roots(source.id)
        if not roots or source.origin in roots:
            continue
        at = ("sources", source.id, "origin")
        yield Finding(
            at=at,
            message=f"origin is {quoted(source.origin)}, its roots say '{', '.join(roots)}'",
            hint="take the root's origin, or cut `derived_from`",
            related=tuple(Related(("sources", end, "origin"), "a root") for end in ends),
            edits=(Rewrite(at, roots[0]),) if len(roots) == 1 else (),
        )


def chain_is_whole(source_id: str, corpus: Corpus) -> bool:
    """Tell whether everything that a source re-tells, step by step, could be read."""
    seen: set[str] = set()
    stack = [source_id]
    while stack:
        here = stack.pop()
        if here in seen:
            continue
        if here not in corpus.sources:
            return False
        seen.add(here)
        stack.extend(corpus.sources[here].derived_from)
    return True
