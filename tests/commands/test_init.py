"""A newsroom with the wheel alone: an empty folder, two commands, and nothing of ours on its pages."""

import json
import re
import shutil
import sys
from pathlib import Path

import click
import pytest
import yaml

from lastro.commands.init.command import HERE, SCALES
from tests.support.command_line import Lastro
from tests.support.folders import ROOT

TODAY = ("--today", "2026-12-01")
OURS = re.compile(
    rb"every claim has backing|toda afirma\S+ tem lastro|OpenAI|Azure|Microsoft|Material for MkDocs"
    rb"|Lastro desk|example\.org|lastro/lastro"
)
"""What belongs to this repository: its slogan, its articles, its placeholder of an address."""
OTHER = (
    *("--yes", "--name", "Folha & Verdade", "--url", "https://folha.test/checa/"),
    *("--repository", "https://github.com/folha/checa", *TODAY),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "facts"


def test_two_commands_make_a_site_of_another_name_that_knows_nothing_of_ours(
    folder: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = lastro("init", "facts", *OTHER, "--language", "pt-BR", "--language", "en")
    assert (code, out.splitlines()[1]) == (0, "next: cd facts && lastro build")
    monkeypatch.chdir(folder)
    code, out, _ = lastro("check", *TODAY)
    assert out.startswith("no problems in 4 files.")
    code, out, _ = lastro("build", *TODAY)
    assert code == 0
    assert out.startswith("built 84 pages in 2 languages into build/site")
    made = (folder / "build/site").rglob("*")
    own = (path for path in folder.rglob("*") if folder / "build" not in path.parents)
    written = [path for path in (*made, *own) if path.is_file()]
    told = {
        path.relative_to(folder).as_posix()
        for path in written
        if OURS.search(path.read_bytes())
        # rules are explained with addresses of example.org
        and not re.search(r"site/(en/)?rules/|schema/|search", path.as_posix())
    }
    assert told == set()
    home = (folder / "build/site/index.html").read_text("utf-8")
    assert "<title>Folha &amp; Verdade: afirmações e o que as sustenta</title>" in home
    assert (
        '<a href="https://creativecommons.org/licenses/by/4.0/" rel="license noopener noreferrer">'
        in home
    )
    assert 'rel="canonical" href="https://folha.test/checa/"' in home


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("languages", [("en",), ("pt-BR",), ("en", "pt-BR")])
def test_a_new_site_has_no_problem_on_any_scale(
    folder: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch, scale: str, languages: tuple[str]
) -> None:
    tags = [word for tag in languages for word in ("--language", tag)]
    assert lastro("init", "facts", *OTHER, "--scale", scale, *tags)[0] == 0
    monkeypatch.chdir(folder)
    assert lastro("check", *TODAY)[:2] == (
        0, "no problems in 4 files. change rules not run (no --base). "
        "4 notes not listed (`lastro check --all`).\n",
    )  # fmt: skip
    scale_there = yaml.safe_load((folder / "lastro.yml").read_bytes())["ratings"]
    whole = yaml.safe_load((HERE / "scales" / f"{scale}.yml").read_bytes())["ratings"]
    assert [one["id"] for one in scale_there] == [one["id"] for one in whole]
    assert {*scale_there[0]["label"]} == {*languages}


def test_no_file_is_written_over(folder: Path, lastro: Lastro) -> None:
    folder.mkdir()
    (folder / "README.md").write_text("mine")
    code, out, err = lastro("init", "facts", "--yes")
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "error: 1 file would be written over",
        "  README.md",
        "hint: choose an empty folder, or move these files away",
    ]
    assert [path.name for path in folder.iterdir()] == ["README.md"]
    assert (folder / "README.md").read_text() == "mine"


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--url", "folha.test", "'folha.test' is no address (--url)"),
        ("--repository", "javascript:x", "'javascript:x' is no address (--repository)"),
        ("--language", "portuguese", "'portuguese' is no language (--language)"),
        ("--name", "a\nb", "'a\\nb' is no name"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_before_anything_is_written(
    folder: Path, lastro: Lastro, option: str, value: str, message: str
) -> None:
    code, _, err = lastro("init", "facts", "--yes", option, value)
    assert (code, err.splitlines()[0]) == (2, f"error: {message}")
    assert not folder.exists()


def test_a_terminal_is_asked_for_what_no_option_says(
    folder: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, object] = {
        "Name of the newsroom or site": "Aldera Facts",
        "Address of the site": "https://facts.test/",
        "Languages (the first one at the root of the site, such as pt-BR en)": "en, pt-BR",
        "Licence of records and text": "cc0",
        "Address of the public repository, if any": "",
        "Mail address for errors and questions, if any": "desk@facts.test",
    }
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "prompt", lambda question, *_, **__: asked.pop(question))
    assert lastro("init", "facts", "--scale", "three", *TODAY)[0] == 0
    assert asked == {}
    found = yaml.safe_load((folder / "lastro.yml").read_bytes())
    assert found["languages"] == ["en", "pt-BR"]
    assert found["publisher"] == {
        "name": "Aldera Facts",
        "url": "https://facts.test/",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        "contact": "desk@facts.test",
        "policies": {"corrections": "corrections/", "method": "method/"},
    }


def test_a_language_without_words_starts_in_english_and_says_what_to_do(
    folder: Path, lastro: Lastro
) -> None:
    _, out, _ = lastro("init", "facts", *OTHER, "--language", "fi")
    assert out.splitlines()[2:4] == [
        "locales/fi.yml holds what pages say, in English: write over each TODO",
        "docs/fi/ and the forms hold English words: write over them",
    ]
    assert "# About" in (folder / "docs/fi/about.md").read_text()
    assert (folder / ".github/ISSUE_TEMPLATE/suggest-a-claim.fi.yml").exists()
    assert "fi: Supported" in (folder / "lastro.yml").read_text()
    assert "\nnav_home: TODO\n" in (folder / "locales/fi.yml").read_text()


def test_the_example_goes_and_what_people_wrote_stays(
    folder: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    lastro("init", "facts", *OTHER)
    monkeypatch.chdir(folder)
    mine = folder / "sources/example-mine.yml"
    mine.write_text("title: mine\n")
    code, out, _ = lastro("init", "--example-off", "--json")
    removed = (
        "removed claims/example-harbour/article.yml, "
        "claims/example-harbour/example-lamps-replaced.yml, sources/example-harbour-survey.yml"
    )
    assert (code, json.loads(out)["lines"]) == (0, [removed])
    assert mine.exists()
    mine.unlink()
    assert lastro("check", *TODAY)[1].startswith("no problems in 1 file.")
    assert lastro("build", *TODAY)[0] == 0
    assert lastro("init", "--example-off")[1] == "no example is here\n"


def test_a_copy_of_this_repository_without_its_records_is_a_site_again(
    folder: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    for name in ("lastro.yml", "mkdocs.yml", "README.md", "evidence.lock", "translations.lock"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "generator/lastro/theme", folder / "generator/lastro/theme")
    monkeypatch.chdir(folder)
    code, out, _ = lastro("init", *TODAY)
    assert (code, out.splitlines()[0]) == (0, "wrote 17 files into .")
    assert lastro("check", *TODAY)[0] == 0
    assert lastro("build", *TODAY)[0] == 0
    code, _, err = lastro("init", *TODAY)
    assert (code, err.splitlines()[0]) == (2, "error: there is a site here already")


def test_a_program_learns_what_was_written(folder: Path, lastro: Lastro) -> None:
    _, out, _ = lastro("init", "facts", *OTHER, "--json")
    written = len([path for path in folder.rglob("*") if path.is_file()])
    assert json.loads(out)["lines"][0] == f"wrote {written} files into facts"


def test_programs_forms_and_the_scale_are_those_of_this_repository() -> None:
    github = HERE / "files/dot-github"
    for name in ("judge.py", "intake.py"):
        assert (github / f"{name}.in").read_bytes() == (ROOT / ".github" / name).read_bytes()
    for path in (HERE / "words").glob("*/forms/*.yml"):
        ours = f".github/ISSUE_TEMPLATE/{path.stem}.{path.parents[1].name}.yml"
        assert path.read_bytes() == (ROOT / ours).read_bytes()
    scale = yaml.safe_load((HERE / "scales/lastro.yml").read_bytes())["ratings"]
    assert scale == yaml.safe_load((ROOT / "lastro.yml").read_bytes())["ratings"]


def test_workflows_pin_what_they_use_and_have_no_word_left_to_fill(
    folder: Path, lastro: Lastro
) -> None:
    lastro("init", "facts", *OTHER)
    flows = sorted((folder / ".github/workflows").glob("*.yml"))
    assert [flow.stem for flow in flows] == ["deploy", "due", "intake", "records"]
    for flow in flows:
        text = flow.read_text()
        used = re.findall(r"uses: (\S+)", text)
        assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", one) for one in used)
        assert yaml.safe_load(text)["permissions"] == {}
        assert "generator" not in text
    assert "@folha\n" in (folder / ".github/CODEOWNERS").read_text()
    left = [
        p for p in folder.rglob("*") if p.is_file() and b"<<" in p.read_bytes().replace(b">>", b"")
    ]
    assert [path.name for path in left] == ["intake.py"] or left == []
