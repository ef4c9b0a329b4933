"""A text that is no YAML is told by what its lines show, with an edit that mends it."""

import pytest

from lastro.places import Span
from lastro.syntax.tree import Refused, parse, plain

DOUBLED = "write an apostrophe inside the text as `''`, or put double quotes around the text"
ESCAPED = 'write a quote mark inside the text as `\\"`, or put single quotes around the text'
NEVER_CLOSED = "a quote is opened here and never closed"
GOES_ON = "the quote ended before this, and the line goes on"
NEW_KEY = "a colon and a space start a new key here"
ONE_COLUMN = "let keys of one map start in one column"
QUOTE_IT = "put the value in quotes"
SPACES = "use spaces, as many as the lines beside it have"


@pytest.mark.parametrize(
    ("text", "message", "hint", "span"),
    [
        ('a: "x\n', NEVER_CLOSED, f"close it; {ESCAPED}", Span(1, 4, 1, 5)),
        ("a: 'x\n", NEVER_CLOSED, f"close it; {DOUBLED}", Span(1, 4, 1, 5)),
        ('a: "he said "yes" now"\nb: c\n', GOES_ON, ESCAPED, Span(1, 14, 1, 15)),
        ("a: 'it's so'\nb: c\n", GOES_ON, DOUBLED, Span(1, 8, 1, 9)),
        (
            "a: [The bylaws](https://port.example.org) say so\nb: c\n",
            "a value that begins with a bracket ended at its ']', and the line goes on",
            "put the whole value in quotes",
            Span(1, 16, 1, 17),
        ),
        (
            "claimant:\n  name: X\n   kind: organisation\n",
            "indented one space more than the line above",
            ONE_COLUMN,
            Span(3, 4, 3, 8),
        ),
        (
            "evidence:\n  - source: x\n      stance: supports\n",
            "indented 2 spaces more than the line above",
            ONE_COLUMN,
            Span(3, 7, 3, 13),
        ),
        ("a: the notice says: x\n", NEW_KEY, QUOTE_IT, Span(1, 19, 1, 20)),
        ("a: b\n   the notice says: x\n", NEW_KEY, QUOTE_IT, Span(2, 19, 2, 20)),
        ("a: b\nc: the notice says: x\n", NEW_KEY, QUOTE_IT, Span(2, 19, 2, 20)),
        (
            "a:\n  b: c\n d: e\n",
            "this line fits neither the map above nor a new one",
            "align it with the line it belongs to, or put the value above in quotes",
            Span(3, 2, 3, 3),
        ),
        ('a: "x\nb: ["c"]\n', NEVER_CLOSED, f"close it; {ESCAPED}", Span(1, 4, 1, 5)),
        ('a: "x\nb: he said "yes"\n', NEVER_CLOSED, f"close it; {ESCAPED}", Span(1, 4, 1, 5)),
        (
            "a: b\nc: „so: it is“\n",
            "to YAML '„' and '“' are letters of the text, and no quote marks",
            'write `"` in their place, or put quotes around them where they belong to the text',
            Span(2, 4, 2, 15),
        ),
        (
            'a: "x\nb: "c"\nd: e\n',
            NEVER_CLOSED,
            f"close it; {ESCAPED}",
            Span(1, 4, 1, 5),
        ),
        (
            "a:b\nc: d\n",
            "no space after the colon of 'a'",
            "write `a: …`",
            Span(1, 2, 1, 3),
        ),
        (
            "a: this ends:\n",
            "a colon at the end of a line starts a new key here",
            QUOTE_IT,
            Span(1, 13, 1, 14),
        ),
        (
            "a: [x\nb: c\n",
            "a bracket or brace is opened and not closed",
            "close it, or put the value in quotes",
            Span(1, 4, 1, 5),
        ),
        (
            "a: [x, 'y' z]\n",
            "a bracket or brace is opened and not closed",
            "close it, or put the value in quotes",
            Span(1, 12, 1, 13),
        ),
        ("a: @x\n", "a value cannot start with '@'", QUOTE_IT, Span(1, 4, 1, 5)),
        (
            "a: *bold* text\n",
            "'*' and '&' have a meaning in YAML at the start of a value",
            QUOTE_IT,
            Span(1, 4, 1, 5),
        ),
        (
            "a: > 5 percent\n",
            "'|' and '>' announce a text that starts on the next line",
            "start it there, indented; or put the value in quotes",
            Span(1, 6, 1, 7),
        ),
        (
            "a:\n  -\tb: c\n",
            "a tab cannot stand before a key or a value",
            "use one space",
            Span(2, 4, 2, 5),
        ),
        ("a: b\n\tc: d\n", "a tab cannot indent a line", SPACES, Span(2, 1, 2, 2)),
    ],
)
def test_a_complaint_is_told_in_plain_words(text: str, message: str, hint: str, span: Span) -> None:
    with pytest.raises(Refused) as caught:
        parse(text)
    refused = caught.value
    assert (refused.rule, refused.message, refused.hint, refused.span) == (
        "yaml-syntax",
        message,
        hint,
        span,
    )


@pytest.mark.parametrize("text", ['a: "he said \\"yes\\""\n', "a: 'he said \"yes\"'\n"])
def test_a_quote_mark_that_follows_the_hint_is_read(text: str) -> None:
    assert plain(parse(text)) == {"a": 'he said "yes"'}


@pytest.mark.parametrize("text", ["a: 'it''s so'\n", 'a: "it\'s so"\n'])
def test_an_apostrophe_that_follows_the_hint_is_read(text: str) -> None:
    assert plain(parse(text)) == {"a": "it's so"}
