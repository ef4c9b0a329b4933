"""Captures in one file: players of web archives read it, and unpacking restores every byte."""

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from warcio.archiveiterator import ArchiveIterator

from lastro.capture.extract import ExtractedText, Part
from lastro.capture.store.capture import Capture, capture_of
from lastro.capture.store.pack import UnpackResult, pack, sort_key, unpack
from lastro.capture.store.store import CaptureStore
from lastro.capture.store.warc_write import warc_of
from lastro.errors import LastroError
from lastro.locks.evidence import UNKNOWN
from tests.support.little_fetched import PAGE, fetched
from tests.support.little_store import AT, BYLAWS, WORDS, capture, keep

Files = dict[str, bytes]


def everything(_: Capture) -> bool:
    return True


def files(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "index.json"
    }


def keep_page(store: CaptureStore) -> Capture:
    """Keep a page that was fetched, over a redirect and compressed."""
    page = fetched()
    text = "Low tide at the quays. " * 8999 + "Low tide at the quays."
    found = ExtractedText(text, (Part("whole", 0),), "text/html", "utf-8", "trafilatura 2")
    kept = capture_of("article:harbour", page, found)
    store.add(kept, text, warc_of(page))
    return kept


@pytest.fixture
def store(tmp_path: Path) -> CaptureStore:
    store = CaptureStore(tmp_path / ".captures")
    keep(store)
    keep(store, seconds=5, words="The quays are closed.")
    keep(store, of="source:port-blog", words="Quiet again on Sunday.", url=UNKNOWN)
    keep_page(store)
    return store


@pytest.fixture
def packed(store: CaptureStore, tmp_path: Path) -> Path:
    path = tmp_path / "captures.wacz"
    assert pack(store, path, AT) == 4
    return path


@pytest.fixture
def other(tmp_path: Path) -> CaptureStore:
    return CaptureStore(tmp_path / "other")


