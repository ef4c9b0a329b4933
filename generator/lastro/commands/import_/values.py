"""Single values of a review, read as far as they can be: published markup keeps few rules."""

import re
from collections.abc import Iterator
from typing import Any

import langcodes

from lastro.text.escape import url as safe_url

Review = dict[str, Any]
CLAIMANTS = {"Person": "person", "Organization": "organization"}
"""What a record calls whom the markup calls so."""
_TYPES = re.compile(
    "Person|Organization|ClaimReview|Claim|Rating|CreativeWork|Quotation|CorrectionComment"
)


def as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def first(value: object) -> Review:
    """Return the first thing that is meant, as a map: a bare text is its name, or its address."""
    while isinstance(value, list) and value:
        value = value[0]
    named = {"name": value, "url": value} if isinstance(value, str) else {}
    return value if isinstance(value, dict) else named


def fill_in(**fields: Any) -> dict[str, Any]:
    """Leave out fields of which nothing is known, and that nobody needs to fill in."""
    return {key: value for key, value in fields.items() if value}


def name_of(known: Review, key: str) -> str | None:
    return text_of(first(known.get(key)).get("name"))


def text_of(value: object) -> str | None:
    while isinstance(value, list) and value:
        value = value[0]
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return " ".join(str(value).split()) or None if plain else None


def address_of(known: Review, key: str = "url") -> str | None:
    return safe_url(text_of(known.get(key)) or "")


def language_of(value: object) -> str | None:
    named = text_of(value) or ""
    return langcodes.standardize_tag(named) if langcodes.tag_is_valid(named) else None


def list_leaves(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text within a value with its way, but what only says of which type something is."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "@context" and not (key == "@type" and _TYPES.fullmatch(str(inner))):
                yield from list_leaves(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from list_leaves(inner, path)
    elif value not in (None, "") and (text := text_of(str(value))):
        yield path, text
