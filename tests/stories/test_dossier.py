"""The records of the first article against the dossier that they were written from.

The dossier lies outside the repository and is never copied in: the folder is named by LASTRO_CASE
(`.ci/run` sets it where it lies beside the checkout). Compared are words, character by character,
and what is a fact of the dossier; where a record departs from it, the departure is listed here with
its reason.
"""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from ruamel.yaml import YAML

from lastro.commands import main
from lastro.evidence.quotes import find
from lastro.loading.load import load
from lastro.locks.evidence import EVIDENCE, evidence_lock_of
from lastro.model.base import Quote
from lastro.text.comparable import normalise
from tests.support.real_records import FROZEN

CASE = os.environ.get("LASTRO_CASE", "")
ARTICLE = FROZEN / "claims" / "openai-azure-2025-01"
pytestmark = pytest.mark.skipif(
    not CASE, reason="LASTRO_CASE names no folder with the dossier and the article's text"
)

RATINGS = {
    "supported": "supported",
    "supported_as_attributed": "as-attributed",
    "partly_supported": "partly-supported",
    "reported_unconfirmed": "reported",
    "unverified": "unverified",
    "superseded": "superseded",
}
OTHER_RATINGS = {
    # Altman speaks for OpenAI, a party: two origins are left, and the scale asks three of hearsay.
    "compute-tension-reported": ("reported", "reported"),
}
OTHER_STANCES = {
    # It says outright what the claim says, if only of an unnamed day.
    ("compute-shortage-blamed-for-delays", "flowdigest"): "supports",
    # The report contests that the venture still stands; only so is 'partly supported' carried.
    ("stargate-partners", "letsdatascience-stargate"): "refutes",
}
FURTHER_PASSAGES = {
    # Two uses of rival clouds, which the dossier lists under other claims: without them the rating
    # would rest on one sentence that does not say what it speaks of.
    ("azure-no-longer-exclusive", "bloomberg-2025-01", "supports"): "oracle-deal-june-2024",
    ("azure-no-longer-exclusive", "theoutpost-google", "supports"): "rival-cloud-fallback",
}
"""Claim, source and stance of passages that the dossier has under another claim, by that claim."""
WITHOUT_ADDRESS = {"lack-of-gpus-blog", "mokaair-notes", "multi-provider-blog"}


def record(path: Path) -> Any:
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    return reader.load(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def claims() -> Mapping[str, Any]:
    return {p.stem: record(p) for p in sorted(ARTICLE.glob("*.yml")) if p.stem != "article"}


@pytest.fixture(scope="module")
def dossier() -> Mapping[str, Any]:
    text = (Path(CASE) / "openai-azure.md").read_text(encoding="utf-8")
    blocks = [yaml.safe_load(b) for b in re.findall(r"(?ms)^```yaml\n(.*?)^```", text)]
    return {key: value for block in blocks for key, value in block.items()}


@pytest.fixture(scope="module")
def article() -> str:
    return (Path(CASE) / "article.pt-BR.txt").read_text(encoding="utf-8")


def words_of(quote: Any) -> str:
    return str(quote["exact"] if isinstance(quote, dict) else quote)


def passages(dossier: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str | None]]:
    """Yield claim, source, stance and words of each passage that has a public address."""
    slugs = {c["id"]: c["slug"] for c in dossier["claims"]}
    for source in dossier["sources"]:
        for passage in source["bears_on"]:
            if source["id"] not in WITHOUT_ADDRESS:
                claim = slugs[passage["claim"]]
                yield claim, source["id"], passage["stance"], passage["quote"]


def test_every_claim_of_the_dossier_is_recorded_in_its_order(
    claims: Mapping[str, Any], dossier: Mapping[str, Any]
) -> None:
    slugs = [c["slug"] for c in dossier["claims"]]
    listed = [s["claim"] for s in record(ARTICLE / "article.yml")["statements"] if "claim" in s]
    assert listed == slugs
    assert sorted(claims) == sorted(slugs)
    assert len(slugs) == 21


