"""Page, JSON, JSON-LD and table say the same of every claim in every language, sentence by sentence.

Each copy is read as its own readers read it; what one says and another does not is a difference. There
are none. Texts are compared by their letters and figures, since a page links and marks them.
"""

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from lastro.artifacts import Page
from lastro.corpus.corpus import Corpus
from lastro.exports.registry import add_to_head
from lastro.loading.load import load
from lastro.model.settings import Exports
from lastro.render.pages.every import claim_page
from lastro.site.derive import Site, derive
from tests.support.exported_files import exported_files
from tests.support.folders import ALDERA
from tests.support.real_records import FROZEN, FROZEN_ON, LIVE, live_day

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
CITATION = re.compile(r"(?m)^ *\d+\. |\[@[^\]]*\]|\]\([^)]*\)")
ROOTS = [
    pytest.param(ALDERA, id="aldera"),
    pytest.param(FROZEN, id="frozen"),
    pytest.param(LIVE, id="live", marks=pytest.mark.live),
]


class Copies(NamedTuple):
    """What is said of one claim in one language, in each copy, as its readers read it."""

    page: str
    api: dict[str, Any]
    review: dict[str, Any]
    row: dict[str, str]
    verdicts: list[dict[str, str]]
    ratings: dict[str, Any]
    tag: str
    first: str


@cache
def site_of(root: Path) -> Site:
    found = load(root).corpus
    assert found is not None
    exports = Exports.model_validate({"claimreview": "every-language"})
    settings = found.settings.model_copy(update={"exports": exports})
    switched = Corpus(
        settings,
        found.articles,
        found.claims,
        found.sources,
        translations=found.translations,
        evidence_lock=found.evidence_lock,
    )
    day = live_day() if root == LIVE else FROZEN_ON
    return derive(switched, day, url="https://check.example.org/")


@cache
def copies_of(root: Path) -> list[Copies]:
    site = site_of(root)
    files = exported_files(site)
    ratings = {one["id"]: one for one in json.loads(files["api/v1/index.json"])["ratings"]}
    rows = {(row["id"], row["lang"]): row for row in table(files["claims.csv"])}
    verdicts = table(files["verdicts.csv"])
    found = []
    for tag in site.languages:
        for claim_id, view in site.claims.items():
            if view.claim.withdrawn:
                continue
            page = add_to_head(site, claim_page(site, tag, claim_id))
            found.append(
                Copies(
                    page.heading + page.body,
                    json.loads(files[f"api/v1/claims/{claim_id}.json"]),
                    review_in(page),
                    rows[claim_id, tag],
                    [one for one in verdicts if one["claim"] == claim_id],
                    ratings,
                    tag,
                    site.languages[0],
                )
            )
    return found


def table(content: bytes) -> list[dict[str, str]]:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return [
        {key: re.sub(r"\A'(?=[=+\-@])", "", cell) for key, cell in row.items()}
        for row in csv.DictReader(text, strict=True)
    ]


def review_in(page: Page) -> dict[str, Any]:
    blocks = map(json.loads, BLOCK.findall(page.head))
    (found,) = (block for block in blocks if block["@type"] == "ClaimReview")
    return dict(found)


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def seen(markup: str) -> str:
    """Return the letters that a reader sees, without the numbers of passages."""
    text = re.sub(r'<a class="lt-chip[^>]*>.*?</a>', "", markup, flags=re.DOTALL)
    return letters(html.unescape(re.sub(r"<[^>]+>", "", text)))


def reading(text: dict[str, str], copies: Copies) -> str:
    """Return what readers of a language get: their own, else what was written first."""
    return text.get(copies.tag) or next(iter(text.values()))


def sentences(text: str) -> Iterator[str]:
    """Yield the parts of a Markdown text between its citations and links."""
    yield from filter(None, map(letters, CITATION.split(text)))


# --- one comparison for each thing that is said ------------------------------------------------------


