"""The words of a web page: its main text, all that a reader sees, and what it says of itself.

A quote should be found where the author wrote it, not in a menu; yet a page whose main text is guessed
wrongly must not make honest words look false: so both are kept. Title, publisher, day and language are a
proposal, which a person compares with the page. Runs in the child process of `lastro.capture.extract` only.
"""

import re

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.metadata import extract_metadata
from trafilatura.settings import set_date_params

from lastro.capture.drawn import (
    BLANK,
    END,
    JOINT,
    apart,
    separates,
    set_apart,
    set_by_style,
    show_shadow_roots,
)
from lastro.capture.reading.footnotes import LOWERED, RAISED, Footnotes
from lastro.errors import LastroError
from lastro.evidence.quotes import between, slice_copied
from lastro.text import comparable

LONGEST_FOR_MAIN = 5_000_000
"""Characters of a page whose main text is still sought; finding it takes about 1.4 s a million."""
LONGEST_FACT = 500
"""Characters of a title or a name; what is longer is none."""

_UNSEEN = frozenset({
    "annotation", "annotation-xml", "audio", "canvas", "datalist", "defs", "desc", "iframe",
    "input", "metadata", "meter", "noembed", "noframes", "noscript", "object", "progress",
    "script", "select", "style", "symbol", "template", "title", "video",
})  # fmt: skip
"""What nobody sees; not `head`, where the parser leaves an article that no `body` tag opens."""
_UNSEEN_STYLE = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|(?:content-)?(visibility)\s*:\s*(?:hidden|collapse))",
    re.IGNORECASE,
)
_CELLS = frozenset({"td", "th"})
"""What stands in two cells of a table is no sentence."""
_WITHOUT_WORDS = frozenset({"hidden", "checkbox", "radio", "range", "color"})
_GLOSS = frozenset({"rt", "rp", "rtc"})
_MAY_BE_TWO_WAYS = _GLOSS | {"sup", "sub", "a", "span"}
_NOTE = "doc-noteref"
_PIECES_BEFORE = 8
_LONGEST_LINE = 256
_POWER = re.compile(r"[-+−]?\d+")
_MAY_BE_HIDDEN = "//*[@hidden or @style or @popover or self::dialog[not(@open)]]"


def main_text(page: html.HtmlElement) -> str:
    """Return the article of a page, tables in and readers' comments out; "" where none is."""
    if len(etree.tostring(page)) > LONGEST_FOR_MAIN:
        return ""
    found = bare_extraction(
        page, fast=True, include_comments=False, include_tables=True, with_metadata=False
    )
    body = getattr(found, "body", None)
    return "" if body is None else _text(body, frozenset()).replace(END, "\n")


def keep_standing_lines(lines: str, whole: str) -> str:
    """Keep the lines of a main text that stand in the whole page word for word.

    The search for the main text takes out what it holds for clutter, within sentences too: "not"
    in a box of its own goes, and the sentence says the contrary. Such a line is no evidence; the
    page as a whole still has it as it is. `whole` is normalised, and so is what comes back.
    """
    kept, page, at = "", f" {comparable.as_copied(whole).replace(comparable.GAP, ' ')} ", 0
    for line in filter(None, map(comparable.normalise, lines.split("\n"))):
        found = page.find(f" {line} ", at)
        if found < 0:
            found = page.find(f" {line} ")
        if found >= 0:
            marked = slice_copied(whole, found, found + len(line)).replace(comparable.GAP, " ")
            kept += (between(kept, marked).replace(comparable.GAP, " ") if kept else "") + marked
            at = found
    return kept


def visible_text(page: html.HtmlElement) -> str:
    """Return all that a reader sees before any script runs, in the order of the page, normalised.

    Where a block stands that is not read, or that the page hides, stands a `GAP`: what is beside
    it is no sentence. Hidden words within a line leave no trace in a browser, and none here.
    """
    return comparable.GAP.join(
        filter(None, map(_lines, set_apart(_text(page, _UNSEEN)).split(comparable.GAP)))
    )


def _lines(text: str) -> str:
    """Join the lines that a reader sees: what stands in two of them is never one number."""
    joined: list[str] = []
    for line in filter(
        None, map(comparable.settle, map(comparable.normalise_source, text.split(END)))
    ):
        joined += [between(joined[-1], line) if joined else "", line]
    return "".join(joined)


def parse(text: str) -> html.HtmlElement:
    """Read HTML as browsers would; raises LastroError where too deep a page loses words."""
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        page = html.document_fromstring(text.encode(), parser=parser)
    except etree.ParserError:  # nothing in it
        return html.Element("html")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise LastroError("the page is nested too deep to be read whole")
    show_shadow_roots(page)
    _drop_hidden(page)
    set_by_style(page)
    return page


def _drop_hidden(page: html.HtmlElement) -> None:
    """Take out what a page hides; a whole body is only hidden until its scripts have run."""
    for element in page.xpath(_MAY_BE_HIDDEN):
        style = _UNSEEN_STYLE.search(element.get("style", ""))
        until_found = element.get("hidden", "").lower() == "until-found"
        hidden = element.get("hidden") is not None
        closed = element.get("popover") is not None or element.tag == "dialog"
        if not (hidden or style or (closed and element.get("open") is None)):
            continue
        if element.getparent() is None or element.tag == "body":
            continue  # the whole page, or within what is left out already
        beside = (element.getprevious(), element.getnext(), *element.iter())
        is_block = any(one is not None and separates(one) for one in beside)
        if (is_block or until_found or (style and style[1])) and _has_words(element, _UNSEEN):
            element.clear(keep_tail=True)
            element.tag = BLANK
        else:
            element.drop_tree()


