"""Fix, then check: clean. Fix twice: the second run changes nothing. What is not at fault stays."""

from collections.abc import Collection
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from lastro.checks.fix_passes import FixResult, make_fixes, write_fixed
from lastro.checks.runner import run
from lastro.diagnostics.fixes import FixKind
from lastro.diagnostics.report import Report
from lastro.errors import LastroError
from lastro.loading.load import load
from lastro.loading.workspace import Workspace
from lastro.rules.registry import rules
from tests.support.command_line import Lastro
from tests.support.example_records import Example, examples, write, write_base
from tests.support.little_site import (
    ARTICLE,
    ARTICLE_PATH,
    CLAIM,
    CLAIM_PATH,
    FILES,
    SOURCE,
    SOURCE_PATH,
    write_site,
)
from tests.support.little_site import TODAY as SUNNY

TODAY = date(2025, 4, 1)
SAFE: tuple[FixKind, ...] = ("safe",)
BOTH: tuple[FixKind, ...] = ("safe", "unsafe")
FIRING = [e for e in examples() if e.fires and rules()[e.rule].fix != "none"]


def fix(root: Path, kinds: Collection[FixKind], base: Path | None = None) -> FixResult:
    """Fix a site in memory, judged against a base when there is one."""
    published = load(base).corpus if base else None

    def check(loaded: Workspace) -> Report:
        return run(loaded, TODAY, published)

    loaded = load(root)
    return make_fixes(loaded, check(loaded), check, kinds)


def found_by(example: Example, report: Report) -> list[str]:
    return [d.message for d in report.diagnostics if d.rule == example.rule]


@pytest.mark.parametrize("example", FIRING, ids=str)
def test_what_is_fixed_is_no_longer_found_and_the_next_run_changes_nothing(
    example: Example, tmp_path: Path
) -> None:
    root, base = _written(example, tmp_path)
    done = fix(root, BOTH, base)
    left = found_by(example, done.report)
    assert [d.rule for d in done.mended if d.rule == example.rule] == [example.rule][len(left) :]
    write_fixed(root, done.files)
    again = fix(root, BOTH, base)
    assert (again.mended, again.files) == ((), {})
    assert found_by(example, again.report) == left


@pytest.mark.parametrize("name", sorted({example.rule for example in FIRING}))
def test_every_rule_that_promises_a_fix_mends_an_example_of_its_page(
    name: str, tmp_path: Path
) -> None:
    if name in SHOWN_BELOW:
        assert SHOWN_BELOW[name] in CASES
        return
    mended: list[str] = []
    for number, example in enumerate(e for e in FIRING if e.rule == name):
        root, base = _written(example, tmp_path / str(number))
        done = fix(root, [rules()[name].fix], base)  # type: ignore[list-item]
        assert {rules()[d.rule].fix for d in done.mended} <= {rules()[name].fix}
        mended += [d.rule for d in done.mended]
    assert name in mended


def _written(example: Example, folder: Path) -> tuple[Path, Path | None]:
    root, base = folder / "now", folder / "base"
    write(example, root)
    if not example.base:
        return root, None
    write_base(example, base)
    return root, base


SHOWN_BELOW = {
    "file-encoding": "byte order mark",
    "invisible-character": "hidden in an id",
    "yaml-syntax": "tabs",
}
"""Rules whose page shows no fault that can be mended, and the case that does."""


def changed(root: Path, path: str, text: str, kinds: Collection[FixKind] = BOTH) -> str | None:
    """Write a text to a file of the little site and fix the site; None when all files stay."""
    (write_site(root) / path).write_bytes(text.encode())
    loaded, day = load(root), date.fromisoformat(SUNNY)
    done = make_fixes(loaded, run(loaded, day), lambda now: run(now, day), kinds)
    assert set(done.files) <= {path}
    return done.files[path].after.decode() if done.files else None


