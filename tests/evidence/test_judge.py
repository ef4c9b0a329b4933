"""What the evidence of a window carries: each line of the tables of docs/handbook/explanation/ratings.md, and the laws."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as law

from lastro.corpus.corpus import Corpus
from lastro.evidence.judge import Judgement, counts_in, judge, judge_repetition
from lastro.evidence.origins import Origins, Stake, Way, stakeholders
from lastro.evidence.tally import Status
from lastro.model.claim import Claim, current_review, in_order
from lastro.model.source import Source
from tests.support.builders import article, claim, corpus, passage, review, settings
from tests.support.drawn import (
    FIRST,
    NAMES,
    SECOND,
    STANCE,
    THIRD,
    claims,
    drawn_source,
    sources_of_a_corpus,
)

GAZETTE = drawn_source("gazette")
POST = drawn_source("post")
WIRE = drawn_source("wire")
LOG = drawn_source("log", kind="primary")
NOTICE = drawn_source("notice", kind="primary", parties=["quay company"])
LETTER = drawn_source("letter", parties=["Fishers Guild"])
SOURCES = (GAZETTE, POST, WIRE, LOG, NOTICE, LETTER)


def _judged(*evidence: dict[str, object], **over: object) -> Judgement:
    """Judge a claim of one window against the six sources above."""
    judged = claim(evidence=list(evidence), parties=["Fishers Guild"], **over)
    return judge(judged, corpus(judged, *SOURCES))[0]


# --- verification status -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "status"),
    [
        ({"gazette": "context"}, Status.UNSOURCED),
        ({"gazette": "context", "notice": "context"}, Status.UNSOURCED),
        ({"gazette": "supports", "post": "refutes"}, Status.CONTESTED),
        ({"log": "supports", "post": "refutes"}, Status.CONTESTED),
        ({"log": "supports"}, Status.PRIMARY),
        ({"log": "refutes"}, Status.PRIMARY),
        ({"log": "supports", "gazette": "supports", "post": "supports"}, Status.PRIMARY),
        ({"log": "supports", "post": "context"}, Status.PRIMARY),
        ({"gazette": "supports", "post": "supports"}, Status.CORROBORATED),
        ({"gazette": "refutes", "post": "refutes"}, Status.CORROBORATED),
        ({"gazette": "supports", "log": "context"}, Status.SINGLE_ORIGIN),
        ({"gazette": "supports"}, Status.SINGLE_ORIGIN),
        ({"notice": "supports"}, Status.PARTIES_ONLY),
        ({"notice": "supports", "letter": "refutes"}, Status.PARTIES_ONLY),
        ({"notice": "supports", "letter": "supports"}, Status.PARTIES_ONLY),
        ({"gazette": "supports", "notice": "refutes"}, Status.SINGLE_ORIGIN),
        ({"log": "supports", "notice": "refutes"}, Status.PRIMARY),
        (
            {"gazette": "supports", "post": "supports", "letter": "refutes"},
            Status.CORROBORATED,
        ),
    ],
    ids=lambda value: (
        " ".join(f"{k}-{v}" for k, v in value.items()) if isinstance(value, dict) else ""
    ),
)
def test_the_first_line_of_the_table_that_fits_is_the_status(
    cited: Mapping[str, str], status: Status
) -> None:
    judgement = _judged(*(passage(name, stance) for name, stance in cited.items()))
    assert judgement.status is status


def test_ten_articles_that_repeat_one_release_are_one_origin() -> None:
    copies = [drawn_source(f"copy-{n}", origin="notice", derived_from=["log"]) for n in range(10)]
    judged = claim(evidence=[passage(copy.id) for copy in copies])
    judgement = judge(judged, corpus(judged, LOG, *copies))[0]
    assert judgement.tallies["supports"].roots == ("log",)
    assert (judgement.tallies["supports"].items, judgement.status) == (10, Status.SINGLE_ORIGIN)


# --- origins -------------------------------------------------------------------------------------


def plain_scale(**against: object) -> list[dict[str, object]]:
    """Write a scale on which no rating has `needs`, a rating for each tone."""
    named = {"label": {"en": "L"}, "meaning": {"en": "M"}, "shape": "disc"}
    tones = ("for", "mixed", "against", "neutral")
    scale: list[dict[str, object]] = [{"id": tone, "tone": tone, **named} for tone in tones]
    scale[2] |= against
    return scale


@pytest.mark.parametrize(
    ("cited", "permitted"),
    [
        ({}, {"mixed", "neutral"}),
        ({"log": "context"}, {"mixed", "neutral"}),
        ({"post": "supports"}, {"for", "mixed", "neutral"}),
        ({"log": "refutes"}, {"against", "mixed", "neutral"}),
        ({"notice": "supports"}, {"for", "mixed", "neutral"}),
        ({"post": "supports", "log": "refutes"}, {"for", "against", "mixed", "neutral"}),
    ],
)
def test_on_a_scale_without_needs_stance_alone_bounds_a_rating(
    cited: Mapping[str, str], permitted: set[str]
) -> None:
    judged = claim(
        evidence=[passage(name, stance) for name, stance in cited.items()] or [passage("nobody")]
    )
    of = corpus(judged, *SOURCES, scale=settings(ratings=plain_scale()))
    assert set(judge(judged, of)[0].permitted) == permitted


def test_one_rating_with_needs_makes_the_scale_none_that_stance_bounds() -> None:
    judged = claim(evidence=[passage("log", "refutes")])
    scale = settings(ratings=plain_scale(needs=[{"refutes": {"independent": "2"}}]))
    found = judge(judged, corpus(judged, *SOURCES, scale=scale))[0]
    assert found.permitted == ("for", "mixed", "neutral")


def test_a_chain_of_retellings_ends_in_the_origin_of_its_first_source() -> None:
    second = drawn_source("second", derived_from=["gazette"])
    third = drawn_source("third", derived_from=["second"])
    origins = Origins(corpus(GAZETTE, second, third))
    assert origins.roots("third") == ("gazette",)


def test_where_the_chain_forks_the_root_is_unclear_until_the_passage_names_it() -> None:
    fork = drawn_source("fork", derived_from=["gazette", "post"])
    named = claim(
        evidence=[passage("fork"), passage("fork", id="fork-two", origin="post", quote="Others.")]
    )
    gathered = corpus(named, GAZETTE, POST, fork)
    assert [Origins(gathered).root(item) for item in named.evidence] == [None, "post"]
    assert [c.id for c in judge(named, gathered)[0].counted] == ["fork-two"]


def test_a_fork_whose_ends_have_one_origin_is_no_fork() -> None:
    reprint = drawn_source("reprint", origin="gazette")
    fork = drawn_source("fork", derived_from=["gazette", "reprint"])
    assert Origins(corpus(GAZETTE, reprint, fork)).roots("fork") == ("gazette",)


def test_a_circle_has_no_root_and_the_search_ends() -> None:
    ring = [drawn_source(f"ring-{n}", derived_from=[f"ring-{(n + 1) % 3}"]) for n in range(3)]
    outside = drawn_source("outside", derived_from=["ring-0"])
    alone = drawn_source("alone", derived_from=["alone"])
    cited = claim(evidence=[passage("ring-0"), passage("outside"), passage("alone")])
    gathered = corpus(cited, *ring, outside, alone)
    origins = Origins(gathered)
    assert origins.loop("ring-1") == ("ring-1", "ring-2", "ring-0", "ring-1")
    assert origins.loop("alone") == ("alone", "alone")
    assert origins.loop("outside") == ()
    assert [origins.root(item) for item in cited.evidence] == [None, None, None]
    assert judge(cited, gathered)[0].status is Status.UNSOURCED


def test_one_source_with_the_origin_that_speaks_for_a_party_makes_all_of_them_parties() -> None:
    echo = drawn_source("echo", origin="notice")
    judged = claim(evidence=[passage("echo")])
    assert judge(judged, corpus(judged, echo))[0].tallies["supports"].independent == ("notice",)
    assert judge(judged, corpus(judged, echo, NOTICE))[0].tallies["supports"].party == ("notice",)


def test_a_passage_says_along_which_chain_it_has_its_root() -> None:
    second = drawn_source("second", derived_from=["gazette"])
    third = drawn_source("third", derived_from=["second"])
    fork = drawn_source("fork", derived_from=["gazette", "post"])
    # the longer of two ways to one origin is not the one that is told
    twice = drawn_source("twice", derived_from=["third", "gazette"])
    cited = claim(
        evidence=[
            passage("gazette"),
            passage("third"),
            passage("twice"),
            passage("fork"),
            passage("fork", id="fork-two", origin="post"),
            passage("nowhere"),
        ]
    )
    origins = Origins(corpus(cited, GAZETTE, POST, second, third, fork, twice))
    assert [origins.way(item) for item in cited.evidence] == [
        Way("own", ("gazette",), "gazette"),
        Way("followed", ("third", "second", "gazette"), "gazette"),
        Way("followed", ("twice", "gazette"), "gazette"),
        Way("unclear", (), None),
        Way("named", ("fork",), "post"),
        Way("unclear", (), None),
    ]


def test_a_party_is_named_with_the_sources_that_speak_for_it_primary_ones_first() -> None:
    address = "https://www.example.org/quay-company"
    sources = (
        drawn_source("echo", origin="notice", parties=[address]),
        drawn_source(
            "report", origin="notice", kind="primary", parties=["FISHERS  guild", "Others"]
        ),
        NOTICE,
    )
    judged = claim(
        claimant={"name": "Quay Company", "kind": "organization", "same_as": address},
        parties=["Fishers Guild"],
        evidence=[passage("echo"), passage("notice", origin="gulls"), passage("post")],
    )
    origins = Origins(corpus(judged, POST, *sources))
    assert [origins.stakes(item, judged) for item in judged.evidence] == [
        (
            Stake("origin", "Quay Company", ("notice", "echo")),
            Stake("origin", "Fishers Guild", ("report",)),
        ),
        (Stake("record", "Quay Company", ("notice",)),),
        (),
    ]


def test_an_address_that_identifies_the_claimant_is_as_good_as_the_name() -> None:
    address = "https://www.example.org/quay-company"
    notice = drawn_source("release", parties=[address])
    claimant = {"name": "QC", "kind": "organization", "same_as": address}
    judged = claim(evidence=[passage("release")], claimant=claimant)
    assert judge(judged, corpus(judged, notice))[0].status is Status.PARTIES_ONLY


def test_a_party_cannot_launder_its_own_record_by_naming_another_origin() -> None:
    judgement = _judged(passage("notice", origin="port-authority"))
    assert judgement.tallies["supports"].party == ("port-authority",)
    assert judgement.tallies["supports"].independent == ()
    assert "supported" not in judgement.permitted


def test_a_newspaper_that_retells_a_party_may_name_another_origin() -> None:
    report = drawn_source("report", parties=["Quay Company"])
    judged = claim(
        evidence=[
            passage("report"),
            passage("report", id="seen", origin="reporter", quote="I saw."),
        ]
    )
    counted = judge(judged, corpus(judged, report))[0].counted
    assert [(c.root, c.party) for c in counted] == [("report", True), ("reporter", False)]


# --- ratings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "permitted"),
    [
        ({}, []),
        ({"gazette": "supports"}, ["reported"]),
        ({"gazette": "supports", "post": "supports"}, ["supported", "reported"]),
        ({"gazette": "refutes", "post": "refutes"}, ["refuted"]),
        ({"log": "supports"}, ["supported", "reported"]),
        ({"log": "supports", "post": "context"}, ["supported", "reported", "partly-supported"]),
        ({"log": "supports", "post": "refutes"}, ["reported", "partly-supported"]),
        ({"log": "refutes"}, ["refuted"]),
        ({"log": "refutes", "post": "supports"}, ["reported", "partly-supported"]),
        (
            {"log": "refutes", "notice": "supports"},
            ["as-attributed", "reported", "partly-supported", "refuted"],
        ),
        ({"notice": "supports"}, ["as-attributed", "reported"]),
        ({"notice": "supports", "letter": "supports"}, ["as-attributed", "reported"]),
        ({"notice": "refutes"}, []),
    ],
    ids=lambda value: (
        " ".join(f"{k}-{v}" for k, v in value.items()) if isinstance(value, dict) else ""
    ),
)
def test_the_scale_permits_what_the_window_carries(
    cited: Mapping[str, str], permitted: list[str]
) -> None:
    evidence = [passage(name, stance) for name, stance in cited.items()]
    judgement = _judged(*(evidence or [passage("gazette", "context")]))
    assert [r for r in judgement.permitted if r != "unverified"] == permitted
    assert "unverified" in judgement.permitted


def test_a_party_carries_only_what_is_a_statement_by_nature() -> None:
    said = _judged(passage("notice"), nature="statement").ruling("supported")
    forecast = _judged(passage("notice"), nature="forecast").ruling("supported")
    assert said is not None
    assert (said.permitted, said.fired) == (True, 1)
    assert forecast is not None
    assert (forecast.permitted, forecast.fired) == (False, None)


def test_hearsay_is_not_carried_by_what_carries_a_fact() -> None:
    two = (passage("gazette"), passage("post"))
    assert "supported" in _judged(*two, nature="fact").permitted
    assert "supported" not in _judged(*two, nature="hearsay").permitted


def test_what_forbids_a_rating_is_named() -> None:
    ruling = _judged(passage("log"), passage("post", "refutes")).ruling("supported")
    assert ruling is not None
    assert ruling.fired == 0
    assert [(c.subject, c.kind, c.wanted, c.have) for c in ruling.forbidden] == [
        ("refutes", "independent", 1, 1)
    ]
    assert not ruling.permitted


def test_a_rating_that_the_scale_does_not_hold_has_no_ruling() -> None:
    assert _judged(passage("log")).ruling("true") is None


def _superseded(events: list[object], **over: object) -> list[tuple[bool, bool]]:
    """Judge a claim of two windows; tell of each: permitted, lacks an earlier review."""
    judged = claim(
        evidence=[
            passage("log", speaks_of="2025-03-03/.."),
            passage("post", speaks_of="2025-04-01/.."),
        ],
        reviews=[
            review("reported", "2025-03-03/2025-04-01"),
            review("superseded", "2025-04-01/.."),
        ],
        events=events,
        **over,
    )
    rulings = [j.ruling("superseded") for j in judge(judged, corpus(judged, *SOURCES))]
    return [(r.permitted, r.lacks_earlier) for r in rulings if r]


def test_a_rating_that_follows_another_needs_an_event_on_the_first_day_and_a_cited_source() -> None:
    opened = {"on": "2025-04-01", "what": "The quays opened.", "sources": ["post"]}
    assert _superseded([opened]) == [(False, True), (True, False)]
    assert _superseded([]) == [(False, True), (False, False)]
    assert _superseded([opened | {"on": "2025-04-02"}]) == [(False, True), (False, False)]
    assert _superseded([opened | {"on": "2025-04"}]) == [(False, True), (True, False)]
    assert _superseded([opened | {"sources": ["gazette"]}]) == [(False, True), (False, False)]


def test_a_first_window_never_follows_another_even_with_an_event() -> None:
    began = {"on": "2025-03-03", "what": "The quays closed.", "sources": ["log"]}
    assert _superseded([began])[0] == (False, True)


# --- windows -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("speaks_of", "counts_for"),
    [
        ("2025-03-10", [FIRST]),
        ("2025-03-31", [FIRST]),
        ("2025-04-01", [SECOND]),
        ("2025-04", [SECOND]),
        ("2025-04-30/2025-05-01", [SECOND]),
        ("2025-04-30/2025-05-02", [SECOND, THIRD]),
        ("2025-03-10/..", [FIRST, SECOND, THIRD]),
        ("2025-04-15/..", [SECOND, THIRD]),
        ("2025", [FIRST, SECOND, THIRD]),
        ("2030-01-01", [THIRD]),
        ("2019", [FIRST]),
        ("2024-01-01/2025-03-03", [FIRST]),
        ("2024-01-01/2025-04-02", [FIRST, SECOND]),
        (None, [FIRST]),
    ],
)
def test_a_passage_counts_for_the_windows_that_it_speaks_of(
    speaks_of: str | None, counts_for: list[str]
) -> None:
    over = {"speaks_of": speaks_of} if speaks_of else {}
    # the order of the file is not that of time
    reviews = [review("reported", holds) for holds in (THIRD, FIRST, SECOND)]
    judged = claim(evidence=[passage("gazette", **over)], reviews=reviews)
    gathered = corpus(judged, GAZETTE)
    found = counts_in(judged.evidence[0], judged, gathered)
    assert [str(r.holds) for r in found] == counts_for
    statuses = {str(j.review.holds): j.status for j in judge(judged, gathered)}
    assert [h for h, status in statuses.items() if status is Status.SINGLE_ORIGIN] == counts_for


def test_a_passage_of_an_unknown_source_or_time_counts_nowhere() -> None:
    undated = drawn_source("undated", published="unknown")
    judged = claim(evidence=[passage("undated"), passage("nowhere")])
    judgement = judge(judged, corpus(judged, undated))[0]
    assert (judgement.counted, judgement.status) == ((), Status.UNSOURCED)


def test_the_open_ended_review_stands_and_else_the_last() -> None:
    reviews = [review("reported", h) for h in (THIRD, FIRST, SECOND)]
    assert [str(r.holds) for r in in_order(claim(reviews=reviews))] == [FIRST, SECOND, THIRD]
    standing = [current_review(claim(reviews=some)) for some in (reviews, reviews[1:])]
    assert [str(one and one.holds) for one in standing] == [THIRD, SECOND]


# --- laws ----------------------------------------------------------------------------------------


def _gathered(judged: Claim, sources: list[Source]) -> Corpus:
    return corpus(judged, *sources, scale=SCALE)


SCALE = settings()


@law(deadline=None)
@given(judged=claims(), sources=sources_of_a_corpus())
def test_judging_never_raises_and_gives_the_same_answer_twice(
    judged: Claim, sources: list[Source]
) -> None:
    once = judge(judged, _gathered(judged, sources))
    assert once == judge(judged, _gathered(judged, sources[::-1]))
    assert [j.review for j in once] == list(in_order(judged))
    for judgement in once:
        assert [r.rating for r in judgement.rulings] == [rating.id for rating in SCALE.ratings]
        for tally in judgement.tallies.values():
            assert set(tally.primary) <= set(tally.independent)
            assert set(tally.independent) | set(tally.party) == set(tally.roots)


@law(deadline=None)
@given(judged=claims(), sources=sources_of_a_corpus(), stance=STANCE)
def test_a_party_moves_no_status_but_unsourced_and_forbids_no_rating(
    judged: Claim, sources: list[Source], stance: str
) -> None:
    letter = drawn_source("letter", parties=["Quay Company"])
    with_letter = [*sources, letter]
    again = judged.model_copy(
        update={
            "evidence": (
                *judged.evidence,
                *claim(evidence=[passage("letter", stance, speaks_of="2018/..")]).evidence,
            )
        }
    )
    before = judge(judged, _gathered(judged, with_letter))
    after = judge(again, _gathered(again, with_letter))
    for one, other in zip(before, after, strict=True):
        heard = one.status is Status.UNSOURCED and stance != "context"
        assert other.status is (Status.PARTIES_ONLY if heard else one.status)
        assert set(one.permitted) <= set(other.permitted)


@law(deadline=None)
@given(judged=claims(), sources=sources_of_a_corpus())
def test_the_search_for_origins_ends_and_a_source_in_a_circle_leads_back_to_itself(
    judged: Claim, sources: list[Source]
) -> None:
    origins = Origins(_gathered(judged, sources))
    retold: dict[str, set[str]] = {s.id: set(s.derived_from) for s in sources}
    for item in judged.evidence:
        way = origins.way(item)
        assert (way.root, way.kind == "unclear") == (origins.root(item), not way.chain)
        assert all(told in retold[teller] for teller, told in pairwise(way.chain))
        assert way.kind != "followed" or way.chain[-1] in origins.ends(item.source)
        is_party = origins.is_word_of(stakeholders(judged), item, origins.root(item))
        assert is_party == bool(origins.stakes(item, judged))
    for name in NAMES:
        loop = origins.loop(name)
        assert not loop or (loop[0], loop[-1]) == (name, name)
        assert all(told in retold[teller] for teller, told in pairwise(loop))
        assert len(set(loop)) == max(0, len(loop) - 1)
        assert set(origins.ends(name)) <= set(retold)


# --- several claimants, and statements that repeat a claim ---------------------------------------


def test_the_word_of_each_claimant_is_a_partys_by_name_and_by_address() -> None:
    guild = {"name": "The Guild", "kind": "organization", "same_as": "https://id.example.org/guild"}
    vidal = {"name": "Ana Vidal", "kind": "person", "office": "Mayor of Aldera"}
    made = claim(claimant=[vidal, guild], evidence=[passage("log"), passage("letter")])
    assert [*stakeholders(made).items()] == [
        ("ana vidal", "Ana Vidal"),
        ("the guild", "The Guild"),
        ("https://id.example.org/guild", "The Guild"),
    ]
    for parties in (["ANA VIDAL"], ["the guild"], ["https://id.example.org/guild"]):
        letter = drawn_source("letter", parties=parties)
        (judged,) = judge(made, corpus(made, LOG, letter))
        assert [counted.party for counted in judged.counted] == [False, True]
        assert judged.tallies["supports"].party == ("letter",)


@pytest.mark.parametrize(
    ("published", "window"),
    [
        ("unknown", 0),
        ("2024", 0),
        ("2025-03-03", 0),
        ("2025-05-31", 0),
        ("2025-06-01", 1),
        ("2026-01", 1),
    ],
)
def test_a_repetition_is_bounded_by_the_window_that_held_when_its_article_came_out(
    published: str, window: int
) -> None:
    reviews = [review("unverified", "2025-06-01/.."), review("unverified", "2025-03-03/2025-06-01")]
    made, out = claim(reviews=reviews), article(published=published)
    whole = corpus(made, out, LOG)
    assert judge_repetition(out, made.id, whole) == judge(made, whole)[window]
