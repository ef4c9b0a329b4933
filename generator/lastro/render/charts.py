"""The verdict of a claim over time, as a drawing: its windows, and the numbered events beside them.

Nothing is said only in a chart. Places are in percent and sizes in pixels, so that text never shrinks with
the screen; a hollow or a full bar stands beside every colour. Nobody knows the font of a reader, so widths
are estimated with room to spare.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from markupsafe import Markup
from msgspec import Struct

from lastro.render.words.phrases import join_markup, markup, plain
from lastro.render.words.wording import SHAPES, Wording
from lastro.site.views import ClaimView, Moment, WindowView

WHOLE = 100
"""Percent."""
NARROW = 288
"""Pixels of the drawing on the narrowest phone."""
LETTER = 8.2
SHAPE = 22
ROW = 38
BAR = 12
MARK = 26
NEAR = WHOLE * MARK / NARROW
"""Marks nearer than this, in percent, would touch on a phone: one hangs lower."""
EDGE = 4.6
"""A mark stays as far from the edges; its string shows the day."""
YEARS_FROM, YEARS_TO, YEARS_APART = 22, 75, 16


def verdict_chart(view: ClaimView, wording: Wording) -> Markup:
    """Draw a claim's windows on one line of time; nothing where nothing but one verdict is to be seen."""
    events = [moment for moment in view.moments if moment.kind == "event"]
    if len(view.windows) == 1 and not events:
        return Markup()
    days = [*(review.decided for review in view.claim.reviews), *(e.on.first for e in events)]
    scale = _Scale(view.windows[0].review.holds.first, max(days))
    rows = _stack(_spans(view.windows, scale, wording))
    bar = ROW * (max(rows) + 1) + 4
    labels = [
        _draw_window(window, scale, bar, row, wording)
        for window, row in zip(view.windows, rows, strict=True)
    ]
    marks, bottom = _draw_events(events, scale, bar + BAR, wording)
    t = wording.t
    spoken = (
        f"{wording.label(window.rating)}, {plain(t.period(window.review.holds))}"
        for window in view.windows
    )
    return markup(
        '<svg class="lt-chart" width="100%" height="{}" role="group" aria-label="{}">{}{}{}</svg>',
        bottom + 26, "; ".join(spoken), join_markup("", labels),
        _draw_axis(view, scale, bottom, wording), marks,
    )  # fmt: skip


class _Scale(Struct, frozen=True):
    first: date
    last: date

    def x(self, day: date) -> float:
        span = max(1, (self.last - self.first).days)
        return round(min(max((day - self.first).days, 0), span) * WHOLE / span, 1)


def _spans(
    windows: Sequence[WindowView], scale: _Scale, wording: Wording
) -> list[tuple[float, float]]:
    spans = []
    for window in windows:
        at = scale.x(window.review.holds.first)
        width = _width(window, wording)
        spans.append((at, at + width) if at + width <= WHOLE else (WHOLE - width, WHOLE))
    return spans


def _width(window: WindowView, wording: Wording) -> float:
    name, since = wording.brief(window.rating), _since(window, wording)
    return max(_wide(name) + WHOLE * SHAPE / NARROW, _wide(since)) + EDGE / 2


def _wide(words: str) -> float:
    return WHOLE * LETTER * len(words) / NARROW


def _since(window: WindowView, wording: Wording) -> str:
    start = wording.t.short(window.review.holds.start)
    return plain(wording.t("since_short", day=start)) if window.current else start


def _stack(spans: Iterable[tuple[float, float]]) -> list[int]:
    """Put each span into the lowest row where it touches no other."""
    ends: list[float] = []
    rows = []
    for start, end in spans:
        row = next((n for n, taken in enumerate(ends) if taken <= start), len(ends))
        ends[row : row + 1] = [end]
        rows.append(row)
    return rows


