"""Every rule fires where its page says so, is silent where its page says so, and is documented."""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

import lastro
from lastro.checks import runner
from lastro.checks.runner import run
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Severity
from lastro.diagnostics.fixes import FixKind
from lastro.diagnostics.report import Diagnostic, Report
from lastro.diagnostics.rule import Rule, Scope
from lastro.loading.load import load
from lastro.loading.workspace import Workspace
from lastro.model.source import Source
from lastro.places import RecordPath
from lastro.rules.registry import rules
from tests.support.builders import article, claim, corpus, passage, review, source
from tests.support.example_records import FOLDER, Example, examples, write, write_base
from tests.support.mendable import FORM, mendable
from tests.support.rule_findings import findings

TODAY = date(2025, 4, 1)
SPARED = {"translation-missing", FORM}
"""Examples are short: in one language, and with what they show first."""
NO_FENCE_CAN_SHOW = {
    ("internal-error", True),
    ("internal-error", False),
    ("setting-without-effect", True),
}
"""Rules of which records cannot be the cause: test_a_rule_that_raises… shows one, tests of mkdocs.yml the other."""

CHECKED = [n for n, r in rules().items() if r.check and r.severity is not Severity.NOTE]
PACKAGE = Path(lastro.__file__).parent
CORE = [
    "loading/decode.py",
    "loading/load.py",
    "loading/entry.py",
    "loading/source_text.py",
    "model/base.py",
    "model/claim.py",
    "model/article.py",
    "model/source.py",
    "model/settings.py",
    "model/values.py",
    "model/reader_text.py",
]
CORE += [
    "syntax/altered_texts.py",
    "loading/docs.py",
    "locks/format.py",
    "loading/files.py",
    "syntax/tree.py",
    "syntax/hidden.py",
]
NAMED = {str(example): example for example in examples()}
NAMES_IN_CALLS = {"Refused", "broken", "_problem", "_add", "_add_problem", "Problem"}


@pytest.fixture(scope="module")
def report_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Example], Report]:
    """Check each example once, whatever is asked of its report."""

    @cache
    def report(example: str) -> Report:
        folder = tmp_path_factory.mktemp("example")
        write(NAMED[example], folder / "now")
        return run(load(folder / "now"), TODAY, _base_of(NAMED[example], folder / "base"))

    return lambda example: report(str(example))


@pytest.mark.parametrize("example", examples(), ids=str)
def test_each_example_fires_exactly_where_its_page_says(
    example: Example, report_of: Callable[[Example], Report]
) -> None:
    report = report_of(example)
    found = [(d.place.path, d.place.span) for d in report.diagnostics if d.rule == example.rule]
    assert found == ([(example.path, example.fires)] if example.fires else [])
    spared = SPARED | {example.rule}
    others = {d.rule: d.message for d in mendable(report) if d.rule not in spared}
    assert set(others) == example.also, others


def _base_of(example: Example, folder: Path) -> Corpus | None:
    if not example.base:
        return None
    write_base(example, folder)
    return load(folder).corpus


def test_each_rule_has_a_page_that_shows_it_firing_and_silent() -> None:
    shown = {(e.rule, e.fires is not None) for e in examples()}
    wanted = {(name, fires) for name in rules() for fires in (True, False)}
    assert shown - wanted == set()
    assert wanted - shown == NO_FENCE_CAN_SHOW


def test_each_page_belongs_to_a_rule() -> None:
    assert {page.stem for page in FOLDER.glob("*/*.md")} == set(rules())


@pytest.mark.parametrize("page", sorted(FOLDER.glob("*/*.md")), ids=lambda page: page.stem)
def test_each_example_has_words_before_it(page: Path) -> None:
    blocks = re.split(r"^```$\n?", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    words = [re.split(r"^```yaml .*$", block, flags=re.MULTILINE)[0] for block in blocks]
    assert all(re.search(r"[.:?)]\s*$", before) for before in words[:-1])
    assert page.read_text(encoding="utf-8").count("```yaml ") == len(blocks) - 1


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.name)
def test_each_rule_states_why_it_matters_and_how_much(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z'][^\n]*\.", rule.text.partition("\n")[0])
    assert len(rule.text.split("\n\n")) > 1
    assert isinstance(rule.severity, Severity)
    assert isinstance(rule.waivable, bool)
    assert rule.fix in {*get_args(FixKind), "none"}
    assert rule.scope in get_args(Scope)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)


