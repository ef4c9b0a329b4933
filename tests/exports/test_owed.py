"""What readers are owed: each once, on its day, from what to what; and nothing for a new form."""

from typing import Any

from msgspec import to_builtins

from lastro.exports.owed import list_owed
from lastro.site.derive import derive
from tests.support.builders import SHORT, article, claim, corpus, review, source
from tests.support.real_records import FROZEN_ON

EARLY, LATE = "2025-03-03/2025-06-01", "2025-06-01/.."


def told(**over: Any) -> list[dict[str, Any]]:
    site = derive(corpus(article(), claim(**over), source()), FROZEN_ON)
    return [to_builtins(one) for one in list_owed(site, ("claims", "quays-are-closed"))]


def brief(**over: Any) -> list[tuple[Any, ...]]:
    """Return day, kind, and the ratings from what to what."""
    return [
        (one["on"], one["kind"], *((one[way] or {}).get("rating") for way in ("from", "to")))
        for one in told(**over)
    ]


def test_a_new_check_is_owed_once() -> None:
    assert brief() == [("2025-03-10", "checked", None, "reported")]
    (one,) = told()
    assert one["to"] == {"rating": "reported", "holds": "2025-03-03/..", "short": SHORT}
    assert (one["record"], one["claim"]) == ("claims/quays-are-closed", "quays-are-closed")


def test_a_moved_verdict_is_owed_from_what_to_what() -> None:
    moved = [review("reported", EARLY), review("refuted", LATE, decided="2025-06-02")]
    assert brief(reviews=moved) == [
        ("2025-03-10", "checked", None, "reported"),
        ("2025-06-02", "moved", "reported", "refuted"),
    ]


def test_windows_that_were_decided_together_are_one_check() -> None:
    both = [review("reported", EARLY), review("refuted", LATE)]
    assert brief(reviews=both) == [("2025-03-10", "checked", None, "refuted")]


def test_a_correction_tells_what_was_told_before_and_what_is_told_instead() -> None:
    first = {"on": "2025-04-01", "what": {"en": "First."}, "was": {"rating": "unverified"}}
    second = {"on": "2025-05-01", "what": {"en": "Second."}, "was": {"rating": "refuted"}}
    plain = {"on": "2025-05-02", "what": {"en": "A name."}}
    assert brief(corrections=[first, second, plain])[1:] == [
        ("2025-04-01", "corrected", "unverified", "refuted"),
        ("2025-05-01", "corrected", "refuted", "reported"),
        ("2025-05-02", "corrected", None, None),
    ]
    found = told(corrections=[first])[1]
    assert (found["what"], found["window"]) == ({"en": "First."}, "2025-03-03/..")


def test_the_day_of_a_first_check_that_no_record_tells_is_not_made_up() -> None:
    later = [{"on": "2025-03-10", "what": {"en": "Anew."}}]
    assert brief(corrections=later) == [("2025-03-10", "corrected", None, None)]


def test_a_withdrawal_is_owed_with_what_was_told() -> None:
    gone = {"on": "2025-07-01", "reason": {"en": "Invented."}, "see": "another"}
    assert brief(withdrawn=gone)[1:] == [("2025-07-01", "withdrawn", "reported", None)]
    assert told(withdrawn=gone)[1]["see"] == "another"
    site = derive(corpus(article(), claim(), source(withdrawn=gone)), FROZEN_ON)
    (one,) = list_owed(site, ("sources", "harbour-log"))
    assert (one.record, one.claim, one.was) == ("sources/harbour-log", None, None)


def test_nothing_is_owed_of_an_article_or_an_open_claim() -> None:

    site = derive(corpus(), FROZEN_ON)
    assert [*list_owed(site, ("articles", "harbour-times"))] == []


def test_a_window_that_a_correction_decided_anew_is_told_once() -> None:
    both = [review("reported", EARLY), review("refuted", LATE, decided="2025-06-02")]
    what = {"on": "2025-06-02", "what": {"en": "Misread."}}
    assert brief(reviews=both, corrections=[{**what, "was": {"rating": "unverified"}}]) == [
        ("2025-03-10", "checked", None, "reported"),
        ("2025-06-02", "corrected", "unverified", "refuted"),
    ]
    assert [kind for _, kind, *_ in brief(reviews=both, corrections=[what])] == [
        "checked",
        "moved",
        "corrected",
    ]


def test_what_a_correction_put_in_place_is_not_what_one_of_another_window_took_away() -> None:
    both = [review("reported", EARLY), review("refuted", LATE)]
    late = {"on": "2025-07-01", "what": {"en": "1"}, "was": {"rating": "unverified", "holds": LATE}}
    early = {
        "on": "2025-08-01",
        "what": {"en": "2"},
        "was": {"rating": "supported", "holds": EARLY},
    }
    assert brief(reviews=both, corrections=[late, early])[1:] == [
        ("2025-07-01", "corrected", "unverified", "refuted"),
        ("2025-08-01", "corrected", "supported", "reported"),
    ]
