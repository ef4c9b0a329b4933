"""The base of a comparison: what a revision or a folder held, and what is said when it is not there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lastro.changes.history import base_at, base_of
from lastro.errors import LastroError
from lastro.loading.load import load
from tests.support.little_site import (
    CLAIM,
    CLAIM_PATH,
    SOURCE,
    SOURCE_PATH,
    TODAY,
    write_files,
    write_site,
)

SUPERSEDED = CLAIM.replace("rating: supported", "rating: unverified")


def git(folder: Path, *arguments: str) -> str:
    """Run git with an identity of nobody, and nothing of the machine's configuration."""
    said = subprocess.run(
        ["git", "-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"},
    )
    return said.stdout.strip()


def commit(folder: Path, message: str) -> str:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository with a site and two revisions, of which `first` is tagged."""
    folder = tmp_path / "repository"
    write_site(folder)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Publish")
    git(folder, "tag", "first")
    write_files(folder, {CLAIM_PATH: SUPERSEDED})
    commit(folder, "Change the rating")
    return folder


def refusal(root: Path, name: str) -> tuple[str, str]:
    with pytest.raises(LastroError) as refused:
        base_of(root, name)
    return refused.value.message, refused.value.hint


def ratings(root: Path, name: str) -> list[str]:
    return [review.rating for review in base_of(root, name).corpus.claims["quays-closed"].reviews]


@pytest.mark.parametrize(
    ("name", "rating"),
    [
        ("first", "supported"),
        ("HEAD~1", "supported"),
        ("HEAD", "unverified"),
        ("main", "unverified"),
    ],
)
def test_a_revision_is_read_as_it_was(repository: Path, name: str, rating: str) -> None:
    write_files(repository, {CLAIM_PATH: "torn"})
    assert ratings(repository, name) == [rating]


def test_a_site_in_a_subfolder_is_found_in_its_revision(tmp_path: Path) -> None:
    site = write_site(tmp_path / "sites" / "port: 1 é")
    write_files(tmp_path, {"lastro.yml": "broken: [", "claims/x/y.yml": "z"})
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "Publish")
    base = base_of(site, "HEAD").corpus
    assert (list(base.claims), list(base.articles)) == (["quays-closed"], ["harbour"])


def test_a_folder_is_read_as_a_base(tmp_path: Path) -> None:
    site, base = write_site(tmp_path / "site"), write_site(tmp_path / "base")
    write_files(base, {CLAIM_PATH: SUPERSEDED})
    assert ratings(site, str(base)) == ["unverified"]


def test_what_a_base_holds_broken_is_unknown(repository: Path) -> None:
    (repository / SOURCE_PATH).unlink()
    (repository / SOURCE_PATH).symlink_to("port-blog.yml")
    write_files(
        repository,
        {CLAIM_PATH: "torn", "sources/large.yml": "a" * 300_000, "claims/harbour/notes.txt": "b"},
    )
    commit(repository, "Break them")
    base = base_of(repository, "HEAD").corpus
    assert base.unreadable == {
        ("claims", "quays-closed"),
        ("sources", "harbour-bylaws"),
        ("sources", "large"),
    }
    assert list(base.sources) == ["port-blog"]


def test_a_revision_from_before_the_first_source_is_read(repository: Path) -> None:
    shutil.rmtree(repository / "sources")
    commit(repository, "Take the sources away")
    assert list(base_of(repository, "HEAD").corpus.sources) == []


def test_the_locks_of_a_revision_are_read(repository: Path) -> None:
    lock = '{\n"claim:quays-closed/claim": {"pt-BR": "' + "0" * 64 + '"}\n}\n'
    write_files(repository, {"translations.lock": lock})
    commit(repository, "Accept")
    assert list(base_of(repository, "HEAD").corpus.translations) == ["claim:quays-closed/claim"]


def test_a_base_is_the_same_whether_or_not_unchanged_records_are_taken_from_the_site(
    repository: Path,
) -> None:
    here = load(repository)
    assert here.corpus is not None
    alone, along = base_at(repository, "first").corpus, base_at(repository, "first", here).corpus
    assert along.records == alone.records
    assert along.sources["port-blog"] is here.corpus.sources["port-blog"]
    assert along.claims["quays-closed"] != here.corpus.claims["quays-closed"]
    assert alone.sources["port-blog"] is not here.corpus.sources["port-blog"]


def test_no_record_is_taken_from_a_site_of_other_languages(repository: Path) -> None:
    bare = SOURCE + "note: Only in the reading room.\n"
    turned = (repository / "lastro.yml").read_text("utf-8")
    write_files(repository, {SOURCE_PATH: bare})
    commit(repository, "Add a note")
    swapped = turned.replace("languages: [en, pt-BR]", "languages: [pt-BR, en]")
    write_files(repository, {"lastro.yml": swapped})
    note = base_at(repository, "HEAD", load(repository)).corpus.sources["harbour-bylaws"].note
    assert note is not None
    assert note.languages == ("en",)


def test_an_unknown_revision_is_said_and_not_taken_for_no_change(repository: Path) -> None:
    message, hint = refusal(repository, "v9")
    assert message == "history unavailable: no revision or folder 'v9'"
    assert hint.startswith("write a branch, a tag, a commit or a folder that holds lastro.yml")


@pytest.mark.parametrize("name", ["--upload-pack=touch x", "-", "", " ", "a\x00b", "a\nb"])
def test_a_name_that_git_could_take_for_an_option_never_reaches_it(
    repository: Path, name: str
) -> None:
    message, _ = refusal(repository, name)
    assert message.startswith("history unavailable: ")
    assert message.endswith("is not a revision")


@pytest.mark.parametrize("name", ["HEAD:claims", "first..HEAD", "HEAD^{tree}"])
def test_only_a_commit_is_a_revision(repository: Path, name: str) -> None:
    assert refusal(repository, name)[0] == f"history unavailable: no revision or folder '{name}'"


def test_a_shallow_clone_says_what_it_lacks(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository}", str(clone))
    assert ratings(clone, "HEAD") == ["unverified"]
    message, hint = refusal(clone, "HEAD~1")
    assert message == "history unavailable: this clone does not hold all of 'HEAD~1'"
    assert hint.startswith("run `git fetch --unshallow`")


def test_what_a_shallow_clone_never_had_is_not_said_to_be_lacking(
    repository: Path, tmp_path: Path
) -> None:
    git(repository, "branch", "other/one")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository}", str(clone))
    for name, hint in (
        ("v9", "write a branch, a tag, a commit or a folder that holds lastro.yml; `git fetch` gets branches of others"),
        ("upstream/main", "there is no remote 'upstream' here: `git remote add upstream ADDRESS`, then `git fetch upstream`; or name a branch that is here"),
        ("upstream/main~2", "there is no remote 'upstream' here: `git remote add upstream ADDRESS`, then `git fetch upstream`; or name a branch that is here"),
        ("origin/other/one", "`git fetch origin other/one:refs/remotes/origin/other/one` gets that branch"),
    ):  # fmt: skip
        assert refusal(clone, name) == (
            f"history unavailable: no revision or folder '{name}'",
            hint,
        )
    git(clone, "fetch", "--quiet", "origin", "other/one:refs/remotes/origin/other/one")
    assert ratings(clone, "origin/other/one") == ["unverified"]
    assert "does not hold all of '1a2b3c4d'" in refusal(clone, "1a2b3c4d")[0]


def test_a_partial_clone_says_what_it_lacks_and_fetches_nothing(
    repository: Path, tmp_path: Path
) -> None:
    clone = tmp_path / "clone"
    git(repository, "config", "uploadpack.allowFilter", "true")
    url = f"file://{repository}"
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", url, str(clone))
    before = sorted(path.name for path in (clone / ".git/objects/pack").iterdir())
    message, _ = refusal(clone, "HEAD~1")
    assert message == "history unavailable: this clone does not hold all of 'HEAD~1'"
    assert sorted(path.name for path in (clone / ".git/objects/pack").iterdir()) == before


def test_a_site_outside_a_repository_has_no_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    site = write_site(tmp_path / "site")
    message, hint = refusal(site, "HEAD")
    assert message == "history unavailable: this site is in no git repository"
    assert hint == "name a folder with the earlier records instead"


def test_a_machine_without_git_has_no_history(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refusal(repository, "HEAD")[0] == "history unavailable: there is no git here"


def test_a_revision_without_the_site_is_no_base(repository: Path) -> None:
    (repository / "lastro.yml").unlink()
    commit(repository, "Take the site away")
    message, _ = refusal(repository, "HEAD")
    assert message == "history unavailable: 'HEAD' holds no lastro.yml where this site lies"


def test_a_site_that_is_not_committed_yet_is_in_no_revision(repository: Path) -> None:
    site = write_site(repository / "new")
    message, _ = refusal(site, "HEAD")
    assert message == "history unavailable: 'HEAD' holds no lastro.yml where this site lies"


def test_a_base_whose_scale_is_broken_is_no_base(repository: Path) -> None:
    write_files(repository, {"lastro.yml": "schema: ["})
    commit(repository, "Break the scale")
    message, _ = refusal(repository, "HEAD")
    assert message == "history unavailable: lastro.yml of 'HEAD' cannot be read"


def test_a_folder_without_records_is_no_base(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site")
    write_files(tmp_path / "base", {"lastro.yml": (site / "lastro.yml").read_text("utf-8")})
    message, _ = refusal(site, str(tmp_path / "base"))
    assert message == (
        f"history unavailable: in '{tmp_path / 'base'}', no folder 'claims/' beside lastro.yml"
    )


def test_a_site_is_not_its_own_base(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site")
    message, _ = refusal(site, f"{site}/claims/..")
    assert message.endswith("is the site itself")


def test_a_folder_of_a_proposal_does_not_stand_in_for_a_revision(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a pull request could bring along the base that judges it."""
    write_site(repository / "main")
    monkeypatch.chdir(repository)
    message, hint = refusal(repository, "main")
    assert message == "history unavailable: 'main' is a folder and a revision"
    assert hint == "write './main' for the folder, 'refs/heads/main' for a branch"
    assert ratings(repository, "./main") == ["supported"]
    assert ratings(repository, "refs/heads/main") == ["unverified"]


