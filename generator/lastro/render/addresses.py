"""Addresses that lead to the very words: text fragments, and which address a source has.

A reader is one click from the sentence. A fragment is help, never a proof: the quote and its place
stand in words beside it. Source of the form: WICG Scroll To Text Fragment.
"""

import re
from collections.abc import Callable
from urllib.parse import quote as percent

from lastro.model.said import Original
from lastro.model.source import Source
from lastro.site.derive import Site
from lastro.site.views import Passage
from lastro.text import escape

WHOLE = 10
"""Quotes of up to ten words go into the fragment whole."""
EDGE = 4
FEWEST = 3
_FOLDED = re.compile(r"[\"'‘’‚‛“”„«»‐‑‒–—―\u00ad…]")
_PAGE = re.compile(r"(?:p\.|page|p[áa]gina)\s*(\d{1,5})", re.IGNORECASE)


def address(source: Source) -> str | None:
    """Return where a source can be opened, or None when no link may be made of it."""
    link = source.url or (f"https://doi.org/{source.doi}" if source.doi else "")
    return escape.url(link)


def at_words(link: str, words: str, where: str = "") -> str:
    """Add the fragment that opens a page at some words; the bare address when none is safe.

    Browsers do not fold quotation marks, dashes and soft hyphens, so the terms are taken from runs
    of words without them.
    """
    base, _, own_part = link.partition("#")
    part = own_part.partition(":~:")[0]  # a copied "link to highlight" brings a fragment along
    if base.lower().endswith(".pdf"):
        page = _PAGE.search(where)
        return f"{base}#page={page[1]}" if page else link
    terms = (percent(term, safe="").replace("-", "%2D") for term in _terms(words))
    fragment = ",".join(terms)
    return f"{base}#{part}:~:text={fragment}" if fragment else link


def passage_link(passage: Passage) -> str | None:
    """Return the address that opens a passage in its source."""
    link = address(passage.source)
    return at_passage(link, passage) if link else None


def original_link(source: Source, original: Original) -> str | None:
    """Return the address that opens the words which those of an article translate."""
    link = address(source)
    return at_words(link, original.words, original.where or "") if link else None


def reprint_link(passage: Passage) -> str | None:
    """Return the address of the re-publication that was read, where it is another than the source's."""
    source: Source = passage.source
    if not source.read or not source.read.reprint or source.read.reprint == source.url:
        return None
    return at_passage(source.read.reprint, passage)


def at_passage(link: str, passage: Passage) -> str:
    """Let an address open at the words of a passage."""
    if passage.item.quote is None:
        return link
    return at_words(link, passage.item.quote.exact, passage.item.where or "")


def relative(page: str) -> Callable[[str], str]:
    """Return the function that makes an address below the language's root relative to a page."""
    up = "../" * page.count("/")
    return lambda path: up + path or "./"


def whole(site: Site, language: str, path: str) -> str:
    """Return the whole address of a page: what is cited must lead there from anywhere."""
    return site.address(language, path)


def _terms(words: str) -> list[str]:
    whole = words.split()
    if len(whole) <= WHOLE and not _FOLDED.search(words):
        return [" ".join(whole)]
    runs = [run for run in _runs(whole) if len(run) >= FEWEST]
    if not runs:
        return []
    start, end = " ".join(runs[0][:EDGE]), " ".join(runs[-1][-EDGE:])
    if len(runs) == 1 and len(runs[0]) <= WHOLE:
        return [" ".join(runs[0])]
    return [start, end] if start != end else [start]


def _runs(whole: list[str]) -> list[list[str]]:
    runs: list[list[str]] = [[]]
    for word in whole:
        if _FOLDED.search(word):
            runs.append([])
        else:
            runs[-1].append(word)
    return runs
