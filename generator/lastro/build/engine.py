"""MkDocs in a build: it makes the frames of our pages, and its own files; or every page, when asked to."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace

from lastro.artifacts import Artifact
from lastro.build.choose import Language, PublishedFolder
from lastro.build.pieces import MemoNodes
from lastro.build.state import INDEX_PAGE, LanguageState, PagesState
from lastro.build.workers import PageResult, WorkerPool
from lastro.build.workshop import Order, UnframedPage, Workshop
from lastro.errors import LastroError
from lastro.publish.frames import Frames, pages_in_navigation
from lastro.publish.mkdocs.config import EngineSettings, inputs, make_config
from lastro.publish.mkdocs.docs import read_docs
from lastro.publish.mkdocs.other_engines import fit
from lastro.publish.mkdocs.policy import engine_tree
from lastro.publish.mkdocs.stage import SECOND, Edition, Staged, stage
from lastro.publish.outline import outline
from lastro.publish.stamp import engine_key, make, paths_linked_from_docs
from lastro.render.pages.every import assets, feeds, footer, navigation
from lastro.system.output import BUILD, write_file, write_tree

Progress = Callable[[str], None]
"""Called with one line for each stage, and with how far it is."""
Trees = Mapping[str, Mapping[str, bytes]]
"""What the engine made of each language."""


class Engine:
    """The engine, and what it is given of each language of one site."""

    def __init__(
        self,
        workshop: Workshop,
        settings: EngineSettings,
        nodes: MemoNodes,
        before: PagesState,
        told: Progress,
    ) -> None:
        self.workshop, self.settings, self._told = workshop, settings, told
        order = workshop.order
        self.staged = stage(
            [self._edition(tag, nodes) for tag in workshop.site.languages],
            tuple(assets(workshop.order.ask.root)),
            workshop.addresses,
            draft=order.ask.draft,
        )
        surroundings = inputs(settings)
        self.languages: list[Language] = []
        for staged in self.staged:
            config = make_config(staged, self.staged, settings)
            known = before.languages.get(staged.language) or LanguageState()
            key = engine_key(staged, surroundings, config)
            self.languages.append(Language(staged, key, known, frames=known.frames))

    def _edition(self, tag: str, nodes: MemoNodes) -> Edition:
        named = self.workshop.site.settings.site.files
        return Edition(
            language=tag,
            pages=tuple(self.workshop.plans(tag)),
            docs=read_docs(self.workshop.order.ask.root, tag, nodes.fragments(tag), named),
            sections=navigation(tag),
            footer=footer(tag),
            feeds=feeds(tag) if self.workshop.site.serves("feeds") else (),
        )

    def write(self) -> None:
        for staged in self.staged:
            self._write(staged, staged.artifacts)

    def run(self, staged: Staged, artifacts: Iterable[Artifact]) -> dict[str, bytes]:
        self._told(f"building the pages in {staged.language}")
        self._write(staged, artifacts)
        return engine_tree(self.workshop.order.ask.root, staged, self.settings.engine)

    def _write(self, staged: Staged, artifacts: Iterable[Artifact]) -> None:
        build = self.workshop.order.ask.root / BUILD
        files = {a.path: fit(a.path, a.content, self.settings.engine) for a in artifacts}
        write_tree(build / "pages" / staged.language, files)
        config = make_config(staged, self.staged, self.settings)
        write_file(build / config.path, config.content)

    # --- frames -----------------------------------------------------------------------------------

    def make_frames(self, published: PublishedFolder) -> None:
        """Make the frames and the engine's own files of each language whose last ones do not stand."""
        for language in self.languages:
            prefix, others = language.staged.prefix, language.before.others
            stands = language.frames and published.are_intact(prefix, others)
            language.is_behind = not language.key or language.key != language.before.engine
            if not stands or (language.is_behind and not self.workshop.order.ask.engine_later):
                self.frame(language)

    def frame(self, language: Language, late: Sequence[UnframedPage] = ()) -> None:
        """Run the engine over one page of every shape, those of the `late` pages among them."""
        staged, planned = language.staged, self.workshop.plans(language.staged.language)
        paths = _sample_paths(staged, {path: plan.state for path, plan in planned.items()})
        samples = [*late, *(self.workshop.page(staged.language, path) for path in paths)]
        known = Frames.read(language.frames).cut if language.frames else ()
        shown = replace(staged, pages=tuple(sample.page for sample in samples))
        made = make(shown, self.run, sections_too=not self.settings.ours, known=known)
        language.frames, language.tree = made.frames.dump(), made.tree
        language.is_behind = False
        _require_pages(staged, (p for p in staged.addresses if p not in planned), made.tree)

    # --- every page -------------------------------------------------------------------------------

    def render_all(self) -> None:
        self.staged = tuple(
            replace(
                staged,
                pages=tuple(
                    self.workshop.page(staged.language, path).page
                    for path in self.workshop.plans(staged.language)
                ),
            )
            for staged in self.staged
        )

    def make_all(self) -> WorkerPool:
        return self.take({one.language: self.run(one, one.artifacts) for one in self.staged})

    def take(self, trees: Trees) -> WorkerPool:
        """Return who hands out the pages that MkDocs made; what is left is the engine's own.

        Raises LastroError when a page is not there.
        """
        pages = {}
        for staged, language in zip(self.staged, self.languages, strict=True):
            left = dict(trees[staged.language])
            _require_pages(staged, staged.addresses, left)
            made = ((page, left.pop(f"{page.path}{INDEX_PAGE}")) for page in staged.pages)
            pages[staged.language] = {page.path: (page, content) for page, content in made}
            language.tree = left

        def hand_out(_: Order, __: bytes, tag: str, paths: Sequence[str]) -> Iterator[PageResult]:
            for path in paths:
                page, content = pages[tag].pop(path)
                whole = outline(content)
                yield self.workshop.finish(UnframedPage(page, ()), content, whole)

        return lambda _: nullcontext(hand_out)


def _require_pages(staged: Staged, paths: Iterable[str], tree: Mapping[str, bytes]) -> None:
    for path in sorted(paths):
        if f"{path}{INDEX_PAGE}" not in tree:
            raise LastroError(f"the engine made no page for '{staged.prefix}{path}'")


def _sample_paths(staged: Staged, states: Mapping[str, str]) -> list[str]:
    """Choose one page of every shape, as far as a shape is known before its page is made.

    `states` says of each planned page what its record is now, as `Plan` does.
    """
    wanted = [
        p for p in (*pages_in_navigation(staged), *paths_linked_from_docs(staged)) if p in states
    ]
    found: dict[tuple[str, int, str, bool, bool], str] = {}
    for path, state in states.items():
        steps = path.split("/")
        # a list names the pages beside it in its head, the first page of a long one as well
        which = f"{path}{SECOND}" in states, "page" in steps[1:]
        found.setdefault((steps[0], len(steps), state, *which), path)
    return list(dict.fromkeys((*wanted, *found.values())))
