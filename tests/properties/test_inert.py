"""Hostile text in a record stays text: nothing it holds can run, load or leak in any page.

Every text of every record of the invented corpus is replaced by what a stranger might send, one at
a time and all at once, and each page is read as a browser would read it. A page may not get an
element or an attribute that harmless words would not have given it.
"""

import copy
import html
import json
import os
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import fromstring

import html5lib
import pytest
from markupsafe import Markup
from pydantic import ValidationError

from lastro.artifacts import Page
from lastro.checks.runner import run
from lastro.corpus.corpus import Corpus
from lastro.loading.load import load
from lastro.model.article import Article
from lastro.model.base import Record
from lastro.model.claim import Claim
from lastro.model.source import Source
from lastro.render.markdown import md
from lastro.render.pages.every import pages
from lastro.render.share import cards, embed
from lastro.rules.registry import rules
from lastro.site.derive import derive
from lastro.syntax.tree import parse, plain
from tests.support.folders import ALDERA
from tests.support.hostile import (
    PAYLOADS,
    Shape,
    dangers,
    elements,
    folded,
    head_of,
    markup_of,
    parsed,
    shape,
    tag_of,
    text_of,
)

TODAY = date(2026, 11, 24)
LANGUAGES = ("en", "pt-BR")
HARMLESS = "Quiet_words"
"""No slug, date or address, and yet a part of an address (a DOI) may hold it."""
BATCH = " · ".join(PAYLOADS)
QUIET_BATCH = " · ".join([HARMLESS] * len(PAYLOADS))
"""As many words, so that a name in a chart takes as many lines."""

Route = tuple[str | int, ...]
Plain = dict[str, Any]
Key = tuple[str, str]
"""Kind and id of a record: `("claims", "quay-4-closed")`."""

LINKS = {"source", "sources", "claim", "see", "derived_from", "rating"}
"""Keys whose value names another record; what leads nowhere is refused by a rule of its own."""

MODELS: dict[str, type[Article | Claim | Source]] = {
    "articles": Article,
    "claims": Claim,
    "sources": Source,
}


@cache
def records() -> dict[Key, Plain]:
    """Read every record of the corpus as plain values, with what its path says."""
    found: dict[Key, Plain] = {}
    for path in sorted((ALDERA).glob("*/**/*.yml")):
        typed = plain(parse(path.read_text(encoding="utf-8")))
        assert isinstance(typed, dict)
        if path.parent.name == "sources":
            found["sources", path.stem] = typed | {"id": path.stem}
        elif path.name == "article.yml":
            found["articles", path.parent.name] = typed | {"id": path.parent.name}
        else:
            found["claims", path.stem] = typed | {"id": path.stem, "article": path.parent.name}
    return found


@cache
def original() -> Corpus:
    corpus = load(ALDERA).corpus
    assert corpus is not None
    return corpus


@cache
def rendered() -> dict[str, dict[str, Page]]:
    """Render the corpus as it is, by language and path."""
    return {language: rendered_in(original(), language) for language in LANGUAGES}


def rendered_in(corpus: Corpus, language: str) -> dict[str, Page]:
    return {page.path: page for page in pages(derive(corpus, TODAY, draft=False), language)}


def valid(key: Key, typed: Plain) -> Record:
    return MODELS[key[0]].model_validate(typed, context={"languages": LANGUAGES})


def with_record(key: Key, typed: Plain) -> Corpus:
    """Put one changed record into the corpus. Raises ValidationError when it is no record."""
    return with_records({key: typed})


def with_records(changed: dict[Key, Plain]) -> Corpus:
    base = original()
    kinds: dict[str, dict[str, Any]] = {
        "articles": dict(base.articles),
        "claims": dict(base.claims),
        "sources": dict(base.sources),
    }
    for key, typed in changed.items():
        kinds[key[0]][key[1]] = valid(key, typed)
    return Corpus(base.settings, kinds["articles"], kinds["claims"], kinds["sources"])


def routes(value: Any, route: Route = ()) -> Iterator[Route]:
    """Yield the route of every text in a record."""
    if isinstance(value, str):
        yield route
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from routes(inner, (*route, index))
    else:
        for name, inner in value.items():
            if name not in ("id", "article") or route:
                yield from routes(inner, (*route, name))


