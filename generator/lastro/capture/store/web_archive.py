"""Web archives that people make in their browser: WARC files, and WACZ, which packs them.

A WACZ says what it holds and may be signed. Its hashes show that nothing was changed by accident; a
signature is told and never counted, since this machine does not check it. Both are read in a child
process. Sources: the WACZ specification 1.1.1 and "WACZ Signing and Verification" 0.1.0 of
Webrecorder.
"""

import base64
import codecs
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lastro.capture.extra import load, require
from lastro.capture.extract import ReadingLimits, ask
from lastro.capture.fetched import Retrieved
from lastro.capture.reading.sandbox import Answer, Order, serve
from lastro.capture.reading.zipped import MARK, NAMES, open_zip, read_member
from lastro.capture.store.warc_read import is_warc, read_warcs
from lastro.errors import LastroError
from lastro.text.messages import in_quotes

LARGEST_FILE = 100_000_000
_ENDS = (".warc", ".warc.gz")
_MANIFEST, _DIGEST = "datapackage.json", "datapackage-digest.json"
_LONGEST_JSON = 5_000_000
_ANONYMOUS = {"publicKey"}
_DOMAIN = {"domain", "domainCert", "timeSignature", "timestampCert"}
_IS_BASE64 = re.compile("[A-Za-z0-9+/]+={0,2}")
_AGAIN = "ask for it again, or unpack it and name the WARC in it with `--file`"
_LIMITS = ReadingLimits()
_LOADED = (
    "brotli", "zstandard", "warcio.archiveiterator", "warcio.bufferedreaders", "warcio.exceptions",
    "warcio.statusandheaders", "warcio.warcwriter",
)  # fmt: skip


def is_web_archive(name: str, content: bytes) -> bool:
    """Tell a WARC or a WACZ, whatever its name is."""
    is_wacz = content.startswith(MARK) and _MANIFEST.encode() in content
    return is_wacz or name.lower().endswith((*_ENDS, ".wacz")) or is_warc(content)


def read_web_archive(
    content: bytes, url: str, page: str | None, limits: ReadingLimits = _LIMITS
) -> tuple[Retrieved, bytes]:
    """Find the answer for an address, and a WARC that holds it alone, in a child process.

    Raises LastroError as `read_warcs` does, and when a WACZ is not what it says of itself.
    """
    require("warcio", "brotli", "zstandard")
    found = ask(__name__, content, {"url": url, "page": page}, limits)
    warc, body = (base64.b64decode(found.pop(key)) for key in ("warc", "body"))
    moment = datetime.fromisoformat(found.pop("retrieved"))
    notes = tuple(found.pop("notes"))
    return Retrieved(**found, retrieved=moment, body=body, notes=notes), warc


def answer_to(content: bytes, order: Order) -> Answer:
    """Read one archive, in the child."""
    read = read_wacz if content.startswith(b"PK") else _read_one
    retrieved, warc = read(content, order["url"], order["page"])
    stored = retrieved.final_url
    if stored != retrieved.url:
        retrieved = replace(retrieved, notes=(*retrieved.notes, f"stored as {in_quotes(stored)}"))
    coded = {"warc": warc, "body": retrieved.body}
    return {
        **asdict(retrieved),
        "retrieved": retrieved.retrieved.isoformat(),
        **{key: base64.b64encode(value).decode() for key, value in coded.items()},
    }


def _read_one(content: bytes, url: str, page: str | None) -> tuple[Retrieved, bytes]:
    return read_warcs([BytesIO(content)], url, page=page)