def contents(path: Path) -> Files:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, members: Files, *, kind: int = ZIP_STORED) -> None:
    with ZipFile(path, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(ZipInfo(name), content, compress_type=kind)


def sealed(members: Files) -> Files:
    """Write the manifest anew, so that it fits what the members now are."""
    manifest = json.loads(members["datapackage.json"])
    manifest["resources"] = [
        {"path": name, "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
        for name, content in members.items()
        if not name.startswith("datapackage")
    ]
    written = json.dumps(manifest).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(written).hexdigest()}"}
    return members | {
        "datapackage.json": written,
        "datapackage-digest.json": json.dumps(digest).encode(),
    }


def test_unpacking_restores_the_store_byte_for_byte(
    packed: Path, other: CaptureStore, tmp_path: Path
) -> None:
    done = unpack(packed, other, everything)
    assert [len(done.added), len(done.there), len(done.left_out)] == [4, 0, 0]
    assert files(tmp_path / "other") == files(tmp_path / ".captures")


def test_unpacking_twice_changes_nothing(packed: Path, other: CaptureStore, tmp_path: Path) -> None:
    first = unpack(packed, other, everything)
    before = files(tmp_path / "other")
    assert unpack(packed, other, everything) == UnpackResult(there=first.added)
    assert files(tmp_path / "other") == before


def test_a_dry_run_says_the_same_and_keeps_nothing(
    packed: Path, other: CaptureStore, tmp_path: Path
) -> None:
    assert len(unpack(packed, other, everything, dry_run=True).added) == 4
    assert not (tmp_path / "other").exists()


def test_what_is_not_wanted_is_left_out(packed: Path, other: CaptureStore) -> None:
    done = unpack(packed, other, lambda one: one.of != BYLAWS)
    assert {one.of for one in done.added} == {"article:harbour", "source:port-blog"}
    assert [one.of for one in done.left_out] == [BYLAWS, BYLAWS]
    assert BYLAWS not in other.everything()


def test_another_capture_of_the_same_second_stays_and_nothing_is_unpacked(
    packed: Path, other: CaptureStore, tmp_path: Path
) -> None:
    keep(other, words="Otherwise.")
    before = files(tmp_path / "other")
    with pytest.raises(LastroError) as refused:
        unpack(packed, other, everything)
    assert refused.value.message == f"'{BYLAWS}' already has another capture of 20261124T213000Z"
    assert files(tmp_path / "other") == before


def test_the_same_store_packs_to_the_same_bytes(
    store: CaptureStore, packed: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.wacz"
    pack(store, again, AT)
    assert again.read_bytes() == packed.read_bytes()


# --- what players of web archives read (WACZ 1.1.1) -----------------------------------------


def test_the_manifest_lists_every_file_with_its_size_and_digest(packed: Path) -> None:
    members = contents(packed)
    manifest = json.loads(members["datapackage.json"])
    assert (manifest["profile"], manifest["wacz_version"]) == ("data-package", "1.1.1")
    assert manifest["created"] == "2026-11-24T21:30:00Z"
    listed = {one["path"]: (one["bytes"], one["hash"]) for one in manifest["resources"]}
    assert listed == {
        name: (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
        for name, content in members.items()
        if not name.startswith("datapackage")
    }
    digest = hashlib.sha256(members["datapackage.json"]).hexdigest()
    assert json.loads(members["datapackage-digest.json"]) == {
        "path": "datapackage.json",
        "hash": f"sha256:{digest}",
    }
    names = [one["name"] for one in manifest["resources"]]
    assert len(set(names)) == len(names)


def test_the_files_stand_where_the_format_wants_them_uncompressed(packed: Path) -> None:
    with ZipFile(packed) as archive:
        members = archive.infolist()
    assert {member.compress_type for member in members} == {ZIP_STORED}
    assert [member.filename for member in members][:4] == [
        "archive/article.harbour.20261124T213000Z.warc.gz",
        "captures/article.harbour.20261124T213000Z.txt",
        "captures/article.harbour.20261124T213000Z.json",
        "archive/source.harbour-bylaws.20261124T213000Z.warc.gz",
    ]


def test_the_index_leads_to_each_answer(packed: Path) -> None:
    members = contents(packed)
    lines = members["indexes/index.cdx"].decode().splitlines()
    assert lines == sorted(lines)
    found = []
    for line in lines:
        key, moment, rest = line.split(" ", 2)
        entry = json.loads(rest)
        archive = members[f"archive/{entry['filename']}"]
        start, length = int(entry["offset"]), int(entry["length"])
        (record,) = ArchiveIterator(BytesIO(archive[start : start + length]), check_digests="raise")
        assert record.rec_headers.get_header("WARC-Target-URI") == entry["url"]
        assert record.rec_headers.get_header("WARC-Payload-Digest") == entry["digest"]
        record.content_stream().read()
        found.append((key, moment, entry["status"], entry["mime"]))
    assert found == [
        ("org,example,port)/bylaws", "20261124213000", "200", "text/plain"),
        ("org,example,port)/bylaws", "20261124213005", "200", "text/plain"),
        ("org,example,tide)/quays?day=7", "20261124213000", "200", "text/html"),
        ("urn:unknown", "20261124213000", "200", "text/plain"),
    ]


def test_the_pages_are_those_with_an_address(packed: Path) -> None:
    first, *pages = map(json.loads, contents(packed)["pages/pages.jsonl"].splitlines())
    assert first == {"format": "json-pages-1.0", "id": "pages", "title": "Captures"}
    assert [(page["url"], page["ts"]) for page in pages] == [
        (PAGE, "2026-11-24T21:30:00Z"),
        ("https://port.example.org/bylaws", "2026-11-24T21:30:00Z"),
        ("https://port.example.org/bylaws", "2026-11-24T21:30:05Z"),
    ]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Example.org/Log", "org,example)/log"),
        ("http://port.example.org:8080", "org,example,port:8080)/"),
        ("https://example.org/?b=2&a=1&c=", "org,example)/?a=1&b=2&c="),
        ("urn:unknown", "urn:unknown"),
    ],
)
def test_addresses_are_sorted_by_their_hosts_from_the_end(url: str, key: str) -> None:
    assert sort_key(url) == key


# --- what is refused ------------------------------------------------------------------------