@pytest.mark.parametrize("example", [e for e in examples() if e.fires], ids=str)
def test_each_message_says_what_to_do(
    example: Example, report_of: Callable[[Example], Report]
) -> None:
    assert [(d.rule, d.message) for d in report_of(example).diagnostics if not d.hint] == []


def test_a_rule_without_a_check_looks_at_files_and_one_with_a_check_does_not() -> None:
    without = {name for name, rule in rules().items() if rule.check is None}
    assert without == {name for name, rule in rules().items() if rule.scope == "file"}


WEIGHTS = {
    Severity.ERROR: """
    after-rating-without-event article-missing because-without-citation citation-unknown
    claim-has-verdict-word correction-owed corrections-rewritten coverage-claim-unlisted
    coverage-left-out-unexplained coverage-wrong-claim date-in-future date-not-edtf
    date-out-of-order decided-unchanged evidence-id-taken evidence-is-the-article evidence-missing
    evidence-origin-unclear evidence-source-unread evidence-unknown-source evidence-without-quote
    field-missing field-unknown file-encoding file-misplaced file-too-large former-id-removed
    id-shape id-taken identifier-malformed internal-error invisible-character key-duplicate
    language-unknown link-to-withdrawn link-unknown lock-entry-impossible lock-entry-removed
    lock-malformed markup-unsafe merge-marker not-checked-empty origin-loop origin-not-among-roots
    override-needs-two override-without-reason setting-without-effect party-not-declared placeholder-left
    quote-edited-after-lock quote-mismatch rating-not-permitted record-deleted
    renamed-without-former-id review-date-missing reviewer-is-party scale-broken source-duplicate
    source-primary-but-derived source-without-address speaks-of-missing text-cut-by-comment
    text-too-long type-wrong url-unsafe url-untidy value-unknown waiver-incomplete
    waiver-not-allowed waiver-unknown-rule window-before-claim window-none-open windows-leave-gap
    windows-overlap withdrawal-reversed withdrawn-incomplete words-not-in-article
    would-change-missing yaml-feature yaml-syntax
    """,
    Severity.WARNING: """
    because-skips-contrary claim-near-duplicate coverage-out-of-order
    evidence-without-where figure-without-evidence link-to-former-id lock-outdated name-looks-alike
    not-formatted not-one-sentence origin-looks-alike override-not-needed quote-too-long
    quotes-repeat-across-origins rating-ignores-evidence translation-missing
    translation-stale waiver-unused
    """,
    Severity.NOTE: """
    archive-missing evidence-before-windows exception-added lock-changed party-only-evidence quote-only-attested
    review-overdue source-unused
    """,
}
KNOWN = {name: weight for weight, named in WEIGHTS.items() for name in named.split()}
"""Rules that sites know by their name and weight; one that is added need not stand here."""


def test_every_check_has_its_words_beside_it() -> None:
    folder = Path(lastro.__file__).parent / "rules"
    checks = (p for p in folder.glob("*/*.py") if p.name != "__init__.py")
    assert [p.name for p in checks if p.stem.replace("_", "-") not in rules()] == []


def test_a_rule_that_sites_know_keeps_its_name_and_its_weight() -> None:
    assert {name: rules()[name].severity for name in KNOWN} == KNOWN


def test_only_warnings_notes_and_seven_plain_errors_can_be_waived() -> None:
    waivable: dict[Severity, set[str]] = {weight: set() for weight in Severity}
    others: dict[Severity, set[str]] = {weight: set() for weight in Severity}
    for name, rule in rules().items():
        (waivable if rule.waivable else others)[rule.severity].add(name)
    assert waivable[Severity.ERROR] == {
        "because-without-citation",
        "claim-has-verdict-word",
        "date-out-of-order",
        "origin-not-among-roots",
        "url-untidy",
        "source-duplicate",
        "source-primary-but-derived",
    }
    assert others[Severity.WARNING] == set()
    assert {name for name in others[Severity.NOTE] if rules()[name].scope != "change"} == set()


