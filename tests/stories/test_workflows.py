"""The workflows: what they run is run here, on records as a stranger would send them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.support.folders import ROOT
from tests.support.little_site import CLAIM_PATH, write_site

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
RIGHTS = {
    "deploy": {("contents", "read"), ("pages", "write"), ("id-token", "write")},
    "intake": {("contents", "write"), ("pull-requests", "write"), ("issues", "write")},
    "release": {("contents", "read"), ("id-token", "write"), ("attestations", "write")},
}
"""Workflows that may do more than read, and what; none of them runs what a stranger sends."""
ZIZMOR = Path(sys.executable).with_name("zizmor")


def zizmor(*paths: Path) -> subprocess.CompletedProcess[str]:
    command = [str(ZIZMOR), "--offline", "--persona", "auditor", "--no-progress", *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def judge(tool: Path, data: Path, summary: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(GITHUB / "judge.py"), str(tool), str(data), str(summary)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
    )


@pytest.fixture(name="sides")
def _sides(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Lay out the published records, a proposal that changes nothing, and the summary."""
    return write_site(tmp_path / "tool"), write_site(tmp_path / "data"), tmp_path / "summary.md"


def change(site: Path, old: str, new: str, path: str = CLAIM_PATH) -> None:
    text = (site / path).read_text(encoding="utf-8")
    assert old in text
    (site / path).write_text(text.replace(old, new), encoding="utf-8")


def test_an_auditor_finds_nothing_in_the_workflows() -> None:
    done = zizmor(GITHUB, ROOT / "action.yml")
    assert (done.returncode, "No findings to report" in done.stdout + done.stderr) == (0, True)


