"""Ids are replaced where they stand, in every style, and nothing else is."""

import pytest

from lastro.editing.rename import NewValue, with_citations, with_values
from lastro.errors import LastroError
from lastro.places import RecordPath

AT: RecordPath = ("evidence", 0, "source")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "evidence:\n  - source: one\n    note: one\n",
            "evidence:\n  - source: two\n    note: one\n",
        ),
        ("evidence: [{source: one}]", "evidence: [{source: two}]"),
        ("evidence:\n- {note: one, source: 'one' }", "evidence:\n- {note: one, source: 'two' }"),
        ('evidence:\r\n- source: "one" # one\r\n', 'evidence:\r\n- source: "two" # one\r\n'),
        ("evidence:\n- source: |-\n    one\n", "evidence:\n- source: |-\n    two\n"),
        ("evidence:\n- source:\n    one\n", "evidence:\n- source:\n    two\n"),
    ],
)
def test_a_value_is_replaced_in_the_style_that_it_has(before: str, after: str) -> None:
    assert with_values(before, {AT: NewValue("two")}) == after
    assert with_values(after, {AT: NewValue("one")}) == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "evidence:\n  - source: one\n    stance: context\n",
            "evidence:\n  - source: two\n    stance: context\n    id: one\n",
        ),
        ("evidence: [{source: 'one'}]", "evidence: [{source: 'two', id: one}]"),
        ("evidence:\r\n- source: one", "evidence:\r\n- source: two\r\n  id: one"),
    ],
)
def test_a_key_is_put_beside_it_where_it_is_asked_for(before: str, after: str) -> None:
    assert with_values(before, {AT: NewValue("two", beside=("id", "one"))}) == after


def test_an_id_that_would_read_as_something_else_elsewhere_is_quoted() -> None:
    assert with_values("evidence: [{source: one}]", {AT: NewValue("no")}) == (
        'evidence: [{source: "no"}]'
    )
    assert with_values("evidence: [{source: one}]", {AT: NewValue("2025")}) == (
        'evidence: [{source: "2025"}]'
    )


REASONING = """\
reviews:
- because: So [@one], [@one, p. 1], [@one-more], [@one ], @one and [@two].
- because:
    en: |
      Then [@one]
      and one.
    pt-BR: "E [@one]."
- by: [one]
note: See [@one].
"""


def test_citations_are_renamed_in_every_language_and_in_reasonings_alone() -> None:
    after, count = with_citations(REASONING, {"one": "three"})
    assert count == 4
    assert after == REASONING.replace("[@one],", "[@three],").replace(
        "[@one, p", "[@three, p"
    ).replace("Then [@one]", "Then [@three]").replace("E [@one]", "E [@three]")
    assert with_citations(REASONING, {}) == (REASONING, 0)
    assert with_citations("reviews: none\n", {"one": "two"}) == ("reviews: none\n", 0)
    assert with_citations("reviews: [{because: [x]}, y]", {"one": "two"})[1] == 0


@pytest.mark.parametrize(
    "text",
    [
        'evidence: [{source: "o\\u006ee"}]',
        'evidence: [{source: "o\\\n  ne"}]',
    ],
)
def test_an_id_that_is_not_written_as_it_reads_is_left_to_a_person(text: str) -> None:
    with pytest.raises(LastroError) as refused:
        with_values(text, {AT: NewValue("two")})
    assert refused.value.message == "an id stands where it cannot be replaced alone"
    assert refused.value.hint == "change it by hand"


def test_a_route_that_leads_to_no_text_is_refused() -> None:
    with pytest.raises(LastroError, match="'source' holds no text"):
        with_values("evidence: [{source: [one]}]", {AT: NewValue("two")})
