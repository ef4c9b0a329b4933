"""The records of the site itself for tests: frozen for whatever pins a day, a line or a count; live.

Records grow while the code stays. So nearly every test reads `FROZEN`, and `conftest` refuses the
live ones to a test that is not marked `live`: those hold for any sound records, on the day that the
records are of. `test_growth` runs them on a copy that has grown.
"""

import os
import re
from datetime import date
from pathlib import Path

from tests.support.folders import ROOT

FROZEN = ROOT / "tests" / "frozen"
FROZEN_ON = date(2026, 11, 24)
LIVE = Path(os.environ.get("LASTRO_LIVE", ROOT))
RECORDS = ("claims", "sources")
_DAY = re.compile(r"\b(?:on|decided|published): (\d{4}-\d{2}-\d{2})\b")


def live_day() -> date:
    """Return the last day that the live records tell of; no test is about the day it is run on."""
    files = (path for folder in RECORDS for path in (LIVE / folder).rglob("*.yml"))
    days = (day for path in files for day in _DAY.findall(path.read_text(encoding="utf-8")))
    return max(map(date.fromisoformat, days))