def test_nothing_that_a_repository_configures_is_run(repository: Path) -> None:
    """Hooks, filters, text conversions, pagers and monitors are programs of strangers."""
    mark = repository / "ran"
    run = f"touch '{mark}'; cat"
    for name in (
        "core.fsmonitor",
        "core.pager",
        "pager.ls-tree",
        "filter.x.smudge",
        "diff.x.textconv",
    ):
        git(repository, "config", name, run)
    hooks = repository / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-checkout", "post-index-change", "reference-transaction"):
        write_files(hooks, {hook: f"#!/bin/sh\n{run}\n"})
        (hooks / hook).chmod(0o755)
    write_files(repository, {".gitattributes": "*.yml filter=x diff=x export-subst\n"})
    assert ratings(repository, "first") == ["supported"]
    assert not mark.exists()


def test_a_replaced_object_does_not_change_what_was_published(repository: Path) -> None:
    old, new = git(repository, "rev-parse", "first"), git(repository, "rev-parse", "main")
    git(repository, "replace", old, new)
    assert ratings(repository, "first") == ["supported"]


def test_a_tree_whose_paths_leave_it_writes_nothing_outside(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    blob = git(repository, "hash-object", "-w", SOURCE_PATH)
    inner = _tree(repository, [("100644", "blob", blob, "evil.yml")])
    sources = _tree(
        repository,
        [("100644", "blob", blob, "good.yml"), ("040000", "tree", inner, "..")],
    )
    config = git(repository, "rev-parse", "first:lastro.yml")
    top = [("100644", "blob", config, "lastro.yml"), ("040000", "tree", sources, "sources")]
    made = git(repository, "commit-tree", "-m", "x", _tree(repository, top))
    assert list(base_at(repository, made).corpus.sources) == ["good"]
    assert not list(tmp_path.rglob("evil.yml"))
    assert list(scratch.iterdir()) == []


def _tree(folder: Path, entries: list[tuple[str, str, str, str]]) -> str:
    """Write a tree object by hand: `git mktree` refuses the names that a stranger may send."""
    raw = b"".join(
        f"{mode.lstrip('0')} {name}".encode() + b"\0" + bytes.fromhex(sha)
        for mode, _, sha, name in sorted(entries, key=lambda entry: entry[3])
    )
    written = subprocess.run(
        ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
        cwd=folder,
        input=raw,
        capture_output=True,
        check=True,
    )
    return written.stdout.decode().strip()


def test_variables_of_a_calling_git_point_to_no_other_repository(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "other"))
    assert ratings(repository, "first") == ["supported"]


