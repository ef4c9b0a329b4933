"""Why a page is made again, in words that a contributor understands; no page is explained wrongly."""

import json
import random
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from lastro.build.build import build
from lastro.build.choose import Cause, Explanation, say
from lastro.build.state import PagesState
from lastro.commands import group
from lastro.errors import LastroError
from tests.support.little_docs import write_whole_site
from tests.support.little_site import CLAIM, CLAIM_PATH, TODAY, write_files
from tests.support.remembered_edits import add_claim
from tests.support.remembered_site import FIRST_DAY, Remembered, store, write_corpus

CLAIM_FILE = "claims/quays-2025-03/ferry-fares-doubled.yml"
PAGE = "claims/ferry-fares-doubled/"
STANDS = "nothing that it looked up changed"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site once, for tests that begin with one that stands."""
    root = write_corpus(tmp_path_factory.mktemp("once") / "site")
    assert Remembered(root, random.Random(1)).build().written is not None  # noqa: S311 - no secret
    return root


@pytest.fixture
def root(once: Path, tmp_path: Path) -> Path:
    shutil.copytree(once, copy := tmp_path / "site")
    return copy


def explained(root: Path, page: str, *, days: int = 0) -> Explanation:
    memory = store(root)
    built = build(root, FIRST_DAY + timedelta(days), memory=memory, explained=page)
    assert built.explanation is not None
    return built.explanation


def edit(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("page", [PAGE, "overdue/", "", "pt-BR/claims/", "method/"])
def test_nothing_is_made_again_where_nothing_changed(root: Path, page: str) -> None:
    found = explained(root, page)
    assert not found.is_made
    assert str(found).startswith(f"{page}index.html: not made again: ")
    assert (found.why == (STANDS,)) is (page != "method/")


def test_a_page_is_made_again_for_the_record_that_it_shows(root: Path) -> None:
    edit(root, CLAIM_FILE, "Fares of season tickets.", "Fares of the night boats.")
    found = explained(root, PAGE)
    assert found == Explanation(f"{PAGE}index.html", True, ("claims/ferry-fares-doubled changed",))
    assert explained(root, PAGE).why == (STANDS,)


class Fixed(Remembered):
    """A site of which the same record is always drawn."""

    def pick(self, _: str) -> Path:
        return self.root / CLAIM_FILE


def test_a_new_claim_and_the_lists_that_it_joins_are_told(root: Path) -> None:
    add_claim(Fixed(root, random.Random(1)))  # noqa: S311 - no secret
    source = re.search(r"source: (.+)", (root / CLAIM_FILE).read_text(encoding="utf-8"))
    assert source is not None
    why = f"the list of claims that cite the source {source[1]} changed"
    assert why in explained(root, f"sources/{source[1]}/").why
    add_claim(Fixed(root, random.Random(1), added=1))  # noqa: S311 - no secret
    assert explained(root, "claims/new-claim-2/index.html").why == (str(Cause.NEW),)


def test_the_page_of_what_is_due_is_made_again_on_another_day(root: Path) -> None:
    assert explained(root, "overdue/", days=1).why == ("the day of the build changed",)
    assert explained(root, PAGE, days=2).why == (STANDS,)


def test_a_page_that_somebody_changed_is_made_again(root: Path) -> None:
    (root / "build/site" / PAGE / "index.html").write_text("theirs", encoding="utf-8")
    assert explained(root, PAGE).why == (str(Cause.FILE),)


def test_another_theme_and_another_scale_are_told_apart(root: Path) -> None:
    edit(root, "mkdocs.yml", "copyright: Records", "copyright: Our records")
    assert explained(root, PAGE).why == (str(Cause.FRAME),)
    edit(root, "mkdocs.yml", "copyright: Our records", "copyright: All records")
    by_engine = explained(root, "/pt-BR/method")
    assert by_engine.is_made
    assert by_engine.why[0].startswith("MkDocs ran")
    edit(root, "lastro.yml", "languages", "# seen\nlanguages")
    assert explained(root, PAGE).why == (str(Cause.FIRST),)


def test_an_unknown_page_is_refused_with_the_nearest_one_before_anything_is_made(
    root: Path,
) -> None:
    edit(root, CLAIM_FILE, "Fares of season tickets.", "Fares of the night boats.")
    with pytest.raises(LastroError) as caught:
        explained(root, "claims/ferry-fares-double/")
    assert caught.value.message == "the site has no page 'claims/ferry-fares-double/'"
    assert caught.value.hint == f"did you mean '{PAGE}'?"
    assert explained(root, PAGE).is_made


def test_every_key_of_a_trace_has_words(root: Path) -> None:
    state = store(root).read("pages-site", PagesState)
    assert state is not None
    pages = [page for language in state.languages.values() for page in language.pages.values()]
    keys = {state.log.keys[n] for page in pages for n in memoryview(page.trace).cast("I")}
    plain = [key for key in keys if say(key) == key]
    assert {key.partition("/")[0] for key in plain} == {"articles", "claims", "sources"}
    assert say("order/topics/ferries:0:50") == "a part of the list 'topics/ferries'"
    assert say("claims/*") == "which claims there are"


def test_the_command_says_it_in_words_and_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root, page = write_whole_site(tmp_path / "site"), "pt-BR/claims/quays-closed/index.html"
    asked = ["build", str(root), "--today", TODAY, "--explain", page]
    first = CliRunner().invoke(group, asked)
    assert f"{page}: made again: {Cause.FIRST}" in first.output.splitlines()
    write_files(root, {CLAIM_PATH: CLAIM.replace("The bylaws say so.", "Bylaw 4 says so.")})
    told = json.loads(CliRunner().invoke(group, [*asked, "--json"]).stdout)
    why = ["claims/quays-closed changed"]
    assert told["explanation"] == {"page": page, "made_again": True, "why": why}
    again = CliRunner().invoke(group, asked)
    assert f"{page}: not made again: {STANDS}" in again.output.splitlines()
    slip = CliRunner().invoke(group, [*asked[:-1], "pt-BR/claims/quay-closed/"])
    assert str(slip.exception) == "the site has no page 'pt-BR/claims/quay-closed/'"
