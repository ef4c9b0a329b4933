"""The house: rooms of a size to be read, private names that stay at home, docs that name them all.

The tests have the same rooms: `tests/text/test_dates.py` is about `lastro/text/dates.py`, a page of
examples about its rule, and `tests/commands/test_new.py` about all of `lastro/commands/new/`.
"""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lastro.memo.store import tool_digest
from tests.support.folders import PACKAGE, ROOT, TESTS

MODULES = {
    ".".join(("lastro", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))

TESTED_BY = {
    # Parts of one thing that is tested as a whole.
    "build/test_build.py": "build/ prepare publish/mkdocs/ run",
    "build/test_assemble.py": "build/ engine pieces workshop",
    "capture/fetch/test_fetcher.py": "capture/ fetched",
    "capture/store/test_store.py": "capture/store/ capture",
    "capture/store/test_warc.py": "capture/store/ warc_read warc_write",
    "capture/test_extract.py": "capture/reading/ child foreign html_text sandbox",
    "changes/test_compare.py": "changes/ compare_claims wording",
    "checks/test_fix_passes.py": "diagnostics/ fixes",
    "evidence/test_judge.py": "evidence/ origins rulings tally",
    "evidence/test_quotes.py": "evidence/ matching proofs",
    "memo/test_store.py": "loading/ remembered",
    "memo/test_trace.py": "memo/ tables trace_log",
    "publish/mkdocs/test_config.py": "publish/mkdocs/ addresses docs stage",
    "publish/mkdocs/test_policy.py": "/ mkdocs_plugin",
    "publish/test_frames.py": "publish/ stamp",
    "render/pages/test_every.py": "render/pages/ lists site/ corrections_log derive views",
    "reporters/test_every_format.py": "reporters/ concise github markdown",
    "reporters/test_machines.py": "reporters/ document json",
    "commands/test_locale.py": "commands/shared/ words",
    "exports/formats/test_feeds.py": "exports/ entries template site/ feeds",
    "rules/test_examples.py": "rules/ registry checks/ run_rule runner diagnostics/ finding report rule corpus/ facts",
    "site/test_due.py": "commands/due/ command render/pages/ overdue",
    "site/test_facets.py": "render/pages/ facets",
    "system/test_output.py": "system/ atomic disk_errors",
    "syntax/test_altered_texts.py": "syntax/ plain_values",
    # Laws that hold for whatever record is drawn.
    "properties/test_decode.py": "/ errors loading/ decode model/ base canonical_form fields kinds settings values syntax/ hidden",
    "properties/test_edit.py": "editing/ edit round_trip splice syntax/ locate",
    "properties/test_formatting.py": "editing/ formatter",
    "properties/test_inert.py": "render/ markdown",
    "properties/test_pages.py": "site/ addresses",
    "properties/test_remembering.py": "build/ state",
    "properties/test_rerun.py": "checks/ nodes",
    "properties/test_scaffolds.py": "editing/ scaffold",
    "properties/test_sound_records.py": "loading/ source_text syntax/ tree",
    # Seen in what a person does, reads or is told.
    "browser/test_charts.py": "render/ charts",
    "build/test_workers.py": "commands/shared/ memory",
    "commands/check/test_limits.py": "commands/check/ command",
    "commands/test_capture.py": "capture/ take commands/shared/ captures network",
    "commands/test_captures.py": "capture/store/ move",
    "commands/test_commands.py": "/ __main__ commands/shared/ console options records text/ messages",
    "commands/test_merge_lock.py": "loading/ locks",
    "commands/test_new.py": "commands/shared/ plan",
    "commands/test_merge.py": "commands/shared/ outcome editing/ dry_run duplicates",
    "commands/test_rename.py": "commands/shared/ edits",
    "commands/test_verify.py": "capture/ verify locks/ evidence",
    "reporters/test_diffs.py": "commands/ diff",
    "stories/test_documents.py": "commands/serve/ command server",
    "stories/test_hostile_branches.py": "system/ git",
    "stories/test_starting.py": "/ places loading/ files load workspace system/ gc_pause",
    # The records and pages that are compared to the byte.
    "exports/formats/test_claimreview.py": "exports/ claim_reviews",
    "golden/test_golden.py": "/ artifacts corpus/ origin_names model/ article claim reader_text source render/ context",
    "corpus/test_translations.py": "locks/ format translations",
}
"""Modules without a test file of their name, by the file that fails first when they are broken."""


def _folder(module: str) -> str:
    return module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]


