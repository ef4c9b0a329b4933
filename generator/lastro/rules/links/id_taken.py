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
    for row in known:
        for index, former in enumerate(row.former_ids):
            owner, here = (row.kind, former), (*row.at, "former_ids", index)
            route, hint = here, "keep it where links to it should lead"
            before, name = first.setdefault(owner, here), in_quotes(former)
            if owner == row.at:
                message = f"{name} is the id of this record, not a former one"
                hint = "delete it here, or rename the file; retired ids are never given again"
            elif before[:2] == here[:2] and before != here:
                message, hint = f"{name} stands here twice", "keep one"
            elif before != here:
                message = f"{name} is a former id of {in_quotes(before[1])} too"
            elif owner in taken:
                message = f"{name} is a former id of {in_quotes(row.id)}"
                route, hint = owner, "choose another; retired ids are never given again"
            else:
                continue
            related = () if owner == row.at else (Related(before, "held here"),)
            yield Finding(route=route, message=message, hint=hint, related=related)
