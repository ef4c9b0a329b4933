"""Subtitles: a sentence is found wherever a cue ends, and its place is a time."""

from typing import Any

import pytest

from lastro.capture.reading.child import answer_to
from lastro.capture.reading.subtitles import SUBRIP, VTT
from lastro.text.comparable import GAP

SRT = """\
1
00:00:01,000 --> 00:00:03,000
The <i>quays</i> shall be closed

2
01:02:03,100 --> 01:02:05,000 X1:0
{\\an8}on Sundays, since
5 < 6 &lt; 7 > 3.

3
01:02:06,000 --> 01:02:07,000
1962

04
01:02:08,000 --> 01:02:09,000
was wet.
"""
WEBVTT = """\
WEBVTT - never said

STYLE
::cue { content: "never said" }

NOTE never said

intro
00:01.000 --> 00:03.000 align:start
<v Ana>The quays <c.yellow>shall</c> &amp; must

00:03.500 --> 00:05.000
<v Ana>close<00:04.000><c> on Sundays.</c>

00:06.000 --> 00:07.000
<v.loud Rui>Who says so?
<v Ana>I do.

NOTE
never said
"""
ROLLING = """\
WEBVTT

00:01.000 --> 00:02.000
 \nthe<00:01.200><c> quays</c><00:01.500><c> shall</c>

00:02.000 --> 00:02.010
the quays shall

00:02.010 --> 00:04.000
the quays shall
never<00:03.000><c> close</c>

00:04.000 --> 00:04.010
never close
"""


def read(text: str, called: str = "") -> dict[str, Any]:
    return answer_to(text.encode(), called, None)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("called", ["", "text/plain"])
def test_a_sentence_runs_over_the_cues_and_its_place_is_the_time(ends: str, called: str) -> None:
    found = read(SRT.replace("\n", ends), called)
    assert found["media_type"] == SUBRIP
    assert found["text"] == (
        "The quays shall be closed on Sundays, since 5 < 6 &lt; 7 > 3. 1962 was wet."
    )
    assert found["parts"] == [
        ("0h00m01s", 0), ("1h02m03s", 26), ("1h02m06s", 62), ("1h02m08s", 67),
    ]  # fmt: skip


def test_remarks_and_styles_are_not_said_and_two_voices_are_no_sentence() -> None:
    found = read("\ufeff" + WEBVTT)
    assert found["media_type"] == VTT
    assert found["text"] == f"The quays shall & must close on Sundays.{GAP} Who says so?{GAP} I do."
    assert [name for name, _ in found["parts"]] == ["0h00m01s", "0h00m03s", "0h00m06s", "0h00m06s"]


def test_a_line_that_live_captions_repeat_counts_once() -> None:
    assert read(ROLLING)["text"] == "the quays shall never close"


def test_words_that_somebody_says_twice_stand_twice() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nNo.\n\n2\n00:00:02,100 --> 00:00:03,000\nNo.\n"
    assert read(text)["text"] == "No. No."


def test_digits_of_two_cues_or_lines_are_no_number() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nIn 2\n\n2\n00:00:03,000 --> 00:00:04,000\n500 left.\n"
    assert read(text)["text"] == f"In 2{GAP}500 left."
    lines = "1\n00:00:01,000 --> 00:00:02,000\nIn 2\n500 left.\n"
    assert read(lines)["text"] == f"In 2{GAP}500 left."


def test_a_cue_without_a_number_or_a_blank_line_keeps_its_words() -> None:
    text = (
        "00:01:00.000 --> 00:01:01.000\nIt is\n2\n00:01:02.000 --> 00:01:03.000\nlow tide\n\nnow."
    )
    assert read(text)["text"] == "It is low tide now."


def test_times_may_be_written_short_and_parted_by_a_comma() -> None:
    sbv = "0:00:00.599,0:00:04.160\nThe quays\nclose\n\n0:00:04.2,0:00:06.00\non Sundays.\n"
    assert read(sbv)["text"] == "The quays close on Sundays."
    assert read("time,words\n0:00:00.599,0:00:04.160\n")["media_type"] == "text/plain"