def differ_in_verdict(c: Copies) -> Iterator[str]:
    window = current(c)
    label = reading(c.ratings[window["rating"]]["label"], c)
    shown = re.search(r'<p class="lt-verdict-name">(.*?)</p>', c.page, re.DOTALL)
    told = {
        "page": seen(shown[1]) if shown else "",
        "review": letters(c.review["reviewRating"]["alternateName"]),
        "row": letters(c.row["label"]),
    }
    yield from (f"{copy}: {found}" for copy, found in told.items() if found != letters(label))
    if c.row["rating"] != window["rating"]:
        yield f"row: {c.row['rating']}"
    value = "" if window["value"] is None else f"{window['value']:g}"
    rated = c.review["reviewRating"].get("ratingValue")
    if (c.row["value"], "" if rated is None else f"{rated:g}") != (value, value):
        yield f"value {c.row['value']}, {rated}"


def differ_in_windows(c: Copies) -> Iterator[str]:
    windows = c.api["derived"]["windows"]
    if [one["holds"] for one in windows] != [one["holds"] for one in c.api["record"]["reviews"]]:
        yield "record"
    told = [(one["holds"], one["rating"]) for one in windows]
    listed = [(f"{v['start']}/{v['end'] or '..'}", v["rating"]) for v in c.verdicts]
    if listed != told:
        yield f"verdicts: {listed}"
    if c.row["holds"] != current(c)["holds"]:
        yield f"row: {c.row['holds']}"
    if c.review.get("temporalCoverage", current(c)["holds"]) != current(c)["holds"]:
        yield f"review: {c.review['temporalCoverage']}"
    anchors = {*re.findall(r'id="since-([^"]+)"', c.page)}
    starts = (one["holds"].partition("/")[0].rstrip("~?") for one in windows)
    if anchors != {f"{start}-01-01"[:10] for start in starts}:
        yield f"page: {anchors}"


def differ_in_reasons(c: Copies) -> Iterator[str]:
    shown = seen(c.page)
    for given in c.api["record"]["reviews"]:
        if letters(reading(given["short"], c)) not in shown:
            yield f"page, short of {given['holds']}"
        for part in sentences(reading(given["because"], c)):
            if part not in shown:
                yield f"page, because of {given['holds']}: {part}"
    short = reading(review_now(c)["short"], c)
    if c.review["reviewRating"]["ratingExplanation"] != short:
        yield "review"
    if c.row["short"] != short:
        yield "row"


def differ_in_quotes(c: Copies) -> Iterator[str]:
    derived = c.api["derived"]
    checks = [q["quote_check"] for q in (*derived["words"], *derived["evidence"])]
    quoted = [check for check in checks if check]
    summed = re.search(r'id="self-check".*?<p>(.*?)</p>', c.page, re.DOTALL)
    count = tuple(map(int, re.findall(r"\d+", summed[1])[:2])) if summed else ()
    if sorted(count) != sorted((quoted.count("verified"), len(quoted))):
        yield f"page: {count}, {quoted}"
    amiss = {one["id"] for one in derived["evidence"] if one["quote_check"] == "mismatch"}
    if bool(amiss) > ('<strong class="lt-amiss' in c.page or "<strong" in c.page):
        yield "page: words that do not stand in the copy"
    counted = [one for one in derived["evidence"] if current(c)["holds"] in one["counts_in"]]
    cited = c.review.get("citation", [])
    told = [letters(work["hasPart"]["text"]) if "hasPart" in work else None for work in cited]
    record = {one.get("id", one["source"]): one for one in c.api["record"]["evidence"]}
    held = [
        letters(record[one["id"]]["quote"]["exact"])
        if one["quote_check"] in {"verified", "attested"}
        else None
        for one in counted
    ]
    if told != held:
        yield "review"
    for one in derived["evidence"]:
        quote = record[one["id"]].get("quote")
        place = c.page.partition(f'id="e-{one["id"]}"')[2].partition("</div>")[0]
        if not place.startswith(f'><span class="lt-num">{one["number"]}</span>'):
            yield f"page: number of {one['id']}"
        if quote and letters(quote["exact"]) not in seen(place):
            yield f"page: quote of {one['id']}"


