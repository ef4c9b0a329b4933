"""The pages that people write: docs/<lang>/, read as values, with the data's own tables put in.

Method and policies are argued by people, the tables in them come from the records, so that text and
behaviour cannot differ. They are trusted, and still read as carefully as records: MkDocs would follow a
link out of the folder and publish what it leads to.
"""

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path

import yaml
from msgspec import Struct

from lastro.errors import LastroError
from lastro.loading.docs import DOCS, FRONT, PAGE, docs_files
from lastro.loading.files import LONGEST_MESSAGE, Stray, printable_path
from lastro.text import escape
from lastro.text.messages import clean, did_you_mean

_FRAGMENT = re.compile(r"^[ \t]*<!--[ \t]*lastro[ \t]*:(?P<name>.*?)-->[ \t]*$", re.MULTILINE)
_HOMES = {"index", "README"}


class HandWritten(Struct, frozen=True):
    """One page that a person wrote, its path relative to docs/<lang>/, ready for the engine."""

    file: str
    front: Mapping[str, object]
    """Its front matter; title and description are escaped, as those of generated pages are."""
    markdown: str

    @property
    def path(self) -> str:
        """Address below the language's root, as in `Page.path`."""
        parent, _, name = self.file.removesuffix(".md").rpartition("/")
        steps = [step for step in (parent, "" if name in _HOMES else name) if step]
        return "".join(f"{step}/" for step in steps)


class Docs(Struct, frozen=True):
    """What docs/<lang>/ holds: pages, and files that are published as they are."""

    pages: tuple[HandWritten, ...] = ()
    files: Mapping[str, bytes] | None = None


def read_docs(
    root: Path, language: str, fragments: Mapping[str, str], named: Collection[str] = ()
) -> Docs:
    """Read pages and fill their fragments, with images and `named` files; raises LastroError."""
    pages: list[HandWritten] = []
    files: dict[str, bytes] = {}
    for path in docs_files(root, language, named):
        if isinstance(path, Stray):
            at = path.why.span
            place = f"{printable_path(path.path, root)}:{at.line}:{at.column}"
            raise LastroError(f"{place}: {clean(path.why.message, LONGEST_MESSAGE)}", path.why.hint)
        name = path.relative_to(root / DOCS / language).as_posix()
        where = f"{DOCS}/{language}/{name}"
        try:
            content = path.read_bytes()
        except OSError as error:
            raise LastroError(f"cannot read '{clean(where)}': {error.strerror}") from error
        if name.endswith(PAGE):
            text = content.decode("utf-8-sig").replace("\r\n", "\n")
            found = FRONT.match(text)
            front = _front(found["front"] or "", where) if found else {}
            body = text[found.end() :] if found else text
            pages.append(HandWritten(name, front, _filled(text, body, where, fragments)))
        else:
            files[name] = content
    return Docs(tuple(pages), files)


def _front(text: str, shown: str) -> dict[str, object]:
    """Read front matter to what JSON can hold, with the texts that the theme prints raw escaped."""
    try:
        front = yaml.safe_load(text) or {}
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        message = f"the front matter of '{clean(shown)}' is no YAML: line {line}: {error.problem}"
        raise LastroError(message, "put values with a colon or a quote in quotes") from None
    if not isinstance(front, dict):
        hint = "write one `key: value` a line"
        raise LastroError(f"the front matter of '{clean(shown)}' is no map", hint)
    plain: dict[str, object] = json.loads(json.dumps(front, default=str))
    return {key: _escaped(key, value) for key, value in plain.items()}


def _escaped(key: str, value: object) -> object:
    if isinstance(value, list):
        return [_escaped("", each) for each in value]
    if isinstance(value, dict):
        return {name: _escaped("", each) for name, each in value.items()}
    as_text = isinstance(value, str) or key in {"title", "description"}
    return escape.text(str(value)) if as_text else value


def _filled(text: str, body: str, shown: str, fragments: Mapping[str, str]) -> str:
    before = text.count("\n", 0, len(text) - len(body))

    def fill(marker: re.Match[str]) -> str:
        name = marker["name"].strip()
        if name not in fragments:
            line = before + body.count("\n", 0, marker.start()) + 1
            listed = f"there are: {', '.join(sorted(fragments)) or 'none'}"
            message = f"{clean(shown)}:{line}: no fragment has the name '{clean(name)}'"
            raise LastroError(message, did_you_mean(name, fragments, listed))
        return f"\n{escape.one_line(fragments[name])}\n"

    return _FRAGMENT.sub(fill, body)