def read_wacz(content: bytes, url: str, page: str | None) -> tuple[Retrieved, bytes]:
    """Find an answer in a WACZ, after its hashes were checked; a note tells how it is signed."""
    with open_zip(content) as archive:
        signed = _require_hashes(archive)
        names = [name for name in archive.namelist() if name.startswith("archive/")]
        warcs = [
            BytesIO(read_member(archive, name, LARGEST_FILE))
            for name in sorted(names)
            if name.lower().endswith(_ENDS)
        ]
        if not warcs:
            raise LastroError("the WACZ holds no WARC", "unpack it and name the WACZ that is in it")
        pages = _pages(archive)
    retrieved, warc = read_warcs(warcs, url, page=page, pages=pages)
    return replace(retrieved, notes=(signed,)), warc


def _pages(archive: ZipFile) -> list[str]:
    """Return the addresses that a WACZ says it is of; its first line describes the list."""
    if "pages/pages.jsonl" not in archive.namelist():
        return []
    lines = read_member(archive, "pages/pages.jsonl", _LONGEST_JSON).splitlines()
    said = (_json("pages/pages.jsonl", line) for line in lines if line.strip())
    return [str(one["url"]) for one in said if "url" in one]


def _require_hashes(archive: ZipFile) -> str:
    """Refuse a WACZ that is not what its manifest lists, and tell how that is signed."""
    manifest = read_member(archive, _MANIFEST, _LONGEST_JSON)
    resources = _json(_MANIFEST, manifest).get("resources")
    told = (
        [one for one in resources if isinstance(one, dict)] if isinstance(resources, list) else []
    )
    listed = {str(one.get("path")): _hash_in(one) for one in told}
    wanted = {name for name in archive.namelist() if name.startswith("archive/")}
    for name in sorted(wanted | set(listed)):
        if name.endswith("/"):
            continue
        if not _fits(listed.get(name), read_member(archive, name, LARGEST_FILE)):
            raise LastroError(f"{in_quotes(name)} is not what the WACZ says of it", _AGAIN)
    if _DIGEST not in archive.namelist():
        return "the WACZ is not signed"
    digest = _json(_DIGEST, read_member(archive, _DIGEST, _LONGEST_JSON))
    if not _fits(digest.get("hash"), manifest):
        raise LastroError(f"{in_quotes(_MANIFEST)} is not what the WACZ says of it", _AGAIN)
    return _signature(digest)


def _signature(digest: Mapping[str, Any]) -> str:
    """Tell the four states of a signature apart: none, anonymous, of a domain, broken.

    Raises LastroError for a broken one.
    """
    signed = digest.get("signedData")
    if signed is None:
        return "the WACZ is not signed"
    said = (
        {k: v for k, v in signed.items() if v and isinstance(v, str)}
        if isinstance(signed, dict)
        else {}
    )
    kinds = [kind for kind in (_ANONYMOUS, _DOMAIN) if kind <= said.keys()]
    coded = _IS_BASE64.fullmatch(said.get("signature", ""))
    if not coded or len(kinds) != 1 or said.get("hash") != digest["hash"]:
        message = "the signature of the WACZ is broken: it was changed after it was signed"
        raise LastroError(message, _AGAIN)
    who = in_quotes(said["domain"]) if kinds == [_DOMAIN] else "nobody by name (anonymous)"
    return f"the WACZ is signed for {who}; the signature was not checked"


def _hash_in(resource: Mapping[str, Any]) -> object:
    """Return the hash of a file in a manifest; before 1.1, its name and its value stood apart."""
    stats = resource.get("stats")
    apart = stats.get("hash") if isinstance(stats, dict) else None
    return resource.get("hash") or f"{resource.get('hashing')}:{apart}"


def _fits(said: object, content: bytes) -> bool:
    algorithm, _, value = str(said).partition(":")
    known = algorithm in {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"}
    return known and hashlib.new(algorithm, content).hexdigest() == value


def _json(name: str, content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise LastroError(f"{in_quotes(name)} in the WACZ is damaged", _AGAIN)
    return found


def _prepare(_content: bytes, _order: Order) -> None:
    codecs.lookup(NAMES)
    for module in _LOADED:
        load(module)


if __name__ == "__main__":
    serve(answer_to, _prepare)
