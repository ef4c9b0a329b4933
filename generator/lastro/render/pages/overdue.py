"""The editors' page: what to look at again, as of a day. The only page that depends on today.

It is public, since readers may know what we still owe them; search engines leave it out, since it
is another page tomorrow. Order and reasons are those of `lastro due`. Of a long section it shows the
beginning and says how much the command lists beyond it.
"""

from collections.abc import Iterator
from functools import partial

from lastro.artifacts import Page
from lastro.render.page_builder import FULL, Maker, Plan
from lastro.site.due import WITHIN, Due, Reason


def plans(maker: Maker) -> Iterator[Plan]:
    """Yield the one page."""
    yield Plan("overdue/", partial(overdue, maker))


def overdue(maker: Maker) -> Page:
    """Make the page of what is due."""
    t, today = maker.t, maker.site.today
    return maker.page(
        "overdue", "overdue/", t("overdue_title"), t("overdue_intro"),
        sections=tuple(_sections(maker)), full=FULL, ahead=WITHIN,
        days_late=lambda item: -(item.days(today) or 0),
    )  # fmt: skip


def _sections(maker: Maker) -> Iterator[tuple[str, list[Due]]]:
    """Yield what stands in every section, empty ones too: that none is late is worth a number."""
    today, of = maker.site.today, {reason: list[Due]() for reason in Reason}
    for item in maker.site.due:
        of[item.reason].append(item)
    reviews = [(item, item.day) for item in of.pop(Reason.REVIEW) if item.day]
    yield "late", [item for item, day in reviews if day < today]
    yield "soon", [item for item, day in reviews if day >= today]
    yield from ((str(reason), items) for reason, items in of.items())
