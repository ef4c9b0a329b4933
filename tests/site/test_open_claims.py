"""A claim that is being looked at has a page and a list of its own, and stands nowhere among verdicts."""

import re
from collections.abc import Mapping
from datetime import date

import pytest

from lastro.artifacts import Page
from lastro.corpus.corpus import Corpus
from lastro.model.article import Article
from lastro.model.claim import Claim
from lastro.render.pages.every import fragments, pages
from lastro.site.corrections_log import changes
from lastro.site.derive import Site, derive
from lastro.site.due import Reason, list_due
from lastro.site.facets import facets
from tests.support.builders import article, claim, corpus, review, source

TODAY = date(2025, 4, 1)
OPEN: dict[str, object] = {
    "opened": "2025-03-20",
    "reviews": [],
    "not_checked": None,
    "volatility": None,
}
TAG = "Being looked at"
LINK = "claims/pier-is-shut/"


def opened(**over: object) -> Claim:
    name = {"name": "Pier Company", "kind": "organization"}
    unlike = {"id": "pier-is-shut", "claim": "The pier of Aldera is shut.", "topics": ["pier"]}
    return claim(**{**OPEN, **unlike, "claimant": name, **over})


def listing(*statements: str) -> Article:
    return article(statements=[{"claim": one} for one in statements])


def gathered(*more: Claim, **over: object) -> Corpus:
    return corpus(
        listing("quays-are-closed", "pier-is-shut"), claim(), opened(**over), *more, source()
    )


def by_path(site: Site) -> dict[str, Page]:
    return {page.path: page for page in pages(site, "en")}


@pytest.fixture(scope="module")
def found() -> dict[str, Page]:
    return by_path(derive(gathered(), TODAY))


def test_it_has_a_page_that_says_that_there_is_no_verdict(found: dict[str, Page]) -> None:
    page = found[LINK]
    assert (page.kind, page.title) == ("open-claim", f"{TAG}: The pier of Aldera is shut.")
    assert page.description == "We are looking at this claim; there is no verdict yet."
    assert "lt-tone" not in page.entry
    assert "There is no verdict yet." in page.body
    assert 'Since <time datetime="2025-03-20">' in page.body
    for part in ('id="carries"', 'id="why"', '"lt-verdict lt-tone', "Counts for", "Cite this page"):
        assert part not in page.body


def test_only_its_article_its_sources_the_list_and_the_editors_lead_to_it(
    found: dict[str, Page],
) -> None:
    naming = [path for path, page in found.items() if f'{LINK}"' in page.body]
    assert naming == [
        "open-claims/",
        "overdue/",
        "articles/harbour-times/",
        "claims/quays-are-closed/",
        "sources/harbour-log/",
    ]
    # its neighbour in the article names it, as the article does, and no topic or claimant has a page
    assert f'{LINK}">{TAG}<span' in found["claims/quays-are-closed/"].body
    assert not {"topics/pier/", "claimants/pier-company/"} & found.keys()


def test_no_count_holds_it(found: dict[str, Page]) -> None:
    site = derive(gathered(), TODAY)
    ways = facets(site)
    assert [listed.id for listed in ways.newest] == ["quays-are-closed"]
    assert sum(len(step.now) + ways.said[step.rating.id] for step in ways.ratings) == 2
    assert "1 claim checked, resting on 1 source." in found[""].body
    assert "2 statements: 1 checked, 1 being looked at, 0 left out." in found["articles/"].body
    by_name = found["claimants/"].body
    assert ('quay-company/">' in by_name, by_name.count(">1 claim</span>")) == (True, 1)
    assert changes(site)[:] == ()


def test_home_links_the_list_only_when_there_is_one(found: dict[str, Page]) -> None:
    assert '<a href="open-claims/">1 claim is being looked at</a>' in found[""].body
    without = by_path(derive(corpus(listing("quays-are-closed"), claim(), source()), TODAY))
    assert "open-claims/" not in without
    assert "open-claims" not in without[""].body


def test_the_oldest_is_listed_first() -> None:
    older = opened(id="a-later-name", claim="Gulls are loud.", opened="2025-03-21")
    site = derive(gathered(older), TODAY)
    assert [view.id for view in facets(site).open_claims] == ["pier-is-shut", "a-later-name"]


