"""Every condition of the scale in both languages, and what a rating that is refused would need."""

import pytest

from lastro.evidence.tally import Status
from lastro.model.settings import Settings
from lastro.render.words.catalogue import words
from lastro.render.words.scale import ScaleWords
from lastro.render.words.wording import Wording
from lastro.site.derive import Site, derive
from tests.support.builders import article, claim, corpus, passage, review, settings, source
from tests.support.levers import TODAY

COUNTS = ("primary", "independent", "party", "roots")

ONE = {
    "en": {
        "primary": "a primary record without a stake",
        "independent": "an origin without a stake",
        "party": "a party’s own word",
        "roots": "an origin",
    },
    "pt-BR": {
        "primary": "um registro primário de quem não tem interesse na questão",
        "independent": "uma origem sem interesse na questão",
        "party": "a palavra de uma das partes",
        "roots": "uma origem",
    },
}
TWO = {
    "en": {
        "primary": "2 primary records without a stake",
        "independent": "2 origins without a stake",
        "party": "the words of 2 parties",
        "roots": "2 origins",
    },
    "pt-BR": {
        "primary": "2 registros primários de quem não tem interesse na questão",
        "independent": "2 origens sem interesse na questão",
        "party": "as palavras de 2 partes",
        "roots": "2 origens",
    },
}
DOES = {
    "en": {
        "supports": ("supports it", "support it"),
        "refutes": ("refutes it", "refute it"),
        "context": ("gives context", "give context"),
    },
    "pt-BR": {
        "supports": ("a sustenta", "a sustentam"),
        "refutes": ("a refuta", "a refutam"),
        "context": ("dá contexto", "dão contexto"),
    },
}


def rating(**over: object) -> dict[str, object]:
    label = {"en": "Shown", "pt-BR": "Mostrada"}
    meaning = {"en": "It is so.", "pt-BR": "É assim."}
    named = {"id": "shown", "label": label, "meaning": meaning, "shape": "disc", "tone": "for"}
    return {**named, **over}


def needs(language: str, **over: object) -> str:
    scale = settings(ratings=[rating(**over)])
    return str(ScaleWords(scale, words(language)).needs(scale.ratings[0]))


@pytest.mark.parametrize("language", ["en", "pt-BR"])
@pytest.mark.parametrize("stance", ["supports", "refutes", "context"])
@pytest.mark.parametrize("kind", COUNTS)
def test_a_count_reads_well_for_one_and_for_more(language: str, stance: str, kind: str) -> None:
    singular, plural = DOES[language][stance]
    assert needs(language, needs=[{stance: {kind: "1"}}]) == f"{ONE[language][kind]} {singular}"
    assert needs(language, needs=[{stance: {kind: "2"}}]) == f"{TWO[language][kind]} {plural}"


@pytest.mark.parametrize(
    ("over", "en", "pt"),
    [
        (
            {"needs": [{"events": "1"}]},
            "a dated event on the first day of the window changed the answer",
            "um fato datado, no primeiro dia do período, mudou a resposta",
        ),
        (
            {"needs": [{"events": "2"}]},
            "2 dated events on the first day of the window changed the answer",
            "2 fatos datados, no primeiro dia do período, mudaram a resposta",
        ),
        (
            {"needs": [{"events": "1"}], "after": "true"},
            (
                "a dated event on the first day of the window changed the answer and an earlier "
                "verdict stands on the same claim"
            ),
            (
                "um fato datado, no primeiro dia do período, mudou a resposta e há um veredito "
                "anterior sobre a mesma afirmação"
            ),
        ),
        (
            {"needs": [{"nature": ["hearsay", "forecast"]}]},
            "the claim is hearsay or a forecast",
            "a afirmação é um relato de terceiros ou uma previsão",
        ),
        (
            {"needs": [{"supports": {"roots": "1"}, "refutes": {"party": "1"}}, {"events": "1"}]},
            (
                "an origin supports it and a party’s own word refutes it; or a dated event on the "
                "first day of the window changed the answer"
            ),
            (
                "uma origem a sustenta e a palavra de uma das partes a refuta; ou um fato datado, "
                "no primeiro dia do período, mudou a resposta"
            ),
        ),
        (
            {
                "tone": "neutral",
                "without": {"refutes": {"independent": "1"}, "supports": {"primary": "2"}},
            },
            (
                "nothing; it is always open to us. Never when 2 primary records without a stake "
                "support it; or an origin without a stake refutes it."
            ),
            (
                "nenhuma; está sempre disponível. Nunca quando 2 registros primários de quem não "
                "tem interesse na questão a sustentam; ou uma origem sem interesse na questão a "
                "refuta."
            ),
        ),
    ],
)
def test_every_other_condition_reads_well(over: dict[str, object], en: str, pt: str) -> None:
    assert (needs("en", **over), needs("pt-BR", **over)) == (en, pt)


