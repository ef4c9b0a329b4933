"""Words of a site over the words of the package: what they replace, and what is refused with its place."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lastro.errors import LastroError
from lastro.loading.load import load
from lastro.model.catalogue import catalogues, list_lacking, read_catalogue, use_own_words
from lastro.render.words.catalogue import words
from tests.support.little_site import write_files, write_site


@pytest.fixture(autouse=True)
def _package_alone(tmp_path: Path) -> Iterator[None]:
    yield
    use_own_words(tmp_path / "no-site")


def own(root: Path, text: str, tag: str = "fi") -> None:
    write_files(root, {f"locales/{tag}.yml": text})
    use_own_words(root)


def test_a_phrase_of_a_site_replaces_that_of_the_package_and_no_other(tmp_path: Path) -> None:
    own(tmp_path, "nav_home: Start\n", "en")
    assert (words("en")("nav_home"), words("en")("nav_claims")) == ("Start", "Claims")
    use_own_words(tmp_path / "no-site")
    assert words("en")("nav_home") == "Home"


def test_a_language_of_a_site_speaks_english_where_nobody_wrote_it_yet(tmp_path: Path) -> None:
    text = (
        'nav_home: Etusivu\nnav_claims: TODO\npassages: {one: "{n} kohta", other: "{n} kohtaa"}\n'
    )
    own(tmp_path, text)
    assert catalogues() == ["ar", "de", "en", "es", "fi", "pt-BR"]
    finnish = words("fi")
    assert (finnish("nav_home"), finnish("nav_claims")) == ("Etusivu", "Claims")
    assert (finnish.count("passages", 1), finnish.count("passages", 2)) == ("1 kohta", "2 kohtaa")
    lacking = list_lacking("fi")
    assert (len(lacking), "nav_claims" in lacking) == (len(read_catalogue("en")) - 2, True)
    assert (finnish.lacks, words("pt-BR").lacks, list_lacking("de")) == (True, False, [])


def test_what_a_site_writes_is_escaped(tmp_path: Path) -> None:
    own(tmp_path, "nav_home: <script>\n", "en")
    assert words("en")("nav_home") == "&lt;script&gt;"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("nav_hom: x\n", "1:1: no phrase is called 'nav_hom'", "did you mean 'nav_home'?"),
        ("since: from {day}\n", "1:1: nothing fills {day} of 'since'", "write {start}"),
        ("nav_home: '{'\n", "1:1: nothing fills {{} of 'nav_home'", "write no braces"),
        ("passages: x\n", "1:1: 'passages' has another shape", "write {one: …, other: …}"),
        ("passages: {one: x}\n", "1:1: 'passages' has another shape", "write {one: …, other: …}"),
        ("nav_home: {other: x}\n", "1:1: 'nav_home' has another shape", "write a text"),
        ("nav_home: [x]\n", "1:1: 'nav_home' has another shape", "write a text"),
        (
            "nav_home: x\nnav_home: y\n",
            "2:1: 'nav_home' stands in line 1 and again here",
            "keep one",
        ),
    ],
)
def test_a_phrase_that_no_page_could_show_is_refused_at_its_place(
    tmp_path: Path, text: str, message: str, hint: str
) -> None:
    for _ in range(2):  # a server that goes on is told again
        with pytest.raises(LastroError) as caught:
            own(tmp_path, text)
    assert (caught.value.message, caught.value.hint) == (f"locales/fi.yml:{message}", hint)


def test_a_fault_in_one_language_leaves_nothing_of_another(tmp_path: Path) -> None:
    write_files(tmp_path, {"locales/en.yml": "nav_home: Start\n"})
    with pytest.raises(LastroError):
        own(tmp_path, "nav_hom: x\n")
    assert words("en")("nav_home") == "Home"


def test_a_link_is_no_file_of_words(tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales/fi.yml").symlink_to("/etc/hostname")
    with pytest.raises(LastroError, match="is a symbolic link"):
        use_own_words(tmp_path)


def test_a_site_that_is_read_brings_its_words_and_leaves_those_of_the_last(tmp_path: Path) -> None:
    write_site(tmp_path / "one")
    write_site(tmp_path / "two")
    write_files(tmp_path / "one", {"locales/en.yml": "nav_home: Start\n"})
    assert load(tmp_path / "one").settings_digest != load(tmp_path / "two").settings_digest
    assert words("en")("nav_home") == "Home"
    load(tmp_path / "one")
    assert words("en")("nav_home") == "Start"
