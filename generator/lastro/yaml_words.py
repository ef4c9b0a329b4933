"""What a YAML parser's complaint means, in plain words, and what to do about it.

A contributor who has never heard of a scalar must be able to mend the line. What the lines
themselves show comes first; then libyaml's own message is looked up in order, and the first piece
that occurs in it wins.
"""

import re

import yaml

from lastro.places import START, Span

_INSIDE = {
    '"': 'write a quote mark inside the text as `\\"`, or put single quotes around the text',
    "'": "write an apostrophe inside the text as `''`, or put double quotes around the text",
}
"""How a quote mark is written inside a text that stands between two of its kind."""
_KEY = re.compile(r"(?P<before> *(?:- +)*)(?P<key>[A-Za-z_][\w-]*):(?: +(?P<value>\S.*))?$")

WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a colon and a space start a new key here",
        "put the value in quotes",
    ),
    ("found duplicate anchor", "an anchor is no part of a record", "write the value out"),
    (
        "while scanning a quoted scalar",
        "a quote is opened here and never closed",
        "close it",
    ),
    (
        "found undefined alias",
        "an alias is no part of a record",
        "write the value out, or put the text in quotes",
    ),
    (
        "did not find expected alphabetic",
        "'*' and '&' have a meaning in YAML at the start of a value",
        "put the value in quotes",
    ),
    (
        "did not find expected key",
        "this line fits neither the map above nor a new one",
        "align it with the line it belongs to, or put the value above in quotes",
    ),
    (
        "did not find expected '-' indicator",
        "this line is no item of the list above",
        "start it with '- ', or align it with the key it belongs to",
    ),
    (
        "could not find expected ':'",
        "this line has no ': ' after its key",
        "write `key: value`, or indent it under the text above",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot start here",
        "put it on its own line under the key",
    ),
    (
        "did not find expected ',' or",
        "a bracket or brace is opened and not closed",
        "close it, or put the value in quotes",
    ),
    (
        "found character that cannot start any token",
        "this character cannot start a value",
        "put the value in quotes",
    ),
    (
        "found unknown escape character",
        "a backslash escapes nothing here",
        "use single quotes, or write two backslashes",
    ),
)
"""A piece of libyaml's message, what it means, what to do."""


def in_plain_words(error: yaml.MarkedYAMLError, text: str) -> tuple[str, str, Span]:
    """Return what a complaint means, what to do, and where the fault stands."""
    mark = error.problem_mark or error.context_mark
    span = _one(mark.line + 1, mark.column + 1) if mark else START
    said = f"{error.context or ''} {error.problem or ''}"
    lines = [*text.split("\n"), ""]
    line, above = lines[span.line - 1], lines[span.line - 2] if span.line > 1 else ""
    if re.match(r"[ ]*\t", line):
        return "a tab cannot indent a line", "use two spaces", _one(span.line, line.index("\t") + 1)
    if "mapping values are not allowed" in said and (told := _indented(line, above, span)):
        return told
    if "did not find expected key" in said and (told := _ended(line, span)):
        return told
    for piece, message, hint in WORDS:
        if piece in said:
            if "quoted scalar" in piece and error.context_mark:
                span = _one(error.context_mark.line + 1, error.context_mark.column + 1)
                opened = lines[span.line - 1][span.column - 1 : span.column]
                hint = f"{hint}; {_INSIDE[opened]}" if opened in _INSIDE else hint  # noqa: PLW2901
            return message, hint, span
    return f"not YAML: {error.problem}", "put the value in quotes", span


def _one(line: int, column: int) -> Span:
    return Span(line, column, line, column + 1)


def _indented(line: str, above: str, span: Span) -> tuple[str, str, Span] | None:
    """Tell a key that stands deeper than the one above, which has a value already."""
    key, earlier = _KEY.match(line), _KEY.match(above)
    if key is None or earlier is None or span.column != key.end("key") + 1 or not earlier["value"]:
        return None
    deeper = key.start("key") - earlier.start("key")
    if deeper <= 0:
        return None
    more = "one space" if deeper == 1 else f"{deeper} spaces"
    start = key.start("key") + 1
    return (
        f"indented {more} more than the line above",
        "let keys of one map start in one column",
        Span(span.line, start, span.line, key.end("key") + 1),
    )


def _ended(line: str, span: Span) -> tuple[str, str, Span] | None:
    """Tell a text that goes on after the quote mark or the bracket that ends a value."""
    last = line[: span.column - 1].rstrip()[-1:]
    if last in _INSIDE:
        return "the quote ended before this, and the line goes on", _INSIDE[last], span
    if last in {"]", "}"}:
        ended = f"a value that begins with a bracket ended at its '{last}', and the line goes on"
        return ended, "put the whole value in quotes", span
    return None
