"""DOI, ISBN and archive addresses: right ones pass, one slip does not."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastro.text.identifiers import (
    Copy,
    copy_at,
    page_at,
    stamp,
    why_not_archive,
    why_not_doi,
    why_not_isbn,
)

NOON = datetime(2026, 1, 10, 12, 30, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "isbn",
    ["978-3-16-148410-0", "9783161484100", "0-306-40615-2", "0-8044-2957-X", "080442957x"],
)
def test_a_printed_isbn_is_right(isbn: str) -> None:
    assert why_not_isbn(isbn) is None


@given(st.integers(0, 12), st.integers(1, 9))
def test_one_mistyped_digit_of_an_isbn_is_found(place: int, by: int) -> None:
    digits = [int(d) for d in "9783161484100"]
    digits[place] = (digits[place] + by) % 10
    assert why_not_isbn("".join(map(str, digits))) is not None


@pytest.mark.parametrize(
    "isbn", ["978316148410", "977-3-16-148410-0", "X-306-40615-2", "ISBN 1", ""]
)
def test_what_has_not_the_form_of_an_isbn_is_told(isbn: str) -> None:
    told = (f"'{isbn}' is not an ISBN", "an ISBN has 10 digits, or 13 from 978 or 979 on")
    assert why_not_isbn(isbn) == told


@pytest.mark.parametrize("doi", ["10.1000/182", "10.5555/a(b)<c>.1", "10.1000.10/1/2"])
def test_a_bare_doi_is_right(doi: str) -> None:
    assert why_not_doi(doi) is None


@pytest.mark.parametrize("before", ["https://doi.org/", "http://dx.doi.org/", "doi:", "DOI: "])
def test_what_stands_before_a_doi_is_to_be_dropped(before: str) -> None:
    fault = why_not_doi(f"{before}10.1000/182")
    assert fault == (f"'{before}10.1000/182' is not a bare DOI", "write '10.1000/182'")


@pytest.mark.parametrize("doi", ["10.1000", "11.1000/182", "10.100/182", "10.1000/a b", "doi:x"])
def test_what_has_not_the_form_of_a_doi_is_told(doi: str) -> None:
    fault = why_not_doi(doi)
    assert fault is not None
    assert fault[0] == f"'{doi}' is not a DOI"


@pytest.mark.parametrize("view", ["", "id_", "if_"])
@pytest.mark.parametrize(
    "service", ["https://web.archive.org/web", "https://arquivo.pt/wayback", "http://x.org/a/b"]
)
def test_an_archive_address_says_when_and_which_page(service: str, view: str) -> None:
    address = f"{service}/20260110123005{view}/https://port.example.org/a?b=/web/1/#c"
    assert copy_at(address) == Copy(NOON, "https://port.example.org/a?b=/web/1/#c")
    assert stamp(NOON) == "20260110123005"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("web/2026/https://a.example.org/", "'web/2026' has no 14-digit time"),
        ("web/2026*/https://a.example.org/", "'web/2026*' has no 14-digit time"),
        ("web/https://a.example.org/", "'web/https:' has no 14-digit time"),
        (
            "web/202601101230051/https://a.example.org/",
            "'web/202601101230051' has no 14-digit time",
        ),
        ("web/20260110123005/a.example.org/", "'web/20260110123005' names no page"),
        ("web/20261310123005/https://a.example.org/", "'20261310123005' is no moment"),
        ("web", "'web' has no 14-digit time"),
    ],
)
def test_an_address_of_no_single_copy_is_told(path: str, message: str) -> None:
    told = (message, "copy the whole archive address")
    assert why_not_archive(f"https://web.archive.org/{path}") == told


@pytest.mark.parametrize(
    "address",
    ["https://archive.org/details/x", "https://perma.cc/A", "https://x.org/web/1/https://y.org"],
)
def test_other_archives_have_forms_of_their_own(address: str) -> None:
    assert why_not_archive(address) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://times.example.org/quays",
        "http://times.example.org/quays/",
        "https://www.Times.example.org:443/quays#sundays",
        "http://times.example.org:80/qua%79s",
        "https://web.archive.org/web/20260110123005/https://times.example.org/quays",
    ],
)
def test_the_ways_to_write_an_address_lead_to_one_page(address: str) -> None:
    assert page_at(address) == "times.example.org/quays"


def test_other_pages_of_a_site_are_other_pages() -> None:
    paths = ["", "quays", "Quays", "quays?page=1", "quays?page=2", "#!/quays", "#/quays"]
    pages = {page_at(f"https://times.example.org/{path}") for path in paths}
    pages |= {
        page_at("https://times.example.org:8080/quays"),
        page_at("https://m.times.example.org/"),
    }
    assert len(pages) == len(paths) + 2