WAIVED = (
    "waivers:\n"
    "  - rule: archive-missing\n"
    "    reason: {en: It is gone., pt-BR: Sumiu.}\n"
    "    until: 2026-10-01\n"
)
ANOTHER = WAIVED.removeprefix("waivers:\n").replace("archive-missing", "source-unused")
CASES: dict[str, tuple[str, str, str, str]] = {
    "byte order mark": (SOURCE_PATH, "title: H", "\ufefftitle: H", "title: H"),
    "CR alone": (SOURCE_PATH, "lang: en\n", "lang: en # a\r", "lang: en # a\n"),
    "tabs": (
        CLAIM_PATH,
        "  en: The quays are closed on Sundays.\n  pt-BR: Os cais",
        "\ten: The quays are closed on Sundays.\n\tpt-BR: Os cais",
        "  en: The quays are closed on Sundays.\n  pt-BR: Os cais",
    ),
    "a tab for four": (CLAIM_PATH, "    stance: sup", "\tstance: sup", "    stance: sup"),
    "tabs of four": (
        CLAIM_PATH,
        "    holds: 2026-01-12/..\n    decided",
        "\tholds: 2026-01-12/..\n\tdecided",
        "    holds: 2026-01-12/..\n    decided",
    ),
    "a tab before an item": (
        CLAIM_PATH,
        "  - source: port",
        "\t- source: port",
        "  - source: port",
    ),
    "a tab after a deeper block": (CLAIM_PATH, "    because:", "\tbecause:", "    because:"),
    "tabs below a key": (
        CLAIM_PATH,
        "      en: The by",
        "\t\ten: The by",
        "      en: The by",
    ),
    "quote marks of print": (
        CLAIM_PATH,
        '"the quays close on Sundays"',
        "“the quays close on Sundays”",
        '"the quays close on Sundays"',
    ),
    "quote marks of print around a colon": (
        CLAIM_PATH,
        '"Quiet again on Sunday."',
        '«Quiet: "so" it was.»',
        "'Quiet: \"so\" it was.'",
    ),
    "quote marks of print in a list": (CLAIM_PATH, "[Ana Prado]", "[“Ana Prado”]", '["Ana Prado"]'),
    "quote marks of print over two lines": (
        CLAIM_PATH,
        "en: The bylaws say so.",
        "en: „The bylaws\n        say so.“",
        'en: "The bylaws\n        say so."',
    ),
    "deep tab": (CLAIM_PATH, "    because:\n", "\t  because:\n", "    because:\n"),
    "key": (CLAIM_PATH, "    stance: sup", "    stanse: sup", "    stance: sup"),
    "quoted key": (CLAIM_PATH, "nature: f", "'natura' : f", "nature : f"),
    "list": (CLAIM_PATH, "[harbour]", "harbour # one", "[harbour] # one"),
    "quoted item": (CLAIM_PATH, "[Ana Prado]", "'Ana Prado'", "['Ana Prado']"),
    "odd item": (
        SOURCE_PATH,
        "kind: p",
        "authors: 'no'\nkind: p",
        "authors: ['no']\nkind: p",
    ),
    "tag": (CLAIM_PATH, "  lang: en\n", "  lang: EN\n", "  lang: en\n"),
    "tag as key": (CLAIM_PATH, "  pt-BR: Os", "  'pt_br': Os", "  'pt-BR': Os"),
    "hidden in an id": (
        CLAIM_PATH,
        "source: port-blog",
        'source: "port\\u200b-blog"',
        'source: "port-blog"',
    ),
    "hidden in an address": (SOURCE_PATH, "url: https://", "url: https://\u200b", "url: https://"),
    "trackers": (
        SOURCE_PATH,
        "url: https://port.example.org/bylaws\n",
        "url: 'https://port.example.org/bylaws?utm_source=a&fbclid=b#s' # as sent\n",
        "url: 'https://port.example.org/bylaws#s' # as sent\n",
    ),
    "the only waiver": (SOURCE_PATH, "read: {", WAIVED + "read: {", "read: {"),
    "both waivers": (SOURCE_PATH, "read: {", WAIVED + ANOTHER + "read: {", "read: {"),
    "the last waiver": (SOURCE_PATH, "whole}\n", "whole}\n" + WAIVED, "whole}\n"),
    "stance": (CLAIM_PATH, "stance: supports", "stance: suports", "stance: supports"),
    "rating": (CLAIM_PATH, "rating: supported", 'rating: "suported"', 'rating: "supported"'),
    "label": (CLAIM_PATH, "rating: supported", "rating: Sustentadas", "rating: supported"),
    "misspelt label": (CLAIM_PATH, "rating: supported", "rating: Sustntada", "rating: supported"),
    "day of one reading": (CLAIM_PATH, "d: 2026-02-01", "d: 31/01/2026", "d: 2026-01-31"),
    "day in words": (CLAIM_PATH, "d: 2026-02-01", "d: 1º de fevereiro de 2026", "d: 2026-02-01"),
    "month in words": (
        SOURCE_PATH,
        "published: 2025-12-01",
        "published: Dezember 2025",
        "published: 2025-12",
    ),
    "source": (CLAIM_PATH, "source: port-blog", "source: prot-blog", "source: port-blog"),
    "citation": (
        CLAIM_PATH,
        "visitante [@port-blog]",
        "visitante [@port-blg]",
        "visitante [@port-blog]",
    ),
    "statement": (ARTICLE_PATH, "claim: quays-closed", "claim: quay-closed", "claim: quays-closed"),
    "window": (CLAIM_PATH, "holds: 2026-01-12/", "holds: 2026-01/", "holds: 2026-01-12/"),
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("path", "standing", "wrong", "right"), CASES.values(), ids=CASES)
def test_a_fix_changes_what_is_at_fault_and_no_other_byte(  # noqa: PLR0917 - columns of a table
    path: str, standing: str, wrong: str, right: str, ends: str, tmp_path: Path
) -> None:
    assert FILES[path].count(standing) == 1
    before, after = (FILES[path].replace(standing, t).replace("\n", ends) for t in (wrong, right))
    assert changed(tmp_path, path, before) == after


