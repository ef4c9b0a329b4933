"""The records of the site as they are now: sound on the day that they are of, however many there be."""

import pytest

from lastro.checks.runner import run
from lastro.diagnostics.finding import Severity
from lastro.loading.load import load
from tests.support.real_records import LIVE, RECORDS, live_day

pytestmark = pytest.mark.live
TIME_BRINGS = {"waiver-incomplete"}
"""What a day turns up without a change of the records; `make site` asks on the day it is run."""


def test_the_records_of_the_site_have_no_error() -> None:
    found = run(load(LIVE), live_day()).diagnostics
    errors = {
        (str(d.place), d.rule)
        for d in found
        if d.severity is Severity.ERROR and not d.waived and d.rule not in TIME_BRINGS
    }
    assert errors == set()


def test_every_record_is_read() -> None:
    loaded = load(LIVE)
    assert loaded.corpus is not None
    files = [path for folder in RECORDS for path in (LIVE / folder).rglob("*.yml")]
    assert (len(loaded.corpus.records), loaded.unread) == (len(files), 0)
