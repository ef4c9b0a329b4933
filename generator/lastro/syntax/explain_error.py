"""What a YAML parser's complaint means, in plain words, and what to do about it.

A contributor who has never heard of a scalar must be able to mend the line. What the lines
themselves show comes first; then libyaml's own message is looked up in order, and the first piece
that occurs in it wins.
"""

import re
from functools import cache
from pathlib import Path

import yaml

from lastro.places import START, Span

_INSIDE = {
    '"': 'write a quote mark inside the text as `\\"`, or put single quotes around the text',
    "'": "write an apostrophe inside the text as `''`, or put double quotes around the text",
}
"""How a quote mark is written inside a text that stands between two of its kind."""
_NO_SPACE = re.compile(r" *(?:- +)*(?P<key>[A-Za-z_][\w-]*):(?P<value>[^\s:/][^:]*)$")
_KEY = re.compile(r"(?P<before> *(?:- +)*)(?P<key>[A-Za-z_][\w-]*):(?: +(?P<value>\S.*))?$")
_CUT = re.compile(r" *(?:- +)*[^\s\"'|>#][^\"'#]* (?P<rest>#[^\s#].*)")
_QUOTE_MARKS = "“[^“”]*”|„[^„“”]*[“”]|”[^”]*”|‘[^‘’]*’|«[^«»]*»|»[^«»]*«"
IN_LETTERS = re.compile(_QUOTE_MARKS, re.DOTALL)
"""A whole text between quote marks of print, which YAML takes for letters of it."""
ENCLOSED = re.compile(f'{_QUOTE_MARKS}|"[^"]*"', re.DOTALL)
LETTERS = "to YAML '{}' and '{}' are letters of the text, and no quote marks"
NOT_LETTERS = 'write `"` in their place, or put quotes around them where they belong to the text'
_VALUE_IN_LETTERS = re.compile(rf" *(?:- +)*[A-Za-z_][\w-]*: +(?P<text>{_QUOTE_MARKS})\s*")
_QUOTED = "while scanning a quoted scalar"
_STARRED = "did not find expected alphabetic"
_BRACKETED = "did not find expected ',' or"
_UNCLOSED = "a quote is opened here and never closed"


@cache
def _read_words() -> list[tuple[str, str, str]]:
    written = Path(__file__).with_suffix(".yml").read_text(encoding="utf-8")
    return [(row["said"], row["means"], row["do"]) for row in yaml.safe_load(written)]


def in_plain_words(error: yaml.MarkedYAMLError, text: str) -> tuple[str, str, Span]:
    place = error.problem_mark or error.context_mark
    span = _one(place.line + 1, place.column + 1) if place else START
    said = f"{error.context or ''} {error.problem or ''}"
    lines = [*text.split("\n"), ""]
    held = error.context_mark.line + 1 if error.context_mark and _BRACKETED in said else 0
    if told := _cut(said, lines, held or span.line - 1) or _shown(said, lines, span):
        return told
    for piece, message, hint in _read_words():
        if piece in said:
            opened = error.context_mark
            is_below = piece == _BRACKETED and opened and opened.line + 1 < span.line
            if opened and (is_below or piece in {_QUOTED, _STARRED}):  # not where it gave up
                span = _one(opened.line + 1, opened.column + 1)
            mark = lines[span.line - 1][span.column - 1 : span.column]
            inside = f"; {_INSIDE[mark]}" if piece == _QUOTED and mark in _INSIDE else ""
            return message, hint + inside, span
    return f"not YAML: {error.problem}", "put the value in quotes", span


def _cut(said: str, lines: list[str], number: int) -> tuple[str, str, Span] | None:
    """Tell a text that a ` #` ended, in the line that the fault goes back to."""
    found = _CUT.fullmatch(lines[max(0, number - 1)])
    if found is None or "did not find expected" not in said:
        return None
    message = f"a text ends at its ' #': '{found['rest']}' is a comment"
    return message, "put the whole text in quotes", _one(number, found.start("rest") + 1)


