"""Word for word: what may differ between a quote and its source, and what may not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastro.evidence import quotes
from lastro.evidence.matching import CapturedText, match, nearest_passage, part_at
from lastro.evidence.proofs import QuotedWords
from lastro.evidence.quotes import find
from lastro.locks.evidence import CaptureProof
from lastro.model.base import Quote
from lastro.text.comparable import GAP, HYPHEN, normalise, normalise_source

TEXT = (
    "A Microsoft aprovou em 21 de janeiro a capacidade adicional. O preço subiu de 3,5 para 13,5 por "
    "cento, ou 12 milhões de reais. \u201cNão é exclusivo\u201d, disse a diretora \u2013 e repetiu: "
    "\u201cNão é exclusivo\u201d, sem rodeios. The board won\u2019t decide; non\u00adprofit groups will. "
    "A tempera\u00ad\ntura caiu a \u22123 graus. ריבונות הנתונים חשובה מאוד. 微软批准了新的算力。 O acordo "
    "vale até 2030.\u00a0A receita\u202ffoi de 1.500 e não de 1.500,50 euros."
)
STANDS = {
    "as it is": "A Microsoft aprovou em 21 de janeiro a capacidade adicional.",
    "accents composed of two characters": "A Microsoft aprovou em 21 de janeiro a capacidade adicional. O prec\u0327o subiu",
    "another white space": "aprovou  em\n21 de\tjaneiro",
    "a no-break space": "aprovou em\u00a021 de janeiro",
    "white space around it": "  O acordo vale até 2030. ",
    "straight quotation marks": '"Não é exclusivo", disse',
    "angle quotation marks": "«Não é exclusivo», disse",
    "low quotation marks": "\u201eNão é exclusivo\u201f, disse",
    "a straight apostrophe": "won't decide",
    "a plain hyphen for a dash": "a diretora - e repetiu",
    "a long dash for a short one": "a diretora \u2014 e repetiu",
    "a soft hyphen of the source": "nonprofit groups will",
    "a soft hyphen of the quote": "non\u00adprofit gr\u00adoups",
    "a word over a line end": "A temperatura caiu",
    "a minus sign": "a -3 graus",
    "right to left": "ריבונות הנתונים",
    "right to left, at the end": "חשובה מאוד.",
    "a script without spaces": "批准了新的",
    "a whole number": "de 3,5 para 13,5 por cento",
    "a number before a full stop": "até 2030",
    "a number before a comma": "1.500,50 euros",
    "spaces of other widths": "A receita foi de 1.500 e",
    "one word": "Microsoft",
    "a mark of direction": "ריבונות\u200f הנתונים",
    "a zero-width space": "Micro\u200bsoft",
    "a variation selector": "Microsoft\ufe0e",
    "a joiner where it shows nothing": "Micro\u200csoft",
    "the last words": "euros.",
}
LACKS = {
    "a changed letter": "A Microsoft aprovau em 21 de janeiro",
    "a lost accent": "O preco subiu",
    "another accent": "O preçó subiu",
    "a capital": "a microsoft aprovou",
    "a swapped digit": "aprovou em 12 de janeiro",
    "a changed year": "O acordo vale até 2031",
    "a number cut at its comma": "5 por cento",
    "a number cut at its start": "3,5 por cento",
    "a number cut in the middle": "2 milhões de reais",
    "a number that goes on": "de 1.500,5",
    "a number without its sign": "3 graus",
    "a word left out": "A Microsoft aprovou a capacidade adicional",
    "a word put in": "A Microsoft não aprovou em 21 de janeiro",
    "two words swapped": "Microsoft A aprovou",
    "half a word at the end": "A Microsoft aprov",
    "half a word at the start": "icrosoft aprovou",
    "an ellipsis over what was cut": "A Microsoft aprovou … a capacidade adicional",
    "another full stop": "O acordo vale até 2030!",
    "a letter of another script": "A Micros\u043eft aprovou",
    "a digit of another script": "em 2\u0661 de janeiro",
    "full-width letters": "\uff21 Microsoft aprovou",
    "a ligature": "sem rodeios\ufb01",
    "a space inside a word": "Micro soft aprovou",
    "no space between words": "AMicrosoft aprovou",
    "a hyphen put in": "Micro-soft aprovou",
    "words of two places": "aprovou em 21 de janeiro sem rodeios",
    "right to left, one letter changed": "ריבונוף הנתונים",
    "a letter without its mark": "A tempera\u0301tura caiu",
    "letters of a script without spaces, one changed": "批准了旧的",
    "nothing but a soft hyphen": "\u00ad",
}
SOURCE = normalise(TEXT)


CUT_WORDS = [
    ("यह आदमी निर्दोष है", "दोष है"),
    ("यह आदमी निर्दोष है", "यह आदमी निर"),
    ("यह कि नहीं है", "यह क"),
    ("هو مُجرم", "جرم"),
    ("او نمی\u200cخواهد برود", "خواهد برود"),
    ("ที่นี่", "ท"),
    ("it is un\u2060lawful to land", "lawful to land"),
    ("it is un\u200blawful to land", "lawful to land"),
    ("it is un\u200elawful to land", "it is un"),
    ("it is un\ufefflawful to land", "lawful to land"),
    ("press 5\ufe0f\u20e3 now", "press 5"),
    ("room 5\u20dd now", "room 5"),
]


@pytest.mark.parametrize(("text", "words"), CUT_WORDS)
def test_a_word_goes_on_behind_vowel_signs_and_what_cannot_be_seen(text: str, words: str) -> None:
    assert words in normalise(text)
    assert find(Quote(exact=words), normalise(text)) is None
    assert find(Quote(exact=text), normalise(text)) is not None


def test_a_hyphen_at_a_line_end_is_no_sign_and_no_dash() -> None:
    text = f"决定关{HYPHEN}闭码头 infor{HYPHEN}mation"
    for words in ("-闭码头", "决定关-", "-mation", "infor-"):
        assert find(Quote(exact=words), text) is None
    for words in ("关-闭码头", "关闭码头", "infor-mation"):
        assert find(Quote(exact=words), text) is not None


def test_a_word_goes_on_behind_an_apostrophe_that_is_a_letter() -> None:
    text = normalise_source("Рада обʼєднання, \u02bbokina і п'ять 5\u2032 днів")
    for words in ("єднання", "'єднання", "Рада об", "Рада об'", "okina", "'єднання, 'okina"):
        assert find(Quote(exact=words), text) is None
    for words in ("обʼєднання", "об'єднання", "'okina", "ʻokina і", "ять 5'", "5' днів", "днів"):
        assert find(Quote(exact=words), text) is not None


def test_words_beside_a_hidden_mark_stand_where_a_reader_sees_them_apart() -> None:
    for text in ("he (\u200fyes) left", "one, \u200byes, two", "yes\ufeff"):
        assert find(Quote(exact="yes"), text) is not None


def test_there_are_cases_enough() -> None:
    assert len(STANDS) + len(LACKS) > 50


@pytest.mark.parametrize("words", STANDS.values(), ids=STANDS)
def test_words_that_differ_by_typography_stand(words: str) -> None:
    found = find(Quote(exact=words), SOURCE)
    assert found is not None
    assert SOURCE[found.offset : found.offset + found.length] == normalise(words)


@pytest.mark.parametrize("words", LACKS.values(), ids=LACKS)
def test_words_that_differ_by_anything_else_do_not(words: str) -> None:
    assert find(Quote(exact=words), SOURCE) is None


def test_words_that_stand_twice_are_told_apart_by_what_stands_beside_them() -> None:
    twice = '"Não é exclusivo"'
    first, second = SOURCE.index(twice), SOURCE.rindex(twice)
    assert first < second
    found = {
        (prefix, suffix): find(Quote(exact=twice, prefix=prefix, suffix=suffix), SOURCE)
        for prefix, suffix in [
            (None, None),
            (None, ", sem rodeios"),
            ("e repetiu:", None),
            ("milhões de reais.", ", disse"),
            ("e  repetiu\n:", ", sem"),
            ("e repetiu:", ", disse"),
            (None, "sem"),
        ]
    }
    places = {key: (f.offset, f.times) if f else None for key, f in found.items()}
    assert places == {
        (None, None): (first, 2),
        (None, ", sem rodeios"): (second, 1),
        ("e repetiu:", None): (second, 1),
        ("milhões de reais.", ", disse"): (first, 1),
        ("e  repetiu\n:", ", sem"): None,
        ("e repetiu:", ", disse"): None,
        (None, "sem"): None,
    }


def test_words_that_overlap_are_counted_each() -> None:
    found = find(Quote(exact="no no"), "no no no")
    assert found is not None
    assert (found.offset, found.times) == (0, 2)


def test_a_number_that_is_cut_first_and_whole_later_is_found_where_it_is_whole() -> None:
    found = find(Quote(exact="5 percent"), normalise("from 3.5 percent to 5 percent"))
    assert found is not None
    assert (found.offset, found.times) == (20, 1)


@given(st.lists(st.sampled_from(["açúcar", "2030", "API", "do", "Azure"]), min_size=2, max_size=8))
def test_any_run_of_whole_words_stands_in_its_text(words: list[str]) -> None:
    text = normalise(" ".join(words))
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            assert find(Quote(exact="\n".join(words[start:end])), text) is not None


@given(st.integers(min_value=0, max_value=len(SOURCE) - 1), st.sampled_from("azAZ09éã"))
def test_one_changed_character_never_matches(at: int, other: str) -> None:
    start = SOURCE.rfind(" ", 0, at) + 1
    end = SOURCE.find(" ", at) if SOURCE.find(" ", at) > 0 else len(SOURCE)
    word = SOURCE[start:end]
    changed = SOURCE[start:at] + other + SOURCE[at + 1 : end]
    if changed != word and at < end and f" {changed} " not in f" {SOURCE} ":
        whole = f"{SOURCE[max(0, start - 12) : start]}{changed}{SOURCE[end : end + 12]}"
        assert find(Quote(exact=whole), SOURCE) is None


CAPTURE = CaptureProof(
    url="https://port.example.org/log",
    retrieved="2025-03-20T09:30:00Z",
    media_type="text/html",
    via="http",
    bytes="0" * 64,
    text="1" * 64,
    characters=900,
)
LATER = CaptureProof(
    **{**{f: getattr(CAPTURE, f) for f in CAPTURE.__slots__}, "retrieved": "2025-05-01T00:00:00Z"}
)
QUOTED = QuotedWords("claim:a/evidence/log", ("claims", "a"), Quote(exact="quays closed"), "log")


def _captured(proof: CaptureProof, text: str) -> CapturedText:
    return CapturedText(replace(proof, characters=len(text)), lambda: (text, (("1", 0), ("2", 8))))


def test_the_newest_capture_that_holds_the_words_proves_them() -> None:
    both = [_captured(CAPTURE, "quays closed"), _captured(LATER, "Sunday: quays closed")]
    proof = match(QUOTED, both)
    assert (proof.result, proof.capture, proof.offset, proof.part, proof.changed) == (
        "verified",
        replace(LATER, characters=20),
        8,
        "2",
        "",
    )


def test_words_that_went_are_proved_by_the_older_capture_and_the_newer_one_is_named() -> None:
    both = [_captured(CAPTURE, "quays closed"), _captured(LATER, "quays open")]
    proof = match(QUOTED, both)
    assert (proof.result, proof.capture, proof.part, proof.changed) == (
        "verified",
        replace(CAPTURE, characters=12),
        "1",
        "2025-05-01T00:00:00Z",
    )


def test_words_that_stand_in_no_capture_are_a_mismatch_with_the_newest() -> None:
    both = [_captured(CAPTURE, "quays shut"), _captured(LATER, "quays open")]
    proof = match(QUOTED, both)
    assert (proof.result, proof.capture, proof.offset, proof.length) == (
        "mismatch",
        replace(LATER, characters=10),
        None,
        None,
    )


def test_a_place_belongs_to_the_part_that_begins_at_or_before_it() -> None:
    parts = (("1", 0), ("2", 10))
    assert [part_at(offset, parts) for offset in (0, 9, 10, 99)] == ["1", "1", "2", "2"]
    assert part_at(3, ()) == ""


def test_the_nearest_passage_shows_the_words_that_differ() -> None:
    found = nearest_passage(Quote(exact="O preco subiu de 3,5 para 15,3 por cento"), SOURCE)
    assert found is not None
    assert found.words == "O preço subiu de 3,5 para 13,5 por cento"
    assert [(piece.kind, piece.words) for piece in found.pieces] == [
        ("same", "O"),
        ("quoted", "preco"),
        ("standing", "preço"),
        ("same", "subiu de 3,5 para"),
        ("quoted", "15,3"),
        ("standing", "13,5"),
        ("same", "por cento"),
    ]
    assert SOURCE[found.offset :].startswith("O preço")


def test_nothing_is_near_to_words_about_something_else() -> None:
    assert nearest_passage(Quote(exact="zzzz qqqq wwww"), SOURCE) is None
    assert (
        nearest_passage(Quote(exact="the quays are closed on Sundays, people say"), "plain") is None
    )


def test_the_nearest_passage_ends_where_the_quote_does() -> None:
    text = "The mayor, tired, said that quays close on Mondays, and that gulls are loud."
    found = nearest_passage(Quote(exact="that quays close on Sundays, and that gulls"), text)
    assert found is not None
    assert text[found.offset :].startswith(found.words)
    assert [(piece.kind, piece.words) for piece in found.pieces] == [
        ("same", "that quays close on"),
        ("quoted", "Sundays,"),
        ("standing", "Mondays,"),
        ("same", "and that gulls"),
    ]


def test_two_readings_of_one_page_are_not_two_places() -> None:
    main, whole = "Quays close on Sundays. So they do.", "Menu Quays close on Sundays. So they do."
    found = find(Quote(exact="Quays close"), f"{main}\f{whole}")
    assert found is not None
    assert (found.offset, found.times) == (0, 1)
    twice = find(Quote(exact="Quays close"), f"{main}\f{whole} More: Quays close at last")
    assert twice is not None
    assert (twice.offset, twice.times) == (0, 2)


def test_what_stands_beside_a_quote_stands_in_the_same_reading() -> None:
    text = "Menu. Quays close.\fQuays close."
    assert find(Quote(exact="Quays close", prefix="close."), text) is None
    assert find(Quote(exact="close.", suffix="Quays"), text) is None


@pytest.mark.parametrize(
    ("before", "after", "border"),
    [
        ("and this is page 2", "500 boats left.", GAP),
        ("it fell by 7", "% in May", GAP),
        ("the board will", "close it", " "),
        ("it ended in 2019", "500 boats left.", " "),
    ],
)
def test_lines_and_pages_are_joined_unless_that_made_one_number_of_two(
    before: str, after: str, border: str
) -> None:
    assert quotes.between(before, after) == border


def test_the_nearest_passage_of_a_script_without_blanks_differs_by_letters() -> None:
    near = nearest_passage(
        Quote(exact="港の取扱量は2018年に最大"), "前の文。港の取扱量は2019年に最大となった。"
    )
    assert near
    assert (near.offset, near.words) == (4, "港の取扱量は2019年に最大")
    assert [piece.words for piece in near.pieces] == ["港の取扱量は", "2018", "2019", "年に最大"]
