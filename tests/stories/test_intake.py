"""An issue form becomes one draft pull request, whatever a stranger writes into it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lastro.commands.new.issue_form import LONGEST
from lastro.model.catalogue import say
from tests.support.folders import ROOT
from tests.support.little_site import write_site

LANGUAGES = yaml.safe_load((ROOT / "lastro.yml").read_text(encoding="utf-8"))["languages"]
INTAKE = ROOT / ".github/intake.py"
FORM = {
    "Words": "the gulls were loud",
    "Article": "https://tide.example.org/quays",
    "Evidence": "https://birds.example.org/gulls",
    "Passage": "Gulls were heard all night.",
    "Claimant": "_No response_",
    "Said on": "I don't know",
    "Language": "en",
}
FAKE_GH = """\
#!{python}
import json, pathlib, sys
log = pathlib.Path({log!r})
told = [pathlib.Path(a).read_text() if sys.argv[n] == "--body-file" else a
        for n, a in enumerate(sys.argv[1:])]
calls = json.loads(log.read_text()) if log.exists() else []
log.write_text(json.dumps([*calls, told]))
opened = any(call[:2] == ["pr", "create"] for call in calls)
if told[:2] == ["pr", "list"]:
    print(json.dumps([{{"number": 12}}] if opened else []))
"""


def git(folder: Path, *command: str) -> str:
    done = subprocess.run(["git", *command], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture(name="clone")
def _clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a code host of one repository, a clone of it, and a `gh` that only notes its calls."""
    source = write_site(tmp_path / "source")
    for command in (["init", "-q", "-b", "main"], ["add", "."]):
        git(source, *command)
    git(source, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "start")
    git(tmp_path, "clone", "-q", "--bare", str(source), "host.git")
    git(tmp_path, "clone", "-q", str(tmp_path / "host.git"), "clone")
    tools = tmp_path / "bin"
    tools.mkdir()
    gh = tools / "gh"
    gh.write_text(FAKE_GH.format(python=sys.executable, log=str(tmp_path / "calls.json")))
    gh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "clone"


def submit(clone: Path, number: int = 7, labels: tuple[str, ...] = ("claim",), **answers: str) -> None:  # fmt: skip
    """Send the form, edited or not, to the intake as its workflow does."""
    fields = {**FORM, **{name.replace("_", " "): text for name, text in answers.items()}}
    body = "\n\n".join(f"### {name}\n\n{text}" for name, text in fields.items())
    issue = {
        "number": number,
        "body": body,
        "user": {"login": "ana-p"},
        "labels": [{"name": label} for label in labels],
    }
    event = clone.parent / "event.json"
    event.write_text(json.dumps({"action": "opened", "issue": issue}), encoding="utf-8")
    git(clone, "checkout", "-q", "--force", "main")
    git(clone, "clean", "-qfd")
    subprocess.run(
        [sys.executable, str(INTAKE), str(event)],
        cwd=clone,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
    )


def calls(clone: Path) -> list[list[str]]:
    log = clone.parent / "calls.json"
    found: list[list[str]] = json.loads(log.read_text()) if log.exists() else []
    return found


def test_a_form_becomes_a_draft_that_names_its_reporter_and_holds_the_check(clone: Path) -> None:
    submit(clone)
    asked, opened = calls(clone)
    assert asked[:4] == ["pr", "list", "--head", "claim/issue-7"]
    assert opened[:5] == ["pr", "create", "--draft", "--head", "claim/issue-7"]
    body = opened[opened.index("--body-file") + 1]
    assert body.startswith("Proposed by @ana-p in #7.\n\n")
    assert "placeholder-left" in body
    added = git(clone.parent / "host.git", "diff", "--name-only", "main", "claim/issue-7").split()
    assert added == [
        "claims/harbour/article.yml",
        "claims/harbour/the-gulls-were-loud.yml",
        "sources/birds-example-org-gulls.yml",
    ]


def test_an_edited_form_renews_the_same_pull_request(clone: Path) -> None:
    submit(clone)
    submit(clone, Passage="Gulls were heard until dawn.")
    assert [call[:2] for call in calls(clone)] == [
        ["pr", "list"],
        ["pr", "create"],
        ["pr", "list"],
        ["pr", "edit"],
    ]
    path = "claim/issue-7:claims/harbour/the-gulls-were-loud.yml"
    assert "until dawn" in git(clone.parent / "host.git", "show", path)
    log = git(clone.parent / "host.git", "log", "--format=%s", "main..claim/issue-7")
    assert log == "Start the claim of issue 7\n"


