"""translations.lock: what each translation was made from, as text and as values.

A translation that has fallen behind misleads the reader who relies on it, and nobody sees it in a diff. An
entry is a text, and for each language the sha256 of the original it was made from. Written by `lastro fmt
--accept-translation` alone. Source: docs/handbook/reference/records.md, "The two locks".
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

import msgspec
from msgspec import Meta

from lastro.locks.format import LockForm

TRANSLATIONS = "translations.lock"
Entries = Mapping[str, Mapping[str, str]]
"""Key of a text to language to sha256."""
_KEY = re.compile(r"(?:lastro\.yml|(?:article|claim|source):[a-z0-9-]+)/[^\s\"\\]+")
_Language = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9-]{2,80}\Z")]
_Hash = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
_Entry = Annotated[dict[_Language, _Hash], Meta(min_length=1)]


def entries_of(text: str) -> Entries:
    """Read the entries of a lock; raises Refused at the first line that is not as we write it."""
    return MappingProxyType(_FORM.entries_of(text))


def _entry(key: str, value: object) -> Mapping[str, str] | None:
    try:
        found: dict[str, str] = msgspec.convert(value, _Entry)
    except msgspec.ValidationError:
        return None
    return MappingProxyType(found) if _KEY.fullmatch(key) else None


_FORM = LockForm(
    read=_entry,
    written_by="lastro fmt --accept-translation",
    mend="restore it, then run `lastro fmt --accept-translation LANG`",
)