def test_a_source_that_only_an_open_claim_cites_says_so() -> None:
    alone = corpus(listing("pier-is-shut"), opened(), source())
    found = by_path(derive(alone, TODAY))
    assert "No claim cites it" not in found["sources/harbour-log/"].body
    assert "cited in 1 claim being looked at" in found["sources/"].body


def test_it_falls_due_thirty_days_after_it_was_opened() -> None:
    late: dict[str, object] = {"opened": "2025-03-01", "said": {**_said(), "on": "2025-02"}}
    cases: tuple[tuple[dict[str, object], date], ...] = (
        ({}, date(2025, 4, 19)),
        (late, date(2025, 3, 31)),
    )
    for over, day in cases:
        due = [d for d in list_due(gathered(**over), TODAY) if d.record[1] == "pier-is-shut"]
        of_reviews = [d for d in due if d.reason is Reason.REVIEW]
        assert [(d.day, d.why, d.decided) for d in of_reviews] == [(day, "opened", None)]
        assert of_reviews[0].opened == gathered(**over).claims["pier-is-shut"].opened
        assert not [d for d in due if d.reason is Reason.ORIGIN]


def _said() -> dict[str, object]:
    return {"words": "Our pier is shut.", "lang": "en"}


def test_one_that_was_withdrawn_is_a_tombstone_and_never_due() -> None:
    gone: dict[str, object] = {"withdrawn": {"on": "2025-03-25", "reason": "Nobody had said so."}}
    site = derive(gathered(**gone), TODAY)
    page = by_path(site)[LINK]
    assert (page.kind, page.title) == ("withdrawn", "Withdrawn: The pier of Aldera is shut.")
    assert list(facets(site).open_claims) == []
    assert "pier-is-shut" not in [d.record[1] for d in list_due(gathered(**gone), TODAY)]
    assert [(c.kind, c.path) for c in changes(site)] == [("withdrawal", LINK)]


def test_a_claim_that_was_retired_into_an_open_one_leads_to_it() -> None:
    moved = by_path(derive(gathered(former_ids=["pier-shut"]), TODAY))["claims/pier-shut/"]
    assert (moved.kind, moved.target) == ("moved", LINK)


# --- what was told before --------------------------------------------------------------------------


def corrected(was: Mapping[str, object], *reviews: object) -> str:
    entry = {"on": "2025-03-20", "what": "It was wrong.", "was": was}
    windows = {"reviews": list(reviews)} if reviews else {}
    held = corpus(listing("quays-are-closed"), claim(corrections=[entry], **windows), source())
    site = derive(held, TODAY)
    told = by_path(site)["claims/quays-are-closed/"].body.partition('id="corrections"')[2]
    log = fragments(site, "en")["corrections"]
    parts = [text.partition("<ul")[2].partition("</ul>")[0] for text in (told, log)]
    assert parts[0] == parts[1]
    return parts[0]


def test_a_correction_tells_from_what_to_what_on_the_page_and_in_the_log() -> None:
    was: dict[str, object] = {
        "rating": "supported",
        "holds": "2025-03-03/2025-03-20",
        "short": "It is so.",
    }
    told = corrected(was)
    assert "<li>Rating then: supported; now: reported.</li>" in told
    assert "now: since <time" in told
    assert "<li>Answer then: “It is so.” Now: “The log of the harbour shows it.”</li>" in told


def test_what_is_told_now_is_that_of_the_window_which_was_corrected() -> None:
    windows = review("refuted", "2025-03-03/2025-03-10"), review("reported", "2025-03-10/..")
    for holds, now in (("2025-02/..", "refuted"), ("2025-03-05/..", "refuted"), ("2025-03-10/..", "reported")):  # fmt: skip
        told = corrected({"rating": "supported", "holds": holds}, *windows)
        assert f"Rating then: supported; now: {now}." in told
    assert "now: reported." in corrected({"rating": "supported"}, *windows)


@pytest.mark.parametrize(
    ("day", "told"),
    [("2025-03-09", "until 9 March 2025"), (None, "not stated until when later changes")],
)
def test_a_page_says_until_when_later_changes_were_looked_for(day: str | None, told: str) -> None:
    looked = claim(reviews=[review(looked_until=day)])
    page = by_path(derive(corpus(listing("quays-are-closed"), looked, source()), TODAY))
    row = (
        page["claims/quays-are-closed/"]
        .body.partition('<p class="lt-row">')[2]
        .partition("</p>")[0]
    )
    assert told in re.sub("<[^>]+>", "", row)
