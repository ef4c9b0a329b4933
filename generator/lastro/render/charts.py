"""Two small drawings: the verdict over time, and how many sources lead to how few origins.

Nothing is said only in a chart: each has its text alternative and repeats what the page says in
words. Static SVG without `style` attributes, colours by class, shape or dash beside every colour;
400 units wide, text of 17 units, which is 12 px on a 320 px screen; nobody knows the font of a
reader, so lines are wrapped with room to spare.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from textwrap import TextWrapper, shorten, wrap

from markupsafe import Markup
from msgspec import Struct

from lastro.evidence.tally import STANCES
from lastro.render.words.phrases import join_markup, markup, plain
from lastro.render.words.wording import SHAPES, STANCE_SHAPES, Wording
from lastro.site.views import ClaimView, OpenView, WindowView

WIDTH = 400
LINE = 21
DOT = 9
LETTERS = 40
"""What a line of text holds from edge to edge, in the widest of the fonts of readers' systems."""
LEFT = 68
LETTERS_BESIDE = 33
_BESIDE = TextWrapper(width=LETTERS_BESIDE, max_lines=2, placeholder="…")
FEWEST_SOURCES = 2
FIRST_DAY_ENDS, LAST_DAY_STARTS = 140, 260
YEARS_APART = 45


def verdict_chart(view: ClaimView, wording: Wording) -> Markup:
    """Draw a claim's windows as bars on one line of time; nothing for a single window."""
    if len(view.windows) == 1:
        return Markup()
    # the drawing ends on the last day that any record of the claim names
    days = [review.decided for review in view.claim.reviews]
    last = max(days + [event.on.first for event in view.claim.events])
    t, scale = wording.t, _Scale(view.windows[0].review.holds.first, last)
    rows, spoken, top = [], [], 0
    for window in view.windows:
        row, height = _draw_window(window, scale, top, wording)
        rows.append(row)
        top += height
        spoken.append(f"{wording.label(window.rating)}, {plain(t.period(window.review.holds))}")
    days = [event.on.first for event in view.claim.events if event.on.first >= scale.first]
    spoken.append(str(t.count("chart_verdict_events", len(view.claim.events))))
    caption = t("chart_verdict")
    if days:
        caption += markup(' <span class="lt-meta">{}</span>', t("chart_verdict_marks"))
    axis = _draw_axis(scale, days, top, wording)
    return _figure(caption, "; ".join(spoken), top + LINE + 8, join_markup("", rows) + axis)


class _Scale(Struct, frozen=True):
    first: date
    last: date

    def x(self, day: date) -> float:
        span = max(1, (self.last - self.first).days)
        return round(min(max((day - self.first).days, 0), span) * WIDTH / span, 1)

    def years(self) -> list[tuple[float, int]]:
        """Return where the years begin that have room between the first day and the last."""
        kept: list[tuple[float, int]] = []
        for year in range(self.first.year + 1, self.last.year + 1):
            at = self.x(date(year, 1, 1))
            room = FIRST_DAY_ENDS <= at <= LAST_DAY_STARTS
            if room and (not kept or at - kept[-1][0] >= YEARS_APART):
                kept.append((at, year))
        return kept


def _draw_window(
    window: WindowView, scale: _Scale, top: int, wording: Wording
) -> tuple[Markup, int]:
    """Draw a window; return its height too."""
    holds = window.review.holds
    lines = wrap(plain(wording.t.period(holds, wording.t.short)), LETTERS)
    bar = top + 18 + LINE * len(lines) + 10
    drawn = markup(
        '<g class="lt-tone-{}"><path class="lt-bar-shape" fill-rule="evenodd" transform="translate(0 {}) scale(.7)" d="{}"/>'
        '<text x="24" y="{}">{}</text>{}<path class="lt-bar" d="M{} {}H{}"/></g>',
        window.rating.tone, top + 2, SHAPES[window.rating.shape], top + 16,
        shorten(wording.label(window.rating), LETTERS - 4, placeholder="…"),
        _texts(lines, 0, top + 16 + LINE),
        scale.x(holds.first), bar, scale.x(holds.after or scale.last),
    )  # fmt: skip
    return drawn, bar + 14 - top


