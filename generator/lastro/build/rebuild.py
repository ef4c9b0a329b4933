"""Make again the pages of the published site that changed, the engine's files, and the shared files.

A page is made when it is new, when a fingerprint of its trace changed, or when its file is not the
one that the last build wrote. Every other file stays. New files are staged as they are made, and put
in place together at the end, after every link of every made page was followed.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from lastro.build.engine_pass import EnginePass
from lastro.build.language import Language
from lastro.build.pieces import MemoNodes
from lastro.build.result import Progress
from lastro.build.standing import PublishedFolder
from lastro.build.state import FileStamp, LanguageState, PagesState, PageState
from lastro.build.workers import PageMaker, WorkerPool, make_in_process
from lastro.build.workshop import MadePage, UnframedPage, Workshop
from lastro.corpus.neighbourhoods import page_order
from lastro.errors import LastroError
from lastro.publish.changed_links import PublishedLinks, require_none
from lastro.publish.frames import Frames
from lastro.publish.lean_search import SEARCH, lean_index
from lastro.publish.links import LinkProof
from lastro.publish.mkdocs.config import EngineSettings
from lastro.publish.outline import Outline, outline
from lastro.publish.pagefind import Search, search
from lastro.publish.sitemap import SITEMAP, sitemap
from lastro.system.output import WriteResult, is_kept, refuse_kept, write_some

OVERDUE = "overdue/"
"""The page that lists what is due, which all records decide together."""
FEW = 1_000
"""Up to so many pages are made in any order: what they show of records fits into memory.