SHORT = "    short:\n      en: The bylaws say so.\n      pt-BR: O regulamento diz isso.\n"
WORDS = '  words: "the quays close on Sundays"\n'
LEVELS: dict[str, tuple[str, str, str]] = {
    "too far in": ("volatility: slow\n", "    by:", "    volatility: slow\n    by:"),
    "not in far enough": (WORDS, "nature:", f"{WORDS[2:]}nature:"),
    "out of the only item": (
        SHORT,
        "volatility:",
        f"short:\n{SHORT[11:].replace('      ', '  ')}volatility:",
    ),
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("lines", "standing", "wrong"), LEVELS.values(), ids=LEVELS)
def test_a_key_at_the_wrong_level_is_moved_to_its_own(
    lines: str, standing: str, wrong: str, ends: str, tmp_path: Path
) -> None:
    text = CLAIM.replace(lines, "").replace(standing, wrong)
    assert text not in {CLAIM, CLAIM.replace(lines, "")}
    assert changed(tmp_path, CLAIM_PATH, text.replace("\n", ends)) == CLAIM.replace("\n", ends)


LEFT: dict[str, tuple[str, str, str]] = {
    "several in one text": (CLAIM_PATH, "[harbour]", "harbour, port"),
    "a list of maps": (CLAIM_PATH, "  lang: en\n", "  lang: en\n  also: {a: b}\n"),
    "a key that stands there too": (CLAIM_PATH, "nature: fact", "nature: fact\nnatura: fact"),
    "another language": (CLAIM_PATH, "  pt-BR: Os", "  pt: Os"),
    "hidden in a quote": (CLAIM_PATH, '"the quays close', '"the\u200b quays close'),
    "hidden in a title": (SOURCE_PATH, "title: Harbour", "title: Harb\u200bour"),
    "quote marks of a title": (SOURCE_PATH, "title: Harbour bylaws", "title: “Harbour bylaws”"),
    "quote marks of print inside a text": (
        CLAIM_PATH,
        "en: The bylaws say so.",
        "en: “So”, say the “bylaws”",
    ),
    "quote marks of both sorts": (
        CLAIM_PATH,
        "en: The bylaws say so.",
        'en: “The port\'s "bylaws" say: so.”',
    ),
    "a tab in a text": (CLAIM_PATH, "nature: fact", "nature:\t@fact"),
    "a commented waiver": (
        SOURCE_PATH,
        "whole}\n",
        "whole}\n" + WAIVED.replace("archive-missing", "archive-missing # why"),
    ),
    "a key that stands at its own level too": (
        CLAIM_PATH,
        "    by: [",
        "    volatility: slow\n    by: [",
    ),
    "a key in braces that belongs around them": (
        CLAIM_PATH,
        "kind: publication}",
        "kind: publication, former_ids: [quays]}",
    ),
    "a day of two readings": (CLAIM_PATH, "d: 2026-02-01", "d: 03/01/2026"),
    "a rating that is no text": (CLAIM_PATH, "rating: supported", "rating: true"),
    "a rating like no other": (CLAIM_PATH, "rating: supported", "rating: great"),
}


