"""Which passages count as one and why, as a reader of a claim page is told in both languages."""

import re

import html5lib
import pytest

from lastro.render.page_builder import Maker
from lastro.render.pages.records import claim_page
from lastro.render.pages.records import source as source_page
from lastro.render.words.catalogue import words
from lastro.render.words.origins import origin_reasons
from lastro.render.words.wording import Wording
from lastro.site.derive import Site, derive
from tests.support.builders import article, claim, corpus, passage, review, source
from tests.support.levers import TODAY, text_of

TIDE = source(
    id="tide", publisher="The Tide", kind="secondary", origin="tide", published="2025-03-05"
)
BLOG = source(
    id="blog",
    publisher="Port Blog",
    kind="secondary",
    origin="tide",
    derived_from=["tide"],
    published="2025-03-06",
)
DIGEST = source(
    id="digest",
    publisher="Digest",
    kind="secondary",
    origin="tide",
    derived_from=["blog"],
    published="2025-03-07",
)
NOTICE = source(
    id="notice",
    publisher="Quay Company",
    origin="quay-company",
    parties=["Quay Company"],
    published="2025-03-08",
)
ECHO = source(
    id="echo", publisher="Echo", kind="secondary", origin="quay-company", published="2025-03-09"
)
LETTER = source(
    id="letter",
    publisher="Guild Letter",
    kind="secondary",
    origin="quay-company",
    parties=["Quay Company"],
    published="2025-03-09",
)


def site(*evidence: dict[str, object], **over: object) -> Site:
    judged = claim(evidence=list(evidence), **over)
    return derive(corpus(article(), judged, TIDE, BLOG, DIGEST, NOTICE, ECHO, LETTER), TODAY)


def reasons(language: str, *evidence: dict[str, object]) -> list[str]:
    shown = site(*evidence)
    view = shown.claims["quays-are-closed"]
    told = origin_reasons(view, Wording(shown, words(language), str))
    return [reason.striptags() for reason in told]


@pytest.mark.parametrize(
    ("cited", "en", "pt"),
    [
        (
            [passage("tide")],
            "Passage 1 goes back to The Tide, 5 March 2025. As recorded for its source.",
            "Origem do trecho 1: The Tide, 5 de março de 2025. Conforme o registro da fonte.",
        ),
        (
            [passage("blog")],
            "Passage 1 goes back to The Tide, 5 March 2025. It re-tells that origin.",
            "Origem do trecho 1: The Tide, 5 de março de 2025. Reproduz a fonte de origem.",
        ),
        (
            [passage("tide"), passage("blog"), passage("digest"), passage("echo", origin="tide")],
            (
                "Passages 1–4 go back to one origin, The Tide, 5 March 2025. "
                "1: as recorded for its source. "
                "2: it re-tells that origin. "
                "3: it re-tells Port Blog, 6 March 2025, which re-tells The Tide, 5 March 2025. "
                "4: as recorded for the passage itself."
            ),
            (
                "Os trechos 1–4 têm uma só origem: The Tide, 5 de março de 2025. "
                "1: conforme o registro da fonte. "
                "2: reproduz a fonte de origem. "
                "3: reproduz a fonte Port Blog, 6 de março de 2025, que por sua vez reproduz a "
                "fonte The Tide, 5 de março de 2025. "
                "4: conforme o registro do próprio trecho."
            ),
        ),
        (
            [
                passage("digest", id="one", origin="gulls"),
                passage("blog", id="two", origin="gulls", quote="Others."),
            ],
            (
                "Passages 1 and 2 go back to one origin, Gulls. As recorded for the passages "
                "themselves."
            ),
            (
                "Os trechos 1 e 2 têm uma só origem: Gulls. Conforme o registro dos próprios "
                "trechos."
            ),
        ),
        (
            [passage("blog"), passage("blog", id="again", quote="Others.")],
            (
                "Passages 1 and 2 go back to one origin, The Tide, 5 March 2025. "
                "They re-tell that origin."
            ),
            (
                "Os trechos 1 e 2 têm uma só origem: The Tide, 5 de março de 2025. "
                "Reproduzem a fonte de origem."
            ),
        ),
        (
            [passage("echo"), passage("letter")],
            (
                "Passages 1 and 2 go back to one origin, Quay Company. "
                "As recorded for their sources. "
                "A party’s word: Guild Letter, 9 March 2025 and 1 other source of this origin "
                "carry the words of Quay Company."
            ),
            (
                "Os trechos 1 e 2 têm uma só origem: Quay Company. "
                "Conforme o registro das fontes. "
                "É palavra de parte interessada: esta fonte (Guild Letter, 9 de março de 2025) e mais "
                "1 da mesma origem reproduzem palavras de Quay Company."
            ),
        ),
        (
            [passage("notice", origin="gulls")],
            (
                "Passage 1 goes back to Gulls. As recorded for the passage itself. "
                "1: a party’s own record, whatever origin it names; its source is "
                "primary and speaks for Quay Company."
            ),
            (
                "Origem do trecho 1: Gulls. Conforme o registro do próprio trecho. "
                "1: registro da própria parte, seja qual for a origem indicada; a fonte é "
                "primária e fala em nome de Quay Company."
            ),
        ),
    ],
    ids=["own", "followed", "all ways", "named", "twice", "party", "a party's record"],
)
def test_a_reader_is_told_why_passages_have_one_origin(
    cited: list[dict[str, object]], en: str, pt: str
) -> None:
    assert (reasons("en", *cited), reasons("pt-BR", *cited)) == ([en], [pt])


