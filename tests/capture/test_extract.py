"""The text of a capture: what a quote is sought in, and what no page can do to its reader."""

import subprocess
import sys
from typing import Any

import pytest

from lastro.capture.extract import ExtractedText, Part, ReadingLimits, extract
from lastro.capture.reading.child import answer_to
from lastro.capture.reading.html_text import keep_standing_lines
from lastro.errors import LastroError
from lastro.evidence.quotes import QuoteMatch, find
from lastro.model.base import Quote
from lastro.text.comparable import GAP, HYPHEN, as_copied, as_read
from tests.support.folders import ROOT
from tests.support.little_pdf import bomb, pdf, placed

PAGE = """\
<!doctype html><html><head><title>The Tide</title><style>p { color: red }</style>
<script>let quays = "open"</script></head><body>
<nav><a href="/">Front page</a> <a href="/sea">Sea</a></nav>
<article><h1>Quays close on Sundays</h1>
<p>The quays of <b>Alde</b>ra close on Sundays, the harbour&nbsp;master said on Monday morning, and
nobody who fishes there for a living was asked before it was decided in the town hall.</p>
<p hidden>The quays never close.</p><p style="color: red; display:none">Or do they?</p>
<table><tr><th>Quay</th><th>Open</th></tr><tr><td>East</td><td>Monday</td></tr></table>
<p>It has been so since the storm of 1962, when two boats were lost, says the log of the
harbour, which lies in the library of the town and may be read there by everybody who asks.</p>
</article>
<section class="comments" id="comments"><p>First! They close because of the gulls.</p></section>
<footer>All words by The Tide.</footer></body></html>
"""


BY_HAND = "save the words you need as a text file and name it with `--file`"


def quote(words: str) -> Quote:
    return Quote(exact=words)


def refusal(body: bytes, media_type: str, limits: ReadingLimits) -> tuple[str, str]:
    with pytest.raises(LastroError) as refused:
        extract(body, media_type, None, limits)
    return refused.value.message, refused.value.hint


def read_here(body: bytes, media_type: str) -> ExtractedText:
    """Read what the child would read, without starting one."""
    answer: dict[str, Any] = answer_to(body, media_type, None)
    return ExtractedText(**{**answer, "parts": tuple(Part(*part) for part in answer["parts"])})


def refusal_here(body: bytes, media_type: str) -> tuple[str, str]:
    """Say what the child would say, without starting one."""
    with pytest.raises(LastroError) as refused:
        answer_to(body, media_type, None)
    return refused.value.message, refused.value.hint


def pieces(found: ExtractedText) -> dict[str, str]:
    main, whole = found.text.split("\f")
    assert found.parts == (Part("main", 0), Part("whole", len(main) + 1))
    return {"main": main, "whole": whole}


CELLS = "hall. Quay Open East Monday It"


def test_a_page_is_its_main_text_and_then_all_that_is_seen() -> None:
    found = extract(PAGE.encode(), "text/html", "utf-8")
    assert (found.media_type, found.charset) == ("text/html", "utf-8")
    assert found.extractor.startswith("trafilatura ")
    text = pieces(found)
    assert text["main"] == (
        "Quays close on Sundays The quays of Aldera close on Sundays, the harbour master said on "
        "Monday morning, and nobody who fishes there for a living was asked before it was decided "
        "in the town hall. Quay Open East Monday It has been so since the storm of 1962, when two "
        "boats were lost, says the log of the harbour, which lies in the library of the town and "
        "may be read there by everybody who asks."
    )
    assert text["whole"] == (
        f"Front page Sea {text['main'].replace(CELLS, CELLS.replace(' ', GAP))} First! They close because of the gulls. "
        "All words by The Tide."
    )


def test_a_sentence_that_lost_a_word_is_not_in_the_main_text() -> None:
    cut = PAGE.replace("close on Sundays, the", "close on Sundays<aside>, if ever</aside>, the")
    text = pieces(read_here(cut.encode(), "text/html"))
    assert "close on Sundays, the harbour" not in text["main"]
    assert "It has been so since the storm of 1962" in text["main"]
    assert "close on Sundays , if ever , the harbour" in text["whole"]


