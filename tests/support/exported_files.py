"""The files for machines of a site, made as a build makes them but without one."""

from collections.abc import Mapping

from lastro.build.exported import served_formats
from lastro.exports.registry import Format, make_files
from lastro.site.derive import Site


def exported_files(site: Site, formats: Mapping[str, Format] | None = None) -> dict[str, bytes]:
    """Return every file of all formats that a site serves, or of some; of a picture the drawing."""
    files: dict[str, bytes] = {}
    for file in make_files(site, [*(formats.values() if formats else served_formats(site))]):
        assert file.path not in files, f"{file.path} is made twice"
        files[file.path] = file.content
    return files