def test_an_edited_form_does_not_push_the_work_of_an_editor_away(clone: Path) -> None:
    submit(clone)
    person = ("-c", "user.name=Eva", "-c", "user.email=eva@example.org")
    git(clone, *person, "commit", "-q", "--allow-empty", "--message", "Fill in the marks")
    git(clone, "push", "-q", "origin", "HEAD:claim/issue-7")
    submit(clone, Passage="Gulls were heard until dawn.")
    log = git(clone.parent / "host.git", "log", "--format=%s", "main..claim/issue-7")
    assert log == "Fill in the marks\nStart the claim of issue 7\n"
    told = calls(clone)[-1]
    assert told[:3] == ["issue", "comment", "7"]
    assert told[-1].startswith("People work on `claim/issue-7` already")


def test_a_bad_form_gets_one_comment_that_names_the_field(clone: Path) -> None:
    submit(clone, Evidence="javascript:alert(1)")
    (told,) = calls(clone)
    assert told[:5] == ["issue", "comment", "7", "--edit-last", "--create-if-none"]
    assert "'evidence'" in told[-1]
    assert told[-1].endswith("Edit the issue above, and this is tried again.")
    branches = git(clone.parent / "host.git", "branch", "--list", "claim/*")
    assert branches == ""


def test_what_a_stranger_writes_is_text_and_nothing_else(clone: Path) -> None:
    mark = clone.parent / "sprung"
    hostile = f"$(touch {mark}); `touch {mark}` ${{{{ github.token }}}} ::set-env name=a::b"
    submit(clone, Words=hostile, Passage=f"--upload-pack='touch {mark}'")
    assert not mark.exists()
    opened = next(call for call in calls(clone) if call[:2] == ["pr", "create"])
    assert opened[opened.index("--title") + 1] == "Claim of issue 7"


def test_another_kind_of_issue_is_left_alone(clone: Path) -> None:
    submit(clone, labels=("error",))
    assert calls(clone) == []


def test_a_form_of_a_source_becomes_a_draft_of_its_own(clone: Path) -> None:
    submit(clone, labels=("source",), Claim="quays-closed", Where="p. 2")
    opened = calls(clone)[1]
    assert opened[:5] == ["pr", "create", "--draft", "--head", "source/issue-7"]
    assert opened[opened.index("--title") + 1] == "Source of issue 7"
    added = git(clone.parent / "host.git", "diff", "--name-only", "main", "source/issue-7").split()
    assert added == ["claims/harbour/quays-closed.yml", "sources/birds-example-org-gulls.yml"]


def test_a_comment_names_every_fault_of_a_form(clone: Path) -> None:
    submit(clone, Evidence="nowhere", Language="english")
    (told,) = calls(clone)
    assert told[-1].splitlines() == [
        "`2 answers cannot be used`",
        "`'evidence' is no http(s) address: give the public address, from https:// on, and nothing beside it`",
        "`'language': 'english' is not a language tag: write en or pt-BR`",
        "`mend them all at once`",
        "",
        "Edit the issue above, and this is tried again.",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "owed"), [("claim", ["words", "evidence"]), ("source", ["evidence"])])  # fmt: skip
def test_each_language_has_forms_that_ask_for_the_fields_that_are_read(
    kind: str, owed: list[str], language: str
) -> None:
    path = ROOT / f".github/ISSUE_TEMPLATE/suggest-a-{kind}.{language}.yml"
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    asked = {field["id"]: field["attributes"]["label"] for field in form["body"]}
    assert asked == {
        name.replace("_", "-"): say(language, f"form_{name}") for name in LONGEST[kind]
    }
    assert form["labels"] == [kind]
    # a reader can still leave out what nobody knows
    required = [f["id"] for f in form["body"] if f.get("validations", {}).get("required")]
    assert required == owed


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_a_form_for_errors(language: str) -> None:
    path = ROOT / f".github/ISSUE_TEMPLATE/report-an-error.{language}.yml"
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [field["id"] for field in form["body"]] == ["page", "wrong", "evidence"]
