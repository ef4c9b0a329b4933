import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from lastro.model.reader_text import CITATION
from lastro.rules import Claim, Finding, Findings, clean, in_quotes
from lastro.text import escape

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


_MAY_BE = ("<", "{", "![", "](", "]:", "][")
_ATTRIBUTES = re.compile(r"\{(?::[^{}\n]*|\s*[.#][A-Za-z][^{}\n]*|\s*[\w-]+=[^{}\n]*)\}")
_TAG = re.compile(r"<(?P<name>[A-Za-z][\w-]*)")
_ELEMENTS = frozenset(Path(__file__).with_name("html_elements.txt").read_text("utf-8").split())
"""Names of elements. Source: the HTML Standard, with those that it calls obsolete."""
_AS_IT_IS = "or put it in backquotes to show it as it is"
_LONGEST = 40
Fault = tuple[str, str, str]
"""The part of the text that is at fault, the message, the hint."""


def check(claim: Claim) -> Findings:
    for index, review in enumerate(claim.reviews):
        for language, text in review.because.readings:
            for part, message, hint in faults(text):
                yield Finding(
                    route=("claims", claim.id, "reviews", index, "because", language),
                    part=part if part in text else "",
                    message=message,
                    hint=hint,
                )


def faults(text: str) -> list[Fault]:
    """Return what a Markdown text of a record holds that no page shows, each once."""
    if not any(sign in text for sign in _MAY_BE):
        return []
    without_citations = CITATION.sub(lambda cited: " " * len(cited[0]), text)
    found = [
        fault
        for block in _parser().parse(without_citations)
        for token in block.children or ()
        for fault in _of_token(token)
    ]
    return list(dict.fromkeys(found))


def _of_token(token: "Token") -> Iterator[Fault]:
    if token.type == "html_inline" and _is_markup(token.content):
        part = token.content.partition("\n")[0]
        yield part, f"HTML is not shown: '{clean(part, _LONGEST)}'", f"use Markdown, {_AS_IT_IS}"
    elif token.type == "image":
        yield "![", "an image is not shown here", "say in words what it shows, and cite it"
    elif token.type == "link_open" and escape.url(address := str(token.attrGet("href"))) is None:
        message = f"{in_quotes(address)} cannot be linked"
        yield address, message, "link to a public http(s) address, or leave the link out"
    elif token.type == "text":
        for listed in _ATTRIBUTES.findall(token.content):
            message = f"attributes are not read: {in_quotes(listed)}"
            yield listed, message, f"leave them out, {_AS_IT_IS}"


def _is_markup(content: str) -> bool:
    """Tell a tag or a comment from a comparison, as in "x<y and y>z", which the page shows."""
    found = _TAG.match(content)
    if found is None:
        return not content.startswith("</")
    name = found["name"].casefold()
    return name in _ELEMENTS or "-" in name or "=" in content


@lru_cache(maxsize=1)
def _parser() -> "MarkdownIt":
    """Make the parser of the pages, which here also reads what they refuse."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - most texts hold nothing that may be a fault

    class AnyLink(MarkdownIt):
        def validateLink(self, _: str) -> bool:  # noqa: N802 - the name is markdown-it's
            return True

    parser = AnyLink("js-default", {"html": True, "maxNesting": 20})
    parser.disable(["html_block", "table", "heading", "lheading", "hr"])
    return parser
