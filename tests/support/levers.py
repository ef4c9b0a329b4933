"""Levers that a contributor could pull to make a claim stronger, and what its page says of each.

Each function yields every pull of one lever on some claims: a corpus with one record changed.
"""

import re
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
                    yield Pull("stance", item.id, claim.id, pulled, item.id, stance.capitalize())


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
    cards: Mapping[str, str]


def shown(corpus: Corpus, claim_id: str) -> Shown:
    site = derive(corpus, TODAY)
    page = claim_page(Maker(site, words("en")), claim_id)
    root = html5lib.parseFragment(page.body, namespaceHTMLElements=False)
    cards = {
        (e.get("id") or "").removeprefix("e-"): text_of(e)
        for e in root.iter("article")
        if "lt-card" in (e.get("class") or "")
    }
    facts = next(e for e in root.iter("dl"))
    carries = next(e for e in root.iter("section") if e.get("aria-labelledby") == "carries")
    return Shown(text_of(facts), text_of(carries), cards)


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def names(card: str, origin: str, before: str) -> bool:
    """Tell whether a card names an origin that it did not name."""
    named = f"Goes back to {origin}"
    return named in card and named not in before


COUNTS_FOR = re.compile(r"Counts for the verdict: .*?\.(?= Read by)|It counts for no verdict\.")


def tells(pull: Pull, before: Shown, now: Shown) -> bool:
    """Tell whether the page says what was pulled, and that it permits more."""
    if now.carries == before.carries:
        return False
    if "origin" in pull.kind:
        pulled = [pull.item] if pull.item else list(now.cards)
        return any(names(now.cards[item], pull.value, before.cards[item]) for item in pulled)
    if pull.kind == "stance":
        return now.cards[pull.item].startswith(pull.value)
    if pull.kind == "nature":
        word = str(words("en")(f"nature_{pull.value}"))
        return word in now.facts and word not in before.facts
    if pull.kind == "time":
        one, other = (COUNTS_FOR.findall(page.cards[pull.item]) for page in (before, now))
        return len(one) == len(other) == 1 and one != other
    word = "Primary source · " if pull.kind == "kind" else " · Independent"
    return any(word in card and word not in before.cards[item] for item, card in now.cards.items())
