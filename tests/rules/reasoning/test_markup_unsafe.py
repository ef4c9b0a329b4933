"""What no page shows of a reasoning is found as the page reads it, and nothing else is."""

import pytest

from lastro.rules.reasoning.markup_unsafe import faults


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The log <b>clearly</b> says so.", ["<b>"]),
        ("<b>One</b> and <b>one</b> more.", ["<b>"]),
        ("<script>alert(1)</script>", ["<script>"]),
        ("First line.\n\n<div\nonclick=x>", ["<div"]),
        ("A <x-quay>widget</x-quay> and <y onload=x>.", ["<x-quay>", "<y onload=x>"]),
        ("Kept <!-- for now --> here.", ["<!-- for now -->"]),
        ("![the log](https://port.example.org/log.png)", ["!["]),
        ("![the log][log]\n\n[log]: https://port.example.org/log.png", ["!["]),
        ("[log](javascript:alert(1))", ["javascript:alert(1)"]),
        ("[log](data:text/html,x) [log](../log)", ["data:text/html,x", "../log"]),
        ("[log][l]\n\n[l]: http://localhost/log", ["http://localhost/log"]),
        ("Write to <ines@example.org>.", ["mailto:ines@example.org"]),
        ("The *log*{: onclick=x } and this { .wide } and {#log}.", ["{: onclick=x }", "{ .wide }", "{#log}"]),
        ("A picture {width=300} of it.", ["{width=300}"]),
    ],
)  # fmt: skip
def test_what_the_page_would_not_show_is_named(text: str, parts: list[str]) -> None:
    assert [part for part, _, _ in faults(text)] == parts


@pytest.mark.parametrize(
    "text",
    [
        "The **log** says so [@harbour-log, p. 3].",
        "It says so [@harbour-log](p. 3).",
        "See [the port](https://port.example.org/log) and <https://port.example.org/>.",
        "The tag `<b>` and the list `{: .wide }`.",
        "Fewer than 3 < 4 quays, and x<y or y>z.",
        "Name it <name>, with </name> at its end.",
        "I <3 the quays; 5 >= 4 <= 6.",
        "A set {1, 2} and a {word} in braces.",
        "    <b>indented, and so shown as it is</b>",
        "```\n<b>fenced</b>\n```",
        "An escaped \\<b> is a text.",
        "[the log] (as printed) is not a link.",
        "[x]: is a note",
    ],
)
def test_what_the_page_shows_is_left_alone(text: str) -> None:
    assert faults(text) == []
