"""Names one slip apart are found, and names that differ for a reason are left alone."""

import pytest

from lastro.text.typos import one_slip_apart


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Microsft", "Microsoft"),
        ("Micorsoft", "Microsoft"),
        ("Microsofft", "Microsoft"),
        ("Microsaft", "Microsoft"),
        ("Open AI", "OpenAI"),
        ("OpenAI", "openai"),
        ("São Paulo", "Sao Paulo"),
        ("A.P.", "AP"),
        ("sec-filing", "sec-filings"),
        ("sec-filing", "secfiling"),
        ("report-2025", "raport-2025"),
    ],
)
def test_two_spellings_of_one_name_look_alike(one: str, other: str) -> None:
    pair = tuple(sorted((one, other)))
    assert list(one_slip_apart([one, other, "Harbour Times"])) == [pair]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ft-2024-12-06", "ft-2024-12-07"),
        ("report-1-12", "report-11-2"),
        ("wire-service-a", "wire-service-b"),
        ("wire-service", "wire-service-b"),
        ("iran", "iraq"),
        ("health", "wealth"),
        ("Austria", "Australia"),
        ("2024", "2025"),
        ("…", "?"),
        ("Microsoft", "Microsoft"),
    ],
)
def test_two_names_do_not_look_alike(one: str, other: str) -> None:
    assert list(one_slip_apart([one, other])) == []
