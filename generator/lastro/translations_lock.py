"""translations.lock: what each translation was made from, as text and as values.

A translation that has fallen behind its original misleads the reader who relies on it, and nobody
sees it in a diff. An entry is a text of a record, and for each language the sha256 of the original
that its translation was made from. Written by `lastro fmt --accept-translation` alone; its form is
that of `lastro.lock_lines`. Source: docs/records.md, "The two locks".
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from lastro.lock_lines import LockForm

TRANSLATIONS = "translations.lock"

Entries = Mapping[str, Mapping[str, str]]
"""Key of a text to language to sha256."""

_KEY = re.compile(r"(?:lastro\.yml|(?:article|claim|source):[a-z0-9-]+)/[^\s\"\\]+")
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{2,80}")
_HASH = re.compile(r"[0-9a-f]{64}")


def entries_of(text: str) -> Entries:
    """Read the entries of a lock.

    Raises Refused at the first line that is not as we write it.
    """
    entries = cast("Mapping[str, Mapping[str, str]]", _FORM.entries_of(text))
    return MappingProxyType({key: MappingProxyType(value) for key, value in entries.items()})


def _is_entry(key: str, value: object) -> bool:
    return (
        bool(_KEY.fullmatch(key))
        and isinstance(value, dict)
        and bool(value)
        and all(isinstance(tag, str) and _LANGUAGE.fullmatch(tag) for tag in value)
        and all(isinstance(h, str) and _HASH.fullmatch(h) for h in value.values())
    )


_FORM = LockForm(
    fits=_is_entry,
    written_by="lastro fmt --accept-translation",
    mend="restore it, then run `lastro fmt --accept-translation LANG`",
)
