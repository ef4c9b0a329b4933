"""Drop each passage in turn: the ratings that are permitted shrink as they should, and no other way.

A rating that its evidence carries must stand on that evidence. So every passage of the first
article and of the invented corpus is taken away once, and what is permitted then is computed a
second time by `second_evaluator`, which knows the first one's words but not its code.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import settings as law
from hypothesis import strategies as st

from lastro.corpus.corpus import Corpus
from lastro.evidence.judge import judge
from lastro.evidence.origins import Origins
from lastro.evidence.rulings import parties_can_carry
from lastro.loading.load import load
from lastro.model.base import Nature, Stance
from lastro.model.claim import Claim, Evidence
from lastro.model.settings import Settings
from lastro.model.source import Source
from lastro.render.words.catalogue import words
from lastro.render.words.scale import ScaleWords
from tests.oracles.second_evaluator import Carried, evaluated, is_party, root_of
from tests.support.builders import claim, corpus, passage, review, settings, source
from tests.support.drawn import STANCE, claims, drawn_source, sources_of_a_corpus
from tests.support.folders import ALDERA
from tests.support.real_records import FROZEN

ROOTS = {"real": FROZEN, "invented": ALDERA}
BRIEF = law(deadline=None, max_examples=200)


@cache
def loaded(name: str) -> Corpus:
    found = load(ROOTS[name]).corpus
    assert found is not None
    return found


def carried(judged: Claim, of: Corpus, origins: Origins | None = None) -> list[Carried]:
    """Return what the evaluator under test says, in the form of the second one."""
    found = judge(judged, of, origins)
    return [Carried(str(j.status), frozenset(j.permitted)) for j in found]


def without(judged: Claim, index: int) -> Claim:
    left = (*judged.evidence[:index], *judged.evidence[index + 1 :])
    return judged.model_copy(update={"evidence": left})


def drops(name: str) -> Iterator[tuple[Claim, Evidence, Claim]]:
    """Yield each claim, each of its passages, and the claim without that passage."""
    for judged in loaded(name).claims.values():
        for index, item in enumerate(judged.evidence):
            yield judged, item, without(judged, index)


@pytest.mark.parametrize(("name", "passages"), [("real", 222), ("invented", 21)])
def test_both_evaluators_agree_on_every_claim_and_on_each_passage_dropped(
    name: str, passages: int
) -> None:
    of, count = loaded(name), 0
    origins = Origins(of)
    for judged in of.claims.values():
        assert carried(judged, of, origins) == evaluated(judged, of), judged.id
    for judged, item, dropped in drops(name):
        count += 1
        assert carried(dropped, of, origins) == evaluated(dropped, of), (judged.id, item.id)
    assert count >= passages


GAINED_BY_DROPPING = {
    "supports": {"refuted"},
    "refutes": {"supported", "reported"},
    "context": set[str](),
}
"""On the published scale: what a passage, while it stands, forbids."""


@pytest.mark.parametrize("name", ["real", "invented"])
def test_a_dropped_passage_permits_only_what_it_forbade(name: str) -> None:
    of = loaded(name)
    origins = Origins(of)
    for judged, item, dropped in drops(name):
        before, after = carried(judged, of, origins), carried(dropped, of, origins)
        for one, other in zip(before, after, strict=True):
            gained = other.permitted - one.permitted
            assert gained <= GAINED_BY_DROPPING[item.stance], (judged.id, item.id)


@pytest.mark.parametrize("name", ["real", "invented"])
def test_a_partys_passage_dropped_permits_nothing_and_moves_no_status_but_to_unsourced(
    name: str,
) -> None:
    of = loaded(name)
    origins, parties = Origins(of), 0
    for judged, item, dropped in drops(name):
        if not origins.stakes(item, judged):
            continue
        parties += 1
        for one, other in zip(
            carried(judged, of, origins), carried(dropped, of, origins), strict=True
        ):
            assert other.permitted <= one.permitted, (judged.id, item.id)
            assert other.status in {one.status, "unsourced"}, (judged.id, item.id)
    assert parties


# What a published rating stands on alone: without it the rating is refused.


def stands_on(claim_id: str, *, by_root: bool) -> dict[str, set[str]]:
    """Return for each window the passages, or whole origins, that its rating cannot do without."""
    of = loaded("real")
    judged = of.claims[claim_id]
    origins = Origins(of)
    names = [str(origins.root(item)) if by_root else item.id for item in judged.evidence]
    found: dict[str, set[str]] = {str(r.holds): set() for r in judged.reviews}
    for name in set(names):
        left = [i for i, n in zip(judged.evidence, names, strict=True) if n != name]
        for judgement in judge(judged.model_copy(update={"evidence": tuple(left)}), of, origins):
            if judgement.review.rating not in judgement.permitted:
                found[str(judgement.review.holds)].add(name)
    return found


@pytest.mark.parametrize(
    ("claim_id", "expected"),
    [
        ("announced-with-stargate", {"2025-01-21/..": {"aifray"}}),
        ("azure-no-longer-exclusive", {"2025-01-21/..": {"bloomberg-exemption"}}),
        ("microsoft-major-investor", {"2025-01-21/..": {"cnbc-netzender", "nyt-fraying"}}),
        (
            "agi-100bn-profit-definition",
            {"2025-01-21/2025-07": set(), "2025-07/..": set()},
        ),
    ],
)
def test_a_published_rating_falls_with_the_passage_that_it_stands_on(
    claim_id: str, expected: dict[str, set[str]]
) -> None:
    assert stands_on(claim_id, by_root=False) == expected


@pytest.mark.parametrize(
    ("claim_id", "expected"),
    [
        (
            "agi-100bn-profit-definition",
            {
                "2025-01-21/2025-07": set(),
                "2025-07/..": {"theinformation-2024-12-26", "wired-2025-07"},
            },
        ),
        (
            "api-exclusivity-on-azure",
            {"2025-01-21/2026-04-27": set(), "2026-04-27/..": {"openai-microsoft"}},
        ),
        ("oracle-deal-shareholder-pressure", {"2025-01-21/..": set()}),
    ],
)
def test_a_published_rating_falls_with_the_origin_that_it_stands_on(
    claim_id: str, expected: dict[str, set[str]]
) -> None:
    assert stands_on(claim_id, by_root=True) == expected


# Each rating of the published scale, carried by no more than it needs, and then by one thing less.

GAZETTE = drawn_source("gazette")
POST = drawn_source("post")
WIRE = drawn_source("wire")
COPY = drawn_source("copy", origin="gazette", derived_from=["gazette"])
LOG = drawn_source("log", kind="primary")
NOTICE = drawn_source("notice", kind="primary", parties=["Quay Company"])
GIVEN = (GAZETTE, POST, WIRE, COPY, LOG, NOTICE)
STATEMENT: dict[str, object] = {"nature": "statement"}
HEARSAY: dict[str, object] = {"nature": "hearsay"}


def permitted(*cited: str, **over: object) -> set[str]:
    """Return what the published scale permits of `stance source` passages, in the last window."""
    return permitted_on(loaded("real").settings, *cited, **over)


def permitted_on(scale: Settings, *cited: str, **over: object) -> set[str]:
    items = [
        passage(name, stance, id=f"p-{n}", speaks_of="2025-03-03/..")
        for n, (stance, name) in enumerate(one.split() for one in cited)
    ]
    # a claim has evidence: this passage has a source that nobody knows, and counts nowhere
    judged = claim(**{"evidence": items or [passage("nobody")], **over})
    of = corpus(judged, *GIVEN, scale=scale)
    return set(judge(judged, of)[-1].permitted)


CARRIED: list[tuple[str, tuple[str, ...], dict[str, object]]] = [
    ("supported", ("supports log",), {}),
    ("supported", ("supports notice",), STATEMENT),
    ("supported", ("supports gazette", "supports post"), {}),
    ("supported", ("supports gazette", "supports post", "supports wire"), HEARSAY),
    ("as-attributed", ("supports notice",), {}),
    ("partly-supported", ("supports gazette", "refutes post"), {}),
    ("partly-supported", ("supports log", "context gazette"), {}),
    ("misleading", ("refutes gazette",), {}),
    ("misleading", ("supports gazette", "context post"), {}),
    ("refuted", ("refutes log",), {}),
    ("refuted", ("refutes gazette", "refutes post"), {}),
    ("reported", ("supports gazette", "supports post"), HEARSAY),
    (
        "superseded",
        ("refutes post",),
        {
            "reviews": [
                review("reported", "2025-03-03/2025-04-01"),
                review("superseded", "2025-04-01/.."),
            ],
            "events": [{"on": "2025-04-01", "what": "They opened.", "sources": ["post"]}],
        },
    ),
]


@pytest.mark.parametrize(("rating", "cited", "over"), CARRIED, ids=str)
def test_a_rating_that_just_holds_falls_with_each_of_its_passages(
    rating: str, cited: tuple[str, ...], over: dict[str, object]
) -> None:
    assert rating in permitted(*cited, **over)
    for index in range(len(cited)):
        assert rating not in permitted(*cited[:index], *cited[index + 1 :], **over)


def test_every_rating_that_needs_something_is_among_those_that_fall() -> None:
    scale = loaded("real").settings.ratings
    assert {r.id for r in scale if r.needs} == {rating for rating, _, _ in CARRIED}
    assert "unverified" in permitted()


def test_a_second_text_of_one_origin_holds_up_what_the_first_one_held() -> None:
    both = ("supports gazette", "supports copy", "supports post")
    assert "reported" in permitted(*both)
    assert "reported" in permitted(*both[1:])
    assert "reported" in permitted(both[0], both[2])
    assert "reported" not in permitted(*both[:2])


@pytest.mark.parametrize(
    ("rating", "holds", "other_side"),
    [
        ("supported", ("supports log",), "refutes"),
        ("refuted", ("refutes log",), "supports"),
    ],
)
def test_only_an_origin_without_a_stake_on_the_other_side_takes_a_rating_away(
    rating: str, holds: tuple[str, ...], other_side: str
) -> None:
    assert rating not in permitted(*holds, f"{other_side} gazette")
    assert rating not in permitted(*holds, f"{other_side} gazette", f"{other_side} notice")
    assert rating in permitted(*holds, f"{other_side} notice")
    assert rating in permitted(*holds, "context gazette")


@pytest.mark.parametrize(
    ("cited", "holds"),
    [
        ((), True),
        (("refutes notice",), True),
        (("context wire",), True),
        (("refutes wire",), False),
        (("refutes wire", "refutes notice"), False),
    ],
)
def test_a_scale_can_say_that_nothing_is_reported_while_an_independent_origin_speaks_against_it(
    cited: tuple[str, ...], *, holds: bool
) -> None:
    scale = loaded("invented").settings
    reported = scale.rating("reported")
    assert reported is not None
    assert reported.without is not None
    found = permitted_on(scale, "supports gazette", "supports post", *cited)
    assert ("reported" in found) == holds


@pytest.mark.parametrize(
    ("on", "sources", "holds"),
    [
        ("2025-04-01", ["post"], True),
        ("2025-04", ["nobody", "post"], True),
        ("2025-03-31", ["post"], False),
        ("2025-04-02", ["post"], False),
        ("2025-04-01", ["gazette"], False),
    ],
)
def test_an_event_ends_what_held_on_its_own_day_and_by_a_source_that_is_cited(
    on: str, sources: list[str], *, holds: bool
) -> None:
    reviews = [review("reported", "2025-03-03/2025-04-01"), review("superseded", "2025-04-01/..")]
    event = {"on": on, "what": "They opened.", "sources": sources}
    found = permitted("refutes post", reviews=reviews, events=[event])
    assert ("superseded" in found) == holds


# Laws, over claims and scales of every shape.

COUNTS = st.fixed_dictionaries(
    {}, optional={k: st.sampled_from("123") for k in ("roots", "independent", "party", "primary")}
)
NEED = st.fixed_dictionaries(
    {},
    optional={
        "nature": st.lists(st.sampled_from(get_args(Nature)), max_size=2),
        "supports": COUNTS,
        "refutes": COUNTS,
        "context": COUNTS,
        "events": st.sampled_from("12"),
    },
)
WITHOUT = st.fixed_dictionaries({}, optional={"supports": COUNTS, "refutes": COUNTS})


@st.composite
def scales(draw: st.DrawFn) -> Settings:
    """Draw a scale of one to three ratings, some of which no check would let pass."""
    named = {"label": {"en": "L"}, "meaning": {"en": "M"}, "shape": "disc"}
    plain = draw(st.booleans())
    ratings = [
        {
            "id": f"step-{n}",
            "needs": draw(st.lists(NEED, max_size=0 if plain else 3)),
            "after": draw(st.sampled_from(["true", "false"])),
            "tone": draw(st.sampled_from(["for", "against", "mixed", "neutral"])),
            **({"without": draw(WITHOUT)} if draw(st.booleans()) else {}),
            **named,
        }
        for n in range(draw(st.integers(1, 3)))
    ]
    return settings(ratings=ratings)


@BRIEF
@given(judged=claims(), sources=sources_of_a_corpus(fewest=3), scale=scales())
def test_both_evaluators_agree_on_any_claim_and_scale_and_on_each_passage_dropped(
    judged: Claim, sources: list[Source], scale: Settings
) -> None:
    of = corpus(judged, *sources, scale=scale)
    for one in (judged, *(without(judged, index) for index in range(len(judged.evidence)))):
        assert carried(one, of) == evaluated(one, of)


PARTIES = [drawn_source(f"voice-{n}", parties=["Quay Company"]) for n in range(9)]


def carried_by_parties(scale: Settings) -> set[str]:
    """Try every mixture of parties on both sides and as context, for every nature."""
    found: set[str] = set()
    for nature, *held in product(get_args(Nature), range(4), range(4), range(4)):
        stances = [s for s, n in zip(get_args(Stance), held, strict=True) for _ in range(n)]
        cited = [passage(f"voice-{n}", stance) for n, stance in enumerate(stances)]
        judged = claim(nature=nature, evidence=cited or [passage("nobody")])
        of = corpus(judged, *PARTIES, scale=scale)
        found.update(*(one.permitted for one in evaluated(judged, of)))
    return found


def test_the_page_says_what_parties_can_carry_and_that_is_what_they_carry() -> None:
    scale = loaded("real").settings
    told, never = ScaleWords(scale, words("en")).list_for_parties()
    by_event = "Superseded: a dated event on the first day of the window changed the answer and"
    assert [*map(str, told)] == [
        "Supported: the claim is a statement and a party’s own word supports it",
        "As attributed: a party’s own word supports it",
        "Partly supported: an origin supports it and an origin refutes it",
        "Misleading: an origin refutes it; or an origin supports it and an origin gives context",
        f"{by_event} an earlier verdict stands on the same claim",
    ]
    assert never == "Refuted and Reported"
    assert carried_by_parties(scale) == {
        *("supported", "as-attributed", "partly-supported", "misleading"),
        "unverified",  # needs nothing
    }


@law(deadline=None, max_examples=15)
@given(scale=scales())
def test_no_mixture_of_parties_carries_what_the_page_says_they_never_do(scale: Settings) -> None:
    never = {
        rating.id
        for rating in scale.ratings
        if (needs := scale.needs(rating)) and not any(map(parties_can_carry, needs))
    }
    assert carried_by_parties(scale).isdisjoint(never)


PUBLISHED = settings()


@BRIEF
@given(judged=claims(), sources=sources_of_a_corpus(fewest=3), index=st.integers(0, 4))
def test_dropping_a_passage_never_permits_what_that_passage_did_not_forbid(
    judged: Claim, sources: list[Source], index: int
) -> None:
    index %= len(judged.evidence)
    item = judged.evidence[index]
    of = corpus(judged, *sources, scale=PUBLISHED)
    before, after = carried(judged, of), carried(without(judged, index), of)
    known = item.source in of.sources and root_of(item, of) is not None
    for one, other in zip(before, after, strict=True):
        assert other.permitted - one.permitted <= GAINED_BY_DROPPING[item.stance]
        if known and is_party(item, judged, of):
            assert other.permitted <= one.permitted
            assert other.status in {one.status, "unsourced"}


@BRIEF
@given(judged=claims(), sources=sources_of_a_corpus(fewest=3), stance=STANCE)
def test_a_passage_added_by_a_party_takes_no_rating_away_and_moves_no_status_but_unsourced(
    judged: Claim, sources: list[Source], stance: str
) -> None:
    boast = source(
        id="boast", kind="primary", origin="boast", parties=["Quay Company"], published="2025-03-05"
    )
    said = claim(evidence=[passage("boast", stance, speaks_of="2018/..")]).evidence
    louder = judged.model_copy(update={"evidence": (*judged.evidence, *said)})
    of = corpus(judged, boast, *sources, scale=PUBLISHED)
    for one, other in zip(carried(judged, of), carried(louder, of), strict=True):
        assert one.permitted <= other.permitted
        assert one.status in {other.status, "unsourced"}
