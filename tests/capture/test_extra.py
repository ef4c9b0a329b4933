"""Without the packages that only capturing needs, there is one sentence that says so."""

import importlib.util
import sys
from io import BytesIO

import pytest

from lastro.capture.extract import extract
from lastro.capture.store.warc_read import read_warcs
from lastro.capture.store.warc_write import warc_of
from lastro.errors import LastroError
from tests.support.little_fetched import PAGE, fetched

SAID = (
    "capturing needs more packages",
    '`make capture-packages` in a clone of Lastro, elsewhere `pip install "lastro[capture]"`',
)


def test_a_warc_is_not_written_or_read_without_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("archiveiterator", "exceptions", "statusandheaders", "warcwriter"):
        monkeypatch.setitem(sys.modules, f"warcio.{module}", None)
    with pytest.raises(LastroError) as refused:
        warc_of(fetched())
    assert (refused.value.message, refused.value.hint) == SAID
    with pytest.raises(LastroError) as refused:
        read_warcs([BytesIO()], PAGE)
    assert (refused.value.message, refused.value.hint) == SAID


def test_no_text_is_read_without_the_packages_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(
        "lastro.capture.extra.find_spec",
        lambda name: None if name == "pypdfium2" else there(name),
    )
    with pytest.raises(LastroError) as refused:
        extract(b"Low tide", "text/plain", None)
    assert (refused.value.message, refused.value.hint) == SAID