def test_every_rule_that_loading_names_is_described() -> None:
    named = {name for module in CORE for name in _named_in(PACKAGE / module)}
    without_check = {name for name, rule in rules().items() if rule.scope == "file"}
    assert named == without_check - {"internal-error"} | {
        "coverage-left-out-unexplained",
        "id-taken",
        "identifier-malformed",
        "language-unknown",
        "markup-unsafe",
        "override-without-reason",
        "setting-without-effect",
        "value-unknown",
    }


def _named_in(module: Path) -> set[str]:
    """Return the rule names among the texts of a module: kebab-case, known or passed as a rule."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    passed = {
        argument.value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in NAMES_IN_CALLS
        for argument in call.args[:3]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    return {t for t in texts if t in rules()} | {
        p for p in passed if re.fullmatch(r"[a-z]+(-[a-z]+)+", p)
    }


def test_a_rule_that_raises_becomes_an_internal_error_and_the_others_still_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = rules()
    broken = {**sound, "would-change-missing": _raising(sound["would-change-missing"])}
    monkeypatch.setattr(runner, "rules", lambda: broken)
    example = next(e for e in examples() if e.rule == "evidence-without-quote" and e.fires)
    write(example, tmp_path)
    report = run(load(tmp_path), TODAY)
    found = Counter(d.rule for d in mendable(report))
    assert found == {"internal-error": 1, "evidence-without-quote": 1}
    fault = next(d for d in report.diagnostics if d.rule == "internal-error")
    assert fault.message == "rule 'would-change-missing' failed: RuntimeError('out of order: True')"


def _raising(rule: Rule) -> Rule:
    def check(claim: object, settings: object) -> None:
        raise RuntimeError(f"out of order: {bool(claim and settings)}")

    return Rule(
        name=rule.name,
        severity=rule.severity,
        waivable=rule.waivable,
        fix=rule.fix,
        text=rule.text,
        check=check,  # type: ignore[arg-type]
    )


def test_a_check_is_given_what_it_asks_for_and_no_more() -> None:
    asked = {name: set(rules()[name].asks) - {"corpus"} for name in KNOWN}
    assert {name: asks for name, asks in asked.items() if asks} == {
        "after-rating-without-event": {"settings"},
        "date-in-future": {"today"},
        "date-out-of-order": {"today"},
        "decided-unchanged": {"today"},
        "identifier-malformed": {"settings"},
        "lock-entry-removed": {"found"},
        "lock-entry-impossible": {"today"},
        "not-formatted": {"files", "settings"},
        "review-overdue": {"today"},
        "value-unknown": {"settings"},
        "waiver-incomplete": {"rules", "today"},
        "waiver-not-allowed": {"rules"},
        "waiver-unknown-rule": {"rules"},
        "waiver-unused": {"found"},
        "would-change-missing": {"settings"},
    }
    known = {"corpus", "files", "found", "rules", "settings", "today"}
    assert {name for name, rule in rules().items() if not known.issuperset(rule.asks)} == set()


def test_a_rule_that_asks_what_was_found_runs_after_all_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Sequence[Diagnostic]] = []

    def last(corpus: Corpus, found: Sequence[Diagnostic]) -> Iterator[Finding]:
        assert corpus.claims
        told.append(found)
        yield Finding(route=("lastro",), message="at last")

    asking = replace(rules()["waiver-unused"], name="asking", check=last)
    too = replace(asking, name="asking-too")
    among = {"asking": asking, "asking-too": too, **rules()}
    monkeypatch.setattr(runner, "rules", lambda: among)
    example = next(e for e in examples() if e.rule == "text-too-long" and e.fires)
    write(example, tmp_path)
    report = run(load(tmp_path), TODAY)
    weighty = [[d for d in found if d.severity is not Severity.NOTE] for found in told]
    rules_told = [[d.rule for d in found if d.rule not in SPARED] for found in weighty]
    assert rules_told == [["text-too-long"], ["text-too-long"]]
    of_last = [d.rule for d in report.diagnostics if d.message == "at last"]
    assert of_last == ["asking", "asking-too"]


def test_the_invented_records_of_the_builders_break_no_rule(tmp_path: Path) -> None:
    report = run(Workspace(tmp_path, corpus()), TODAY)
    assert mendable(report) == []


# --- one fault, one finding: what a page would need too many words for ---------------------------


def _at(rule: str, found_in: Corpus) -> list[RecordPath]:
    return [finding.route for finding in findings(rules()[rule], found_in, TODAY)]


def test_circles_that_share_a_source_are_told_apart() -> None:
    links = {"a": ["b", "c"], "b": ["c"], "c": ["a"], "d": ["a"], "e": ["e"]}
    told = [source(id=name, derived_from=derived) for name, derived in links.items()]
    assert _at("origin-loop", corpus(*told)) == [
        ("sources", "a", "derived_from", 1),
        ("sources", "b", "derived_from", 0),
        ("sources", "e", "derived_from", 0),
    ]


def test_a_circle_has_its_own_finding_and_no_other() -> None:
    ring = [
        source(id="a", kind="secondary", origin="of-a", derived_from=["b"]),
        source(id="b", kind="secondary", origin="of-b", derived_from=["a"]),
    ]
    because = {"en": "[@a]", "pt-BR": "[@a]"}
    cited = claim(evidence=[passage("a")], reviews=[review("supported", because=because)])
    gathered = corpus(article(), cited, *ring)
    assert {rule: at for rule in CHECKED if (at := _at(rule, gathered))} == {
        "origin-loop": [("sources", "a", "derived_from", 0)]
    }


def test_an_unreadable_record_is_linked_to_without_a_finding() -> None:
    told = source(id="told", kind="secondary", origin="elsewhere", derived_from=["broken"])
    what = {"en": "They closed.", "pt-BR": "Fecharam."}
    cited = claim(
        evidence=[passage("told")],
        reviews=[review("supported", because={"en": "See [@told].", "pt-BR": "[@told]."})],
        related=[{"claim": "torn", "as": "see-also"}],
        events=[{"on": "2025-03-03", "what": what, "sources": ["broken"]}],
    )
    listing = article(statements=[{"claim": "quays-are-closed"}, {"claim": "torn"}])
    unreadable = frozenset({("sources", "broken"), ("claims", "torn")})
    gathered = corpus(listing, cited, told, unreadable=unreadable)
    assert {rule: at for rule in CHECKED if (at := _at(rule, gathered))} == {}


def test_an_unreadable_article_is_not_missing() -> None:
    gathered = corpus(claim(), source(), unreadable=frozenset({("articles", "harbour-times")}))
    assert _at("article-missing", gathered) == []


def test_a_claim_of_another_article_is_wrong_in_this_one() -> None:
    other = article(id="pier-news", statements=[{"claim": "quays-are-closed"}])
    gathered = corpus(article(), other, claim(), source())
    assert _at("coverage-wrong-claim", gathered) == [
        ("articles", "pier-news", "statements", 0, "claim")
    ]


def test_a_party_is_reported_once_a_source_however_many_claims_cite_it() -> None:
    release = source(id="release", publisher="Quay Company")
    claims = [claim(id=name, evidence=[passage("release")]) for name in ("one", "two")]
    assert _at("party-not-declared", corpus(release, *claims)) == [
        ("sources", "release", "publisher")
    ]


@pytest.mark.parametrize(
    ("written", "fires"),
    [
        ({"publisher": "quay  COMPANY"}, True),
        ({"publisher": "Port / Quay Company Ltd"}, True),
        ({"publisher": "Quay Companyman"}, False),
        ({"publisher": "Newquay Company"}, False),
        ({"publisher": "unknown"}, False),
        ({"publisher": "Gazette", "authors": ["Quay Company"]}, True),
        ({"publisher": "Guild Herald", "kind": "primary"}, True),
        ({"publisher": "Guild Herald", "kind": "secondary"}, False),
        ({"publisher": "Guild", "kind": "secondary"}, True),
        ({"publisher": "Gazette", "authors": ["Guild"], "kind": "secondary"}, False),
        ({"publisher": "Quay Company", "parties": ["QUAY company"]}, False),
        ({"publisher": "Quay Company", "parties": ["Quay Company Ltd"]}, True),
    ],
    ids=str,
)
def test_a_party_counts_as_whole_words(written: dict[str, object], fires: bool) -> None:  # noqa: FBT001 - a column
    release = source(**{"id": "release", "kind": "secondary", **written})
    cited = claim(evidence=[passage("release")], parties=["Guild"])
    assert bool(_at("party-not-declared", corpus(release, cited))) is fires


def test_an_anonymous_claimant_is_nobodys_publisher() -> None:
    release = source(id="release", publisher="Open Sources Daily")
    claimant = {"name": "Sources", "kind": "anonymous"}
    cited = claim(evidence=[passage("release")], claimant=claimant)
    assert _at("party-not-declared", corpus(release, cited)) == []


def _captured(source_id: str, *stamps: str, **over: object) -> Source:
    archived = [f"https://web.archive.org/web/{s}/https://port.example.org/log" for s in stamps]
    page = {"url": "https://port.example.org/log", "archived": archived}
    return source(**{"id": source_id, **page, **over})


def test_captures_of_one_page_are_sources_of_their_own_and_copies_of_one_are_not() -> None:
    captures = [
        _captured("a", "20250310000000"),
        _captured("b", "20250311000000"),
        _captured("c", "20250311000000", "20250312000000"),
        _captured("d", "20250313000000", origin="elsewhere"),
        _captured("e"),
        _captured("f", withdrawn={"on": "2025-03-20", "reason": "It was made up."}),
    ]
    found = [*findings(rules()["source-duplicate"], corpus(*captures), TODAY)]
    assert [(f.route[1], f.related[0].route[1]) for f in found] == [
        ("c", "b"),
        ("d", "a"),
        ("e", "a"),
    ]


def test_a_work_is_one_source_whichever_of_its_addresses_is_given() -> None:
    by_doi = source(id="by-doi", doi="10.1000/Quays")
    by_url = source(id="by-url", url="https://doi.org/10.1000/quays", archived=[])
    (found,) = findings(rules()["source-duplicate"], corpus(by_doi, by_url), TODAY)
    assert (found.route, found.related[0].route) == (
        ("sources", "by-url", "url"),
        ("sources", "by-doi", "doi"),
    )


def test_names_that_somebody_has_told_apart_are_left_alone() -> None:
    def claims(rare: dict[str, str], common: dict[str, str]) -> Corpus:
        given = [rare, common, common, common]
        claimants = [{"kind": "person", **claimant} for claimant in given]
        return corpus(*(claim(id=f"c-{i}", claimant=c) for i, c in enumerate(claimants)))

    mario, maria = {"name": "Mario Rossi"}, {"name": "Maria Rossi"}
    known = {**mario, "same_as": "https://names.example.org/mario"}
    other = {**maria, "same_as": "https://names.example.org/maria"}
    assert _at("name-looks-alike", claims(mario, maria)) == [
        ("claims", "c-0", "claimant", 0, "name")
    ]
    assert _at("name-looks-alike", claims(known, maria)) == [
        ("claims", "c-0", "claimant", 0, "name")
    ]
    assert _at("name-looks-alike", claims(known, other)) == []
    assert _at("name-looks-alike", claims({**mario, "kind": "anonymous"}, maria)) == []


def test_a_claim_is_shown_beside_the_nearest_of_those_that_read_alike() -> None:
    wordings = {
        "a": "The quays of Aldera are closed on Sundays in winter.",
        "b": "The quays of Aldera are closed on Sundays.",
        "c": "On Sundays the quays of Aldera are closed.",
    }
    claims = [claim(id=name, claim={"en": text, "pt-BR": name}) for name, text in wordings.items()]
    found = [*findings(rules()["claim-near-duplicate"], corpus(*claims), TODAY)]
    assert [(f.route[1], f.related[0].route[1], f.message) for f in found] == [
        ("b", "a", "looks like 'a' (0.89)"),
        ("c", "b", "looks like 'b' (1.00)"),
    ]


def test_claims_are_compared_in_another_language_only_where_the_first_is_missing() -> None:
    wordings = {
        "a": {"en": "Ferries moor here.", "pt-BR": "Os cais de Aldera fecham aos domingos."},
        "b": {"en": "Nobody is there.", "pt-BR": "Os cais de Aldera fecham aos domingos."},
        "c": {"pt-BR": "Aos domingos fecham os cais de Aldera."},
    }
    claims = [claim(id=name, claim=text) for name, text in wordings.items()]
    assert _at("claim-near-duplicate", corpus(*claims)) == [("claims", "c", "claim", "pt-BR")]


@pytest.mark.parametrize(
    ("holds", "overlap", "gap", "none_open"),
    [
        (["2025-03-03/.."], [], [], []),
        (["2025-04-01/..", "2025-03-03/2025-04-01"], [], [], []),
        (["2025-03-03/..", "2025-04-01/.."], [1], [], []),
        (["2025-04-01/..", "2025-03-03/.."], [0], [], []),
        (["2025-03-03/2025-06-01", "2025-03-10/2025-03-12", "2025-05-01/.."], [1, 2], [], []),
        (["2025-03-03/2025-06-01", "2025-03-10/2025-03-12", "2025-06-02/.."], [1], [2], []),
        (["2025-03-03/2025-03-05", "2025-03-06/2025-03-08", "2025-03-09/.."], [], [1, 2], []),
        (["2025-04-01/2025-05-01", "2025-03-03/2025-04-01"], [], [], [0]),
    ],
)
def test_windows_are_judged_in_the_order_of_time_and_shown_in_that_of_the_file(
    holds: list[str], overlap: list[int], gap: list[int], none_open: list[int]
) -> None:
    gathered = corpus(claim(reviews=[review(holds=window) for window in holds]))
    expected = {"windows-overlap": overlap, "windows-leave-gap": gap, "window-none-open": none_open}
    assert {rule: [at[3] for at in _at(rule, gathered)] for rule in expected} == expected


def test_a_first_review_that_follows_nothing_is_one_finding() -> None:
    gathered = corpus(claim(reviews=[review("superseded")]), source())
    assert _at("after-rating-without-event", gathered) == []
    assert len(_at("rating-not-permitted", gathered)) == 1


def test_a_later_review_without_its_event_is_one_finding() -> None:
    reviews = [review("reported", "2025-03-03/2025-04-01"), review("superseded", "2025-04-01/..")]
    gathered = corpus(claim(reviews=reviews), source())
    assert len(_at("after-rating-without-event", gathered)) == 1
    assert _at("rating-not-permitted", gathered) == []


def test_a_passage_of_no_time_is_one_finding() -> None:
    undated = source(id="undated", published="unknown")
    cited = claim(evidence=[passage("undated")], reviews=[review("supported")])
    gathered = corpus(cited, undated)
    assert len(_at("speaks-of-missing", gathered)) == 1
    assert _at("rating-not-permitted", gathered) == []


# --- waivers ---------------------------------------------------------------------------------


def _waiver(rule: str, **over: str) -> dict[str, object]:
    reason = {"en": "It is a model.", "pt-BR": "É um modelo."}
    return {"rule": rule, "reason": reason, "until": "2025-10-01", **over}


def _model(*waivers: dict[str, object]) -> Source:
    """Build a source that breaks one rule that can be waived."""
    return source(id="model", derived_from=["harbour-log"], waivers=waivers)


def _reported(tmp_path: Path, *records: Source) -> list[tuple[RecordPath, str, bool]]:
    report = run(Workspace(tmp_path, corpus(article(), claim(), source(), *records)), TODAY)
    return [(d.place.route[1:], d.rule, bool(d.waived)) for d in mendable(report)]


BROKEN = "source-primary-but-derived"
FAULT = (("model", "kind"), BROKEN)


def test_a_waiver_of_waiver_unused_silences_it_and_is_never_unused_itself(tmp_path: Path) -> None:
    kept = _waiver("waiver-unused")
    assert _reported(tmp_path, _model(_waiver(BROKEN), _waiver("link-to-former-id"), kept)) == [
        (*FAULT, True),
        (("model", "waivers", 1, "rule"), "waiver-unused", True),
    ]
    assert _reported(tmp_path, _model(_waiver(BROKEN), kept)) == [(*FAULT, True)]


def test_a_waiver_silences_nothing_in_another_record(tmp_path: Path) -> None:
    other = source(id="other", derived_from=["model"])
    found = _reported(tmp_path, _model(_waiver(BROKEN)), other)
    assert found == [(*FAULT, True), (("other", "kind"), BROKEN, False)]


def test_a_waiver_is_not_called_unused_while_a_rule_of_ours_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = rules()
    monkeypatch.setattr(runner, "rules", lambda: {**sound, BROKEN: _raising(sound[BROKEN])})
    assert [rule for _, rule, _ in _reported(tmp_path, _model(_waiver(BROKEN)))] == [
        "internal-error"
    ]


@pytest.mark.parametrize(
    ("until", "waived", "incomplete"),
    [
        ("2025-03-31", False, True),
        ("2025-04-01", True, False),
        ("2026-04-02", True, False),
        ("2026-04-03", True, True),
    ],
)
def test_a_waiver_holds_from_today_to_366_days_ahead(
    tmp_path: Path,
    until: str,
    waived: bool,  # noqa: FBT001 - a column
    incomplete: bool,  # noqa: FBT001 - a column
) -> None:
    found = _reported(tmp_path, _model(_waiver(BROKEN, until=until)))
    end = (("model", "waivers", 0, "until"), "waiver-incomplete", False)
    assert found == [(*FAULT, waived), *([end] if incomplete else [])]


@pytest.mark.parametrize(
    ("reason", "empty"),
    [
        *(
            (text, True)
            for text in ("-", "…", "?!", "n/a", "N/A.", " None ", "42", "não se aplica")
        ),
        *((text, False) for text in ("Paywall", "See ticket 42", "n/a for models", "日本")),
    ],
)
def test_a_reason_of_no_words_is_none(reason: str, empty: bool) -> None:  # noqa: FBT001 - a column
    withdrawn = source(id="gone", withdrawn={"on": "2025-03-20", "reason": reason})
    gathered = corpus(_model(_waiver(BROKEN, reason=reason)), withdrawn)
    reasons = {
        "waiver-incomplete": [("sources", "model", "waivers", 0, "reason", "en")],
        "withdrawn-incomplete": [("sources", "gone", "withdrawn", "reason", "en")],
    }
    assert {rule: _at(rule, gathered) for rule in reasons} == {
        rule: at if empty else [] for rule, at in reasons.items()
    }


# --- ids, withdrawn records, the order of days ----------------------------------------------------


def test_an_id_given_again_and_retired_twice_is_two_findings() -> None:
    holders = [source(id=name, former_ids=["old"]) for name in ("a", "b")]
    assert _at("id-taken", corpus(*holders, source(id="old"))) == [
        ("sources", "old"),
        ("sources", "b", "former_ids", 0),
    ]


def test_a_successor_that_enters_a_circle_is_not_part_of_it() -> None:
    links = {"a": "b", "b": "c", "c": "a", "d": "a", "e": "e", "f": "g", "g": None}
    gone = [
        source(id=name, withdrawn={"on": "2025-03-20", "reason": "Made up.", "see": see})
        for name, see in links.items()
    ]
    assert _at("withdrawn-incomplete", corpus(*gone)) == [
        ("sources", "a", "withdrawn", "see"),
        ("sources", "e", "withdrawn", "see"),
    ]


def test_a_successor_that_cannot_be_read_is_there_all_the_same() -> None:
    gone = source(withdrawn={"on": "2025-03-20", "reason": "Made up.", "see": "broken"})
    unreadable = frozenset({("sources", "broken")})
    assert _at("withdrawn-incomplete", corpus(gone, unreadable=unreadable)) == []
    assert len(_at("withdrawn-incomplete", corpus(gone))) == 1


@pytest.mark.parametrize(
    ("see", "hint"),
    [
        ("pier-open", "use its successor 'pier-open', or drop it"),
        ("quays-are-closed", "drop it"),
        ("gone-too", "drop it"),
        ("nowhere", "drop it"),
    ],
)
def test_only_a_live_record_is_offered_as_the_successor(see: str, hint: str) -> None:
    made_up = {"on": "2025-03-20", "reason": "Made up."}
    linking = claim(related=[{"claim": "pier-shut", "as": "see-also"}])
    gone = claim(id="pier-shut", withdrawn={**made_up, "see": see})
    others = [claim(id="pier-open"), claim(id="gone-too", withdrawn=made_up)]
    gathered = corpus(linking, gone, *others, source())
    found = findings(rules()["link-to-withdrawn"], gathered, TODAY)
    assert [f.hint for f in found] == [hint]


@pytest.mark.parametrize(
    ("said", "published", "fires"),
    [
        ("2025-03-05", "2025-03-04", True),
        ("2025-03-04", "2025-03-04", False),
        ("2025-03", "2025-03-01", False),
        ("2025-03", "2025-02-28", True),
        ("2025-03-05", "2025-03", False),
        ("2025-04-01", "2025-03", True),
        ("2025", "2024", True),
        ("2025-03-05~", "2025-03-04", False),
        ("2025-03-05", "2025-03-04?", False),
        ("2025-03-05", "unknown", False),
        ("2025-04-02", "2025-03-04", False),
    ],
)
def test_a_day_is_out_of_order_only_when_that_is_certain(
    said: str,
    published: str,
    fires: bool,  # noqa: FBT001 - a column
) -> None:
    words = {"on": said, "words": "Closed.", "lang": "en"}
    taken_up = review(decided="2025-04-01", because="[@harbour-log]")
    gathered = corpus(article(published=published), claim(said=words, reviews=[taken_up]), source())
    assert _at("date-out-of-order", gathered) == (
        [("claims", "quays-are-closed", "said", "on")] if fires else []
    )


def test_a_day_of_saying_in_the_wrong_year_is_one_finding_unless_it_is_waived() -> None:
    translated = {"translation": {"pt-BR": "Fechados."}}
    words = {"on": "2025-03-30", "words": "Closed.", "lang": "en", **translated}
    waived = [_waiver("date-out-of-order")]
    found = []
    for waivers in ([], waived):
        gathered = corpus(article(), claim(said=words, waivers=waivers), source())
        found.append({rule: at for rule in CHECKED if (at := _at(rule, gathered))})
    said = {"date-out-of-order": [("claims", "quays-are-closed", "said", "on")]}
    window = {"window-before-claim": [("claims", "quays-are-closed", "reviews", 0, "holds")]}
    unused = {"waiver-unused": [("claims", "quays-are-closed", "waivers", 0, "rule")]}
    assert found == [said, {**said, **window, **unused}]


@pytest.mark.parametrize("day", ["2025-03-03", "2025-04-01"])
def test_a_correction_may_be_older_than_the_verdict_that_was_taken_up_again(day: str) -> None:
    again = review(decided="2025-04-01", because="[@harbour-log]")
    mended = [{"on": day, "what": "The first verdict named the wrong quay."}]
    gathered = corpus(article(), claim(reviews=[again], corrections=mended), source())
    assert _at("date-out-of-order", gathered) == []


def test_a_citation_counts_in_whichever_language_it_stands() -> None:
    because = {"en": "It says so [@harbour-log].", "pt-BR": "Um passeante viu [@walk]."}
    cited = claim(
        evidence=[passage("harbour-log"), passage("late", id="walk")],
        reviews=[review(because=because)],
    )
    late = source(id="late", published="2025-03-20", read="unread")
    (found,) = findings(rules()["date-out-of-order"], corpus(cited, late, source()), TODAY)
    assert found.message == "decided on 2025-03-10, but 'late' was published on 2025-03-20"
    assert [related.route for related in found.related] == [("sources", "late", "published")]


@pytest.mark.parametrize(
    ("length", "fires"), [(160, False), (161, True)], ids=["at the limit", "over"]
)
def test_a_claim_may_be_as_long_as_the_limit(length: int, fires: bool) -> None:  # noqa: FBT001 - a column
    gathered = corpus(claim(claim={"en": "é" * length + "\n", "pt-BR": "a"}))
    assert bool(_at("text-too-long", gathered)) is fires
