"""Numbers are compared by what they say, whichever country wrote them."""

from decimal import Decimal

import pytest

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding
from lastro.rules.registry import rules
from lastro.text.numbers import figures
from tests.support.builders import claim, corpus, passage, review, source


def said(text: str, *, words: bool = False) -> list[tuple[str, set[Decimal]]]:
    return [(figure.written, set(figure.values)) for figure in figures(text, words=words)]


@pytest.mark.parametrize(
    "written",
    [
        *("US$100 billion", "US$ 100 bilhões", "$100bn", "100 billion", "R$ 100 bi", "€100.0 bn"),
        *("100-billion", "100 mil milhões", "100,000 million", "100\u00a0000 million"),
        *("£100,0 Milliarden", "100 mil millones", "100.000.000.000", "100,000,000,000.00"),
    ],
)
def test_one_number_in_many_spellings(written: str) -> None:
    found = said(f"It earned {written} that year.")
    assert [text for text, _ in found] == [written]
    assert Decimal(100_000_000_000) in found[0][1]


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("13,0", {"13"}),
        ("13.0", {"13"}),
        ("1.234", {"1234", "1.234"}),
        ("1,234,567", {"1234567"}),
        ("1.234.567,89", {"1234567.89"}),
        ("1,234.5", {"1234.5"}),
        ("5m", {"5", "5000000"}),
        ("5bn", {"5000000000"}),
        ("31 %", {"31"}),
        ("3 percent", {"3"}),
        ("1.2.3", {"1", "2", "3"}),
        ("٣", {"3"}),
    ],
)
def test_a_spelling_has_the_readings_that_it_can_have(written: str, values: set[str]) -> None:
    assert said(written) == [(written, {Decimal(value) for value in values})]


@pytest.mark.parametrize(
    "written",
    [
        *("100,000", "100.000", "100 000", "100\u202f000", "100'000", "100\u2019000", "1,00,000"),
        *(
            "१,००,०००",
            "১,০০,০০০",
            "١٠٠٬٠٠٠",
            "۱۰۰٬۰۰۰",
            "１００，０００",
            "10,0000",
            "10万",
            "10만",
        ),
        *("1 lakh", "1 लाख", "0.1 million", "100 тыс", "1×10^5", "1 × 10⁵", "1e5", "9万10000"),
        *("100_000", "100,000.0", "१०००००"),
    ],
)
def test_one_number_in_every_notation(written: str) -> None:
    found = said(f"It paid {written} there.")
    assert [text for text, _ in found] == [written]
    assert Decimal(100_000) in found[0][1]


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("it rose 3½ times", "3½", "3.5"),
        ("it rose ½ there", "½", "0.5"),
        ("٢٫٥ دينار", "٢٫٥", "2.5"),
        ("2·5 percent", "2·5 percent", "2.5"),
        ("罰金は12万3456円です", "12万3456", "123456"),
        ("It cost 3 lakh crore rupees.", "3 lakh crore", "3000000000000"),
        ("罰金は1.5億円です", "1.5億", "150000000"),
        ("it was 5×10⁻³ there", "5×10⁻³", "0.005"),
        ("12 345 678,90 euros", "12 345 678,90", "12345678.9"),
    ],
)
def test_marks_of_every_notation_are_read(text: str, written: str, value: str) -> None:
    assert said(text) == [(written, {Decimal(value)})]


@pytest.mark.parametrize(("text", "value"), [("2 500 euros", "2500"), ("2'500 Franken", "2500")])
def test_a_number_is_not_what_a_part_of_it_says(text: str, value: str) -> None:
    assert [values for _, values in said(text)] == [{Decimal(value)}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3月5日", ["5"]),
        ("27 April 2026", ["27", "2026"]),
        ("27 de abril de 2026", ["27", "2026"]),
        ("2026-04-27", ["2026", "27"]),
        ("from 2.40 to 4.80.", ["2.40", "4.80"]),
        ("at 00:14:05", ["00", "14", "05"]),
        ("27–35 % (95 % CI)", ["27", "35 %", "95 %"]),
        ("a 5-year deal", ["5"]),
        ("GPT-4, GPT-3.5, a 10-K, G7, the 1990s, the 5th, 1º, v2 and 24/7", []),
        ("two newsrooms, a billion", []),
    ],
)
def test_what_is_a_figure_and_what_is_a_name(text: str, expected: list[str]) -> None:
    assert [written for written, _ in said(text)] == expected


def test_a_range_shares_its_magnitude() -> None:
    five = {Decimal(5), Decimal(5_000_000_000)}
    ten = {Decimal(10_000_000_000)}
    assert said("US$5 to US$10 billion") == [("US$5", five), ("US$10 billion", ten)]
    assert said("5 quays, 10 billion") == [("5", {Decimal(5)}), ("10 billion", ten)]


def test_numbers_in_letters_are_read_where_they_are_asked_for() -> None:
    values = [values for _, values in said("a quay, ten ships, um bilhão, a million", words=True)]
    assert values == [{Decimal(10)}, {Decimal(10**9)}, {Decimal(10**6)}]


FIELDS: dict[str, dict[str, object]] = {
    "quote": {"evidence": [passage("harbour-log", quote="We counted 77.")]},
    "prefix of a quote": {
        "evidence": [passage("harbour-log", quote={"exact": "so many", "prefix": "77"})]
    },
    "translation": {"evidence": [passage("harbour-log", translation={"pt-BR": "Contamos 77."})]},
    "note": {"evidence": [passage("harbour-log", note="The table adds up to 77.")]},
    "speaks_of": {"evidence": [passage("harbour-log", speaks_of="0077-01-01/..")]},
    "words": {"said": {"on": "2025-03-03", "words": "We have 77.", "lang": "en"}},
    "also": {"said": {"on": "2025-03-03", "words": "W", "lang": "en", "also": ["77 of them"]}},
    "claim": {"claim": "Aldera has 77 quays."},
    "event": {"events": [{"on": "2025-03-03", "what": "77 opened.", "sources": ["harbour-log"]}]},
    "day of an event": {"events": [{"on": "0077", "what": "W", "sources": ["harbour-log"]}]},
    "claimant": {"claimant": {"name": "Channel 77", "kind": "organization"}},
    "party": {"parties": ["Channel 77"]},
}


def unheld(checked: Corpus) -> list[Finding]:
    check = rules()["figure-without-evidence"].check
    assert check is not None
    return [found for one in checked.claims.values() for found in check(one, checked)]


@pytest.mark.parametrize("field", FIELDS)
def test_a_figure_is_held_by_each_field_that_the_page_names(field: str) -> None:
    short = {"reviews": [review(short="It has 77 quays.")]}
    assert len(unheld(corpus(claim(**short), source()))) == 1
    assert unheld(corpus(claim(**short, **FIELDS[field]), source())) == []


def test_a_figure_is_held_by_title_and_date_of_a_cited_source_only() -> None:
    counted = claim(reviews=[review(short="It has 77 quays.")])
    assert unheld(corpus(counted, source(title="77 quays"))) == []
    assert unheld(corpus(counted, source(published="0077"))) == []
    other = source(id="other", title="77 quays")
    assert len(unheld(corpus(counted, source(), other))) == 1


def test_a_figure_within_another_is_not_underlined_in_its_place() -> None:
    counted = claim(reviews=[review(short="In 2026 it was 6 and again 6.")])
    assert [(f.part, f.message) for f in unheld(corpus(counted, source()))] == [
        ("2026", "no evidence shows '2026'"),
        ("", "no evidence shows '6'"),
    ]
