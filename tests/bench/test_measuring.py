"""What bench/ measures with: a count that misses a needless write would praise a slow build."""

import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench.lib.cases import Bench, Measured
from bench.lib.job import Job
from bench.lib.measuring import NotFinishedError, changes, look, run
from bench.lib.ready_pages import read_page
from bench.lib.report import chart, table, write_docs
from bench.run.bounds import compare

STAGED = """---
"kind": "claim"
"title": "Supported: the quays close."
"description": "They do."
"contents": "<li>Why</li>"
---

<div class="lastro lastro-claim"><h1>The quays close.</h1></div>
"""
ROW = {
    "case": "built from nothing",
    "tool": "Lastro",
    "note": "",
    "runs": 3,
    "processes": 1,
    "files": 9,
    "bytes": 2_500_000,
    "wall": 1.0,
    "cpu": 0.5,
    "peak": 80_000_000,
}
PEER = {
    **ROW,
    "tool": "Peer & <co>",
    "note": "plain",
    "processes": 3,
    "cpu": 2.0,
    "wall_to_lastro": 2.0,
    "cpu_to_lastro": 4.0,
    "peak_to_lastro": 1.0,
}
LATE = {
    "case": "built from nothing",
    "tool": "Slow",
    "note": "",
    "failed": "not finished after 9 s",
}
RESULT = {
    "claims": 1000,
    "sources": 500,
    "pages": 1600,
    "languages": ["en"],
    "cores": 2,
    "python": "3.11.7",
    "versions": {"Lastro": "0.1.0"},
    "rows": [ROW, PEER, LATE],
    "one_record": {"written": 3, "changed": 3},
}


def test_a_file_written_with_the_bytes_it_had_is_written_but_not_changed(tmp_path: Path) -> None:
    for name in ("kept", "again", "other", "gone"):
        (tmp_path / name).write_text("before", encoding="utf-8")
    before = look(tmp_path)
    for name, text in (("again", "before"), ("other", "after!"), ("new", "new")):
        (tmp_path / "staged").write_text(text, encoding="utf-8")
        (tmp_path / "staged").rename(tmp_path / name)
    (tmp_path / "gone").unlink()

    assert changes(before, look(tmp_path)) == ({"again", "other", "new"}, {"other", "new"})


def test_a_staged_page_gives_its_title_description_contents_and_body() -> None:
    page = read_page("claims/quays/index.md", STAGED)

    assert (page.title, page.description) == ("Supported: the quays close.", "They do.")
    assert page.contents == "<li>Why</li>"
    assert page.body.strip().endswith("<h1>The quays close.</h1></div>")


HOLD = "held = bytearray(90_000_000); print(flush=True); input()"
PAIR = f"""
import subprocess, sys, time
PIPE = subprocess.PIPE
one = subprocess.Popen([sys.executable, "-c", {HOLD!r}], stdin=PIPE, stdout=PIPE)
one.stdout.readline()
held = bytearray(90_000_000)
time.sleep(1)
one.communicate(b"\\n")
"""


def test_the_memory_of_a_child_of_the_program_counts_too(tmp_path: Path) -> None:
    alone = run(((sys.executable, "-c", "held = bytearray(90_000_000)"),), tmp_path, 60)
    together = run(((sys.executable, "-c", PAIR),), tmp_path, 60)

    assert 90_000_000 < alone.peak < 150_000_000
    assert 180_000_000 < together.peak < 260_000_000
    assert (alone.processes, together.processes) == (1, 2)


def test_a_python_program_keeps_its_bytecode_as_it_usually_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (tmp_path / "imported.py").write_text("", encoding="utf-8")
    run(((sys.executable, "-c", "import imported"),), tmp_path, 60)

    assert [path.parent.name for path in tmp_path.rglob("imported.*.pyc")] == ["__pycache__"]


def test_a_program_that_fails_or_takes_too_long_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFinishedError, match=r"^exit 3: no such thing$"):
        run(((sys.executable, "-c", "print('no such thing'); raise SystemExit(3)"),), tmp_path, 60)
    with pytest.raises(NotFinishedError, match=r"^not finished after 1 s$"):
        run(((sys.executable, "-c", "import time; time.sleep(60)"),), tmp_path, 1)


def test_the_table_tells_every_tool_and_the_one_that_did_not_finish() -> None:
    lines = table(RESULT).splitlines()

    assert "| Lastro | 1.00 | 0.50 | 80 | 9 | 2.5 |  |  |" in lines
    assert (
        "| Peer & <co> | 1.00 | 2.00 | 80 | 9 | 2.5 | 2.00, 4.00, 1.00 | plain; 3 processes |"
        in lines
    )
    assert "| Slow | | | | | | | not finished after 9 s |" in lines
    assert "For one changed record Lastro wrote 3 files; the bytes of 3 differ." in lines


