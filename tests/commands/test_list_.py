"""`lastro list`: the records that fit, and how many."""

import json

import pytest

from tests.support.command_line import Lastro
from tests.support.little_site import CLAIM, CLAIM_PATH, OTHER_SOURCE_PATH, write_files

QUAYS = "quays-closed  supported  The quays are closed on Sundays.\n"
OPENED = "claims/harbour/gates-locked.yml"


@pytest.fixture
def lastro(lastro: Lastro, site: object) -> Lastro:
    assert site
    return lambda *words: lastro("list", *words, "--today", "2026-03-01")


def test_claims_are_listed_with_what_holds_now_and_counted(lastro: Lastro) -> None:
    assert lastro() == (0, f"{QUAYS}1 record: 1 supported\n", "")


def test_sources_and_articles_have_no_rating(lastro: Lastro) -> None:
    assert lastro("sources")[1] == (
        "harbour-bylaws    Harbour bylaws\nport-blog         A walk along the port\n2 records\n"
    )
    assert lastro("articles")[1] == "harbour    Quays close on Sundays\n1 record\n"


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("--rating", "supported"), 1),
        (("--topic", "harbour"), 1),
        (("--claimant", "the tide"), 1),
        (("--article", "harbour"), 1),
        (("sources", "--publisher", "PORT BLOG"), 1),
        (("claims", "sundays", "quays"), 1),
        (("claims", "mondays"), 0),
        (("sources", "walk"), 1),
        (("--due",), 0),
    ],
)
def test_filters_and_words_narrow_the_list(
    lastro: Lastro, words: tuple[str, ...], number: int
) -> None:
    code, out, _ = lastro(*words)
    assert (code, len(out.splitlines()) - 1) == (0, number)


def test_a_review_that_is_due_and_a_claim_without_one_are_found(
    lastro: Lastro, site: object
) -> None:
    opened = f"{CLAIM.partition('reviews:')[0]}opened: 2026-01-20\n"
    write_files(site, {OPENED: opened})  # type: ignore[arg-type]
    assert lastro("--due")[1].splitlines()[-1] == "1 record: 1 open"
    assert lastro("--rating", "open")[1].startswith("gates-locked  open  ")


def test_a_withdrawn_record_is_listed_as_such(lastro: Lastro, site: object) -> None:
    gone = f"{CLAIM}withdrawn: {{on: 2026-02-20, reason: {{en: Never said., pt-BR: Nunca.}}}}\n"
    write_files(site, {CLAIM_PATH: gone})  # type: ignore[arg-type]
    assert lastro("--rating", "withdrawn")[1].splitlines()[-1] == "1 record: 1 withdrawn"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--rating", "suported"), "no claims have the rating 'suported'\nhint: did you mean 'supported'?"),
        (("sources", "--topic", "x"), "no sources have the topic 'x'\nhint: there are: none"),
        (("--article", "harbor"), "no claims have the article 'harbor'\nhint: did you mean 'harbour'?"),
    ],
)  # fmt: skip
def test_a_filter_that_nothing_answers_to_is_told(
    lastro: Lastro, words: tuple[str, ...], said: str
) -> None:
    assert lastro(*words) == (2, "", f"error: {said}\n")


def test_programs_get_every_record_in_one_document(lastro: Lastro) -> None:
    told = json.loads(lastro("sources", "--json")[1])
    assert told["format"] == "lastro-list"
    assert [one["id"] for one in told["records"]] == ["harbour-bylaws", "port-blog"]
    assert told["records"][1] == {
        "kind": "source", "id": "port-blog", "state": "", "text": "A walk along the port",
    }  # fmt: skip
    assert OTHER_SOURCE_PATH.endswith("port-blog.yml")
