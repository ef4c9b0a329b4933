"""ZIP files as other tools make them, and as nobody should."""

import hashlib
import json
import warnings
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zip_of(*members: tuple[str, bytes], packing: int = ZIP_DEFLATED) -> bytes:
    """Write members in their order; a name may be there twice."""
    out = BytesIO()
    with ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name twice
        for name, content in members:
            archive.writestr(ZipInfo(name), content, packing)
    return out.getvalue()


def docx(
    body: str, footnotes: str = "", namespace: str = W, name: str = "word/document.xml"
) -> bytes:
    """Write a Word document whose body and footnotes are given as XML."""
    parts = {name: ("document", f"<w:body>{body}</w:body>")}
    if footnotes:
        parts["word/footnotes.xml"] = ("footnotes", f"<w:footnote>{footnotes}</w:footnote>")
    files = {
        at: f'<?xml version="1.0"?><w:{root} xmlns:w="{namespace}" xmlns:m="m" xmlns:mc="mc">{content}</w:{root}>'
        for at, (root, content) in parts.items()
    }
    return zip_of(*((at, content.encode()) for at, content in files.items()))


def p(*runs: str) -> str:
    """Write a paragraph of runs."""
    written = (f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs)
    return f"<w:p>{''.join(written)}</w:p>"


def wacz(
    warcs: Mapping[str, bytes],
    pages: tuple[str, ...] = (),
    signed: object = None,
    lies: Mapping[str, bytes] | None = None,
) -> bytes:
    """Write a WACZ; `lies` are members that differ from what its manifest says."""
    lines = [{"format": "json-pages-1.0", "id": "pages"}, *({"url": url} for url in pages)]
    listed = {f"archive/{name}": content for name, content in warcs.items()}
    listed["pages/pages.jsonl"] = "".join(f"{json.dumps(line)}\n" for line in lines).encode()
    resources = [{"path": at, "hash": sha256(content)} for at, content in listed.items()]
    manifest = json.dumps({"wacz_version": "1.1.1", "resources": resources}).encode()
    digest: dict[str, object] = {"path": "datapackage.json", "hash": sha256(manifest)}
    if signed:
        digest["signedData"] = {"hash": sha256(manifest), "signature": "c2ln", **dict(signed)}  # type: ignore[call-overload]
    listed |= {"datapackage.json": manifest, "datapackage-digest.json": json.dumps(digest).encode()}
    return zip_of(*(listed | dict(lies or {})).items(), packing=0)


def sha256(content: bytes) -> str:
    """Return a digest as a manifest names it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