def test_the_chart_is_a_picture_with_a_name_and_its_numbers_in_words() -> None:
    picture = ET.fromstring(chart(RESULT))  # noqa: S314 - our own words
    space = "{http://www.w3.org/2000/svg}"

    assert (picture.get("role"), picture.get("aria-labelledby")) == ("img", "title desc")
    assert picture.findtext(f"{space}title") == "CPU seconds for 1,000 claims, built from nothing"
    assert picture.findtext(f"{space}desc") == "Lastro 0.5, Peer & <co> 2.0."
    assert [bar.get("width") for bar in picture.iter(f"{space}rect")] == ["108", "430"]


def test_the_page_tells_each_size_once(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    page = tmp_path / "handbook" / "explanation" / "performance.md"
    page.parent.mkdir(parents=True)
    page.write_text("Before.\n\n<!-- measured: end -->\n\nAfter.\n", encoding="utf-8")
    for cpu, languages in ((0.5, ["en"]), (0.5, ["en", "pt-BR"]), (0.7, ["en"])):
        rows = [{**ROW, "cpu": cpu}]
        write_docs({**RESULT, "rows": rows, "languages": languages}, tmp_path)

    text = page.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith(("#", "| Lastro", "!"))] == [
        "### 1,000 claims, one language",
        "![CPU seconds of each tool for the same pages](../../images/performance-1000-en.svg)",
        "| Lastro | 1.00 | 0.70 | 80 | 9 | 2.5 |  |  |",
        "### 1,000 claims, two languages",
        "![CPU seconds of each tool for the same pages](../../images/performance-1000-en-pt-BR.svg)",
        "| Lastro | 1.00 | 0.50 | 80 | 9 | 2.5 |  |  |",
    ]
    assert text.startswith("Before.\n\n<!-- 1000-en: begin -->\n")
    assert text.endswith("<!-- 1000-en-pt-BR: end -->\n\n<!-- measured: end -->\n\nAfter.\n")
    assert sorted(path.name for path in (tmp_path / "images").iterdir()) == [
        "performance-1000-en-pt-BR.svg",
        "performance-1000-en.svg",
    ]


def test_a_tool_that_takes_minutes_is_measured_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.lib.cases.LONG", 2)
    wait = "import time; time.sleep(2.5)"
    measured = [
        Measured(case="any", tool=tool, job=Job(
            commands=((sys.executable, "-c", words),), folder=tmp_path, made=(), output=()
        ))
        for tool, words in (("quick", "pass"), ("slow", wait))
    ]  # fmt: skip
    Bench(tmp_path, runs=3, longest=60).cold(measured)

    assert [len(one.spent) for one in measured] == [3, 1]


WRITE = "from pathlib import Path; Path('made').mkdir(); Path('made/page').touch()"


def test_earlier_output_is_moved_away_and_not_deleted(tmp_path: Path) -> None:
    folder, work = tmp_path / "tool", tmp_path / "work"
    folder.mkdir()
    work.mkdir()
    made = (folder / "made",)
    job = Job(commands=((sys.executable, "-c", WRITE),), folder=folder, made=made, output=made)
    bench = Bench(work, runs=3, longest=60)
    built, checked = (Measured(case="any", tool=tool, job=job) for tool in ("build", "check"))
    bench.cold([built])
    last = (folder / "made").stat().st_ino
    bench.checked([checked])

    assert (built.failed, checked.failed) == ("", "")
    assert (folder / "made").stat().st_ino == last
    assert len(list(work.glob("aside/*/made/page"))) == 2 + 3


def test_each_bound_is_told_as_kept_or_missed() -> None:
    ours = {"wall": 2.0, "cpu": 2.0, "peak": 5.0}
    rows: list[dict[str, object]] = [
        {"case": case, "tool": OURS_IN[case], **ours} for case in OURS_IN
    ]
    rows += [
        {"case": "built from nothing", "tool": "MkDocs + Material", "failed": "exit 1"},
        {"case": "built from nothing", "tool": "Hugo", **THEIRS},
        {"case": "one record changed", "tool": "Hugo", **THEIRS},
        {"case": "checked, nothing kept", "tool": "ruamel.yaml, read alone", **THEIRS},
    ]
    result = {"rows": rows, "one_record": {"written": 9, "changed": 8}}
    assert [row.split("|")[2].split(";")[0].strip() for row in compare(result)] == [
        "not measured: a run failed",
        "kept: 0.500, at most 1.000",
        "kept: 0.040, at most 1.100",
        "missed: 1.000, at most 0.500",
        "missed: 0.500, at most 0.050",
        "kept: 0.040, at most 0.091",
        "missed: 2.000, at most 0.600",
        "missed: 1.000, at most 0.000",
    ]


OURS_IN = {
    "built from nothing": "Lastro",
    "one record changed": "Lastro",
    "checked, nothing kept": "lastro check",
    "checked again": "lastro check",
}
THEIRS = {
    "wall": 4.0, "cpu": 50.0, "peak": 5.0,
    "wall_to_lastro": 2.0, "cpu_to_lastro": 25.0, "peak_to_lastro": 1.0,
}  # fmt: skip
