"""`lastro check --changed`: what a contributor is about to commit, judged among all records."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lastro.commands import main
from tests.changes.test_history import commit, git
from tests.support.little_site import (
    ARTICLE,
    ARTICLE_PATH,
    CLAIM,
    CLAIM_PATH,
    OTHER_SOURCE,
    OTHER_SOURCE_PATH,
    SOURCE,
    SOURCE_PATH,
    TODAY,
    write_files,
    write_site,
)

UNTIDY = "?utm_source=mail"
BROKEN_SOURCE = SOURCE.replace("port.example.org/bylaws\n", f"port.example.org/bylaws{UNTIDY}\n")
BROKEN_BLOG = OTHER_SOURCE.replace("example.org/walk\n", f"example.org/walk{UNTIDY}\n")
IN_SOURCE = f"{SOURCE_PATH}:5:38: error url-untidy"
IN_BLOG = f"{OTHER_SOURCE_PATH}:5:36: error url-untidy"

Lastro = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def lastro(capsys: pytest.CaptureFixture[str]) -> Lastro:
    """Run the check and return its exit, the errors as `path:line:column: error rule`, complaints."""

    def run(*arguments: str) -> tuple[int, list[str], str]:
        with pytest.raises(SystemExit) as ended:
            main(["check", "--today", TODAY, "--format", "concise", *arguments])
        said = capsys.readouterr()
        errors = [": ".join(line.split(": ")[:2]) for line in said.out.splitlines()]
        assert isinstance(ended.value.code, int)
        return ended.value.code, [one for one in errors if ": error " in one], said.err

    return run


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Publish a site with an old fault in one source, and stand in it."""
    folder = write_site(tmp_path / "repository")
    write_files(folder, {OTHER_SOURCE_PATH: BROKEN_BLOG})
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Publish")
    monkeypatch.chdir(folder)
    return folder


def test_an_old_fault_is_not_reported_and_a_new_one_is(repository: Path, lastro: Lastro) -> None:
    assert lastro() == (1, [IN_BLOG], "")
    assert lastro("--changed") == (0, [], "")
    write_files(repository, {SOURCE_PATH: BROKEN_SOURCE})
    assert lastro("--changed") == (1, [IN_SOURCE], "")


def test_a_file_that_git_does_not_know_yet_is_changed(repository: Path, lastro: Lastro) -> None:
    write_files(repository, {"sources/new.yml": BROKEN_SOURCE.replace("bylaws", "new")})
    assert lastro("--changed")[1] == ["sources/new.yml:5:35: error url-untidy"]


def test_a_change_that_is_in_the_index_counts(repository: Path, lastro: Lastro) -> None:
    write_files(repository, {SOURCE_PATH: BROKEN_SOURCE})
    git(repository, "add", "--all")
    assert lastro("--changed")[1] == [IN_SOURCE]


def test_with_a_base_a_file_counts_that_differs_from_it(repository: Path, lastro: Lastro) -> None:
    git(repository, "tag", "before")
    write_files(repository, {SOURCE_PATH: BROKEN_SOURCE})
    commit(repository, "Break a source")
    assert lastro("--changed") == (0, [], "")
    assert lastro("--changed", "--base", "before")[1] == [IN_SOURCE]


def test_a_folder_may_be_the_base(repository: Path, tmp_path: Path, lastro: Lastro) -> None:
    write_site(tmp_path / "base")
    assert lastro("--changed", "--base", "../base") == (1, [IN_BLOG], "")
    assert repository.is_dir()


def test_paths_and_changes_limit_together(repository: Path, lastro: Lastro) -> None:
    write_files(repository, {SOURCE_PATH: BROKEN_SOURCE})
    assert lastro("--changed", "claims")[1] == []
    assert lastro("--changed", "sources")[1] == [IN_SOURCE]
    assert lastro("--changed", OTHER_SOURCE_PATH)[1] == []


def test_all_records_are_read_whatever_is_reported(repository: Path, lastro: Lastro) -> None:
    cites = CLAIM.replace("source: port-blog", "source: new")
    write_files(
        repository,
        {
            CLAIM_PATH: cites.replace("@port-blog", "@new"),
            "sources/new.yml": OTHER_SOURCE.replace("walk", "new"),
        },
    )
    assert lastro("--changed") == (0, [], "")
    (repository / "sources/new.yml").unlink()
    assert lastro("--changed")[1] == [f"{CLAIM_PATH}:19:13: error evidence-unknown-source"]


def test_a_finding_counts_that_points_at_what_changed(repository: Path, lastro: Lastro) -> None:
    retold = "kind: secondary\nderived_from: [{}]"
    on_blog = SOURCE.replace("kind: primary", retold.format("port-blog"))
    write_files(repository, {SOURCE_PATH: on_blog})
    commit(repository, "Derive the bylaws from the blog")
    on_bylaws = OTHER_SOURCE.replace("kind: secondary", retold.format("harbour-bylaws"))
    write_files(repository, {OTHER_SOURCE_PATH: on_bylaws})
    loops = [one for one in lastro("--changed")[1] if one.endswith("origin-loop")]
    assert loops == [f"{SOURCE_PATH}:7:16: error origin-loop"]


