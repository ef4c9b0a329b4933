"""Columns of prose are read one after the other; the cells of a table stay apart."""

from itertools import chain

from lastro.text.columns import PARTED, Cell, in_columns


def page(*lines: tuple[tuple[str, float], ...]) -> str:
    """Join lines of cells (words, left edge); a letter is 5 wide and a line 12 high."""
    cells = [
        [Cell(text, x, x + 5 * len(text), -14.0 * number, 12.0) for text, x in line]
        for number, line in enumerate(lines)
    ]
    joined = in_columns(cells).replace("\r\n", " ")
    return "|".join(words for one in joined.split("\v") if (words := one.strip()))


def test_a_column_of_prose_goes_on_where_its_words_wrap() -> None:
    lines = (
        (("The board did not", 72.0), ("It rains, the", 300.0)),
        (
            ("approve the plan.", 72.0),
            ("papers say today.", 300.0),
        ),
    )
    assert page(*lines) == "The board did not approve the plan.|It rains, the papers say today."


def test_the_cells_of_a_table_are_no_sentence() -> None:
    rows = (("not", 72.0), ("agreed", 200.0)), (("closed", 72.0), ("by all", 200.0))
    words = page((("Quays", 72.0),), *rows, (("Sheds", 72.0),))
    assert sorted(words.split("|")) == sorted(
        ["Quays", *(text for text, _ in chain(*rows)), "Sheds"]
    )


def test_a_label_of_a_list_does_not_part_its_lines() -> None:
    item = (("1.", 72.0), ("The board shall", 100.0)), (("close the quay.", 100.0),)
    assert page(*item) == "1.|The board shall close the quay."


def test_numbers_above_each_other_are_two() -> None:
    assert page((("12", 72.0),), (("345 units", 72.0),)) == "12|345 units"
    assert page((("It has 12", 72.0),), (("345 units", 72.0),)) == "It has 12 345 units"


def test_a_hyphen_that_parts_a_word_needs_no_blank() -> None:
    assert page(((f"infor{PARTED}", 72.0),), (("mation", 72.0),)) == f"infor{PARTED}mation"