def test_every_passage_equals_the_dossier_character_by_character(
    claims: Mapping[str, Any], dossier: Mapping[str, Any]
) -> None:
    recorded = sorted(
        (claim, item["source"], item["stance"], words_of(item.get("quote") or ""))
        for claim, written in claims.items()
        for item in written["evidence"]
    )
    listed = list(passages(dossier))
    expected = sorted(
        [
            (claim, source, OTHER_STANCES.get((claim, source), stance), quote or "")
            for claim, source, stance, quote in listed
        ]
        + [
            (claim, source, stance, quote or "")
            for (claim, source, stance), other in FURTHER_PASSAGES.items()
            for listed_claim, listed_source, _, quote in listed
            if (listed_claim, listed_source) == (other, source)
        ]
    )
    assert recorded == expected
    assert len(recorded) > 200


def test_every_quote_of_the_article_stands_in_it(claims: Mapping[str, Any], article: str) -> None:
    statements = record(ARTICLE / "article.yml")["statements"]
    quotes = [s["left_out"] for s in statements if "left_out" in s]
    for written in claims.values():
        quotes += [written["said"]["words"], *written["said"].get("also", [])]
    assert len(quotes) > 21
    assert [quote for quote in quotes if quote not in article] == []


def test_the_words_said_are_those_of_the_dossier(
    claims: Mapping[str, Any], dossier: Mapping[str, Any]
) -> None:
    said = {k: (c["said"]["words"], c["said"].get("also", [])) for k, c in claims.items()}
    wanted = {c["slug"]: (c["quote_pt"], c.get("also_quoted", [])) for c in dossier["claims"]}
    assert said == wanted


def test_the_verdicts_then_and_now_are_those_of_the_dossier(
    claims: Mapping[str, Any], dossier: Mapping[str, Any]
) -> None:
    rated = {
        claim: (written["reviews"][0]["rating"], written["reviews"][-1]["rating"])
        for claim, written in claims.items()
    }
    wanted = {
        c["slug"]: (RATINGS[c["verdict_then"]], RATINGS[c["verdict_now"]])
        for c in dossier["claims"]
    }
    assert rated == wanted | OTHER_RATINGS


def test_the_events_are_those_of_the_dossier(
    claims: Mapping[str, Any], dossier: Mapping[str, Any]
) -> None:
    recorded = {
        claim: [(str(e["on"]), sorted(e["sources"])) for e in written.get("events", [])]
        for claim, written in claims.items()
    }
    wanted = {
        c["slug"]: [
            (str(e["date"]), sorted(known))
            for e in c["events"]
            if (known := set(e["sources"]) - WITHOUT_ADDRESS)
        ]
        for c in dossier["claims"]
    }
    assert recorded == wanted


def test_the_lock_says_what_the_article_itself_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Capture the article anew, and compare every entry but the moment and hash of its file."""
    for name in ("claims", "sources"):
        shutil.copytree(FROZEN / name, tmp_path / name)
    shutil.copy(FROZEN / "lastro.yml", tmp_path)
    monkeypatch.chdir(tmp_path)
    text = str(Path(CASE) / "article.pt-BR.txt")
    with pytest.raises(SystemExit) as ended:
        main(["capture", "--article", ARTICLE.name, "--file", text])
    assert (ended.value.code, capsys.readouterr().err) == (0, "")
    made, kept = (
        evidence_lock_of((root / EVIDENCE).read_text(encoding="utf-8")).proofs
        for root in (tmp_path, FROZEN)
    )
    assert len(made) == 29
    as_kept = ("capture", "normalization", "folded")  # the frozen entries are of the first one
    assert {
        key: replace(p, **{name: getattr(kept[key], name) for name in as_kept})
        for key, p in made.items()
    } == dict(kept)
    assert {(p.capture.bytes, p.capture.text) for p in made.values()} == {
        (p.capture.bytes, p.capture.text) for p in kept.values()
    }


@pytest.mark.parametrize(
    "claim", sorted(p.stem for p in ARTICLE.glob("*.yml") if p.stem != "article")
)
def test_one_changed_letter_in_the_words_of_a_claim_is_a_mismatch(claim: str) -> None:
    article = normalise((Path(CASE) / "article.pt-BR.txt").read_text(encoding="utf-8"))
    loaded = load(FROZEN).corpus
    assert loaded is not None
    words = loaded.claims[claim].said.words
    assert words
    assert find(Quote(exact=words), article) is not None
    for at in (0, len(words) // 2, len(words) - 1):
        other = "x" if words[at] != "x" else "y"
        assert find(Quote(exact=f"{words[:at]}{other}{words[at + 1 :]}"), article) is None
