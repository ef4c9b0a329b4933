"""Claims and sources drawn at random, of every shape that records can have, broken links included."""

from hypothesis import strategies as st

from lastro.model.claim import Claim
from lastro.model.source import Source
from tests.support.builders import claim, passage, review, source

FIRST, SECOND, THIRD = "2025-03-03/2025-04-01", "2025-04-01/2025-05", "2025-05/.."


def drawn_source(name: str, *, kind: str = "secondary", **over: object) -> Source:
    default: dict[str, object] = {"origin": name, "publisher": f"The {name}", "kind": kind}
    return source(**{"id": name, "published": "2025-03-05", **default, **over})


NAMES = ("one", "two", "three", "four")
NAME = st.sampled_from(NAMES)
STANCE = st.sampled_from(["supports", "refutes", "context"])
WINDOWS = ([THIRD], [FIRST, SECOND, THIRD], [FIRST, "2025-04-10/.."], [THIRD, "2025-03/.."])


@st.composite
def sources_of_a_corpus(draw: st.DrawFn, *, fewest: int = 0) -> list[Source]:
    """Draw sources that re-tell each other at will: forks, circles and broken links among them."""
    names = draw(st.lists(NAME, unique=True, min_size=fewest))
    at_will = draw(st.booleans())
    found = []
    for number, name in enumerate(names):
        # re-telling only those before it, half of the time: circles would leave few forks
        told = [*NAMES, "nowhere"] if at_will else names[:number]
        sizes = st.integers(0, min(2, len(told)))
        found.append(
            drawn_source(
                name,
                kind=draw(st.sampled_from(["primary", "secondary"])),
                origin=draw(NAME),
                derived_from=draw(st.permutations(told))[: draw(sizes)],
                parties=draw(
                    st.lists(st.sampled_from(["Quay Company", "Fishers Guild"]), max_size=1)
                ),
                published=draw(st.sampled_from(["2025-03-05", "2025-04", "2019", "unknown"])),
            )
        )
    return found


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Draw a claim that cites known and unknown sources in windows of every kind."""
    cited = draw(st.lists(st.tuples(NAME, STANCE, st.none() | NAME), min_size=1, max_size=5))
    spoken = st.sampled_from([{}, {"speaks_of": "2025-04-15/.."}, {"speaks_of": "2018"}])
    evidence = [
        passage(name, stance, id=f"p-{n}", **({"origin": root} if root else {}), **draw(spoken))
        for n, (name, stance, root) in enumerate(cited)
    ]
    event = {"on": draw(st.sampled_from(["2025-04-01", "2025"])), "what": "It changed."}
    return claim(
        evidence=evidence,
        nature=draw(st.sampled_from(["fact", "statement", "hearsay", "satire"])),
        parties=draw(st.sampled_from([[], ["Fishers Guild"]])),
        reviews=[review(holds=holds) for holds in draw(st.sampled_from(WINDOWS))],
        events=[{**event, "sources": [draw(NAME)]}],
    )