# What a window lacks.


def site(scale: Settings | None = None, **over: object) -> Site:
    gazette = {"id": "gazette", "kind": "secondary", "origin": "gazette", "published": "2025-03-05"}
    post = {"id": "post", "kind": "secondary", "origin": "post", "published": "2025-03-05"}
    judged = claim(
        **{"evidence": [passage("gazette"), passage("post", "refutes")], "nature": "fact", **over}
    )
    return derive(corpus(article(), judged, source(**gazette), source(**post), scale=scale), TODAY)


def lacking(shown: Site, language: str) -> list[str]:
    view = shown.claims["quays-are-closed"]
    wording = ScaleWords(shown.settings, words(language))
    return [str(line) for line in wording.list_lacks(view.current, view)]


def test_a_rating_that_is_not_permitted_says_what_it_would_need_and_what_there_is() -> None:
    assert lacking(site(), "en") == [
        (
            "supported would need this: a primary record without a stake supports it (here: 0); or "
            "2 origins without a stake support it (here: 1). supported cannot stand while an origin "
            "without a stake refutes it (here: 1)."
        ),
        "as attributed would need this: a party’s own word supports it (here: 0).",
        (
            "refuted would need this: a primary record without a stake refutes it (here: 0); or 2 "
            "origins without a stake refute it (here: 1). refuted cannot stand while an origin "
            "without a stake supports it (here: 1)."
        ),
        (
            "superseded would need this: a dated event on the first day of the window changed the answer "
            "(here: 0) and an earlier verdict stands on the same claim."
        ),
    ]
    assert lacking(site(), "pt-BR")[0] == (
        "supported (pt) exigiria o seguinte: um registro primário de quem não tem interesse na "
        "questão a sustenta (aqui: 0); ou 2 origens sem interesse na questão a sustentam (aqui: 1). "
        "supported (pt) não cabe enquanto uma origem sem interesse na questão a refuta (aqui: 1)."
    )


def test_where_only_other_natures_could_carry_it_the_nature_is_what_it_lacks() -> None:
    scale = settings(ratings=[rating(needs=[{"nature": ["hearsay"], "supports": {"roots": "1"}}])])
    shown = site(scale, reviews=[review("shown")])
    assert lacking(shown, "en") == [
        "Shown would need this: the claim is hearsay (here: a fact) and an origin supports it (here: 1)."
    ]
    assert lacking(shown, "pt-BR") == [
        "Mostrada exigiria o seguinte: a afirmação é um relato de terceiros (aqui: um fato) e uma origem a sustenta (aqui: 1)."
    ]


def test_a_rating_whose_evidence_is_there_says_only_what_forbids_it() -> None:
    over = {
        "needs": [{"supports": {"roots": "1"}}],
        "without": {"refutes": {"independent": "1"}},
    }
    shown = site(settings(ratings=[rating(**over)]), reviews=[review("shown")])
    assert lacking(shown, "en") == [
        "Shown cannot stand while an origin without a stake refutes it (here: 1)."
    ]
    assert lacking(shown, "pt-BR") == [
        "Mostrada não cabe enquanto uma origem sem interesse na questão a refuta (aqui: 1)."
    ]


def test_nothing_is_lacking_where_every_rating_is_permitted() -> None:
    shown = site(settings(ratings=[rating()]), reviews=[review("shown")])
    assert lacking(shown, "en") == []


@pytest.mark.parametrize(
    ("tone", "en", "pt"),
    [
        ("for", "an origin supports it", "uma origem a sustenta"),
        ("against", "an origin refutes it", "uma origem a refuta"),
        ("mixed", "nothing; it is always open to us", "nenhuma; está sempre disponível"),
        ("neutral", "nothing; it is always open to us", "nenhuma; está sempre disponível"),
    ],
)
def test_a_scale_without_needs_says_what_the_tone_of_a_rating_asks(
    tone: str, en: str, pt: str
) -> None:
    assert (needs("en", tone=tone), needs("pt-BR", tone=tone)) == (en, pt)