def test_an_empty_store_a_file_that_is_there_and_a_wrong_name_are_not_packed(
    store: CaptureStore, packed: Path, tmp_path: Path
) -> None:
    def refusal(store: CaptureStore, path: Path) -> str:
        with pytest.raises(LastroError) as refused:
            pack(store, path, AT)
        return refused.value.message

    assert refusal(CaptureStore(tmp_path / "none"), tmp_path / "a.wacz") == (
        "there are no captures to pack"
    )
    assert refusal(store, packed) == f"'{packed}' is there already"
    assert refusal(store, tmp_path / "a.zip") == "'a.zip' does not end in .wacz"
    (tmp_path / ".captures/source/harbour-bylaws/20261124T213000Z.txt").write_bytes(b"Otherwise.")
    assert refusal(store, tmp_path / "a.wacz").startswith("the capture was changed")
    assert list(tmp_path.glob("*a.wacz*")) == []


FIRST = "source.harbour-bylaws.20261124T213000Z"
SAID = f"captures/{FIRST}.json"
TEXT = f"captures/{FIRST}.txt"
WARC = f"archive/{FIRST}.warc.gz"


def changed(name: str, was: bytes, becomes: bytes) -> Callable[[Files], Files]:
    return lambda members: members | {name: members[name].replace(was, becomes, 1)}


def without(*names: str) -> Callable[[Files], Files]:
    return lambda members: {name: content for name, content in members.items() if name not in names}


def beside(name: str) -> Callable[[Files], Files]:
    return lambda members: members | {name: b"evil"}


def other_text(members: Files) -> Files:
    said = capture(words="The quays are open.")
    return members | {SAID: said.written, TEXT: b"The quays are open."}


WRONG = "is not what the WACZ says of it"
NO_PART = "which no capture is made of"


@pytest.mark.parametrize(
    ("change", "seal", "message"),
    [
        (changed(TEXT, b"shall", b"may"), False, f"'{TEXT}' {WRONG}"),
        (
            changed("datapackage.json", b"Captures", b"Capture5"),
            False,
            f"'datapackage.json' {WRONG}",
        ),
        (without("pages/pages.jsonl"), False, "the ZIP file lacks 'pages/pages.jsonl'"),
        (beside("captures/source.x.20261124T213000Z.txt"), False, WRONG),
        (without("datapackage-digest.json"), False, "the pack has no manifest"),
        (without("datapackage.json"), False, "the pack has no manifest"),
        (changed(TEXT, b"shall", b"may"), True, f"'{SAID}' {WRONG}"),
        (other_text, True, f"'{WARC}' {WRONG}"),
        (changed(SAID, b"source:harbour-bylaws", b"source:harbour"), True, f"'{SAID}' {WRONG}"),
        (
            changed(SAID, b"source:harbour-bylaws", b"source:../../x"),
            True,
            "is damaged, or no pack",
        ),
        (changed(SAID, b'"size": 37', b'"size": []'), True, "is damaged, or no pack"),
        (changed(WARC, b"\x1f\x8b", b"\x1f\x8c"), True, "the WARC is damaged, or is none"),
        (without(TEXT), True, "a capture in the pack lacks one of its files"),
        (without(SAID), True, "a capture in the pack lacks one of its files"),
        (beside("captures/source.x.20261124T213000Z.txt"), True, "lacks one of its files"),
        (beside("../evil.txt"), True, f"the pack holds '../evil.txt', {NO_PART}"),
        (beside("/etc/evil"), True, f"the pack holds '/etc/evil', {NO_PART}"),
        (beside("captures/../../evil.txt"), True, NO_PART),
        (beside("captures\\..\\evil.txt"), True, NO_PART),
        (beside(f"captures/{FIRST}.txt/evil"), True, NO_PART),
        (beside(f"captures/source.x\n.{FIRST[-16:]}.txt"), True, NO_PART),
        (lambda members: members | {"datapackage.json": b"[]"}, False, "in the WACZ is damaged"),
        (lambda members: members | {"datapackage.json": b"{"}, False, "in the WACZ is damaged"),
    ],
)
def test_a_pack_that_is_not_as_we_write_it_is_refused_whole(
    packed: Path,
    other: CaptureStore,
    tmp_path: Path,
    change: Callable[[Files], Files],
    message: str,
    *,
    seal: bool,
) -> None:
    members = change(contents(packed))
    path = tmp_path / "bad.wacz"
    write(path, sealed(members) if seal else members)
    with pytest.raises(LastroError) as refused:
        unpack(path, other, everything)
    assert message in refused.value.message
    assert not (tmp_path / "other").exists()


