"""What is permitted without one label, against records that are written without it and judged anew."""

from collections.abc import Iterator
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import settings as law

from lastro.corpus.corpus import Corpus
from lastro.evidence.labels import (
    Label,
    find_deciding_labels,
    list_labels,
    list_permitted_without,
    say_deciding_labels,
)
from lastro.evidence.origins import Origins
from lastro.loading.load import load
from lastro.model.base import Nature
from lastro.model.claim import Claim
from lastro.model.source import Source
from tests.oracles.second_evaluator import evaluated
from tests.support.builders import claim, corpus, passage, review
from tests.support.drawn import claims, drawn_source, sources_of_a_corpus
from tests.support.folders import ALDERA
from tests.support.real_records import FROZEN


def last_sources(source_id: str, of: Corpus, seen: frozenset[str] = frozenset()) -> set[str]:
    """Follow a source to those that re-tell nothing; a circle has none."""
    source = of.sources.get(source_id)
    if source is None or source_id in seen:
        return set()
    told = [other for other in source.derived_from if other in of.sources]
    if not told:
        return {source_id}
    return set().union(*(last_sources(other, of, seen | {source_id}) for other in told))


def rewritten(label: Label, judged: Claim, of: Corpus) -> Iterator[Claim]:
    """Write the records anew without a label, in each way there is."""
    if label.kind == "nature":
        for nature in get_args(Nature):
            if nature != judged.nature:
                yield judged.model_copy(update={"nature": nature})
        return
    kept = []
    for item in judged.evidence:
        if label.holder == "source":
            if item.origin or last_sources(item.source, of) != {label.id}:
                kept.append(item)
        elif item.id != label.id:
            kept.append(item)
        elif label.kind == "origin":
            kept.append(item.model_copy(update={"origin": None}))
        elif item.stance != "context":
            kept.append(item.model_copy(update={"stance": "context"}))
    yield judged.model_copy(update={"evidence": tuple(kept)})


def recomputed(label: Label, judged: Claim, of: Corpus) -> tuple[frozenset[str], ...]:
    windows = zip(*(evaluated(one, of) for one in rewritten(label, judged, of)), strict=True)
    return tuple(frozenset().union(*(one.permitted for one in window)) for window in windows)


def hold_against_recomputation(judged: Claim, of: Corpus) -> int:
    origins = Origins(of)
    labels = list_labels(judged, of, origins)
    without = {label: recomputed(label, judged, of) for label in labels}
    for label in labels:
        assert list_permitted_without(label, judged, of, origins) == without[label], label
    rated = sorted(judged.reviews, key=lambda one: one.holds.first)
    expected = {
        number: [label for label in labels if rated[number].rating not in without[label][number]]
        for number, carried in enumerate(evaluated(judged, of))
        if rated[number].rating in carried.permitted
    }
    found = {rated.index(j.review): decide for j, decide in find_deciding_labels(judged, of)}
    assert found == expected
    return len(labels)


@pytest.mark.parametrize("folder", [FROZEN, ALDERA], ids=["real", "invented"])
def test_each_label_of_every_claim_is_taken_away_once(folder: str) -> None:
    of = load(folder).corpus  # type: ignore[arg-type]
    assert of is not None
    count = sum(hold_against_recomputation(judged, of) for judged in of.claims.values())
    assert count > 2 * len(of.claims)


@law(deadline=None, max_examples=100)
@given(judged=claims(), sources=sources_of_a_corpus(fewest=3))
def test_whatever_is_drawn_is_judged_as_records_without_the_label_are(
    judged: Claim, sources: list[Source]
) -> None:
    hold_against_recomputation(judged, corpus(judged, *sources))


def test_the_ratings_of_the_first_article_hang_on_labels_that_its_audit_names() -> None:
    of = load(FROZEN).corpus
    assert of is not None
    told = {one: [*say_deciding_labels(of.claims[one], of)] for one in of.claims}
    assert told["models-from-microsoft-and-openai"] == [
        "The scale would refuse 'supported' for 2025-01-21/.. without this label: the nature 'statement'."
    ]
    assert told["announced-with-stargate"] == [
        "The scale would refuse 'supported' for 2025-01-21/.. without any one of these labels: "
        "the stance 'supports' of passage 'aifray'; the origin 'ai-fray' of passage 'aifray'."
    ]
    assert told["oracle-deal-june-2024"] == []
    assert told["agi-100bn-profit-definition"] == [
        "The scale would refuse 'reported' for 2025-07/.. without this label: "
        "the origin 'wired-2025-07' of source 'wired-2025-07'."
    ]


GAZETTE = drawn_source("gazette")
POST = drawn_source("post")
NOTICE = drawn_source("notice", kind="primary", parties=["Quay Company"])
COPY = drawn_source("copy", origin="x", derived_from=["gazette"])


def deciding(*cited: dict[str, object], rating: str = "reported", **over: object) -> list[Label]:
    judged = claim(evidence=list(cited), reviews=[review(rating)], **over)
    windows = [*find_deciding_labels(judged, corpus(judged, GAZETTE, POST, NOTICE, COPY))]
    return [label for _, labels in windows for label in labels]


def test_a_rating_hangs_on_no_label_where_another_origin_holds_it_too() -> None:
    both = [passage(name) for name in ("gazette", "post")]
    assert deciding(*both, passage("notice"), passage("copy", origin="copy")) == []


def test_a_rating_that_is_refused_hangs_on_nothing() -> None:
    assert deciding(passage("gazette"), rating="supported") == []


def test_an_origin_of_a_passage_that_hides_a_common_one_decides() -> None:
    twice = passage("gazette"), passage("copy", origin="copy-desk")
    both = [*deciding(*twice, rating="supported")]
    assert Label("origin", "copy-desk", "passage", "copy") in both
    assert Label("origin", "gazette", "source", "gazette") in both


def test_claims_without_verdict_and_rings_of_sources_have_labels_and_no_sentence() -> None:
    ring = [drawn_source("a", derived_from=["b"]), drawn_source("b", derived_from=["a"])]
    judged = claim(evidence=[passage("a"), passage("nobody")])
    of = corpus(judged, *ring)
    assert [label.kind for label in list_labels(judged, of, Origins(of))] == [
        "nature",
        "stance",
        "stance",
    ]
    assert [*say_deciding_labels(judged, of)] == []
