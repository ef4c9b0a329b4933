"""translations.lock: what each translation was made from, as text and as values.

A translation that has fallen behind its original misleads the reader who relies on it, and nobody
sees it in a diff. JSON, sorted keys, one entry a line, so that two branches merge and a change is
read line by line: a text of a record, and for each language the sha256 of the original that its
translation was made from. Written by `lastro fmt --accept-translation` alone; whatever differs
from what it writes is refused. Source: records.md, "evidence.lock".
"""

import json
import re
from collections.abc import Mapping
from types import MappingProxyType

from lastro.places import Span
from lastro.yaml_tree import Refused

TRANSLATIONS = "translations.lock"
LARGEST_LOCK = 64 * 1024 * 1024
LONGEST_LINE = 4096

Entries = Mapping[str, Mapping[str, str]]
"""Key of a text to language to sha256."""

_KEY = re.compile(r"(?:lastro\.yml|(?:article|claim|source):[a-z0-9-]+)/[^\s\"\\]+")
_LANGUAGE = re.compile(r"[A-Za-z0-9-]{2,80}")
_HASH = re.compile(r"[0-9a-f]{64}")


def entries_of(text: str) -> Entries:
    """Read the entries of a lock.

    Raises Refused at the first line that is not as we write it.
    """
    entries = _parsed(text)
    too_long = max(map(len, text.split("\n"))) > LONGEST_LINE
    if too_long or not _is_lock(entries) or lock_text(entries) != text:
        raise _malformed(text)
    return MappingProxyType({key: MappingProxyType(value) for key, value in entries.items()})


def lock_text(entries: Entries) -> str:
    """Write entries as the text of a lock."""
    lines = ",\n".join(_line(key, entries[key]) for key in sorted(entries))
    return f"{{\n{lines}\n}}\n" if lines else "{\n}\n"


def _line(key: str, hashes: Mapping[str, str]) -> str:
    value = json.dumps(dict(hashes), ensure_ascii=False, sort_keys=True)
    return f"{json.dumps(key, ensure_ascii=False)}: {value}"


def _parsed(text: str) -> dict[str, dict[str, str]]:
    """Parse JSON; what is none is no entry. Shape and spelling are compared afterwards."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {"": {}}
    return found if isinstance(found, dict) else {"": {}}


def _is_lock(entries: Mapping[str, object]) -> bool:
    return all(_KEY.fullmatch(key) and _are_hashes(value) for key, value in entries.items())


def _are_hashes(value: object) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and all(_LANGUAGE.fullmatch(language) for language in value)
        and all(isinstance(h, str) and _HASH.fullmatch(h) for h in value.values())
    )


def _malformed(text: str) -> Refused:
    number = _first_bad_line(text.split("\n"))
    return Refused(
        "lock-malformed",
        f"line {number} is not as `lastro fmt --accept-translation` writes it",
        "restore it, then run `lastro fmt --accept-translation LANG`",
        Span(number, 1, number, 1 + len(text.split("\n")[number - 1])),
    )


def _first_bad_line(lines: list[str]) -> int:
    if lines[0] != "{":
        return 1
    before = ""
    for number, line in enumerate(lines[1:-1], start=2):
        if line == "}":
            return number + 1
        is_last = lines[number] == "}"
        key = _key_of(line.removesuffix(",")) if line.endswith(",") != is_last else ""
        if key <= before:
            return number
        before = key
    return len(lines)


def _key_of(line: str) -> str:
    """Return the key of a line, or nothing when the line is no entry."""
    entries = _parsed(f"{{{line}}}") if len(line) <= LONGEST_LINE else {"": {}}
    key = next(iter(entries), "")
    fits = len(entries) == 1 and _is_lock(entries) and _line(key, entries[key]) == line
    return key if fits else ""
