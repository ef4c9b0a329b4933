"""From a language that Lastro does not speak to pages in it: every phrase to write, and what is left."""

import re
from pathlib import Path

import pytest
import yaml

from lastro.model.catalogue import read_catalogue
from tests.support.command_line import Lastro

TODAY = ("--today", "2026-12-01")
PHRASES = len(read_catalogue("en"))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lastro: Lastro) -> Path:
    monkeypatch.chdir(tmp_path)
    assert lastro("init", "facts", "--yes", "--url", "https://facts.test/", *TODAY)[0] == 0
    monkeypatch.chdir(tmp_path / "facts")
    return tmp_path / "facts"


def test_a_language_is_started_with_every_phrase_its_english_and_its_forms(
    site: Path, lastro: Lastro
) -> None:
    code, out, _ = lastro("locale", "AR-eg")
    told = f"added {PHRASES} phrases to locales/ar-EG.yml; {PHRASES} left to write\nnext: lastro check\n"
    assert (code, out) == (0, told)
    text = (site / "locales/ar-EG.yml").read_text("utf-8")
    assert {*yaml.safe_load(text)} == {*read_catalogue("en")}
    assert "# charts\n" in text
    assert "# since: since {start}\nsince: TODO\n" in text
    forms = "few: TODO, many: TODO, one: TODO, other: TODO, two: TODO, zero: TODO"
    assert f"\npassages: {{{forms}}}\n" in text


def test_another_run_adds_what_is_new_and_leaves_what_is_there(site: Path, lastro: Lastro) -> None:
    lastro("locale", "fi")
    path = site / "locales/fi.yml"
    written = path.read_text("utf-8").replace("nav_home: TODO", "nav_home: Etusivu")
    path.write_text(re.sub("# since:.*\nsince: TODO\n", "", written), "utf-8")
    before = path.read_text("utf-8")
    _, out, _ = lastro("locale", "fi")
    assert out.startswith(f"added 1 phrase to locales/fi.yml; {PHRASES - 1} left to write\n")
    assert (
        path.read_text("utf-8")
        == (f"{before}# navigation and page furniture\n# since: since {{start}}\nsince: TODO\n")
        or path.read_text("utf-8") == f"{before}# since: since {{start}}\nsince: TODO\n"
    )


def test_pages_say_what_is_written_and_that_the_rest_is_english(
    tmp_path: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    tags = ("--language", "en", "--language", "fi")
    lastro("init", "facts", "--yes", "--url", "https://facts.test/", *tags, *TODAY)
    monkeypatch.chdir(tmp_path / "facts")
    path = Path("locales/fi.yml")
    whole = path.read_text("utf-8")
    path.unlink()
    code, out, _ = lastro("check", *TODAY)
    assert (code, "`lastro locale fi` starts its words" in out, "lacks" in out) == (1, True, False)
    path.write_text(whole.replace("nav_home: TODO", "nav_home: Etusivu"), "utf-8")
    code, out, _ = lastro("check", *TODAY)
    assert code == 0
    assert f"locales/fi.yml lacks {PHRASES - 1} phrases: pages say them in English" in out
    assert lastro("build", *TODAY)[0] == 0
    home, said = Path("build/site/fi/index.html"), "Parts of this page are not translated yet"
    assert "Etusivu" in home.read_text("utf-8")
    assert said in home.read_text("utf-8")
    assert said not in Path("build/site/index.html").read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace("Etusivu", "Alku"), "utf-8")
    assert lastro("build", *TODAY)[0] == 0
    assert "Alku" in home.read_text("utf-8")


def test_what_is_no_language_is_refused(site: Path, lastro: Lastro) -> None:
    code, _, err = lastro("locale", "../x")
    assert (code, err) == (
        2,
        "error: '../x' is no language\nhint: write the tag of a language, such as fi or pt-PT\n",
    )
    assert not (site / "locales").exists()