def _has_words(element: etree._Element, unseen: frozenset[str]) -> bool:
    return bool(comparable.strip_marks(_text(element, unseen).replace(END, "")).strip())


def _text(tree: etree._Element, unseen: frozenset[str]) -> str:
    """Walk without recursion: elements that separate become line ends."""
    pieces: list[str] = []
    notes, quoted = Footnotes(), 0
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        end = (
            comparable.GAP
            if unseen and element.tag in _CELLS
            else END
            if separates(element)
            else ""
        )
        if unseen and element.tag == "q":
            quoted += event == "start"
            end = comparable.choice("quotation", "", "\"'"[1 - quoted % 2])
            quoted -= event == "end"
        if event == "start":
            two_ways = _read_in_two_ways(element, pieces, notes) if unseen else ""
            drawn = apart(element) if unseen and not two_ways else ""
            if drawn and element.tag == "svg":
                pieces.append(drawn)
                drawn = ""
            if element.tag in unseen or two_ways or drawn:
                said = ["", two_ways or drawn or _trace(element)]
                walk.skip_subtree()
            else:
                said = [
                    JOINT if element.tag == "bdi" and unseen else end,
                    comparable.strip_marks(element.text or ""),
                ]
        else:
            end = JOINT if element.tag == "bdi" and unseen else end
            said = [end, comparable.strip_marks(element.tail or "") if element is not tree else ""]
        pieces += filter(None, said)
    return "".join(pieces)


def _read_in_two_ways(element: etree._Element, before: list[str], notes: Footnotes) -> str:
    if element.tag not in _MAY_BE_TWO_WAYS:
        return ""
    words = comparable.strip_marks("".join(element.itertext()))
    if element.tag in _GLOSS:
        return comparable.choice("gloss", words)
    is_note = _NOTE in (element.get("role"), element.get("epub:type"))
    if element.tag not in {"sup", "sub"} and not is_note:
        return ""
    near = "".join(before[-_PIECES_BEFORE:])[-_LONGEST_LINE:]
    line = comparable.as_read(near).rpartition(END)[2]
    behind_digit = line[-1:].isdecimal()
    is_mark = element.tag != "sub" and notes.is_mark(
        words, line, linked=is_note or _leads_to_own_page(element)
    )
    if is_mark:
        return comparable.choice("note", words.translate(RAISED) if behind_digit else words)
    return _moved(words.strip(), line[-1:], LOWERED if element.tag == "sub" else RAISED)


def _moved(words: str, before: str, shapes: dict[int, int]) -> str:
    """Return raised or lowered digits as such: ten to the sixth is no 106, eleven in base 2 no 112."""
    is_power = _POWER.fullmatch(words)
    if before.isdecimal():
        return (
            words.translate(shapes) if is_power else comparable.GAP if words[:1].isdecimal() else ""
        )
    return (
        comparable.choice("raised", words, words.translate(shapes))
        if is_power and before.isalpha()
        else ""
    )


def _leads_to_own_page(mark: etree._Element) -> bool:
    for link in (*mark.iter("a"), mark.getparent()):
        href = link.get("href") if link is not None else ""
        page, _, place = (href or "").partition("#")
        if place and (not page or mark.getroottree().xpath("boolean(//*[@id=$id])", id=place)):
            return True
    return False


def _trace(element: etree._Element) -> str:
    """Return what an element leaves that is not read: a gap where a reader may see words of it."""
    if element.tag == "noscript":
        return comparable.GAP if _has_words(element, _UNSEEN - {"noscript"}) else ""
    if element.tag == "input":
        is_shown = element.get("type", "").lower() not in _WITHOUT_WORDS
        return (
            comparable.GAP
            if is_shown and (element.get("value") or element.get("placeholder"))
            else ""
        )
    return comparable.GAP if element.tag in {"iframe", "object", "select"} else ""


def facts(page: html.HtmlElement, url: str) -> dict[str, str]:
    """Return `title`, `publisher`, `published` and `lang`, empty where the page does not say."""
    found = extract_metadata(page, default_url=url, date_config=set_date_params(False))
    host = found.hostname or ""
    publisher = found.sitename or ""
    if host and publisher.casefold().endswith(host.casefold()):
        publisher = ""  # where no name is given, the library gives the host's
    said = {
        "title": found.title or "",
        "publisher": publisher,
        "published": found.date or "",
        "lang": _own_language(page),
    }
    short = {key: " ".join(value.split()) for key, value in said.items()}
    return {key: value if len(value) <= LONGEST_FACT else "" for key, value in short.items()}


def _own_language(page: html.HtmlElement) -> str:
    root = page.getroottree().getroot()
    said: str = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    if said:
        return said
    locale = page.xpath("//meta[@property='og:locale']/@content")
    return str(locale[0]).replace("_", "-") if locale else ""
