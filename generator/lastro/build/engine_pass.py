"""Run MkDocs where its last result is of no use: it makes the frames of our pages, and its own files."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from lastro.artifacts import Artifact
from lastro.build.language import INDEX_PAGE, Language, edition, sample_paths
from lastro.build.pieces import MemoNodes
from lastro.build.result import Progress
from lastro.build.standing import PublishedFolder
from lastro.build.state import LanguageState
from lastro.build.workshop import UnframedPage, Workshop
from lastro.errors import LastroError
from lastro.publish.frames import Frames
from lastro.publish.mkdocs.config import EngineSettings, inputs, make_config
from lastro.publish.mkdocs.files import engine_tree, write_language
from lastro.publish.mkdocs.stage import Edition, Staged, stage
from lastro.publish.stamp import engine_key, make
from lastro.render.static_files import assets


class EnginePass:
    """Runs the engine for the languages whose input differs from that of the last run."""

    def __init__(
        self,
        workshop: Workshop,
        settings: EngineSettings,
        pieces: MemoNodes,
        standing: PublishedFolder,
        told: Progress,
    ) -> None:
        self.workshop, self.settings, self.told = workshop, settings, told
        self.pieces, self.standing = pieces, standing
        self.all_staged: tuple[Staged, ...] = ()

    def stage(self) -> Iterator[Language]:
        """Write the engine's input for each language, and run it where that input is new."""
        tags = self.workshop.site.languages
        editions = [self._edition(tag) for tag in tags]
        indexed = self.workshop.order.indexed
        needed = tuple(assets(indexed=indexed))
        all_staged = self.all_staged = stage(
            editions, needed, self.settings.site_url, indexed=indexed
        )
        surroundings = inputs(self.workshop.order.root, self.settings)
        for staged in all_staged:
            config = make_config(staged, all_staged, self.settings)
            key = engine_key(staged, surroundings, config)
            before = self.standing.before.languages.get(staged.language) or LanguageState(
                "", b"", None, {}, {}
            )
            language = Language(staged, key, before, frames=before.frames)
            stands = (
                key
                and key == before.engine
                and self.standing.are_intact(staged.prefix, before.others)
            )
            if not stands:
                self.run(language, self.samples(staged))
            yield language

    def samples(self, staged: Staged) -> list[UnframedPage]:
        """Render one page of every shape, which the engine turns into frames."""
        paths = sample_paths(staged, self.workshop.plans(staged.language))
        return [self.workshop.page(staged.language, path) for path in paths]

    def _edition(self, tag: str) -> Edition:
        planned = tuple(self.workshop.plans(tag))
        named = self.workshop.site.corpus.settings.site.files
        return edition(
            self.workshop.order.root, tag, self.pieces.fragments(tag), planned=planned, named=named
        )

    def run(self, language: Language, samples: Iterable[UnframedPage]) -> None:
        """Run the engine over sample pages; keep their frames, the known ones, and the engine's own files."""
        self.told(f"building the pages in {language.staged.language}")
        known = Frames.read(language.frames).cut if language.frames else ()
        staged = replace(language.staged, pages=tuple(sample.page for sample in samples))
        made = make(staged, self._engine, sections_too=not self.settings.ours, known=known)
        planned = self.workshop.plans(staged.language)
        for path in staged.addresses:
            if path not in planned and f"{path}{INDEX_PAGE}" not in made.tree:
                raise LastroError(f"the engine made no page for '{staged.prefix}{path}'")
        language.frames, language.tree = made.frames.dump(), made.tree

    def _engine(self, staged: Staged, artifacts: Iterable[Artifact]) -> Mapping[str, bytes]:
        write_language(self.workshop.order.root, staged, self.all_staged, self.settings, artifacts)
        return engine_tree(self.workshop.order.root, staged)
