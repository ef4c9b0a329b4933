"""One claim in other words is found, and names one slip apart; what differs for a reason is not."""

import pytest

from lastro.text.similarity import ALIKE, alike, likeness, one_slip_apart, profile_sentence


def _likeness(one: str, other: str, language: str = "en") -> float:
    return round(likeness(profile_sentence(one, language), profile_sentence(other, language)), 2)


@pytest.mark.parametrize(
    ("one", "other", "language", "expected"),
    [
        ("The quays are closed.", "Quays close!", "en", 1.0),
        ("Rent in Aldera has doubled.", "In Aldera the rent doubled.", "en", 1.0),
        ("The quays of Aldera close on Sunday.", "Aldera's quays close on Sundays.", "en", 1.0),
        ("Unemployment fell to 3 percent.", "Unemployment fell to 3 percent in 2026.", "en", 0.89),
        ("Os cais de Aldera fecham.", "O cais fecha em Aldera.", "pt-BR", 1.0),
        ("Os cais de Aldera fecham aos domingos.", "Fecham aos domingos os cais.", "pt-BR", 0.86),
        ("Rent rose 5 percent in 2024.", "Rent rose 5 percent in 2025.", "en", 0.0),
        ("The quays of Aldera are closed.", "The quays of Brenna are closed.", "en", 0.0),
        ("The quays are closed.", "The quays are not closed.", "en", 0.0),
        ("The quays are closed.", "The quays aren't closed.", "en", 0.0),
        ("Os cais fecham.", "Os cais não fecham.", "pt-BR", 0.0),
        ("…", "…", "en", 0.0),
    ],
)
def test_wordings_are_as_alike_as_the_words_they_share(
    one: str, other: str, language: str, expected: float
) -> None:
    assert _likeness(one, other, language) == _likeness(other, one, language) == expected


def test_the_few_rarest_words_lead_to_every_wording_that_is_alike() -> None:
    towns = ["Aldera", "Brenna", "Corvo", "Dunas"]
    verbs = ["closed", "opened", "sold", "flooded"]
    texts = {
        f"{verb}-{town}-{more}": f"The old quays of {town} were {verb} {more}after the long storm."
        for town in towns
        for verb in verbs
        for more in ("", "again ")
    }
    wordings = {key: profile_sentence(text, "en") for key, text in texts.items()}
    keys = list(wordings)
    every_pair = {
        (later, earlier)
        for index, later in enumerate(keys)
        for earlier in keys[:index]
        if likeness(wordings[later], wordings[earlier]) >= ALIKE
    }
    assert {(later, earlier) for later, earlier, _ in alike(wordings)} == every_pair
    assert len(every_pair) >= len(towns) * len(verbs)


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
