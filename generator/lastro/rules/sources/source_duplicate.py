"""One page has one source record.

A reader sees two sources and takes them for two. A correction of one leaves the other as it was,
and passages of one page are listed in two places.

Compared are `url`, `doi`, and `isbn` where the title is the same too, as a book may hold the works
of several. An address is the same whatever its http or https, `www.`, last slash, escapes and place
on the page; an archive address is the page that it is a copy of. One page as two captures show it
may have two records: silent where both have one origin, and archive addresses of their own.
Withdrawn sources are left alone.
"""

import msgspec
from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.corpus.facts import Facts
from lastro.diagnostics.finding import Finding, Findings, Related

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
    """Yield one finding for each source whose page one with an earlier id has."""
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
