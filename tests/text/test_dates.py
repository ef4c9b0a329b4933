"""Dates and windows against the reference reader of EDTF, on the forms that records may use."""

import re
import warnings
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastro.text.dates import (
    Edtf,
    NotADateError,
    Period,
    Window,
    broad_date,
    edtf,
    holds_on,
    meets,
    period,
    whole_day,
    window,
)

with warnings.catch_warnings():
    # Its grammar is built at import time in a way that pyparsing warns of.
    warnings.simplefilter("ignore")
    from edtf import EDTFParseException, parse_edtf

FEW = settings(max_examples=150, deadline=None)
DAYS = st.dates(date(1000, 1, 1), date(9998, 12, 31))
MARKS = st.sampled_from(["", "~", "?"])
SEASON = "a season stands alone, and only in `said.on`: write its months, such as 2025-09"
BROAD = (
    "write 2026, 2026-04 or 2026-04-03, a decade 201X, a season 2026-21, an interval 2025-01/2025-03, "
    "or `unknown`"
)
PRECISIONS = st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"])


@st.composite
def written(draw: st.DrawFn) -> str:
    """Write a date in one of the accepted forms."""
    return draw(DAYS).strftime(draw(PRECISIONS)) + draw(MARKS)


def of_the_oracle(text: str) -> tuple[date, date]:
    """Return the first and the last day that the oracle reads."""
    read = parse_edtf(text)
    first, last = read.lower_strict(), read.upper_strict()
    return date(*first[:3]), date(*last[:3])


@FEW
@given(text=written())
def test_a_date_covers_the_days_that_the_oracle_says(text: str) -> None:
    read = edtf(text)
    assert (read.first, read.after - timedelta(days=1)) == of_the_oracle(text)
    assert str(read) == text


@FEW
@given(one=written(), other=written())
def test_a_window_starts_and_ends_as_the_oracle_says(one: str, other: str) -> None:
    text = f"{one}/{other}"
    if edtf(other).first <= edtf(one).first:
        with pytest.raises(NotADateError, match="ends before it starts"):
            window(text)
        return
    read, oracle = window(text), parse_edtf(text)
    assert read.first == date(*oracle.lower.lower_strict()[:3])
    assert read.after == date(*oracle.upper.lower_strict()[:3])


@FEW
@given(one=written())
def test_an_open_window_is_one_for_the_oracle_too(one: str) -> None:
    read, oracle = window(f"{one}/.."), parse_edtf(f"{one}/..")
    assert read.first == date(*oracle.lower.lower_strict()[:3])
    assert read.after is None


@FEW
@given(one=written(), other=written())
def test_an_interval_holds_both_of_its_ends_as_the_oracle_says(one: str, other: str) -> None:
    text = f"{one}/{other}"
    if edtf(other).after <= edtf(one).first:
        with pytest.raises(NotADateError, match="ends before it starts"):
            broad_date(text)
        return
    read = broad_date(text)
    assert (read.first, read.after - timedelta(days=1)) == of_the_oracle(text)
    assert ([end.text for end in read.ends], read.precision) == ([one, other], "interval")


@FEW
@given(text=written())
def test_a_plain_date_is_no_broader_one(text: str) -> None:
    assert broad_date(text) == edtf(text)
    assert broad_date(text).ends == (edtf(text),)


@FEW
@given(year=st.integers(100, 998))
def test_a_decade_is_ten_years_as_the_oracle_says(year: int) -> None:
    read = broad_date(f"{year}X")
    assert (read.first, read.after - timedelta(days=1)) == of_the_oracle(f"{year}X")
    assert read.precision == "decade"


@pytest.mark.parametrize("season", [21, 22, 23, 24])
def test_a_season_may_be_any_part_of_its_year(season: int) -> None:
    read = broad_date(f"2026-{season}")
    assert (read.first, read.after) == (date(2026, 1, 1), date(2027, 1, 1))
    first, last = of_the_oracle("2026-21")  # north of the equator, and no other
    assert read.first <= first < last < read.after


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ("spring 2026", "is not a date", BROAD),
        ("2010s", "is not a date", BROAD),
        ("201x", "is not a date", BROAD),
        ("20XX", "is not a date", BROAD),
        ("2026-25", "is not a day of the calendar", "check year, month and day"),
        ("2025-01/..", "is not a date", BROAD),
        ("2025-21/2025-23", "'2025-21' is not a day of the calendar", SEASON),
        ("2025-23~", "'2025-23~' is not a day of the calendar", SEASON),
        ("2025-23-01", "'2025-23-01' is not a day of the calendar", "check year, month and day"),
        ("2025-03/2025-01", "ends before it starts", "write the earlier date first"),
        ("2025-02-30/2025-03", "is not a day of the calendar", "check year, month and day"),
        ("03/04/26", "is not a date", "write 2026-04-03 or 2026-03-04"),
        ("0000", "is not a day of the calendar", "check year, month and day"),
    ],
)
def test_what_is_no_broad_date_is_told_what_to_write(text: str, what: str, hint: str) -> None:
    with pytest.raises(NotADateError, match=what) as refused:
        broad_date(text)
    assert refused.value.hint == hint


