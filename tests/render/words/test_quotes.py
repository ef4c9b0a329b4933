"""What readers are told of how each quote was checked: every state, in both languages, and no more.

The states that the published site does not show yet are the ones that nobody looks at.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import html5lib
import pytest

from lastro.corpus.corpus import Corpus
from lastro.evidence.proofs import evidence_key, quotes_of
from lastro.locks.evidence import CaptureProof, DroppedCapture, EvidenceLock, Proof
from lastro.render.pages.every import pages
from lastro.site.derive import derive
from tests.support.builders import CLAIM, article, claim, corpus, passage, review, source
from tests.support.levers import TODAY

LANGUAGES = ("en", "pt-BR")
SAID = cast("dict[str, object]", CLAIM["said"])
WORDS = "claim:quays-are-closed/said/words"
ORIGINAL = "claim:quays-are-closed/said/original"
ALSO = "claim:quays-are-closed/said/also/0"
LOG = evidence_key("quays-are-closed", "harbour-log")
OTHER = evidence_key("quays-are-closed", "tide")
LEFT_OUT = "article:harbour-times/left_out/0"
FETCHED = CaptureProof(
    url="https://port.example.org/log",
    retrieved="2025-03-12T10:00:00Z",
    media_type="text/html",
    via="http",
    bytes="a" * 64,
    text="b" * 64,
    characters=5120,
)
HANDED = replace(FETCHED, url="unknown", media_type="application/pdf", via="file")
NEWER = replace(FETCHED, retrieved="2025-05-01T08:00:00Z")
DROPPED = DroppedCapture(FETCHED, "2025-04-02", "Its author asked us to.")
READ = {
    "en": "Read by Ines Duarte on 10 March 2025 (in its own place, whole).",
    "pt-BR": "Lida por Ines Duarte em 10 de março de 2025 (no local de origem, na íntegra).",
}
NO_COPY = {
    "en": "We hold no copy of our own to check the words against.",
    "pt-BR": "Não temos cópia própria para conferir as palavras.",
}


def gathered(**over: object) -> Corpus:
    """Gather an article that leaves a statement out, a claim that repeats words, two sources."""
    statements = [
        {"claim": "quays-are-closed"},
        {"left_out": "Gulls cried.", "because": {"en": "Idle.", "pt-BR": "À toa."}},
    ]
    said = {**SAID, "also": ["No quay opens."]}
    evidence = [
        {**passage("harbour-log"), "id": "harbour-log"},
        {**passage("tide", stance="context"), "id": "tide"},
    ]
    tide = source(id="tide", publisher="The Tide", kind="secondary", origin="tide")
    judged = claim(said=said, evidence=evidence, **over)
    return corpus(article(statements=statements), judged, source(), tide)


def locked(
    found: Mapping[str, Mapping[str, object]],
    dropped: Mapping[str, DroppedCapture] | None = None,
    of: Corpus | None = None,
) -> Corpus:
    """Write an entry for some quotes: verified in the fetched copy unless it says otherwise."""
    whole = of or gathered()
    quotes = {quoted.key: quoted for quoted in quotes_of(whole)}
    proofs = {
        key: Proof(
            **{
                "quote": quotes[key].hash,
                "source": quotes[key].source,
                "capture": FETCHED,
                "result": "verified",
                "normalization": 1,
                "offset": 40,
                "length": 19,
                **over,
            }  # type: ignore[arg-type]
        )
        for key, over in found.items()
    }
    return replace(whole, evidence_lock=EvidenceLock(proofs, dropped or {}))


def shown(whole: Corpus, path: str, language: str, css: str) -> list[str]:
    """Return the text of every element of a page that has a class, or the name of an element."""
    body = next(page.body for page in pages(derive(whole, TODAY), language) if page.path == path)
    root = html5lib.parseFragment(body, namespaceHTMLElements=False)
    return [
        " ".join("".join(element.itertext()).split())
        for element in root.iter()
        if css in {element.tag, *(element.get("class") or "").split()}
    ]


def claim_reads(whole: Corpus, language: str) -> list[str]:
    """Return what a claim page says of checks: of the words, then of its passages.

    What one passage says for itself stands before what is said once for all.
    """
    path = "claims/quays-are-closed/"
    words, *of_all = shown(whole, path, language, "lt-read")
    of_each = {
        "en": " This holds unless a passage says otherwise.",
        "pt-BR": " Isso vale salvo indicação no trecho.",
    }
    own = shown(whole, path, language, "lt-apart")
    return [words, " ".join([*own, *(told.removesuffix(of_each[language]) for told in of_all)])]


@pytest.mark.parametrize(
    ("proof", "dropped", "en", "pt"),
    [
        (
            {},
            None,
            "Quote checked word for word against our copy of 12 March 2025.",
            "Citação conferida palavra por palavra com a nossa cópia de 12 de março de 2025.",
        ),
        (
            {"capture": HANDED, "part": "7"},
            None,
            "Quote checked word for word against our copy, added by hand on 12 March 2025 (page 7).",
            (
                "Citação conferida palavra por palavra com a nossa cópia, incluída manualmente em 12 de "
                "março de 2025 (página 7)."
            ),
        ),
        (
            {"part": "1h02m03s"},
            None,
            "Quote checked word for word against our copy of 12 March 2025 (at 1:02:03).",
            "Citação conferida palavra por palavra com a nossa cópia de 12 de março de 2025 (em 1:02:03).",
        ),
        (
            {"part": "main"},
            None,
            "Quote checked word for word against our copy of 12 March 2025.",
            "Citação conferida palavra por palavra com a nossa cópia de 12 de março de 2025.",
        ),
        (
            {"changed": "2025-05-01T08:00:00Z"},
            None,
            (
                "Quote checked word for word against our copy of 12 March 2025. A newer copy, of 1 May "
                "2025, does not hold these words."
            ),
            (
                "Citação conferida palavra por palavra com a nossa cópia de 12 de março de 2025. Uma "
                "cópia mais recente, de 1º de maio de 2025, não traz estas palavras."
            ),
        ),
        (
            {},
            DROPPED,
            (
                "Quote checked word for word against our copy of 12 March 2025. We took our copy down "
                "on 2 April 2025: Its author asked us to."
            ),
            (
                "Citação conferida palavra por palavra com a nossa cópia de 12 de março de 2025. "
                "Retiramos a nossa cópia em 2 de abril de 2025: Its author asked us to."
            ),
        ),
        (
            {"capture": NEWER},
            DROPPED,
            "Quote checked word for word against our copy of 1 May 2025.",
            "Citação conferida palavra por palavra com a nossa cópia de 1º de maio de 2025.",
        ),
        (
            {"result": "mismatch", "offset": None, "length": None},
            None,
            "These words were not found in our copy of 12 March 2025.",
            "Estas palavras não foram encontradas na nossa cópia de 12 de março de 2025.",
        ),
        (
            {"quote": "c" * 64},
            None,
            (
                "These words were edited after we compared them with our copy of 12 March 2025, and not "
                "compared again."
            ),
            (
                "Estas palavras foram alteradas depois de comparadas com a nossa cópia de 12 de março "
                "de 2025 e ainda não foram conferidas de novo."
            ),
        ),
        (
            {"quote": "c" * 64, "result": "mismatch", "offset": None, "length": None},
            None,
            (
                "These words were edited after we compared them with our copy of 12 March 2025, and not "
                "compared again."
            ),
            (
                "Estas palavras foram alteradas depois de comparadas com a nossa cópia de 12 de março "
                "de 2025 e ainda não foram conferidas de novo."
            ),
        ),
    ],
    ids=[
        "fetched",
        "page of a handed PDF",
        "subtitles",
        "part without a page",
        "gone from a newer copy",
        "copy taken down",
        "newer than what was taken down",
        "not found",
        "edited since",
        "edited since it was not found",
    ],
)
def test_a_passage_that_was_compared_says_so_before_who_read_it(
    proof: dict[str, object], dropped: DroppedCapture | None, en: str, pt: str
) -> None:
    gone = {"source:harbour-log": dropped} if dropped else {}
    whole = locked({LOG: proof}, gone)
    for language, check in (("en", en), ("pt-BR", pt)):
        told = claim_reads(whole, language)[1]
        assert told.index(check) < told.index(READ[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_passage_without_a_copy_says_who_read_it_and_that_nothing_was_compared(
    language: str,
) -> None:
    assert claim_reads(gathered(), language)[1] == f"{READ[language]} {NO_COPY[language]}"


def test_a_passage_of_a_source_that_nobody_read_says_so() -> None:
    unread = source(read="unread")
    whole = corpus(article(), claim(), unread)
    en, pt = "Known, not opened.", "Conhecida, não aberta."
    assert claim_reads(whole, "en")[1] == f"{en} Nobody has read this source yet."
    assert claim_reads(whole, "pt-BR")[1] == f"{pt} Ninguém leu esta fonte ainda."


def test_a_passage_without_words_says_nothing_of_a_copy() -> None:
    note = {"en": "An absence.", "pt-BR": "Uma ausência."}
    item = {"source": "harbour-log", "stance": "supports", "note": note}
    whole = corpus(article(), claim(evidence=[item]), source())
    assert [claim_reads(whole, language)[1] for language in LANGUAGES] == [
        READ["en"],
        READ["pt-BR"],
    ]


@pytest.mark.parametrize(
    ("proof", "en", "pt"),
    [
        (
            {},
            "Words checked word for word against our copy of the article, of 12 March 2025.",
            (
                "Palavras conferidas palavra por palavra com a nossa cópia do artigo, de 12 de março de "
                "2025."
            ),
        ),
        (
            {"capture": HANDED},
            (
                "Words checked word for word against our copy of the article, added by hand on "
                "12 March 2025."
            ),
            (
                "Palavras conferidas palavra por palavra com a nossa cópia do artigo, incluída "
                "manualmente em 12 de março de 2025."
            ),
        ),
        (None, NO_COPY["en"], NO_COPY["pt-BR"]),
    ],
    ids=["fetched", "handed", "no copy"],
)
def test_the_words_of_the_article_say_that_the_original_was_checked(
    proof: dict[str, object] | None, en: str, pt: str
) -> None:
    whole = locked({WORDS: proof, ALSO: proof} if proof is not None else {})
    assert claim_reads(whole, "en")[0] == en
    assert claim_reads(whole, "pt-BR")[0] == pt
    also = [shown(whole, "claims/quays-are-closed/", language, "lt-also") for language in LANGUAGES]
    assert also == [["Also: No quay opens."], ["Também: No quay opens."]]


def test_other_words_of_the_article_say_it_when_they_fared_otherwise() -> None:
    missing = {"result": "mismatch", "offset": None, "length": None}
    whole = locked({WORDS: {}, ALSO: missing})
    assert [shown(whole, "claims/quays-are-closed/", one, "lt-also") for one in LANGUAGES] == [
        ["Also: No quay opens. · These words were not found in our copy of 12 March 2025."],
        [
            (
                "Também: No quay opens. · Estas palavras não foram encontradas na nossa cópia de "
                "12 de março de 2025."
            )
        ],
    ]


def worded(**said: object) -> Corpus:
    """Gather a claim of which other things were said; a tide table holds originals."""
    return corpus(
        article(), claim(said={**SAID, **said}), source(), source(id="tide", origin="tide")
    )


TRANSLATING = {"words": "Nossos cais fecham.", "lang": "pt-BR", "source": "tide", "where": "p. 3"}


@pytest.mark.parametrize(
    ("proof", "en", "pt"),
    [
        (None, NO_COPY["en"], NO_COPY["pt-BR"]),
        (
            {},
            "Quote checked word for word against our copy of 12 March 2025.",
            "Citação conferida palavra por palavra com a nossa cópia de 12 de março de 2025.",
        ),
        (
            {"result": "mismatch", "offset": None, "length": None},
            "These words were not found in our copy of 12 March 2025.",
            "Estas palavras não foram encontradas na nossa cópia de 12 de março de 2025.",
        ),
    ],
    ids=["no copy", "found", "not found"],
)
def test_the_original_of_translated_words_says_how_it_was_checked(
    proof: dict[str, object] | None, en: str, pt: str
) -> None:
    whole = worded(original=TRANSLATING)
    found = {} if proof is None else {ORIGINAL: proof, WORDS: {}}
    of = locked(found, of=whole)
    for language, told in (("en", en), ("pt-BR", pt)):
        named = "Port Authority of Aldera, "
        line = shown(of, "claims/quays-are-closed/", language, "lt-read")[-1]
        assert line.startswith(named)
        assert line.endswith(f", p. 3. {told}")
        assert shown(of, "sources/tide/", language, "lt-compared") == [told]
    count = shown(of, "claims/quays-are-closed/", "en", "lt-proofs")
    assert len(count) == (proof is not None)


def test_words_that_translate_others_are_not_called_the_original() -> None:
    of = locked({WORDS: {}}, of=worded(original=TRANSLATING))
    assert [claim_reads(of, language)[0] for language in LANGUAGES] == [
        "The words of the article were checked word for word against our copy of it, of 12 March 2025.",
        "Palavras do artigo conferidas palavra por palavra com a nossa cópia dele, de 12 de março de 2025.",
    ]


def test_the_original_stands_in_place_of_our_translation_on_pages_in_its_language() -> None:
    said = {"translation": {"pt-BR": "Os nossos fecham."}, "original": TRANSLATING}
    path, german = "claims/quays-are-closed/", {**TRANSLATING, "lang": "de"}
    for original, translated in ((TRANSLATING, []), (german, ["Tradução nossa Os nossos fecham."])):
        whole = worded(**{**said, "original": original})
        quotes = shown(whole, path, "pt-BR", "blockquote")
        assert quotes[0] == "“Our quays are closed on Sundays.”"
        assert quotes.index("“Nossos cais fecham.”") == (1 if original is TRANSLATING else 2)
        assert [
            line for line in shown(whole, path, "pt-BR", "lt-trans") if "nossos" in line
        ] == translated


@pytest.mark.parametrize(
    ("before", "after", "read"),
    [
        ("He said:", None, "“He said: Our quays are closed on Sundays.”"),
        (None, ", and left", "“Our quays are closed on Sundays., and left”"),
        ("He (", ") left", "“He (Our quays are closed on Sundays.) left”"),
        ("He —", "— left", "“He — Our quays are closed on Sundays. — left”"),
        ("彼は", "と言った", "“彼はOur quays are closed on Sundays.と言った”"),
        ("A", "B", "“A Our quays are closed on Sundays. B”"),
    ],
)
def test_a_page_marks_only_what_the_claim_covers(
    before: str | None, after: str | None, read: str
) -> None:
    whole = worded(before=before, after=after)
    path = "claims/quays-are-closed/"
    assert shown(whole, path, "en", "blockquote")[0] == read
    assert shown(whole, path, "en", "mark") == ["Our quays are closed on Sundays."]


def test_what_a_picture_shows_is_no_quote_to_check() -> None:
    media = {"kind": "image", "description": {"en": "A gate.", "pt-BR": "Um portão."}}
    picture = claim(
        said={"on": "unknown", "media": media},
        evidence=[passage("tide", quote=None, note="A list.")],
    )
    whole = corpus(article(), picture, source(id="tide", origin="tide"))
    assert list(quotes_of(whole)) == []
    path = "claims/quays-are-closed/"
    assert [shown(whole, path, language, "lt-shown") for language in LANGUAGES] == [
        ["A gate."],
        ["Um portão."],
    ]
    assert shown(whole, path, "en", "mark") == []
    assert shown(whole, path, "en", "lt-near") == ["A picture A gate. This claim"]
    assert shown(whole, "articles/harbour-times/", "en", "blockquote") == []


@pytest.mark.parametrize(
    ("found", "en", "pt"),
    [
        ({}, NO_COPY["en"], NO_COPY["pt-BR"]),
        (
            {WORDS: {"capture": HANDED}, LEFT_OUT: {"capture": HANDED}},
            (
                "Quotes of the article checked word for word against our copy of it: 2 of 2. The copy "
                "was added by hand on 12 March 2025."
            ),
            (
                "Citações do artigo conferidas palavra por palavra com a nossa cópia dele: 2 de 2. A "
                "cópia foi incluída manualmente em 12 de março de 2025."
            ),
        ),
        (
            {WORDS: {}, LEFT_OUT: {"result": "mismatch", "offset": None, "length": None}},
            (
                "Quotes of the article checked word for word against our copy of it: 1 of 2. The copy "
                "is of 12 March 2025."
            ),
            (
                "Citações do artigo conferidas palavra por palavra com a nossa cópia dele: 1 de 2. A "
                "cópia é de 12 de março de 2025."
            ),
        ),
    ],
    ids=["none", "all", "one not found"],
)
def test_the_page_of_an_article_counts_the_quotes_that_it_shows(
    found: dict[str, dict[str, object]], en: str, pt: str
) -> None:
    path = "articles/harbour-times/"
    for language, told in (("en", en), ("pt-BR", pt)):
        assert shown(locked(found), path, language, "lt-checked") == [told]


def test_a_copy_of_the_article_that_was_taken_down_is_not_called_kept() -> None:
    whole = locked({WORDS: {}, LEFT_OUT: {}}, {"article:harbour-times": DROPPED})
    assert shown(whole, "articles/harbour-times/", "en", "lt-checked") == [
        (
            "Quotes of the article checked word for word against our copy of it: 2 of 2. The copy is "
            "of 12 March 2025. We took our copy down on 2 April 2025: Its author asked us to."
        )
    ]


@pytest.mark.parametrize(
    ("proof", "told"),
    [
        ({}, []),
        (
            {"result": "mismatch", "offset": None, "length": None},
            ["These words were not found in our copy of 12 March 2025."],
        ),
        (
            {"changed": "2025-05-01T08:00:00Z"},
            ["A newer copy, of 1 May 2025, does not hold these words."],
        ),
    ],
    ids=["found", "not found", "gone from a newer copy"],
)
@pytest.mark.parametrize("key", [WORDS, LEFT_OUT])
def test_a_statement_in_the_list_says_when_its_words_are_not_in_the_copy(
    key: str, proof: dict[str, object], told: list[str]
) -> None:
    whole = locked({key: proof})
    assert shown(whole, "articles/harbour-times/", "en", "lt-amiss") == told


def test_the_page_of_a_source_counts_the_quotes_and_shows_what_became_of_each() -> None:
    whole = locked({LOG: {"part": "3"}}, {"source:harbour-log": DROPPED})
    of = "sources/harbour-log/"
    en, pt = (shown(whole, of, language, "lt-compared") for language in LANGUAGES)
    assert en == [
        (
            "Quote checked word for word against our copy of 12 March 2025 (page 3). We took our copy "
            "down on 2 April 2025: Its author asked us to."
        )
    ]
    assert pt == [
        (
            "Citação conferida palavra por palavra com a nossa cópia de 12 de março de 2025 (página 3). "
            "Retiramos a nossa cópia em 2 de abril de 2025: Its author asked us to."
        )
    ]
    counted = "Quotes on this page that were checked word for word against a copy: 1 of 1."
    assert f"{READ['en']} {counted}" in shown(whole, of, "en", "p")
    missing = locked({LOG: {"result": "mismatch", "offset": None, "length": None}})
    assert f"{READ['en']} {counted.replace('1 of', '0 of')}" in shown(missing, of, "en", "p")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_source_without_a_copy_says_it_once(language: str) -> None:
    of = "sources/harbour-log/"
    assert f"{READ[language]} {NO_COPY[language]}" in shown(gathered(), of, language, "p")
    assert shown(gathered(), of, language, "lt-compared") == []


# --- the list of what was compared ----------------------------------------------------------------


def test_copies_are_listed_once_with_all_quotes_that_were_sought_in_them() -> None:
    whole = locked(
        {
            WORDS: {"capture": HANDED, "times": 2},
            ALSO: {"capture": HANDED, "offset": 0, "length": 14},
            LOG: {},
            OTHER: {"result": "mismatch", "offset": None, "length": None},
        }
    )
    path = "claims/quays-are-closed/"
    hashes = {quoted.key: quoted.hash for quoted in quotes_of(whole)}
    assert shown(whole, path, "en", "lt-copy") == [
        (
            "Copy of the article, added by hand (2025-03-12T10:00:00Z); address not recorded. "
            f"application/pdf, hash {'a' * 64}. Its text: 5120 characters, hash {'b' * 64}."
        ),
        (
            "Copy of Port Authority of Aldera, 9 March 2025, fetched from https://port.example.org/log "
            f"(2025-03-12T10:00:00Z). text/html, hash {'a' * 64}. Its text: 5120 characters, hash "
            f"{'b' * 64}."
        ),
        (
            "Copy of The Tide, 9 March 2025, fetched from https://port.example.org/log "
            f"(2025-03-12T10:00:00Z). text/html, hash {'a' * 64}. Its text: 5120 characters, hash "
            f"{'b' * 64}."
        ),
    ]
    assert shown(whole, path, "en", "lt-sought") == [
        (
            "“Our quays are closed on Sundays.”: characters 41 to 59. They stand in 2 places; this is "
            f"the first. Hash of the words: {hashes[WORDS]}."
        ),
        f"“No quay opens.”: characters 1 to 14. Hash of the words: {hashes[ALSO]}.",
        f"Evidence 1: characters 41 to 59. Hash of the words: {hashes[LOG]}.",
        f"Evidence 2: not found. Hash of the words: {hashes[OTHER]}.",
    ]
    assert shown(whole, path, "pt-BR", "lt-sought") == [
        (
            "“Our quays are closed on Sundays.”: caracteres 41 a 59. Elas aparecem em 2 lugares; este "
            f"é o primeiro. Hash das palavras: {hashes[WORDS]}."
        ),
        f"“No quay opens.”: caracteres 1 a 14. Hash das palavras: {hashes[ALSO]}.",
        f"Evidência 1: caracteres 41 a 59. Hash das palavras: {hashes[LOG]}.",
        f"Evidência 2: palavras não encontradas. Hash das palavras: {hashes[OTHER]}.",
    ]


def test_a_copy_that_was_taken_down_says_so_in_the_list_and_its_address_stays() -> None:
    whole = locked(
        {LOG: {"capture": replace(HANDED, url=FETCHED.url)}}, {"source:harbour-log": DROPPED}
    )
    assert shown(whole, "claims/quays-are-closed/", "pt-BR", "lt-copy") == [
        (
            "Cópia de Port Authority of Aldera, 9 de março de 2025, incluída manualmente "
            "(2025-03-12T10:00:00Z); https://port.example.org/log. Retiramos a nossa cópia em 2 de "
            f"abril de 2025: Its author asked us to. application/pdf, hash {'a' * 64}. Texto da cópia: "
            f"5120 caracteres, hash {'b' * 64}."
        )
    ]


def test_a_quote_that_was_edited_since_names_the_source_that_was_compared_then() -> None:
    whole = locked({LOG: {"quote": "c" * 64, "source": "a-lost-source"}})
    path = "claims/quays-are-closed/"
    assert shown(whole, path, "en", "lt-copy")[0].startswith("Copy of a-lost-source, fetched from")
    assert shown(whole, path, "en", "lt-sought") == [
        f"Evidence 1: edited since, not compared again. Hash of the words: {'c' * 64}."
    ]


@pytest.mark.parametrize(
    ("found", "counted"),
    [
        ({}, "0 of 4"),
        ({WORDS: {}, LOG: {}}, "2 of 4"),
        ({WORDS: {}, LOG: {"quote": "c" * 64}}, "1 of 4"),
    ],
    ids=["nothing compared", "two found", "one edited since"],
)
def test_only_words_that_were_found_count_as_checked(
    found: dict[str, dict[str, object]], counted: str
) -> None:
    told = (
        f"Quotes on this page that were checked word for word against a copy: {counted}. To check "
        "a quote by eye, open its passage at the source and compare."
    )
    whole = locked(found)
    assert told in shown(whole, "claims/quays-are-closed/", "en", "p")
    assert len(shown(whole, "claims/quays-are-closed/", "en", "lt-proofs")) == bool(found)


# --- what must not be overlooked ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proof", "amiss"),
    [
        ({}, []),
        (
            {"changed": "2025-05-01T08:00:00Z"},
            ["A newer copy, of 1 May 2025, does not hold these words."],
        ),
        (
            {"result": "mismatch", "offset": None, "length": None},
            ["These words were not found in our copy of 12 March 2025."],
        ),
        (
            {"quote": "c" * 64},
            [
                (
                    "These words were edited after we compared them with our copy of 12 March 2025, "
                    "and not compared again."
                )
            ],
        ),
    ],
    ids=["found", "gone from a newer copy", "not found", "edited since"],
)
def test_words_that_are_not_in_a_copy_stand_out_on_the_page(
    proof: dict[str, object], amiss: list[str]
) -> None:
    strong = shown(locked({WORDS: proof}), "claims/quays-are-closed/", "en", "strong")
    assert [words for words in strong if "copy" in words and "Copy of" not in words] == amiss


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Published against the evidence"),
        ("pt-BR", "Publicado em desacordo com as evidências"),
    ],
)
def test_a_verdict_against_the_evidence_says_so_beside_the_verdict(
    language: str, told: str
) -> None:
    override = {
        "reason": {"en": "It was misread.", "pt-BR": "Foi mal lido."},
        "by": ["Ines Duarte", "Rui Prado"],
    }
    path = "claims/quays-are-closed/"
    against = gathered(reviews=[review("refuted", override=override)])
    assert shown(against, path, language, "lt-against") == [told]
    assert shown(gathered(), path, language, "lt-against") == []
