"""Markdown that shows the words of strangers and does nothing that they say.

A summary stands on a page of the project's own host. So no HTML, link, mention, reference, image or
emphasis of a record is live in it. Source: GitHub Flavored Markdown, and what GitHub links besides:
mentions, issues, commits.
"""

import re
from collections.abc import Iterable

from lastro.text.messages import clean

LONGEST_CELL = 300
_SIGNS = re.compile(
    r"(?P<active>[\\`*_{}\[\]()<>!|~$&])|[@#:](?=\S)|www(?=\.)|GH(?=-\d)"
    r"|[0-9a-f]{6}(?=[0-9a-f])",
    re.IGNORECASE,
)
"""What starts markup, which is written as its number; and what starts a mention, a reference, an
emoji or an address, which are looked for in what is shown, so that no number would hide it. Seven
digits of a commit are a link."""
_JOINER = "&#8288;"
"""A word joiner: it is not seen, and parts the sign from the name behind it."""


def literal(text: str, longest: int = LONGEST_CELL) -> str:
    """Write a text so that Markdown shows it letter by letter and links nothing in it."""
    return _SIGNS.sub(
        lambda found: f"&#{ord(found[0])};" if found["active"] else found[0] + _JOINER,
        clean(text, longest),
    )


def row(cells: Iterable[str]) -> str:
    """Write one row of a table; its cells are literal already."""
    return f"| {' | '.join(cells)} |"


def fit_lines(lines: Iterable[str], room: int) -> list[str]:
    """Keep the first lines that take no more than `room` bytes with their ends."""
    kept: list[str] = []
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0:
            break
        kept.append(line)
    return kept