@FEW
@given(year=st.integers(1000, 9998), month=st.integers(0, 14), day=st.integers(0, 33), mark=MARKS)
def test_a_day_that_no_calendar_has_is_refused(year: int, month: int, day: int, mark: str) -> None:
    text = f"{year}-{month:02}-{day:02}{mark}"
    try:
        real = date(year, month, day)
    except ValueError:
        with pytest.raises(NotADateError, match="is not a day of the calendar"):
            edtf(text)
        return
    assert edtf(text).first == real == of_the_oracle(text)[0]


@pytest.mark.parametrize("text", ["2026-02-30", "2026-13-01", "2026-00-01", "2025-02-29"])
def test_the_oracle_refuses_or_shifts_what_we_refuse(text: str) -> None:
    with pytest.raises(NotADateError):
        edtf(text)
    try:
        first, _ = of_the_oracle(text)
    except (EDTFParseException, ValueError):
        return
    assert first.isoformat() != text


@FEW
@given(text=st.text(alphabet="0123456789-/.~?uXYE{}[]%T:Z ", max_size=21))
def test_any_text_is_a_period_or_refused_with_a_hint(text: str) -> None:
    read = period_or_refusal(text)
    if isinstance(read, NotADateError):
        assert str(read)
        assert read.hint
        return
    assert read.text == text
    assert isinstance(read, Window) == ("/" in text)
    parse_edtf(text)


def period_or_refusal(text: str) -> Period | NotADateError:
    try:
        return period(text)
    except NotADateError as refused:
        return refused


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("03/04/26", "write 2026-04-03 or 2026-03-04"),
        ("03.04.2026", "write 2026-04-03 or 2026-03-04"),
        ("31/12/2025", "write 2025-12-31"),
        ("04/04/2026", "write 2026-04-04"),
        ("45/45/2026", "write year-month-day"),
        ("", "write a year, a month or a day: 2026, 2026-04, 2026-04-03, about: 2026-04~"),
        ("2026-4-3", "write 2026-04-03"),
        ("2026-4~", "write 2026-04~"),
        ("2026/4/3", "write 2026-04-03"),
        ("2026.04.03", "write 2026-04-03"),
        ("2026-4-33", "write a year, a month or a day: 2026, 2026-04, 2026-04-03, about: 2026-04~"),
        ("2026-02-30", "check year, month and day"),
        ("0000", "check year, month and day"),
        ("9999-12-31", "check year, month and day"),
        ("2026-04-03/2026-04-03", "the end day is excluded"),
    ],
)
def test_a_refusal_says_how_to_write_it(text: str, hint: str) -> None:
    with pytest.raises(NotADateError) as refused:
        period(text)
    assert refused.value.hint == hint


