"""What a browser draws otherwise than a page's words stand in its source.

Struck words, pictures in a line, formulas, turned and boxed words: read as written, they would join
what no reader sees joined.
"""

import re
from pathlib import Path

import msgspec
from lxml import etree

from lastro.text.comparable import GAP, STRUCK

_KNOWN = msgspec.json.decode(Path(__file__).with_suffix(".json").read_bytes())
SEPARATING = re.compile("|".join(_KNOWN["separating"]))
"""Elements that begin and end a line or a cell; others stand within words. `head`, `item`, `list`,
`lb`, `quote`, `row` and `cell` are those of the main text."""
END = "\0"
"""Where a line or a cell ends; no parser leaves one in a text."""
BLANK = "iframe"
"""What stands for a hidden block; as a frame, the search for the main text leaves it out too."""

_PICTURES = frozenset(_KNOWN["pictures"])
_DRAWN = (
    "boolean(.//*[not(ancestor-or-self::defs or ancestor-or-self::symbol or self::desc or self::g "
    "or self::metadata or self::style or self::title)])"
)
_STRUCK = frozenset(_KNOWN["struck"])
_ROW = frozenset(_KNOWN["row"])
"""What stands side by side in a formula; anything else is drawn above, below or around."""
JOINT, _PICTURE = "\ufdee\ufdef"
"""Where a box or struck words touch what is beside them, and where a picture stands."""
_SET_APART = re.compile(rf"[{JOINT}{_PICTURE}{STRUCK}][{JOINT}{_PICTURE}{STRUCK} \t\r\n\f]*")
_REVERSED = re.compile(f"[\u202d\u202e][^\u202c{END}]*\u202c?")
_SIGN_ATEND = re.compile(
    rf"(?<![^\s(])([-+\u2212\u00b1])\s*{END}[\s{END}]*(?=[\d.,\u066b]|[^\W\d]?\d|[$\u00a3\u20ac])"
)
"""A sign at a line end, before its number."""
_SET_BY_STYLE = [(re.compile(style, re.IGNORECASE), tag) for style, tag in _KNOWN["by_style"]]
"""What a style makes of an element, as the element that a browser draws so."""

_HOSTS = frozenset(_KNOWN["hosts"])
"""Beside elements of a page's own, what may have a shadow root."""
_ROOTS = "//template[@shadowrootmode or @shadowmode or @shadowroot]"


def separates(element: etree._Element) -> bool:
    return bool(SEPARATING.fullmatch(element.tag))


def show_shadow_roots(page: etree._Element) -> None:
    """Put each root where its host shows it, and what the host holds into the slots of the root."""
    for root in reversed(page.xpath(_ROOTS)):
        host = root.getparent()
        if host is None or not (host.tag in _HOSTS or "-" in host.tag):
            continue
        held = [one for one in host if one is not root]
        loose, tail = (host.text or "") + (root.tail or ""), host.tail
        for slot in list(root.iter("slot")):
            name = slot.get("name", "")
            given = [one for one in held if one.get("slot", "") == name]
            if given or (not name and loose.strip()):
                _fill(slot, given, "" if name else loose)
        host[:] = [root]
        host.text, root.tail, host.tail = None, None, tail
        root.tag = "div"
        root.attrib.clear()


def _fill(slot: etree._Element, given: list[etree._Element], words: str) -> None:
    tail = slot.tail
    slot[:] = given
    slot.text, slot.tail = words, tail


def set_by_style(page: etree._Element) -> None:
    """Let an element that a style raises, strikes, turns or boxes be what it is drawn as."""
    for element in page.xpath("//*[@style]"):
        style = element.get("style")
        if element.tag in _STRUCK and re.search(r"text-decoration[\w-]*\s*:\s*none", style):
            element.tag = "span"
        kind = next((tag for pattern, tag in _SET_BY_STYLE if pattern.search(style)), "")
        if kind == "s" and separates(element):
            element.tag = BLANK
        elif kind == "bdo" or (kind and not separates(element)):
            element.tag = kind if kind != "button" else "bdi"


def apart(element: etree._Element) -> str:
    """Return what an element leaves whose words no line has as they are written; "" for others."""
    if element.tag == "bdo":
        return GAP
    if element.tag == "math":
        return "" if all(one.tag in _ROW for one in element.iter()) else GAP
    if element.tag in _STRUCK:
        is_block = any(map(separates, element.iter()))
        return GAP if is_block else f"{JOINT}{STRUCK}{JOINT}"
    if element.tag not in _PICTURES:
        return ""
    draws = element.tag != "svg" or element.xpath(_DRAWN)
    is_decorative = (
        element.get("alt") == ""
        or element.get("role") in {"presentation", "none"}
        or "1" in (element.get("width"), element.get("height"))
        or (element.tag == "svg" and element.get("aria-hidden") == "true")
        or (element.tag == "audio" and element.get("controls") is None)
    )
    return _PICTURE if draws and not is_decorative else ""


def set_apart(text: str) -> str:
    """Part what a reader sees apart, or sees otherwise than it is written."""
    text = _SIGN_ATEND.sub(r"\1", _REVERSED.sub(GAP, text))
    return _SET_APART.sub(_gap_or_nothing, text)


def _gap_or_nothing(found: re.Match[str]) -> str:
    text, start, end = found.string, found.start(), found.end()
    while start and text[start - 1] in " \t\r\n":
        start -= 1
    before, after = text[start - 1 : start], text[end : end + 1]
    space = " " if start < found.start() or found[0][-1] in " \t\r\n\f" else ""
    if _PICTURE in found[0]:
        is_apart = {before, after}.isdisjoint({"", END, GAP})
    else:
        is_apart = before.isdigit() and after.isdigit()
        is_apart |= not space and before.isalnum() and after.isalnum()
    struck = STRUCK if STRUCK in found[0] else ""
    return GAP if is_apart else struck + (" " if found[0][-1] in " \t\r\n\f" else "")
