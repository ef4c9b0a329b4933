"""Running heads and feet: a sentence goes on over them, and they can still be quoted."""

import pytest

from lastro.capture.reading.child import answer_to
from lastro.evidence.quotes import find
from lastro.model.base import Quote
from lastro.text.comparable import as_copied, as_read
from lastro.text.running import set_apart
from tests.support.little_pdf import pdf

RUNS = [
    (["The quays\nReport 1", "are closed.\nReport 2"], "The quays|are closed."),
    (["Board\n1\nThe quays", "Board\n2\nare closed."], "The quays|are closed."),
    (["Left\nOne", "Right\ntwo", "Left\nthree", "Right\nfour", "Left\nfive", "Right\nsix"],
     "One|two|three|four|five|six"),
    (["Title", "The quays\n- 2 -", "are\n- 3 -", "closed.\n- 4 -"], "Title|The quays|are|closed."),
    (["The quays Report, 2026", "are\nReport, 2026", "closed.\nReport, 2026"], "The quays|are|closed."),
]  # fmt: skip
STAY = [
    ["The quays\nReport"],
    ["The quays\nReport", "are closed.\nNotes"],
    ["Boats\n12", "Gulls\n350"],
    ["It costs\n7 euros", "and then\n9 euros", "and\n12 euros"],
    ["It will\nnever", "close", "the quays", "in winter"],
    ["Rule 1 closes quay 1.", "Rule 2 closes quay 2.", "Rule 3 closes quay 3."],
    ["", "The quays"],
]


@pytest.mark.parametrize(("pages", "read"), RUNS)
def test_what_most_pages_share_at_one_end_is_skipped_or_read(pages: list[str], read: str) -> None:
    found = set_apart(pages)
    assert "|".join(map(as_read, found)) == read
    assert [as_copied(page).split() for page in found] == [page.split() for page in pages]


@pytest.mark.parametrize("pages", STAY)
def test_what_differs_from_page_to_page_is_no_head_and_no_foot(pages: list[str]) -> None:
    assert set_apart(pages) == pages


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    bodies = ("It says that the quays", "are closed in winter", "on Sundays.")
    pages = [("Port of Aldera", body, f"Page {n} of 3") for n, body in enumerate(bodies, 1)]
    text = str(answer_to(pdf(*pages), "application/pdf", None)["text"])
    whole = "the quays Page 1 of 3 Port of Aldera are closed"
    for words in ("the quays are closed in winter on Sundays.", whole, "Page 3 of 3"):
        assert find(Quote(exact=words), text) is not None
    assert find(Quote(exact="the quays Port of Aldera are closed"), text) is None
