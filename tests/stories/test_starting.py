"""What a command does not need must not be waited for: imports, languages, places of values."""

import subprocess
import sys
from pathlib import Path

import langcodes
import pytest

from lastro.commands import verbs
from lastro.loading.entry import empty_workspace, read_entry
from lastro.loading.files import walk
from lastro.loading.load import load
from lastro.places import Place, Span
from lastro.syntax.tree import Fields, parse
from lastro.text.identifiers import COMMON_LANGUAGES
from tests.support.little_site import (
    ARTICLE_PATH,
    CLAIM_PATH,
    SOURCE,
    SOURCE_PATH,
    TODAY,
    write_site,
)

LATE = frozenset(
    {"mkdocs", "babel", "jinja2", "markdown_it", "markdown", "httpcore2", "lxml", "ruamel"}
    | {"trafilatura", "pypdfium2", "warcio", "langcodes", "rapidfuzz", "rich.console"}
    | {"lastro.reporters.diffs"}
)
RUN = """
import sys
from lastro.commands import main
try:
    main({words!r})
except SystemExit as ended:
    code = ended.code
print(*sorted({late!r} & sys.modules.keys()), file=sys.stderr)
raise SystemExit(code)
"""


def imported_late(words: list[str]) -> tuple[str, list[str]]:
    """Run a command in a process of its own; what it printed, and what it imported of LATE."""
    script = RUN.format(words=words, late=set(LATE))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout, done.stderr.split()


def test_a_check_of_a_sound_site_imports_nothing_that_it_does_not_use(tmp_path: Path) -> None:
    said, found = imported_late(["check", str(write_site(tmp_path)), "--today", TODAY])
    assert said.startswith("no problems in 5 files.")
    assert found == []


def test_a_check_where_nothing_changed_imports_no_rule(tmp_path: Path) -> None:
    (write_site(tmp_path) / "build").mkdir()
    words = ["check", str(tmp_path), "--today", TODAY]
    script = RUN.format(
        words=words, late={"lastro.rules.quotes.quote_too_long", "lastro.changes.compare"}
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
        )
        for _ in range(3)
    ]
    first, *_, last = runs
    assert first.stderr.split() == ["lastro.changes.compare", "lastro.rules.quotes.quote_too_long"]
    assert (last.stdout, last.stderr.split()) == (first.stdout, [])


def test_the_help_of_all_commands_lists_each_with_its_line() -> None:
    said, _ = imported_late(["--help"])
    for verb in verbs():
        assert f" {verb} " in said


def test_a_slip_is_still_told_what_was_meant(tmp_path: Path) -> None:
    path = write_site(tmp_path) / SOURCE_PATH
    path.write_text(SOURCE.replace("kind: primary", "kind: primry"), encoding="utf-8")
    (found,) = load(tmp_path).diagnostics
    assert found.hint == "did you mean 'primary'? allowed: primary, secondary, tertiary"


@pytest.mark.parametrize("tag", sorted(COMMON_LANGUAGES))
def test_a_common_language_is_a_valid_tag_in_its_standard_form(tag: str) -> None:
    assert langcodes.tag_is_valid(tag)
    assert langcodes.standardize_tag(tag) == tag


# --- places of values -----------------------------------------------------------------------


def test_no_tree_is_made_before_somebody_asks_for_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(text: str) -> Fields:
        read.append(text)
        return parse(text)

    monkeypatch.setattr("lastro.loading.workspace.parse", counted)
    loaded = load(write_site(tmp_path))
    assert [*loaded.trees] == [
        ("lastro",),
        ("articles", "harbour"),
        ("claims", "quays-closed"),
        ("sources", "harbour-bylaws"),
        ("sources", "port-blog"),
    ]
    assert read == []
    place = loaded.place(("sources", "harbour-bylaws", "kind"))
    assert (place.path, read) == (SOURCE_PATH, [])
    assert (place.path, place.span.line, place.span.column) == (SOURCE_PATH, 6, 7)
    assert loaded.place(("sources", "harbour-bylaws", "type")).span.line == 7
    assert read == [SOURCE]


def test_a_place_that_is_found_late_is_the_same_as_one_that_was_known() -> None:
    asked: list[int] = []

    def find() -> Span:
        asked.append(1)
        return Span(2, 3, 2, 9)

    late = Place("a.yml", find, ("sources", "a"))
    known = Place("a.yml", Span(2, 3, 2, 9), ("sources", "a"))
    assert (late.path, late.route, asked) == ("a.yml", ("sources", "a"), [])
    assert late == known
    assert known == late
    assert hash(late) == hash(known)
    assert str(late) == "a.yml:2:3"
    assert sorted([late, Place("a.yml")]) == [Place("a.yml"), known]
    assert sorted([Place("b.yml"), late]) == [known, Place("b.yml")]
    assert asked == [1]


def test_a_text_that_changed_after_it_was_read_keeps_the_places_it_had(tmp_path: Path) -> None:
    loaded = load(write_site(tmp_path))
    (tmp_path / SOURCE_PATH).write_text("note: other\n", encoding="utf-8")
    assert loaded.place(("sources", "harbour-bylaws", "kind")).span.line == 6


# --- one record -----------------------------------------------------------------------------


def test_a_file_that_stays_the_same_keeps_its_stamp_and_one_that_changes_does_not(
    tmp_path: Path,
) -> None:
    before = {entry.relative: entry.stamp for entry in walk(write_site(tmp_path))[0]}
    path = tmp_path / SOURCE_PATH
    path.write_text(SOURCE + "note: more\n", encoding="utf-8")
    after = {entry.relative: entry.stamp for entry in walk(tmp_path)[0]}
    assert {name for name, stamp in after.items() if stamp != before[name]} == {SOURCE_PATH}
    status = path.stat()
    assert after[SOURCE_PATH] == (status.st_mtime_ns, status.st_size, status.st_ino)


def test_one_record_is_read_as_the_whole_site_reads_it(tmp_path: Path) -> None:
    loaded = load(write_site(tmp_path))
    entries, _ = walk(tmp_path)
    assert {entry.relative for entry in entries} >= {ARTICLE_PATH, CLAIM_PATH, SOURCE_PATH}
    for entry in entries:
        assert (
            read_entry(empty_workspace(tmp_path, {}), entry, loaded.languages, None)
            == loaded.records[entry.key]
        )


def test_one_broken_record_is_none(tmp_path: Path) -> None:
    path = write_site(tmp_path) / SOURCE_PATH
    path.write_text(SOURCE + "title: again\n", encoding="utf-8")
    entry = next(entry for entry in walk(tmp_path)[0] if entry.relative == SOURCE_PATH)
    assert read_entry(empty_workspace(tmp_path, {}), entry, ("en", "pt-BR"), None) is None
