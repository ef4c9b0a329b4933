"""Which languages run from right to left, by their tags: what browsers are told of each quote."""

import pytest

from lastro.render.words.phrases import mark_language

RTL = (
    "ar ar-EG he fa fa-AF ur ps ckb yi dv syr sd ug ota arc nqo pa-PK pa-Arab az-IR uz-Arab-AF ff-Adlm rhg "
    "ks sr-Arab"
)
LTR = "en pt-BR es ja zh-Hant hi th sr sr-Latn pa az uz ff ku ar-Latn he-Latn-IL grc de-1996"


@pytest.mark.parametrize("tag", RTL.split())
def test_a_text_from_right_to_left_says_so(tag: str) -> None:
    assert mark_language(tag) == f' lang="{tag}" dir="rtl"'


@pytest.mark.parametrize("tag", LTR.split())
def test_a_text_from_left_to_right_runs_as_its_page(tag: str) -> None:
    assert mark_language(tag) == f' lang="{tag}"'


@pytest.mark.parametrize("tag", ["und", "qaa", "mul", "x-harbour"])
def test_of_a_language_that_nobody_knows_the_letters_decide(tag: str) -> None:
    assert mark_language(tag) == f' lang="{tag}" dir="auto"'