def differ_in_caveats(c: Copies) -> Iterator[str]:
    record, shown = c.api["record"], seen(c.page)
    texts = [record.get("not_checked"), record.get("would_change")]
    texts += [given["override"]["reason"] for given in record["reviews"] if "override" in given]
    texts += [waiver["reason"] for waiver in record.get("waivers", ())]
    for text in filter(None, texts):
        if letters(reading(text, c)) not in shown:
            yield f"page: {text}"
    looked = review_now(c).get("looked_until")
    if looked and f'datetime="{looked}"' not in c.page:
        yield f"page: looked until {looked}"
    due, expires = c.api["derived"]["due"], c.review.get("expires")
    if (c.row["due"] or None, expires) != (due, due):
        yield f"due {c.row['due']}, {expires}"
    if due and f'datetime="{due}"' not in c.page:
        yield f"page: due {due}"


def differ_in_corrections(c: Copies) -> Iterator[str]:
    told = [(one["on"], reading(one["what"], c)) for one in c.api["record"].get("corrections", ())]
    listed = [(one["datePublished"], one["text"]) for one in c.review.get("correction", ())]
    if listed != sorted(told, key=lambda one: one[0]):
        yield f"review: {listed}"
    below = c.page.partition('<h2 id="corrections">')[2].partition("</section>")[0]
    for day, what in told:
        if f'datetime="{day}"' not in below or letters(what) not in seen(below):
            yield f"page: {day}"
    for key, name in (("published", "datePublished"), ("modified", "dateModified")):
        day = c.api["derived"][key]
        if (c.row[key] or None, c.review.get(name)) != (day, day):
            yield f"{key}: {c.row[key]}, {c.review.get(name)}"


def current(c: Copies) -> dict[str, Any]:
    return next(one for one in c.api["derived"]["windows"] if one["current"])


def review_now(c: Copies) -> dict[str, Any]:
    holds = current(c)["holds"]
    return next(one for one in c.api["record"]["reviews"] if one["holds"] == holds)


THINGS = [
    differ_in_verdict, differ_in_windows, differ_in_reasons,
    differ_in_quotes, differ_in_caveats, differ_in_corrections,
]  # fmt: skip


@pytest.mark.parametrize("differ", THINGS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("root", ROOTS)
def test_no_copy_differs_from_another(root: Path, differ: Any) -> None:
    every = copies_of(root)
    assert len(every) > 30
    found = [(c.api["id"], c.tag, said) for c in every for said in differ(c)]
    assert found == []


def _changed(found: Any, old: str, new: str) -> Any:
    return json.loads(json.dumps(found).replace(old, new))


def test_each_comparison_finds_what_one_copy_alone_says() -> None:
    """Change one copy of one claim at a time; the comparison of that thing, and of no other, sees it."""
    one = next(c for c in copies_of(ALDERA) if c.api["id"] == "refund-promised" and c.tag == "en")
    quay = next(c for c in copies_of(ALDERA) if c.api["id"] == "quay-4-closed" and c.tag == "en")
    rated, mended = (
        one.row,
        next(c for c in copies_of(ALDERA) if c.api["record"].get("corrections")),
    )
    quote = quay.api["record"]["evidence"][0]["quote"]["exact"]
    cases = [
        (differ_in_verdict, one._replace(row={**rated, "label": "another"})),
        (differ_in_verdict, one._replace(page=one.page.replace("lt-verdict-name", "another", 1))),
        (differ_in_windows, quay._replace(verdicts=quay.verdicts[1:])),
        (differ_in_windows, quay._replace(page=quay.page.replace('id="since-', 'id="until-', 1))),
        (differ_in_reasons, one._replace(row={**rated, "short": "another"})),
        (differ_in_reasons, one._replace(page="")),
        (differ_in_quotes, quay._replace(api=_changed(quay.api, quote, "another"))),
        (differ_in_quotes, quay._replace(api=_changed(quay.api, '"attested"', '"verified"'))),
        (differ_in_caveats, one._replace(row={**rated, "due": "2020-01-01"})),
        (differ_in_corrections, mended._replace(review={**mended.review, "correction": []})),
        (differ_in_corrections, mended._replace(page=mended.page.replace('id="corrections"', ""))),
    ]  # fmt: skip
    for differ, changed in cases:
        assert [*differ(changed)], differ.__name__
