"""The files for machines on their way: those of one record are made and remembered like its page."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from lastro.build.choose import PublishedFolder
from lastro.build.pictures import Easel
from lastro.build.pieces import MemoNodes
from lastro.build.state import FileStamp
from lastro.corpus.corpus import by_neighbourhood
from lastro.exports import registry
from lastro.exports.registry import Format
from lastro.places import RecordPath
from lastro.render.share import cards, embed
from lastro.site.derive import Site
from lastro.system.exchange import FolderChange
from lastro.system.output import StagedFile


def find_formats(more: tuple[str, ...] = ()) -> Mapping[str, Format]:
    """Find every format by its name: those of data, and those that show a page's words elsewhere."""
    return {
        **registry.find_formats(more),
        "cards": Format("cards", cards.record_files, shared_files=cards.shared_files),
        "embed": Format("embed", embed.record_files),
    }


def served_formats(site: Site) -> Iterator[Format]:
    return registry.served_formats(site, find_formats(site.settings.exports.more).values())


class ExportedRecord(NamedTuple):
    """What one record adds to the files for machines."""

    files: dict[str, bool]
    """Each file of its own, and whether its bytes changed."""
    parts: dict[str, list[bytes]]
    """What it adds to each file about many records."""
    trace: tuple[str, ...]


def export_record(site: Site, at: RecordPath, change: FolderChange, easel: Easel) -> ExportedRecord:
    """Make and stage the files of one record, and what it adds to others."""
    files: dict[str, bool] = {}
    parts: dict[str, list[bytes]] = {}
    with site.corpus.tracer.trace() as noted:
        for one in served_formats(site):
            for file in one.record_files(site, at):
                files[file.path] = change.stage_file(file.path, easel.finish(file))
            for part in one.parts(site, at):
                parts.setdefault(part.path, []).append(part.content)
    return ExportedRecord(files, parts, tuple(noted))


class ExportedSite:
    """All files for machines of one build."""

    def __init__(
        self,
        site: Site,
        nodes: MemoNodes,
        published: PublishedFolder,
        before: dict[str, FileStamp],
        easel: Easel,
    ) -> None:
        self._site, self._nodes, self._published, self._before = site, nodes, published, before
        self._easel = easel
        self._made: dict[RecordPath, dict[str, bool]] = {}
        """The files of each record that were made anew."""
        self.stamps: dict[str, FileStamp] = {}
        """The files, each with the stamp of the last build where it stands, and none where it was made."""
        self._parts: dict[str, list[bytes]] = {}

    def receive(self, at: RecordPath, made: ExportedRecord) -> None:
        """Keep what came with the page of a record: its trace as numbers, as those of all take memory."""
        self._nodes.put(_name(at), [[*made.files], made.parts], made.trace)
        self._made[at] = made.files

    def files(
        self, is_taken: Callable[[str], bool], *, publish: bool
    ) -> Iterator[tuple[str, bytes] | StagedFile]:
        """Yield the files that may have changed: those of records, then those about many of them.

        The large ones come only to `publish`. Of those about many none whose path `is_taken`: who
        publishes the site has a robots.txt of their own.
        """
        corpus = self._site.corpus
        left = [at for at in corpus.facts if at not in self._made and not self._keep(at)]
        change = FolderChange(str(self._published.folder))
        for at in by_neighbourhood(corpus, left):
            self.receive(at, export_record(self._site, at, change, self._easel))
        for at in corpus.facts:
            files = self._made.pop(at, {})
            yield from (StagedFile(*file) for file in files.items())
            self.stamps |= dict.fromkeys(files, (0, 0))
            for path, parts in self._nodes.kept[_name(at)].value[1].items():
                self._parts.setdefault(path, []).extend(parts)
        for one in served_formats(self._site):
            shared = one.shared_files(self._site, lambda path: self._parts.get(path, ()))
            large = one.published_files(self._site) if publish else ()
            for file in chain(shared, large):
                if not is_taken(file.path):
                    yield file.path, self._easel.finish(file)
                    self.stamps[file.path] = (0, 0)

    def _keep(self, at: RecordPath) -> bool:
        """Keep the files of a record that stand, as the last build left them."""
        if not self._nodes.keep(_name(at)):
            return False
        stamps = {
            path: self._before.get(path, (0, 0)) for path in self._nodes.kept[_name(at)].value[0]
        }
        if not self._published.are_intact("", stamps):
            return False
        self.stamps |= stamps
        return True


def _name(at: RecordPath) -> str:
    return f"export/{at[0]}/{at[1]}"