def _imports(module: str) -> Iterator[tuple[str, str]]:
    """Yield each module of ours and the name in it that a module imports."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lastro"):
            for name in node.names:
                whole = f"{node.module}.{name.name}"
                yield (whole, "") if whole in MODULES else (str(node.module), name.name)


def test_no_name_with_an_underscore_leaves_its_folder() -> None:
    left = [
        (module, source, name)
        for module in MODULES
        for source, name in _imports(module)
        if _folder(source) != _folder(module)
        and any(re.match("_(?!_)", part) for part in (*source.split("."), name))
    ]
    assert left == []


def test_no_module_is_longer_than_can_be_read() -> None:
    long = {m for m, path in MODULES.items() if len(path.read_text("utf-8").splitlines()) > 300}
    assert long == set()


def test_no_folder_has_more_modules_than_can_be_known() -> None:
    folders = [path.parent for path in PACKAGE.rglob("__init__.py")]
    full = {
        folder.relative_to(PACKAGE).as_posix(): found
        for folder in folders
        if (found := sum(path.name != "__init__.py" for path in folder.glob("*.py")))
        > (15 if folder.parent.name == "rules" else 12)  # families of rules are alike
    }
    assert full == {}


@pytest.mark.parametrize("page", ["docs/handbook/architecture.md", "docs/images/rooms.svg"])
def test_every_room_is_named(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert [room for room in ROOMS if not re.search(rf"[`>]{room}[`<]", text)] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_what_lives_in_it(room: str) -> None:
    said = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text("utf-8")))
    assert said
    assert len(said.splitlines()[0]) > 30


@pytest.mark.parametrize("room", ROOMS)
def test_a_memory_is_dropped_when_one_file_of_a_room_is_another(
    room: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(PACKAGE / room, tmp_path / "lastro" / room)
    (tmp_path / "lastro" / "__init__.py").touch()
    monkeypatch.setattr("lastro.__file__", str(tmp_path / "lastro" / "__init__.py"))
    before = tool_digest()
    changed = max((tmp_path / "lastro" / room).rglob("*.py"), key=lambda path: len(path.parts))
    changed.write_text("# another version\n", encoding="utf-8")
    assert tool_digest() != before


def _named_in(listed: str) -> Iterator[str]:
    """Yield each module of a line of the list, whose folders end in a slash."""
    folder = ""
    for word in listed.split():
        if word.endswith("/"):
            folder = word.removeprefix("/")
        else:
            yield f"{folder}{word}.py"


def _has_a_test_of_its_name(module: Path) -> bool:
    tests = TESTS / module.parent
    if module.parts[0] == "rules" and (tests / f"{module.stem.replace('_', '-')}.md").exists():
        return True
    folders = module.parents[: len(module.parts) - 2]  # all but the room
    alone = (TESTS / folder.with_name(f"test_{folder.name}.py") for folder in folders)
    return (tests / f"test_{module.name}").exists() or any(path.exists() for path in alone)


def test_each_module_has_its_test_or_is_listed_beside_the_one_that_it_has() -> None:
    modules = {p.relative_to(PACKAGE) for p in PACKAGE.rglob("*.py") if p.name != "__init__.py"}
    listed = [Path(name) for line in TESTED_BY.values() for name in _named_in(line)]
    assert [file for file in TESTED_BY if not (TESTS / file).exists()] == []
    assert sorted({name for name in listed if listed.count(name) > 1}) == []
    missing = {module for module in modules if not _has_a_test_of_its_name(module)}
    assert sorted(missing - set(listed)) == []
    assert sorted(set(listed) - missing) == []