def test_lines_are_sought_in_their_order_and_as_whole_words() -> None:
    whole = "Low tide at the quays. High tide. Low tide"
    assert (
        keep_standing_lines("Low  tide\nHigh tide.\nLow tide", whole)
        == "Low tide High tide. Low tide"
    )
    assert keep_standing_lines("High tide.\nLow tide at the quays.", whole) == (
        "High tide. Low tide at the quays."
    )
    assert keep_standing_lines("ow tide\nHigh\n\nLow tide at the quay", whole) == "High"
    assert keep_standing_lines("Low tide High tide.", whole) == ""


def test_no_quote_runs_from_the_main_text_into_the_whole_page() -> None:
    found = read_here(b"<p>sun, then rain</p>", "text/html")
    assert find(quote("rain sun"), found.text) is None


def test_a_body_that_waits_for_its_scripts_is_not_hidden() -> None:
    found = read_here(b"<body style='visibility:hidden'><p>Low tide</p>", "text/html")
    assert pieces(found)["whole"] == "Low tide"


def test_the_pages_of_a_pdf_are_its_parts() -> None:
    found = read_here(pdf(("Low tide",), (), ("High tide",)), "application/pdf")
    assert found.text == "Low tide High tide"
    assert found.parts == (Part("1", 0), Part("3", 9))
    assert (found.media_type, found.charset) == ("application/pdf", None)
    assert found.extractor.startswith("pypdfium2 ")


def test_a_word_parted_at_a_line_end_is_whole_again_in_a_pdf() -> None:
    found = read_here(pdf(("The quays close for infor-", "mation only")), "application/pdf")
    assert found.text == f"The quays close for infor{HYPHEN}mation only"
    for words in ("for information only", "for infor-mation only"):
        assert find(quote(words), found.text) == QuoteMatch(16, len(words), 1, ("hyphen",))
    for cut in ("mation only", "for infor", "for infor mation"):
        assert find(quote(cut), found.text) is None


def test_a_compound_of_the_file_keeps_its_hyphen_at_a_line_end_in_a_pdf() -> None:
    page = ("a Long-", "term lease in-", "cludes a state-of-the-", "art quay")
    found = read_here(pdf(page, ("long-term, the-art",)), "application/pdf")
    read = f"a Long-term lease in{HYPHEN}cludes a state-of-the-art quay"
    assert found.text == f"{read} long-term, the-art"


def test_years_parted_at_a_line_end_keep_their_dash_in_a_pdf() -> None:
    found = read_here(pdf(("from 1990-", "2000")), "application/pdf")
    assert found.text == "from 1990- 2000"


def raised(before: str, mark: str, after: str, link: str = "") -> str:
    """Read a line of a PDF with a small raised mark in it."""
    x = 72 + 6.0 * len(before)
    drawn = [
        (before, 72.0, 720.0, 12.0),
        (mark, x, 725.0, 7.0),
        (f" {after}", x + 3.5, 720.0, 12.0),
    ]
    return read_here(placed(*drawn, link=link), "application/pdf").text


def test_a_small_raised_mark_is_a_note_or_a_power_in_a_pdf() -> None:
    percent = raised("It fell to 12 percent", "4", "in May")
    assert (as_read(percent), as_copied(percent)) == (
        "It fell to 12 percent in May",
        "It fell to 12 percent4 in May",
    )
    year = raised("In 2019", "5", "it closed")
    assert (as_read(year), as_copied(year)) == ("In 2019 it closed", "In 2019⁵ it closed")
    assert raised("About 10", "6", "litres") == "About 10⁶ litres"
    assert raised("About 10", "-3", "litres") == "About 10⁻³ litres"
    linked = raised("In 2019", "5", "it closed", link="100 718 130 740")
    assert (as_read(linked), as_copied(linked)) == ("In 2019 it closed", "In 2019⁵ it closed")
    area = raised("In 10 m", "2", "of it")
    assert (as_read(area), as_copied(area)) == ("In 10 m² of it", "In 10 m2 of it")


def test_a_small_lowered_digit_is_none_of_a_number_in_a_pdf() -> None:
    drawn = (
        ("The log 10", 72.0, 720.0, 12.0),
        ("2", 132.0, 717.0, 7.0),
        ("CO", 72.0, 700.0, 12.0),
        ("2", 84.0, 697.0, 7.0),
    )
    found = read_here(placed(*drawn), "application/pdf").text
    assert (as_read(found), as_copied(found)) == ("The log 10₂ CO₂", "The log 10₂ CO2")


