"""What stands in pages of others says what holds, since when, and when nobody looked again in time."""

import hashlib
import html
import json
import re
from base64 import b64encode
from datetime import date
from xml.etree import ElementTree as ET

import html5lib
import pytest

from lastro.artifacts import Artifact
from lastro.corpus.corpus import Corpus
from lastro.model.claim import Claim
from lastro.model.reader_text import Text
from lastro.render.page_builder import Maker
from lastro.render.pages.records import claim_page
from lastro.render.share.embed import record_files
from lastro.render.words.catalogue import words
from lastro.site.derive import derive
from tests.support import builders
from tests.support.hostile import PAYLOADS

ON = date(2025, 6, 1)
AFTER = date(2026, 3, 11)
"""The first day after the one that a new review was promised for."""
OPEN: dict[str, object] = {
    "opened": "2025-05-20",
    "reviews": [],
    "not_checked": None,
    "volatility": None,
}
SVG = "{http://www.w3.org/2000/svg}"


def corpus_of(claim: Claim, **over: object) -> Corpus:
    return builders.corpus(
        builders.article(), claim, builders.source(), scale=builders.settings(**over)
    )


def files_of(claim: Claim, today: date = ON, **over: object) -> dict[str, bytes]:
    site = derive(corpus_of(claim, **over), today, url="https://x.example.org/")
    made: list[Artifact] = [*record_files(site, ("claims", claim.id))]
    return {file.path: file.content for file in made}


def badge_of(claim: Claim, tag: str = "en", today: date = ON) -> ET.Element:
    return ET.fromstring(files_of(claim, today)[f"embed/{tag}/{claim.id}.svg"])  # noqa: S314 - made here


def lines_of(badge: ET.Element) -> list[str]:
    return [text.text or "" for text in badge.iter(f"{SVG}text")]


def page_of(claim: Claim, tag: str = "en", today: date = ON) -> str:
    return files_of(claim, today)[f"embed/{tag}/{claim.id}/index.html"].decode()


def codes_of(claim: Claim, tag: str = "en") -> list[str]:
    """Read from the page of a claim what it offers to be pasted: the frame, then the badge."""
    site = derive(corpus_of(claim), ON, url="https://x.example.org/")
    page = claim_page(Maker(site, words(tag)), claim.id).body
    *_, listed = page.split('<dl class="lt-copies"')
    return [html.unescape(code) for code in re.findall("<pre>(.*?)</pre>", listed)]


def words_of(page: str) -> list[str]:
    body = html5lib.parse(page, namespaceHTMLElements=False).find("body")
    shown = (one for one in body.iter() if one.tag in {"p", "h1"})
    return [" ".join("".join(one.itertext()).split()) for one in shown]


def moved() -> Claim:
    return builders.claim(
        reviews=[
            builders.review("reported", "2025-03-03/2025-04-01"),
            builders.review("superseded", "2025-04-01/..", decided="2025-05-01"),
        ],
        events=[
            {"on": "2025-04-01", "what": {"en": "They opened."}, "sources": ["harbour-log"]},
        ],
    )


def test_a_badge_names_verdict_claim_and_days() -> None:
    badge = badge_of(builders.claim())
    assert lines_of(badge) == [
        "reported",
        "Aldera Check",
        "The quays of Aldera are closed on Sundays.",
        "As of 10 Mar 2025, review due 10 Mar 2026",
    ]
    assert badge.findtext(f"{SVG}title") == (
        "Aldera Check. reported: The quays of Aldera are closed on Sundays."
        " As of 10 Mar 2025, review due 10 Mar 2026"
    )
    assert (badge.get("lang"), badge.get("width"), badge.get("height")) == ("en", "400", "120")


def test_a_badge_speaks_the_language_of_its_address() -> None:
    assert lines_of(badge_of(moved(), "pt-BR")) == [
        "superseded (pt)",
        "Aldera Check",
        "Os cais de Aldera fecham aos domingos.",
        "Quando dita, 3 mar. 2025: reported (pt). Mudou em 1 abr. 2025.",
        "Em 1 mai. 2025, próxima revisão até 1 mai. 2026",
    ]


def test_a_moved_verdict_names_the_one_when_said() -> None:
    assert "When said, 3 Mar 2025: reported. Changed since 1 Apr 2025." in lines_of(
        badge_of(moved())
    )
    unknown = {**builders.CLAIM["said"], "on": "unknown"}  # type: ignore[dict-item]
    undated = moved().model_copy(update={"said": builders.claim(said=unknown).said})
    assert "When said: reported. Changed since 1 Apr 2025." in lines_of(badge_of(undated))


@pytest.mark.parametrize(("today", "late"), [(date(2026, 3, 10), False), (AFTER, True)])
def test_what_is_late_says_so_from_the_day_after(today: date, late: bool) -> None:  # noqa: FBT001
    said = "Review was due 10 Mar 2026: may be out of date"
    claim = builders.claim()
    badge = badge_of(claim, today=today)
    assert (said in lines_of(badge)) is late
    assert any(path.get("class") == "b o" for path in badge.iter(f"{SVG}path")) is late
    assert (said in words_of(page_of(claim, today=today))) is late
    assert ('<body class="late">' in page_of(claim, today=today)) is late


def test_only_the_passing_of_its_day_makes_it_anew() -> None:
    corpus = corpus_of(builders.claim())
    site = derive(corpus, ON)
    with corpus.tracer.trace() as noted:
        list(record_files(site, ("claims", "quays-are-closed")))
    assert {key for key in noted if key.startswith(("past/", "today"))} == {"past/2026-03-10"}


