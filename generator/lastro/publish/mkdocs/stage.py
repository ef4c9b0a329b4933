"""Pages as the files that the engine reads: values first, nothing written here.

The engine gets no text that it could take for Markdown, front matter or a template: each slot is
one ready string, and the body is one line of HTML. The languages have
the same pages, so that a reader can change language on any page; that is checked here.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lastro.artifacts import NOINDEX, Artifact, Page
from lastro.errors import LastroError
from lastro.loading.docs import DOCS
from lastro.publish.mkdocs.addresses import Addresses
from lastro.publish.mkdocs.docs import Docs, HandWritten
from lastro.text import escape

SECOND = "page/2/"
NEXT = f'<link rel="next" href="{SECOND}">'
"""What a hand-written page says when the list at its end goes on on a generated one."""

SKIP_TARGET = "content"
"""Id of the heading that the skip link of generated pages leads to."""
FRONT = (
    "title", "description", "head", "beside", "contents", "twins", "others", "edit"
)  # fmt: skip
"""The slots that every generated page carries in its front matter."""
_HELD = {
    "publishers": "sources", "publisher": "sources", "open-claims": "claims", "family": "method",
}  # fmt: skip
"""The section that holds pages of another address, by their kind."""
IN_BODY = ("above", "heading", "body")
"""The slots that stand in the page itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """All that one language of the site shows, before it is staged."""

    language: str
    pages: tuple[str, ...]
    """Addresses of generated pages."""
    docs: Docs
    sections: tuple[tuple[str, str], ...]
    """Label, as plain text, and address of each section of the navigation."""
    footer: tuple[tuple[str, str], ...] = ()
    """The same of what the foot of every page leads to."""
    feeds: tuple[tuple[str, str], ...] = ()
    """Title, as plain text, and address of the feeds of the language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """One language ready for the engine."""

    language: str
    prefix: str
    """Where its tree stands below the site: empty for the first language, else its tag and `/`."""
    given: tuple[Artifact, ...]
    """What the engine reads beside generated pages, by paths relative to the language's folder."""
    sections: tuple[tuple[str, str], ...]
    """Label, escaped, and file of each section."""
    footer: tuple[tuple[str, str], ...]
    """The same of what the foot of every page leads to."""
    addresses: Mapping[str, str]
    """File of every page, generated or hand-written, by its address."""
    everywhere: Addresses
    """Where each page stands in each language."""
    feeds: tuple[tuple[str, str], ...] = ()
    """Title, escaped, and address of the feeds of the language."""
    pages: tuple[Page, ...] = ()
    """The generated pages that the engine is to see."""

    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        generated = (stage_page(page, self.everywhere) for page in self.pages)
        return tuple(sorted([*generated, *self.given], key=lambda artifact: artifact.path))


def stage(
    editions: Sequence[Edition],
    assets: Sequence[Artifact],
    addresses: Addresses,
    *,
    draft: bool = False,
) -> tuple[Staged, ...]:
    """Turn editions into files; raises LastroError for a page without twin or address."""
    _require_twins(editions)
    return tuple(_staged(edition, assets, addresses, draft=draft) for edition in editions)


def _staged(
    edition: Edition, assets: Sequence[Artifact], addresses: Addresses, *, draft: bool
) -> Staged:
    files = {path: page_file(path) for path in edition.pages}
    files |= {page.path: page.file for page in edition.docs.pages}
    written = [
        _written(page, edition.language, addresses, files, draft=draft)
        for page in edition.docs.pages
    ]
    copied = [Artifact(path, content) for path, content in (edition.docs.files or {}).items()]
    made = [page_file(path) for path in edition.pages] + [a.path for a in assets]
    _require_distinct(made, [a.path for a in (*written, *copied)], edition.language)
    prefix = addresses.prefix(edition.language)
    given = [*(() if prefix else assets), *written, *copied]
    return Staged(
        language=edition.language,
        prefix=prefix,
        given=tuple(sorted(given, key=lambda artifact: artifact.path)),
        sections=tuple(_sections(edition.sections, edition.language, files)),
        footer=tuple(_sections(edition.footer, edition.language, files)),
        feeds=tuple((escape.text(title), path) for title, path in edition.feeds),
        addresses=files,
        everywhere=addresses,
    )


