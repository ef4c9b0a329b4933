"""Files that look like text and are not what a reader saw: packed, coded, or written for programs.

Read as plain text, the words of a script, a comment or a letter's routing would verify, and the
sentence that everybody saw would not. So they are known by how they begin, whatever they are
called. Sources: the formats' own specifications; mimesniff.spec.whatwg.org.
"""

import json
import re
from contextlib import suppress

from lastro.errors import LastroError

_AS_PAGE = "save the page as HTML, or print it to a PDF, and name that with `--file`"
_AS_TEXT = (
    "save the words you need as a text file, or print them to a PDF, and name it with `--file`"
)
_DATA, _XML = "data for programs (JSON)", "a document in XML"
_UNPACKED = "unpack it and name the file that is the source with `--file`"
_MAIL = (
    r"(?:From [^\n]*\n)?(?=[\w-]+:)(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?"
    r"(?i:MIME-Version|Content-Type|Content-Transfer-Encoding|Message-ID|Return-Path|"
    r"Delivered-To|DKIM-Signature|X-Mailer|Newsgroups|Received(?=: (?:from|by) )):"
)
_STYLED = (
    r"--[\w-]+|-(?:webkit|moz|ms)-[a-z-]+|(?:animation|background|border|font|margin|outline|padding|text|word)[a-z-]*|"
    r"(?:min-|max-)?(?:width|height)|color|content|cursor|display|flex|float|grid|left|line-height|"
    r"opacity|overflow|position|src|top|transition|z-index|box-sizing"
)
_CODED = (
    r"[\"']use strict[\"']|[!+;(]*(?:async\s+)?function\s*[\w$]*\s*\(|\(*\([\w$, ]*\)\s*=>|"
    r"(?:var|let|const)\s+[\w$]+\s*=[^\n]*[;{(\[]|import\s*(?:[\"'{*]|[\w$]+\s+from\s*[\"'])|"
    r"export\s+(?:default|const|function|class|\{)|(?:window|document|self|module)\.[\w.]+\s*=|"
    r"[\w$.]+\(\s*[\[{]\s*[\"{]|(?:let|var)\s+[\w$]+;\s*\n|(?:class|interface)\s+\w+[\w\s.]{0,80}\{\s*\n|"
    r"require\(\s*[\"']|(?:\$|jQuery)\(\s*(?:function\b|document\b|\(\))|if\s*\(\s*typeof\b|"
    r"try\s*\{|void 0[,;]|\((?:self|window|globalThis)\."
)
_JSON = r"\[\s*\"[^\"\n]*\"\s*,\s*\"|\)\]\}'|\{\s*\"[^\"\n]*\"\s*:\s*(?:[\"\[{\d-]|true|false|null)|\[\s*\{\s*\"[^\"\n]*\"\s*:"
_PACKED = r"\x1f[\x8b\x9d]|BZh\d1AY|\xfd7zXZ|7z\xbc\xaf|\x28\xb5\x2f\xfd|\x5d\x2a\x4d\x18|Rar!\x1a"
_LATEX = r"(?:%[^\n]*\n\s*)*+\\(?:documentclass|documentstyle|begin\{|input\{|usepackage)"
_REMARKS = r"(?:/\*.*?\*/\s*|//[^\n]*\n\s*)*+"
_AT_RULE = r"@(?:charset|import|namespace|font-face|media|layer|supports|keyframes|container)\b"
_FOREIGN_ROOT = r"<\w+\s[^<>]*?\bxmlns(?::\w+)?\s*=\s*[\"'](?!http://www\.w3\.org/1999/xhtml)"
_STYLE_RULE = rf"(?:[^{{}}<;\n]*,\n)*+[^{{}}<;\n]{{1,300}}\{{\s*(?:{_STYLED})\s*:"
_MAILBOX = r"From \S+ +[MTWFS][a-z]{2} [A-Z][a-z]{2} +\d"
_AS_PDF = "turn it into a PDF and name that"
_BEGINNINGS = tuple(
    (re.compile(rf"\s*(?:{begins})", re.DOTALL), what, instead)
    for begins, what, instead in (
        (r"PK\x03\x04|PK\x05\x06", "a ZIP file, as office documents and e-books are", _AS_PAGE),
        (r"\xd0\xcf\x11\xe0", "an office document", _AS_PAGE),
        (_PACKED, "a packed file", _UNPACKED),
        (r"\x89PNG|GIF8[79]a|\xff\xd8\xff|RIFF....WEBP", "an image", _AS_TEXT),
        (r"bplist0", "a page as Safari archives it", _AS_PAGE),
        (r"WARC/\d|filedesc://", "a web archive", "save it as a WARC and name it with `--file`"),
        (r"HTTP/\d[.\d]* \d{3}\b", "an answer with the headers of its server", _AS_PAGE),
        (rf"{_MAIL}|{_MAILBOX}", "an e-mail as sent", _AS_TEXT),
        (r"\[Script Info\]", "subtitles with styles (SSA)", "save them as SubRip (.srt)"),
        (r"\{\\u?rtf", "a document in RTF", _AS_TEXT),
        (r"\x04?%!PS|\xc5\xd0\xd3\xc6", "a document in PostScript", _AS_PDF),
        (_LATEX, "the source of a LaTeX document", "name the PDF that is made of it"),
        (r"(?i:BEGIN:V(?:CARD|CALENDAR))\b", "a file of a calendar or an address book", _AS_TEXT),
        (r"<\?(?:php|=)|<%|#! ?/|#include\s*[<\"]", "the source of a program", _AS_PAGE),
        (rf"{_REMARKS}(?:{_AT_RULE}|{_STYLE_RULE})", "a style sheet", _AS_PAGE),
        (rf"{_REMARKS}(?:{_CODED})", "a script", _AS_PAGE),
        (rf"{_REMARKS}(?:{_JSON})", _DATA, _AS_PAGE),
        (rf"<\?xml\b|<!(?!--)|{_FOREIGN_ROOT}", _XML, _AS_PAGE),
    )
)
TAGS = (
    "a|abbr|address|area|article|aside|audio|b|base|bdi|bdo|big|blockquote|body|br|button|canvas|"
    "caption|center|cite|code|col|colgroup|data|datalist|dd|del|details|dfn|dialog|dir|div|dl|dt|em|"
    "embed|fieldset|figcaption|figure|font|footer|form|frame|frameset|h[1-6]|head|header|hgroup|hr|"
    "html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|marquee|menu|meta|meter|nav|"
    "nobr|noscript|object|ol|optgroup|option|output|p|param|picture|pre|progress|q|rp|rt|ruby|s|samp|"
    "script|search|section|select|slot|small|source|span|strike|strong|style|sub|summary|sup|table|"
    "tbody|td|template|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr|[a-z]+-[a-z0-9-]*"
)
"""The names of elements of HTML, those with a hyphen being a page's own."""
_ROOT = re.compile(
    rf"\s*(?:<!--(?:(?!-->).)*-->\s*)*<(?!(?:(?i:{TAGS}))[\s/>])([a-z_][\w.:-]*)[\s/>]",
    re.DOTALL | re.IGNORECASE,
)


def refuse_foreign(text: str, *, is_called_html: bool) -> None:
    """Raise LastroError for what is neither page nor plain text, and say what to save instead.

    `text` is the file, one character a byte unless it is UTF-16. `is_called_html` gives it the
    benefit of the doubt when an element that is not of HTML comes first.
    """
    for beginning, what, instead in _BEGINNINGS:
        if beginning.match(text):
            raise _refusal(what, instead)
    ends = text[-1000:].rstrip()
    if root := _ROOT.match(text):
        looks_like_it = root[1] == "svg" or ends.endswith("/>") or "xmlns" in text[:2000]
        if ends.endswith(f"</{root[1]}>") or (looks_like_it and not is_called_html):
            raise _refusal(_XML, _AS_PAGE)
    if text[:1000].lstrip()[:1] == "[" and ends.endswith("]"):
        with suppress(ValueError, RecursionError):
            json.loads(text)
            raise _refusal(_DATA, _AS_PAGE)


def _refusal(what: str, instead: str) -> LastroError:
    return LastroError(f"it is {what}, which is not read", instead)