def check(folder: Path, *arguments: str) -> tuple[int, list[str], str]:
    """Run the real `lastro check`: exit, concise lines without notes of the site, standard error."""
    run = subprocess.run(
        [sys.executable, "-m", "lastro", "check", "--today", TODAY, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout.splitlines(), run.stderr


def test_check_with_a_base_runs_the_change_rules(repository: Path) -> None:
    before = git(repository, "status", "--porcelain")
    code, lines, _ = check(repository, "--base", "first", "--format", "concise")
    owed = [line for line in lines if "correction-owed" in line or "decided-unchanged" in line]
    assert (code, len(owed)) == (1, 2)
    assert owed[0].startswith(f"{CLAIM_PATH}:24:13: error correction-owed: rating was 'supported' ")
    assert owed[1].startswith(
        f"{CLAIM_PATH}:26:14: error decided-unchanged: the review changed, but is still "
    )
    assert git(repository, "status", "--porcelain") == before


def test_check_says_whether_the_change_rules_ran(repository: Path) -> None:
    assert "change rules not run (no --base)." in check(repository)[1][-1]
    assert "change rules" not in check(repository, "--base", "HEAD")[1][-1]


def test_check_with_a_base_that_is_not_there_ends_with_2(repository: Path) -> None:
    code, lines, said = check(repository, "--base", "v9")
    assert (code, lines) == (2, [])
    assert said.startswith("error: history unavailable: no revision or folder 'v9'\nhint: ")


def test_a_deleted_record_is_reported_where_it_stood_and_paths_reach_it(repository: Path) -> None:
    write_files(repository, {"sources/extra.yml": SOURCE.replace("bylaws", "extra")})
    commit(repository, "Add a source")
    (repository / "sources/extra.yml").unlink()
    args = ("--base", "HEAD", "--format", "concise")
    for where, found in (("sources", 1), ("claims", 0)):
        lines = [line for line in check(repository, where, *args)[1] if "record-deleted" in line]
        assert len(lines) == found
    assert check(repository, "sources", *args)[1][0].startswith("sources/extra.yml:1:1: error ")