def replaced(typed: Plain, changes: dict[Route, str]) -> Plain:
    changed = copy.deepcopy(typed)
    for route, text in changes.items():
        at: Any = changed
        for step in route[:-1]:
            at = at[step]
        at[route[-1]] = text
    return changed


def takes_text(key: Key, route: Route) -> bool:
    try:
        valid(key, replaced(records()[key], {route: HARMLESS}))
    except ValidationError:
        return False
    return True


def name_of(key: Key, route: Route) -> str:
    """Name a field by its kind and keys, numbers left out."""
    return ".".join([key[0], *(str(step) for step in route if isinstance(step, str))])


@cache
def fields() -> dict[str, tuple[Key, Route]]:
    """Find each field of each kind of record that takes any text, with one record that has it."""
    found: dict[str, tuple[Key, Route]] = {}
    for key, typed in records().items():
        for route in routes(typed):
            if name_of(key, route) not in found and takes_text(key, route):
                found[name_of(key, route)] = (key, route)
    return found


def is_link(route: Route) -> bool:
    names = [step for step in route if isinstance(step, str)]
    return names[-1] in LINKS


def is_markdown(name: str) -> bool:
    return name.startswith("claims.reviews.because")


def test_the_fields_are_those_of_the_records() -> None:
    names = set(fields())
    assert len(names) > 70
    assert {
        "articles.title",
        "articles.publisher",
        "articles.credited_to",
        "articles.notes.en",
        "articles.statements.left_out",
        "articles.statements.because.pt-BR",
        "claims.claim.en",
        "claims.claimant.name",
        "claims.said.words",
        "claims.said.also",
        "claims.said.translation.pt-BR",
        "claims.parties",
        "claims.evidence.quote",
        "claims.evidence.quote.exact",
        "claims.evidence.quote.prefix",
        "claims.evidence.translation.en",
        "claims.evidence.where",
        "claims.evidence.note",
        "claims.reviews.by",
        "claims.reviews.short.en",
        "claims.reviews.because.en",
        "claims.reviews.override.reason.en",
        "claims.reviews.override.by",
        "claims.events.what.en",
        "claims.not_checked.en",
        "claims.would_change.en",
        "claims.reply.words",
        "claims.corrections.what.en",
        "claims.withdrawn.reason.en",
        "claims.waivers.rule",
        "claims.waivers.reason.pt-BR",
        "sources.title",
        "sources.publisher",
        "sources.authors",
        "sources.parties",
        "sources.doi",
        "sources.isbn",
        "sources.read.by",
        "sources.note.en",
    } <= names
    # values with a form of their own take no free text at all
    assert (
        not {
            "claims.topics",
            "claims.nature",
            "claims.said.lang",
            "claims.said.on",
            "claims.claimant.same_as",
            "claims.evidence.origin",
            "claims.evidence.speaks_of",
            "claims.reviews.holds",
            "claims.former_ids",
            "sources.url",
            "sources.origin",
            "sources.archived",
            "sources.published",
            "sources.read.reprint",
            "articles.url",
            "articles.archived",
        }
        & names
    )


def changed_pages(corpus: Corpus, language: str) -> dict[str, Page]:
    before = rendered()[language]
    return {p: page for p, page in rendered_in(corpus, language).items() if before.get(p) != page}


def assert_inert(found: dict[str, Page], harmless: dict[str, Page], *, markdown: bool) -> None:
    for path, page in found.items():
        root = parsed(markup_of(page))
        assert dangers(root, page.kind) == [], path
        head = head_of(page)
        assert shape(head) == HEAD, path
        if not markdown and path in harmless:
            assert shape(root) - shape(parsed(markup_of(harmless[path]))) == {}, path


HEAD: Shape = shape(head_of(Page(path="", kind="", language="", title="t", description="d",
                                 heading="", body="")))  # fmt: skip


@pytest.mark.parametrize("name", sorted(fields()))
def test_a_text_that_holds_every_payload_adds_nothing_to_a_page(name: str) -> None:
    key, route = fields()[name]
    hostile = with_record(key, replaced(records()[key], {route: BATCH}))
    quiet = with_record(key, replaced(records()[key], {route: QUIET_BATCH}))
    found, harmless = changed_pages(hostile, "en"), rendered_in(quiet, "en")
    assert_inert(found, harmless, markdown=is_markdown(name))


