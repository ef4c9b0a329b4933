"""The frame of every page of one language: what stands over its heading, in its head, at its end.

Long lists are cut into pages: a reader loads fifty entries, however many there are. Page 1 has the bare
address, so a link to a list never breaks as it grows; the others stand at `page/2/` and so on. Cutting
asks a list for its length and one slice, nothing else: entries of other pages need not be made.
"""

from collections.abc import Callable, Iterator, Sequence, Sized
from dataclasses import dataclass, field
from typing import Any, TypeVar

from markupsafe import escape
from msgspec import Struct

from lastro.artifacts import NOINDEX, Page
from lastro.model.article import Article
from lastro.render.context import Filling
from lastro.render.words.catalogue import Words
from lastro.render.words.phrases import mark_language, mark_safe, markup
from lastro.site.addresses import at_root, relative
from lastro.site.derive import Site
from lastro.site.facets import Facet, facets

Crumb = tuple[str, str, str]
"""Address, name and, when it is another than the page's, language; no address: no link of its own."""
_HIDDEN = {"overdue"}
"""Kinds of pages that no search engine should keep: they are others tomorrow."""
_GIVEN = ("modified", "found_as", "entry", "contents")
SEARCH = "search/"
FULL = 50
"""Entries of a list on one page."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list, which may be its only one."""

    path: str
    """Address of the list, which is that of its first page, below the language's root."""
    number: int = 1
    """From 1."""
    last: int = 1
    """The number of the last page."""
    lists: tuple[Sized, ...] = field(default=(), repr=False, compare=False)
    """What is cut: how many pages there are depends on how long these are."""
    full: int = field(default_factory=lambda: FULL)
    """How many entries a page shows at most."""

    def look_up(self) -> None:
        """Ask how long the lists are, so that a page that shows its number is made from that."""
        for entries in self.lists:
            len(entries)

    @property
    def address(self) -> str:
        return self.at(self.number)

    def at(self, number: int) -> str:
        return self.path if number == 1 else f"{self.path}page/{number}/"

    def cut(self, entries: Sequence[T]) -> Sequence[T]:
        return entries[self.full * (self.number - 1) : self.full * self.number]

    @property
    def beside(self) -> str:
        """Links to the pages before and after, for the document's head."""
        href = relative(self.address)
        ways = (("prev", self.number - 1), ("next", self.number + 1))
        return "".join(
            f'<link rel="{way}" href="{href(self.at(number))}">'
            for way, number in ways
            if 1 <= number <= self.last
        )


def leaves(path: str, *lists: Sized, full: int = 0) -> Iterator[Leaf]:
    """Yield the pages of a list, one at least; lists that share their pages go on side by side."""
    full = full or FULL
    last = max(1, *(-(-len(entries) // full) for entries in lists))
    for number in range(1, last + 1):
        yield Leaf(path, number, last, lists, full)


class Plan(Struct, frozen=True):
    """One page that can be made: its address follows from facts, while a page costs a thousand times as much."""

    path: str
    """Address below the language's root, with a slash at the end; empty for home."""
    make: Callable[[], Page]
    state: str = ""
    """What the record at this address is now, where its page is of another kind: `withdrawn`, `moved`, `open`."""


class Maker:
    """Fills the templates of one language; the modules beside it say which pages there are."""

    def __init__(self, site: Site, t: Words) -> None:
        self.site = site
        self.t = t
        self.language = t.language
        self.facets = facets(site)
        filling = Filling(site, t, self.facets)
        self.fill, self.wording = filling.fill, filling.wording
        self.send_line, self.receive_line = filling.send_line, filling.receive_line

    def page(
        self,
        kind: str,
        path: str,
        heading: str,
        description: str,
        *,
        title: str = "",
        crumbs: tuple[Crumb, ...] = (),
        template: str = "",
        leaf: Leaf | None = None,
        script: str = "",
        **values: Any,
    ) -> Page:
        """Make a page of a kind from its template; values that are no markup are escaped.

        A page for editors is kept from search engines and sitemaps, as every page of a draft is. A page of
        a list stands at the address of its leaf, and from the second on says its number.
        """
        title = title or heading
        if leaf:
            leaf.look_up()
        if leaf and leaf.number > 1:
            path = leaf.address
            of = self.t("page_of", n=leaf.number, all=leaf.last)
            heading, title = (
                self.t("paged", title=t, n=leaf.number, all=leaf.last) for t in (heading, title)
            )
            description = markup("{} {}.", description, of)
        hidden = self.site.draft or kind in _HIDDEN
        # pages without a record are told apart by their address when someone reports an error
        values.setdefault("record_id", self.site.address(self.language, path))
        if any(values.get("found_as", ())):
            values["entry"] = self.fill("found.html", SEARCH, kind=kind, **values)
        body = self.fill(f"{template or kind}.html", path, leaf=leaf, **values)
        if self.t.lacks:
            said = "Parts of this page are not translated yet, and stand in English."
            body = markup('<p class="lt-dim" lang="en" dir="ltr">{}</p>', said) + mark_safe(body)
        if self.site.draft:
            body = markup('<p class="lt-draft">{}</p>', self.t("draft_banner")) + mark_safe(body)
        graph = self.fill(
            "open_graph.html", path, kind=kind, title=title, description=description,
            view=values.get("view"), address=self.site.address(self.language, path),
        )  # fmt: skip
        return Page(
            path=path,
            kind=kind,
            language=self.language,
            title=str(escape(title)),
            description=str(escape(description)),
            heading=str(escape(heading)),
            above=self.fill("above.html", path, crumbs=crumbs),
            body=str(body),
            head=(NOINDEX if hidden else graph)
            + _script(script, at_root(self.site, self.language, path)),
            beside=leaf.beside if leaf else "",
            listed=not hidden,
            claims=tuple(one.id for one in values.get("claims", ())),
            **{key: values[key] for key in _GIVEN if key in values},
        )

    def topic(self, topic_id: str) -> str:
        named = self.site.settings.topic(topic_id)
        return self.t.read(named.label).text if named else topic_id

    def name_of(self, facet: Facet) -> str:
        return (
            self.topic(facet.slug) if facet.by == "topics" else self.facets.spelled[facet.key].name
        )

    def name_of_record(self, kind: str, record_id: str) -> str:
        """Return what readers call a record: the wording of a claim, the title of any other."""
        if view := self.site.every_claim.get(record_id) if kind == "claims" else None:
            return self.t.read(view.claim.claim).text
        if kind == "articles":
            return self.site.articles[record_id].article.title
        return self.wording("").title(self.site.sources[record_id].source)

    def name_credited(self, article: Article) -> str:
        """Name whom an article credits; empty where it credits nobody."""
        source = self.site.sources.get(article.credited_to or "")
        return (source.source.publisher if source else None) or article.credited_to or ""

    def mark_language(self, text: str, language: str | None) -> str:
        if language in (None, self.language):
            return text
        return markup("<span{}>{}</span>", mark_language(language), text)


def _script(name: str, path: str) -> str:
    src = f"{relative(path)('assets/')}{name}"
    return f'<script type="module" src="{src}"></script>' if name else ""
