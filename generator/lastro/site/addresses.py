"""Addresses that lead to the very words: text fragments, and which address a source has.

A reader is one click from the sentence. A fragment is help, never a proof: the quote and its place
stand in words beside it. Source of the form: WICG Scroll To Text Fragment.
"""

import re
from collections.abc import Callable
from hashlib import sha256
from itertools import groupby
from urllib.parse import quote as percent

from lastro.model.source import Source
from lastro.site.derive import Site
from lastro.site.views import Passage
from lastro.text import escape
from lastro.text.identifiers import copy_at

API = "api/v1"
"""Folder of what programs read of every record."""
FEW = 5_000
"""Claims up to which each record has a file of its own there: a host takes so many files and no more."""
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


def at_passage(link: str | None, passage: Passage) -> str | None:
    """Let an address open at the words of a passage; None where there is no address."""
    quote = passage.item.quote
    return at_words(link, quote.exact, passage.item.where or "") if link and quote else link


def copy_day(archived: str) -> str:
    """Return the day on which an archive made a copy, ISO 8601; empty when its address tells none.

    Source: https://robustlinks.mementoweb.org/spec/
    """
    copy = copy_at(archived)
    return copy.moment.date().isoformat() if copy else ""


def relative(page: str) -> Callable[[str], str]:
    """Return the function that makes an address below the language's root relative to a page."""
    up = "../" * page.count("/")
    return lambda path: up + path or "./"


def shares_files(site: Site) -> bool:
    """Tell whether the data of many records stand in one file; a page does not depend on how many there are."""
    with site.corpus.tracer.query():
        many = len(site.every_claim) > FEW
    wanted = site.settings.exports.api
    return wanted == "shards" or (many and wanted == "by-size")


def data_file(site: Site, name: str) -> str:
    """Return the path of the file with the data of a record: its own, or one of 256 that records share."""
    if not shares_files(site):
        return f"{API}/{name}.json"
    return f"{API}/shards/{sha256(name.encode()).hexdigest()[:2]}.jsonl.gz"


def at_root(site: Site, language: str, path: str) -> str:
    return path if language == site.languages[0] else f"{language}/{path}"


def _terms(text: str) -> list[str]:
    whole = text.split()
    if not _FOLDED.search(text):
        runs = [whole]
    else:
        split = groupby(whole, lambda word: _FOLDED.search(word) is None)
        runs = [run for plain, words in split if plain and len(run := [*words]) >= FEWEST]
    if not runs:
        return []
    start, end = " ".join(runs[0][:EDGE]), " ".join(runs[-1][-EDGE:])
    if len(runs) == 1 and len(runs[0]) <= WHOLE:
        return [" ".join(runs[0])]
    return [start, end] if start != end else [start]
