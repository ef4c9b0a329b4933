"""The editors' page: what to look at again, as of a day. The only page that depends on today.

It is public, since readers may know what we still owe them; search engines leave it out, since it
is another page tomorrow. Order and reasons are those of `lastro due`. Of a long section it shows the
beginning and says how much the command lists beyond it.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from msgspec import Struct

from lastro.artifacts import Page
from lastro.render.page_builder import Maker, Plan
from lastro.render.pagination import FULL
from lastro.site.due import WITHIN, Due, Reason


class Section(Struct, frozen=True):
    """One heading of the page: the id of its place, and what stands under it."""

    name: str
    items: tuple[Due, ...]

    @property
    def shown(self) -> tuple[Due, ...]:
        """What the page lists of it, the most urgent first."""
        return self.items[:FULL]

    @property
    def more(self) -> int:
        """How much it leaves to the command."""
        return len(self.items) - len(self.shown)

    @property
    def records(self) -> int:
        """How many records it names."""
        return len({item.record for item in self.items})


def plans(maker: Maker) -> Iterator[Plan]:
    """Yield the one page."""
    yield Plan("overdue/", partial(overdue, maker))


def overdue(maker: Maker) -> Page:
    """Make the page of what is due."""
    t, today = maker.t, maker.site.today
    return maker.page(
        "overdue", "overdue/", t("overdue_title"), t("overdue_intro"),
        sections=tuple(_sections(maker)), ahead=WITHIN,
        days_late=lambda item: -(item.days(today) or 0),
    )  # fmt: skip


def _sections(maker: Maker) -> Iterator[Section]:
    """Yield every section, empty ones too: that none is late is worth a number."""
    reviews = tuple(_of(Reason.REVIEW, maker.site.due))
    today = maker.site.today
    yield Section("late", tuple(item for item in reviews if item.day and item.day < today))
    yield Section("soon", tuple(item for item in reviews if item.day and item.day >= today))
    for reason in Reason:
        if reason is not Reason.REVIEW:
            yield Section(str(reason), tuple(_of(reason, maker.site.due)))


def _of(reason: Reason, items: Iterable[Due]) -> Iterator[Due]:
    return (item for item in items if item.reason is reason)