def _written(
    page: HandWritten, language: str, addresses: Addresses, files: Container[str], *, draft: bool
) -> Artifact:
    front = {
        **page.front,
        "section": _section(page.path),
        "head": (NOINDEX if draft else "") + addresses.head(page.path),
        "beside": NEXT if f"{page.path}{SECOND}" in files else "",
        "twins": addresses.twins(language, page.path),
        "others": addresses.others(language, page.path),
    }
    return Artifact.text(page.file, front_matter(front) + page.markdown)


def _require_distinct(made: Sequence[str], written: Sequence[str], language: str) -> None:
    """Refuse two files of one address: they would overwrite each other in silence."""
    seen: dict[str, str] = {_address(path): path for path in made}
    for path in written:
        if (address := _address(path)) in seen:
            message = f"'{DOCS}/{language}/{path}' takes the address of '{seen[address]}'"
            raise LastroError(message, "rename it")
        seen[address] = f"{DOCS}/{language}/{path}"


def _address(path: str) -> str:
    return HandWritten(path, {}, "").path if path.endswith(".md") else path


def _sections(
    sections: Sequence[tuple[str, str]], language: str, files: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for label, path in sections:
        if path not in files:
            wanted = f"{DOCS}/{language}/{path.rstrip('/') or 'index'}.md"
            raise LastroError(f"the section '{label}' has no page at '{path}'", f"write {wanted}")
        yield escape.text(label), files[path]


def _require_twins(editions: Sequence[Edition]) -> None:
    paths = {e.language: {*e.pages, *(page.path for page in e.docs.pages)} for e in editions}
    for edition in editions:
        files = {page.path: page.file for page in edition.docs.pages}
        for other, others in paths.items():
            for missing in sorted(paths[edition.language] - others):
                file = files.get(missing)
                if file is None:  # it is a generated one: the fault is ours
                    here = f"the page '{missing}' exists in {edition.language}"
                    raise LastroError(f"{here} and not in {other}")
                here = f"'{DOCS}/{edition.language}/{file}'"
                hint = f"write {DOCS}/{other}/{file}"
                raise LastroError(f"{here} has no counterpart in {other}", hint)


def _section(path: str, kind: str = "") -> str:
    return f"{_HELD.get(kind) or path.split('/', maxsplit=1)[0]}/"


def page_file(path: str) -> str:
    return f"{path}index.md"


def slots(page: Page, addresses: Addresses) -> dict[str, str]:
    """Return the slots of a page as printed; those `IN_BODY` are to stand on one line of HTML."""
    path, language = page.path, page.language
    return {
        "title": page.title,
        "description": page.description,
        "head": page.head + addresses.head(page.target or path),
        "beside": page.beside,
        "contents": page.contents,
        "twins": page.twins or addresses.twins(language, path),
        "others": addresses.others(language, path),
        "edit": page.edit,
        "canonical": page.canonical,
        "above": page.above,
        "heading": page.heading,
        "body": page.body,
    }


def stage_page(page: Page, addresses: Addresses) -> Artifact:
    return engine_page(page_file(page.path), page.kind, slots(page, addresses))


def engine_page(file: str, kind: str, filled: Mapping[str, str]) -> Artifact:
    front: dict[str, object] = {"kind": kind, "section": _section(file, kind)}
    front |= {name: filled[name] for name in FRONT}
    front["hide"] = ["navigation", "" if filled["contents"] else "toc"]
    if filled["canonical"]:
        front["canonical"] = filled["canonical"]
    body = escape.one_line(
        f'<div class="lastro lastro-{kind}">{filled["above"]}'
        f'<h1 id="{SKIP_TARGET}">{filled["heading"]}</h1>{filled["body"]}</div>'
    )
    return Artifact.text(file, f"{front_matter(front)}{body}\n")


def front_matter(front: Mapping[str, object]) -> str:
    lines = (
        f"{escape.front_matter(key)}: {escape.front_matter(value)}\n"
        for key, value in front.items()
    )
    return f"---\n{''.join(lines)}---\n"
