"""The reasoning of a verdict is written in Markdown, and in nothing else.

What strangers write is shown to readers on our pages. HTML, scripts and images in it are never run
or loaded; they would be shown as the signs they are written with, or not at all, and the argument
would have a hole.

Looked at is `because`, as the page reads it: raw HTML, images, lists of attributes, and links to
anything but a public http(s) address. What stands in backquotes is shown as it is, and left alone.
Each fault of a text is reported once.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lastro import contexts
from lastro.corpus import Corpus
from lastro.diagnostics import Finding, Severity, clean, quoted
from lastro.site import CITATION

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "none"
SCOPE = "record"

_MAY_BE = re.compile(r"[<{]|!\[|\](?:\(|:|\[)")
_ATTRIBUTES = re.compile(r"\{(?::[^{}\n]*|\s*[.#][A-Za-z][^{}\n]*|\s*[\w-]+=[^{}\n]*)\}")
_AS_IT_IS = "or put it in backquotes to show it as it is"
_LONGEST = 40

Fault = tuple[str, str, str]
"""The part of the text that is at fault, the message, the hint."""


def check(corpus: Corpus) -> Iterator[Finding]:
    """Yield one finding for each piece of a `because` that its page cannot show."""
    for claim in corpus.claims.values():
        for index, review in enumerate(claim.reviews):
            for language, text in review.because.readings:
                for part, message, hint in faults(text):
                    yield Finding(
                        at=("claims", claim.id, "reviews", index, "because", language),
                        part=part if part in text else "",
                        message=message,
                        hint=hint,
                    )


def faults(text: str) -> list[Fault]:
    """Return what a Markdown text of a record holds that no page shows, each once."""
    if not _MAY_BE.search(text):
        return []
    without_citations = CITATION.sub(lambda cited: " " * len(cited[0]), text)
    found = [
        fault
        for block in _parser().parse(without_citations)
        for token in block.children or ()
        for fault in _of_token(token)
    ]
    return list(dict.fromkeys(found))


def _of_token(token: Token) -> Iterator[Fault]:
    if token.type == "html_inline" and not token.content.startswith("</"):
        part = token.content.partition("\n")[0]
        yield part, f"HTML is not shown: '{clean(part, _LONGEST)}'", f"use Markdown, {_AS_IT_IS}"
    elif token.type == "image":
        yield "![", "an image is not shown here", "say in words what it shows, and cite it"
    elif token.type == "link_open" and contexts.url(address := str(token.attrGet("href"))) is None:
        message = f"{quoted(address)} cannot be linked"
        yield address, message, "link to a public http(s) address, or leave the link out"
    elif token.type == "text":
        for listed in _ATTRIBUTES.findall(token.content):
            yield (
                listed,
                f"attributes are not read: {quoted(listed)}",
                f"leave them out, {_AS_IT_IS}",
            )


class _Parser(MarkdownIt):
    """The parser of the pages, which also reads what they refuse."""

    def validateLink(self, _: str) -> bool:  # noqa: N802 - the name is markdown-it's
        return True


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = _Parser("js-default", {"html": True, "maxNesting": 20})
    parser.disable(["html_block", "table", "heading", "lheading", "hr"])
    return parser