def _draw_axis(scale: _Scale, days: list[date], top: int, wording: Wording) -> Markup:
    marks = "".join(f"M{x} {top - 6}v8" for x in sorted({scale.x(day) for day in days}))
    years = scale.years()
    marks += "".join(f"M{x} {top + 2}v5" for x, _ in years)
    below = top + LINE + 3
    year_text = '<text class="lt-dim" x="{}" y="{}" text-anchor="middle">{}</text>'
    named = join_markup("", (markup(year_text, x, below, year) for x, year in years))
    return markup(
        '<path class="lt-ticks" d="M0 {}H{}{}"/><text class="lt-dim" y="{}">{}</text>{}'
        '<text class="lt-dim" x="{}" y="{}" text-anchor="end">{}</text>',
        top + 2, WIDTH, marks, below, wording.t.short(scale.first), named,
        WIDTH, below, wording.t.short(scale.last),
    )  # fmt: skip


def _texts(lines: Sequence[str], x: int, y: float) -> Markup:
    one = '<text x="{}" y="{:g}">{}</text>'
    return join_markup("", (markup(one, x, y + LINE * number, s) for number, s in enumerate(lines)))


def _height(sources: int, names: int) -> int:
    return max(LINE * (names + 1) + 12, sources * DOT + DOT)


def origin_chart(view: OpenView, wording: Wording) -> Markup:
    """Draw each source as a dot, and lines to the origin it goes back to."""
    if view.sources < FEWEST_SOURCES:
        return Markup()
    t, top, drawn, spoken = wording.t, 0, [], []
    for passages in view.by_root:
        spoken_name, name = wording.origin_name(passages[0].root)
        sources = len({passage.source.id for passage in passages})
        stances = tuple(s for s in STANCES if any(p.item.stance == s for p in passages))
        lines, counted = _wrap_name(name), t.count("sources_count", sources)
        party = any(passage.party for passage in passages)
        under = plain(counted) + (f", {t('chart_party')}" if party else "")
        drawn.append(_draw_origin(sources, top, lines, stances, under, party=party))
        named = t.join(t(f"stance_{stance}") for stance in stances)
        row = t("chart_origins_row", origin=spoken_name, sources=counted, stances=named)
        spoken.append(f"{plain(row)}.")
        top += _height(sources, len(lines))
    counts = {
        "passages": t.count("passages", len(view.passages)),
        "sources": t.count("sources_count", view.sources),
        "origins": t.count("origins_count", len(view.by_root)),
    }
    summary = t("chart_origins_label", **counts)
    caption = f"{t('chart_origins')}. {summary}"
    return _figure(caption, " ".join([summary, *spoken]), top, join_markup("", drawn))


@lru_cache(maxsize=4096)
def _draw_origin(
    sources: int,
    top: int,
    lines: tuple[str, ...],
    stances: tuple[str, ...],
    under: str,
    *,
    party: bool,
) -> Markup:
    # kept, since claims of an article go back to the same origins
    middle = top + _height(sources, len(lines)) / 2
    first_line = middle - LINE * (len(lines) + 1) / 2 + 16
    last_line = first_line + LINE * len(lines)
    first = middle - (sources - 1) * DOT / 2
    rows = [first + DOT * number for number in range(sources)]
    paths = "".join(f"M10 {y:g}L44 {middle:g}" for y in rows)
    dots = "".join(f"M6 {y:g}h.1" for y in rows)
    return markup(
        '<path class="lt-lines" d="{}"/><path class="lt-dots" d="{}"/><circle class="lt-root{}" cx="52" cy="{:g}" r="7"/>'
        '{}{}<text class="lt-dim" x="{}" y="{:g}">{}</text>',
        paths, dots, " lt-root-party" if party else "", middle, _texts(lines, LEFT, first_line),
        _signs(stances, last_line), LEFT + 4 + 17 * len(stances), last_line, under,
    )  # fmt: skip


def _signs(stances: tuple[str, ...], last_line: float) -> Markup:
    one = '<path class="lt-stance-{}" fill-rule="evenodd" transform="translate({} {:g})" d="{}"/>'
    placed = enumerate(stances)
    signs = (markup(one, s, LEFT + 17 * n, last_line - 11, STANCE_SHAPES[s]) for n, s in placed)
    return join_markup("", signs)


@lru_cache(maxsize=4096)
def _wrap_name(name: str) -> tuple[str, ...]:
    return tuple(_BESIDE.wrap(name))


def _figure(caption: str, label: str, height: float, drawing: Markup) -> Markup:
    figure = (
        '<figure class="lt-chart"><figcaption>{}</figcaption>'
        '<svg viewBox="0 -2 {} {:g}" role="img" aria-label="{}">{}</svg></figure>'
    )
    return markup(figure, caption, WIDTH, height + 4, label, drawing)
