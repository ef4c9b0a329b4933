"""The same records give the same bytes, and a link into a source leads to words of its quote."""

import json
import random
import re
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lastro.artifacts import Page
from lastro.loading.load import load
from lastro.render.pages.every import fragments, pages
from lastro.site.addresses import EDGE, WHOLE, at_words
from lastro.site.derive import derive
from lastro.syntax.tree import parse, plain
from lastro.text import escape
from lastro.text.dates import whole_day
from tests.support.builders import article, claim, corpus, review, source
from tests.support.folders import ALDERA
from tests.support.hostile import PAYLOADS, is_inert

TODAY = whole_day("2026-11-24")
LANGUAGES = ("en", "pt-BR")
FEW = settings(max_examples=15, deadline=None)

Rendered = list[Page | dict[str, str]]


def render(root: Path) -> Rendered:
    loaded = load(root)
    assert loaded.diagnostics == []
    assert loaded.corpus is not None
    site = derive(loaded.corpus, TODAY)
    found: Rendered = []
    for language in LANGUAGES:
        found += pages(site, language)
        found.append(fragments(site, language))
    return found


@cache
def original() -> Rendered:
    return render(ALDERA)


@cache
def files() -> dict[str, object]:
    return {
        path.relative_to(ALDERA).as_posix(): plain(parse(path.read_text(encoding="utf-8")))
        for path in sorted(ALDERA.rglob("*.yml"))
    }


def shuffled(value: Any, order: random.Random) -> Any:
    """Return a value with the keys of every map in another order; lists keep theirs."""
    if isinstance(value, list):
        return [shuffled(inner, order) for inner in value]
    if not isinstance(value, dict):
        return value
    names = list(value)
    order.shuffle(names)
    return {name: shuffled(value[name], order) for name in names}


def write(root: Path, order: random.Random) -> None:
    """Write the corpus in another order of files and keys, as JSON, which is YAML too."""
    names = list(files())
    order.shuffle(names)
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(shuffled(files()[name], order), ensure_ascii=False, indent=1)
        path.write_text(text, encoding="utf-8")


def test_the_same_folder_gives_the_same_pages() -> None:
    assert render(ALDERA) == original()


@FEW
@given(order=st.randoms(use_true_random=False))
def test_the_order_of_files_and_keys_changes_no_page(order: random.Random) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write(root, order)
        for now, before in zip(render(root), original(), strict=True):
            assert now == before


@FEW
@given(order=st.randoms(use_true_random=False))
def test_the_order_in_which_a_folder_is_listed_changes_no_page(order: random.Random) -> None:
    listed = Path.iterdir

    def iterdir(folder: Path) -> Any:
        found = list(listed(folder))
        order.shuffle(found)
        return iter(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "iterdir", iterdir)
        assert render(ALDERA) == original()


def ids_twice(page: Page) -> list[str]:
    found = Counter(re.findall(r'\sid="([^"]*)"', page.body))
    return [name for name, number in found.items() if number > 1]


def test_no_page_gives_an_id_twice() -> None:
    found = {page.path: ids_twice(page) for page in original() if isinstance(page, Page)}
    assert len(found) > 30
    assert [path for path, twice in found.items() if twice] == []


def test_a_day_at_the_end_of_the_calendar_stops_no_page() -> None:
    late = claim(reviews=[review(decided="9999-06-01")])
    site = derive(corpus(article(), late, source()), TODAY)
    page = next(page for page in pages(site, "en") if page.path == "claims/quays-are-closed/")
    assert '<time datetime="9999-12-31">' in page.body


# Text fragments.

