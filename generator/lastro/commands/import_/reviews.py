"""Reviews by others out of what they publish, each as a ClaimReview of schema.org.

What stands in the wild keeps few rules, so nothing is judged here: a review is whatever says of itself
that it is one. Sources of the shapes: https://schema.org/ClaimReview, JSON-LD in pages
(https://html.spec.whatwg.org/multipage/scripting.html), and
https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping

from lastro.commands.import_.values import Review, as_list
from lastro.errors import LastroError

_SCRIPT = re.compile(
    r"<script\b[^>]*application/ld\+json[^>]*>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL
)
COLUMNS: Mapping[str, str] = {
    "claim": "claimReviewed", "lang": "inLanguage", "url": "url", "published": "datePublished",
    "holds": "temporalCoverage", "label": "reviewRating.alternateName",
    "value": "reviewRating.ratingValue", "short": "reviewRating.ratingExplanation",
    "claimant": "itemReviewed.author", "said_on": "itemReviewed.datePublished",
    "said_words": "itemReviewed.text", "said_lang": "itemReviewed.inLanguage",
    "appearance": "itemReviewed.appearance", "publisher": "author",
    "source": "citation.url", "quote": "citation.hasPart.text",
}  # fmt: skip
"""Columns of a table by their names, those of claims.csv first; others are kept beside."""
_TOOLS = {
    "text": "claimReviewed", "claimant": "itemReviewed.author",
    "claimDate": "itemReviewed.datePublished", "publisher": "author",
    "textualRating": "reviewRating.alternateName", "reviewDate": "datePublished",
    "languageCode": "inLanguage", "title": "name",
}  # fmt: skip
"""What the Fact Check Tools call the same."""


def read_reviews(content: bytes) -> list[Review]:
    """Return every review of a page, a feed, a list or an answer of the Fact Check Tools, in their order."""
    text = _decode(content)
    is_page = not text.lstrip().startswith(("{", "["))
    pieces = _SCRIPT.findall(text) if is_page else [text]
    documents = []
    for piece in pieces:
        try:
            documents.append(json.loads(piece, strict=False))
        except (ValueError, RecursionError):
            if not is_page:
                hint = "give the file as it was published: JSON, or a page with JSON-LD"
                raise LastroError("this is not JSON", hint) from None
    return [review for document in documents for review in _find(document)]


def read_table(content: bytes) -> list[Review]:
    """Return the claims of a table; rows of one `id` are one claim in several languages."""
    text = io.StringIO(_decode(content), newline="")
    try:
        rows = [*csv.DictReader(text, restkey="", strict=True)]
    except csv.Error as error:
        raise LastroError(f"this is no table: {error}", "save it as CSV, in UTF-8") from None
    if rows and "claim" not in rows[0]:
        raise LastroError("the table has no column 'claim'", f"name columns: {', '.join(COLUMNS)}")
    found: dict[str, Review] = {}
    for number, row in enumerate(rows):
        review: Review = {}
        for name, cell in row.items():
            if cell and isinstance(cell, str):
                _put(review, COLUMNS.get(name, name), re.sub("^'(?=[=+@\t\r-])", "", cell))
        first = found.setdefault(row.get("id") or str(number), review)
        if first is not review:
            first.setdefault("workTranslation", []).append(review)
    return [*found.values()]


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LastroError("this is not text in UTF-8", "save it in UTF-8") from None


def _put(review: Review, path: str, value: object) -> None:
    *within, last = path.split(".")
    for key in within:
        review = review.setdefault(key, {})
    review[last] = value


def _find(document: object) -> Iterator[Review]:
    """Yield each review within a document, however deep."""
    waiting = [document]
    while waiting:
        found = waiting.pop()
        if isinstance(found, list):
            waiting += reversed(found)
        elif isinstance(found, dict) and "ClaimReview" in as_list(found.get("@type")):
            yield found
        elif isinstance(found, dict) and isinstance(found.get("claimReview"), list):
            for one in found["claimReview"]:
                review: Review = {}
                told = one if isinstance(one, dict) else {"review": one}
                for key, value in {**found, "claimReview": None, **told}.items():
                    _put(review, _TOOLS.get(key, key), value)
                yield review
        elif isinstance(found, dict):
            waiting += reversed(found.values())
