"""`lastro explain CLAIM`: which passages are one voice, whose it is, and what was published anyway."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lastro.commands import main
from lastro.evidence.judge import EVALUATOR
from tests.support.little_site import (
    CLAIM,
    CLAIM_PATH,
    OTHER_SOURCE,
    SOURCE,
    SOURCE_PATH,
    write_files,
    write_site,
)

Explain = Callable[..., str]

EVIDENCE = """\
evidence:
  - source: harbour-bylaws
    stance: supports
    quote: "The quays shall be closed on Sundays."
    speaks_of: 2026-01-01/..
  - source: harbour-bylaws
    id: bylaws-on-gulls
    stance: refutes
    quote: "On Sundays the gulls may land."
    origin: gull-society
  - source: port-blog
    stance: supports
    quote: "Quiet again on Sunday."
  - source: port-digest
    stance: supports
    quote: "The quays stay shut on Sundays, says the port."
  - source: two-voices
    stance: context
    quote: "Nobody was there."
    origin: gull-society
"""
RETOLD = OTHER_SOURCE.replace("origin: port-blog", "origin: port-of-example")
DIGEST = RETOLD.replace("blog.example.org/walk", "digest.example.org/walk")
TWO = DIGEST.replace("digest.example.org", "two.example.org").replace(
    "origin: port-of-example", "origin: two-voices"
)
OVERRIDE = """\
    override:
      reason:
        en: The gates were seen locked by both of us.
        pt-BR: Nós dois vimos os portões trancados.
      by: [Ana Prado, Rui Melo]
"""


@pytest.fixture
def explain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Explain:
    """Write a site in which four sources lead to two origins, one of them a party's; explain."""
    before, after = CLAIM.index("evidence:"), CLAIM.index("reviews:")
    claim = f"{CLAIM[:before]}parties: [Port of Example]\n{EVIDENCE}{CLAIM[after:]}"
    claim = claim.replace("    by: [Ana Prado]\n", f"    by: [Ana Prado]\n{OVERRIDE}")
    write_site(tmp_path)
    write_files(
        tmp_path,
        {
            CLAIM_PATH: claim,
            SOURCE_PATH: SOURCE.replace("origin:", "parties: [Port of Example]\norigin:"),
            "sources/port-blog.yml": RETOLD + "derived_from: [harbour-bylaws]\n",
            "sources/port-digest.yml": DIGEST + "derived_from: [port-blog]\n",
            "sources/two-voices.yml": TWO + "derived_from: [port-blog, lone-gull]\n",
            "sources/lone-gull.yml": TWO.replace("two.", "gull."),
        },
    )
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main(("explain", "claim:quays-closed", *arguments))
        said = capsys.readouterr()
        assert (ended.value.code, said.err) == (0, "")
        return said.out

    return run


def test_passages_are_grouped_by_root_and_each_says_why_it_has_it(explain: Explain) -> None:
    told = explain().split("\norigins: ")[1].splitlines()
    speaks = "speaks for Port of Example (sources/harbour-bylaws.yml)"
    assert told == [
        "5 passages from 4 sources, 2 origins",
        "  port-of-example (party): 3 passages from 3 sources",
        f"    {speaks}",
        "    harbour-bylaws: the origin of its source (sources/harbour-bylaws.yml)",
        "    port-blog: follows derived_from, port-blog → harbour-bylaws",
        "    port-digest: follows derived_from, port-digest → port-blog → harbour-bylaws",
        "  gull-society (party and independent): 2 passages from 2 sources",
        "    bylaws-on-gulls: named in `origin` of the passage; its source leads to port-of-example",
        f"      {speaks}: a primary source of a party is its own word",
        (
            "    two-voices: named in `origin` of the passage; its source leads to "
            "port-of-example, two-voices"
        ),
    ]


def test_a_window_says_how_many_passages_are_how_few_origins(explain: Explain) -> None:
    (summed,) = [line for line in explain().splitlines() if line.startswith("  supports  ")]
    assert summed == ("  supports  3 passages from 3 sources, 1 origin: port-of-example (party)")


def test_an_override_is_told_with_its_names_and_its_reason(explain: Explain) -> None:
    lines = explain().splitlines()
    at = lines.index(
        "  override  by Ana Prado and Rui Melo: The gates were seen locked by both of us."
    )
    assert lines[at - 1] == (
        "  missed    'supported' would need this: a primary record without a stake supports it (here: 0); "
        "or 2 origins without a stake support it (here: 0)."
    )
    assert "  permitted as-attributed, partly-supported, misleading, unverified" in lines


def test_a_program_reads_what_the_api_publishes(explain: Explain) -> None:
    document: dict[str, Any] = json.loads(explain("--json"))
    (window,) = document["derived"]["windows"]
    told = ("format", "version", "evaluator", "api", "kind", "id")
    assert [document[key] for key in told] == [
        "lastro-explain", 1, EVALUATOR, "v1", "claim", "quays-closed"
    ]  # fmt: skip
    assert (window["holds"], window["rating"]) == ("2026-01-12/..", "supported")
    assert (window["status"], window["parties_only"]) == ("parties-only", True)
    assert window["permitted"] == ["as-attributed", "partly-supported", "misleading", "unverified"]
    assert window["rule"] == {"rating": "supported", "permitted": False, "needs": []}
    assert window["supports"] == {
        "items": 3,
        "sources": 3,
        "roots": ["port-of-example"],
        "independent": 0,
        "party": 1,
        "primary": 0,
    }
    passages = {one["id"]: one for one in document["derived"]["evidence"]}
    passage = passages["bylaws-on-gulls"]
    assert (passage["id"], passage["roots"], passage["party"]) == (
        "bylaws-on-gulls",
        ["gull-society"],
        True,
    )


def test_a_passage_without_a_clear_root_counts_nowhere_and_is_named(
    explain: Explain, tmp_path: Path
) -> None:
    claim = (tmp_path / CLAIM_PATH).read_text(encoding="utf-8")
    unclear = claim.replace('    quote: "Nobody was there."\n    origin: gull-society\n', "")
    (tmp_path / CLAIM_PATH).write_text(unclear, encoding="utf-8")
    assert explain().endswith("\ncounts in no window: two-voices (see `lastro check`)\n")


def test_json_holds_nothing_that_a_log_reads_as_a_command(explain: Explain, tmp_path: Path) -> None:
    claim = (tmp_path / CLAIM_PATH).read_text(encoding="utf-8")
    loud = claim.replace("The gates were", '"##[error] the gates"').replace(
        '"##[error] the gates" seen locked by both of us.', '"##[error] the gates"'
    )
    (tmp_path / CLAIM_PATH).write_text(loud, encoding="utf-8")
    told = explain("--json")
    assert "##[" not in told
    reason = json.loads(told)["derived"]["windows"][0]["override"]["reason"]["en"]
    assert reason == "##[error] the gates"


def test_rules_are_told_to_a_program_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    told = []
    for arguments in (["rating-not-permitted"], ["--list"]):
        with pytest.raises(SystemExit):
            main(["explain", "--json", *arguments])
        told.append(json.loads(capsys.readouterr().out)["rules"])
    one, all_of_them = told
    assert {**one[0], "text": ""} == {
        "name": "rating-not-permitted",
        "severity": "error",
        "waivable": False,
        "fix": "none",
        "text": "",
    }
    assert one[0] in all_of_them
    assert one[0]["text"].startswith("A rating must be carried by its evidence.\n")
