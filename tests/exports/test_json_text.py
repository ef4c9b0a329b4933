"""JSON for pages and lines: one form, and nothing that is no JSON."""

import pytest

from lastro.exports.json_text import compact, in_script


def test_a_document_stands_on_one_line_in_its_own_order() -> None:
    assert compact({"b": ["é\n"], "a": 1}) == '{"b":["é\\n"],"a":1}'


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        compact({"a": float("nan")})


def test_signs_that_could_end_a_block_are_written_by_their_numbers() -> None:
    assert in_script({"a": "</script>"}).count("<") == 2
