"""Pages as the files that the engine reads: values first, nothing written here.

The engine gets no text that it could take for Markdown, front matter or a template: each slot is
one ready string, and the body is one line of HTML. The languages have
the same pages, so that a reader can change language on any page; that is checked here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec import Struct

from lastro import contexts
from lastro.artifacts import NOINDEX, Artifact, Page
from lastro.errors import LastroError
from lastro.handwritten import DOCS, Docs, HandWritten

SKIP_TARGET = "content"
"""Id of the heading that the skip link of generated pages leads to."""
FRONT = (
    "title", "description", "head", "beside", "contents", "twins", "others", "edit"
)  # fmt: skip
"""The slots that every generated page carries in its front matter."""
IN_BODY = ("above", "heading", "body")
"""The slots that stand in the page itself."""
SECOND = "page/2/"
NEXT = f'<link rel="next" href="{SECOND}">'
"""What a hand-written page says when the list at its end goes on on a generated one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """All that one language of the site shows, before it is staged."""

    language: str
    name: str
    """What the language calls itself."""
    pages: tuple[Page, ...]
    docs: Docs
    sections: tuple[tuple[str, str], ...]
    """Label, as plain text, and address of each section of the navigation."""
    footer: tuple[tuple[str, str], ...] = ()
    """The same of what the foot of every page leads to."""
    planned: tuple[str, ...] = ()
    """Addresses of generated pages that are made later."""

    @property
    def generated(self) -> tuple[str, ...]:
        """Address of every generated page, made or planned."""
        return tuple(dict.fromkeys((*(page.path for page in self.pages), *self.planned)))


class Addresses(Struct, frozen=True):
    """Where each page stands in each language: the same path in every tree."""

    site_url: str
    """The site's address, with a slash at its end."""
    names: Mapping[str, str]
    """What each language calls itself, by its tag; the first one stands at the root."""

    def prefix(self, language: str) -> str:
        """Return where a language's tree stands below the site."""
        return "" if language == next(iter(self.names)) else f"{language}/"

    def url(self, language: str, path: str) -> str:
        """Return the whole address of a page."""
        return f"{self.site_url}{self.prefix(language)}{path}"

    def alternates(self, path: str) -> list[tuple[str, str]]:
        """Return language and address of a page in every language, and of `x-default`."""
        if len(self.names) == 1:
            return []
        first = next(iter(self.names))
        listed = [(tag, self.url(tag, path)) for tag in self.names]
        return [*listed, ("x-default", self.url(first, path))]

    def head(self, path: str) -> str:
        """Return the links to a page's languages for its head.

        The blank after `alternate` is meant: the theme's script looks for `[rel=alternate]`, asks
        each address it finds for a sitemap of its own, and follows other links than the reader's.
        """
        return "".join(
            f'<link rel="alternate " hreflang="{tag}" href="{contexts.text(url)}">'
            for tag, url in self.alternates(path)
        )

    def twins(self, language: str, path: str) -> str:
        """Return links to a page in the other languages, as items of the theme's menu."""
        links = self._links(language, path, "md-select__link")
        return "".join(f'<li class="md-select__item">{link}</li>' for link in links)

    def others(self, language: str, path: str) -> str:
        """Return links to a page in the other languages, for the foot of the page."""
        return "".join(self._links(language, path, "lt-other"))

    def above(self, language: str, path: str) -> str:
        """Return the line over a hand-written page: the same links, plain, as records have them."""
        links = "".join(self._links(language, path, "lt-twin"))
        return f'<p class="lt-above">{links}</p>' if links else ""

    def _links(self, language: str, path: str, style: str) -> Iterator[str]:
        up = "../" * (self.prefix(language) + path).count("/")
        for tag, name in self.names.items():
            if tag != language:
                href = contexts.text(up + self.prefix(tag) + path or "./")
                words = contexts.text(name)
                yield f'<a class="{style}" href="{href}" hreflang="{tag}" lang="{tag}">{words}</a>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """One language ready for the engine."""

    language: str
    name: str
    prefix: str
    """Where its tree stands below the site: empty for the first language, else its tag and `/`."""
    given: tuple[Artifact, ...]
    """What the engine reads beside generated pages, by paths relative to the language's folder."""
    sections: tuple[tuple[str, str], ...]
    """Label, escaped, and file of each section."""
    footer: tuple[tuple[str, str], ...]
    """The same of what the foot of every page leads to."""
    pages: tuple[Page, ...]
    addresses: Mapping[str, str]
    """File of every page, generated or hand-written, by its address."""
    everywhere: Addresses
    """Where each page stands in each language."""
    indexed: bool = False
    """Whether search has an index of its own, so that the theme's search stays away."""

    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        """All that the engine reads when no page is stamped, sorted by path."""
        generated = (staged_page(page, self.everywhere) for page in self.pages)
        return tuple(sorted([*generated, *self.given], key=lambda artifact: artifact.path))

    @property
    def paths(self) -> tuple[str, ...]:
        """Address of every page, sorted."""
        return tuple(sorted(self.addresses))


