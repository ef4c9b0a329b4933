"""One card an origin, each passage once: a page on which a report stood twice would be counted twice."""

from datetime import date

from lastro.site.cards import Section, lay_out
from lastro.site.derive import derive
from lastro.site.views import OpenView
from tests.support import builders

TODAY = date(2026, 11, 24)
FIRST, SECOND = "2025-03-03/2025-03-10", "2025-03-10/.."


def view(*evidence: dict[str, object], windows: tuple[str, ...] = (FIRST, SECOND)) -> OpenView:
    wire = {"kind": "secondary", "origin": "wire", "parties": []}
    sources = [builders.source(id=name, **wire) for name in ("paper", "radio")]
    sources.append(builders.source(id="wire", origin="wire", parties=[]))
    log = builders.source(id="log", origin="log", parties=[])
    reviews = [builders.review("reported", holds) for holds in windows]
    given = builders.claim(evidence=list(evidence), reviews=reviews)
    corpus = builders.corpus(builders.article(), given, *sources, log)
    return derive(corpus, TODAY).every_claim["quays-are-closed"]


def item(
    source: str, speaks_of: str = "2025-03-10/..", stance: str = "supports"
) -> dict[str, object]:
    return {"source": source, "stance": stance, "quote": "Quay.", "speaks_of": speaks_of}


def told(section: Section) -> dict[str, list[tuple[str, list[str]]]]:
    return {
        side.stance: [(card.anchor, [p.source.id for p in card.passages]) for card in side.cards]
        for side in section.sides
    }


def test_what_repeats_an_origin_stands_on_its_card_after_the_primary_record() -> None:
    now, before = lay_out(view(item("paper"), item("radio"), item("wire"), item("log")))
    assert told(now) == {
        "supports": [("o-A", ["wire", "paper", "radio"]), ("o-B", ["log"])],
    }
    assert told(before) == {}
    assert (now.origins, now.passages) == (2, 4)


def test_a_passage_stands_once_in_the_newest_window_that_it_counts_for() -> None:
    both, early = item("log", "2025-03-05/.."), item("paper", "2025-03-05/2025-03-07")
    now, before = lay_out(view(both, early))
    assert told(now) == {"supports": [("o-A", ["log"])]}
    assert told(before) == {"supports": [("o-B", ["paper"])]}
    assert [passage.source.id for passage in before.above] == ["log"]
    assert [(rest.letter, rest.anchor) for rest in before.rests_on] == [("A", "o-A"), ("B", "o-B")]


def test_an_origin_keeps_its_letter_on_both_sides_and_its_cards_have_ids_of_their_own() -> None:
    (now,) = lay_out(
        view(
            item("paper"),
            item("radio", stance="refutes"),
            item("wire", stance="context"),
            windows=(SECOND,),
        )
    )
    assert told(now) == {
        "supports": [("o-A", ["paper"])],
        "refutes": [("o-A-2", ["radio"])],
        "context": [("o-A-3", ["wire"])],
    }
    assert [rest.anchor for rest in now.rests_on] == ["o-A"]


def test_what_counts_for_no_window_stands_last() -> None:
    late = item("log", "2025-03-20/..")
    ends = lay_out(view(item("paper", "2025-03-05/2025-03-07"), late, windows=(FIRST,)))
    assert [section.window is None for section in ends] == [False, True]
    assert told(ends[-1]) == {"supports": [("o-B", ["log"])]}


def test_the_origin_after_the_26th_is_named_with_two_letters() -> None:
    many = [builders.source(id=f"s{n}", origin=f"o{n}", parties=[]) for n in range(28)]
    given = builders.claim(evidence=[item(source.id) for source in many])
    corpus = builders.corpus(builders.article(), given, *many)
    (now,) = lay_out(derive(corpus, TODAY).every_claim["quays-are-closed"])
    assert [rest.letter for rest in now.rests_on][-3:] == ["Z", "AA", "AB"]
