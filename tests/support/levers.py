"""Levers that a contributor could pull to make a claim stronger, and what its page says of each.

Each function yields every pull of one lever on some claims: a corpus with one record changed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args
from xml.etree.ElementTree import Element

import html5lib

from lastro.corpus.corpus import Corpus
from lastro.evidence.judge import judgements
from lastro.model.base import Nature, Stance
from lastro.model.claim import Claim, Evidence, in_order
from lastro.model.source import Source
from lastro.render.page_builder import Maker
from lastro.render.pages.records import claim_page
from lastro.render.words.catalogue import words
from lastro.site.derive import derive
from lastro.text.dates import period
from tests.support.real_records import FROZEN, FROZEN_ON

TODAY = FROZEN_ON
ARTICLE = FROZEN / "claims" / "openai-azure-2025-01"
CLAIMS = (
    "agi-100bn-profit-definition",
    "api-exclusivity-on-azure",
    "oracle-deal-shareholder-pressure",
)
"""The three that the site is shown with."""
PULLED = tuple(sorted(path.stem for path in ARTICLE.glob("*.yml") if path.stem != "article"))
"""All claims whose levers are pulled."""


@dataclass(frozen=True)
class Pull:
    """One change of one record, the claim it is about, and what its page must then say."""

    kind: str
    name: str
    claim: str
    corpus: Corpus
    item: str = ""
    value: str = ""


def with_claim(corpus: Corpus, claim: Claim) -> Corpus:
    return Corpus(
        corpus.settings, corpus.articles, {**corpus.claims, claim.id: claim}, corpus.sources
    )


def with_source(corpus: Corpus, source: Source) -> Corpus:
    return Corpus(
        corpus.settings, corpus.articles, corpus.claims, {**corpus.sources, source.id: source}
    )


def with_item(corpus: Corpus, claim: Claim, index: int, **change: object) -> Corpus:
    items: list[Evidence] = list(claim.evidence)
    items[index] = items[index].model_copy(update=change)
    return with_claim(corpus, claim.model_copy(update={"evidence": tuple(items)}))


def pulls_of_origins(corpus: Corpus) -> Iterator[Pull]:
    for claim in (corpus.claims[claim_id] for claim_id in PULLED):
        for index, item in enumerate(claim.evidence):
            pulled = with_item(corpus, claim, index, origin="somebody-else")
            yield Pull("origin", item.id, claim.id, pulled, item.id, "Somebody Else")


def pulls_of_source_origins(corpus: Corpus) -> Iterator[Pull]:
    for source in corpus.sources.values():
        pulled = with_source(corpus, source.model_copy(update={"origin": "somebody-else"}))
        for claim_id in PULLED:
            yield Pull("source origin", source.id, claim_id, pulled, value="Somebody Else")


def pulls_of_parties(corpus: Corpus) -> Iterator[Pull]:
    for source in corpus.sources.values():
        if source.parties:
            pulled = with_source(corpus, source.model_copy(update={"parties": ()}))
            for claim_id in PULLED:
                yield Pull("source parties", source.id, claim_id, pulled)
    for claim_id in PULLED:
        claim = corpus.claims[claim_id].model_copy(update={"parties": ()})
        yield Pull("claim parties", claim_id, claim_id, with_claim(corpus, claim))


def pulls_of_kinds(corpus: Corpus) -> Iterator[Pull]:
    for source in corpus.sources.values():
        if source.kind != "primary":
            pulled = with_source(corpus, source.model_copy(update={"kind": "primary"}))
            for claim_id in PULLED:
                yield Pull("kind", source.id, claim_id, pulled)


def pulls_of_stances(corpus: Corpus) -> Iterator[Pull]:
    for claim in (corpus.claims[claim_id] for claim_id in PULLED):
        for index, item in enumerate(claim.evidence):
            for stance in get_args(Stance):
                if stance != item.stance:
                    pulled = with_item(corpus, claim, index, stance=stance)
                    yield Pull(
                        "stance",
                        item.id,
                        claim.id,
                        pulled,
                        item.id,
                        str(words("en")(f"side_{stance}")),
                    )


def pulls_of_natures(corpus: Corpus) -> Iterator[Pull]:
    for claim in (corpus.claims[claim_id] for claim_id in PULLED):
        for nature in get_args(Nature):
            if nature != claim.nature:
                pulled = with_claim(corpus, claim.model_copy(update={"nature": nature}))
                yield Pull("nature", nature, claim.id, pulled, value=nature)


def pulls_of_times(corpus: Corpus) -> Iterator[Pull]:
    for claim in (corpus.claims[claim_id] for claim_id in PULLED):
        windows = {"2025-01-21/..", *(str(review.holds) for review in in_order(claim))}
        for index, item in enumerate(claim.evidence):
            for window in ("", *sorted(windows)):
                if window == str(item.speaks_of or ""):
                    continue
                time = period(window) if window else None
                pulled = with_item(corpus, claim, index, speaks_of=time)
                yield Pull("time", f"{item.id} {window}", claim.id, pulled, item.id, window)


LEVERS: dict[str, tuple[Callable[[Corpus], Iterator[Pull]], int, int]] = {
    "origin of a passage": (pulls_of_origins, 222, 20),
    "origin of a source": (pulls_of_source_origins, 1743, 8),
    "kind": (pulls_of_kinds, 1449, 28),
    "stance": (pulls_of_stances, 444, 253),
    "parties": (pulls_of_parties, 987, 9),
    "nature": (pulls_of_natures, 105, 18),
    "time": (pulls_of_times, 553, 173),
}
"""For each lever its pulls, the least number of them, and of those that make a claim stronger."""


def permitted(corpus: Corpus, claim_id: str) -> list[set[str]]:
    return [set(judgement.permitted) for judgement in judgements(corpus)[claim_id]]


def is_stronger(pull: Pull, corpus: Corpus) -> bool:
    """Tell whether some window permits a rating that it did not permit before."""
    before, now = permitted(corpus, pull.claim), permitted(pull.corpus, pull.claim)
    return any(new - old for old, new in zip(before, now, strict=True))


@dataclass(frozen=True)
class Shown:
    """The visible text of a claim page, and of its parts that a pull may change."""

    facts: str
    carries: str
    passages: Mapping[str, str]
    """Of each passage its side, its card's heading and its own words."""
    places: Mapping[str, list[str]]
    """The windows under which a passage stands or is linked."""