def test_what_cannot_change_promises_no_review() -> None:
    assert lines_of(badge_of(builders.claim(volatility="fixed")))[-1] == "As of 10 Mar 2025"


def test_an_open_claim_and_a_withdrawn_one_have_no_verdict() -> None:
    waiting = builders.claim(**OPEN)
    assert lines_of(badge_of(waiting))[::3] == [
        "Being looked at",
        "Since 20 May 2025, answer due 19 Jun 2025",
    ]
    gone = builders.claim(withdrawn={"on": "2025-05-21", "reason": {"en": "No."}})
    assert lines_of(badge_of(gone))[::3] == ["Withdrawn", "Since 21 May 2025"]
    assert words_of(page_of(gone)) == [
        "Withdrawn",
        "The quays of Aldera are closed on Sundays.",
        "Since 21 May 2025",
        "Aldera Check Why this verdict, and its evidence",
    ]


def test_the_page_tells_who_said_it_and_the_answer() -> None:
    assert words_of(page_of(builders.claim())) == [
        "reported",
        "The quays of Aldera are closed on Sundays.",
        "The log of the harbour shows it.",
        "Said by Quay Company, 3 Mar 2025. This verdict holds since 3 Mar 2025.",
        "As of 10 Mar 2025, review due 10 Mar 2026",
        "Aldera Check Why this verdict, and its evidence",
    ]
    assert words_of(page_of(moved()))[3] == (
        "Said by Quay Company. When said, 3 Mar 2025: reported. Changed since 1 Apr 2025."
    )


def test_the_page_runs_nothing_and_its_own_policy_allows_its_style_alone() -> None:
    page = page_of(builders.claim(), "pt-BR")
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    hashed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert (
        "content=\"default-src 'none'; style-src 'sha256-" + hashed + "'; base-uri 'none';"
        " form-action 'none'\"" in page
    )
    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert not re.search("<script|<link(?! rel=.canonical)| style=| on[a-z]+=", page)
    assert '<meta name="robots" content="noindex">' in page
    assert '<base target="_top">' in page
    address = "https://x.example.org/pt-BR/claims/quays-are-closed/"
    assert f'<link rel="canonical" href="{address}">' in page
    assert page.count(f'<a href="{address}">') == 1
    assert page.startswith('<!doctype html>\n<html lang="pt-BR">')


def test_every_id_that_a_claim_had_shows_the_same() -> None:
    files = files_of(builders.claim(former_ids=["quays", "quay-days"]))
    names = ("quays-are-closed", "quays", "quay-days")
    for tag in builders.LANGUAGES:
        for end in (".svg", ".json", "/index.html"):
            assert len({files[f"embed/{tag}/{name}{end}"] for name in names}) == 1
    assert len(files) == 2 * 3 * 3


def test_oembed_is_answered_with_the_frame_that_the_page_offers() -> None:
    claim = builders.claim()
    answer = json.loads(files_of(claim)["embed/pt-BR/quays-are-closed.json"])
    frame, _ = codes_of(claim, "pt-BR")
    assert answer == {
        "version": "1.0",
        "type": "rich",
        "title": "reported (pt): Os cais de Aldera fecham aos domingos.",
        "author_name": "Aldera Check",
        "author_url": "https://check.example.org/",
        "provider_name": "Aldera Check",
        "provider_url": "https://x.example.org/",
        "html": frame,
        "width": 480,
        "height": 260,
        "cache_age": 3600,
    }
    assert frame.startswith(
        '<iframe src="https://x.example.org/embed/pt-BR/quays-are-closed/"'
        ' title="Como Aldera Check avalia a afirmação “Os cais de Aldera fecham aos domingos.”"'
    )
    carded = files_of(claim, exports={"cards": "per-claim"})
    told = json.loads(carded["embed/en/quays-are-closed.json"])
    assert told["thumbnail_url"] == "https://x.example.org/cards/en/quays-are-closed.png"
    assert (told["thumbnail_width"], told["thumbnail_height"]) == (1200, 630)


def test_what_others_paste_names_no_verdict() -> None:
    for code in codes_of(moved()):
        assert "superseded" not in code
        assert "reported" not in code
        assert "closed on Sundays" in code


@pytest.mark.parametrize("payload", [*PAYLOADS, "x" * 300, "岸" * 300, "a\u0001b\uffff"])
def test_a_hostile_text_is_text_in_every_file(payload: str) -> None:
    by = "Ines Duarte"
    claim = builders.claim().model_copy(
        update={
            "claim": Text((("en", payload),)),
            "claimants": tuple(
                one.model_copy(update={"name": payload}) for one in builders.claim().claimants
            ),
        }
    )
    files = files_of(claim)
    harmless = files_of(builders.claim())
    for path, content in files.items():
        if path.endswith(".json"):
            assert payload in json.loads(content)["title"]
        elif path.endswith(".svg"):
            assert len(content) <= 4_096
            badge = ET.fromstring(content)  # noqa: S314 - made here
            assert {one.tag for one in badge.iter()} <= {
                SVG + name for name in ("svg", "title", "style", "path", "text")
            }
        else:
            assert len(content) < 8_192
            assert tags_of(content) == tags_of(harmless[path])
            assert attributes_of(content) == attributes_of(harmless[path])
    assert by.encode() not in b"".join(files.values())


def tags_of(page: bytes) -> list[str]:
    tree = html5lib.parse(page.decode(), namespaceHTMLElements=False)
    return [str(one.tag) for one in tree.iter()]


def attributes_of(page: bytes) -> set[str]:
    tree = html5lib.parse(page.decode(), namespaceHTMLElements=False)
    return {name for one in tree.iter() for name in one.attrib}