@pytest.mark.parametrize(("path", "standing", "wrong"), LEFT.values(), ids=LEFT)
def test_what_a_person_has_to_say_is_left(
    path: str, standing: str, wrong: str, tmp_path: Path
) -> None:
    assert FILES[path].count(standing) == 1
    assert changed(tmp_path, path, FILES[path].replace(standing, wrong)) is None


def test_several_faults_of_one_file_are_mended_in_one_run_and_comments_stay(tmp_path: Path) -> None:
    text = "# first\n" + CLAIM.replace("stance: supports", "stanse: suports # a").replace(
        "source: port-blog", "source: prot-blog # b"
    ).replace("topics: [harbour]", "topic: harbour # c\n# last")
    right = "# first\n" + CLAIM.replace("stance: supports", "stance: supports # a").replace(
        "source: port-blog", "source: port-blog # b"
    ).replace("topics: [harbour]", "topics: [harbour] # c\n# last")
    assert changed(tmp_path, CLAIM_PATH, text) == right


def test_safe_fixes_leave_what_may_change_the_meaning(tmp_path: Path) -> None:
    text = CLAIM.replace("topics: [harbour]", "topics: harbour").replace(
        "port-blog\n", "port-bolg\n"
    )
    assert changed(tmp_path, CLAIM_PATH, text, ["safe"]) == text.replace(
        "topics: harbour", "topics: [harbour]"
    )


def test_more_faults_than_one_pass_mends_take_more_passes(tmp_path: Path) -> None:
    wrong, right = (", ".join(f"quay{sign}{n}" for n in range(60)) for sign in "_-")
    text = CLAIM.replace("[harbour]", f"[{wrong}]")
    assert changed(tmp_path, CLAIM_PATH, text) == CLAIM.replace("[harbour]", f"[{right}]")


def test_claims_that_are_not_listed_are_added_one_after_the_other(tmp_path: Path) -> None:
    write_site(tmp_path)
    for name in ("a-claim", "b-claim", "c-claim"):
        (tmp_path / f"claims/harbour/{name}.yml").write_text(CLAIM, encoding="utf-8")
    done = fix(tmp_path, BOTH)
    added = [f"  - {{claim: {name}}}\n" for name in ("a-claim", "b-claim", "c-claim")]
    assert done.files[ARTICLE_PATH].after.decode() == ARTICLE + "".join(added)


def test_a_file_that_somebody_else_changed_is_not_overwritten(tmp_path: Path) -> None:
    write_site(tmp_path)
    paths = (CLAIM_PATH, SOURCE_PATH)
    for path in paths:
        text = FILES[path].replace("lang: en\n", "lang: EN\n")
        (tmp_path / path).write_text(text, encoding="utf-8")
    done = fix(tmp_path, BOTH)
    assert {*done.files} == {*paths}
    (tmp_path / SOURCE_PATH).write_text("title: Mine\n", encoding="utf-8")
    with pytest.raises(LastroError, match="was changed while this ran"):
        write_fixed(tmp_path, done.files)
    assert "lang: EN" in (tmp_path / CLAIM_PATH).read_text(encoding="utf-8")
    assert (tmp_path / SOURCE_PATH).read_text(encoding="utf-8") == "title: Mine\n"


