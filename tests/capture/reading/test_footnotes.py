"""Footnote marks, glosses and drawn marks: a quote does without what its reader skips."""

from typing import Any

import pytest

from lastro.capture.reading.child import answer_to
from lastro.capture.reading.footnotes import Footnotes
from lastro.evidence.quotes import find
from lastro.model.base import Quote
from lastro.text.comparable import as_read
from tests.capture.reading.test_gaps import FILLER

MARKS = [
    ("4", "fell to 12 percent", False),
    ("17", "the harbour closed.", False),
    ("1", "«the quays stay shut»", False),
    ("1,2", "the Quays", False),
    ("[3]", "in 2019", False),
    ("[3][4]", "a", False),
    ("†", "boats", False),
    ("**", "boats", False),
    ("1", "关闭码头", False),
    ("4", "वर्षों", False),
    ("5", "in 2019", True),
    ("[a]", "boats", True),
    ("note 3", "boats", True),
    ("[nb 2]", "x", True),
    ("2, 3", "m", True),
    ("iv", "boats", True),
]
NO_MARKS = [
    ("2", "12 m", False),
    ("2", "velocity", False),
    ("3", "a volume of 5 metres", False),
    ("4", "T", False),
    ("2", "R", False),
    ("2", "(a + b)", False),
    ("6", "10", False),
    ("2", "0.5", False),
    ("5", "in 2019", False),
    ("-1", "s", False),
    ("st", "the 1", False),
    ("o", "n", False),
    ("4", "the quays ", False),
    ("4", "", False),
    ("", "boats", True),
    ("not", "will", True),
    ("never", "will", True),
    ("see the whole report on this", "boats", True),
    ("2019", "boats", True),
    ("[not]", "will", False),
    ("[sic]", "will", False),
]


@pytest.mark.parametrize(("mark", "before", "linked"), MARKS)
def test_a_mark_that_leads_to_a_note_or_can_be_nothing_else_is_one(
    mark: str,
    before: str,
    linked: bool,  # noqa: FBT001
) -> None:
    assert Footnotes().is_mark(mark, before, linked=linked)


@pytest.mark.parametrize(("mark", "before", "linked"), NO_MARKS)
def test_a_power_a_word_and_what_could_be_either_are_none(
    mark: str,
    before: str,
    linked: bool,  # noqa: FBT001
) -> None:
    assert not Footnotes().is_mark(mark, before, linked=linked)


def test_a_two_or_a_three_is_a_note_where_the_one_before_it_was() -> None:
    notes = Footnotes()
    marks = [("2", "the quays"), ("1", "the boats"), ("3", "the quays"), ("2", "the quays")]
    marks += [("3", "the gulls"), ("2", "5 metres")]
    found = [notes.is_mark(mark, before, linked=False) for mark, before in marks]
    assert found == [False, True, False, True, True, False]


def text_of(sentence: str) -> str:
    """Read a page that holds a sentence among others."""
    page = f"<!doctype html><body><article>{FILLER}<p>{sentence}</p>{FILLER}</article>"
    answer: dict[str, Any] = answer_to(page.encode(), "text/html", "utf-8")
    return str(answer["text"])


NOTE = '<sup><a href="#n5">5</a></sup>'
BOTH_WAYS = [
    (f"In 2019{NOTE} the quays closed.", ["In 2019 the quays", "In 2019⁵ the quays"], "20195 the"),
    (
        "Fell to 12 percent<sup>4</sup> in May.",
        ["to 12 percent in May", "to 12 percent4 in May", "to 12 percent"],
        "12 percent 4 in May",
    ),
    (
        'It closed.<a role="doc-noteref" href="https://a.example/#x">7</a> Then rain.',
        ["It closed. Then rain.", "It closed.7 Then rain."],
        "It closed 7",
    ),
    (
        'It closed <a href="#f"><sup>a</sup></a> , <sup>[b]</sup> it rained.',
        ["It closed , [b] it rained.", "It closed a , [b] it rained."],
        "It closed it rained",
    ),
    (
        f"The quays {NOTE} <sup>[6]</sup> close{NOTE}",
        ["The quays close", "The quays 5 [6] close5"],
        "The quays [6] close",
    ),
    ("It has 10<sup>6</sup> boats.", ["has 10⁶ boats"], "has 10 boats"),
    ("It has 5 km<sup>2</sup> of it.", ["5 km² of it", "5 km2 of it"], "5 km of it"),
    ("With velocity<sup>2</sup> it grows.", ["velocity² it", "velocity2 it"], "With velocity it"),
    ("It will<sup>not</sup> close.", ["It willnot close."], "It will close."),
    (
        "<ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>は<ruby>日曜<rt>にち</rt></ruby>に閉まる",
        ["港は日曜に閉まる", "港(みなと)は日曜にちに閉まる"],
        "港(みなと)は日曜に閉まる",
    ),
    (
        "She said <q>the <q>quays</q> stay shut</q> on Sunday.",
        ["said \"the 'quays' stay shut\" on", "said the quays stay shut on", "said “the ‘quays’ stay"],
        'said "the quays stay shut" on',
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "stand", "lacks"), BOTH_WAYS)
def test_a_sentence_is_read_as_people_read_it_or_as_copying_gives_it_and_never_in_a_mixture(
    sentence: str, stand: list[str], lacks: str
) -> None:
    text = text_of(sentence)
    assert [words for words in stand if find(Quote(exact=words), text) is None] == []
    assert find(Quote(exact=lacks), text) is None
    assert "  " not in as_read(text)


def test_a_quote_says_what_was_skipped_in_it_and_where_it_stands() -> None:
    text = text_of(f"In 2019{NOTE} the o\ufb03ce of <q>quays</q> closed.")
    found = find(Quote(exact="In 2019 the office"), text)
    assert found is not None
    assert found.folded == ("ligature", "note")
    assert as_read(text[found.offset :]).startswith('In 2019 the office of "quays" closed.')
    beside = find(Quote(exact="the office", prefix="In 2019", suffix="of “quays”"), text)
    assert beside is not None
    assert (beside.times, beside.folded) == (1, ("ligature",))


def test_marks_that_a_page_has_of_its_own_mean_nothing() -> None:
    text = text_of("It will \ufdd0not\ufdda\ufddbclose &#xfdd0;never&#xfdda;&#xfddb;the quays.")
    assert find(Quote(exact="It will close"), text) is None
    assert find(Quote(exact="It will notclose neverthe quays."), text) is not None


def test_a_linked_mark_that_is_named_in_japanese_is_a_footnote() -> None:
    page = "<p>港は閉じた<sup><a href='#n'>[注 4]</a></sup>。<p id=n>Note."
    text = str(answer_to(page.encode(), "text/html", "utf-8")["text"])
    assert find(Quote(exact="港は閉じた。"), text) is not None
