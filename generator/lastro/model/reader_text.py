"""Text for readers, by language, and the citations in it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from lastro.model.values import Line, rule_error
from lastro.text.messages import in_quotes


@dataclass(frozen=True, slots=True)
class Text:
    """Text for readers, in one or more languages of the site, in the record's order."""

    readings: tuple[tuple[str, str], ...]
    bare: bool = field(default=False, compare=False)
    """Set when it was written without a language, and so counts as the site's first."""

    def get(self, language: str) -> str | None:
        return dict(self.readings).get(language)

    def read(self, language: str) -> tuple[str, str]:
        return next((one for one in self.readings if one[0] == language), self.readings[0])

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(language for language, _ in self.readings)

    @classmethod
    def __get_pydantic_core_schema__(cls, _: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Take a map by language, or a bare string for the site's first language."""
        readings = handler.generate_schema(
            dict[Annotated[str, AfterValidator(_site_language)], Line]
        )

        def read(value: object, by_language: Callable[[object], Any], info: ValidationInfo) -> Text:
            languages = (info.context or {}).get("languages") or ()
            if type(value) is str and languages and value.strip():
                return cls(((languages[0], value),), bare=True)
            bare = isinstance(value, str)
            found = by_language({(*languages, "en")[0]: value} if bare else value)
            return cls(tuple(found.items()), bare=bare)

        return core_schema.with_info_wrap_validator_function(read, readings)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Say what an editor may offer: text, or a map by language tag."""
        text = {"type": "string"}
        by_language = {"type": "object", "additionalProperties": text, "minProperties": 1}
        return {"anyOf": [text, by_language]}


def _site_language(value: str, info: ValidationInfo) -> str:
    languages = (info.context or {}).get("languages")
    if languages and value not in languages:
        meant = f"{value.replace('_', '-')}-".casefold()
        same = [tag for tag in languages if f"{tag}-".casefold().startswith(meant)]
        known = f"languages of lastro.yml: {', '.join(languages)}"
        hint = f"did you mean '{same[0]}'?" if same else known
        raise rule_error("language-unknown", f"'{value}' is not a language of this site", hint)
    return value


EMPTY_WORDS = frozenset(
    Path(__file__).with_name("fillers.txt").read_text(encoding="utf-8").splitlines()
)
"""What says nothing, in any language, with signs left out and words parted by one blank: a key that
must be filled is easily filled with the least that passes, and a reader gets a dash for a reason."""


def says_nothing(text: str) -> bool:
    """Tell whether a text has no letter, or no more than one entry of the list in any case."""
    words = re.sub(r"[\W\d_]+", " ", text.casefold()).strip()
    return not words or words in EMPTY_WORDS


def find_fillers(text: Text | None) -> Iterator[tuple[str, str]]:
    """Yield the language and, quoted, the words of each reading that says nothing."""
    for language, words in text.readings if text else ():
        if says_nothing(words):
            yield language, in_quotes(words.strip())


CITATION = re.compile(r"\[@([a-z0-9]+(?:-[a-z0-9]+)*)(?:,[ ]*([^\[\]\n]{1,80}))?\]")
"""`[@evidence-id]` or `[@evidence-id, p. 12]`: id and place."""


def cited_ids(text: str) -> Iterator[str]:
    """Yield the evidence ids that a reasoning cites, in its order, each as often as it does."""
    return (match[1] for match in CITATION.finditer(text))