def test_one_source_is_of_the_party_itself_and_two_records_are_its_own() -> None:
    one = [passage("notice", origin="gulls"), passage("notice", id="two", origin="gulls")]
    shown = site(*one)
    alone = corpus(article(), claim(evidence=[passage("notice")]), NOTICE)
    told = {}
    for language in ("en", "pt-BR"):
        single = derive(alone, TODAY)
        for name, given in (("record", shown), ("origin", single)):
            wording = Wording(given, words(language), str)
            (reason,) = origin_reasons(given.claims["quays-are-closed"], wording)
            told[name, language] = reason.striptags()
    assert told["record", "en"].endswith(
        "1 and 2: a party’s own records, whatever origin they name; their sources are primary and "
        "speak for Quay Company."
    )
    assert told["record", "pt-BR"].endswith(
        "1 e 2: registros da própria parte, seja qual for a origem indicada; as fontes são "
        "primárias e falam em nome de Quay Company."
    )
    assert told["origin", "en"].endswith(
        "A party’s word: Quay Company, 8 March 2025, for one, is a publication of the party "
        "itself under this origin."
    )
    assert told["origin", "pt-BR"].endswith(
        "É palavra de parte interessada: Quay Company, 8 de março de 2025, por exemplo, é "
        "publicação da própria parte sob esta origem."
    )


def test_the_origin_with_the_most_sources_comes_first_and_each_has_a_paragraph() -> None:
    told = reasons("en", passage("echo"), passage("tide"), passage("blog"))
    assert [re.split(r"\. ", reason)[0] for reason in told] == [
        "Passages 2 and 3 go back to one origin, The Tide, 5 March 2025",
        "Passage 1 goes back to Quay Company",
    ]


@pytest.mark.parametrize(
    ("language", "published", "why"),
    [
        (
            "en",
            "Published against the evidence: Both of us saw the gates. Signed: Ana Prado and Rui Melo.",
            "Which passages count as one, and why",
        ),
        (
            "pt-BR",
            "Publicado em desacordo com as evidências: Nós dois vimos os portões. Assinam: Ana Prado e Rui Melo.",
            "Quais trechos contam como um só, e por quê",
        ),
    ],
)
def test_the_page_shows_an_override_in_full_and_why_passages_are_one(
    language: str, published: str, why: str
) -> None:
    reason = {"en": "Both of us saw the gates.", "pt-BR": "Nós dois vimos os portões."}
    override = {"reason": reason, "by": ["Ana Prado", "Rui Melo"]}
    shown = site(passage("tide"), reviews=[review("supported", override=override)])
    page = claim_page(Maker(shown, words(language)), "quays-are-closed")
    root = html5lib.parseFragment(page.body, namespaceHTMLElements=False)
    (against,) = [e for e in root.iter("p") if e.get("class") == "lt-override"]
    assert text_of(against) == published
    (heading,) = [e for e in root.iter("h3") if e.get("id") == "origins"]
    assert text_of(heading) == why
    (listed,) = [e for e in root.iter("ul") if e.get("class") == "lt-origins"]
    assert len(list(listed)) == 1
    (more,) = [e for e in root.iter("ul") if e.get("class") == "lt-small"]
    # the rating that was published is among those that the evidence does not permit
    assert text_of(next(more.iter("li"))).startswith("supported")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Its passages go back to several origins; each counts for its own."),
        ("pt-BR", "Seus trechos têm origens diferentes; cada um conta para a sua."),
    ],
)
def test_a_source_that_draws_on_two_origins_is_not_called_one(language: str, told: str) -> None:
    both = source(
        id="both", kind="secondary", origin="tide", derived_from=["tide", "notice"], parties=[]
    )
    shown = derive(corpus(article(), claim(evidence=[passage("both")]), both, TIDE, NOTICE), TODAY)
    page = source_page(Maker(shown, words(language)), shown.sources["both"])
    lines = [
        text_of(line)
        for line in html5lib.parseFragment(page.body).iter()
        if line.tag.endswith("}p")
    ]
    assert told in lines
    assert not [line for line in lines if "as one origin" in line or "como uma origem" in line]
