"""What a hand-written page may hold beside words: nothing that runs or loads from elsewhere.

Owners review docs/, but one line of Markdown is easily overlooked. A page is rendered as the engine
does it, and with more extensions than it uses; what comes out is held against short lists.
"""

import html
import re
from collections.abc import Iterator

FRONT = re.compile(r"\A---[ \t]*\n(?P<front>.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_MAY_BE = re.compile(
    r"[<{&\\]|!\[|\b(?!https?:|mailto:|tel:)[a-z][\w+.-]*:(?=\S)|\](?:\(|:)\s*[^\s)]*:(?!//)",
    re.IGNORECASE,
)
"""What a page without HTML, images and odd addresses does not hold."""
_OURS = re.compile(r"^[ \t]*<!--[ \t]*lastro[ \t]*:[^<>\n]*-->[ \t]*$", re.MULTILINE)
"""Where a fragment of ours goes: a line of its own, as `handwritten` reads it."""
_CODE = re.compile(
    r"^ {0,3}(`{3,}|~{3,}).*?^ {0,3}\1|(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE
)
_KNOWN = re.compile(
    r"<!--(?!-?>)(?:(?!--).)*-->"
    r"|</?([a-z][a-z0-9]*)((?:\s+[a-z][\w-]*(?:=\"[^\"<>]*\")?)*)\s*/?>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
_ELEMENTS = (
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small "
    "span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
)
_ATTRIBUTES = (
    "align alt class colspan datetime dir height href hreflang id lang loading markdown open rel "
    "reversed role rowspan scope src start title width"
)
_SCHEMES = {"href": {"", "http", "https", "mailto", "tel"}, "src": {""}}
_READINGS = (("extra", "toc", "admonition"), ("toc", "tables", "fenced_code"))
"""Extensions: more than the engine uses, and its own, since more of them can hide what it shows."""
_MOST_OPEN = 50
"""Brackets that may stand open: the engine takes minutes over thousands."""
_LONGEST = 40
Fault = tuple[int, str, str]
"""Where it stands in the text, what it is, and what may stand there."""


def faults(text: str) -> list[Fault]:
    """Return what a hand-written page must not hold, in the order of what is rendered."""
    front = FRONT.match(text)
    body = _OURS.sub(lambda ours: " " * len(ours[0]), text[front.end() if front else 0 :])
    if not _MAY_BE.search(body):
        return []
    from markdown import markdown  # noqa: PLC0415 - most pages hold nothing that may be a fault

    if (at := _too_deep(body)) is not None:
        return [(len(text) - len(body) + at, "too many brackets are open here", "close them")]
    words = _CODE.sub(lambda code: re.sub(r"\S", " ", code[0]), body).casefold()
    found: dict[Fault, None] = {}
    for extensions in _READINGS:
        seen: dict[str, int] = {}
        try:
            made = markdown(body, extensions=extensions)
        except RecursionError:
            return [(0, "the page is nested too deep", "take a level out of its lists or quotes")]
        for part, message, hint in _of_html(made):
            at = words.find(part.casefold(), seen.get(part, 0))
            seen[part] = at + 1
            at = at if at >= 0 else body.casefold().find(part.casefold())  # code in one reading
            found[len(text) - len(body) + at if at >= 0 else 0, message, hint] = None
    return list(found)


def _too_deep(body: str) -> int | None:
    """Find the bracket that is one too many to stand open."""
    left = 0
    for bracket in re.finditer(r"[\[\]]", body):
        left = left + 1 if bracket[0] == "[" else max(0, left - 1)
        if left > _MOST_OPEN:
            return bracket.start()
    return None


def _of_html(made: str) -> Iterator[tuple[str, str, str]]:
    at = 0
    while (at := made.find("<", at)) >= 0:
        known = _KNOWN.match(made, at)
        name = (known[1] or "").lower() if known else ""
        if known is None or (name and name not in _ELEMENTS.split()):
            part = re.match(r"<[^\s>]*", made[at:])
            shown = part[0][:_LONGEST] if part else "<"
            hint = "use Markdown; attributes stand in double quotes, and in a text < is &lt;"
            if not shown.startswith("</"):
                yield shown, f"'{shown}' is not allowed in a page", hint
        elif name:
            yield from _of_attributes(name, known[2])
        at = known.end() if known else at + 1


def _of_attributes(element: str, attributes: str) -> Iterator[tuple[str, str, str]]:
    for raw, value in _ATTRIBUTE.findall(attributes):
        name = raw.lower()
        aligned = name == "style" and re.fullmatch("text-align: [a-z]+;", value)
        if name not in _ATTRIBUTES.split() and not aligned:
            message = f"the attribute '{raw}' is not allowed in a page"
            yield raw, message, f"leave it out of '<{element}>'"
        elif name in _SCHEMES and not _is_plain(name, address := html.unescape(value)):
            hint = "link to http(s) or mailto" if name == "href" else "put the image into docs/"
            part = address.partition(":")[0]
            shown = address[:_LONGEST]
            yield part, f"'{shown}' is not allowed in '{name}' of a page", hint


def _is_plain(attribute: str, address: str) -> bool:
    """Tell an address that a page may name, read as browsers do: without blanks and line ends."""
    plain = re.sub(r"[\0- ]", "", address).replace("\\", "/")
    scheme = re.match(r"[a-z][\w+.-]*(?=:)", plain, re.IGNORECASE)
    foreign = attribute == "src" and plain.startswith("//")
    return (scheme[0].lower() if scheme else "") in _SCHEMES[attribute] and not foreign
