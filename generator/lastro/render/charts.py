"""Two small drawings: the verdict over time, and how many sources lead to how few origins.

Nothing is said only in a chart: each has its text alternative and repeats what the page says in
words. Static SVG without `style` attributes, colours by class, shape or dash beside every colour;
400 units wide, text of 15 units, which is 12 px on a 320 px screen. Source: reader.md section 7.
"""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from lastro.evidence.verification import STANCES
from lastro.render.wording import SHAPES, STANCE_SHAPES, Wording
from lastro.site import ClaimView, Passage

WIDTH = 400
ROW = 50
DOT = 9
LONGEST_NAME = 40
FEWEST_SOURCES = 2


def verdict_chart(view: ClaimView, wording: Wording) -> Markup:
    """Draw a claim's windows as bars on one line of time; nothing for a single window."""
    if len(view.windows) == 1:
        return Markup()
    first = view.windows[0].review.holds.first
    last = _last_day(view)
    rows, spoken = [], []
    for number, window in enumerate(view.windows):
        words = f"{wording.label(window.rating)}, {_plain(wording.t.period(window.review.holds))}"
        spoken.append(words)
        start = _x(window.review.holds.first, first, last)
        end = _x(window.review.holds.after or last, first, last)
        top = number * ROW
        rows.append(
            Markup(
                '<g class="lt-tone-{}"><path class="lt-bar-shape" fill-rule="evenodd" transform="translate(0 {}) scale(.7)" d="{}"/>'
                '<text x="24" y="{}">{}</text><path class="lt-bar" d="M{} {}H{}"/></g>'
            ).format(
                window.rating.tone,
                top + 1,
                SHAPES[window.rating.shape],
                top + 15,
                words,
                start,
                top + 30,
                end,
            )
        )
    height = len(view.windows) * ROW
    ticks = sorted(
        {_x(event.on.first, first, last) for event in view.claim.events if event.on.first >= first}
    )
    marks = "".join(f"M{x} {height - 6}v10" for x in ticks)
    spoken.append(str(wording.t.count("chart_verdict_events", len(view.claim.events))))
    drawing = Markup().join(rows) + Markup('<path class="lt-ticks" d="M0 {}H400{}"/>').format(
        height - 1, marks
    )
    return _figure(str(wording.t("chart_verdict")), "; ".join(spoken), height + 6, drawing)


@dataclass(frozen=True, slots=True)
class _Group:
    root: str
    passages: tuple[Passage, ...]

    @property
    def sources(self) -> int:
        return len({passage.source.id for passage in self.passages})

    @property
    def height(self) -> int:
        return max(ROW, self.sources * DOT + DOT)


def origin_chart(view: ClaimView, wording: Wording) -> Markup:
    """Draw each source as a dot, and lines to the origin it goes back to."""
    if view.sources < FEWEST_SOURCES:
        return Markup()
    groups = [_Group(r, tuple(p for p in view.passages if p.root == r)) for r in view.roots]
    groups.sort(key=lambda group: (-group.sources, group.root))
    top, drawn, spoken = 0, [], []
    for group in groups:
        drawn.append(_group(group, top, wording))
        spoken.append(_in_words(group, wording))
        top += group.height
    t = wording.t
    summary = t(
        "chart_origins_label",
        passages=t.count("passages", len(view.passages)),
        sources=t.count("sources_count", view.sources),
        origins=t.count("origins_count", len(groups)),
    )
    label = " ".join([str(summary), *spoken])
    caption = f"{t('chart_origins')}. {summary}"
    return _figure(caption, label, top, Markup().join(drawn))


def _group(group: _Group, top: int, wording: Wording) -> Markup:
    middle = top + group.height / 2
    first = middle - (group.sources - 1) * DOT / 2
    rows = [first + DOT * number for number in range(group.sources)]
    lines = "".join(f"M10 {y:g}L84 {middle:g}" for y in rows)
    dots = "".join(f"M6 {y:g}h.1" for y in rows)
    party = any(passage.party for passage in group.passages)
    stances = [s for s in STANCES if any(p.item.stance == s for p in group.passages)]
    signs = Markup().join(
        Markup(
            '<path class="lt-stance-{}" fill-rule="evenodd" transform="translate({} {:g})" d="{}"/>'
        ).format(stance, 110 + 17 * number, middle + 7, STANCE_SHAPES[stance])
        for number, stance in enumerate(stances)
    )
    name = _name(group.root, wording)
    count = _plain(wording.t.count("sources_count", group.sources))
    stake = f", {wording.t('chart_party')}" if party else ""
    return Markup(
        '<path class="lt-lines" d="{}"/><path class="lt-dots" d="{}"/><circle class="lt-root{}" cx="92" cy="{:g}" r="7"/>'
        '<text x="110" y="{:g}">{}</text>{}<text class="lt-dim" x="{}" y="{:g}">{}</text>'
    ).format(
        lines, dots, " lt-root-party" if party else "", middle, middle - 3, name, signs,
        114 + 17 * len(stances), middle + 18, count + stake,
    )  # fmt: skip


def _in_words(group: _Group, wording: Wording) -> str:
    t = wording.t
    found = [
        str(t(f"stance_{s}")) for s in STANCES if any(p.item.stance == s for p in group.passages)
    ]
    row = t(
        "chart_origins_row",
        origin=_name(group.root, wording),
        sources=t.count("sources_count", group.sources),
        stances=t.join(found),
    )
    return f"{_plain(row)}."


def _name(root: str, wording: Wording) -> str:
    named = wording.site.origin_names[root]
    name = wording.t.join(named.names)
    words = f"{name}, {wording.t.dated(named.on)}" if named.on else name
    return words if len(words) <= LONGEST_NAME else words[: LONGEST_NAME - 1] + "…"


def _last_day(view: ClaimView) -> date:
    """Return where the drawing ends: the last day that any record of the claim names."""
    days = [review.decided for review in view.claim.reviews]
    return max(days + [event.on.first for event in view.claim.events])


def _x(day: date, first: date, last: date) -> float:
    span = max(1, (last - first).days)
    return round(min(max((day - first).days, 0), span) * WIDTH / span, 1)


def _plain(markup: Markup) -> str:
    return markup.striptags()


def _figure(caption: str, label: str, height: float, drawing: Markup) -> Markup:
    """Put a drawing into its figure; the label stands for it where it cannot be seen."""
    return Markup(
        '<figure class="lt-chart"><figcaption>{}</figcaption>'
        '<svg viewBox="0 -2 {} {:g}" role="img" aria-label="{}">{}</svg></figure>'
    ).format(caption, WIDTH, height + 4, label, drawing)