@cache
def free_texts(key: Key) -> tuple[Route, ...]:
    """Return every text of a record that may be anything."""
    found = tuple(r for r in routes(records()[key]) if not is_link(r) and takes_text(key, r))
    assert len(found) > 2
    return found


def full_of(text: str) -> Corpus:
    """Fill every text of every record at once, links to other records left as they are."""
    return with_records(
        {
            key: replaced(typed, dict.fromkeys(free_texts(key), text))
            for key, typed in records().items()
        }
    )


def nameless(path: str) -> str:
    """Return an address without the name that it is made of: here all names are one text."""
    by, _, name = path.partition("/")
    return f"{by}/name/" if name and by in {"claimants", "publishers"} else path


@cache
def quiet_shapes(language: str) -> dict[str, Shape]:
    return {
        nameless(path): shape(parsed(markup_of(page)))
        for path, page in rendered_in(full_of(HARMLESS), language).items()
    }


@pytest.mark.parametrize(
    ("payload", "language"), [*((payload, "en") for payload in PAYLOADS), (BATCH, "pt-BR")]
)
def test_a_site_full_of_a_payload_is_inert(payload: str, language: str) -> None:
    found = rendered_in(full_of(payload), language)
    assert {nameless(path) for path in found} == set(quiet_shapes(language))
    assert {path for path in found if path == nameless(path)} == {
        path for path in rendered()[language] if path == nameless(path)
    }
    for path, page in found.items():
        root = parsed(markup_of(page))
        assert dangers(root, page.kind) == [], path
        assert shape(head_of(page)) == HEAD, path
        if page.kind != "claim":
            assert shape(root) - quiet_shapes(language)[nameless(path)] == {}, path


def shown_by_others(corpus: Corpus) -> dict[str, bytes]:
    """Make all that others show of the claims: pages to embed, badges, answers, drawings of cards."""
    site = derive(corpus, TODAY, draft=False, url="https://aldera.example.org/")
    ats = [("claims", claim) for claim in site.every_claim]
    return {
        file.path: file.content
        for at in ats
        for made in (embed.record_files(site, at), cards.record_files(site, at))
        for file in made
    }


@cache
def quietly_shown() -> dict[str, bytes]:
    return shown_by_others(full_of(HARMLESS))


def tags_in(document: bytes) -> set[str]:
    """Parse XML, which refuses what is not well formed, and name its elements."""
    root = fromstring(document)  # noqa: S314 - made here
    return {tag_of(element) for element in (root, *elements(root))}


@pytest.mark.parametrize("payload", [*PAYLOADS, BATCH])
def test_what_others_show_of_a_site_full_of_a_payload_is_inert(payload: str) -> None:
    quiet = quietly_shown()
    for path, content in shown_by_others(full_of(payload)).items():
        if path.endswith(".json"):
            answer = json.loads(content)
            assert shape(parsed(answer["html"])) == shape(parsed(json.loads(quiet[path])["html"]))
        elif path.endswith(".html"):
            found, harmless = (
                html5lib.parse(one, namespaceHTMLElements=False) for one in (content, quiet[path])
            )
            assert shape(found) == shape(harmless), path
        else:
            assert tags_in(content) <= {"svg", "title", "style", "path", "text", "g"}, path


@cache
def quiet_heads() -> dict[str, Shape]:
    pages = rendered_in(full_of(HARMLESS), "en")
    return {path: shape(parsed(page.head)) for path, page in pages.items()}


@pytest.mark.parametrize("payload", [*PAYLOADS, BATCH])
def test_what_a_link_to_a_page_brings_along_is_inert(payload: str) -> None:
    for path, page in rendered_in(full_of(payload), "en").items():
        if path in quiet_heads():
            assert shape(parsed(page.head)) == quiet_heads()[path], path


def entries_of(corpus: Corpus) -> dict[str, str]:
    """Return what search shows of each page, by kind and the order of pages."""
    found = pages(derive(corpus, TODAY, draft=False), "en")
    return {f"{page.kind} {n}": page.entry for n, page in enumerate(found) if page.entry}


