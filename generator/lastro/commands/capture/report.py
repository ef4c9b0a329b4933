"""What `lastro capture` did, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lastro.capture.take import Move, QuoteMove, TakeResult, Target
from lastro.commands.shared.captures import mark_differences
from lastro.errors import LastroError
from lastro.locks.evidence import UNKNOWN
from lastro.text.messages import in_quotes

_SAID: Mapping[Move, str] = {
    "stands": "stands as before",
    "found": "found",
    "moved": "moved: other words stand beside it now",
    "gone": "gone: it stood in the last capture",
    "earlier": "gone earlier: only an older capture holds it",
    "missing": "not found",
}
_COUNTED: Mapping[Move, str] = {"earlier": "gone earlier"}


@dataclass
class Run:
    """What was captured and what could not be, in the order of the work."""

    taken: list[TakeResult] = field(default_factory=list)
    failed: dict[Target, LastroError] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    """What has no address, where all was to be fetched."""


def describe(taken: TakeResult) -> Iterator[str]:
    """Tell one capture: what it is, what changed since the last, which quotes it lacks."""
    capture = taken.capture
    size = f"{capture.size:,} bytes, {capture.characters:,} characters"
    if taken.fate == "unchanged":
        since = (taken.before or capture).retrieved
        yield f"{taken.target.name}: unchanged since {since:%Y-%m-%d}"
    elif taken.before is None:
        yield f"{taken.target.name}: captured, {capture.media_type}, {size}"
    else:
        yield f"{taken.target.name}: changed since {taken.before.retrieved:%Y-%m-%d}, {size}"
    if UNKNOWN not in (capture.url, taken.target.url) and capture.url != taken.target.url:
        yield f"  it holds {in_quotes(capture.url)}, the record names {in_quotes(taken.target.url)}"
    yield from (f"  note: {note}" for note in taken.notes)
    counted = [quote.move for quote in taken.quotes]
    if counted:
        moves = [f"{counted.count(m)} {_COUNTED.get(m, m)}" for m in _SAID if counted.count(m)]
        yield f"  quotes: {', '.join(moves)}"
    for quote in taken.quotes:
        if quote.move not in ("stands", "found"):
            yield from _quote_lines(quote)


def _quote_lines(quote: QuoteMove) -> Iterator[str]:
    why = f"; {quote.nearest.why}" if quote.nearest and quote.nearest.why else ""
    yield f"  {quote.quoted.key}: {_SAID[quote.move]}{why}"
    if quote.nearest is None:
        if quote.move != "moved":
            yield f"    quote    {quote.quoted.quote.exact}"
            cut = f"it would cut the number {quote.cut} in two: quote the number whole"
            yield f"    {cut if quote.cut else 'nothing in the capture comes near to it'}"
        return
    for label, words in mark_differences(quote.nearest):
        yield f"    {label:8} {words}"


def totals(run: Run, lock: Mapping[str, int]) -> str:
    fates = [taken.fate for taken in run.taken]
    parts = [f"{fates.count(fate)} {fate}" for fate in ("new", "changed", "unchanged")
             if fates.count(fate)]  # fmt: skip
    parts += [f"{len(run.failed)} failed"] if run.failed else []
    said = ", ".join(parts) or "nothing to capture"
    if run.taken:
        said += f"; locked quotes: {lock['verified']} verified, {lock['mismatch']} mismatch"
    return f"{describe_left_out(run.left_out)}{said}\n"


def describe_left_out(names: Sequence[str]) -> str:
    """Tell what has no address, so that `--all` is not taken for all."""
    if not names:
        return ""
    named = ", ".join(names)
    return f"without an address, left out: {named} (`--file PATH` takes a file in hand)\n"
