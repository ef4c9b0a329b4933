"""The records of an invented site, as far as tools for requirements have a place for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One passage of one source."""

    source: str
    stance: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim, in the site's first language."""

    id: str
    article: str
    text: str
    decided: str
    short: str
    because: str
    evidence: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One source."""

    id: str
    title: str
    url: str


def claims(site: Path, language: str) -> Iterator[Claim]:
    """Yield all claims, in the order of their files."""
    for path in sorted(site.glob("claims/*/claim-*.yml")):
        record = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        review = record["reviews"][-1]
        yield Claim(
            id=path.stem,
            article=path.parent.name,
            text=record["claim"][language],
            decided=str(review["decided"]),
            short=review["short"][language],
            because=review["because"][language],
            evidence=tuple(
                Passage(source=e["source"], stance=e["stance"], quote=e["quote"])
                for e in record["evidence"]
            ),
        )


def sources(site: Path) -> Iterator[Source]:
    """Yield all sources, in the order of their files."""
    for path in sorted(site.glob("sources/*.yml")):
        record = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        yield Source(id=path.stem, title=record["title"], url=record["url"])
