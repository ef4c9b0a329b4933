"""One claim in other words is found; the same sentence about another year or place is not."""

import pytest

from lastro.text.similarity import ALIKE, alike, likeness, profile_sentence


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
