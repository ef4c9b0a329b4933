"""Nearest texts: a slip, a missing accent, the middle of a Japanese word, and words that say nothing."""

from random import Random

import pytest

from lastro.text.grams import grams_of, grams_of_query, index_texts, rank, split_words

TEXTS = (
    "A exclusividade da API no Azure terminou em 27 de abril de 2026.",
    "Cem bilhões de dólares em lucros, a meta do contrato.",
    "東京都は港の使用料を引き上げた。",
    "The quays of Aldera are closed on Sundays.",
    "The ferry of Aldera is free on Sundays, and the quay is not.",
    "Straße und Ostsee: der Hafen bleibt offen.",
)


def found(query: str, near: int = 6) -> list[int]:
    return [number for number, _ in rank(index_texts(TEXTS), query, near)]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("exclusivdade", [0]),
        ("EXCLUSIV", [0]),
        ("bilhoes", [1]),
        ("bilhões em lucros", [1]),
        ("使用料", [2]),
        ("京都", [2]),
        ("料を引", [2]),
        ("quays aldera", [3, 4]),
        ("ferry aldera", [4]),
        ("straße", [5]),
        ("em que as o da the of", []),
        ("zebra", []),
        ("", []),
        ("!?", []),
    ],
)
def test_a_query_finds(query: str, numbers: list[int]) -> None:
    assert found(query) == numbers


def test_a_word_is_cut_into_runs_that_know_where_it_begins_and_ends() -> None:
    assert grams_of("quays") == (" qua", "quay", "uays", "ays ")
    assert grams_of("ai") == (" ai ",)
    assert grams_of("使用料") == ("使用", "用料")
    assert grams_of("料") == ("料",)


def test_case_accents_and_forms_of_letters_are_folded() -> None:
    assert split_words("Ação: ＡＢＣ, o ﬁm, ｶﾞ; 한국") == ["acao", "abc", "fim", "カ", "한국"]


def test_the_nearer_text_comes_first_whatever_its_number() -> None:
    texts = ["quays of Aldera and so many other things in town", "quays of Aldera", "gulls"]
    assert [n for n, _ in rank(index_texts(texts), "aldera quays")] == [1, 0]
    same = rank(index_texts(["quays", "quays"]), "quays")
    assert [n for n, _ in same] == [0, 1]
    assert same[0][1] == same[1][1]


def test_who_compares_takes_what_is_less_near_too() -> None:
    few, more = found("ferry azure quays"), found("ferry azure quays", 0)
    assert set(few) < set(more)


def test_of_a_long_query_the_longest_words_are_looked_up() -> None:
    words = ["".join(Random(n).choices("abcdefghij", k=5 + n % 4)) for n in range(100)]  # noqa: S311
    grams = grams_of_query(" ".join(words))
    assert len(grams) == 200
    assert all(len(word) >= 7 for word in words if set(grams_of(word)) <= set(grams))


def test_no_texts_are_an_index_that_finds_nothing() -> None:
    assert rank(index_texts([]), "quays") == []