def test_cells_and_words_outside_the_page_are_no_sentence_in_a_pdf() -> None:
    drawn = [("Tax 12", 72.0, 720.0, 12.0), ("345 units", 150.0, 720.0, 12.0)]
    drawn += [("sold", 700.0, 720.0, 12.0), ("below", 72.0, -40.0, 12.0)]
    assert read_here(placed(*drawn), "application/pdf").text.strip("\v") == "Tax 12\v345 units"


def test_a_sign_at_a_line_end_belongs_to_its_number_in_a_pdf() -> None:
    found = read_here(pdf(("It was -", "5 degrees")), "application/pdf")
    assert found.text == "It was -5 degrees"


def test_a_hyphen_drawn_at_a_line_end_is_read_both_ways_in_a_pdf() -> None:
    drawn = [("It is infor\u2010", 72.0, 720.0, 12.0), ("mation", 72.0, 706.0, 12.0)]
    text = read_here(placed(*drawn), "application/pdf").text
    assert find(quote("information"), text)
    assert find(quote("infor-mation"), text)


def test_east_asian_lines_join_with_other_words_in_both_ways() -> None:
    text = read_here("気温は\n-3度、\nPort は12万\n3456".encode(), "text/plain").text
    assert as_read(text) == "気温は-3度、Port は12万3456"
    assert as_copied(text) == "気温は -3度、 Port は12万3456"
    assert not find(quote("3456"), text)


def test_a_quote_may_run_over_a_page_end() -> None:
    found = read_here(pdf(("The quays are",), ("closed.",)), "application/pdf")
    assert find(quote("quays are closed."), found.text) == QuoteMatch(offset=4, length=17, times=1)


def test_plain_text_is_one_part() -> None:
    found = read_here("Maré\r\n\r\n  baixa \f".encode("cp1252"), "text/plain")
    assert (found.text, found.parts, found.charset) == (
        "Maré baixa",
        (Part("", 0),),
        "windows-1252",
    )


@pytest.mark.parametrize(
    ("body", "called", "is_really"),
    [
        (pdf(("Low tide",)), "application/octet-stream", "application/pdf"),
        (pdf(("Low tide",)), "text/html", "application/pdf"),
        (pdf(("Low tide",)), "", "application/pdf"),
        (b"\n" + pdf(("Low tide",)), "application/pdf", "application/pdf"),
        (b"<!-- a --> <HTML><p>Low tide", "application/pdf", "text/html"),
        (b"<!DOCTYPE html>Low tide", "image/png", "text/html"),
        (b"<p>Low tide", "Application/XHTML+xml", "text/html"),
        ("\ufeff<html>Low tide".encode("utf-16-le"), "", "text/html"),
        (b"Low tide", "application/octet-stream", "text/plain"),
        (b"Low tide", "text/csv", "text/csv"),
        (b"<p>Low tide</p>", "text/plain", "text/html"),
    ],
)
def test_the_first_bytes_say_what_a_document_is(body: bytes, called: str, is_really: str) -> None:
    answer = answer_to(body, called, None)
    assert answer["media_type"] == is_really
    assert "Low tide" in str(answer["text"])


@pytest.mark.parametrize("body", [b"", b" \n", b"<html></html>", b"<!-- quiet -->"])
def test_a_page_without_words_is_told_as_such(body: bytes) -> None:
    assert refusal_here(body, "text/html") == ("no text in it", BY_HAND)
    assert refusal_here(b" ", "text/plain") == ("no text in it", BY_HAND)


def test_a_scanned_pdf_is_told_as_such() -> None:
    message, hint = refusal_here(pdf(()), "application/pdf")
    assert message == "no text in it"
    assert hint == "a scanned page needs its words recognised first"


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha">%s]><svg>&j;</svg>""" % b"".join(
    b'<!ENTITY %c "%s">' % (one, b"&%c;" % (one - 1) * 10) for one in range(ord("b"), ord("k"))
)
AS_PAGE = "save the page as HTML, or print it to a PDF, and name that with `--file`"
NOT_READ = "HTML, PDF and plain text are read; save it as one of them"


