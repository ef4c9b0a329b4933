"""The words of a language as they are written down, for pages, messages and the files of machines alike.

`locales/<tag>.yml` of a site lies over the words of the package: a newsroom changes a sentence, or adds a
language, without a copy of all others. What nobody has translated yet is said in English.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter

import lastro
from lastro.errors import LastroError
from lastro.syntax.tree import Fields, Node, Refused, Scalar, is_mark, parse, plain
from lastro.system import disk_errors
from lastro.text.messages import clean, did_you_mean, in_quotes

OWN = "locales"
ENGLISH = "en"
_PACKAGE = Path(lastro.__file__).parent / OWN
_own: dict[str, str] = {}
"""The files of the site that was read last, by tag."""
Catalogue = dict[str, object]
"""Phrases, each with its `{holes}`, or a map of plural forms."""


def use_own_words(root: Path) -> Mapping[str, str]:
    """Let the words of a site lie over those of the package from here on; return its files by tag.

    Raises LastroError, with the place, for a phrase that no page could show.
    """
    found = {
        path.stem: disk_errors.plain(path).decode(errors="replace")
        for path in disk_errors.list_own_files(root / OWN)
        if path.suffix == ".yml"
    }
    for tag, text in found.items():
        _read_own(tag, text)  # before anything is laid over
    if found != _own:
        _own.clear()
        _own.update(found)
        read_catalogue.cache_clear()
    return found


def catalogues() -> list[str]:
    return sorted({path.stem for path in _PACKAGE.glob("*.yml")} | _own.keys())


@lru_cache(maxsize=16)
def read_catalogue(language: str) -> Catalogue:
    """Read the catalogue of a language. Raises KeyError when nobody has written one."""
    if language not in catalogues():
        raise KeyError(language)
    return _of_package(language) | _read_own(language, _own.get(language))


def list_lacking(language: str) -> list[str]:
    """Return the keys that a language has no words for, in the order of the English ones."""
    if (_PACKAGE / f"{language}.yml").is_file():
        return []
    written = _read_own(language, _own.get(language))
    return [key for key in _of_package(ENGLISH) if key not in written]


def read_english() -> str:
    return (_PACKAGE / f"{ENGLISH}.yml").read_text("utf-8")


def say(language: str, key: str, **values: object) -> str:
    """Return a phrase as plain text, with its values filled in."""
    return str(read_catalogue(language)[key]).format(**values)


@lru_cache(maxsize=16)
def _of_package(language: str) -> Catalogue:
    path = _PACKAGE / f"{language}.yml"
    entries = plain(parse(path.read_text("utf-8") if path.is_file() else read_english()))
    if not isinstance(entries, dict):
        raise TypeError(f"the catalogue of {language} is no map")
    return entries


@lru_cache(maxsize=16)
def _read_own(language: str, text: str | None) -> Catalogue:
    """Read what the file of a site has written; what is marked TODO is still to be."""
    if text is None:
        return {}
    path = f"{OWN}/{clean(language)}.yml"
    try:
        tree = parse(text)
    except Refused as fault:
        place = f"{path}:{fault.span.line}:{fault.span.column}"
        raise LastroError(f"{place}: {fault.message}", fault.hint) from None
    english, written = _of_package(ENGLISH), Catalogue()
    for key, (span, node) in tree.nodes.items():
        if why := _why_not(key, node, english):
            raise LastroError(f"{path}:{span.line}:{span.column}: {why[0]}", why[1])
        if not any(is_mark(one) for one in _texts(node)):
            written[key] = plain(node)
    return written


def _why_not(key: str, node: Node, english: Catalogue) -> tuple[str, str] | None:
    """Say what keeps a phrase from standing in for the English one, and what to do."""
    if key not in english:
        return f"no phrase is called {in_quotes(key)}", did_you_mean(key, english, "delete it")
    meant = english[key]
    has_forms = isinstance(node, Fields) and "other" in node.nodes
    if has_forms is not isinstance(meant, dict) or (not has_forms and not isinstance(node, Scalar)):
        shape = "{one: …, other: …}" if isinstance(meant, dict) else "a text"
        return f"{in_quotes(key)} has another shape", f"write {shape}"
    holes = _holes(meant["other"] if isinstance(meant, dict) else meant)
    for one in _texts(node):
        if more := _holes(one.text) - holes:
            listed = " ".join(f"{{{hole}}}" for hole in sorted(holes)) or "no braces"
            return f"nothing fills {{{clean(min(more))}}} of {in_quotes(key)}", f"write {listed}"
    return None


def _texts(node: Node) -> list[Scalar]:
    inner = [one for _, one in node.nodes.values()] if isinstance(node, Fields) else [node]
    return [one for one in inner if isinstance(one, Scalar)]


def _holes(phrase: object) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(str(phrase)) if name is not None}
    except ValueError:
        return {"{"}