def test_what_search_shows_holds_each_payload_as_text() -> None:
    quiet = {name: shape(parsed(entry)) for name, entry in entries_of(full_of(HARMLESS)).items()}
    assert len({name.split()[0] for name in quiet}) > 5
    for payload in PAYLOADS:
        shown = {name: parsed(entry) for name, entry in entries_of(full_of(payload)).items()}
        assert {name: shape(root) for name, root in shown.items()} == quiet, payload
        assert [dangers(root, "search") for root in shown.values() if dangers(root, "search")] == []


def test_a_text_that_names_no_record_is_an_error_and_no_page() -> None:
    tried = 0
    for name, (key, route) in fields().items():
        if not is_link(route):
            continue
        tried += 1
        corpus = with_record(key, replaced(records()[key], {route: BATCH}))
        loaded = load(ALDERA)
        loaded.corpus, loaded.diagnostics = corpus, []
        report = run(loaded, TODAY)
        assert "internal-error" not in {d.rule for d in report.diagnostics}, name
        assert report.failed, name
    assert tried > 5


# Markdown alone, payload by payload: here structure is allowed, and only this much of it.

MARKDOWN = {
    "p": set(),
    "br": set(),
    "strong": set(),
    "em": set(),
    "s": set(),
    "a": {"href", "rel", "class", "aria-label"},
    "ul": set(),
    "ol": {"start"},
    "li": set(),
    "blockquote": set(),
    "code": set(),
    "pre": set(),
}


def chip(evidence_id: str, where: str) -> Markup:
    return Markup('<a class="lt-ref" href="#e-{}" aria-label="{}">1</a>').format(evidence_id, where)


def assert_inert_markdown(payload: str) -> None:
    root = parsed(md(payload, chip))
    assert dangers(root) == [], payload
    for element in root.iter():
        if element is not root:
            assert element.tag in MARKDOWN, payload
            assert set(element.keys()) <= MARKDOWN[str(element.tag)], payload
            if element.tag == "a" and element.get("class") != "lt-ref":
                assert element.get("rel") == "nofollow ugc noopener noreferrer", payload
                assert (element.get("href") or "").startswith(("http://", "https://")), payload


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markdown_of_a_stranger_is_inert(payload: str) -> None:
    assert_inert_markdown(payload)
    assert_inert_markdown(f"before [@port-log-2025, {payload}] after")
    assert_inert_markdown(f"[words]({payload})")
    assert_inert_markdown(f"[words](https://example.org/{payload})")
    assert_inert_markdown(f"> - **{payload}**\n\n1. `{payload}`")


def test_markdown_still_says_what_it_may_say() -> None:
    found = md("*a* [b](https://example.org/?q=1&r=2) [@c, p. 1]\n\n- d", chip)
    assert found == (
        '<p><em>a</em> <a href="https://example.org/?q=1&amp;r=2" rel="nofollow ugc noopener'
        ' noreferrer">b</a> <a class="lt-ref" href="#e-c" aria-label="p. 1">1</a></p>\n'
        "<ul>\n<li>d</li>\n</ul>\n"
    )


# Public collections of payloads.


def public(name: str) -> Path:
    """Return a file of the public collections, or skip the test and say what is missing."""
    folder = os.environ.get("LASTRO_CORPORA", "")
    if not folder:
        pytest.skip("LASTRO_CORPORA names no folder of public payloads")
    path = Path(folder) / name
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    return path


def lines_of(name: str) -> list[str]:
    text = public(name).read_text(encoding="utf-8", errors="replace")
    return [line for line in dict.fromkeys(text.split("\n")) if line.strip()]


def xss_payloads() -> list[str]:
    return lines_of("xss-payloads.txt")


def h5sc_vectors() -> list[str]:
    found = [part for line in lines_of("h5sc-vectors.txt") for part in line.split('<div id="')]
    return [part for part in found if part.strip()]


def dompurify_payloads() -> list[str]:
    pairs = json.loads(public("dompurify-pairs.json").read_text(encoding="utf-8"))
    return [pair["payload"] for pair in pairs if pair["payload"].strip()]


COLLECTIONS = {
    "xss-payloads.txt": (xss_payloads, 6_000),
    "h5sc-vectors.txt": (h5sc_vectors, 100),
    "dompurify-pairs.json": (dompurify_payloads, 200),
}
CHUNK = 200


def chunks(payloads: Sequence[str]) -> Iterator[list[str]]:
    yield from (list(payloads[n : n + CHUNK]) for n in range(0, len(payloads), CHUNK))


