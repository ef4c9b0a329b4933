"""Parts of a corpus: every record is looked at once, beside what it leads to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from lastro.checks.run_rule import findings
from lastro.checks.runner import run
from lastro.corpus.corpus import Corpus
from lastro.corpus.neighbourhoods import by_neighbourhood, parts
from lastro.diagnostics.finding import Finding, Severity
from lastro.loading.load import load
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


def test_parts_hold_each_record_once_and_the_settings_with_the_first() -> None:
    little = _little()
    found = [part.focus for part in parts(little, most=3)]
    assert [set(focus or ()) for focus in found] == [
        {("articles", "a-article"), ("claims", "b-claim"), ("sources", "c-source"), ("lastro",)},
        {("claims", "c-claim"), ("sources", "b-source"), ("articles", "b-article")},
        {("claims", "a-claim"), ("sources", "a-source")},
    ]


def test_a_corpus_that_fits_is_one_part() -> None:
    little = _little()
    assert [*parts(little, most=8)] == [little]


def test_a_focus_is_split_without_what_lies_outside_it() -> None:
    seen = _little().focus_on(frozenset({("claims", "c-claim"), ("sources", "a-source")}))
    assert [set(part.focus or ()) for part in parts(seen, most=1)] == [
        {("claims", "c-claim")},
        {("sources", "a-source")},
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


def test_a_rule_that_fails_in_every_part_is_told_of_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> Iterator[Finding]:
        raise ValueError("of ours")

    broken = replace(rules()["source-duplicate"], check=fails, scope="record")
    monkeypatch.setattr("lastro.checks.runner.rules", lambda: {broken.name: broken})
    monkeypatch.setattr("lastro.checks.runner.AT_ONCE", 5)
    found = run(load(ALDERA), TODAY).diagnostics
    assert [(one.rule, one.place.path) for one in found] == [("internal-error", "lastro.yml")]


@pytest.mark.parametrize("most", [1, 7, 50])
def test_rules_find_in_parts_what_they_find_in_the_whole(most: int) -> None:
    whole = load(ALDERA).corpus
    assert whole is not None
    for rule in rules().values():
        if rule.check is None or rule.scope not in {"file", "record", "reach"}:
            continue
        if rule.asks - {"today", "rules"}:
            continue
        at_once = {repr(found) for found in findings(rule, whole, TODAY)}
        apart = [
            repr(found) for part in parts(whole, most) for found in findings(rule, part, TODAY)
        ]
        assert sorted(apart) == sorted(at_once), rule.name


def test_back_links_are_found_once_for_all_parts() -> None:
    little = _little()
    found = [(part.claims_of, part.cited_in) for part in parts(little, most=3)]
    assert [(id(claims), id(cited)) for claims, cited in found] == [
        (id(little.claims_of), id(little.cited_in))
    ] * 3
    assert little.cited_in["b-source"] == (("a-claim", 0), ("c-claim", 0))