def test_a_deleted_record_counts_as_changed(repository: Path, lastro: Lastro) -> None:
    (repository / OTHER_SOURCE_PATH).unlink()
    _, errors, _ = lastro("--changed", "--base", "main")
    assert f"{OTHER_SOURCE_PATH}:1:1: error record-deleted" in errors


def test_what_is_no_record_is_always_reported(repository: Path, lastro: Lastro) -> None:
    write_files(repository, {"claims/harbour/notes.txt": "x"})
    commit(repository, "Add a stray file")
    assert lastro("--changed")[1] == ["claims/harbour/notes.txt:1:1: error file-misplaced"]


def test_a_broken_scale_is_always_reported(repository: Path, lastro: Lastro) -> None:
    write_files(repository, {"lastro.yml": "schema: [\n"})
    assert lastro("--changed", "claims")[1][0].startswith("lastro.yml:")


def test_line_ends_of_another_system_are_no_change(repository: Path, lastro: Lastro) -> None:
    write_files(repository, {OTHER_SOURCE_PATH: BROKEN_BLOG.replace("\n", "\r\n")})
    assert lastro("--changed") == (0, [], "")


def test_without_a_base_the_change_rules_do_not_run(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    moved = CLAIM.replace("decided: 2026-02-01", "decided: 2026-02-02")
    write_files(repository, {CLAIM_PATH: moved, ARTICLE_PATH: ARTICLE + "# a comment\n"})
    with pytest.raises(SystemExit):
        main(["check", "--today", TODAY, "--changed", "--json"])
    said = json.loads(capsys.readouterr().out)
    assert (said["base"], said["not_run"], said["files"]) == (None, ["change"], 2)
    assert {one["place"]["path"] for one in said["diagnostics"]} == {
        ARTICLE_PATH,
        CLAIM_PATH,
    }


def test_outside_a_repository_changes_are_unknown_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lastro: Lastro
) -> None:
    monkeypatch.chdir(write_site(tmp_path))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    code, errors, said = lastro("--changed")
    assert (code, errors) == (2, [])
    assert said.startswith("error: history unavailable: this site is in no git repository\n")


RULE = "archive-not-trusted"


def test_programs_get_every_finding_and_people_the_first_of_what_changed(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    altered = {
        f"sources/s{n}.yml": OTHER_SOURCE.replace("walk", f"s{n}").replace(
            "web.archive.org", "archive.ph"
        )
        for n in range(8)
    }
    write_files(repository, altered)
    commit(repository, "Add sources with copies that were altered")
    write_files(repository, {"sources/s7.yml": altered["sources/s7.yml"] + "# a line\n"})

    def warned(*arguments: str) -> list[str]:
        with pytest.raises(SystemExit):
            main(["check", "--today", TODAY, "--base", "main", *arguments])
        said = capsys.readouterr().out
        if "--json" in arguments:
            listed = json.loads(said)["diagnostics"]
            return [d["place"]["path"] for d in listed if d["rule"] == RULE]
        return [line.split(":")[0] for line in said.splitlines() if RULE in line]

    assert warned("--json") == [*altered]
    assert warned("--format", "concise") == ["sources/s0.yml", "sources/s1.yml", "sources/s7.yml"]
    assert warned("--format", "concise", "--all") == [*altered]


HANGS = (
    f"{CLAIM_PATH}: The scale would refuse 'supported' for 2026-01-12/.. without any one of these labels: "
    "the stance 'supports' of passage 'harbour-bylaws'; the origin 'port-of-example' of source "
    "'harbour-bylaws'."
)


@pytest.mark.parametrize(
    ("changed", "arguments", "told"),
    [
        ({CLAIM_PATH: CLAIM + "# looked at again\n"}, (), [HANGS]),
        ({SOURCE_PATH: SOURCE + "# looked at again\n"}, (), [HANGS]),
        ({OTHER_SOURCE_PATH: BROKEN_BLOG + "# looked at again\n"}, ("claims",), [HANGS]),
        ({SOURCE_PATH: SOURCE + "# looked at again\n"}, ("sources",), []),
        ({ARTICLE_PATH: ARTICLE + "# looked at again\n"}, (), []),
        ({CLAIM_PATH: CLAIM.replace("rating: supported", "rating: unverified")}, (), []),
    ],
)
def test_a_changed_rating_that_hangs_on_labels_is_named_below_the_report(
    changed: dict[str, str],
    arguments: tuple[str, ...],
    told: list[str],
    repository: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_files(repository, changed)
    for limit in (("--changed",), ()):
        with pytest.raises(SystemExit):
            main(["check", "--today", TODAY, *limit, *arguments])
        lines = capsys.readouterr().out.splitlines()
        found = [line for line in lines if "The scale would refuse" in line]
        assert found == (told if limit else [])
        assert not found or lines[-1:] == found
