"""Files about many records: all of them, in order, and a mirror that reads only what changed."""

import gzip
import json
from hashlib import sha256
from typing import Any

from lastro.exports.api.lists import pack
from tests.exports.api.test_schemas import api_files, site_of
from tests.support.exported_files import exported_files
from tests.support.folders import ALDERA


def of(path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(api_files(ALDERA)[f"api/v1/{path}.json"])
    return found


def test_lists_name_every_record_once_by_id() -> None:
    site = site_of(ALDERA)
    for kind, shown in site.records.items():
        items = of(kind)["items"]
        assert [one["id"] for one in items] == sorted(shown)
        for one in items:
            path = one["data"].removeprefix(site.url)
            assert json.loads(api_files(ALDERA)[path])["url"]["en"] == one["url"]


def test_a_claim_that_was_withdrawn_has_no_verdict_in_the_list() -> None:
    found = {one["id"]: one for one in of("claims")["items"]}
    gone = found["ghost-ship-sighted"]
    assert (gone["state"], gone["rating"], gone["status"]) == ("withdrawn", None, None)
    assert {one["state"] for one in found.values()} == {"checked", "open", "withdrawn"}


def test_the_packed_file_holds_every_record_in_its_order_then_its_former_ids() -> None:
    site = site_of(ALDERA)
    lines = gzip.decompress(api_files(ALDERA)["api/v1/all.jsonl.gz"]).splitlines()
    found = [json.loads(line) for line in lines]
    kept = [(f"{one['kind']}s", one["id"]) for one in found if one["kind"] != "moved"]
    kinds = ("articles", "claims", "sources")
    assert kept == [(kind, key) for kind in kinds for key in site.records[kind]]
    last = ""
    for one in found:
        if one["kind"] == "moved":
            assert one["moved_to"] == last
            continue
        last = one["id"]
        assert one == of(f"{one['kind']}s/{one['id']}")
    assert len(found) == sum(map(len, site.records.values())) + 3


def test_members_are_a_file_together_and_tell_no_time() -> None:
    packed = pack({"a": "words"}) + pack({"b": "more"})
    assert gzip.decompress(packed) == b'{"a":"words"}\n{"b":"more"}\n'
    assert packed[4:8] == b"\0\0\0\0"


def test_a_mirror_finds_every_file_by_its_hash() -> None:
    top, held = of("hashes")["sha256"], api_files(ALDERA)
    listed = dict(top)
    for path in (path for path in top if path.startswith("hashes/")):
        listed |= of(path.removesuffix(".json"))["sha256"]
    apart = ("api/v1/hashes.json", "api/v1/schema/", "api/v1/changes/")
    wanted = {path.removeprefix("api/v1/") for path in held if not path.startswith(apart)}
    assert listed.keys() == wanted
    for path, digest in listed.items():
        assert sha256(held[f"api/v1/{path}"]).hexdigest() == digest


def test_the_index_leads_to_every_list() -> None:
    index, held = of("index"), exported_files(site_of(ALDERA))
    for address in index["files"].values():
        path = address.removeprefix(index["site"])
        assert path in held
    assert index["counts"]["claims"] == len(of("claims")["items"])
    assert [rating["id"] for rating in index["ratings"]] == [
        rating.id for rating in site_of(ALDERA).settings.ratings
    ]
