"""Which lines a change brought, so that they can be reported first."""

import pytest

from lastro.changes.lines import changed_lines

PATH = "sources/a.yml"


@pytest.mark.parametrize(
    ("base", "now", "lines"),
    [
        ("a\nb\nc\n", "a\nB\nc\n", {2}),
        ("a\nb\n", "a\nx\nb\n", {2}),
        ("a\nb\n", "a\na\nb\n", {2}),
        ("a\nb\nc\n", "x\na\nb\nc\ny\n", {1, 5}),
        ("a\nb\nc\n", "a\nc\n", set()),
        ("a\nb\nc\n", "b\na\nc\n", set()),
        ("a\nb", "a\nb\n", {3}),
        ("", "a\nb\n", {1, 2}),
        ("a\nb\n", "", set()),
    ],
)
def test_new_lines_are_those_that_the_base_does_not_have(
    base: str, now: str, lines: set[int]
) -> None:
    assert changed_lines({PATH: base}, {PATH: now}) == {PATH: lines}


def test_files_that_came_and_went_differ_and_equal_ones_do_not() -> None:
    base = {"a": "1\n", "gone": "1\n2\n"}
    now = {"a": "1\n", "new": "1\n2\n"}
    assert changed_lines(base, now) == {"gone": frozenset(), "new": frozenset({1, 2})}