def _draw_window(window: WindowView, scale: _Scale, bar: int, row: int, wording: Wording) -> Markup:
    """Draw a bar and its label, which stands at the end of the drawing where a phone has no room for it."""
    holds = window.review.holds
    start, end = scale.x(holds.first), scale.x(holds.after or scale.last)
    name, since = wording.brief(window.rating), _since(window, wording)
    base = bar - ROW * (row + 1) - 2
    room = WHOLE - _width(window, wording)
    label = _draw_label(start, base, window, name, since)
    if start > room:
        near = _draw_label(round(room, 1), base, window, name, since)
        label = markup(
            '<g class="lt-on-wide">{}</g><g class="lt-on-phone" aria-hidden="true">{}</g>',
            label,
            near,
        )
    return markup(
        '<g class="lt-tone-{}">{}<rect class="lt-bar{}" x="{}%" y="{}" width="{}%" height="{}"/></g>',
        window.rating.tone, label, "" if window.current else " lt-bar-was",
        start, bar, round(end - start, 1), BAR,
    )  # fmt: skip


def _draw_label(x: float, top: int, window: WindowView, name: str, since: str) -> Markup:
    return markup(
        '<svg class="lt-chart-shape" x="{}%" y="{}" width="17" height="17" viewBox="0 0 24 24">'
        '<path fill-rule="evenodd" d="{}"/></svg><text class="lt-chart-name" x="{}%" dx="22" y="{}">{}</text>'
        '<text class="lt-dim" x="{}%" y="{}">{}</text>',
        x, top + 1, SHAPES[window.rating.shape], x, top + 15, name, x, top + 33, since,
    )  # fmt: skip


def _draw_events(
    events: Sequence[Moment], scale: _Scale, top: int, wording: Wording
) -> tuple[Markup, int]:
    """Hang a numbered mark on the bar for each event; return where the lowest ends, too."""
    at = [scale.x(moment.on.first) for moment in events]
    rows = _stack((x, x + NEAR) for x in at)
    drawn = []
    for number, (moment, x, row) in enumerate(zip(events, at, rows, strict=True), start=1):
        middle, hung = top + 25 + MARK * row, min(max(x, EDGE), WHOLE - EDGE)
        mark = markup(
            '<line x1="{}%" x2="{}%" y1="{}" y2="{}"/>'
            '<a href="#t{}" aria-label="{}: {}"><circle cx="{}%" cy="{}" r="12"/>'
            '<text x="{}%" y="{}" text-anchor="middle">{}</text></a>',
            x, hung, top, middle - 12, number, number, wording.t.write_date(moment.on),
            hung, middle, hung, middle + 4.5, number,
        )  # fmt: skip
        drawn.append(mark)
    return join_markup("", drawn), top + (18 + MARK * (max(rows) + 1) if rows else 0) + 8


def _draw_axis(view: ClaimView, scale: _Scale, top: int, wording: Wording) -> Markup:
    """Draw the line of time with its first day's year, the years that have room, and its last day."""
    t, last = wording.t, 0.0
    ends = t.short(scale.last)
    if scale.last == view.decided:
        ends = plain(t("chart_reviewed", day=ends))
    parts: list[Markup] = []
    for year in range(scale.first.year + 1, scale.last.year + 1):
        x = scale.x(date(year, 1, 1))
        if not YEARS_FROM <= x <= YEARS_TO or x - last < YEARS_APART:
            continue
        tick = markup(
            '<g{}><line x1="{}%" x2="{}%" y1="{}" y2="{}"/>'
            '<text class="lt-dim" x="{}%" y="{}" text-anchor="middle">{}</text></g>',
            Markup(' class="lt-on-wide"') if x + EDGE > WHOLE - _wide(ends) else "",
            x, x, top, top + 5, x, top + 19, year,
        )  # fmt: skip
        parts, last = [*parts, tick], x
    return markup(
        '<line x1="0" x2="100%" y1="{}" y2="{}"/>{}<text class="lt-dim" y="{}">{}</text>'
        '<text class="lt-dim" x="100%" y="{}" text-anchor="end">{}</text>',
        top, top, join_markup("", parts), top + 19, scale.first.year, top + 19, ends,
    )  # fmt: skip
