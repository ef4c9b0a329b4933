"""Parts of a corpus: every record is looked at once, beside what it leads to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from lastro.checks.runner import run
from lastro.corpus.corpus import Corpus, by_neighbourhood
from lastro.diagnostics.finding import Finding, Severity
from lastro.loading.load import load
from lastro.model.base import Kept
from lastro.rules.registry import rules
from tests.support.builders import article, claim, corpus, passage, source
from tests.support.folders import ALDERA

TODAY = date(2026, 10, 20)


def _little() -> Corpus:
    return corpus(
        article(id="a-article", statements=[{"claim": "b-claim"}, {"claim": "c-claim"}]),
        article(id="b-article", statements=[{"claim": "a-claim"}]),
        claim(id="a-claim", article="b-article", evidence=[passage("b-source")]),
        claim(id="b-claim", article="a-article", evidence=[passage("c-source")]),
        claim(id="c-claim", article="a-article", evidence=[passage("b-source")]),
        source(id="a-source"),
        source(id="b-source"),
        source(id="c-source"),
    )


def test_a_claim_stands_beside_its_article_and_its_sources() -> None:
    little = _little()
    assert [*by_neighbourhood(little, little.facts.keys())] == [
        ("articles", "a-article"),
        ("claims", "b-claim"),
        ("sources", "c-source"),
        ("claims", "c-claim"),
        ("sources", "b-source"),
        ("articles", "b-article"),
        ("claims", "a-claim"),
        ("sources", "a-source"),
    ]


@pytest.mark.parametrize("in_order", [False, True])
def test_a_check_in_parts_tells_what_a_check_of_the_whole_tells(
    monkeypatch: pytest.MonkeyPatch, *, in_order: bool
) -> None:
    whole = run(load(ALDERA), TODAY)
    monkeypatch.setattr("lastro.checks.runner.AT_ONCE", 5)
    apart = run(load(ALDERA), TODAY, in_order=in_order)
    assert {s: apart.count(s) for s in Severity} == {s: whole.count(s) for s in Severity}
    told = [d for d in whole.diagnostics if d.severity is not Severity.NOTE or d.waived]
    heard = [d for d in apart.diagnostics if d.severity is not Severity.NOTE or d.waived]
    assert sorted(heard, key=lambda d: d.key) == told
    assert not in_order or apart.diagnostics == whole.diagnostics


def test_a_rule_that_fails_for_every_record_is_told_of_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(record: Kept) -> Iterator[Finding]:
        raise ValueError(f"of ours, about {record.at[0]}")

    broken = replace(rules()["source-duplicate"], check=fails)
    monkeypatch.setattr("lastro.checks.runner.rules", lambda: {broken.name: broken})
    monkeypatch.setattr("lastro.checks.runner.AT_ONCE", 5)
    found = run(load(ALDERA), TODAY).diagnostics
    assert [(one.rule, one.place.path) for one in found] == [("internal-error", "lastro.yml")]
