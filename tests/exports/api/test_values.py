"""Nothing of a record is lost: what is published of it, written as YAML, loads as an equal record."""

import json
from pathlib import Path

import pytest
import yaml

from lastro.corpus.corpus import Corpus
from lastro.exports.api.values import record_values
from lastro.exports.registry import find_formats
from lastro.loading.load import load
from lastro.model.kinds import file_of
from lastro.site.derive import derive
from tests.support.builders import claim, settings
from tests.support.exported_files import exported_files
from tests.support.folders import ALDERA
from tests.support.real_records import FROZEN, FROZEN_ON, LIVE, live_day


def _corpus(root: Path) -> Corpus:
    found = load(root).corpus
    assert found is not None
    return found


@pytest.mark.parametrize(
    "root",
    [ALDERA, FROZEN, pytest.param(LIVE, marks=pytest.mark.live)],
    ids=["aldera", "frozen", "live"],
)
def test_every_record_can_be_written_again_from_what_is_published(
    root: Path, tmp_path: Path
) -> None:
    before = _corpus(root)
    (tmp_path / "lastro.yml").write_bytes((root / "lastro.yml").read_bytes())
    site = derive(before, live_day() if root == LIVE else FROZEN_ON)
    files = exported_files(site, {"api": find_formats()["api"]})
    for (kind, key), record in before.records.items():
        published = json.loads(files[f"api/v1/{kind}/{key}.json"])["record"]
        file = tmp_path / file_of(record)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(yaml.safe_dump(published, allow_unicode=True), "utf-8")
    after = _corpus(tmp_path)
    assert dict(after.records) == dict(before.records)
    assert len(before.records) > 30


def test_keys_stand_in_their_order_and_every_value_is_text() -> None:
    found = record_values(claim())
    assert [*found][:3] == ["claim", "claimant", "said"]
    assert found["claimant"] == [{"name": "Quay Company", "kind": "organization"}]
    assert found["evidence"][0]["quote"] == {"exact": "Sunday: quays 1 to 4 closed."}
    assert found["reviews"][0]["decided"] == "2025-03-10"
    assert not {"id", "article", "corrections"} & found.keys()


def test_a_number_of_the_scale_is_a_number() -> None:
    (first, *_) = (record_values(rating) for rating in settings().ratings)
    assert (first["value"], first["needs"][0]) == (5.0, {"supports": {"primary": 1}})
