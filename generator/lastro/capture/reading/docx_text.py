"""The words of a Word document, as the page that a reader sees: its XML made into HTML.

Pages of HTML are read with care for cells, lines and raised digits; a document deserves the same.
What was deleted while changes are tracked is left out, and what was inserted is read; footnotes
stand apart. Source: ECMA-376 (Office Open XML), part 1, WordprocessingML.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from lxml import etree

from lastro.capture.reading.zipped import open_zip, read_member
from lastro.errors import LastroError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONGEST_XML = 20_000_000
_MAIN = re.compile(r"word/document\d*\.xml")
_WORDS = re.compile(
    r"\{http://(?:schemas\.openxmlformats\.org/wordprocessingml/2006|purl\.oclc\.org/ooxml/wordprocessingml)/main\}(\w+)"
)
_GAP = "<iframe></iframe>"
"""What stands for words that are not read: none of a page runs over it."""
_BLOCKS = {"p": "p", "tbl": "table", "tr": "tr", "tc": "td"}
_SIGNS = {
    "tab": " ", "ptab": " ", "br": "<br>", "cr": "<br>", "noBreakHyphen": "-",
    "softHyphen": "&shy;", "altChunk": _GAP,
}  # fmt: skip
_LEFT_OUT = {"del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "pPr", "sectPr"}
_OFF = {"0", "false", "off"}


@dataclass(frozen=True, slots=True)
class Document:
    """A document and its notes as HTML, and whether changes in it are tracked."""

    text: str
    notes: str
    is_tracked: bool


def read_docx(body: bytes) -> Document:
    """Make HTML; raises LastroError for what is damaged, and for types or entities in its XML."""
    with open_zip(body) as archive:
        mains = [name for name in archive.namelist() if _MAIN.fullmatch(name)]
        beside = [f"word/{kind}.xml" for kind in ("footnotes", "endnotes")]
        found = [name for name in beside if name in archive.namelist()]
        if len(mains) != 1:
            raise LastroError("the document is damaged", "save it again, or as a PDF")
        main, *notes = (parse(read_member(archive, name, LONGEST_XML)) for name in (*mains, *found))
    tracked = (_name(one) for tree in (main, *notes) for one in tree.iter(etree.Element))
    is_tracked = any(name in {"ins", "del", "moveFrom", "moveTo"} for name in tracked)
    text, *beside = ("".join(_html(one)) for one in (main, *notes))
    return Document(text, _GAP.join(beside), is_tracked)


def parse(content: bytes) -> etree._Element:
    """Read one XML file of a document; raises LastroError as `read_docx` does."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise LastroError("the document is damaged", "save it again, or as a PDF") from error
    if tree.getroottree().docinfo.doctype:
        raise LastroError("the document declares types of its own", "save it as a PDF")
    return tree


def _html(tree: etree._Element) -> Iterator[str]:
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        name = _name(element)
        if event == "end":
            yield from _end(element, name)
        elif name in _LEFT_OUT or (name == "r" and _has_property(element, "vanish")):
            walk.skip_subtree()
        elif etree.QName(element).localname in {"oMath", "oMathPara"}:
            yield _GAP  # a power in a formula would read as a number
            walk.skip_subtree()
        elif etree.QName(element).localname == "Fallback":
            walk.skip_subtree()  # it says again what stands beside it
        elif name == "t":
            yield escape(element.text or "")
        elif name == "sym":
            yield "\ufffd"
        elif name == "txbxContent":
            yield f"{_GAP}<div>"
        elif name == "r" and _has_property(element, "vertAlign", "superscript"):
            yield "<sup>"
        else:
            yield _SIGNS.get(name, f"<{_BLOCKS[name]}>" if name in _BLOCKS else "")


def _end(element: etree._Element, name: str) -> Iterator[str]:
    if name in _BLOCKS:
        yield f"</{_BLOCKS[name]}>"
    elif name == "txbxContent":
        yield f"</div>{_GAP}"
    elif (
        name == "r"
        and _has_property(element, "vertAlign", "superscript")
        and not _has_property(element, "vanish")
    ):
        yield "</sup>"


def _has_property(run: etree._Element, wanted: str, value: str = "") -> bool:
    for properties in run:
        for one in properties if _name(properties) == "rPr" else ():
            if _name(one) == wanted:
                said = next((v for k, v in one.attrib.items() if k.endswith("}val")), "")
                return said == value if value else said not in _OFF
    return False


def _name(element: etree._Element) -> str:
    found = _WORDS.fullmatch(element.tag)
    return found[1] if found else ""
