"""Two corpora compared: what was told, not how it was written."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lastro.changes.compare import Change, RecordMove, compare
from lastro.changes.compare_claims import CorrectionChange, Difference, What, compare_logs
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Append
from lastro.model.base import Correction
from lastro.model.claim import Claim
from lastro.places import RecordPath
from lastro.rules.registry import rules
from tests.support.builders import SOURCE, article, claim, corpus, passage, review, settings, source
from tests.support.locked_records import TAKEN_DOWN, locked
from tests.support.rule_findings import findings

TODAY = date(2025, 4, 1)
CLAIM_AT = ("claims", "quays-are-closed")
AT_THE_LOG = {"url": SOURCE["url"], "archived": SOURCE["archived"]}
CHANGE_RULES = [name for name, rule in rules().items() if rule.scope == "change"]


def found(change: Change, today: date = TODAY) -> dict[str, list[RecordPath]]:
    """Return the places of what each change rule finds, rules that are silent left out."""
    by_rule = {
        name: [f.route for f in findings(rules()[name], change.now, today, change=change)]
        for name in CHANGE_RULES
    }
    return {name: places for name, places in by_rule.items() if places}


def of_claims(before: Claim, now: Claim) -> Change:
    sources = [source(), source(id="other", origin="other", url="https://other.example.org/")]
    return compare(corpus(article(), before, *sources), corpus(article(), now, *sources))


def differences(before: Claim, now: Claim, *what: What) -> list[Difference]:
    change = of_claims(before, now).claims.get(now.id)
    return [*change.of(*what)] if change else []


# --- which records came, went and moved ------------------------------------------------------------


def test_a_corpus_has_nothing_over_itself() -> None:
    change = compare(corpus(), corpus())
    assert (change.added, change.removed, change.moves) == ((), (), ())
    assert (change.claims, change.sources, change.articles) == ({}, {}, {})
    assert found(change) == {}


def test_records_that_come_and_go_are_told() -> None:
    extra = source(id="extra", url="https://extra.example.org/")
    other = source(id="other", url="https://other.example.org/")
    change = compare(
        corpus(article(), claim(), source(), extra), corpus(article(), claim(), source(), other)
    )
    assert (change.added, change.removed) == ((("sources", "other"),), (("sources", "extra"),))
    assert found(change) == {"record-deleted": [("sources", "extra")]}


def test_a_record_whose_id_another_new_one_keeps_has_moved() -> None:
    new = source(
        **{**AT_THE_LOG, "id": "new", "url": "https://new.example.org/"}, former_ids=["harbour-log"]
    )
    change = compare(corpus(), corpus(article(), claim(), new))
    assert change.moves == (RecordMove("sources", "harbour-log", "new", kept=True),)
    assert (change.added, change.removed) == ((), ())
    assert change.sources == {"new": ("url",)}
    assert found(change) == {}


def test_a_record_whose_id_an_old_one_keeps_was_merged_into_it() -> None:
    twin = source(id="twin", url="https://port.example.org/log?page=1")
    holder = source(former_ids=["twin"])
    change = compare(corpus(article(), claim(), source(), twin), corpus(article(), claim(), holder))
    assert change.moves == (RecordMove("sources", "twin", "harbour-log", kept=True, joined=True),)
    assert ("sources", "harbour-log") in change.pairs
    assert found(change) == {}


def test_of_two_new_records_of_one_address_the_likest_is_the_renamed_one() -> None:
    likes = [
        source(**AT_THE_LOG, id="a", title="Another"),
        source(**AT_THE_LOG, id="b"),
        source(**AT_THE_LOG, id="c", lang="pt-BR"),
    ]
    change = compare(corpus(article(), claim(), source()), corpus(article(), claim(), *likes))
    assert change.moves == (RecordMove("sources", "harbour-log", "b", kept=False),)
    assert change.added == (("sources", "a"), ("sources", "c"))
    assert found(change) == {"renamed-without-former-id": [("sources", "b", "former_ids")]}


def test_two_records_of_one_address_that_are_renamed_go_to_two() -> None:
    old = [source(**AT_THE_LOG, id="a"), source(**AT_THE_LOG, id="b", title="Second")]
    new = [source(**AT_THE_LOG, id="c", title="Second"), source(**AT_THE_LOG, id="d")]
    moves = compare(corpus(*old), corpus(*new)).moves
    assert [(m.old, m.new) for m in moves] == [("a", "d"), ("b", "c")]


def test_claims_and_sources_of_one_id_are_two_records() -> None:
    named = claim(id="same", article="harbour-times")
    change = compare(corpus(named, source(id="same")), corpus(source(id="same")))
    assert change.removed == (("claims", "same"),)


@pytest.mark.parametrize("side", ["base", "now"])
def test_what_one_side_cannot_read_is_unknown_and_no_change(side: str) -> None:
    broken: Corpus = corpus(article(), source(), unreadable=frozenset({CLAIM_AT}))
    turned = corpus(article(), claim(nature="quotation"), source())
    pair = (broken, turned) if side == "base" else (turned, broken)
    change = compare(*pair)
    assert (change.added, change.removed, change.claims) == ((), (), {})
    assert found(change) == {}


def test_an_id_that_a_broken_record_holds_in_former_ids_is_not_gone() -> None:
    unreadable = frozenset({("sources", "new"), ("sources", "harbour-log")})
    change = compare(corpus(), corpus(article(), claim(), unreadable=unreadable))
    assert change.removed == ()


# --- retired ids -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "lost"),
    [
        ([source(former_ids=["one", "two"])], []),
        ([source(former_ids=["two"])], ["harbour-log"]),
        ([source(former_ids=["two"]), source(id="one", url="https://one.example.org/")], []),
        ([source(id="one", former_ids=["harbour-log", "two"])], []),
        ([source(id="new", former_ids=["harbour-log"])], ["new", "new"]),
    ],
    ids=["kept", "dropped", "a record of its own", "taken back", "lost on the way"],
)
def test_a_retired_id_is_held_or_in_use(now: list[object], lost: list[str]) -> None:
    base = corpus(source(former_ids=["one", "two"]))
    change = compare(base, corpus(*now))  # type: ignore[arg-type]
    assert found(change).get("former-id-removed", []) == [
        ("sources", name, "former_ids") for name in lost
    ]


def test_a_deleted_record_with_retired_ids_is_one_finding() -> None:
    change = compare(corpus(claim(former_ids=["old"]), source()), corpus(source()))
    assert found(change) == {"record-deleted": [CLAIM_AT]}


# --- windows and ratings ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (["a 2025-03-03/.."], ["a 2025-03-03/.."], []),
        (["a 2025-03/.."], ["a 2025-03-01/.."], []),
        (["a 2025-03-03/.."], ["b 2025-03-03/.."], ["rating a → b"]),
        (
            ["a 2025-03-03/.."],
            ["a 2025-03-03/2025-03-20", "b 2025-03-20/.."],
            ["window 2025-03-03/.. → 2025-03-03/2025-03-20", "window  → 2025-03-20/.."],
        ),
        (
            ["a 2025-03-03/2025-03-20", "b 2025-03-20/.."],
            ["a 2025-03-03/.."],
            ["window 2025-03-03/2025-03-20 → 2025-03-03/..", "window 2025-03-20/.. → "],
        ),
        (
            ["a 2025-03-03/2025-03-20", "b 2025-03-20/.."],
            ["a 2025-03-03/2025-03-25", "b 2025-03-25/.."],
            [
                "window 2025-03-03/2025-03-20 → 2025-03-03/2025-03-25",
                "window 2025-03-20/.. → 2025-03-25/..",
            ],
        ),
        (
            ["a 2025-03-03/.."],
            ["b 2025-03-04/.."],
            ["rating a → b", "window 2025-03-03/.. → 2025-03-04/.."],
        ),
        (
            ["a 2025-03-03/2025-03-20", "b 2025-03-20/.."],
            ["b 2025-03-03/2025-03-20", "a 2025-03-20/.."],
            ["rating a → b", "rating b → a"],
        ),
    ],
    ids=["same", "same day", "moved", "ended", "joined", "shifted", "start and rating", "swapped"],
)
def test_windows_are_paired_by_their_time(
    before: list[str], now: list[str], told: list[str]
) -> None:
    old, new = (
        claim(reviews=[review(*written.split(" ")) for written in side]) for side in (before, now)
    )
    scale = [settings().ratings[0].model_copy(update={"id": name}) for name in ("a", "b")]
    scaled = settings().model_copy(update={"ratings": tuple(scale)})
    change = compare(corpus(old, source(), scale=scaled), corpus(new, source(), scale=scaled))
    changed = change.claims.get(new.id)
    listed = changed.of("rating", "window") if changed else ()
    assert [f"{d.what} {d.was} → {d.now}" for d in listed] == told


def test_the_order_of_reviews_in_the_file_is_no_change() -> None:
    windows = [review("reported", "2025-03-03/2025-03-20"), review("supported", "2025-03-20/..")]
    change = of_claims(claim(reviews=windows), claim(reviews=windows[::-1]))
    assert found(change) == {}


def test_a_new_window_under_the_day_of_the_old_one_is_not_decided_anew() -> None:
    split = [
        review("reported", "2025-03-03/2025-03-20"),
        review("supported", "2025-03-20/..", decided="2025-03-10"),
    ]
    told = [{"on": "2025-03-20", "what": "The log is complete."}]
    change = of_claims(claim(), claim(reviews=split, corrections=told))
    assert found(change) == {"decided-unchanged": [(*CLAIM_AT, "reviews", 1, "decided")]}


def test_a_decision_is_not_dated_back() -> None:
    change = of_claims(
        claim(), claim(reviews=[review(short="It shows two.", decided="2025-03-09")])
    )
    assert found(change) == {"decided-unchanged": [(*CLAIM_AT, "reviews", 0, "decided")]}


def test_what_was_decided_today_may_be_decided_again_today() -> None:
    change = of_claims(claim(), claim(reviews=[review(short="It shows two quays.")]))
    assert found(change, date(2025, 3, 10)) == {}
    assert found(change, date(2025, 3, 11)) == {
        "decided-unchanged": [(*CLAIM_AT, "reviews", 0, "decided")]
    }


# --- texts and evidence ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "now",
    [
        {"en": "They  closed.\n", "pt-BR": "Outra tradução."},
        {"pt-BR": "Fecharam.", "en": "They closed."},
        {"en": "They closed."},
        "They closed.",
    ],
)
def test_layout_and_translation_of_a_text_are_no_change(now: object) -> None:
    texts = {"en": "They closed.", "pt-BR": "Fecharam."}
    before, after = (claim(reviews=[review(short=short)]) for short in (texts, now))
    assert differences(before, after, "short") == []


@pytest.mark.parametrize(
    ("over", "changes"),
    [
        ({"stance": "context"}, True),
        ({"quote": "Other words."}, True),
        ({"speaks_of": "2025-03-01"}, True),
        ({"origin": "elsewhere"}, True),
        ({"source": "other"}, True),
        ({"quote": "Words of\n harbour-log."}, False),
        ({"quote": {"exact": "Words of harbour-log.", "prefix": "The"}}, False),
        ({"translation": {"pt-BR": "Outras."}}, False),
        ({"note": "Seen twice."}, False),
        ({"where": "page 4"}, False),
        ({"id": "the-log"}, False),
    ],
    ids=str,
)
def test_evidence_is_what_it_says_and_how_it_counts(over: dict[str, Any], changes: bool) -> None:  # noqa: FBT001 - a column
    before, now = (claim(evidence=[passage("harbour-log", **more)]) for more in ({}, over))
    assert bool(differences(before, now, "evidence")) is changes


def test_a_passage_without_words_is_told_by_its_note() -> None:
    before, now = (
        claim(evidence=[passage("harbour-log", quote=None, note=note)]) for note in ("A.", "B.")
    )
    assert differences(before, now, "evidence") == [
        Difference("evidence", ("evidence", 0), "harbour-log", "harbour-log")
    ]


def test_two_equal_passages_are_two() -> None:
    twice = [passage("harbour-log", id="one"), passage("harbour-log", id="two")]
    assert differences(claim(evidence=twice), claim(evidence=twice[:1]), "evidence") == [
        Difference("evidence", ("evidence",), "two")
    ]


def test_passages_that_come_go_and_change_are_told_apart() -> None:
    before = claim(evidence=[passage("harbour-log"), passage("other", id="a")])
    changed = passage("harbour-log", stance="context")
    now = claim(evidence=[passage("late"), changed])
    assert differences(before, now, "evidence") == [
        Difference("evidence", ("evidence", 1), "harbour-log", "harbour-log"),
        Difference("evidence", ("evidence", 0), "", "late"),
        Difference("evidence", ("evidence",), "a"),
    ]


def test_a_source_that_gets_another_name_changes_no_claim() -> None:
    because = {"en": "See [@port-log] and [@port-log, p. 2].", "pt-BR": "Ver [@port-log]."}
    same = {"quote": "Words of the log."}
    now = claim(evidence=[passage("port-log", **same)], reviews=[review(because=because)])
    old = {tag: text.replace("port-log", "harbour-log") for tag, text in because.items()}
    before = claim(evidence=[passage("harbour-log", **same)], reviews=[review(because=old)])
    renamed = source(id="port-log", former_ids=["harbour-log"])
    change = compare(corpus(article(), before, source()), corpus(article(), now, renamed))
    assert change.claims["quays-are-closed"].differences == ()
    assert found(compare(change.base, corpus(article(), before, renamed))) == {}


def test_a_change_of_a_source_moves_the_claims_that_rest_on_it() -> None:
    retold = source(
        id="retold", kind="secondary", derived_from=["harbour-log"], url="https://b.example.org/"
    )
    cited = claim(evidence=[passage("retold")])
    turned = source(parties=["Quay Company"])
    change = compare(
        corpus(article(), cited, source(), retold), corpus(article(), cited, turned, retold)
    )
    assert change.sources == {"harbour-log": ("parties",)}
    assert change.resting == {"harbour-log": ("quays-are-closed",)}
    moved = change.claims["quays-are-closed"]
    assert moved.of("permitted") == (
        Difference(
            "permitted",
            ("reviews", 0),
            "reported, unverified",
            "as-attributed, reported, unverified",
        ),
    )
    assert found(change) == {}


# --- corrections -----------------------------------------------------------------------------------


def _log(*entries: str) -> tuple[Correction, ...]:
    """Write corrections as `day words`; the day counts in March."""
    return tuple(
        Correction.model_validate({"on": f"2025-03-{e[:2]}", "what": e[3:]}) for e in entries
    )


@pytest.mark.parametrize(
    ("before", "now", "new", "rewritten"),
    [
        ([], ["10 a"], [0], []),
        (["10 a"], ["10 a", "11 b"], [1], []),
        (["10 a"], ["11 b", "10 a"], [0], []),
        (["10 a"], [], [], [("gone", None)]),
        (["10 a"], ["10 b"], [], [("edited", 0)]),
        (["10 a"], ["11 a"], [], [("edited", 0)]),
        (["10 a"], ["10 b", "11 c"], [1], [("edited", 0)]),
        (["10 a"], ["11 b"], [0], [("gone", None)]),
        (["10 a", "11 b", "12 c"], ["11 b", "12 c", "10 a"], [], [("moved", 2)]),
        (["10 a", "10 a"], ["10 a"], [], [("gone", None)]),
    ],
)
def test_corrections_are_only_added(
    before: list[str], now: list[str], new: list[int], rewritten: list[tuple[str, int | None]]
) -> None:
    log = compare_logs(_log(*before), _log(*now), "en")
    assert list(log.new) == new
    assert [(entry.how, entry.index) for entry in log.rewritten] == rewritten


def test_an_edited_entry_pays_for_no_other_change() -> None:
    base = claim(corrections=[{"on": "2025-03-10", "what": "We named the wrong quay."}])
    turned = claim(nature="quotation", corrections=[{"on": "2025-03-10", "what": "We looked."}])
    assert found(of_claims(base, turned)) == {
        "correction-owed": [(*CLAIM_AT, "nature")],
        "corrections-rewritten": [(*CLAIM_AT, "corrections", 0)],
    }
    assert of_claims(base, turned).claims[turned.id].corrections.rewritten == (
        CorrectionChange(base.corrections[0], "edited", 0),
    )


GONE = {"on": "2025-03-20", "reason": "The article never said so."}


@pytest.mark.parametrize(
    ("before", "now", "rules_that_speak"),
    [
        ({}, {"withdrawn": GONE, "nature": "quotation"}, []),
        ({"withdrawn": GONE}, {"withdrawn": GONE, "nature": "quotation"}, []),
        ({"withdrawn": GONE}, {"nature": "quotation"}, ["withdrawal-reversed"]),
    ],
)
def test_a_tombstone_owes_no_correction(
    before: dict[str, object], now: dict[str, object], rules_that_speak: list[str]
) -> None:
    assert list(found(of_claims(claim(**before), claim(**now)))) == rules_that_speak


def test_a_source_that_stands_again_has_no_corrections_to_write_into() -> None:
    change = compare(corpus(source(withdrawn=GONE)), corpus(source()))
    assert found(change) == {}


# --- exceptions ------------------------------------------------------------------------------------


def test_the_exceptions_of_a_new_claim_are_shown_too() -> None:
    override = {"reason": "We insist.", "by": ["Ines Duarte", "Rui Sa"]}
    waiver = {"rule": "date-out-of-order", "reason": "It is so.", "until": "2025-10-01"}
    new = claim(nature="statement", reviews=[review(override=override)], waivers=[waiver])
    change = compare(corpus(article(), source()), corpus(article(), new, source()))
    assert found(change) == {
        "exception-added": [
            (*CLAIM_AT, "waivers", 0, "rule"),
            (*CLAIM_AT, "reviews", 0, "override"),
            (*CLAIM_AT, "nature"),
        ]
    }
    assert found(compare(change.now, change.now)) == {}


def test_a_claimant_under_another_name_is_a_party_less() -> None:
    renamed = claim(claimant={"name": "QC Ltd", "kind": "organization"})
    assert found(of_claims(claim(), renamed)) == {"exception-added": [(*CLAIM_AT, "parties")]}


def test_an_override_stands_for_one_rating() -> None:
    override = {"reason": "We insist.", "by": ["Ines Duarte", "Rui Sa"]}
    before, now = (
        claim(reviews=[review(rating, override=override)]) for rating in ("reported", "refuted")
    )
    assert "exception-added" in found(of_claims(before, now))
    assert found(of_claims(before, before)) == {}


# --- evidence.lock ---------------------------------------------------------------------------------


def test_lock_entries_follow_a_renamed_record() -> None:
    renamed = claim(
        id="quays-shut", former_ids=["quays-are-closed"], evidence=[passage("port-log")]
    )
    was = claim(evidence=[passage("harbour-log", quote="Words of port-log.")])
    base = locked(corpus(article(), was, source()))
    now = corpus(article(), renamed, source(id="port-log", former_ids=["harbour-log"]))
    assert found(compare(base, locked(now))) == {}
    lost = found(compare(base, now))
    assert lost == {
        "lock-entry-removed": [("claims", "quays-shut", "evidence", 0, "quote", "exact")]
    }


def test_entries_left_under_an_old_name_hide_nothing_once_the_name_is_kept() -> None:
    base = locked(corpus())
    by_hand, well = (
        replace(
            corpus(article(), claim(id="shut", **more), source()), evidence_lock=base.evidence_lock
        )
        for more in ({}, {"former_ids": ["quays-are-closed"]})
    )
    assert found(compare(base, by_hand)) == {
        "renamed-without-former-id": [("claims", "shut", "former_ids")]
    }
    assert found(compare(base, well)) == {
        "lock-entry-removed": [("claims", "shut", "evidence", 0, "quote", "exact")]
    }


def test_an_entry_goes_with_the_capture_that_was_taken_down() -> None:
    base = locked(corpus())
    assert found(compare(base, replace(corpus(), evidence_lock=TAKEN_DOWN))) == {
        "lock-changed": [("evidence.lock", "source:harbour-log")]
    }


def test_a_quote_that_changes_and_loses_its_entry_hides_nothing() -> None:
    told = [{"on": "2025-03-20", "what": "We had quoted other words."}]
    turned = claim(evidence=[passage("harbour-log")], corrections=told)
    change = compare(locked(corpus()), corpus(article(), turned, source()))
    assert found(change) == {"lock-entry-removed": [(*CLAIM_AT, "evidence", 0, "quote", "exact")]}


# --- open claims, and what a correction says that readers were told --------------------------------

OPEN: dict[str, Any] = {
    "opened": "2025-03-08",
    "reviews": [],
    "not_checked": None,
    "volatility": None,
}


def test_an_open_claim_that_gets_its_verdict_owes_nothing() -> None:
    assert found(of_claims(claim(**OPEN), claim())) == {}
    # whatever else became of it until then: nobody was told a verdict that rested on it
    turned = claim(evidence=[passage("other", "refutes")], nature="forecast", parties=["Port"])
    assert found(of_claims(claim(**OPEN), turned)) == {}
    assert found(of_claims(claim(**OPEN), claim(**OPEN, nature="forecast"))) == {}


def test_a_verdict_that_becomes_an_open_claim_is_owed_a_correction() -> None:
    assert found(of_claims(claim(), claim(**OPEN))) == {"correction-owed": [(*CLAIM_AT, "reviews")]}
    told = [{"on": "2025-03-20", "what": "We had decided too early."}]
    assert found(of_claims(claim(), claim(**OPEN, corrections=told))) == {}


@pytest.mark.parametrize(
    ("now", "was"),
    [
        ({"reviews": [review("refuted")]}, {"was": {"rating": "reported"}}),
        (
            {"reviews": [review("refuted", "2025-03-04/..")]},
            {"was": {"rating": "reported", "holds": "2025-03-03/.."}},
        ),
        ({"reviews": [review(holds="2025-03-04/..")]}, {"was": {"holds": "2025-03-03/.."}}),
        (OPEN, {"was": {"holds": "2025-03-03/.."}}),
        ({"nature": "forecast"}, {}),
    ],
)
def test_a_correction_that_is_owed_is_told_what_readers_were_told(
    now: dict[str, Any], was: dict[str, Any]
) -> None:
    change = of_claims(claim(), claim(**now))
    rule = rules()["correction-owed"]
    (owed,) = findings(rule, change.now, TODAY, change=change)
    entry = {"on": "TODO", "what": "TODO", **was}
    assert owed.edits == (Append((*CLAIM_AT, "corrections"), entry),)


def test_what_readers_were_told_is_part_of_a_published_correction() -> None:
    def logged(**more: object) -> list[Correction]:
        entry = {"on": "2025-03-20", "what": "It was wrong.", **more}
        return [*claim(corrections=[entry]).corrections]

    same = logged(was={"rating": "supported"})
    assert compare_logs(same, same, "en").rewritten == ()
    for other in (logged(), logged(was={"rating": "refuted"})):
        (changed,) = compare_logs(same, other, "en").rewritten
        assert (changed.how, changed.index) == ("edited", 0)