OPEN = "write 2025-04-03/.. for 'since then'"
ANY_WINDOW = (
    "write its first day and its end, or `..` for an open one: 2026-04-03/2026-05, 2026-04-03/.."
)


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ("2025-04-03", "a date, not a window", OPEN),
        ("2025-04-03..", "not a window", OPEN),
        ("desde 2025-04-03", "not a window", OPEN),
        ("2025-04-03/", "not a window", OPEN),
        ("2025-04-03/...", "not a window", OPEN),
        ("2025-04-03/presente", "not a window", OPEN),
        ("2025-04-03 / ..", "not a window", OPEN),
        ("2025-4-3", "not a window", OPEN),
        ("2025/04/03", "not a window", OPEN),
        ("2025", "a date, not a window", "write 2025/.. for 'since then'"),
        ("2025-4~/agora", "not a window", "write 2025-04~/.. for 'since then'"),
        ("2025-04-03/2025-5-3", "not a window", "write 2025-04-03/2025-05-03"),
        ("2025-04-03..2025-05", "not a window", "write 2025-04-03/2025-05"),
        ("2025-05-03 / 2025-04-03", "not a window", ANY_WINDOW),
        (
            "03/04/2025",
            "no window and no date",
            "write 2025-04-03/.. or 2025-03-04/.. for 'since then'",
        ),
        (
            "desde 31/12/2025",
            "no window and no date",
            "write 2025-12-31/.. for 'since then'",
        ),
        ("03/04/2025 a 05/06/2025", "no window and no date", ANY_WINDOW),
        ("../2025", "not a window", ANY_WINDOW),
        ("2025-04..", "not a window", "write 2025-04/.. for 'since then'"),
        ("2025-2026", "not a window", "write 2025/2026"),
        ("2025/04", "not a window", ANY_WINDOW),
        ("2025-04-03/04", "not a window", ANY_WINDOW),
        ("3 de abril de 2025", "not a window", ANY_WINDOW),
        ("sempre", "not a window", ANY_WINDOW),
    ],
)
def test_what_is_no_window_is_told_windows_that_can_be_read(
    text: str, what: str, hint: str
) -> None:
    with pytest.raises(NotADateError) as refused:
        window(text)
    assert (str(refused.value), refused.value.hint) == (f"{text!r} is {what}", hint)
    for offered in re.findall(r"\d\S*/[^\s,]+", hint):
        assert window(offered).text == offered


@FEW
@given(text=st.text(alphabet="0123-/.~ a", max_size=24))
def test_whatever_is_offered_for_a_window_is_one(text: str) -> None:
    try:
        window(text)
    except NotADateError as refused:
        for offered in re.findall(r"\d\S*/[^\s,]+", refused.hint):
            assert window(offered).text == offered


@pytest.mark.parametrize(
    "text",
    [
        "2026-W17",
        "2026-04-27T10:00:00Z",
        "../2026",
        "2026/",
        "202X",
        "-0044",
        "Y12026",
        "2026-21",
        "2026-04-27%",
        "{2026,2027}",
        "２０２６",
    ],
)
def test_other_forms_of_edtf_are_refused(text: str) -> None:
    with pytest.raises(NotADateError):
        period(text)


def test_an_act_of_ours_has_a_whole_day() -> None:
    assert whole_day("2026-04-27") == date(2026, 4, 27)
    for text in ("2026", "2026-04", "2026-04-27~", "2026-04-27?"):
        with pytest.raises(NotADateError, match="is not a whole day"):
            whole_day(text)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("2026", "2026-12-31", True),
        ("2026", "2027-01-01", False),
        ("2026-01-01/2026-04-27", "2026-04-27", False),
        ("2026-01-01/2026-04-27", "2026-04-26", True),
        ("2026-01-01/2026-04", "2026-04", False),
        ("2026-04/..", "2026-04", True),
        ("2026-04/..", "2025/..", True),
        ("2026-04/..", "2025", False),
    ],
)
def test_periods_meet_when_they_share_a_day(
    one: str,
    other: str,
    shared: bool,  # noqa: FBT001
) -> None:
    assert meets(period(one), period(other)) is shared
    assert meets(period(other), period(one)) is shared


@FEW
@given(text=written(), day=DAYS)
def test_a_period_holds_on_the_days_it_meets(text: str, day: date) -> None:
    read: Edtf = edtf(text)
    assert holds_on(read, day) is meets(read, edtf(day.isoformat()))
    assert holds_on(read, read.first)
    assert not holds_on(read, read.after)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("14 October 2025", "2025-10-14"),
        ("October 14th, 2025", "2025-10-14"),
        ("3rd of Sept. 2025", "2025-09-03"),
        ("14 de outubro de 2025", "2025-10-14"),
        ("1º DE MARÇO DE 2025", "2025-03-01"),
        ("14. Oktober 2025", "2025-10-14"),
        ("1er août 2025", "2025-08-01"),
        ("3 de enero del 2025", "2025-01-03"),
        ("outubro de 2025", "2025-10"),
    ],
)
def test_a_date_in_words_is_told_in_digits(text: str, meant: str) -> None:
    with pytest.raises(NotADateError) as found:
        edtf(text)
    assert found.value.hint == f"write {meant}"


@pytest.mark.parametrize(
    "text", ["31 February 2025", "14 Octembre 2025", "about 2025", "14 May 25"]
)
def test_words_that_are_no_day_are_not_told_as_one(text: str) -> None:
    with pytest.raises(NotADateError) as found:
        edtf(text)
    assert found.value.hint.startswith("write a year, a month or a day: ")
