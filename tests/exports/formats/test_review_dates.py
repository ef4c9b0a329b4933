"""The calendar of reviews: what can change, on its day, by a name that outlives a rename."""

from datetime import date

from lastro.exports.registry import find_formats
from lastro.model.claim import Claim
from lastro.site.derive import derive
from tests.support.builders import article, claim, corpus, source
from tests.support.exported_files import exported_files


def calendar_of(*claims: Claim) -> list[str]:
    site = derive(
        corpus(article(), source(), *claims), date(2027, 7, 1), url="https://x.example.org/"
    )
    (text,) = exported_files(site, {"r": find_formats()["review-dates"]}).values()
    return text.decode().replace("\r\n ", "").split("\r\n")


def test_a_review_stands_on_its_day_even_when_it_is_overdue() -> None:
    lines = calendar_of(claim(former_ids=["quays"]))
    assert lines[lines.index("BEGIN:VEVENT") :] == [
        "BEGIN:VEVENT",
        "UID:review-quays@x.example.org",
        "DTSTAMP:20250310T000000Z",
        "DTSTART;VALUE=DATE:20260310",
        "DTEND;VALUE=DATE:20260311",
        "SUMMARY:Review due by: The quays of Aldera are closed on Sundays.",
        "DESCRIPTION:The log of the harbour shows it.",
        "URL:https://x.example.org/claims/quays-are-closed/",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_what_cannot_change_and_what_is_withdrawn_has_no_day() -> None:
    gone = {"on": "2025-05-01", "reason": {"en": "No."}}
    lines = calendar_of(claim(volatility="fixed"), claim(id="other", withdrawn=gone))
    assert "BEGIN:VEVENT" not in lines


def test_the_earliest_day_comes_first() -> None:
    lines = calendar_of(claim(id="a"), claim(id="b", volatility=None, review_by="2025-12-24"))
    assert [line[-8:] for line in lines if line.startswith("DTSTART")] == ["20251224", "20260310"]