def test_numbers_of_the_scale_are_written_as_the_language_writes_them() -> None:
    scale = settings(ratings=[rating(value="3.5"), rating(id="none", value="0")])
    values = [one.value for one in scale.ratings]
    assert [words("en").number(n) for n in values if n is not None] == ["3.5", "0"]
    assert [words("pt-BR").number(n) for n in values if n is not None] == ["3,5", "0"]


# --- how far the evidence carries, and on which side ---------------------------------------------------

ALONE = "No one without a stake supports or refutes it."
ALONE_PT = "Ninguém sem interesse na questão sustenta ou refuta a afirmação."
BESIDE = "All else that is said for or against it is the parties’ own word."
NO_STAKE_PT = "sem interesse na questão"


@pytest.mark.parametrize(
    ("cited", "status", "en", "pt"),
    [
        (
            "+notice",
            Status.PARTIES_ONLY,
            "Only the parties say so: Notice. No one without a stake confirms it.",
            f"Só as partes dizem isso: Notice. Ninguém {NO_STAKE_PT} confirma.",
        ),
        (
            "-notice",
            Status.PARTIES_ONLY,
            f"Only the parties speak against it: Notice. {ALONE}",
            f"Só as partes contrariam a afirmação: Notice. Ninguém {NO_STAKE_PT} a sustenta ou refuta.",
        ),
        (
            "+notice -letter",
            Status.PARTIES_ONLY,
            f"Only the parties speak, on both sides. For: Notice. Against: Letter. {ALONE}",
            "Só as partes se manifestam, e dos dois lados. A favor: Notice. Contra: Letter. "
            + ALONE_PT,
        ),
        (
            "+gazette",
            Status.SINGLE_ORIGIN,
            "One origin without a stake supports it: Gazette.",
            f"Uma origem {NO_STAKE_PT} sustenta a afirmação: Gazette.",
        ),
        (
            "-gazette +notice",
            Status.SINGLE_ORIGIN,
            f"One origin without a stake refutes it: Gazette. {BESIDE}",
            f"Uma origem {NO_STAKE_PT} refuta a afirmação: Gazette. Tudo o mais que se diz a favor ou "
            "contra é palavra das próprias partes.",
        ),
        (
            "-gazette -post +notice",
            Status.CORROBORATED,
            "2 origins without a stake refute it: Gazette; Post.",
            f"2 origens {NO_STAKE_PT} refutam a afirmação: Gazette; Post.",
        ),
        (
            "+gazette +post",
            Status.CORROBORATED,
            "2 origins without a stake support it: Gazette; Post.",
            f"2 origens {NO_STAKE_PT} sustentam a afirmação: Gazette; Post.",
        ),
        (
            "-log",
            Status.PRIMARY,
            "A primary record without a stake refutes it: Log.",
            "Um registro primário de quem não tem interesse na questão refuta a afirmação: Log.",
        ),
        (
            "+log +gazette",
            Status.PRIMARY,
            "A primary record without a stake supports it: Log.",
            "Um registro primário de quem não tem interesse na questão sustenta a afirmação: Log.",
        ),
        (
            "+log -post -notice",
            Status.CONTESTED,
            "Evidence stands on both sides. For: Log. Against: Post.",
            "Há evidências dos dois lados. A favor: Log. Contra: Post.",
        ),
        (
            "=gazette",
            Status.UNSOURCED,
            "Context alone counts for neither side.",
            "Contexto, sozinho, não conta para nenhum dos lados.",
        ),
    ],
)
def test_a_status_says_on_which_side_the_evidence_is(
    cited: str, status: Status, en: str, pt: str
) -> None:
    stances = {"+": "supports", "-": "refutes", "=": "context"}
    judged = claim(evidence=[passage(one[1:], stances[one[0]]) for one in cited.split()])
    of = corpus(
        article(),
        judged,
        *(
            source(
                id=name,
                origin=f"{name}-desk",
                kind="primary" if name in {"log", "notice"} else "secondary",
                publisher=f"{name}-desk".title().replace("-", " "),
                parties=["Quay Company"] if name in {"notice", "letter"} else [],
            )
            for name in ("gazette", "post", "log", "notice", "letter")
        ),
    )
    shown = derive(of, TODAY)
    view = shown.claims["quays-are-closed"]
    assert view.current is not None
    assert view.current.judgement.status is status
    for language, told in (("en", en), ("pt-BR", pt)):
        wording = Wording(shown, words(language), str)
        said = wording.status(view.current, view).striptags()
        assert said.replace(" Desk", "") == told
