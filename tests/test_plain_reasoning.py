"""Plain reasoning is written without a parser, to the byte as the parser would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from lastro.render import markdown
from lastro.render.markdown import md

PARTS = [
    "Quay", "word ", "é", "1", ".", ":", "-", "(", ")", '"', "'", "“", "”", "#", "+", "=", "|", "!",
    " ", "\n", "\n\n", "\n\n\n", "\t", "\u00a0", "\u3000", "\u2028", "&", "<", ">", "`", "~", "_",
    "\\", "*", "**", " **a", "b** ", " **b c** ", "[@a-b]", "[@log, p. 12]", "[@log]:", "[@log](x)",
    "[", "]", "- ", "1. ", "===", "http://port.example.org/", "ines@example.org", "{: .wide }",
]  # fmt: skip


def chip(evidence_id: str, where: str) -> Markup:
    place = f", {where}" if where else ""
    name = escape(f"Evidência\u00a0{evidence_id}{place}")
    return Markup(f'<a class="lt-ref" href="#e-{evidence_id}" aria-label="{name}">{name}</a>')  # noqa: S704


def parsed(text: str) -> str:
    html = markdown._parser().render(text, {"chip": chip})
    return markdown._cleaner().clean(html)


@given(st.lists(st.sampled_from(PARTS), max_size=16).map("".join))
def test_every_text_reads_as_the_parser_reads_it(text: str) -> None:
    assert md(text, chip) == parsed(text)
    assert md(f"Word {text}", chip) == parsed(f"Word {text}")


@pytest.mark.parametrize(
    "text",
    [
        'The log says “no” [@log, p. 12].\nIt\'s "so".\n\n**Two** words: **of it**, more.\n',
        "[@log] begins a line",
        "Word\n\n\n\nWord",
        "**Word**",
        "A **word**s",
        "A **wo*rd**",
    ],
)
def test_paragraphs_strong_words_and_citations_are_as_the_parser_has_them(text: str) -> None:
    assert md(text, chip) == parsed(text)
