"""The second half of a build: make the pages that changed, the engine's files, and the shared ones.

Every other file stays. New files are staged as they are made, and put in place together at the end,
after every link of every made page was followed.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from itertools import chain

from lastro.build.choose import Language, choose
from lastro.build.exported import ExportedSite
from lastro.build.prepare import Prepared, forget_pages
from lastro.build.state import FileStamp, LanguageState, PagesState, record_at
from lastro.build.workers import PageResult, WorkerPool, make_in_process
from lastro.build.workshop import MadePage, StagedPage, UnframedPage
from lastro.corpus.corpus import page_order
from lastro.errors import LastroError
from lastro.publish.frames import Frames
from lastro.publish.links import SiteLinks
from lastro.publish.mkdocs.addresses import SITEMAP, sitemap
from lastro.publish.outline import outline
from lastro.publish.search import FOLDER, Entry, State, index_files, name_entries
from lastro.system.output import StagedFile, WriteResult, is_kept, refuse_kept, write_some

OVERDUE = "overdue/"
"""The page that lists what is due, which all records decide together: it comes last."""
FEW = 1_000
"""Up to so many pages are made in any order: what they show of records fits into memory.

More pages are made by neighbourhoods, so that each record is read once."""


File = tuple[str, bytes] | StagedFile


class Assembly:
    """The files of one site on the way to its folder."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared, self._ask, self._told = prepared, prepared.ask, prepared.told
        self._nodes, self._workshop = prepared.nodes, prepared.workshop
        self._published, self._engine = prepared.published, prepared.engine
        self._languages = prepared.engine.languages
        self._paths = frozenset(self._all_paths())
        """Every file of the site that is built, without the search index."""
        self._gone = [*self._leftovers()]
        url = prepared.engine.settings.site_url
        self._links = SiteLinks(prepared.ask.folder, url, self._paths)
        self._workshop.keep_doubtful = self._links.keep_doubtful
        self._common: dict[str, FileStamp] = {}
        self.search: State = "current"
        """How the search index stands to the records."""
        self._exported = ExportedSite(
            self._workshop.site,
            self._nodes,
            self._published,
            prepared.before.common,
            self._workshop.easel,
        )

    def write(self, workers: WorkerPool) -> WriteResult:
        """Make the files that changed and put them in place.

        Raises LastroError when the engine or the disk refuses, a link leads nowhere or the records
        are no longer those that were read; the published site is then unchanged.
        """
        written = write_some(self._ask.folder, self._files(workers), self._gone)
        # after the files are in place and not before: a stamp of a staged file would vouch for a page
        # that a killed build never published
        self._stamp_files()
        return written

    def state(self) -> PagesState:
        return PagesState(
            made_by=self._prepared.made_by,
            log=self._nodes.keys.dump(),
            pieces=self._nodes.kept,
            languages={one.staged.language: self._state_of(one) for one in self._languages},
            common=self._common,
        )

    def _state_of(self, one: Language) -> LanguageState:
        stamp, prefix = self._published.stamp, one.staged.prefix
        others = {path: stamp(prefix + path) for path in one.others}
        engine = one.before.engine if one.is_behind else one.key
        return LanguageState(engine, one.frames, one.search, others, one.pages)

    # --- what is made -----------------------------------------------------------------------------

    def _choose(self, language: Language) -> tuple[list[str], list[str]]:
        """Choose the pages of records and the lists to make, each in order; without what comes last."""
        planned = self._workshop.plans(language.staged.language)
        paths = (path for path in planned if path != OVERDUE)
        chosen = choose(language, paths, self._nodes.keys, self._published)
        if len(chosen) <= FEW:
            return chosen, []
        order = page_order(self._workshop.site.corpus)
        ours = sorted((path for path in chosen if path in order), key=lambda path: order[path])
        return ours, [path for path in chosen if path not in order]

    def _leftovers(self) -> Iterator[str]:
        """Yield the published files that go: no build makes them, and lastro.yml does not keep them."""
        keep = self._workshop.site.settings.site.keep
        refuse_kept(keep, self._paths)
        for path in chain(self._published.paths(), self._published.strangers()):
            if path not in self._paths and not is_kept(path, keep):
                yield path

    def _all_paths(self) -> Iterator[str]:
        for one in self._languages:
            yield from map(one.file, self._workshop.plans(one.staged.language))
            yield from (one.staged.prefix + path for path in one.others)
            yield one.staged.prefix + SITEMAP

    # --- the files, in their order ----------------------------------------------------------------

    def _files(self, workers: WorkerPool) -> Iterator[File]:
        """Yield every file that may have changed; after the last one, refuse links that lead nowhere."""
        for language in self._languages:
            yield from self._files_of_engine(language)
        # lists come after the records that they show: by then all processes know the lines of these
        for part in zip(*map(self._choose, self._languages), strict=True):
            with workers(sum(map(len, part))) as maker:
                for language, paths in zip(self._languages, part, strict=True):
                    made = maker(
                        self._workshop.order, language.frames, language.staged.language, paths
                    )
                    yield from self._pages(language, made, len(paths))
        for language in self._languages:
            yield from self._pages(language, self._last(language, workers), 1)
            _require_made(language)
        for language in self._languages:
            yield from self._search_index(language)
        if self._ask.exports:
            keep = self._workshop.site.settings.site.keep
            yield from self._exported.files(
                lambda p: p in self._paths or is_kept(p, keep), publish=self._ask.publish_search
            )
            self._common |= self._exported.stamps
        self._gone[:] = [path for path in self._gone if path not in self._common]
        for language in self._languages:
            yield from self._shared(language)
        self._told("following every link")
        self._links.require_all(self._gone, self._common)
        forget_pages(self._prepared)

    def _files_of_engine(self, language: Language) -> Iterator[tuple[str, bytes]]:
        tree = language.tree
        for path in language.others if tree is not None else ():
            content, whole = (tree or {})[path], language.staged.prefix + path
            if path.endswith(".html"):
                self._links.add(whole, self._links.keep_doubtful(whole, outline(content)))
            yield whole, content

    def _pages(
        self, language: Language, results: Iterator[PageResult], count: int
    ) -> Iterator[File]:
        """Take pages as they are made; those without a frame wait until the engine has made one."""
        late: list[UnframedPage] = []
        for number, made in enumerate(results):
            if number % 100 == 0:
                self._told(f"making pages in {language.staged.language}: {number} of {count}")
            if isinstance(made, UnframedPage):
                late.append(made)
            else:
                yield self._keep(language, made)
                self._nodes.compute_due(made.path)
        if late:
            yield from self._late(language, late)

    def _last(self, language: Language, workers: WorkerPool) -> Iterator[PageResult]:
        self._nodes.compute_rest()
        last = choose(language, [OVERDUE], self._nodes.keys, self._published)
        # no other process knows what is due
        who = workers(len(last)) if self._ask.engine_only else nullcontext(make_in_process)
        with who as maker:
            tag = language.staged.language
            yield from maker(self._workshop.order, language.frames, tag, last)

    def _late(self, language: Language, late: list[UnframedPage]) -> Iterator[File]:
        """Let the engine make the missing frames, and put the waiting pages into them."""
        stood = language.tree is None
        self._engine.frame(language, late)
        frames = Frames.read(language.frames)
        for unframed in late:
            framed = self._workshop.frame(frames, unframed)
            if framed is None:
                raise LastroError(f"no frame fits the page '{unframed.page.path}'")
            yield self._keep(language, framed)
        if stood:
            yield from self._files_of_engine(language)

    def _keep(self, language: Language, made: MadePage | StagedPage) -> File:
        whole = language.file(made.path)
        self._links.add(whole, made.outline)
        made.state.trace = self._nodes.keys.numbers(made.trace)
        language.pages[made.path] = made.state
        if isinstance(made, MadePage):
            return whole, made.content
        at = record_at(made.path)
        if made.exported:
            self._exported.receive(at, made.exported)
        if made.line:
            self._workshop.receive_line(language.staged.language, at, made.line)
        return StagedFile(whole, made.is_changed)

    def _shared(self, language: Language) -> Iterator[tuple[str, bytes]]:
        staged, pages = language.staged, language.pages
        listed = [
            path for path in sorted(staged.addresses) if path not in pages or pages[path].listed
        ]
        modified = {path: page.modified for path, page in pages.items()}
        shown = () if self._ask.draft else listed
        content = sitemap(shown, modified, staged.language, self._workshop.addresses)
        yield staged.prefix + SITEMAP, content

    def _search_index(self, language: Language) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the search index of a language; none where those that stand are kept."""
        ask, before, folder = self._ask, self._prepared.before, language.staged.prefix + FOLDER
        entries: dict[str, Entry] = {
            path: (*page.found_as, page.entry)
            for path, page in language.pages.items()
            if any(page.found_as)
        }
        name, known = name_entries(entries), language.before.search
        there = {path: stamp for path, stamp in before.common.items() if path.startswith(folder)}
        stands = bool(there) and self._published.are_intact("", there)
        is_left = len(self._workshop.site.claims) > ask.most_at_once and not ask.publish_search
        if stands and (is_left or known == name):
            language.search = known
            self._common |= there
            if known != name:
                self.search = "older"
            return
        language.search = name
        for path, content in index_files(entries):
            self._common[folder + path] = (0, 0)
            yield folder + path, content

    def _stamp_files(self) -> None:
        """Note time and size of each file that was written: the next build compares them."""
        for one in self._languages:
            for path in one.again:
                one.pages[path].stamp = self._published.stamp(one.file(path))
        shared = (path for path in self._paths if path.endswith(SITEMAP))
        for path in (*shared, *(p for p, stamp in self._common.items() if stamp == (0, 0))):
            self._common[path] = self._published.stamp(path)


def _require_made(language: Language) -> None:
    for path in language.again:
        if path not in language.pages:
            raise LastroError(f"the page '{path}' was not made", "build again")
