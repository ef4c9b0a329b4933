"""What became of an article's statements, counted: a broken record must not pass for one left out."""

import re
from datetime import date

import pytest

from lastro.render.pages.every import pages
from lastro.site.derive import derive
from tests.support import builders

TODAY = date(2026, 11, 24)
STATEMENTS = [
    {"claim": "quays-are-closed"},
    {"left_out": "Gulls are loud", "because": {"en": "An opinion.", "pt-BR": "Uma opinião."}},
]


@pytest.mark.parametrize(
    ("language", "sound", "broken", "named"),
    [
        (
            "en",
            "2 statements: 1 checked, 1 left out.",
            "2 statements: 0 checked, 1 left out, 1 with errors.",
            "The record of this claim has errors: <code>quays-are-closed</code>",
        ),
        (
            "pt-BR",
            "2 afirmações: 1 checada, 1 deixada de fora.",
            "2 afirmações: 0 checada, 1 deixada de fora, 1 com erros.",
            "O registro desta afirmação tem erros: <code>quays-are-closed</code>",
        ),
    ],
)
def test_a_draft_tells_a_broken_record_from_a_statement_left_out(
    language: str, sound: str, broken: str, named: str
) -> None:
    article = builders.article(statements=STATEMENTS)
    whole = builders.corpus(article, builders.claim(), builders.source())
    without_its_source = builders.corpus(article, builders.claim())
    for corpus, sentence in ((whole, sound), (without_its_source, broken)):
        site = derive(corpus, TODAY, draft=True)
        found = {page.path: page.body for page in pages(site, language)}
        for path in ("articles/", "articles/harbour-times/"):
            assert sentence in found[path], path
        assert (named in found["articles/harbour-times/"]) == (sentence == broken)


@pytest.mark.parametrize(
    ("said_on", "named"),
    [
        ("2025-03-03", "As it stood on the day it reports on, 3 March 2025"),
        ("unknown", "When each was said"),
    ],
)
def test_an_article_reports_on_no_day_that_nobody_knows(said_on: str, named: str) -> None:
    said = {"on": said_on, "words": "Our quays are closed.", "lang": "en"}
    corpus = builders.corpus(builders.article(), builders.claim(said=said), builders.source())
    found = {page.path: page.body for page in pages(derive(corpus, TODAY), "en")}
    body = re.sub(r"<[^>]+>", "", found["articles/harbour-times/"])
    assert named in body