def _shown(said: str, lines: list[str], span: Span) -> tuple[str, str, Span] | None:
    """Tell what the line itself shows, whatever the parser makes of it."""
    line, above = lines[span.line - 1], lines[span.line - 2] if span.line > 1 else ""
    here = line[span.column - 1 : span.column]
    if re.match(r"[ ]*\t", line):
        return (
            "a tab cannot indent a line",
            "use spaces, as many as the lines beside it have",
            _one(span.line, line.index("\t") + 1),
        )
    if "cannot start any token" in said:
        if here == "\t":
            return "a tab cannot stand before a key or a value", "use one space", span
        return f"a value cannot start with '{here}'", "put the value in quotes", span
    if "mapping values are not allowed" in said:
        what = "a colon at the end of a line starts a new key here"
        ends = None if line[span.column :].strip() else (what, "put the value in quotes", span)
        return (
            _in_letters(line, span) or _glued(above, span) or _indented(line, above, span) or ends
        )
    if "did not find expected key" in said:
        return _never_closed(lines, span) or _ended(line, span)
    return None


def _one(line: int, column: int) -> Span:
    return Span(line, column, line, column + 1)


def _in_letters(line: str, span: Span) -> tuple[str, str, Span] | None:
    """Tell a value whose quote marks are of print, so that its colon is none of a text."""
    if (found := _VALUE_IN_LETTERS.fullmatch(line)) is None:
        return None
    text, (start, end) = found["text"], found.span("text")
    message = LETTERS.format(text[0], text[-1])
    return message, NOT_LETTERS, Span(span.line, start + 1, span.line, end + 1)


def _glued(above: str, span: Span) -> tuple[str, str, Span] | None:
    """Tell a key above that has no blank after its colon, and so is a text that goes on."""
    found = _NO_SPACE.match(above)
    if found is None:
        return None
    message = f"no space after the colon of '{found['key']}'"
    return message, f"write `{found['key']}: …`", _one(span.line - 1, found.end("key") + 1)


def _never_closed(lines: list[str], span: Span) -> tuple[str, str, Span] | None:
    """Tell a quote that a line further up opened, where the one that opens here closed it."""
    before = lines[span.line - 1][: span.column - 1]
    mark = before[-1:]
    if mark not in _INSIDE or not re.fullmatch(
        rf" *(?:- +)*[A-Za-z_][\w-]*: +[^{mark}]*{mark}", before
    ):
        return None
    opened = re.compile(rf" *(?:- +)*[A-Za-z_][\w-]*: +(?P<mark>{mark})[^{mark}]*$")
    for number in range(span.line - 1, 0, -1):
        if found := opened.match(lines[number - 1]):
            column = found.start("mark") + 1
            return _UNCLOSED, f"close it; {_INSIDE[mark]}", _one(number, column)
    return None


def _indented(line: str, above: str, span: Span) -> tuple[str, str, Span] | None:
    """Tell a key that stands deeper than the one above, which has a value already."""
    key, earlier = _KEY.match(line), _KEY.match(above)
    if key is None or earlier is None or span.column != key.end("key") + 1 or not earlier["value"]:
        return None
    deeper = key.start("key") - earlier.start("key")
    if deeper <= 0:
        return None
    more = "one space" if deeper == 1 else f"{deeper} spaces"
    place = Span(span.line, key.start("key") + 1, span.line, key.end("key") + 1)
    what = f"indented {more} more than the line above"
    return what, "let keys of one map start in one column", place


def _ended(line: str, span: Span) -> tuple[str, str, Span] | None:
    """Tell a text that goes on after the quote mark or the bracket that ends a value."""
    last = line[: span.column - 1].rstrip()[-1:]
    if last in _INSIDE:
        return "the quote ended before this, and the line goes on", _INSIDE[last], span
    if last in {"]", "}"}:
        ended = f"a value that begins with a bracket ended at its '{last}', and the line goes on"
        return ended, "put the whole value in quotes", span
    return None
