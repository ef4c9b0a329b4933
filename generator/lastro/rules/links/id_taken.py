"""An id belongs to one record of its kind in the whole site, for good.

Links and citations name an id, and addresses that others have kept hold it. Were it given to a
second record, or again to a new one, a reader could be led to the verdict on another claim.

The file that comes first by path keeps the id; claims of different articles share one space. Names
that differ by case or Unicode form only are one name on many disks. Retired ids stand in
`former_ids`; those of a file that cannot be read are not looked at.
"""

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Related
from lastro.places import KINDS, RecordPath
from lastro.text.messages import in_quotes


def check(corpus: Corpus) -> Findings:
    """Yield one finding for each id that is in use and retired, or retired twice."""
    first: dict[RecordPath, RecordPath] = {}
    known = [row for kind in KINDS.values() for row in corpus.facts.rows(kind, "former_ids")]
    taken = {row.at for row in known}
    for at, row in ((row.at, row) for row in known):
        for index, former in enumerate(row.former_ids):
            owner, here = (at[0], former), (*at, "former_ids", index)
            if owner == at:
                message = f"{in_quotes(former)} is the id of this record, not a former one"
                hint = "delete it here, or rename the file; retired ids are never given again"
                yield Finding(route=here, message=message, hint=hint)
            elif owner in first:
                yield _retired_twice(here, former, first[owner])
            elif owner in taken:
                yield _given_again(owner, at, here)
            first.setdefault(owner, here)


def _given_again(owner: RecordPath, holder: RecordPath, here: RecordPath) -> Finding:
    return Finding(
        route=owner,
        message=f"{in_quotes(owner[1])} is a former id of {in_quotes(holder[1])}",
        hint="choose another; retired ids are never given again",
        related=(Related(here, "held here"),),
    )


def _retired_twice(here: RecordPath, former: str, first: RecordPath) -> Finding:
    twice = first[:2] == here[:2]
    return Finding(
        route=here,
        message=f"{in_quotes(former)} stands here twice"
        if twice
        else f"{in_quotes(former)} is a former id of {in_quotes(first[1])} too",
        hint="keep one" if twice else "keep it where links to it should lead",
        related=(Related(first, "held here"),),
    )
