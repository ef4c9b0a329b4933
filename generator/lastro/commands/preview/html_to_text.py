"""A page as plain text, for a terminal: what a reader reads, without a browser.

Only our own pages are read here, so the elements are those that our templates use. Charts are left
out: the words beside them say the same.
"""

import re
import textwrap
from html.parser import HTMLParser

_LEFT_OUT = frozenset({"script", "style", "svg", "template", "textarea"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "caption", "details", "dd", "div", "dl", "dt",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "header", "hr", "li", "nav",
    "ol", "p", "pre", "section", "summary", "table", "tbody", "thead", "tr", "ul",
})  # fmt: skip
_PARTED = frozenset({"h1", "h2", "h3", "h4", "section", "table", "dl", "blockquote", "figure"})
_CLOSE = frozenset({"dd", "div", "li", "summary", "tr"})
"""Blocks that the next one follows on the next line."""
_INLINE = frozenset({"a", "span"})
"""What stands side by side without a blank: links and badges, which look apart on a page."""
_MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "- ", "blockquote": "> "}


def page_text(markup: str, width: int) -> str:
    """Return the text of some HTML in lines of at most `width` columns, words that are longer apart."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines: list[str] = []
    for line in reader.lines():
        if not line:
            lines.extend([""] if lines and lines[-1] else [])
            continue
        mark = re.match(r"(?:[-#>]+ )?", line)
        indent = " " * (mark.end() if mark and not line.startswith("#") else 0)
        lines += textwrap.wrap(
            line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
    return "\n".join(lines).strip("\n") + "\n"


class _Reader(HTMLParser):
    """Collects the words of blocks; elements that nobody sees are left out with all in them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._unseen: list[str] = []
        self._after = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        hidden = any(name == "hidden" for name, _ in attrs) or tag in _LEFT_OUT
        if tag not in _VOID and (self._unseen or hidden):
            self._unseen.append(tag)
            return
        if tag == "br":
            self._pieces.append("\n")
        elif tag in {"td", "th"}:
            self._pieces.append(" | ")
        elif tag in _BLOCKS:
            self._pieces.append(("\n\n" if tag in _PARTED else "\n") + _MARKS.get(tag, ""))
        elif tag in _INLINE and (self._after or self._ends_a_word()):
            self._pieces.append(" ")
        self._after = ""

    def _ends_a_word(self) -> bool:
        """Tell whether what follows would be glued to a word, as the number of a citation."""
        return bool(self._pieces) and self._pieces[-1][-1:].isalnum()

    def handle_endtag(self, tag: str) -> None:
        self._after = tag if tag in _INLINE else ""
        if self._unseen:
            while self._unseen and self._unseen.pop() != tag:
                pass
        elif tag == "dt":
            self._pieces.append(": ")
        elif tag in _BLOCKS - _CLOSE:
            self._pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self._after == "a" and data[:1].isalnum():
            self._pieces.append(" ")
        self._after = ""
        if not self._unseen:
            self._pieces.append(re.sub(r"\s+", " ", data))

    def lines(self) -> list[str]:
        """Return one line for each block that holds words, and empty ones between parts."""
        text = re.sub(r": \n+", ": ", "".join(self._pieces))
        text = re.sub(r"(^|\n)([#>-]+ )\n+", r"\1\2", text)
        found = [" ".join(line.split()) for line in text.split("\n")]
        return [line.removeprefix("| ") for line in found if line not in {"-", ">", "#"}]
