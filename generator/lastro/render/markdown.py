"""Contributors' Markdown to safe HTML, with citations as numbered chips.

The text comes from strangers: markdown-it-py without HTML and images, links that pass the address
rule only, then nh3 with a short list of tags as the last step. Citations
are resolved in the token stream, never by a pattern over HTML.
"""

from collections.abc import Callable, MutableMapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from lastro.model.reader_text import CITATION
from lastro.text import escape

if TYPE_CHECKING:
    import nh3
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

OUTWARD = "nofollow ugc noopener noreferrer"
DEEPEST = 20

Chip = Callable[[str, str], Markup]
"""Makes the chip for an evidence id and a place such as 'p. 12'."""
Env = MutableMapping[str, Any]

_TAGS = {"p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "code", "pre", "span"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # else nh3 lets `title` and `lang` stand on every element
    "a": {"href", "rel", "class", "aria-label", "id"},  # written by us alone
    "span": {"class"},
    "ol": {"start"},
}


def md(text: str, chip: Chip) -> Markup:
    html = _parser().render(text, {"chip": chip})
    return Markup(_cleaner().clean(html))  # noqa: S704 - nh3 has just cleaned it


@lru_cache(maxsize=1)
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 - a build that makes no page needs none

    class Parser(MarkdownIt):
        """The parser, with our rule of which addresses may be linked."""

        def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is markdown-it's
            return escape.url(url) is not None

    parser = Parser("js-default", {"html": False, "maxNesting": DEEPEST})
    parser.disable(["image", "html_block", "html_inline", "table", "heading", "lheading", "hr"])
    parser.inline.ruler.before("link", "citation", _citation)
    parser.add_render_rule("citation", _render_citation)
    parser.add_render_rule("link_open", _render_link)
    return parser


@lru_cache(maxsize=1)
def _cleaner() -> "nh3.Cleaner":
    import nh3  # noqa: PLC0415 - as above

    return nh3.Cleaner(
        tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None
    )


def _citation(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001 - markdown-it's own shape
    found = CITATION.match(state.src, state.pos)
    if not found or found.end() > state.posMax:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta = {"id": found[1], "where": (found[2] or "").strip()}
    state.pos = found.end()
    return True


def _render_citation(_: Any, tokens: "Sequence[Token]", index: int, __: Any, env: Env) -> str:
    return str(env["chip"](tokens[index].meta["id"], tokens[index].meta["where"]))


def _render_link(
    renderer: "RendererHTML", tokens: "Sequence[Token]", index: int, options: Any, env: Env
) -> str:
    tokens[index].attrSet("rel", OUTWARD)
    return renderer.renderToken(tokens, index, options, env)