LINK = "https://example.org/page"
FOLDED = "\"'‘’‚‛“”„«»‐‑‒–—―\u00ad…"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
WORD = st.one_of(
    st.text("abcdefgçãé0123456789", min_size=1, max_size=8),
    st.sampled_from(
        [
            *("-", "--", "a-b", "-a", "b-", ",", "a,b", "&", "a&b", ":~:", "text=x", "%2D", "100%"),
            *(
                "“so",
                "so”",
                "don’t",
                "it's",
                "—",
                "a…b",
                "حوت",
                "🐋",
                "<b>",
                "#",
                "?",
                "=",
                "+",
                "/",
            ),
        ]
    ),
)
QUOTE = st.lists(WORD, min_size=1, max_size=30).map(" ".join)


def terms_of(link: str) -> list[str]:
    """Return the terms of a link's text fragment, decoded as a browser does."""
    _, sign, fragment = link.partition("#:~:text=")
    if not sign:
        assert link == LINK
        return []
    terms = fragment.split(",")
    assert len(terms) <= 2
    for term in terms:
        assert term
        assert not set(term) & set("-,& #")
        assert term.isascii()
    return [unquote(term, errors="strict") for term in terms]


def is_run(term: str, quote: str) -> bool:
    """Tell whether a term is a run of whole words of a quote."""
    return f" {term} " in f" {' '.join(quote.split())} "


@settings(max_examples=300, deadline=None)
@given(quote=st.one_of(QUOTE, ANY_TEXT))
@example(quote="a-b, c & d - e")
@example(quote="one two three “four” five six seven eight nine ten eleven twelve thirteen")
@example(quote="“a” “b” “c”")
@example(quote="x " * 40)
def test_every_term_of_a_fragment_is_a_run_of_words_of_the_quote(quote: str) -> None:
    link = at_words(LINK, quote)
    assert is_inert(link)
    terms = terms_of(link)
    for term in terms:
        assert is_run(term, quote)
    words = quote.split()
    if len(words) <= WHOLE and not set(quote) & set(FOLDED):
        assert terms == [" ".join(words)]
        return
    for term in terms:
        assert not set(term) & set(FOLDED)
        assert len(term.split()) <= (EDGE if len(terms) > 1 else WHOLE)


@pytest.mark.parametrize("payload", [p for p in PAYLOADS if p.strip()])
def test_a_hostile_quote_makes_a_harmless_link(payload: str) -> None:
    link = at_words(LINK, payload)
    assert is_inert(link)
    assert link.startswith(LINK)
    assert len(link) > escape.LONGEST_URL or escape.url(link) == link


@pytest.mark.parametrize(
    ("link", "words", "where", "expected"),
    [
        (LINK, "closed on Sundays", "", f"{LINK}#:~:text=closed%20on%20Sundays"),
        (f"{LINK}#s4", "closed", "", f"{LINK}#s4:~:text=closed"),
        (f"{LINK}#", "closed", "", f"{LINK}#:~:text=closed"),
        (f"{LINK}#s4:~:text=open", "closed", "", f"{LINK}#s4:~:text=closed"),
        (LINK, "a-b, c & d", "", f"{LINK}#:~:text=a%2Db%2C%20c%20%26%20d"),
        (LINK, "it's so", "", LINK),
        (
            LINK,
            "one two three four five six seven eight nine ten eleven",
            "",
            f"{LINK}#:~:text=one%20two%20three%20four,eight%20nine%20ten%20eleven",
        ),
        (LINK, "he said “so” and went home", "", f"{LINK}#:~:text=and%20went%20home"),
        (f"{LINK}.pdf", "closed", "p. 12", f"{LINK}.pdf#page=12"),
        (f"{LINK}.PDF", "closed", "page 7, table 2", f"{LINK}.PDF#page=7"),
        (f"{LINK}.pdf", "closed", "página 3", f"{LINK}.pdf#page=3"),
        (f"{LINK}.pdf", "closed", "Item 7", f"{LINK}.pdf"),
    ],
)
def test_links_lead_to_the_words_where_they_can(
    link: str, words: str, where: str, expected: str
) -> None:
    assert at_words(link, words, where) == expected
