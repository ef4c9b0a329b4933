import msgspec
from msgspec import Struct

from lastro.corpus.facts import Facts
from lastro.rules import Corpus, Finding, Findings, Related

WAIVABLE = True


class _Holders(Struct):
    """The sources of one page: the first, and which of them holds which archive address."""

    first: Facts
    where: str
    archived: dict[str, Facts] = msgspec.field(default_factory=dict)

    def other_than(self, source: Facts) -> Facts | None:
        """Return a source that this one repeats; None when it is another capture of the page."""
        holder = next((self.archived[a] for a in source.archived if a in self.archived), None)
        captures = bool(source.archived and self.first.archived)
        if holder is None and captures and source.origin == self.first.origin:
            return None
        return holder or self.first


def check(corpus: Corpus) -> Findings:
    known: dict[str, _Holders] = {}
    for source in corpus.facts.rows("sources", "archived", "origin", "pages", "withdrawn"):
        for where, page in () if source.withdrawn else source.pages:
            holders = known.setdefault(page, _Holders(source, where))
            other = holders.other_than(source) if holders.first is not source else None
            if other:
                same = "work" if where == "isbn" else "page"
                yield Finding(
                    route=("sources", source.id, where),
                    message=f"same {same} as sources/{other.id}.yml",
                    hint=f"cite '{other.id}' instead and withdraw this, or give each the archive address of its capture",
                    related=(Related(("sources", other.id, holders.where), f"the same {same}"),),
                )
                break
            holders.archived.update(dict.fromkeys(source.archived, source))
