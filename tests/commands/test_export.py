"""`lastro export`: the very files that a build publishes, of one format, without the pages."""

from pathlib import Path

import pytest

from lastro.build.build import build
from lastro.exports.registry import find_formats
from lastro.system.output import read_tree
from tests.support.command_line import runner
from tests.support.little_docs import write_whole_site
from tests.support.little_site import CLAIM, CLAIM_PATH, TODAY, write_files
from tests.support.remembered_site import FIRST_DAY


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = write_whole_site(tmp_path / "site")
    monkeypatch.chdir(root)
    return root


def test_all_formats_together_are_what_a_build_publishes_beside_its_pages(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(site, FIRST_DAY, publish_search=True)
    published = read_tree(site / "build/site")
    for name in find_formats():
        code, out, _ = runner(capsys)("export", name, "--out", "data", "--today", TODAY)
        assert code == 0
        assert out.startswith("wrote ")
    written = read_tree(site / "data")
    assert written.items() <= published.items()
    assert {"claims.csv", "feeds/claims.xml", "robots.txt", "llms.txt"} <= written.keys()


def test_each_format_is_listed_with_what_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = runner(capsys)("export", "--list")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == [*find_formats()]
    assert all(len(line.split()) > 3 for line in out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["feed"], "error: no format 'feed'\nhint: did you mean 'feeds'?\n"),
        ([], "error: no FORMAT is named\nhint: formats: agents, "),
    ],
)
def test_what_is_no_format_is_refused_in_one_sentence(
    arguments: list[str], told: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site.is_dir()  # a format of another package is looked for in lastro.yml
    code, _, err = runner(capsys)("export", *arguments)
    assert code == 2
    assert err.startswith(told)


def test_records_with_errors_are_not_exported(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(site, {CLAIM_PATH: CLAIM.replace("source: ", "source: un")})
    code, _, err = runner(capsys)("export", "tables", "--today", TODAY)
    assert (code, err) == (2, "error: the records have errors\nhint: run `lastro check`\n")
    assert not (site / "build").exists()
