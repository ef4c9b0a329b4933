"""`lastro doctor`: what a machine and a clone lack, the command that mends it, and nothing written."""

import json
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from lastro.commands.doctor import command as doctor
from tests.support.command_line import Lastro
from tests.support.little_docs import DOCS as PAGES
from tests.support.little_site import CLAIM_PATH, write_files, write_site
from tests.support.record_schemas import schemas

INSTALL_CAPTURE = "python -m pip install --require-hashes -r requirements-capture.lock"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a site in a repository of its own, with all that the doctor looks for."""
    root = write_site(tmp_path / "site")
    (root / "schema").mkdir()
    for one in schemas():
        (root / "schema" / one.path).write_bytes(one.content)
    write_files(root, {path: text for path, text in PAGES.items() if path.startswith("docs/")})
    lock = f"click=={version('click')} \\\n    --hash=sha256:00\n"
    (root / "requirements.lock").write_text(lock, encoding="utf-8")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "a")
    monkeypatch.chdir(root)
    return root


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True)


def test_a_sound_clone_has_no_fault_and_nothing_is_written(site: Path, lastro: Lastro) -> None:
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    code, out, err = lastro("doctor")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("ok    Python 3.")
    assert lines[1:] == [
        "ok    1 claim, 2 sources, 1 article",
        "ok    schema/ is current",
        "ok    the whole history is here",
        "ok    packages for capturing installed",
        "note  git config names no folder for captures; only editors need one: lastro doctor --fix",
        "note  captures of two branches are a conflict in evidence.lock when git merges them: "
        "lastro doctor --fix",
    ]
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_a_schema_that_is_not_current_is_a_fault(site: Path, lastro: Lastro) -> None:
    (site / "schema/claim.json").write_text("{}", encoding="utf-8")
    (site / "schema/source.json").unlink()
    code, out, _ = lastro("doctor")
    assert code == 1
    told = "fault schema/ is not current: claim.json, source.json: lastro doctor --fix"
    assert told in out.splitlines()


def test_a_fix_writes_the_schemas(site: Path, lastro: Lastro) -> None:
    (site / "schema/claim.json").write_text("{}", encoding="utf-8")
    (site / "schema/source.json").unlink()
    out = lastro("doctor", "--fix")[1]
    assert "ok    schema/ is current" in out.splitlines()
    written = {path.name: path.read_bytes() for path in (site / "schema").iterdir()}
    assert written == {artifact.path: artifact.content for artifact in schemas()}


def test_a_shallow_clone_is_told_how_to_get_the_rest(
    site: Path, lastro: Lastro, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(site, "commit", "--quiet", "--allow-empty", "--message", "b")
    git(site, "clone", "--quiet", "--depth", "1", site.as_uri(), str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    code, out, _ = lastro("doctor")
    assert code == 0
    told = "note  history is shallow; diff and change rules need all of it: git fetch --unshallow"
    assert told in out.splitlines()


def test_what_is_not_there_is_a_note(
    tmp_path: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {path: text for path, text in PAGES.items() if path.startswith("docs/")}
    monkeypatch.chdir(write_files(write_site(tmp_path), pages))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setattr(doctor, "CAPTURE", ("no_such_module_here",))
    code, out, _ = lastro("doctor")
    assert code == 0
    assert out.splitlines()[1:] == [
        "ok    1 claim, 2 sources, 1 article",
        "note  no schema/, so editors cannot help with records: lastro doctor --fix",
        "note  history unavailable: this site is in no git repository; `lastro diff` and the change rules need it",
        'note  packages for capturing are not installed; only editors need them: python -m pip install "lastro[capture]"',
    ]  # fmt: skip


def test_a_clone_that_locks_what_captures_need_is_told_to_install_from_there(
    site: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "requirements-capture.lock").write_text("", encoding="utf-8")
    monkeypatch.setattr(doctor, "CAPTURE", ("no_such_module_here",))
    said = "note  packages for capturing are not installed; only editors need them: "
    assert said + INSTALL_CAPTURE in lastro("doctor")[1].splitlines()


def test_records_that_cannot_be_read_are_counted(site: Path, lastro: Lastro) -> None:
    (site / CLAIM_PATH).write_text("claim: TODO\n", encoding="utf-8")
    out = lastro("doctor")[1]
    assert "ok    0 claims, 2 sources, 1 article" in out.splitlines()
    assert "note  1 record cannot be read: lastro check" in out.splitlines()


def test_a_broken_scale_is_a_fault(site: Path, lastro: Lastro) -> None:
    (site / "lastro.yml").write_text("schema: 2\n", encoding="utf-8")
    code, out, _ = lastro("doctor")
    assert code == 1
    assert "fault lastro.yml cannot be read: lastro check" in out.splitlines()


def test_json_holds_the_same(site: Path, lastro: Lastro) -> None:
    (site / "schema/claim.json").unlink()
    code, out, _ = lastro("doctor", "--json")
    assert code == 1
    document = json.loads(out)
    assert (document["format"], document["version"]) == ("lastro-doctor", 1)
    found = {one["about"]: (one["state"], one["mend"]) for one in document["found"]}
    assert found == {
        "python": ("ok", ""),
        "records": ("ok", ""),
        "schema": ("fault", "lastro doctor --fix"),
        "history": ("ok", ""),
        "capture": ("ok", ""),
        "captures": ("note", "lastro doctor --fix"),
        "merging": ("note", "lastro doctor --fix"),
    }


def test_where_there_is_no_site_it_says_so(
    tmp_path: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = lastro("doctor")
    assert code == 2
    assert err.startswith("error: no lastro.yml in ")


def test_a_language_without_words_is_a_fault(site: Path, lastro: Lastro) -> None:
    scale = site / "lastro.yml"
    spoken = scale.read_text(encoding="utf-8")
    scale.write_text(spoken.replace("[en, pt-BR]", "[en, pt-BR, fr]"), encoding="utf-8")
    line = 1 + spoken.split("\n").index("languages: [en, pt-BR]")
    code, out, _ = lastro("doctor")
    assert code == 1
    assert (
        f"fault lastro.yml:{line}:24: no catalogue of words speaks 'fr': no page can be made in it: "
        "`lastro locale fr` starts its words; "
        "else write one of those that are there: ar, de, en, es, pt-BR"
    ) in out.splitlines()


def test_a_page_that_every_page_leads_to_is_missed(site: Path, lastro: Lastro) -> None:
    (site / "docs/pt-BR/about.md").unlink()
    code, out, _ = lastro("doctor")
    assert code == 1
    assert [line for line in out.splitlines() if line.startswith("fault")] == [
        "fault no 'docs/pt-BR/about.md', which every page leads to: write docs/pt-BR/about.md"
    ]


def test_a_configuration_that_cannot_be_built_is_a_fault(site: Path, lastro: Lastro) -> None:
    (site / "mkdocs.yml").write_text("site_url: https://example.org/\ntheme: mkdocs\n", "utf-8")
    told = [line for line in lastro("doctor")[1].splitlines() if line.startswith("fault")]
    assert [line.partition(",")[0] for line in told] == [
        "fault the pages of Lastro are made for the theme 'material'"
    ]


def test_a_sparse_clone_is_told_what_it_leaves_out(site: Path, lastro: Lastro) -> None:
    add = "git sparse-checkout add claims sources"
    git(site, "sparse-checkout", "set", "--no-cone", "/*", "!/sources/port-blog.yml")
    told = f"note  this clone is sparse: 1 record not checked out: {add}"
    assert told in lastro("doctor")[1].splitlines()
    code, out, err = lastro("check", "--today", "2026-03-01")
    assert (code, "evidence-unknown-source" in out) == (1, True)
    assert err == (
        "error: this clone is sparse: 1 record not checked out, and so not known\n"
        f"hint: run `{add}`\n"
    )
    git(site, "sparse-checkout", "set", "--cone", "claims", "schema")
    assert lastro("check") == (
        2, "", f"error: 'sources/' is not checked out: this clone is a sparse one\nhint: run `{add}`\n"
    )  # fmt: skip
    git(site, *add.split()[1:])
    assert lastro("check", "--today", "2026-03-01")[::2] == (0, "")
