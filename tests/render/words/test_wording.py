"""What a verdict means in one plain line, and how it moved: read before anything else on a page."""

import re
from importlib.resources import files

import pytest
from markupsafe import Markup

from lastro.render.page_builder import Maker
from lastro.render.pages.records import claim_page
from lastro.render.words.catalogue import words
from lastro.render.words.wording import SHAPES, STANCE_SHAPES, Wording
from lastro.site.derive import Site, derive
from tests.support.builders import RATINGS, article, claim, corpus, review, settings, source
from tests.support.levers import TODAY

PLAIN = {"en": "A party said so.", "pt-BR": "Uma parte disse isso."}
UNTIL = {"en": "A party said so; since {day} no more.", "pt-BR": "Disse; desde {day}, não."}
BRIEF = {"en": "Overtaken", "pt-BR": "Superada"}
SCALE = settings(
    ratings=[
        {
            **rating,
            **({"plain": PLAIN, "plain_until": UNTIL} if rating["id"] == "as-attributed" else {}),
        }
        | ({"brief": BRIEF} if rating["id"] == "superseded" else {})
        for rating in RATINGS
    ]
)
FIRST, THEN = "2025-03-03/2025-03-10", "2025-03-10/.."


def site(*reviews: tuple[str, str]) -> Site:
    event = {
        "on": "2025-03-10",
        "what": {"en": "It ended.", "pt-BR": "Acabou."},
        "sources": ["harbour-log"],
    }
    given = claim(reviews=[review(*one) for one in reviews], events=[event])
    return derive(corpus(article(), given, source(), scale=SCALE), TODAY)


def plain(language: str, *reviews: tuple[str, str]) -> Markup:
    of = site(*reviews)
    return Wording(of, words(language), str).plain(of.claims["quays-are-closed"])


def text(markup: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", markup).split())


@pytest.mark.parametrize(
    ("reviews", "en", "pt"),
    [
        ([("as-attributed", THEN)], "A party said so.", "Uma parte disse isso."),
        (
            [("reported", FIRST), ("as-attributed", THEN)],
            "A party said so. Since 10 March 2025.",
            "Uma parte disse isso. Desde 10 de março de 2025.",
        ),
        (
            [("as-attributed", FIRST), ("superseded", THEN)],
            "A party said so; since 10 March 2025 no more.",
            "Disse; desde 10 de março de 2025, não.",
        ),
        ([("reported", FIRST), ("superseded", THEN)], "", ""),
    ],
    ids=["one window", "another rating before", "overtaken", "no words on the scale"],
)
def test_a_verdict_is_said_in_one_plain_line(
    reviews: list[tuple[str, str]], en: str, pt: str
) -> None:
    for language, told in (("en", en), ("pt-BR", pt)):
        assert text(plain(language, *reviews)) == told


def test_the_day_of_the_plain_line_is_one_that_machines_read() -> None:
    line = plain("en", ("as-attributed", FIRST), ("superseded", THEN))
    assert '<time datetime="2025-03-10">' in line
    assert isinstance(line, Markup)


@pytest.mark.parametrize(
    ("reviews", "told"),
    [
        ([("as-attributed", THEN)], []),
        ([("as-attributed", FIRST), ("as-attributed", THEN)], []),
        (
            [("as-attributed", FIRST), ("superseded", THEN)],
            ["as attributed, now Overtaken since 10 Mar 2025"],
        ),
    ],
    ids=["one window", "the same again", "moved"],
)
def test_a_verdict_that_moved_says_what_it_was_and_what_it_is(
    reviews: list[tuple[str, str]], told: list[str]
) -> None:
    page = claim_page(Maker(site(*reviews), words("en")), "quays-are-closed")
    found = re.findall(r'<p class="lt-then">(.*?)</p>', page.body)
    assert [text(line) for line in found] == told


def test_the_style_sheet_has_every_shape_as_drawings_have_it() -> None:
    style = (files("lastro.render") / "assets" / "lastro.css").read_text(encoding="utf-8")
    for size, prefix, shapes in ((24, "", SHAPES), (12, "stance-", STANCE_SHAPES)):
        for name, path in shapes.items():
            drawn = f"viewBox='0 0 {size} {size}'><path fill-rule='evenodd' d='{path}'/></svg>"
            assert re.search(
                rf'^\.lt-{prefix}{name} {{ --lt-shape: url\(".*{re.escape(drawn)}"\)',
                style,
                re.MULTILINE,
            )
