"""The files for machines of a site, made as a build makes them but without one."""

from collections.abc import Iterable, Mapping

from lastro.build.exported import served_formats
from lastro.exports.registry import Format
from lastro.site.derive import Site


def exported_files(site: Site, formats: Mapping[str, Format] | None = None) -> dict[str, bytes]:
    """Return every file of all formats that a site serves, or of some; of a picture the drawing."""
    files: dict[str, bytes] = {}
    parts: dict[str, list[bytes]] = {}
    chosen = [*(formats.values() if formats else served_formats(site))]
    for at in site.corpus.facts:
        for one in chosen:
            files |= {file.path: file.content for file in one.record_files(site, at)}
            for part in one.parts(site, at):
                parts.setdefault(part.path, []).append(part.content)

    def parts_of(path: str) -> Iterable[bytes]:
        return parts.get(path, ())

    for one in chosen:
        for file in (*one.shared_files(site, parts_of), *one.published_files(site)):
            assert file.path not in files, f"{file.path} is made twice"
            files[file.path] = file.content
    return files
