"""Running heads and feet: a sentence goes on over them from page to page, and so does a quote."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from lastro.text.comparable import choice

_MOST_RUNNING_LINES = 3
_LINES = re.compile(r"[\r\n]+")
_SIDES = 2
_NUMBERS = re.compile(r"\d+")


def set_apart(pages: Sequence[str]) -> list[str]:
    """Mark the lines that run at the top and the bottom of most pages, as read or skipped.

    Where a sentence goes on over the end of a page, its reader skips the line with the page's number.
    So such lines are read in both ways; whoever quotes one still finds it.
    """
    bodies = list(pages)
    heads = _cut_running_lines(bodies, at_end=False)
    feet = _cut_running_lines(bodies, at_end=True)
    found = []
    for page, body, head, foot in zip(pages, bodies, heads, feet, strict=True):
        if not (body.strip() and (head or foot)):
            found.append(page)
            continue
        before, after = (" ".join(line.split()) for line in (head, foot))
        before = before and choice("running", f"{before} ")
        found.append(f"{before}{body.strip()}{after and choice('running', f' {after}')}")
    return found


def _cut_running_lines(bodies: list[str], *, at_end: bool) -> list[str]:
    taken = [""] * len(bodies)
    for _ in range(_MOST_RUNNING_LINES):
        running = _running(bodies, at_end=at_end)
        emptied = sum(bodies[number].strip() == line for number, line in running.items())
        if 2 * emptied >= len(running):  # none, or all that the pages say
            break
        for number, line in running.items():
            body = bodies[number].strip()
            bodies[number] = body[: -len(line)] if at_end else body[len(line) :]
            both = (line, taken[number]) if at_end else (taken[number], line)
            taken[number] = " ".join(filter(None, both))
    return taken


def _running(bodies: Sequence[str], *, at_end: bool) -> dict[int, str]:
    """Return the line that most pages share at one end, by page; only its page numbers may differ."""
    ends = [_LINES.split(body.strip())[-1 if at_end else 0].strip() for body in bodies]
    shapes = Counter(_NUMBERS.sub("0", end) for end in ends if end)
    if not shapes:
        return {}
    shape = shapes.most_common(1)[0][0]
    line = r"\d+".join(map(re.escape, shape.split("0")))
    # PDFium may take the last line and the foot for one
    pattern = re.compile(rf"(?:^|\s)({line})\Z" if at_end else rf"\A({line})(?:\s|$)")
    matches = {n: found for n, body in enumerate(bodies) if (found := pattern.search(body.strip()))}
    running = {number: found[1] for number, found in matches.items()}
    pages = len(running)  # left and right pages may have heads of their own
    is_most = (pages > 1 and 2 * pages > len(bodies)) or (
        pages > _SIDES and 5 * pages > 2 * len(bodies)
    )
    return running if is_most and _counts_pages(running) else {}


def _counts_pages(running: dict[int, str]) -> bool:
    """Tell whether each number in a running line stays, or grows by one a page."""
    columns: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for page, line in running.items():
        for column, digits in enumerate(_NUMBERS.findall(line)):
            columns[column].append((page, int(digits)))
    return all(
        len({number for _, number in seen}) == 1
        or len({number - page for page, number in seen}) == 1
        for seen in columns.values()
    )
