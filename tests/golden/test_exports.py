"""Every file for machines of the invented town Aldera, against the tree that was accepted.

Whoever changes a format sees in the diff of `tests/golden/expected-exports/` what programs will read.
A packed file stands there unpacked, a picture as its drawing: its bytes depend on the library. `make bless` accepts.
"""

import gzip
import os
import shutil
from datetime import date
from pathlib import Path

from lastro.loading.load import load
from lastro.site.derive import derive
from tests.support.exported_files import exported_files
from tests.support.folders import ALDERA

EXPECTED = Path(__file__).parent / "expected-exports"


def _made() -> dict[str, bytes]:
    found = load(ALDERA).corpus
    assert found is not None
    files = exported_files(derive(found, date(2026, 11, 24), url="https://aldera.example.org/"))
    return {
        path.removesuffix(".gz").replace(".png", ".svg"): gzip.decompress(content)
        if path.endswith(".gz")
        else content
        for path, content in files.items()
    }


def test_every_file_for_machines_is_as_it_was_accepted() -> None:
    now = _made()
    if os.environ.get("LASTRO_BLESS") == "1":
        shutil.rmtree(EXPECTED, ignore_errors=True)
        for path, content in now.items():
            (EXPECTED / path).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / path).write_bytes(content)
    files = (path for path in EXPECTED.rglob("*") if path.is_file())
    accepted = {path.relative_to(EXPECTED).as_posix(): path.read_bytes() for path in files}
    assert sorted(now) == sorted(accepted), "files came or went: see `make bless`"
    for path, content in now.items():
        assert content == accepted[path], f"{path} changed: see `make bless`"


def test_a_second_time_gives_the_same_bytes() -> None:
    assert _made() == _made()
