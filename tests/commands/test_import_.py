"""`lastro import`: what others published becomes drafts, nothing of it is lost, and nothing is a verdict of ours."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lastro.commands.import_.drafts import Drafts
from lastro.commands.import_.reviews import read_reviews, read_table
from lastro.commands.shared import network
from lastro.errors import LastroError
from lastro.exports.claim_reviews import claim_review
from lastro.loading.load import load
from lastro.loading.workspace import Workspace
from lastro.site.derive import derive
from lastro.syntax.tree import parse, plain
from tests.support.builders import SETTINGS, article, claim, corpus, source
from tests.support.command_line import Lastro
from tests.support.folders import ALDERA
from tests.support.hostile import PAYLOADS
from tests.support.little_site import SOURCE_PATH, TODAY
from tests.support.loopback import Page, Server

DAY = date.fromisoformat(TODAY)
REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://checks.example.org/moon",
    "datePublished": "2026-01-20",
    "inLanguage": "en",
    "author": {"@type": "Organization", "name": "Checks of Aldera"},
    "claimReviewed": "The moon is made of cheese.",
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Rui Mota", "sameAs": "https://id.example.org/mota"},
        "datePublished": "2026-01-10",
        "text": "It is cheese all through",
        "inLanguage": "en",
        "appearance": {
            "@type": "CreativeWork",
            "url": "https://times.example.org/moon",
            "headline": "Cheese",
        },
    },
    "reviewRating": {
        "@type": "Rating",
        "alternateName": "Refuted",
        "ratingExplanation": "It is rock.",
    },
}


def without(*keys: str) -> dict[str, Any]:
    return {key: value for key, value in REVIEW.items() if key not in keys}


@pytest.fixture
def run(site: Path, lastro: Lastro) -> Any:
    """Import a document; return exit, output, and the text of each new file by path."""
    before = {*site.rglob("*.yml")}

    def imported(content: object, kind: str = "claimreview") -> tuple[int, str, dict[str, str]]:
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        (site / "given").write_text(text, encoding="utf-8")
        code, out, err = lastro("import", kind, "given", "--today", TODAY)
        new = sorted({*site.rglob("*.yml")} - before)
        texts = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in new}
        return code, out + err, texts

    return imported


def only_claim(files: dict[str, str]) -> dict[str, Any]:
    (text,) = (text for path, text in files.items() if path.endswith("cheese-all-through.yml"))
    found: dict[str, Any] = read(text)
    return found


def read(text: str) -> Any:
    return plain(parse(text))


def test_a_review_becomes_a_claim_its_article_and_its_source(run: Any, lastro: Lastro) -> None:
    code, out, files = run(REVIEW)
    assert code == 0, out
    assert [*files] == [
        "claims/times-example-org-moon/article.yml",
        "claims/times-example-org-moon/it-is-cheese-all-through.yml",
        "sources/checks-example-org-moon.yml",
    ]
    found = only_claim(files)
    assert found["claim"] == {"en": "The moon is made of cheese."}
    assert found["claimant"] == [
        {"name": "Rui Mota", "kind": "person", "same_as": "https://id.example.org/mota"}
    ]
    assert found["said"] == {"on": "2026-01-10", "words": "It is cheese all through", "lang": "en"}
    (review,) = found["reviews"]
    assert (review["rating"], review["decided"]) == ("refuted", "2026-01-20")
    assert review["short"] == {"en": "It is rock."}
    assert review["by"] == ["TODO"]
    article = read(files["claims/times-example-org-moon/article.yml"])
    assert article["statements"] == [{"claim": "it-is-cheese-all-through"}]
    source = read(files["sources/checks-example-org-moon.yml"])
    assert (source["publisher"], source["read"]) == ("Checks of Aldera", "TODO")
    code, out, _ = lastro("check", "--today", TODAY)
    assert code == 1
    unwritten = re.findall(r"error ([a-z-]+): '?(\w+)", out)
    assert {rule for rule, _ in unwritten} == {"placeholder-left"}
    assert {"nature", "topics", "stance", "by", "because", "kind", "read"} <= {
        field for _, field in unwritten
    }


SHAPES: dict[str, Any] = {
    "feed": {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}]},
    "graph": {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]},
    "list": [REVIEW],
    "page": "<!doctype html><script type='application/ld+json'>not json</script>"
    f'<SCRIPT data-x type="application/ld+json">\n{json.dumps(REVIEW)}\n</SCRIPT><p>Moon</p>',
    "a raw line end in a text": json.dumps(REVIEW).replace("It is rock.", "It is\nrock."),
    "types": {**REVIEW, "@type": ["Review", "ClaimReview"]},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_in_which_reviews_are_published_is_read(run: Any, shape: str) -> None:
    code, out, files = run(SHAPES[shape])
    assert code == 0, out
    assert only_claim(files)["claim"] == {"en": "The moon is made of cheese."}


def test_an_answer_of_the_fact_check_tools_is_read(run: Any) -> None:
    told = {
        "claims": [
            {
                "text": "A lua é de queijo.",
                "claimant": "Rui Mota",
                "claimDate": "2026-01-10T08:30:00Z",
                "claimReview": [
                    {
                        "publisher": {"name": "Checagens", "site": "checagens.example.org"},
                        "url": "https://checagens.example.org/lua",
                        "title": "A lua não é de queijo",
                        "reviewDate": "2026-01-20T00:00:00Z",
                        "textualRating": "Falso",
                        "languageCode": "pt",
                    }
                ],
            }
        ],
        "nextPageToken": "abc",
    }
    code, out, files = run(told)
    assert code == 0, out
    (text,) = (text for path, text in files.items() if "a-lua-e-de-queijo.yml" in path)
    found = read(text)
    assert found["claim"] == {"pt-BR": "A lua é de queijo."}
    assert found["said"]["on"] == "2026-01-10"
    assert found["said"]["words"] == "TODO"
    assert found["reviews"][0]["rating"] == "TODO"
    assert '# reviewRating.alternateName: "Falso"\n' in text
    assert '# author.site: "checagens.example.org"\n' in text
    source = read(files["sources/a-lua-nao-e-de-queijo.yml"])
    assert (source["title"], source["publisher"]) == ("A lua não é de queijo", "Checagens")


ODD: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a rating as text, the worst above the best": (
        {"reviewRating": {"ratingValue": "4", "worstRating": "5", "bestRating": "1"}},
        {"rating": "TODO"},
    ),
    "minus one": ({"reviewRating": {"ratingValue": -1, "alternateName": "?"}}, {"rating": "TODO"}),
    "no rating": ({"reviewRating": None}, {"rating": "TODO"}),
    "a future day": ({"datePublished": "2031-01-01"}, {"decided": "TODO"}),
    "no day": ({"datePublished": "last Tuesday"}, {"decided": "TODO"}),
    "a moment": ({"datePublished": "2026-01-20T23:59:59+02:00"}, {"decided": "2026-01-20"}),
    "no author": ({"author": None}, {"rating": "refuted"}),
    "an author by name": ({"author": "Checks"}, {"rating": "refuted"}),
    "authors": ({"author": [{"name": "A"}, {"name": "B"}]}, {"rating": "refuted"}),
    "a coverage that is no time": ({"temporalCoverage": "now"}, {"holds": "TODO"}),
}


@pytest.mark.parametrize("odd", ODD)
def test_what_is_odd_leaves_a_mark_and_is_kept(run: Any, odd: str) -> None:
    given_, expected = ODD[odd]
    code, out, files = run({**REVIEW, **given_})
    assert code == 0, out
    (review,) = only_claim(files)["reviews"]
    assert review.items() >= expected.items()
    everything = "".join(files.values())
    for _, text in leaves(given_):
        assert text in everything


@pytest.mark.parametrize(
    "about",
    [
        None,
        [],
        "a claim",
        {"@type": "Claim"},
        {"appearance": "https://a.example.org/1 https://b.example.org/2"},
        {"appearance": ["https://a.example.org/1", {"url": "N/A"}, {"url": "https://b.example.org"}]},
        {"author": {"@type": "Person"}, "datePublished": 2026},
        {"author": [{"name": "A"}, "B"]},
    ],
)  # fmt: skip
def test_a_claim_about_which_little_is_known_is_a_draft_too(run: Any, about: object) -> None:
    code, out, files = run({**REVIEW, "itemReviewed": about})
    assert code == 0, out
    assert len(files) == 3
    everything = "".join(files.values())
    for _, text in leaves(about):
        assert text in everything


WORDS = {
    "ar": "القمر من جبن", "bn": "চাঁদ পনির দিয়ে তৈরি", "de": "Der Mond ist aus Käse", "el": "Το φεγγάρι είναι τυρί",
    "es": "La luna es de queso", "fr": "La lune est en fromage", "hi": "चाँद पनीर का है", "ja": "月はチーズだ",
    "ko": "달은 치즈다", "pt-PT": "A lua é de queijo", "ru": "Луна из сыра", "zh": "月亮是奶酪",
}  # fmt: skip


def test_several_claims_of_a_page_in_twelve_languages_are_a_draft_each(run: Any) -> None:
    reviews = [
        {**without("itemReviewed"), "inLanguage": tag, "claimReviewed": text}
        for tag, text in WORDS.items()
    ]
    code, out, files = run(reviews)
    assert code == 0, out
    claims = [text for path, text in files.items() if re.search("claims/(?!.*article.yml)", path)]
    assert len(claims) == len(WORDS)
    everything = "".join(claims)
    assert [tag for tag, text in WORDS.items() if text not in everything] == []
    told = [read(text)["claim"] for text in claims]
    assert sorted(told, key=str).count({"en": "TODO"}) == len(WORDS) - 1
    assert {"pt-BR": "A lua é de queijo"} in told


def test_one_that_no_record_can_hold_is_left_out_with_one_line(run: Any) -> None:
    hidden = {**REVIEW, "claimReviewed": "The moon\u202e is cheese"}
    code, out, files = run([hidden, REVIEW])
    assert code == 1
    told = [line for line in out.splitlines() if "left out" in line]
    assert len(told) == 1
    assert told[0].startswith("note  left out claim 1: ")
    assert len(files) == 3


def test_a_correction_is_taken_over_in_the_language_of_its_review(run: Any) -> None:
    comment = {"@type": "CorrectionComment", "text": "Lemos mal.", "datePublished": "2026-01-21"}
    both = [{**comment, "text": "Sem dia.", "datePublished": None}, comment]
    code, out, files = run({**REVIEW, "inLanguage": "pt-BR", "correction": both})
    assert code == 0, out
    found = only_claim(files)
    assert found["corrections"] == [{"on": "2026-01-21", "what": {"pt-BR": "Lemos mal."}}]
    assert '# correction.text: "Sem dia."' in "".join(files.values())


@pytest.mark.parametrize("depth", [500, 700, 800, 850, 900, 950])
def test_markup_of_any_depth_is_drafted_or_left_out_in_a_sentence(run: Any, depth: int) -> None:
    deep = '{"a":' * depth + "0" + "}" * depth  # beyond what json.dumps writes
    whole = json.dumps([{**REVIEW, "deep": "DEEP"}, REVIEW]).replace('"DEEP"', deep)
    code, out, files = run(whole)
    assert (code, len(files)) in {(0, 4), (1, 3), (2, 0)}
    assert "our fault" not in out


def test_a_source_that_is_cited_twice_has_two_names(run: Any) -> None:
    cited = [
        {"url": "https://port.example.org/x", "hasPart": {"text": text}}
        for text in ("One.", "Two.")
    ]
    code, out, files = run({**REVIEW, "citation": cited})
    assert code == 0, out
    first, second = only_claim(files)["evidence"]
    assert (first["source"], first["quote"]) == ("port-example-org-x", "One.")
    assert "id" not in first
    assert (second["id"], second["quote"]) == ("port-example-org-x-2", "Two.")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "error: this is not JSON\n"),
        ("[" * 100_000, "error: this is not JSON\n"),
        ("<p>nothing here</p>", "error: there is no review in it\n"),
        ('{"@type": "NewsArticle"}', "error: there is no review in it\n"),
        ("", "error: there is no review in it\n"),
    ],
)
def test_what_holds_no_review_is_said_in_one_sentence(run: Any, content: str, told: str) -> None:
    code, out, files = run(content)
    assert (code, files) == (2, {})
    assert out.startswith(told)
    assert "Traceback" not in out


def test_an_article_and_a_source_that_the_site_has_are_used(run: Any, site: Path) -> None:
    about = {**REVIEW["itemReviewed"], "appearance": {"url": "https://tide.example.org/quays"}}
    known = re.search("^url: (.*)$", (site / SOURCE_PATH).read_text("utf-8"), re.MULTILINE)
    assert known
    code, out, files = run([{**REVIEW, "itemReviewed": about, "citation": known[1]}] * 2)
    assert code == 0, out
    assert [*files] == [
        "claims/harbour/it-is-cheese-all-through-2.yml",
        "claims/harbour/it-is-cheese-all-through.yml",
    ]
    listed = (site / "claims/harbour/article.yml").read_text("utf-8")
    assert listed.endswith(
        "  - claim: it-is-cheese-all-through\n  - claim: it-is-cheese-all-through-2\n"
    )


def test_a_dry_run_writes_nothing(site: Path, lastro: Lastro) -> None:
    (site / "given").write_text(json.dumps(REVIEW), encoding="utf-8")
    before = {*site.rglob("*")}
    code, out, _ = lastro("import", "claimreview", "given", "--today", TODAY, "--dry-run")
    assert code == 0
    assert "would create sources/" in out
    assert {*site.rglob("*")} == before


def test_a_table_of_another_site_becomes_drafts(run: Any) -> None:
    table = io.StringIO()
    rows = [
        ["id", "lang", "claim", "claimant", "said_on", "said_words", "label", "short", "extra"],
        ["c1", "en", "'=1+1 is two.", "Ana", "2026-01-02", "it is two", "Refuted", "No.", "x"],
        ["c1", "pt-BR", "Um mais um é dois.", "Ana", "2026-01-02", "it is two", "R", "Não.", "x"],
        ["c2", "en", "It rains.", "", "", "", "", "", ""],
    ]
    csv.writer(table).writerows(rows)
    code, out, files = run("\ufeff" + table.getvalue(), "csv")
    assert code == 0, out
    (text,) = (text for path, text in files.items() if path.endswith("it-is-two.yml"))
    found = read(text)
    assert found["claim"] == {"en": "=1+1 is two.", "pt-BR": "Um mais um é dois."}
    assert found["reviews"][0]["short"] == {"en": "No.", "pt-BR": "Não."}
    assert '# extra: "x"' in text
    (other,) = (text for path, text in files.items() if path.endswith("it-rains.yml"))
    assert read(other)["evidence"] == [{"source": "TODO", "stance": "TODO", "quote": "TODO"}]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a,b\n1,2\n", "error: the table has no column 'claim'\n"),
        ('claim\n"open', "error: this is no table: "),
    ],
)
def test_what_is_no_table_of_claims_is_said_in_one_sentence(
    run: Any, content: str, told: str
) -> None:
    code, out, _ = run(content, "csv")
    assert code == 2
    assert out.startswith(told)


@pytest.fixture
def server() -> Iterator[Server]:
    page = f'<script type="application/ld+json">{json.dumps(REVIEW)}</script>'
    with Server(Page(page.encode())) as running:
        yield running


def test_a_page_is_fetched_through_the_guarded_door(
    site: Path, lastro: Lastro, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "pause", lambda _: None)
    address, today = "http://checks.example.org/moon", ("--today", TODAY)
    code, _, err = lastro("import", "claimreview", f"http://127.0.0.1:{server.port}/", *today)
    assert code == 2
    assert "Traceback" not in err
    assert server.paths == []
    route = ("--connect-to", f"checks.example.org:80:127.0.0.1:{server.port}")
    code, out, err = lastro("import", "claimreview", address, *route, *today)
    assert (code, err) == (0, "")
    assert (site / "claims/times-example-org-moon/it-is-cheese-all-through.yml").exists(), out


def test_without_a_network_one_sentence_says_so(
    site: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert site.exists()
    monkeypatch.setattr(network, "pause", lambda _: None)
    with Server(Page(b"")) as gone:
        port = gone.port
    route = ("--connect-to", f"checks.example.org:80:127.0.0.1:{port}")
    code, _, err = lastro("import", "claimreview", "http://checks.example.org/moon", *route)
    assert code == 2
    assert err.startswith("error: ")
    assert "Traceback" not in err


def leaves(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text and number of a document, but the names of types."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if not name.startswith(("@context", "@type")):
                yield from leaves(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, key)
    elif value is not None:
        yield key, json.dumps(str(value), ensure_ascii=False)[1:-1]


def drafted(loaded: Workspace, reviews: list[dict[str, Any]]) -> str:
    assert loaded.corpus
    drafts = Drafts(loaded, loaded.corpus.settings, date(2026, 12, 1))
    for review in reviews:
        drafts.add(review)
    return "".join(new.scaffold.text for new in drafts.to_plan(()).created)


def require_all(text: str, reviews: list[dict[str, Any]]) -> None:
    """Find every value in a draft, as YAML or as the comment writes it."""
    flat = text.replace("''", "'").replace('\\"', '"').replace("\\\\", "\\")
    lost = [
        (key, leaf)
        for key, leaf in leaves(reviews)
        if " ".join(leaf.replace('\\"', '"').replace("\\\\", "\\").split()) not in flat
    ]
    assert lost == []


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("empty")
    (root / "lastro.yml").write_text(json.dumps(SETTINGS), encoding="utf-8")
    for folder in ("claims", "sources"):
        (root / folder).mkdir()
    return load(root)


@pytest.mark.parametrize("language", ["en", "pt-BR"])
def test_nothing_that_we_export_is_lost_when_it_is_imported(
    empty: Workspace, language: str
) -> None:
    found = load(ALDERA).corpus
    assert found
    site = derive(found, date(2026, 11, 24), url="https://aldera.example.org/")
    reviews = [
        claim_review(site, view, language)
        for view in site.claims.values()
        if not view.claim.withdrawn
    ]
    assert len(reviews) > 10
    require_all(drafted(empty, json.loads(json.dumps(reviews))), reviews)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.sampled_from(PAYLOADS) | st.text(min_size=1, max_size=60).filter(str.strip))
def test_hostile_words_are_drafted_as_they_are_or_refused(empty: Workspace, words: str) -> None:
    line = " ".join(words.split()) or "x"
    text = {"en": line, "pt-BR": line}
    one = claim(claim=text, claimant={"name": f"{line}x", "kind": "person"})
    site = derive(corpus(article(), source(), one), date(2026, 12, 1), url="https://x.example.org/")
    review = json.loads(json.dumps(claim_review(site, site.claims[one.id], "en")))
    try:
        found = drafted(empty, [review])
    except LastroError:
        return
    parts = found.split("# yaml-language-server")[1:]
    assert line in [value for part in parts for _, value in texts(read("#" + part))]


def texts(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield "", value


ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.sampled_from(["", "x", "2026", "https://x.example.org/", "en", "Person"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["@type", "name", "url", "text", "inLanguage", "datePublished", "publisher", "hasPart"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
KEYS = [*REVIEW, "citation", "correction", "workTranslation", "temporalCoverage", "claimReview"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    over=st.dictionaries(st.sampled_from(KEYS), ANY, max_size=4),
    about=st.dictionaries(st.sampled_from(["author", "appearance", "text"]), ANY, max_size=3),
)
def test_whatever_stands_where_ends_in_a_record_or_in_a_sentence(
    empty: Workspace, over: dict[str, Any], about: dict[str, Any]
) -> None:
    review = {**REVIEW, "itemReviewed": about, **over, "@type": "ClaimReview"}
    (found,) = read_reviews(json.dumps([review]).encode())
    try:
        text = drafted(empty, [found])
    except LastroError:
        return
    assert "TODO" in text


def test_what_is_no_text_is_refused() -> None:
    for read_it in (read_reviews, read_table):
        with pytest.raises(LastroError, match="not text in UTF-8"):
            read_it(b"\xff\xfe{}")
