"""The words of a Word document, as the page that a reader sees: its XML made into HTML.

Pages of HTML are read with care for cells, lines and raised digits; a document deserves the same.
What was deleted while changes are tracked is left out, and what was inserted is read; footnotes
stand apart. Source: ECMA-376 (Office Open XML), part 1, WordprocessingML.
"""

import re
from collections.abc import Iterable, Iterator
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
    "drawing": "<img>", "pict": "<img>", "softHyphen": "&shy;", "altChunk": _GAP, "sym": _GAP,
}  # fmt: skip
_LEFT_OUT = {"del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "pPr", "sectPr"}
_OFF = {"0", "false", "off"}
Styles = dict[str, dict[str, str]]
"""Properties of words by the key of their style."""


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
        named = [name for name in archive.namelist() if name == "word/styles.xml"]
        styles = _styles(*(parse(read_member(archive, name, LONGEST_XML)) for name in named))
        main, *notes = (parse(read_member(archive, name, LONGEST_XML)) for name in (*mains, *found))
    tracked = (_name(one) for tree in (main, *notes) for one in tree.iter(etree.Element))
    is_tracked = any(name in {"ins", "del", "moveFrom", "moveTo"} for name in tracked)
    text, *beside = ("".join(_html(one, styles)) for one in (main, *notes))
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


def _styles(*trees: etree._Element) -> Styles:
    own: Styles = {}
    based: dict[str, str] = {}
    for style in (one for tree in trees for one in tree if _name(one) == "style"):
        key = next((v for k, v in style.attrib.items() if k.endswith("}styleId")), "")
        own[key] = _own_properties(style)
        based[key] = next(map(_value, _children(style, "basedOn")), "")
    for key in own:
        above, seen = based.get(key), {key}
        while above in own and above not in seen:
            own[key] = own[above] | own[key]
            seen.add(above)
            above = based.get(above)
    return own


def _own_properties(element: etree._Element) -> dict[str, str]:
    return {_name(one): _value(one) for words in _children(element, "rPr") for one in words}


def _children(element: Iterable[etree._Element], name: str) -> Iterator[etree._Element]:
    return (one for one in element if _name(one) == name)


def _value(element: etree._Element) -> str:
    return next((str(v) for k, v in element.attrib.items() if k.endswith("}val")), "")


def _kind(run: etree._Element, styles: Styles) -> str:
    """Return the tag of a run that is drawn otherwise; "vanish" where it is not seen."""
    own = _own_properties(run)
    of_paragraph = styles.get(_paragraph_style(run), {})
    found = of_paragraph | styles.get(own.get("rStyle", ""), {}) | own
    if any(found.get(name, "0") not in _OFF for name in ("vanish", "webHidden")):
        return "vanish"
    if any(found.get(name, "0") not in _OFF for name in ("strike", "dstrike")):
        return "s"
    return {"superscript": "sup", "subscript": "sub"}.get(found.get("vertAlign", ""), "")


def _paragraph_style(run: etree._Element) -> str:
    paragraph = next((one for one in run.iterancestors() if _name(one) == "p"), ())
    named = (
        one for laid_out in _children(paragraph, "pPr") for one in _children(laid_out, "pStyle")
    )
    return next(map(_value, named), "")


def _html(tree: etree._Element, styles: Styles) -> Iterator[str]:
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        name = _name(element)
        kind = _kind(element, styles) if name == "r" else ""
        if event == "end":
            yield from _end(name, kind)
        elif name in _LEFT_OUT or kind == "vanish":
            walk.skip_subtree()
        elif etree.QName(element).localname in {"oMath", "oMathPara"}:
            yield _GAP  # a power in a formula would read as a number
            walk.skip_subtree()
        elif etree.QName(element).localname == "Fallback":
            walk.skip_subtree()  # it says again what stands beside it
        elif name == "t":
            yield escape(element.text or "")
        elif name == "txbxContent":
            yield f"{_GAP}<div>"
        elif kind or name == "bdo":
            yield f"<{kind or name}>"
        else:
            yield _SIGNS.get(name, f"<{_BLOCKS[name]}>" if name in _BLOCKS else "")


def _end(name: str, kind: str) -> Iterator[str]:
    if name in _BLOCKS:
        yield f"</{_BLOCKS[name]}>"
    elif name == "txbxContent":
        yield f"</div>{_GAP}"
    elif (kind and kind != "vanish") or name == "bdo":
        yield f"</{kind or name}>"


def _name(element: etree._Element) -> str:
    found = _WORDS.fullmatch(element.tag)
    return found[1] if found else ""