def test_a_pack_of_another_packing_and_a_name_there_twice_are_refused(
    packed: Path, other: CaptureStore, tmp_path: Path
) -> None:
    path = tmp_path / "bad.wacz"
    write(path, contents(packed), kind=ZIP_DEFLATED)
    with pytest.raises(LastroError, match="was packed by another tool"):
        unpack(path, other, everything)
    write(path, contents(packed))
    with pytest.warns(UserWarning, match="Duplicate name"), ZipFile(path, "a") as archive:
        archive.writestr(TEXT, b"twice")
    with pytest.raises(LastroError, match="is too large or there twice"):
        unpack(path, other, everything)


def test_a_pack_whose_files_overlap_is_refused(
    packed: Path, other: CaptureStore, tmp_path: Path
) -> None:
    path = tmp_path / "bad.wacz"
    members = contents(packed)
    name = "source.x.20261124T213000Z"
    with ZipFile(path, "w") as archive:
        for known, content in members.items():
            archive.writestr(known, content)
        for end in range(10):
            twin = ZipInfo(f"captures/{name[:-2]}{end}Z.txt")
            of = archive.getinfo("archive/article.harbour.20261124T213000Z.warc.gz")
            twin.header_offset, twin.CRC = of.header_offset, of.CRC
            twin.file_size = twin.compress_size = 10_000_000
            archive.filelist.append(twin)
        archive._didModify = True  # type: ignore[attr-defined]
    with pytest.raises(LastroError, match="the pack claims to hold more than it does"):
        unpack(path, other, everything)


@pytest.mark.parametrize("cut", [0, 3, 1000, -30])
def test_a_file_that_is_no_pack_is_one_sentence(
    packed: Path, other: CaptureStore, tmp_path: Path, cut: int
) -> None:
    path = tmp_path / "bad.wacz"
    path.write_bytes(packed.read_bytes()[:cut])
    with pytest.raises(LastroError) as refused:
        unpack(path, other, everything)
    assert refused.value.message == f"'{path}' is damaged, or no pack"


def test_words_in_a_pack_are_those_that_were_kept(packed: Path, other: CaptureStore) -> None:
    unpack(packed, other, everything)
    first, second = other.all(BYLAWS)
    assert (other.text(first), other.text(second)) == (WORDS, "The quays are closed.")


COOKIE = b"session=secret"


def keep_as_before(store: CaptureStore, monkeypatch: pytest.MonkeyPatch) -> Capture:
    """Keep a page as an earlier version did: with every header that the server sent."""
    kept = keep_page(store)
    with monkeypatch.context() as before:
        before.setattr("lastro.capture.store.warc_write._PRIVATE", re.compile("(?!)"))
        headers = (*fetched().headers, ("Set-Cookie", COOKIE.decode()))
        store.path(kept, ".warc.gz").write_bytes(warc_of(fetched(headers=headers)))
    assert COOKIE in gzip.decompress(store.warc(kept))
    return kept


def test_a_pack_of_a_store_made_before_holds_no_cookie(
    other: CaptureStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep_as_before(other, monkeypatch)
    pack(other, tmp_path / "captures.wacz", AT)
    again = CaptureStore(tmp_path / "again")
    assert unpack(tmp_path / "captures.wacz", again, everything).added == (kept,)
    (warc,) = (
        one
        for name, one in contents(tmp_path / "captures.wacz").items()
        if name.endswith(".warc.gz")
    )
    assert COOKIE not in gzip.decompress(warc)
    assert again.warc(kept) == warc


def test_a_pack_made_before_brings_no_cookie(
    other: CaptureStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep_as_before(other, monkeypatch)
    with monkeypatch.context() as before:
        before.setattr("lastro.capture.store.warc_write._PRIVATE", re.compile("(?!)"))
        pack(other, tmp_path / "captures.wacz", AT)
    again = CaptureStore(tmp_path / "again")
    assert unpack(tmp_path / "captures.wacz", again, everything).added == (kept,)
    assert COOKIE not in gzip.decompress(again.warc(kept))
    assert again.text(kept) == other.text(kept)