def shown(corpus: Corpus, claim_id: str) -> Shown:
    site = derive(corpus, TODAY)
    page = claim_page(Maker(site, words("en")), claim_id)
    root = html5lib.parseFragment(page.body, namespaceHTMLElements=False)
    passages: dict[str, str] = {}
    places: dict[str, list[str]] = {}
    for section in of_class(root, "lt-evidence"):
        under = section.get("aria-labelledby") or ""
        for chip in of_class(section, "lt-ref"):
            places.setdefault((chip.get("href") or "").removeprefix("#e-"), []).append(under)
        for side in of_class(section, "lt-side"):
            for card in of_class(side, "lt-card"):
                heading = f"{text_of(next(side.iter('h3')))} · {text_of(next(card.iter('h4')))}"
                for passage in of_class(card, "lt-pass"):
                    item = (passage.get("id") or "").removeprefix("e-")
                    passages[item] = f"{heading} · {text_of(passage)}"
                    places.setdefault(item, []).append(under)
    facts = next(e for e in root.iter("dl"))
    carries = next(e for e in of_class(root, "lt-permitted"))
    return Shown(text_of(facts), text_of(carries), passages, places)


def of_class(element: Element, name: str) -> Iterator[Element]:
    return (e for e in element.iter() if name in (e.get("class") or "").split())


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def tells(pull: Pull, before: Shown, now: Shown) -> bool:
    """Tell whether the page says what was pulled, and that it permits more."""
    if now.carries == before.carries:
        return False
    pairs = {item: (before.passages[item], text) for item, text in now.passages.items()}
    if "origin" in pull.kind:
        pulled = [pull.item] if pull.item else list(pairs)
        return any(
            pull.value in pairs[item][1] and pull.value not in pairs[item][0] for item in pulled
        )
    if pull.kind == "stance":
        return now.passages[pull.item].startswith(pull.value)
    if pull.kind == "nature":
        word = str(words("en")(f"nature_{pull.value}"))
        return word in now.facts and word not in before.facts
    if pull.kind == "time":
        return now.places[pull.item] != before.places[pull.item]
    word = "Primary source" if pull.kind == "kind" else "no stake of its own"
    return any(word in after and word not in first for first, after in pairs.values())
