"""What a command imports where nothing changed: each start waits for it, so a list holds it by name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.remembered_site import FIRST_DAY, write_corpus

HEAVY = {
    *("asyncio", "concurrent.futures", "ctypes", "difflib", "http", "logging", "multiprocessing"),
    *("pickle", "sqlite3", "ssl", "unittest", "urllib.request", "xml"),
}
"""What of the standard library makes one wait, and no package that every run needs imports anyway."""
CHECK = {
    *("annotated_types", "click", "msgspec", "pydantic", "pydantic_core", "typing_extensions"),
    *("typing_inspection", "yaml"),
}
BUILD = {
    *CHECK,
    *(
        "babel",
        "concurrent.futures",
        "jinja2",
        "logging",
        "markupsafe",
        "multiprocessing",
        "pickle",
    ),
}
ADVICE = """
`lastro {verb}` imports another set of modules than this list, where nothing changed.
  new: {new}
  gone: {gone}
A new one makes every start wait. Import it in the function that needs it (`# noqa: PLC0415 - why`),
or, when each run needs it, add it to the list. `python -X importtime -m lastro {verb}` says what it costs.
"""
RUN = """
import sys
bare = set(sys.modules)
from lastro.commands import main
try:
    main(sys.argv[1:])
except SystemExit:
    print(*sorted(sys.modules.keys() - bare), file=sys.stderr)
"""


def _imported(site: Path, verb: str) -> set[str]:
    """Run a command in a process of its own; the heavy modules and the packages that it imports."""
    words = [sys.executable, "-c", RUN, verb, "--today", str(FIRST_DAY)]
    done = subprocess.run(words, cwd=site, capture_output=True, encoding="utf-8", check=True)
    names = set(done.stderr.splitlines()[-1].split())
    packages = {name.partition(".")[0] for name in names} - sys.stdlib_module_names
    ours = {"lastro", "cython_runtime"}  # the second is made by what Cython compiled
    return {name for name in packages - ours if not name.startswith("_")} | names & HEAVY


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site that was built, and whose files are too old to be read again."""
    root = write_corpus(tmp_path_factory.mktemp("imports") / "site")
    for path in root.rglob("*"):
        os.utime(path, (0, 0))
    _imported(root, "build")
    return root


@pytest.mark.parametrize(("verb", "expected"), [("check", CHECK), ("build", BUILD)])
def test_where_nothing_changed_a_command_imports_what_it_needs_and_no_more(
    verb: str, expected: set[str], site: Path
) -> None:
    found = _imported(site, verb)
    new, gone = sorted(found - expected), sorted(expected - found)
    assert found == expected, ADVICE.format(verb=verb, new=new, gone=gone)