More pages are made by neighbourhoods, so that each record is read once."""


class Rebuild:
    """One build of the published site.

    `before` is the state of the last build. `last_look` is called right before files are put in
    place, and raises when the records are no longer those that were read. `told` hears of progress.
    """

    def __init__(
        self,
        folder: Path,
        workshop: Workshop,
        settings: EngineSettings,
        *,
        before: PagesState,
        pieces: MemoNodes,
        last_look: Callable[[], None],
        told: Progress = lambda _: None,
    ) -> None:
        self.folder, self.workshop, self.settings = folder, workshop, settings
        self.before, self.pieces, self.told = before, pieces, told
        self.last_look = last_look
        self.site, self.root = workshop.site, workshop.order.root
        self.languages: list[Language] = []
        self.standing = PublishedFolder(folder, before, workshop.addresses.prefix)
        self.engine = EnginePass(workshop, settings, pieces, self.standing, told)
        self.search = Search("lean", {})
        self.common: dict[str, FileStamp] = {}
        self.paths: frozenset[str] = frozenset()
        """Every file of the site that is built, without the search index."""
        self._outlines: dict[str, Outline] = {}
        self._same_ids: dict[tuple[str, ...], tuple[str, ...]] = {}
        """The ids of pages, which are the same on many: each once."""
        self._proof = LinkProof((), settings.site_url)

    def run(self, workers: WorkerPool, *, publish: bool) -> WriteResult:
        """Make the files that changed and put them in place.

        Raises LastroError when the engine or the disk refuses or a link leads nowhere; the
        published site is then unchanged.
        """
        self.standing.find_strangers()
        self.languages = [*self.engine.stage()]
        for language in self.languages:
            self._choose(language)
        # `gone` compares with all paths of this build, so it follows the choice of pages
        self.paths = frozenset(self._paths())
        gone = [*self._stood()]
        pages = sum(len(language.dirty) for language in self.languages)
        with workers(pages) as crew:
            written = write_some(self.folder, self._files(crew, gone, publish=publish), gone)
        # after the files are in place and not before: a stamp of a staged file would vouch for a page
        # that a killed build never published
        self._stamp_files()
        return written

    def state(self, made_by: str) -> PagesState:
        """Return the state for the next build."""
        return PagesState(
            made_by=made_by,
            log=self.pieces.keys.dump(),
            pieces=self.pieces.kept,
            languages={
                one.staged.language: LanguageState(
                    engine=one.key,
                    frames=one.frames,
                    index=one.index,
                    others={
                        path: self.standing.stamp(one.staged.prefix + path) for path in one.others
                    },
                    pages=one.pages,
                )
                for one in self.languages
            },
            common=self.common,
            search=self.search.stamp if self.search.folders else "",
        )

    def _choose(self, language: Language) -> None:
        """Choose the pages to make; the others keep their state."""
        same_frames = language.frames == language.before.frames
        for path in self.workshop.plans(language.staged.language):
            if path == OVERDUE and not self.pieces.settled:
                language.last.append(path)
                continue
            known = language.before.pages.get(path)
            if (
                known is not None
                and same_frames
                and self.pieces.keys.is_unchanged(known.trace)
                and self.standing.is_intact(language.file(path), known.stamp)
            ):
                language.pages[path] = known
            else:
                language.dirty.append(path)
        if len(language.dirty) > FEW:
            order = page_order(self.site.corpus)
            last = len(order)
            # lists come after the records that they show: what they need of these is kept by then
            language.dirty.sort(key=lambda path: order.get(path, last))

    def _stood(self) -> Iterator[str]:
        """Yield the published files that go: no build makes them, and lastro.yml does not keep them."""
        keep = self.site.corpus.settings.site.keep
        refuse_kept(keep, self.paths)
        for path in chain(self.standing.paths(), self.standing.strangers):
            if path not in self.paths and not is_kept(path, keep):
                yield path

    def _paths(self) -> Iterator[str]:
        for one in self.languages:
            yield from map(one.file, self.workshop.plans(one.staged.language))
            yield from (one.staged.prefix + path for path in one.others)
            yield one.staged.prefix + SITEMAP
            if not one.staged.indexed:
                yield one.staged.prefix + SEARCH

    def _files(
        self, crew: PageMaker, gone: list[str], *, publish: bool
    ) -> Iterator[tuple[str, bytes]]:
        """Yield every file that may have changed; after the last one, refuse links that lead nowhere."""
        self._proof = LinkProof(self.paths, self.settings.site_url)
        for language in self.languages:
            yield from self._of_engine(language)
        for language in self.languages:
            yield from self._made(language, crew)
        self.search = self._searched(publish=publish)
        yield from self._index_files(gone)
        for language in self.languages:
            yield from self._shared(language)
        self._require_links(gone)
        self.last_look()

    def _of_engine(self, language: Language) -> Iterator[tuple[str, bytes]]:
        tree = language.tree
        for path in language.others if tree is not None else ():
            content, whole = (tree or {})[path], language.staged.prefix + path
            if path.endswith(".html"):
                self._outlines[whole] = outline(content)
            yield whole, content

    def _made(self, language: Language, crew: PageMaker) -> Iterator[tuple[str, bytes]]:
        """Make pages; those without a frame wait until the engine has made one."""
        tag, order = language.staged.language, self.workshop.order
        late: list[UnframedPage] = []
        by_crew = crew(order, language.frames, tag, tuple(language.dirty))
        language.dirty += language.last
        for number, made in enumerate(chain(by_crew, self._here(language))):
            if number % 100 == 0:
                self.told(f"making pages in {tag}: {number} of {len(language.dirty)}")
            if isinstance(made, UnframedPage):
                late.append(made)
            else:
                yield self._keep(language, made)
                self.pieces.compute_due(made.path)
        if late:
            yield from self._late(language, late)
        for path in language.dirty:
            if path not in language.pages:
                raise LastroError(f"the page '{path}' was not made", "build again")

    def _here(self, language: Language) -> Iterator[MadePage | UnframedPage]:
        """Make the last pages in this process: no other one knows what is due."""
        if language.last:
            self.pieces.compute_rest()
        tag = language.staged.language
        yield from make_in_process(self.workshop.order, language.frames, tag, language.last)

    def _late(self, language: Language, late: list[UnframedPage]) -> Iterator[tuple[str, bytes]]:
        """Let the engine make the missing frames, and put the waiting pages into them."""
        stood = language.tree is None
        self.engine.run(language, [*late, *self.engine.samples(language.staged)])
        frames = Frames.read(language.frames)
        for unframed in late:
            framed = self.workshop.frame(frames, unframed)
            if framed is None:
                raise LastroError(f"no frame fits the page '{unframed.page.path}'")
            yield self._keep(language, framed)
        if stood:
            yield from self._of_engine(language)

    def _keep(self, language: Language, made: MadePage) -> tuple[str, bytes]:
        whole = language.file(made.path)
        left = self._proof.keep_doubtful(whole, made.outline)
        self._outlines[whole] = replace(left, ids=self._same_ids.setdefault(left.ids, left.ids))
        language.pages[made.path] = PageState(
            self.pieces.keys.numbers(made.trace),
            (0, 0),
            made.kind,
            made.modified,
            made.listed,
            made.found_as,
            made.card,
        )
        return whole, made.content

    def _shared(self, language: Language) -> Iterator[tuple[str, bytes]]:
        """Yield the files about all pages of a language: its sitemap and its lean search index."""
        staged, pages = language.staged, language.pages
        listed = (path for path in staged.paths if path not in pages or pages[path].listed)
        modified = {path: page.modified for path, page in pages.items()}
        yield (
            staged.prefix + SITEMAP,
            sitemap(listed, modified, staged.language, self.workshop.addresses),
        )
        if not staged.indexed:
            found = {path: page.found_as for path, page in pages.items() if any(page.found_as)}
            yield staged.prefix + SEARCH, lean_index(language.index, found)

    def _searched(self, *, publish: bool) -> Search:
        cards = {
            one.staged.language: {path: page.card for path, page in one.pages.items() if page.card}
            for one in self.languages
        }
        staged = [one.staged for one in self.languages]
        return search(self.root, staged, lambda one: cards[one.language], publish=publish)

    def _index_files(self, gone: list[str]) -> Iterator[tuple[str, bytes]]:
        """Return the files of the search index; none where the published ones are the same."""
        below = tuple(self.search.folders)
        kept = {p: s for p, s in self.before.common.items() if below and p.startswith(below)}
        if kept and self.search.stamp == self.before.search and self.standing.are_intact("", kept):
            self.common |= kept
            gone[:] = [path for path in gone if path not in kept]
            return iter(())
        files = self.search.files()
        self.common |= dict.fromkeys(files, (0, 0))
        gone[:] = [path for path in gone if path not in files]
        return iter(files.items())

    def _require_links(self, gone: list[str]) -> None:
        paths = self.paths.union(self.common)
        links = PublishedLinks(self.folder, self.settings.site_url)
        require_none(links.find_broken(self._outlines, gone, paths))

    def _stamp_files(self) -> None:
        """Note time and size of each file that was written: the next build compares them."""
        for one in self.languages:
            for path in one.dirty:
                one.pages[path].stamp = self.standing.stamp(one.file(path))
        shared = (path for path in self.paths if path.endswith((SITEMAP, SEARCH)))
        for path in (*shared, *(p for p, stamp in self.common.items() if stamp == (0, 0))):
            self.common[path] = self.standing.stamp(path)
