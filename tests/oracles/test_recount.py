"""The built pages against a recount of the records that shares no code with the generator.

A fault in counting origins would pass every test that counts with the same code. So this reads the
YAML by another library, follows origins and windows by the text of docs/handbook/explanation/ratings.md alone, and compares
numbers and words with what stands on the pages of the real site.
"""

import calendar
import math
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import html5lib
import pytest
from ruamel.yaml import YAML

from tests.support.folders import ROOT
from tests.support.real_records import LIVE, live_day
from tests.support.real_records import RECORDS as FOLDERS

pytestmark = pytest.mark.live

FOREVER = date.max
LANGUAGES = {"en": "", "pt-BR": "pt-BR/"}
COUNTED = {
    "en": {
        "passages": ("passage", "passages"),
        "sources": ("source", "sources"),
        "origins": ("origin", "origins"),
    },
    "pt-BR": {
        "passages": ("trecho", "trechos"),
        "sources": ("fonte", "fontes"),
        "origins": ("origem", "origens"),
    },
}
STATUSES = {
    "en": {
        "unsourced": "no passage for or against",
        "contested": "contested",
        "primary": "primary record",
        "corroborated": "independent origins agree",
        "single-origin": "one origin",
        "parties-only": "parties only",
    },
    "pt-BR": {
        "unsourced": "nenhum trecho a favor nem contra",
        "contested": "contestada",
        "primary": "registro primário",
        "corroborated": "origens independentes concordam",
        "single-origin": "uma só origem",
        "parties-only": "só as partes",
    },
}
STATUS_LABEL = {"en": "Verification status: {}.", "pt-BR": "Situação das evidências: {}."}


def read(path: Path) -> Any:
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    return reader.load(path.read_text(encoding="utf-8"))


FILES = sorted((LIVE / "claims").glob("*/*.yml"))
ARTICLES = {p.parent.name: read(p) for p in FILES if p.stem == "article"}
ARTICLE_OF = {p.stem: p.parent.name for p in FILES if p.stem != "article"}
RECORDS = {p.stem: read(p) for p in FILES if p.stem != "article"}
SOURCES = {p.stem: read(p) for p in sorted((LIVE / "sources").glob("*.yml"))}
SETTINGS = read(LIVE / "lastro.yml")
LABELS = {rating["id"]: rating["label"] for rating in SETTINGS["ratings"]}
PLURALS = {rating["id"]: rating.get("plural", rating["label"]) for rating in SETTINGS["ratings"]}


# Time, by docs/handbook/reference/records.md: a day, a month or a year; a window whose end day is excluded.


def days(text: str) -> tuple[date, date]:
    """Return the first day of a date and the day after its last."""
    parts = [int(part) for part in text.rstrip("~?").split("-")]
    year, month, day = [*parts, 0, 0][:3]
    if not month:
        return date(year, 1, 1), date(year + 1, 1, 1)
    if not day:
        last = calendar.monthrange(year, month)[1]
        return date(year, month, 1), date.fromordinal(date(year, month, last).toordinal() + 1)
    return date(year, month, day), date.fromordinal(date(year, month, day).toordinal() + 1)


def span(text: str) -> tuple[date, date]:
    """Return the first day of a date or window and the day after it."""
    if "/" not in text:
        return days(text)
    start, _, end = text.partition("/")
    return days(start)[0], FOREVER if end == ".." else days(end)[0]


@dataclass(frozen=True)
class Counts:
    """What a claim's evidence comes to in one of its windows."""

    rating: str
    status: str


def windows(claim: Any) -> list[Any]:
    return sorted(claim["reviews"], key=lambda review: span(str(review["holds"]))[0])


def counts_in(item: Any, review: Any, first: Any) -> bool:
    shows = item.get("speaks_of") or SOURCES[item["source"]]["published"]
    start, after = span(str(shows))
    opens, closes = span(str(review["holds"]))
    if after <= span(str(first["holds"]))[0]:
        return bool(review is first)
    return start < closes and opens < after


# Origins, by docs/handbook/explanation/ratings.md and ADR 0003.


def ends(source: str) -> set[str]:
    told = SOURCES[source].get("derived_from", [])
    return set().union(*(ends(other) for other in told)) if told else {SOURCES[source]["origin"]}


def root(item: Any) -> str:
    if item.get("origin"):
        return str(item["origin"])
    (only,) = ends(item["source"])
    return only


def fold(names: list[str]) -> set[str]:
    return {" ".join(name.casefold().split()) for name in names}


