"""Web archives that people make in their browser: WARC files, and WACZ, which packs them.

The hashes of a WACZ show that nothing was changed by accident; a signature is told and never counted, since
this machine does not check it. Both are read in a child process.
Sources: the WACZ specification 1.1.1 and "WACZ Signing and Verification" 0.1.0 of Webrecorder.
"""

import codecs
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import msgspec

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
MANIFEST, DIGEST = "datapackage.json", "datapackage-digest.json"
PAGES, ARCHIVES = "pages/pages.jsonl", "archive"
_LONGEST_JSON = 50_000_000
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
    is_wacz = content.startswith(MARK) and MANIFEST.encode() in content
    return is_wacz or name.lower().endswith((*_ENDS, ".wacz")) or is_warc(content)


def read_web_archive(
    content: bytes, url: str, page: str | None, limits: ReadingLimits = _LIMITS
) -> tuple[Retrieved, bytes]:
    """Find an answer and a WARC of it alone, in a child; raises LastroError as `read_warcs`."""
    require("warcio", "brotli", "zstandard")
    answer = ask(__name__, content, {"url": url, "page": page}, limits)
    return msgspec.convert(answer["found"], tuple[Retrieved, bytes])


def answer_to(content: bytes, order: Order) -> Answer:
    if content.startswith(b"PK"):
        retrieved, warc = read_wacz(content, order["url"], order["page"])
    else:
        retrieved, warc = read_warcs([BytesIO(content)], order["url"], page=order["page"])
    stored = retrieved.final_url
    if stored != retrieved.url:
        retrieved = replace(retrieved, notes=(*retrieved.notes, f"stored as {in_quotes(stored)}"))
    return {"found": msgspec.to_builtins((retrieved, warc))}


def read_wacz(content: bytes, url: str, page: str | None) -> tuple[Retrieved, bytes]:
    """Find an answer in a WACZ, after its hashes were checked; a note tells how it is signed."""
    with open_zip(content) as archive:
        names = [one for one in archive.namelist() if one.startswith(f"{ARCHIVES}/")]
        signed = require_hashes(archive, names)
        names = sorted(name for name in names if name.lower().endswith(_ENDS))
        warcs = [BytesIO(read_member(archive, name, LARGEST_FILE)) for name in names]
        if not warcs:
            raise LastroError("the WACZ holds no WARC", "unpack it and name the WACZ that is in it")
        pages = _list_pages(archive)
    retrieved, warc = read_warcs(warcs, url, page=page, pages=pages)
    return replace(retrieved, notes=(*retrieved.notes, signed)), warc


def _list_pages(archive: ZipFile) -> list[str]:
    if PAGES not in archive.namelist():
        return []
    lines = read_member(archive, PAGES, _LONGEST_JSON).splitlines()
    said = (_json(PAGES, line) for line in lines if line.strip())
    return [str(one["url"]) for one in said if "url" in one]


def require_hashes(archive: ZipFile, names: Iterable[str]) -> str:
    """Refuse a WACZ that lies of its files or does not list `names`; tell how it is signed."""
    manifest = read_member(archive, MANIFEST, _LONGEST_JSON)
    resources = _json(MANIFEST, manifest).get("resources")
    told = resources if isinstance(resources, list) else []
    listed = {str(one.get("path")): _hash_in(one) for one in told if isinstance(one, dict)}
    for name in sorted({*names, *listed}):
        if not name.endswith("/"):
            _require(listed.get(name), name, read_member(archive, name, LARGEST_FILE))
    if DIGEST not in archive.namelist():
        return "the WACZ is not signed"
    digest = _json(DIGEST, read_member(archive, DIGEST, _LONGEST_JSON))
    _require(digest.get("hash"), MANIFEST, manifest)
    return _signature(digest)


def _signature(digest: Mapping[str, Any]) -> str:
    """Tell who signed, by name or not, or that nobody did; raises LastroError for what is broken."""
    signed = digest.get("signedData")
    if signed is None:
        return "the WACZ is not signed"
    signed = signed if isinstance(signed, dict) else {}
    said = {key: value for key, value in signed.items() if value and isinstance(value, str)}
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


def _require(said: object, name: str, content: bytes) -> None:
    algorithm, _, value = str(said).partition(":")
    known = algorithm in {"md5", "sha1", "sha224", "sha256", "sha384", "sha512"}
    if not known or hashlib.new(algorithm, content).hexdigest() != value:
        raise LastroError(f"{in_quotes(name)} is not what the WACZ says of it", _AGAIN)


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
