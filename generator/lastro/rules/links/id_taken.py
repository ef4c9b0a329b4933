from lastro.places import KINDS
from lastro.rules import Corpus, Finding, Findings, RecordPath, Related, in_quotes


def check(corpus: Corpus) -> Findings:
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