def is_party(item: Any, claim: Any) -> bool:
    written = claim["claimant"]
    claimants = written if isinstance(written, list) else [written]
    signs = [sign for who in claimants for sign in (who["name"], who.get("same_as", ""))]
    stake = fold([*signs, *claim.get("parties", [])])
    stake.discard("")
    source = SOURCES[item["source"]]
    speakers = [
        fold(other.get("parties", []))
        for other in SOURCES.values()
        if other["origin"] == root(item)
    ]
    own_word = source["kind"] == "primary" and stake & fold(source.get("parties", []))
    return bool(own_word) or any(stake & names for names in speakers)


def weigh(claim: Any, review: Any) -> Counts:
    order = windows(claim)
    items = [item for item in claim["evidence"] if counts_in(item, review, order[0])]
    sides = {
        stance: {root(i): is_party(i, claim) for i in items if i["stance"] == stance}
        for stance in ("supports", "refutes")
    }
    free = {
        stance: {root(i) for i in items if i["stance"] == stance and not is_party(i, claim)}
        for stance in sides
    }
    primary = any(
        SOURCES[i["source"]]["kind"] == "primary" and not is_party(i, claim)
        for i in items
        if i["stance"] in sides
    )
    if not any(sides.values()):
        status = "unsourced"
    elif all(free.values()):
        status = "contested"
    elif primary:
        status = "primary"
    elif max(map(len, free.values())) > 1:
        status = "corroborated"
    elif any(free.values()):
        status = "single-origin"
    else:
        status = "parties-only"
    return Counts(review["rating"], status)


# The pages.


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recount") / "lastro"
    folder.mkdir()
    for name in ("claims", "sources", "docs", "generator"):
        ignored = shutil.ignore_patterns("__pycache__")
        root = LIVE if name in FOLDERS else ROOT
        shutil.copytree(root / name, folder / name, ignore=ignored)
    for path in (*LIVE.glob("*.yml"), *LIVE.glob("*.lock")):
        shutil.copy(path, folder)
    command = [sys.executable, "-m", "lastro", "build", "--today", str(live_day())]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
    return folder / "build" / "site"


def page(site: Path, language: str, path: str) -> Any:
    text = (site / LANGUAGES[language] / path / "index.html").read_text(encoding="utf-8")
    return html5lib.parse(text, namespaceHTMLElements=False)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def by_class(element: Any, name: str) -> Iterator[Any]:
    return (e for e in element.iter() if name in (e.get("class") or "").split())


def number(language: str, kind: str, count: int) -> str:
    one, many = COUNTED[language][kind]
    # Portuguese has "0 trecho"; no page of this site counts nothing
    return f"{count} {one if count == 1 else many}"


CLAIM_PAGES = [(claim, language) for claim in RECORDS for language in LANGUAGES]


@pytest.mark.parametrize(("claim_id", "language"), CLAIM_PAGES)
def test_a_claim_page_counts_what_the_record_holds(
    site: Path, claim_id: str, language: str
) -> None:
    claim = RECORDS[claim_id]
    shown = page(site, language, f"claims/{claim_id}")
    evidence = claim["evidence"]
    roots = {root(item) for item in evidence}
    facts = words(next(by_class(shown, "lt-facts")))
    assert (
        f"{number(language, 'passages', len(evidence))}, "
        f"{number(language, 'sources', len({i['source'] for i in evidence}))}, "
        f"{number(language, 'origins', len(roots))}"
    ) in facts
    listed: Counter[str] = Counter()
    for side in by_class(shown, "lt-side"):
        (heading,) = by_class(side, "lt-stance")
        found = len(list(by_class(side, "lt-pass")))
        origins = {next(by_class(card, "lt-w")).text for card in by_class(side, "lt-card")}
        counted = (
            f"{number(language, 'origins', len(origins))}, {number(language, 'passages', found)}"
        )
        assert words(heading).endswith(counted)
        listed[heading.get("class").rpartition("-")[2]] += found
    assert listed == Counter(item["stance"] for item in evidence)


