"""A page as the file that the engine reads: each slot one ready string, the body one line of HTML."""

from collections.abc import Mapping

from lastro.artifacts import Artifact, Page
from lastro.publish.mkdocs.addresses import Addresses
from lastro.text import escape

SKIP_TARGET = "content"
"""Id of the heading that the skip link of generated pages leads to."""
FRONT = (
    "title", "description", "head", "beside", "contents", "twins", "others", "edit"
)  # fmt: skip
"""The slots that every generated page carries in its front matter."""
IN_BODY = ("above", "heading", "body")
"""The slots that stand in the page itself."""


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


def stage_page(page: Page, addresses: Addresses) -> Artifact:
    """Return a generated page as the file that the engine reads."""
    return engine_page(page_file(page.path), page.kind, slots(page, addresses))


def engine_page(file: str, kind: str, filled: Mapping[str, str]) -> Artifact:
    """Return the file that shows slots, whatever fills them."""
    front: dict[str, object] = {"kind": kind}
    front |= {name: filled[name] for name in FRONT}
    front |= {"search": {"exclude": True}, "hide": ["navigation"]}
    if filled["canonical"]:
        front["canonical"] = filled["canonical"]
    body = escape.one_line(
        f'<div class="lastro lastro-{kind}">{filled["above"]}'
        f'<h1 id="{SKIP_TARGET}">{filled["heading"]}</h1>{filled["body"]}</div>'
    )
    return Artifact.text(file, f"{front_matter(front)}{body}\n")


def front_matter(front: Mapping[str, object]) -> str:
    """Write the values of a page above its body."""
    lines = (
        f"{escape.front_matter(key)}: {escape.front_matter(value)}\n"
        for key, value in front.items()
    )
    return f"---\n{''.join(lines)}---\n"
