"""One sentence, no verdict, and an answer where an answer is owed: the cases behind the rules."""

from datetime import date

import pytest

from lastro.rules.registry import rules
from lastro.rules.wording.claim_has_verdict_word import verdict_words
from lastro.rules.wording.not_one_sentence import asks, sentences
from tests.support.builders import claim, corpus, source
from tests.support.rule_findings import findings

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("OpenAI paid US$13.0 billion to Microsoft in the U.S. in 2026.", 1),
        ("It went to Apple Inc. Japan sold.", 1),
        ("It went to Apple Inc. The court agreed.", 2),
        ("It closed at 5 a.m. on 27 Apr. 2026; it reopened at 6 p.m.", 1),
        ("It closed at 5 a.m. It reopened later.", 2),
        ("O cais nº 5 fechou em out. de 2025, diz o Sr. Vale.", 1),
        ("A areia foi para o mar. O porto fechou.", 2),
        ("It closed. It reopened.", 2),
        ("It rose to 5. The rest fell. Nobody knows.", 3),
        ("Quay no. 5, see Fig. 3 and p. 12, by J. A. Smith and A. B. Vale", 1),
        ("1. The night fare doubled.", 1),
        ("Yahoo! Japan closed it.", 1),
        ("He said “It is closed. We are sorry.” and left.", 1),
        ("He said “It is closed.” The company denied it.", 2),
        ("It is closed (see Fig. 3. There it is open).", 1),
        ("Wait… What happened then", 2),
        ("It closed. 40 people left.", 2),
        ("関係がある。ない", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert sentences(text) == count


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("बंदरगाह बंद है। नावें चली गईं।", "hi", 2),
        ("डॉ. शर्मा के अनुसार बंदरगाह बंद है।", "hi", 1),
        ("“बंदरगाह बंद है।”", "hi", 1),
        ("Նավահանգիստը փակ է։ Նավերը գնացին։", "hy", 2),
        ("بندرگاہ بند ہے۔ کشتیاں چلی گئیں۔", "ur", 2),
        ("ወደቡ ተዘግቷል። ጀልባዎቹ ሄዱ።", "am", 2),
        ("Το λιμάνι έκλεισε· τα πλοία έφυγαν.", "el", 1),
        ("Έκλεισε το λιμάνι; Τα πλοία έφυγαν.", "el", 2),
        ("The port closed; The Hague was told.", "en", 1),
        ("Prof. Dr. h.c. Meier, d.h. der Chef, sagte z.B. am 3. Januar, der Kai sei zu.", "de", 1),
        (
            "Prof. Dr. h. c. Meier, d. h. der Chef, sprach u. a. am 20. Kai von 5 Mio. Euro.",
            "de",
            1,
        ),
        ("Im 18. Jh. Chr. Meier baute das Fort mit max. 3 Toren und ca. 20 Kanonen.", "de", 1),
        ("EE. UU. Bases cierra el puerto de ul. Portowa.", "es", 1),
        ("Es waren 12. Die Stadt zahlte.", "de", 2),
        ("Das Schiff sank 1912. Niemand half.", "de", 2),
        ("It rose to 12. Prices fell.", "en", 2),
    ],
)
def test_sentences_end_as_their_language_ends_them(text: str, language: str, count: int) -> None:
    assert sentences(text, language) == count


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Is it closed?", True),
        ("¿Está cerrado", True),
        ("Is it closed? The log says so.", True),
        ("هل هو مغلق؟", True),
        ("Είναι κλειστό το λιμάνι;", True),
        ("Είναι κλειστό το λιμάνι\u037e", True),
        ("The port closed; the boats left;", False),
        ("Արդյո՞ք նավահանգիստը փակ է։", True),
        ("The poster asks “is it closed?”", False),
        ("See example.org/?page=1 for it.", False),
    ],
)
def test_a_quoted_question_is_none(text: str, question: bool) -> None:  # noqa: FBT001 - a column
    assert asks(text) is question


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("It is true that the false claim is a lie", "en", ["is true", "false", "a lie"]),
        ("Untrue: the Hoax was debunked", "en", ["Untrue", "Hoax", "debunked"]),
        ("Microsoft may true up its capacity, true north of its reserves", "en", []),
        ("The reserves lie off the coast, a falsework, truelove, mythology", "en", []),
        ("It was reportedly, allegedly, supposedly closed", "en", []),
        ("The mayor calls it “fake” and 'a \"hoax\"'", "en", []),
        ("A false alarm and a false positive", "en", []),
        ("It is\ntrue", "en-GB", ["is\ntrue"]),
        ("O boato é falso e É VERDADE que o verdadeiro dono mentiu", "pt-BR",
         ["boato", "falso", "É VERDADE", "mentiu"]),
        ("Supostamente há um perfil falso no aeroporto errado", "pt-BR", []),
        ("A notícia é enganosa e infundada", "pt", ["enganosa", "infundada"]),
        ("false", "pt-BR", []),
        ("falsch", "de", []),
    ],
)  # fmt: skip
def test_words_judge_whole_and_in_their_own_language(
    text: str, language: str, words: list[str]
) -> None:
    assert verdict_words(text, language) == words


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        *((t, True) for t in ("-", "—", "N/A", "n.a.", "None.", "nothing", "Nada", "nenhum!")),
        *((t, True) for t in ("...", "0", "(nada)", "Rien", "Нет", "无", "Não se aplica")),
        *((t, False) for t in ("Nothing was left out.", "Nada ficou de fora.", "The gates")),
    ],
)
def test_what_says_nothing_in_any_language(text: str, fires: bool) -> None:  # noqa: FBT001 - a column
    checked = corpus(claim(not_checked=text), source())
    assert bool([*findings(rules()["not-checked-empty"], checked, TODAY)]) is fires
