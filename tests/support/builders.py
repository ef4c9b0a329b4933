"""Invented records for tests: valid by default, override one thing.

All of it plays in Aldera, a harbour town that is on no map. The maps below are shaped as the YAML
of a record is: everything is text. `example_records.py` writes the same maps to files.
"""

from collections.abc import Mapping
from typing import TypeVar

from lastro.corpus.corpus import Corpus
from lastro.corpus.links import with_current_ids
from lastro.model.article import Article
from lastro.model.base import Record
from lastro.model.claim import Claim
from lastro.model.settings import Settings
from lastro.model.source import Source
from lastro.places import RecordPath

LANGUAGES = ("en", "pt-BR")
R = TypeVar("R", bound=Record)


def _rating(rating_id: str, shape: str, tone: str, **more: object) -> dict[str, object]:
    named = rating_id.replace("-", " ")
    return {
        "id": rating_id,
        "label": {"en": named, "pt-BR": f"{named} (pt)"},
        "meaning": {"en": f"It is {named}.", "pt-BR": f"É {named}."},
        "shape": shape,
        "tone": tone,
        **more,
    }


RATINGS: list[dict[str, object]] = [
    _rating(
        "supported",
        "disc",
        "for",
        value="5",
        needs=[
            {"supports": {"primary": "1"}},
            {"nature": ["statement"], "supports": {"party": "1"}},
            {"nature": ["fact", "statement", "quotation"], "supports": {"independent": "2"}},
        ],
        without={"refutes": {"independent": "1"}},
    ),
    _rating("as-attributed", "ring", "neutral", open="true", needs=[{"supports": {"party": "1"}}]),
    _rating("reported", "quarter", "mixed", needs=[{"supports": {"roots": "1"}}]),
    _rating(
        "partly-supported",
        "half",
        "mixed",
        needs=[
            {"supports": {"roots": "1"}, "refutes": {"roots": "1"}},
            {"supports": {"primary": "1"}, "context": {"roots": "1"}},
        ],
    ),
    _rating(
        "refuted",
        "cross",
        "against",
        value="1",
        needs=[{"refutes": {"primary": "1"}}, {"refutes": {"independent": "2"}}],
        without={"supports": {"independent": "1"}},
    ),
    _rating("unverified", "dash", "neutral", open="true"),
    _rating("superseded", "arrow", "neutral", after="true", needs=[{"events": "1"}]),
]

SETTINGS: dict[str, object] = {
    "schema": "2",
    "publisher": {
        "name": "Aldera Check",
        "url": "https://check.example.org/",
        "policies": {"corrections": "corrections/", "method": "method/"},
    },
    "languages": list(LANGUAGES),
    "ratings": RATINGS,
}

ARTICLE: dict[str, object] = {
    "title": "Quays closed, and nobody asked the fishers",
    "lang": "en",
    "publisher": "Harbour Times",
    "url": "https://times.example.org/quays",
    "published": "2025-03-04",
    "why": {
        "en": "Many people in Aldera shared it.",
        "pt-BR": "Muita gente em Aldera compartilhou.",
    },
    "statements": [{"claim": "quays-are-closed"}],
}

SHORT = {"en": "The log of the harbour shows it.", "pt-BR": "O registro do porto mostra isso."}
BECAUSE = {
    "en": "The log says so [@harbour-log].",
    "pt-BR": "O registro diz isso [@harbour-log].",
}