def test_the_hook_runs_for_a_commit_that_only_deletes() -> None:
    """No name of a deleted file is handed to a hook, so one that waits for names would not run."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert (hook["entry"], hook["always_run"]) == ("lastro check", True)
    assert (hook["pass_filenames"], "files" in hook) == (False, False)


def test_an_auditor_finds_what_a_bad_workflow_does(tmp_path: Path) -> None:
    bad = (GITHUB / "workflows/records.yml").read_text(encoding="utf-8")
    (tmp_path / ".github/workflows").mkdir(parents=True)
    file = tmp_path / ".github/workflows/records.yml"
    file.write_text(bad.replace("pull_request:", "pull_request_target:", 1), encoding="utf-8")
    done = zizmor(tmp_path / ".github")
    assert done.returncode != 0
    assert "dangerous-triggers" in done.stdout


_PINNED = r"(?:actions/[a-z-]+|pypa/gh-action-pypi-publish)@[0-9a-f]{40}"
"""Actions of the host itself, and the one by which its users publish packages."""


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / "action.yml"], ids=lambda path: path.name)
def test_every_action_is_pinned_by_its_hash(path: Path) -> None:
    used = re.findall(r"uses: *(\S+)", path.read_text(encoding="utf-8"))
    assert [one for one in used if not re.fullmatch(_PINNED, one)] == []


RUN_FROM = [*WORKFLOWS, GITHUB / "check-action.sh", ROOT / ".ci" / "run", ROOT / "action.yml"]  # fmt: skip


def test_each_file_and_each_target_that_a_machine_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    texts = {path.name: path.read_text(encoding="utf-8") for path in RUN_FROM}
    # the base commit lies in `tool`, the action's own checkout in $ACTION
    name = r"(?:tool/|\$ACTION/)?((?:\.?[\w-]+/)*\.?[\w-]+(?:/run|\.(?:lock|py|sh|toml)))\b"
    files = {(by, file) for by, text in texts.items() for file in re.findall(name, text)}
    files |= {
        ("Makefile", file) for file in re.findall(name, makefile) if "node_modules" not in file
    }
    programs = re.findall(r"-m ((?:bench|tests)\.[\w.]+)", makefile)
    assert len(programs) >= 6
    files |= {("Makefile", f"{program.replace('.', '/')}.py") for program in programs}
    assert {("records.yml", "requirements.lock"), ("code.yml", ".ci/run")} <= files
    assert {(by, file) for by, file in files if not (ROOT / file).exists()} == set()
    calls = {
        (by, t)
        for by, text in texts.items()
        for t in re.findall(r"^(?:.*run: )?make ([a-z-]+)", text, re.MULTILINE)
    }
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert ("deploy.yml", "publish") in calls
    assert {(by, target) for by, target in calls if target not in targets} == set()


@pytest.mark.parametrize(
    ("target", "locks"),
    [("site", 1), ("publish", 1), ("serve", 1), ("due", 1), ("recapture", 2), ("test", 3), ("check", 3)],
)  # fmt: skip
def test_a_target_installs_no_more_locks_than_it_needs(
    target: str, locks: int, tmp_path: Path
) -> None:
    command = ["make", "--dry-run", target, f"VENV={tmp_path}"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    order = ["requirements.lock", "requirements-capture.lock", "requirements-dev.lock"]
    assert re.findall(r"--require-hashes .* -r (\S+)", said.stdout) == order[:locks]


def test_the_quick_tests_are_files_that_exist(tmp_path: Path) -> None:
    command = ["make", "--dry-run", "test-quick", f"VENV={tmp_path}"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    files = re.findall(r"tests/\S+", said.stdout)
    assert len(files) >= 19
    assert [file for file in files if not (ROOT / file).exists()] == []


@pytest.mark.parametrize("name", ["records.yml", "intake.yml"])
def test_what_strangers_send_is_judged_with_what_a_site_installs(name: str) -> None:
    text = (GITHUB / "workflows" / name).read_text(encoding="utf-8")
    assert re.findall(r"[\w-]+\.lock", text) == ["requirements.lock"]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_no_rights_but_those_that_a_job_states(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    rights = {r for job in workflow["jobs"].values() for r in job["permissions"].items()}
    assert rights == RIGHTS.get(path.stem, {("contents", "read")})


def test_a_proposal_that_changes_nothing_passes(sides: tuple[Path, Path, Path]) -> None:
    done = judge(*sides)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert re.fullmatch(r"::stop-commands::[0-9a-f]{32}", lines[0])
    assert f"::{lines[0].rpartition('::')[2]}::" in lines
    assert sides[2].read_text(encoding="utf-8") != ""


def test_a_proposal_is_judged_against_what_is_published(sides: tuple[Path, Path, Path]) -> None:
    tool, data, summary = sides
    change(data, "rating: supported", "rating: unverified")
    done = judge(tool, data, summary)
    assert done.returncode == 1
    assert "correction-owed" in done.stdout
    assert "correction-owed" in summary.read_text(encoding="utf-8")
    annotated = [line for line in done.stdout.splitlines() if line.startswith("::error ")]
    assert any("title=correction-owed" in line for line in annotated)


def test_the_scale_of_a_proposal_does_not_count(sides: tuple[Path, Path, Path]) -> None:
    tool, data, summary = sides
    shutil.copy(tool / "lastro.yml", data / "lastro.yml")
    change(data, "value: 1\n", "value: 7\n", "lastro.yml")
    assert judge(tool, data, summary).returncode == 0
    assert (data / "lastro.yml").read_bytes() == (tool / "lastro.yml").read_bytes()


def test_a_scale_that_is_a_folder_is_refused_in_one_sentence(
    sides: tuple[Path, Path, Path],
) -> None:
    tool, data, summary = sides
    (data / "lastro.yml").unlink()
    (data / "lastro.yml").mkdir()
    done = judge(tool, data, summary)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[0] == "error: 'lastro.yml' is a folder"


@pytest.mark.parametrize("top", ["claims", "sources"])
def test_the_published_records_do_not_stand_in_for_those_of_a_proposal(
    sides: tuple[Path, Path, Path], top: str
) -> None:
    tool, data, summary = sides
    shutil.rmtree(data / top)
    (data / top).symlink_to(Path("../tool") / top)
    done = judge(tool, data, summary)
    assert done.returncode == 1
    assert f"'{top}' is a symbolic link" in done.stdout


def test_code_in_a_proposal_is_not_run(sides: tuple[Path, Path, Path], tmp_path: Path) -> None:
    tool, data, summary = sides
    trap = tmp_path / "sprung"
    for name in ("lastro/__init__.py", "lastro/__main__.py", "sitecustomize.py", "yaml.py"):
        (data / name).parent.mkdir(exist_ok=True)
        (data / name).write_text(f"open({str(trap)!r}, 'w')\n", encoding="utf-8")
    assert judge(tool, data, summary).returncode == 0
    assert not trap.exists()


def test_record_text_cannot_command_the_workflow(sides: tuple[Path, Path, Path]) -> None:
    tool, data, summary = sides
    change(data, "source: port-blog", 'source: "::set-output name=a::b ##[error]x"')
    done = judge(tool, data, summary)
    assert done.returncode == 1
    opened, closed = [n for n, line in enumerate(done.stdout.splitlines())
                      if re.fullmatch(r"::(stop-commands::)?[0-9a-f]{32}(::)?", line)]  # fmt: skip
    after = done.stdout.splitlines()[closed + 1 :]
    assert opened == 0
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) or "::" not in line for line in after)  # fmt: skip
    assert "##[" not in done.stdout


@pytest.mark.parametrize(
    "path", sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")), ids=lambda p: p.name
)
def test_an_issue_form_is_well_formed(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    if path.stem == "config":
        assert form == {"blank_issues_enabled": True}
        return
    assert {"name", "description", "title", "labels", "body"} == set(form)
    assert all(field["attributes"]["label"] for field in form["body"])
    ids = [field["id"] for field in form["body"]]
    assert len(ids) == len(set(ids))


def owners(path: str) -> list[str]:
    """Return who owns a path: the last pattern that fits it counts, and may name nobody."""
    found: list[str] = []
    for line in (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines():
        pattern, *names = line.partition("#")[0].split() or [""]
        folder = re.fullmatch(r"/((?:[\w.-]+/)+)", pattern)
        assert not pattern or pattern == "*" or folder, f"this test cannot read {pattern!r}"
        if pattern == "*" or (folder and path.startswith(folder[1])):
            found = names
    return found


def test_every_file_but_records_has_an_owner() -> None:
    command = ["git", "-C", str(ROOT), "ls-files", "-z"]
    listed = subprocess.run(command, capture_output=True, check=True).stdout
    files = [os.fsdecode(name) for name in listed.split(b"\0") if name]
    assert len(files) > 500
    records = [path for path in files if path.split("/")[0] in {"claims", "sources"}]
    assert records == [path for path in files if owners(path) != ["@lastro/owners"]]
    brought = [".gitattributes", ".gitmodules", "claims", "sources", "Claims/a/b.yml"]
    brought += ["docs/claims/x.md", ".captures/x", "build/x", "tests/x.py", "Makefile"]
    assert [path for path in brought if not owners(path)] == []
    assert {*map(tuple, map(owners, records))} == {()}