def stage(
    editions: Sequence[Edition],
    assets: Sequence[Artifact],
    site_url: str,
    *,
    draft: bool = False,
    indexed: bool = False,
) -> tuple[Staged, ...]:
    """Turn pages into the files of each language; `indexed` as in `Staged`.

    Raises LastroError when a page has no twin, two pages share an address, or a section has no
    page.
    """
    addresses = Addresses(site_url, {edition.language: edition.name for edition in editions})
    _require_twins(editions)
    made = (_staged(edition, assets, addresses, draft=draft) for edition in editions)
    return tuple(replace(staged, indexed=indexed) for staged in made)


def _staged(
    edition: Edition, assets: Sequence[Artifact], addresses: Addresses, *, draft: bool
) -> Staged:
    files = {path: page_file(path) for path in edition.generated}
    files |= {page.path: page.file for page in edition.docs.pages}
    written = [
        _written(
            page,
            edition.language,
            addresses,
            head=NOINDEX if draft else "",
            beside=NEXT if f"{page.path}{SECOND}" in files else "",
        )
        for page in edition.docs.pages
    ]
    copied = [Artifact(path, content) for path, content in (edition.docs.files or {}).items()]
    made = [page_file(path) for path in edition.generated] + [a.path for a in assets]
    _require_distinct(made, [a.path for a in (*written, *copied)], edition.language)
    return Staged(
        language=edition.language,
        name=edition.name,
        prefix=addresses.prefix(edition.language),
        given=tuple(sorted([*assets, *written, *copied], key=lambda artifact: artifact.path)),
        sections=tuple(_sections(edition.sections, edition.language, files)),
        footer=tuple(_sections(edition.footer, edition.language, files)),
        pages=edition.pages,
        addresses=files,
        everywhere=addresses,
    )


def page_file(path: str) -> str:
    """Return the file of a generated page."""
    return f"{path}index.md"


def slots(page: Page, addresses: Addresses) -> dict[str, str]:
    """Return what a generated page gives to the theme, by slot, ready and escaped.

    Each is as it is printed, but that `IN_BODY` are to stand on one line of HTML.
    """
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


def staged_page(page: Page, addresses: Addresses) -> Artifact:
    """Return a generated page as the file that the engine reads."""
    return engine_page(page_file(page.path), page.kind, slots(page, addresses))


def engine_page(file: str, kind: str, filled: Mapping[str, str]) -> Artifact:
    """Return the file that shows slots, whatever fills them."""
    front: dict[str, object] = {"kind": kind}
    front |= {name: filled[name] for name in FRONT}
    front |= {"search": {"exclude": True}, "hide": ["navigation"]}
    if filled["canonical"]:
        front["canonical"] = filled["canonical"]
    body = contexts.one_line(
        f'<div class="lastro lastro-{kind}">{filled["above"]}'
        f'<h1 id="{SKIP_TARGET}">{filled["heading"]}</h1>{filled["body"]}</div>'
    )
    return Artifact.text(file, f"{_front_matter(front)}{body}\n")


def _written(
    page: HandWritten, language: str, addresses: Addresses, *, head: str, beside: str
) -> Artifact:
    front = {
        **page.front,
        "head": head + addresses.head(page.path),
        "beside": beside,
        "twins": addresses.twins(language, page.path),
        "others": addresses.others(language, page.path),
        "above": addresses.above(language, page.path),
    }
    return Artifact.text(page.file, _front_matter(front) + page.markdown)


def _front_matter(front: Mapping[str, object]) -> str:
    lines = (
        f"{contexts.front_matter(key)}: {contexts.front_matter(value)}\n"
        for key, value in front.items()
    )
    return f"---\n{''.join(lines)}---\n"


def _require_distinct(made: Sequence[str], written: Sequence[str], language: str) -> None:
    """Refuse two files of one address: they would overwrite each other in silence."""
    seen: dict[str, str] = {_address(path): path for path in made}
    for path in written:
        if (address := _address(path)) in seen:
            raise LastroError(
                f"'{DOCS}/{language}/{path}' takes the address of '{seen[address]}'",
                "rename it",
            )
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
        yield contexts.text(label), files[path]


def _require_twins(editions: Sequence[Edition]) -> None:
    paths = {
        edition.language: {*edition.generated, *(page.path for page in edition.docs.pages)}
        for edition in editions
    }
    for edition in editions:
        for other, others in paths.items():
            for missing in sorted(paths[edition.language] - others):
                raise _untwinned(edition, missing, other)


def _untwinned(edition: Edition, path: str, other: str) -> LastroError:
    """Word what a page without its twin needs; for a generated one, the fault is ours."""
    file = next((page.file for page in edition.docs.pages if page.path == path), None)
    if file is None:
        return LastroError(f"the page '{path}' exists in {edition.language} and not in {other}")
    return LastroError(
        f"'{DOCS}/{edition.language}/{file}' has no counterpart in {other}",
        f"write {DOCS}/{other}/{file}",
    )