@pytest.mark.parametrize(("claim_id", "language"), CLAIM_PAGES)
def test_a_claim_page_says_of_each_window_what_the_evidence_carries(
    site: Path, claim_id: str, language: str
) -> None:
    claim = RECORDS[claim_id]
    shown = page(site, language, f"claims/{claim_id}")
    expected = [weigh(claim, review) for review in reversed(windows(claim))]
    said = [words(e) for e in by_class(shown, "lt-carries")]
    assert len(said) == len(expected)
    for text, counts in zip(said, expected, strict=True):
        assert STATUS_LABEL[language].format(STATUSES[language][counts.status]) in text
        assert LABELS[counts.rating][language] in text
    verdict = words(next(by_class(shown, "lt-verdict-name")))
    assert verdict == LABELS[expected[0].rating][language]
    before = [words(h) for h in shown.iter("h2") if (h.get("id") or "").startswith("since-")]
    assert [text.rpartition(":")[2].strip() for text in before] == [
        LABELS[counts.rating][language] for counts in expected[1:]
    ]


@pytest.mark.parametrize(("claim_id", "language"), CLAIM_PAGES)
def test_each_card_says_whether_its_origin_has_a_stake(
    site: Path, claim_id: str, language: str
) -> None:
    claim = RECORDS[claim_id]
    has, free = {
        "en": ("has a stake", "no stake of its own"),
        "pt-BR": ("tem interesse na questão", "sem interesse próprio na questão"),
    }[language]
    said = {}
    for card in by_class(page(site, language, f"claims/{claim_id}"), "lt-card"):
        of_all = words(card.find("h4"))
        for passage in by_class(card, "lt-pass"):
            said[passage.get("id").removeprefix("e-")] = f"{of_all} {words(passage)}"
    for item in claim["evidence"]:
        told = said[item.get("id", item["source"])]
        assert (has in told, free in told) == (is_party(item, claim), not is_party(item, claim))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("article_id", ARTICLES)
def test_the_article_page_adds_up(site: Path, article_id: str, language: str) -> None:
    shown = page(site, language, f"articles/{article_id}")
    claims = [claim for name, claim in RECORDS.items() if ARTICLE_OF[name] == article_id]
    then = Counter(windows(claim)[0]["rating"] for claim in claims)
    now = Counter(windows(claim)[-1]["rating"] for claim in claims)
    (tallies,) = by_class(shown, "lt-tallies")
    sums = [words(one) for one in tallies.iter("dd")]
    for counts, tally in zip(sums, (then, now), strict=True):
        assert sum(int(n) for n in re.findall(r"\d+", counts)) == len(claims)
        for rating, count in tally.items():
            label = (LABELS if count == 1 else PLURALS)[rating][language]
            assert f"{count} {label}" in counts
    statements = ARTICLES[article_id]["statements"]
    checked, left_out, repeats = (
        sum(kind in statement for statement in statements)
        for kind in ("claim", "left_out", "repeats")
    )
    assert checked + left_out + repeats == len(statements)
    more = {
        "en": rf", {repeats} repeats? a claim in other words",
        "pt-BR": rf", {repeats} repete(m)? uma afirmação com outras palavras",
    }[language]
    said = (
        {
            "en": rf"{len(statements)} statements?: {checked} checked, {left_out} left out",
            "pt-BR": rf"{len(statements)} afirmaç(ão|ões): {checked} checadas?, {left_out} deixadas? de fora",
        }[language]
        + (more if repeats else "")
        + r"\."
    )
    assert re.search(said, words(shown))


def cited_by(claim: dict[str, Any]) -> set[str]:
    """Name the sources of a claim: those of its evidence, and the one that holds its original words."""
    original = claim["said"].get("original")
    return {item["source"] for item in claim["evidence"]} | (
        {original["source"]} if original else set()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_home_page_totals_what_there_is(site: Path, language: str) -> None:
    cited = set().union(*map(cited_by, RECORDS.values()))
    sentence = {
        "en": f"{len(RECORDS)} claims checked, resting on {len(cited)} sources.",
        "pt-BR": f"{len(RECORDS)} afirmações checadas, com base em {len(cited)} fontes.",
    }[language]
    assert sentence in words(page(site, language, ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_says_how_many_claims_cite_each_source(site: Path, language: str) -> None:
    more = [f"sources/page/{number}" for number in range(2, math.ceil(len(SOURCES) / 50) + 1)]
    listed = [
        ((next(line.iter("a")).get("href") or "").strip("/").rpartition("/")[2], line)
        for path in ("sources", *more)
        for entries in by_class(page(site, language, path), "lt-sources")
        for line in entries.find("tbody").iter("tr")
    ]
    assert sorted(source for source, _ in listed) == sorted(SOURCES)
    lines = dict(listed)
    for source in SOURCES:
        citing = sum(source in cited_by(claim) for claim in RECORDS.values())
        shown = words([*lines[source].iter("td")][-1])
        assert shown == str(citing), source