CLAIM: dict[str, object] = {
    "claim": {
        "en": "The quays of Aldera are closed on Sundays.",
        "pt-BR": "Os cais de Aldera fecham aos domingos.",
    },
    "claimant": {"name": "Quay Company", "kind": "organization"},
    "said": {
        "on": "2025-03-03",
        "words": "Our quays are closed on Sundays.",
        "lang": "en",
        "translation": {"pt-BR": "Nossos cais fecham aos domingos."},
    },
    "nature": "fact",
    "topics": ["quays"],
    "evidence": [
        {
            "source": "harbour-log",
            "stance": "supports",
            "quote": "Sunday: quays 1 to 4 closed.",
            "translation": {"pt-BR": "Domingo: cais 1 a 4 fechados."},
            "speaks_of": "2025-03-03/..",
        }
    ],
    "reviews": [
        {
            "rating": "reported",
            "holds": "2025-03-03/..",
            "decided": "2025-03-10",
            "by": ["Ines Duarte"],
            "short": SHORT,
            "because": BECAUSE,
        }
    ],
    "not_checked": {"en": "Nothing was left out.", "pt-BR": "Nada ficou de fora."},
    "volatility": "slow",
}

SOURCE: dict[str, object] = {
    "title": "Log of the harbour",
    "publisher": "Port Authority of Aldera",
    "published": "2025-03-09",
    "lang": "en",
    "url": "https://port.example.org/log",
    "kind": "primary",
    "type": "other",
    "origin": "port-authority",
    "archived": ["https://web.archive.org/web/20250310000000/https://port.example.org/log"],
    "read": {"on": "2025-03-10", "by": "Ines Duarte", "as": "original", "extent": "whole"},
}


def source_at(source_id: str) -> dict[str, object]:
    """Write a source with an address of its own, as no two sources have one page."""
    url = f"https://port.example.org/{source_id.removeprefix('harbour-')}"
    return {
        **SOURCE,
        "url": url,
        "archived": [f"https://web.archive.org/web/20250310000000/{url}"],
    }


def settings(**over: object) -> Settings:
    """Build lastro.yml with a small invented scale."""
    return Settings.model_validate({**SETTINGS, **over}, context={"languages": LANGUAGES})


def article(**over: object) -> Article:
    """Build an article that lists the one claim of `claim()`."""
    named = {"id": "harbour-times", **ARTICLE, **over}
    return Article.model_validate(named, context={"languages": LANGUAGES})


def claim(**over: object) -> Claim:
    """Build a claim with one passage and one open-ended review."""
    named = {"id": "quays-are-closed", "article": "harbour-times", **CLAIM, **over}
    return Claim.model_validate(named, context={"languages": LANGUAGES})


def source(**over: object) -> Source:
    """Build a primary source of an origin without a stake."""
    named = {"id": "harbour-log", **source_at(str(over.get("id", "harbour-log"))), **over}
    return Source.model_validate(named, context={"languages": LANGUAGES})


def passage(source_id: str, stance: str = "supports", **over: object) -> dict[str, object]:
    """Write one evidence item, its words unlike those of any other source."""
    quote = f"Words of {source_id}."
    translation = {"pt-BR": f"Palavras de {source_id}."}
    return {
        "source": source_id,
        "stance": stance,
        "quote": quote,
        "translation": translation,
        **over,
    }


def review(rating: str = "reported", holds: str = "2025-03-03/..", **over: object) -> object:
    """Write one review."""
    default = {
        "decided": "2025-03-10",
        "by": ["Ines Duarte"],
        "short": SHORT,
        "because": BECAUSE,
    }
    return {"rating": rating, "holds": holds, **default, **over}


def corpus(
    *records: Article | Claim | Source,
    scale: Settings | None = None,
    unreadable: frozenset[RecordPath] = frozenset(),
    translations: Mapping[str, Mapping[str, str]] | None = None,
) -> Corpus:
    """Gather records into a corpus; without any, the default article, claim and source."""
    given = records or (article(), claim(), source())
    as_written = Corpus(
        scale or settings(),
        _by_id({r.id: r for r in given if isinstance(r, Article)}),
        _by_id({r.id: r for r in given if isinstance(r, Claim)}),
        _by_id({r.id: r for r in given if isinstance(r, Source)}),
        unreadable,
        translations=translations or {},
    )
    return with_current_ids(as_written)


def _by_id(records: Mapping[str, R]) -> dict[str, R]:
    return dict(sorted(records.items()))


PUBLISHER = settings().publisher
