"""For agents: an index that fits, a skill that says what it promises, nothing of a record live in either."""

import hashlib
import json
import re
from datetime import date

import pytest

from lastro.exports.formats import agents
from lastro.exports.registry import find_formats
from lastro.model.claim import Claim
from lastro.site.derive import derive
from lastro.text import escape
from tests.support.builders import article, claim, corpus, settings, source
from tests.support.exported_files import exported_files
from tests.support.hostile import PAYLOADS

URL = "https://x.example.org/"
INDEX = ".well-known/agent-skills/index.json"


def made(*claims: Claim, **over: object) -> dict[str, str]:
    gathered = corpus(article(), source(), *claims, scale=settings(**over))
    site = derive(gathered, date(2025, 7, 1), url=URL)
    files = exported_files(site, {"agents": find_formats()["agents"]})
    return {path: content.decode() for path, content in files.items()}


def test_the_index_names_the_data_the_scale_and_the_claims_with_their_verdict() -> None:
    text = made(claim())["llms.txt"]
    assert text.startswith("# Aldera Check\n\n> ")
    assert f"[claims.csv]({URL}claims.csv)" in text
    assert f"- [reported]({URL}ratings/reported/): It is reported.\n" in text
    assert text.endswith(
        f"- [The quays of Aldera are closed on Sundays.]({URL}claims/quays-are-closed/):"
        " reported. The log of the harbour shows it.\n"
    )


def test_what_is_switched_off_is_not_named() -> None:
    files = made(claim(), exports={"off": ["api", "feeds"]})
    assert "api/v1" not in files["llms.txt"]
    assert "SKILL" not in str(files)
    assert "feeds/" not in files["llms.txt"]
    assert ".csv" not in str(made(claim(), exports={"off": ["tables"]}))


def test_a_long_index_keeps_the_newest_and_fits() -> None:
    words = {"en": "A long claim. " * 11, "pt-BR": "x"}
    old = [claim(id=f"c-{n:04}", claim=words) for n in range(1000)]
    new = claim(id="newest", corrections=[{"on": "2025-06-01", "what": {"en": "x"}}])
    text = made(*old, new)["llms.txt"]
    assert agents.ROOM - 500 < len(text.encode()) <= agents.ROOM
    claims = [line for line in text.splitlines() if f"]({URL}claims/" in line]
    assert f"{URL}claims/newest/" in claims[0]


def test_the_skill_is_the_one_that_its_index_vouches_for() -> None:
    files = made(claim())
    (told,) = json.loads(files[INDEX])["skills"]
    text = files[told["url"].removeprefix(URL)]
    assert told["digest"] == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
    head = dict(line.split(": ", 1) for line in text.split("---\n")[1].splitlines())
    assert (head["name"], json.loads(head["description"])) == (told["name"], told["description"])
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", told["name"])
    assert re.findall(r"\{[a-z]+\}", text) == []


@pytest.mark.parametrize(
    "asked",
    ["not checked", "holds", "said.words", "quote_check", "attested", "moved_to", "withdrawn"],
)
def test_the_skill_says_how_to_ask(asked: str) -> None:
    assert asked in made(claim())[".well-known/agent-skills/lastro-fact-checks/SKILL.md"]


@pytest.mark.parametrize("hostile", PAYLOADS)
def test_words_of_a_record_are_one_line_and_no_markup(hostile: str) -> None:
    line = " ".join(hostile.split())
    text = made(claim(claim={"en": line, "pt-BR": line}))["llms.txt"]
    last = text.splitlines()[-1]
    assert last.startswith(f"- [{escape.markdown(line)}]({URL}claims/quays-are-closed/): ")
    assert re.findall(r"(?<!\\)[<\[]", last) == ["["]
