"""The handbook tells every rule, with the examples that test it, in each language of a site."""

from pathlib import Path

import html5lib
import pytest

from lastro.errors import LastroError
from lastro.render.page_builder import Maker
from lastro.render.pages.handbook import families, plans
from lastro.render.words.catalogue import words
from lastro.rules.examples import RuleExample, read_examples
from lastro.rules.registry import rules
from lastro.site.derive import derive
from lastro.text.dates import whole_day
from tests.support.builders import corpus
from tests.support.example_records import examples
from tests.support.folders import ROOT

TODAY = whole_day("2026-11-24")
PATHS = (
    "# claims/",
    "# docs/",
    "# sources/",
    "# lastro.yml",
    "# evidence.lock",
    "# translations.lock",
    "# base: ",
)


def told(language: str, root: Path) -> dict[str, str]:
    """Return the body of each page of the handbook by its address."""
    maker = Maker(derive(corpus(), TODAY), words(language))
    return {plan.path: plan.make().body for plan in plans(maker, root)}


def test_every_example_that_is_tested_is_told() -> None:
    read = read_examples(ROOT)
    places = [(rule, e.fires) for rule, found in read.items() for e in found]
    assert places == [(e.rule, e.fires) for e in examples()]
    assert all(e.files.startswith(PATHS) and e.words for found in read.values() for e in found)


def test_a_site_without_examples_has_a_handbook_of_rules_alone(tmp_path: Path) -> None:
    assert read_examples(tmp_path) == {}
    assert not any("<pre" in body for body in told("en", tmp_path).values())


def test_an_example_that_cannot_be_read_is_told_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "tests/rules/file").mkdir(parents=True)
    (tmp_path / "tests/rules/file/odd.md").write_bytes(b"\xff")
    with pytest.raises(LastroError, match=r"cannot read 'tests/rules/file/odd\.md'"):
        read_examples(tmp_path)


@pytest.mark.parametrize(
    ("rule", "faults"),
    [
        ("name-looks-alike", ["Quay Compay", "harbours"]),
        ("markup-unsafe", ['<b onclick="x()">', "![", "javascript:alert(1)", "{: onmouseover=x }"]),
        ("correction-owed", ["supported", "2025-03-03/2025-03-31"]),
        ("lock-outdated", ['"claim:quays-are-closed/evidence/harbour-diary"']),
    ],
)
def test_what_is_marked_is_what_the_check_points_at(rule: str, faults: list[str]) -> None:
    marked = [example.pieces[1] for example in read_examples(ROOT)[rule] if example.fires]
    assert marked[: len(faults)] == faults


def test_the_pieces_of_an_example_are_the_example() -> None:
    found: list[RuleExample] = [e for each in read_examples(ROOT).values() for e in each]
    assert [e for e in found if "".join(e.pieces) != e.files] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "error · no exception is possible · a person has to mend it"),
        ("pt-BR", "erro · não admite exceção · só uma pessoa pode corrigir"),
    ],
)
def test_each_rule_has_its_place_and_weight_and_nothing_in_it_is_live(
    language: str, said: str
) -> None:
    shown = told(language, ROOT)
    assert [*shown] == ["rules/", *(f"rules/{family}/" for family in families())]
    of_families = "".join(body for path, body in shown.items() if path != "rules/")
    page = html5lib.parseFragment(of_families, namespaceHTMLElements=False)
    headings = [heading.get("id") for heading in page.iter("h2")]
    assert sorted(headings) == list(rules())
    assert all(f"#{name}" in shown["rules/"] for name in rules())
    assert said in of_families
    used = {str(element.tag) for element in page.iter()} - {"DOCUMENT_FRAGMENT"}
    assert used == {"p", "a", "code", "h2", "div", "span", "pre", "mark"}
