"""Invented sites of any size in the real record format, the same bytes each time.

    python -m bench.lib.sites FOLDER --claims 10000 --languages en,pt-BR

For every 20 claims there are one article and 10 sources; a claim has 2 to 4 passages with quotes of
30 words, its words in the article's language with a translation, and about 164 words of reasoning.
Every record is sound: `lastro check` finds no error.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import yaml

from lastro.model.settings import Export

HERE = Path(__file__).resolve().parents[2]
CLAIMS_OF_ARTICLE = 20
SOURCES_OF_ARTICLE = 10
WORDS_OF_QUOTE = 30
WORDS_OF_REASONING = 164
TOPICS = 24
PAGES = {
    "method": ("scale", "statuses"),
    "corrections": ("corrections",),
    "about": (),
    "contributing": (),
}
"""The hand-written pages, and the parts of the records that each shows."""
_SYLLABLES = (
    *("ba", "ce", "di", "fo", "gu", "ha", "je", "li", "mo", "nu"),
    *("pa", "re", "si", "to", "vu", "la", "me", "ni", "so", "ru"),
)


def invented(
    claims: int, languages: tuple[str, ...] = ("en", "pt-BR")
) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file of a site with at least this many claims."""
    yield "lastro.yml", _settings(languages)
    yield "mkdocs.yml", _mkdocs()
    for page, shown in PAGES.items():
        parts = "".join(f"\n<!-- lastro: {name} -->\n" for name in shown)
        for language in languages:
            yield f"docs/{language}/{page}.md", f"# {page}\n\nInvented, to measure with.\n{parts}"
    for number in range(-(-claims // CLAIMS_OF_ARTICLE)):
        left = min(CLAIMS_OF_ARTICLE, claims - number * CLAIMS_OF_ARTICLE)
        yield from _of_article(number, left, languages)


def write(folder: Path, claims: int, languages: tuple[str, ...] = ("en", "pt-BR")) -> None:
    """Write such a site below a folder."""
    for path, text in invented(claims, languages):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _settings(languages: tuple[str, ...]) -> str:
    """Return the repository's own scale, for these languages, with the topics of invented claims.

    Nothing is written for machines: the tools beside it make pages and no more.
    """
    settings = yaml.safe_load((HERE / "lastro.yml").read_text(encoding="utf-8"))
    settings["languages"] = list(languages)
    settings["exports"] = {"off": list(get_args(Export))}
    settings["topics"] = [
        {"id": _topic(n), "label": dict.fromkeys(languages, f"Topic {n}")} for n in range(TOPICS)
    ]
    return _yaml(_only(settings, languages))


def _only(value: object, languages: tuple[str, ...]) -> object:
    """Keep the readings in these languages."""
    if isinstance(value, dict):
        spoken = {
            key: v for key, v in value.items() if key not in {"en", "pt-BR"} or key in languages
        }
        return {key: _only(v, languages) for key, v in spoken.items()}
    if isinstance(value, list):
        return [_only(item, languages) for item in value]
    return value


def _mkdocs() -> str:
    lines = (HERE / "mkdocs.yml").read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if "custom_dir" not in line)


def _of_article(number: int, claims: int, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    folder = f"claims/article-{number:05}"
    rng = random.Random(number)  # noqa: S311 - the same words each time are the point
    sources = [_source(number, n, rng) for n in range(SOURCES_OF_ARTICLE)]
    named = [f"source-{number:05}-{n}" for n in range(SOURCES_OF_ARTICLE)]
    made = [_claim(number, n, named, rng, languages) for n in range(claims)]
    article = {
        "title": f"The paper of {_words(rng, 3)} {number}",
        "lang": "pt-BR",
        "publisher": f"The Tide {number % 40}",
        "url": f"https://tide.example.org/{number}",
        "published": "2026-01-12",
        "why": _in_each(languages, "It was shared widely."),
        "statements": [{"claim": f"claim-{number:05}-{n:02}"} for n in range(claims)],
    }
    yield f"{folder}/article.yml", _yaml(article)
    for n, claim in enumerate(made):
        yield f"{folder}/claim-{number:05}-{n:02}.yml", _yaml(claim)
    for name, source in zip(named, sources, strict=True):
        yield f"sources/{name}.yml", _yaml(source)


def _claim(
    number: int, n: int, sources: list[str], rng: random.Random, languages: tuple[str, ...]
) -> dict[str, object]:
    cited = rng.sample(sources[1::2], rng.randint(1, 3))
    primary = sources[2 * rng.randrange(len(sources) // 2)]
    names = [primary, *cited]
    evidence = [_passage(name, rng, languages) for name in names]
    evidence[0]["stance"] = "supports"
    claimants = random.Random(number % 400)  # noqa: S311 - articles share their claimants
    sentences = [f"{_sentence(rng, 13)} [@{name}]." for name in names]
    rest = (WORDS_OF_REASONING - 13 * len(sentences)) // 16
    reasoning = " ".join(
        [*sentences, *(f"**{_words(rng, 2)}** {_words(rng, 14)}." for _ in range(rest))]
    )
    return {
        "claim": _in_each(
            languages, f"The {_words(rng, 8)} stand {'by' if n % 2 else 'at'} {_words(rng, 2)}."
        ),
        "claimant": {"name": f"Claimant {_words(claimants, 2)}", "kind": "publication"},
        "said": {
            "on": "2026-01-12",
            "words": _words(rng, 12),
            "lang": "pt-BR",
            **_translated({"en": _words(rng, 12)}, languages),
        },
        "nature": "fact",
        "topics": sorted({_topic(rng.randrange(TOPICS)) for _ in range(2)}),
        "evidence": evidence,
        "reviews": [
            {
                "rating": "supported",
                "holds": "2026-01-12/..",
                "decided": f"2026-0{2 + number % 7}-{1 + n:02}",
                "by": ["Ana Prado"],
                "short": _in_each(languages, f"{_sentence(rng, 9)}."),
                "because": _in_each(languages, reasoning),
            }
        ],
        "not_checked": _in_each(languages, f"{_sentence(rng, 8)}."),
        "volatility": "slow",
    }


def _passage(source: str, rng: random.Random, languages: tuple[str, ...]) -> dict[str, object]:
    quote = _words(rng, WORDS_OF_QUOTE)
    return {
        "source": source,
        "stance": "context",
        "quote": quote,
        **_translated({"pt-BR": quote[::-1]}, languages),
        "where": f"section {rng.randrange(1, 99)}",
        "speaks_of": "2026-01-01/..",
    }


def _source(number: int, n: int, rng: random.Random) -> dict[str, object]:
    return {
        "title": f"{_sentence(rng, 5)} {number}",
        "publisher": f"Publisher {number % 250}",
        "published": "2025-12-01",
        "lang": "en",
        "url": f"https://port.example.org/{number}/{n}",
        "kind": "secondary" if n % 2 else "primary",
        "type": "news" if n % 2 else "law",
        "origin": f"origin-{number:05}-{n}",
        "archived": [
            f"https://web.archive.org/web/20260110000000/https://port.example.org/{number}/{n}"
        ],
        "read": {"on": "2026-01-20", "by": "Ana Prado", "as": "original", "extent": "whole"},
    }


def _topic(number: int) -> str:
    return f"topic-{number}"


def _words(rng: random.Random, count: int) -> str:
    return " ".join("".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(count))


def _sentence(rng: random.Random, count: int) -> str:
    return _words(rng, count).capitalize()


def _in_each(languages: tuple[str, ...], text: str) -> dict[str, str]:
    return {tag: text if tag == "en" else f"{text[:-1]} aqui{text[-1]}" for tag in languages}


def _translated(texts: dict[str, str], languages: tuple[str, ...]) -> dict[str, object]:
    """Keep the translations into languages of the site; a passage without one has no such key."""
    spoken = {tag: text for tag, text in texts.items() if tag in languages}
    return {"translation": spoken} if spoken else {}


def _yaml(record: object) -> str:
    return yaml.dump(
        record, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000
    )


def main() -> None:
    """Write a site of the size that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--claims", type=int, default=1_000)
    parser.add_argument("--languages", default="en,pt-BR")
    asked = parser.parse_args()
    write(asked.folder, asked.claims, tuple(asked.languages.split(",")))


if __name__ == "__main__":
    main()
