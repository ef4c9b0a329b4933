"""ZIP files of strangers: DOCX and WACZ are such, and so are bombs and files that lie.

Nothing is ever written under a name that such a file gives. What it says of itself is looked at
before a byte is unpacked, and each member is unpacked up to a limit. Source: PKWARE APPNOTE.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from lastro.errors import LastroError
from lastro.text.messages import in_quotes

MARK = b"PK\x03\x04"
NAMES = "cp437"
"""Encoding of the names in old ZIP files."""
MOST_MEMBERS = 10_000
LARGEST = 500_000_000
"""Bytes of all members together, unpacked."""
_AGAIN = "save it again and name it with `--file`"


@contextmanager
def open_zip(body: bytes) -> Iterator[ZipFile]:
    """Open an honest ZIP file; raises LastroError for others, and for what breaks meanwhile."""
    try:
        with ZipFile(BytesIO(body)) as archive:
            _require_honest(archive)
            yield archive
    except (BadZipFile, EOFError, zlib.error, NotImplementedError, OverflowError) as error:
        raise LastroError("the ZIP file is damaged", _AGAIN) from error


def read_member(archive: ZipFile, name: str, longest: int) -> bytes:
    """Unpack one member; raises LastroError when it is not there or too large."""
    if name not in archive.namelist():
        raise LastroError(f"the ZIP file lacks {in_quotes(name)}", _AGAIN)
    if archive.getinfo(name).file_size > longest:
        message = f"{in_quotes(name)} in the ZIP file has more than {longest:,} bytes"
        raise LastroError(message, _AGAIN)
    return archive.read(name)


def _require_honest(archive: ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > LARGEST:
        message = f"the ZIP file has more than {MOST_MEMBERS:,} files or {LARGEST // 10**6} MB"
        raise LastroError(message, "save the page or the document alone")
    seen = set()
    for one in members:
        name, said = one.orig_filename, in_quotes(one.orig_filename)
        if name in seen:
            raise LastroError(f"the ZIP file holds {said} twice", _AGAIN)
        leads_out = name.startswith("/") or ".." in name.split("/")
        if leads_out or not {"\\", "\0", ":"}.isdisjoint(name):
            raise LastroError(f"the ZIP file holds {said}, which leads out of it", _AGAIN)
        if one.flag_bits & 1:
            raise LastroError("the ZIP file wants a password", "save a copy without one")
        if one.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise LastroError(f"{said} in the ZIP file is packed in a rare way", _AGAIN)
        seen.add(name)