@pytest.mark.parametrize(
    ("body", "called", "said"),
    [
        (LAUGHS, "image/svg+xml", ("it is a document in XML, which is not read", AS_PAGE)),
        (b"Low\0tide", "", ("it is neither HTML nor PDF nor text", NOT_READ)),
        (b"Low tide", "application/pdf", ("it is called a PDF and is none", NOT_READ)),
        (
            b"%PDF-1.7\n" + bytes(range(256)) * 400,
            "application/pdf",
            ("the PDF is damaged", "save it again and name it with `--file`"),
        ),
        (
            b"<p>Low</p>" + b"<div>" * 100_000 + b"tide",
            "text/html",
            ("the page is nested too deep to be read whole", ""),
        ),
    ],
)
def test_what_cannot_be_read_is_one_sentence(
    body: bytes, called: str, said: tuple[str, str]
) -> None:
    assert refusal_here(body, called) == said


def test_a_refusal_crosses_from_the_child_with_its_control_characters_escaped() -> None:
    said = refusal(b"\x89Low tide", "image/png\x1b[2J", ReadingLimits())
    assert said == (r"'image/png\x1b[2j' is not read", NOT_READ)


def test_a_file_that_kills_its_reader_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lastro.capture.extract._CHILD", "lastro.no_such_module")
    assert refusal(b"Low tide", "text/plain", ReadingLimits()) == (
        "its reader broke down over it",
        HINT,
    )


def test_entities_of_a_page_are_not_multiplied() -> None:
    assert read_here(b"<html>" + LAUGHS, "text/html").text == "]>&j;"


HINT = "save the words you need as a text file and name it with `--file`"
LONG = b"The quays close on Sundays. " * 400_000


def test_a_reader_that_takes_too_long_is_ended() -> None:
    said = refusal(LONG, "text/html", ReadingLimits(wall_s=0.05))
    assert said == ("reading it took more than 0.05 s", HINT)


def test_a_reader_that_works_too_long_is_ended() -> None:
    assert refusal(LONG, "text/html", ReadingLimits(cpu_s=0)) == (
        "its reader broke down over it",
        HINT,
    )


def test_a_reader_that_wants_too_much_memory_is_ended() -> None:
    message, _ = refusal(LONG, "text/plain", ReadingLimits(memory=100 << 20))
    assert message in {"there is more in it than memory allows", "its reader broke down over it"}


def test_a_reader_that_says_too_much_is_ended() -> None:
    assert refusal(b"<p>" + b"tide " * 9999, "text/html", ReadingLimits(answer=4096)) == (
        "its reader broke down over it",
        HINT,
    )


MEASURES = """
import resource, sys
from lastro.capture.extract import extract
from lastro.errors import LastroError
try:
    print(extract(sys.stdin.buffer.read(), "application/pdf", None).text)
except LastroError as error:
    print(error.message)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.mark.parametrize(
    ("blanks", "said"),
    [(50_000_000, "Low tide"), (420_000_000, "there is more in it than memory allows")],
)
def test_the_reader_of_a_pdf_stays_under_512_mb(blanks: int, said: str) -> None:
    path = str(ROOT / "generator")
    ran = subprocess.run(
        [sys.executable, "-c", MEASURES],
        input=bomb(blanks),
        env={"PYTHONPATH": path},
        capture_output=True,
        check=True,
    )
    told, megabytes = ran.stdout.decode().splitlines()
    assert told == said
    assert int(megabytes) < 512


GIVES_UP = """
import os, _socket
from lastro.capture.reading import sandbox
sandbox.give_up({"memory": 1 << 30, "answer": 1 << 20, "cpu_s": 9})
for tried in (lambda: _socket.socket(), lambda: os.open("/dev/null", os.O_RDONLY), os.pipe):
    try:
        tried()
        print("done")
    except OSError as error:
        print(error.errno)
"""


def test_a_reader_opens_no_socket_and_no_file() -> None:
    path = str(ROOT / "generator")
    ran = subprocess.run(
        [sys.executable, "-c", GIVES_UP], env={"PYTHONPATH": path}, capture_output=True, check=True
    )
    assert ran.stdout.decode().split() == ["24", "24", "24"]  # EMFILE


def test_the_same_bytes_give_the_same_text_twice() -> None:
    first, second = (extract(PAGE.encode(), "text/html", None) for _ in range(2))
    assert first == second