def claim_of(texts: Sequence[str]) -> Plain:
    """Make a claim that holds each text as words, as a quote, as a place and as a note."""
    typed = records()["claims", "ferry-fares-doubled"]
    item = {"source": "quay-company-release", "stance": "context"}
    more = [item | {"id": f"e{n}", "quote": t, "where": t, "note": t} for n, t in enumerate(texts)]
    said = typed["said"] | {"also": list(texts)}
    return typed | {"said": said, "evidence": [*typed["evidence"], *more], "parties": list(texts)}


@pytest.mark.parametrize("name", sorted(COLLECTIONS))
def test_public_payloads_are_inert_on_a_page(name: str) -> None:
    collected, least = COLLECTIONS[name]
    payloads = collected()
    assert len(payloads) >= least
    for texts in chunks(payloads[:: len(payloads) // 2_000 or 1]):
        page = page_of(texts)
        root = parsed(markup_of(page))
        assert dangers(root) == []
        assert shape(head_of(page)) == HEAD
        assert shape(root) - quiet_shape(len(texts)) == {}
        shown = text_of(root)
        assert [t for t in texts if folded(as_browsers_read(t)) not in shown] == []


def page_of(texts: Sequence[str]) -> Page:
    corpus = with_record(("claims", "ferry-fares-doubled"), claim_of(texts))
    return rendered_in(corpus, "en")["claims/ferry-fares-doubled/"]


@cache
def quiet_shape(number: int) -> Shape:
    return shape(parsed(markup_of(page_of([HARMLESS] * number))))


def as_browsers_read(text: str) -> str:
    """Undo what any browser does to text before it shows it."""
    return text.replace("\r", "\n").replace("\x00", "\ufffd")


@pytest.mark.parametrize("name", sorted(COLLECTIONS))
def test_public_payloads_are_inert_as_markdown(name: str) -> None:
    collected, least = COLLECTIONS[name]
    payloads = collected()
    assert len(payloads) >= least
    for payload in payloads:
        assert_inert_markdown(payload)


def naughty() -> list[str]:
    found = json.loads(public("naughty-strings.json").read_text(encoding="utf-8"))
    assert len(found) > 500
    return [str(text) for text in found]


def test_a_naughty_string_is_shown_unchanged_or_refused_by_a_rule(tmp_path: Path) -> None:
    strings = naughty()
    write_titles(tmp_path, strings)
    loaded = load(tmp_path)
    assert loaded.corpus is not None
    refused = {d.place.path: d.rule for d in loaded.diagnostics}
    assert set(refused.values()) <= set(rules())
    assert set(refused.values()) == {"field-missing", "invisible-character"}
    shown = 0
    for language in LANGUAGES:
        found = rendered_in(loaded.corpus, language)
        listed = {
            urljoin(path, e.get("href")): e
            for path, page in found.items()
            if path == "sources/" or path.startswith("sources/page/")
            for e in parsed(page.body).iter("a")
        }
        for number, text in enumerate(strings):
            name = f"s{number}"
            if f"sources/{name}.yml" in refused:
                assert name not in loaded.corpus.sources
                continue
            shown += 1
            page, link = found[f"sources/{name}/"], listed[f"sources/{name}/"]
            assert folded("".join(link.itertext())) == folded(text)
            assert folded(text_of(parsed(page.heading))) == folded(text)
            assert html.unescape(page.title).startswith(text)
            assert dangers(parsed(markup_of(page))) == []
    assert shown + len(LANGUAGES) * len(refused) == len(LANGUAGES) * len(strings)
    assert len(refused) < len(strings) // 10


def write_titles(root: Path, titles: Sequence[str]) -> None:
    """Write a site with one source for each title."""
    for name in ("claims", "sources"):
        (root / name).mkdir()
    (root / "lastro.yml").write_bytes((ALDERA / "lastro.yml").read_bytes())
    source = (ALDERA / "sources" / "tide-blog.yml").read_text(encoding="utf-8")
    body = source.replace("derived_from: [aldera-wire-2025-03]\n", "").split("\n", 1)[1]
    for number, title in enumerate(titles):
        written = json.dumps(title, ensure_ascii=False)
        (root / "sources" / f"s{number}.yml").write_text(f"title: {written}\n{body}", "utf-8")
