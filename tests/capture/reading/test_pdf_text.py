"""A PDF whose letters came out in no order that anybody reads is refused, with what to do."""

from types import SimpleNamespace
from typing import Any

import pytest

from lastro.capture.reading.child import answer_to
from lastro.capture.reading.pdf_text import OrderCheck
from lastro.errors import LastroError
from tests.support.little_pdf import placed

HINT = "save the page as HTML, or its words as a text file, and name it with `--file`"
WORDS = "الميناء مغلق"


def refusal(text: str, *, leftward: bool) -> str:
    """Look at a page whose letters are drawn each to the left of the last, or to the right."""
    words: Any = SimpleNamespace(get_charbox=lambda at: (-at if leftward else at, 0, 0, 0))
    order = OrderCheck()
    order.look_at(text, words)
    try:
        order.refuse_broken()
    except LastroError as error:
        return f"{error.message}; {error.hint}"
    return ""


def test_letters_that_follow_each_other_to_the_right_are_turned_around() -> None:
    told = "the PDF draws its right-to-left words from left to right; " + HINT
    assert refusal(WORDS, leftward=False) == told
    assert refusal("הרציפים סגורים", leftward=False) == told
    assert refusal(WORDS, leftward=True) == ""


def test_a_name_in_another_script_is_no_reason_to_refuse_a_file() -> None:
    assert (
        refusal(f"The quays of {WORDS} are closed, {'says the board ' * 9}", leftward=False) == ""
    )


def text_of(*letters: tuple[str, float, float, float]) -> str:
    return str(answer_to(placed(*letters), "application/pdf", None)["text"])


def test_an_indic_text_whose_blanks_are_guessed_is_refused() -> None:
    spread = [(letter, 72.0 + 8 * at, 720.0, 12.0) for at, letter in enumerate("बंदरगाह बंद है")]
    with pytest.raises(LastroError, match="does not say where its Indic words end") as refused:
        text_of(*(one for one in spread if one[0] != " "))
    assert refused.value.hint == HINT
    assert text_of(("बंदरगाह बंद है", 72, 720, 12)) == "बंदरगाह बंद है"


def test_an_indic_name_is_no_reason_to_refuse_a_file() -> None:
    spread = [(letter, 72.0 + 8 * at, 720.0, 12.0) for at, letter in enumerate("बंदर")]
    assert "The quays are closed" in text_of(
        ("The quays are closed on Sundays", 72, 700, 12), *spread
    )


def test_right_to_left_words_are_read_as_they_are_seen() -> None:
    seen = "".join(reversed("הרציפים סגורים"))
    assert text_of((seen, 72, 720, 12)) == "הרציפים סגורים"


def test_words_that_came_out_broken_leave_a_gap_and_are_told() -> None:
    seen = "הרציפים סגורים"
    page = [
        ("The quays of the port are closed on Sundays and on all the holidays", 72.0, 720.0, 9.0)
    ]
    page += [(letter, 72.0 + 7 * at, 700.0, 12.0) for at, letter in enumerate("ท่าเรือรน;1าลก")]
    found = answer_to(placed(*page), "application/pdf", None)
    assert str(found["text"]).strip("\v") == page[0][0]
    assert found["notes"] == [
        f"some words came out broken and were left out; if you quote them, {HINT}"
    ]
    whole = answer_to(placed(("".join(reversed(seen)), 72, 720, 12)), "application/pdf", None)
    assert (whole["text"], whole["notes"]) == (seen, [])
