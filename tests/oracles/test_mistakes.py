"""Lastro's column of docs/handbook/explanation/mistakes.md: it fails on each mistake, at a line and a column."""

import json
import re
import subprocess
import sys

from tests.support.folders import ROOT

CLAIM = "claims/harbour/quays-closed.yml"
WANTED = {
    "a misspelt key": f"{CLAIM}:14:5: error field-unknown",
    "a key left out": f"{CLAIM}:13:5: error field-missing",
    "a source that does not exist": f"{CLAIM}:13:13: error evidence-unknown-source",
    "a source that was withdrawn": f"{CLAIM}:13:13: error link-to-withdrawn",
    "a claim without a source": f"{CLAIM}:12:1: error evidence-missing",
    "an id used twice": "claims/pier/quays-closed.yml:1:1: error id-taken",
    "a key written twice": f"{CLAIM}:15:5: error key-duplicate",
    "a value that is none of the allowed": f"{CLAIM}:14:13: error value-unknown",
    "a day that does not exist": f"{CLAIM}:22:14: error date-not-edtf",
    "broken syntax (a tab in YAML, else a colon left out)": f"{CLAIM}:14:1: error yaml-syntax",
    "typographic quotes where YAML wants its own": f"{CLAIM}:15:12: error yaml-syntax",
    "a quote mark that is never closed": f"{CLAIM}:15:12: error yaml-syntax",
    "a key at the wrong level": f"{CLAIM}:30:5: error field-unknown",
    "a claim saved among the sources": "sources/gates-locked.yml:1:1: error file-misplaced",
    "a file that Windows called .yml.txt": "sources/port-diary.yml.txt:1:1: error file-misplaced",
    "a folder with a name that is nearly right": "source:1:1: error file-misplaced",
    "a label where an id belongs": f"{CLAIM}:20:13: error value-unknown",
    "a date in words": f"{CLAIM}:22:14: error date-not-edtf",
    "true where a word belongs": f"{CLAIM}:14:13: error value-unknown",
}


def test_lastro_fails_on_each_of_the_mistakes_at_its_place() -> None:
    command = [sys.executable, "-m", "bench.run.mistakes", "--only", "Lastro", "--json"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told = {mistake: row["Lastro"] for mistake, row in json.loads(ran.stdout).items()}
    assert {row["exit"] for row in told.values()} == {1}
    assert {m: row["line"][: len(WANTED[m])] for m, row in told.items()} == WANTED


def test_the_page_shows_them_all_and_what_lastro_says_of_them() -> None:
    page = (ROOT / "docs/handbook/explanation/mistakes.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| ((?!mistake|---)[^|*]+) \|.*\| 1: line and column \|$", page, re.MULTILINE
    )
    assert rows == list(WANTED)
    said = re.findall(r"^Lastro +(.*)$", page, re.MULTILINE)
    assert [line[: len(w)] for line, w in zip(said, WANTED.values(), strict=True)] == list(
        WANTED.values()
    )
