"""What a stranger's branch may bring along, checked out by an editor with private captures."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lastro.capture.store.store import CaptureStore
from lastro.commands import main
from lastro.commands.doctor import own_store
from lastro.errors import LastroError
from lastro.loading.load import load
from lastro.rules.examples import read_examples
from lastro.system.git import find_tracked
from tests.support.command_line import Lastro
from tests.support.folders import ROOT
from tests.support.linked_site import TODAY, files_of, lock_all, write_linked
from tests.support.little_docs import CONFIG
from tests.support.little_site import SETTINGS, write_files, write_site
from tests.support.little_store import keep

KEPT = ".captures/source/harbour-bylaws/20261124T213000Z.txt"
"""The text of a capture of the editor, as it stands in a clone."""
TOOL_RULE = "file-misplaced"


@pytest.fixture
def site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """Write a site with locks in a repository of its own, captures beside, and stand in it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    root = write_linked(tmp_path / "site")
    write_files(root, {".gitignore": "/build/\n/.captures\n"})
    monkeypatch.chdir(root)
    git(root, "init", "--quiet", "--initial-branch", "main")
    lock_all()
    commit(root)
    capsys.readouterr()
    return root


def git(root: Path, *arguments: str) -> str:
    who = (
        "-c",
        "user.name=Mal",
        "-c",
        "user.email=mal@example.org",
        "-c",
        "protocol.file.allow=always",
    )
    command = ["git", "-C", str(root), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def commit(root: Path, *forced: str) -> None:
    git(root, "add", "--all")
    if forced:
        git(root, "add", "--force", *forced)
    git(root, "commit", "--quiet", "--message", "a")


def offer(site: Path, change: Callable[[Path], object], *forced: str) -> None:
    """Let a stranger with a clone of her own offer a branch `theirs`, not checked out here yet."""
    hers = site.parent / "hers"
    git(site, "clone", "--quiet", str(site), str(hers))
    git(hers, "checkout", "--quiet", "-b", "theirs")
    change(hers)
    commit(hers, *forced)
    git(site, "fetch", "--quiet", str(hers), "theirs:theirs")


def take(site: Path) -> None:
    git(site, "checkout", "--quiet", "theirs")


def found(lastro: Lastro, *more: str) -> list[str]:
    out = lastro("check", "--format", "concise", "--today", TODAY, *more)[1]
    return [line for line in out.splitlines() if f" {TOOL_RULE}: " in line]


def error(place: str, count: str, folder: str, top: str = "") -> str:
    mend = (
        f"`git rm -r --cached {top or folder}` on that branch: "
        "git replaces your private files when you check it out, and deletes them when you leave it"
    )
    return f"{place}:1:1: error {TOOL_RULE}: git tracks {count} in '{folder}' ({mend})"


def link(root: Path, name: str, target: str) -> None:
    (root / name).symlink_to(target)


def module(root: Path, name: str) -> None:
    """Bring a submodule whose folder has a name of ours."""
    other = root.parent / "other"
    git(root, "init", "--quiet", str(other))
    write_files(other, {"source/x.txt": "x"})
    commit(other)
    git(root, "submodule", "--quiet", "add", "--force", str(other), name)


BRINGS: dict[str, tuple[Callable[[Path], object], tuple[str, ...], list[str]]] = {
    "forged captures": (
        lambda root: write_files(root, {KEPT: "forged", ".captures/source/b/x.txt": "x"}),
        (".captures",),
        [error(".captures/source/b/x.txt", "2 files", ".captures")],
    ),
    "a state and a journal": (
        lambda root: write_files(root, {"build/state/records": "x", "build/site/.a/journal": "x"}),
        ("build",),
        [error("build/site/.a/journal", "2 files", "build")],
    ),
    "a store and a build that keep themselves out of git": (
        lambda root: write_files(root, {".captures/.gitignore": "*", "build/.gitignore": "*"}),
        (".captures/.gitignore", "build/.gitignore"),
        [
            error(".captures/.gitignore", "a file", ".captures"),
            error("build/.gitignore", "a file", "build"),
        ],
    ),
    "a link for captures": (
        lambda root: link(root, ".captures", "../victim"),
        (".captures",),
        [error(".captures", "a file", ".captures")],
    ),
    "a link for build": (
        lambda root: link(root, "build", "../victim"),
        ("build",),
        [error("build", "a file", "build")],
    ),
    "a submodule for captures": (
        lambda root: module(root, ".captures"),
        (".captures",),
        [error(".captures", "a file", ".captures")],
    ),
    "a submodule for build": (
        lambda root: module(root, "build"),
        ("build",),
        [error("build", "a file", "build")],
    ),
    "names that another system takes for ours": (
        lambda root: write_files(root, {".CAPTURES/source/x": "x", "Build/site/index.html": "x"}),
        (".CAPTURES", "Build"),
        [
            error(".CAPTURES/source/x", "a file", ".captures", ".CAPTURES"),
            error("Build/site/index.html", "a file", "build", "Build"),
        ],
    ),
    "names that command a terminal": (
        lambda root: write_files(root, {".captures/a\n::error::b/\x1b[31m": "x"}),
        (".captures",),
        [error(".captures/a\\n::error::b/\\x1b[31m", "a file", ".captures")],
    ),
    "a folder of tracked files for captures": (
        lambda root: write_files(root, {"lastro.yml": captures_in("theirs"), "theirs/a.txt": "x"}),
        (),
        [error("theirs/a.txt", "a file", "theirs")],
    ),
    "a folder of captures behind a link": (
        lambda root: link(
            write_files(root, {"lastro.yml": captures_in("theirs/store")}), "theirs", "../victim"
        ),
        (),
        [error("theirs", "a file", "theirs/store", "theirs")],
    ),
    "captures elsewhere, and files where they were": (
        lambda root: write_files(root, {"lastro.yml": captures_in("theirs"), KEPT: "forged"}),
        (".captures",),
        [error(KEPT, "a file", ".captures")],
    ),
}
"""What a branch brings, what of it is added by force, and what the check says."""


STILL = {"captures elsewhere, and files where they were"}
"""Where captures are not looked for in what the branch brings."""


def captures_in(folder: str) -> str:
    text = SETTINGS.replace("captures: .captures", f"captures: {folder}")
    assert text != SETTINGS
    return text


@pytest.mark.parametrize("name", BRINGS)
def test_what_a_branch_puts_where_private_files_lie_is_told_and_not_obeyed(
    site: Path, lastro: Lastro, name: str
) -> None:
    change, forced, told = BRINGS[name]
    victim = write_files(site.parent / "victim", {"state/records": "hers", "source/mine": "hers"})
    offer(site, change, *forced)
    shutil.rmtree(site / ".captures")
    shutil.rmtree(site / "build", ignore_errors=True)
    take(site)
    assert found(lastro) == told
    assert found(lastro, "claims/harbour/article.yml") == told
    assert found(lastro, "--base", "main") == told
    assert found(lastro, "--changed") == told
    out = lastro("doctor")[1]
    assert [line for line in out.splitlines() if "git tracks" in line] == [
        f"fault git tracks {what}" for what in map(as_fault, told)
    ]
    commands: dict[str, tuple[str, ...]] = {"build": ("build",)}
    commands |= dict.fromkeys((".captures", "theirs", "theirs/store"), ("verify", "--update"))
    for folder, command in commands.items():
        if any(f" in '{folder}' " in line for line in told) and name not in STILL:
            code, out, err = lastro(*command)
            assert (code, out, err[:18]) == (2, "", "error: git tracks ")
    assert files_of(victim) == {"source/mine": b"hers", "state/records": b"hers"}


def as_fault(line: str) -> str:
    place, _, said = line.partition(f":1:1: error {TOOL_RULE}: git tracks ")
    what, _, hint = said.partition(" (")
    return f"{what}: '{place}': {hint.removesuffix(')')}"


def test_outside_of_git_and_in_a_clean_clone_nothing_is_said(site: Path, lastro: Lastro) -> None:
    assert found(lastro) == []
    shutil.rmtree(site / ".git")
    write_files(site, {KEPT: "mine", "build/state/records": "mine"})
    assert found(lastro) == []
    assert "git" not in lastro("doctor")[1].replace("no git repository", "")


def test_no_waiver_and_no_lastro_yml_of_a_branch_silences_it(site: Path, lastro: Lastro) -> None:
    article = (site / "claims/harbour/article.yml").read_text(encoding="utf-8")
    waiver = "waivers:\n  - {rule: file-misplaced, until: 2027-01-01, reason: It is fine.}\n"
    text = article + waiver
    offer(
        site, lambda root: write_files(root, {"claims/harbour/article.yml": text, KEPT: "x"}), KEPT
    )
    take(site)
    assert found(lastro) == [error(KEPT, "a file", ".captures")]
    write_files(site, {"lastro.yml": "schema: 9\n"})
    assert found(lastro) == [error(KEPT, "a file", ".captures")]


def test_the_judge_of_pull_requests_refuses_it_by_the_folder_of_the_base(
    site: Path, tmp_path: Path
) -> None:
    """The judge reads the proposal with lastro.yml of the base, whatever its own says."""
    write_files(site, {"lastro.yml": captures_in("private")})
    commit(site)
    there = {"lastro.yml": captures_in("elsewhere"), "private/source/x.txt": "forged"}
    offer(site, lambda root: write_files(root, there))
    git(site, "worktree", "add", "--quiet", str(tmp_path / "data"), "theirs")
    program = [sys.executable, str(ROOT / ".github/judge.py")]
    done = subprocess.run(
        [*program, str(site), str(tmp_path / "data"), str(tmp_path / "summary.md")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
    )
    assert done.returncode == 1
    assert "git tracks a file in 'private'" in done.stdout
    assert "git tracks a file in 'private'" in (tmp_path / "summary.md").read_text(encoding="utf-8")


def test_a_journal_of_a_branch_moves_nothing_into_git(site: Path, lastro: Lastro) -> None:
    """What an earlier version would have obeyed: a stranger's program at the next commit."""
    lines: list[list[object]] = [["claims/harbour/.hook", None, None, ".git/hooks/pre-commit", []]]
    journal = json.dumps({"version": 1, "done": False, "files": lines})
    brings = {"claims/harbour/.hook": "#!/bin/sh\n", "build/state/together.json": journal}
    offer(site, lambda root: write_files(root, brings), "build")
    shutil.rmtree(site / "build", ignore_errors=True)
    take(site)
    for command in (("check",), ("fmt",), ("build",), ("doctor", "--fix")):
        lastro(*command)
    lastro("rename", "claim", "quays-closed", "quays", "--today", TODAY)
    assert (site / "claims/harbour/.hook").is_file()
    assert not (site / ".git/hooks/pre-commit").exists()
    git(site, "rm", "--quiet", "--cached", "-r", "build")
    assert lastro("check")[0] == 0
    assert (site / "claims/harbour/.hook").is_file()


def test_a_folder_that_looks_like_a_repository_configures_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site below the top of its repository: a branch can make its folder a bare repository."""
    root, ran = write_site(tmp_path / "top/site"), tmp_path / "ran"
    git(tmp_path / "top", "init", "--quiet")
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n", encoding="utf-8")
    program.chmod(0o755)
    config = f"[core]\n\tbare = false\n\tworktree = .\n\tfsmonitor = {program}\n[lastro]\n\tcaptures = {tmp_path}\n"
    bare = {"HEAD": "ref: refs/heads/main\n", "config": config, "objects/x": "", "refs/x": ""}
    write_files(root, bare)
    commit(tmp_path / "top")
    monkeypatch.chdir(root)
    with pytest.raises(LastroError, match="looks like a git repository of its own"):
        find_tracked(root, ["build"])
    for command in (("check",), ("verify",), ("doctor",), ("captures", "list")):
        with pytest.raises(SystemExit) as ended:
            main(command)
        assert ended.value.code == 2, command
    assert not ran.exists()


def test_no_filter_hook_or_watcher_of_a_repository_runs(site: Path, lastro: Lastro) -> None:
    ran = site.parent / "ran"
    for key in (
        "core.fsmonitor",
        "filter.x.smudge",
        "filter.x.clean",
        "filter.x.process",
        "core.pager",
        "diff.x.textconv",
    ):
        git(site, "config", key, f"touch {ran}; cat")
    offer(
        site,
        lambda root: write_files(root, {".gitattributes": "* filter=x diff=x\n", KEPT: "x"}),
        KEPT,
    )
    git(site, "-c", "core.fsmonitor=", "update-ref", "refs/heads/main", "theirs")
    ran.unlink(missing_ok=True)
    for command in (("check",), ("check", "--changed"), ("verify",), ("doctor",), ("build",)):
        lastro(*command)
    assert not ran.exists()


def moment_files(store: Path) -> dict[str, bytes]:
    """Read the files of captures in a store, by their path in it."""
    return {p.relative_to(store).as_posix(): p.read_bytes() for p in own_store.captures_in(store)}


def test_captures_outside_the_clone_survive_a_branch_that_brings_its_own(
    site: Path, lastro: Lastro
) -> None:
    before = moment_files(site / ".captures")
    assert len(before) == 9
    offer(
        site,
        lambda root: write_files(root, {KEPT: "forged", ".captures/.gitignore": "x"}),
        ".captures",
    )
    assert lastro("doctor")[1].splitlines()[-2] == (
        "note  captures lie in this clone, where a branch of somebody else can delete them: "
        "lastro doctor --fix"
    )
    code, out, err = lastro("doctor", "--fix")
    outer = Path(git(site, "config", "lastro.captures").strip())
    assert (code, err) == (0, "")
    assert out.splitlines()[-2] == f"ok    captures lie outside this clone: '{outer}'"
    assert outer.parent == site.parent / "data/lastro/captures"
    assert outer.stat().st_mode & 0o777 == 0o700
    assert not (site / ".captures").exists()
    verified = "6 verified, 0 mismatch, 1 attested, 0 unchecked\n"
    assert lastro("verify", "--today", TODAY)[1].startswith(verified)
    take(site)
    assert (site / KEPT).read_text(encoding="utf-8") == "forged"
    assert lastro("verify", "--today", TODAY)[1].startswith(verified)
    code, _, err = lastro("doctor", "--fix")
    assert (code, err.startswith("error: git tracks 2 files in '.captures'")) == (2, True)
    git(site, "checkout", "--quiet", "main")
    assert not (site / ".captures").exists()
    assert moment_files(outer) == before
    assert lastro("verify", "--today", TODAY)[1].startswith(verified)
    rename = ("rename", "source", "harbour-bylaws", "bylaws-2025", "--today", TODAY)
    assert "moved 2 captures" in lastro(*rename)[1]
    assert len(CaptureStore(outer).all("source:bylaws-2025")) == 2


def test_captures_that_came_into_the_clone_later_are_brought_out_too(
    site: Path, lastro: Lastro
) -> None:
    assert lastro("doctor", "--fix")[0] == 0
    assert lastro("doctor", "--fix")[0] == 0
    outer = Path(git(site, "config", "lastro.captures").strip())
    before = moment_files(outer)
    keep(CaptureStore(site / ".captures"), words="Another day.", seconds=9)
    write_files(site, {".captures/notes.txt": "mine", ".captures/source/x/notes.txt": "mine"})
    assert lastro("doctor", "--fix")[0] == 0
    assert len(moment_files(outer)) == len(before) + 3
    assert files_of(site).keys() >= {".captures/source/x/notes.txt"}
    assert sorted(path.name for path in (site / ".captures").rglob("*") if path.is_file()) == [
        ".gitignore",
        ".lock",
        "notes.txt",
        "notes.txt",
    ]


def test_a_copy_that_differs_outside_is_not_written_over(site: Path, lastro: Lastro) -> None:
    lastro("doctor", "--fix")
    outer = Path(git(site, "config", "lastro.captures").strip())
    write_files(site, {KEPT: "another"})
    before = moment_files(outer)
    code, _, err = lastro("doctor", "--fix")
    kept = Path(KEPT.removeprefix(".captures/"))
    assert (code, err.splitlines()[0]) == (
        2,
        f"error: '{kept.name}' is another capture in '{outer / kept.parent}'",
    )
    assert (moment_files(outer), (site / KEPT).read_text(encoding="utf-8")) == (before, "another")


def test_a_link_that_an_editor_made_to_a_store_is_written_down(site: Path, lastro: Lastro) -> None:
    there = site.parent / "desk"
    (site / ".captures").rename(there)
    link(site, ".captures", str(there))
    before = moment_files(there)
    assert lastro("doctor", "--fix")[0] == 0
    assert git(site, "config", "lastro.captures").strip() == str(there)
    assert moment_files(there) == before


@pytest.mark.parametrize("named", ["relative/store", "{site}", "{site}/.captures"])
def test_a_folder_that_a_branch_could_bring_is_no_store(
    site: Path, lastro: Lastro, named: str
) -> None:
    git(site, "config", "lastro.captures", named.format(site=site))
    code, _, err = lastro("verify")
    assert (code, "which is no folder outside this site" in err) == (2, True)
    assert lastro("doctor", "--fix")[0] == 2


def test_where_there_is_no_git_captures_stay(site: Path, lastro: Lastro) -> None:
    shutil.rmtree(site / ".git")
    assert lastro("doctor", "--fix")[::2] == (
        2,
        "error: this site is in no git repository\nhint: no branch can reach captures here\n",
    )
    assert len(moment_files(site / ".captures")) == 9


def test_a_machine_without_git_captures_as_before(
    site: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert lastro("verify", "--today", TODAY)[1].startswith("6 verified")
    assert found(lastro) == []
    assert lastro("doctor")[0] == 0
    assert load(site).corpus is not None


def test_what_keeps_captures_out_of_git_comes_back_after_a_branch_took_it_away(
    site: Path, lastro: Lastro
) -> None:
    """Two branches: the first takes the file along, the second no longer ignores the captures."""
    offer(site, lambda root: write_files(root, {".captures/.gitignore": ""}), ".captures")
    take(site)
    git(site, "checkout", "--quiet", "main")
    assert not (site / ".captures/.gitignore").exists()
    assert lastro("verify", "--today", TODAY)[0] == 0
    write_files(site, {".gitignore": "/build/\n"})
    git(site, "add", "--all")
    assert git(site, "diff", "--cached", "--name-only") == ".gitignore\n"


@pytest.mark.parametrize("custom", ["theme", ".captures", "away", "../victim"])
def test_a_theme_that_leads_elsewhere_is_refused(site: Path, lastro: Lastro, custom: str) -> None:
    """MkDocs follows links, and publishes whatever lies in the folder of a theme."""
    write_files(site.parent / "victim", {"assets/secret.txt": "hers"})
    write_files(site, {"theme/main.html": "x", "mkdocs.yml": CONFIG})
    link(site, "theme/assets", "../../victim")
    link(site, "away", "../victim")
    write_files(site, {"mkdocs.yml": CONFIG.replace("generator/lastro/theme", custom)})
    code, _, err = lastro("build", "--today", TODAY)
    assert (code, err[:40]) == (2, "error: the theme of mkdocs.yml leads els")


def test_a_link_to_a_device_is_not_read(site: Path, lastro: Lastro) -> None:
    """Of /dev/zero there is no end."""
    for name in ("requirements.lock", "mkdocs.yml", "tests/rules/file/a.md", "schema/claim.json"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        link(site, name, "/dev/null")
    assert "cannot read mkdocs.yml" in lastro("doctor")[1]
    assert lastro("build", "--today", TODAY)[2].startswith("error: cannot read mkdocs.yml: [Errno")
    with pytest.raises(LastroError, match=r"cannot read 'tests/rules/file/a\.md'"):
        read_examples(site)