def test_a_waived_fault_is_not_mended(tmp_path: Path) -> None:
    waiver = WAIVED.replace("archive-missing", "url-untidy")
    tracked = SOURCE.replace("/bylaws\n", "/bylaws?utm_source=a\n", 1)
    assert changed(tmp_path, SOURCE_PATH, tracked + waiver) is None


# --- the command line ------------------------------------------------------------------------


@pytest.fixture
def lastro(lastro: Lastro, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lastro:
    """Run the check in a little site with a safe and an unsafe fault."""
    monkeypatch.chdir(write_site(tmp_path))
    (tmp_path / CLAIM_PATH).write_text(FAULTY, encoding="utf-8")
    return partial(lastro, "check", "--today", SUNNY)


FAULTY = CLAIM.replace("topics: [harbour]", "topics: harbour").replace(
    "stance: context", "stance: contxt"
)
FIXED_SAFELY = FAULTY.replace("topics: harbour", "topics: [harbour]")
TOPICS, STANCE = (
    f"fixed {rule} in {CLAIM_PATH}:{line}\n"
    for rule, line in (("type-wrong", 11), ("value-unknown", 20))
)


def test_the_last_line_counts_what_can_be_fixed(lastro: Lastro) -> None:
    last_line = lastro()[1].splitlines()[-1]
    assert "1 fixable with --fix, 1 more with --unsafe-fixes." in last_line
    assert "in 5 files, " in last_line


def test_fix_mends_the_safe_ones_and_reports_what_is_left(lastro: Lastro) -> None:
    code, out, err = lastro("--fix", "--format", "concise")
    assert (code, err) == (1, TOPICS)
    assert out.startswith(f"{CLAIM_PATH}:20:13: error value-unknown: ")
    assert Path(CLAIM_PATH).read_text(encoding="utf-8") == FIXED_SAFELY
    assert ", 1 fixable with --unsafe-fixes." in lastro("--fix")[1].splitlines()[-1]


def test_unsafe_fixes_mend_the_rest(lastro: Lastro) -> None:
    code, out, err = lastro("--unsafe-fixes")
    assert (code, err) == (0, "")
    assert out.startswith(TOPICS + STANCE)
    assert "no problems" in out or "0 errors" not in out
    assert Path(CLAIM_PATH).read_text(encoding="utf-8") == CLAIM
    assert "fixed" not in lastro("--unsafe-fixes")[1]


def test_a_diff_shows_what_fixes_would_do_and_writes_nothing(lastro: Lastro) -> None:
    before = Path(CLAIM_PATH).stat()
    code, out, err = lastro("--unsafe-fixes", "--diff")
    assert (code, err) == (1, "2 fixes in 1 file; nothing was written\n")
    assert out.splitlines()[:2] == [f"--- a/{CLAIM_PATH}", f"+++ b/{CLAIM_PATH}"]
    assert [line for line in out.splitlines()[2:] if line[0] in "-+"] == [
        "-topics: harbour",
        "+topics: [harbour]",
        "-    stance: contxt",
        "+    stance: context",
    ]
    after = Path(CLAIM_PATH).stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_diff_of_what_needs_no_fix_is_empty(lastro: Lastro) -> None:
    Path(CLAIM_PATH).write_text(CLAIM, encoding="utf-8")
    assert lastro("--diff") == (0, "", "0 fixes in 0 files; nothing was written\n")


def test_only_files_in_paths_are_fixed(lastro: Lastro) -> None:
    Path(SOURCE_PATH).write_text(SOURCE.replace("lang: en", "lang: EN"), encoding="utf-8")
    assert lastro("--fix", "sources")[1].startswith(f"fixed language-unknown in {SOURCE_PATH}:4\n")
    assert Path(SOURCE_PATH).read_text(encoding="utf-8") == SOURCE
    assert Path(CLAIM_PATH).read_text(encoding="utf-8") == FAULTY
