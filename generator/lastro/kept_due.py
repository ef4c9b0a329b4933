"""What each record makes due, as it is kept from build to build.

The list of what is due is about all records, and what one adds to it changes with that record and
what it reaches. So each part is kept with what it was made from, and only the parts of changed
records are worked out again.
"""

from collections.abc import Iterable
from datetime import date

from lastro.due import Due, Reason
from lastro.reads import Plain


def plain_due(parts: Iterable[Due]) -> Plain:
    """Return parts as plain values."""
    return [
        [
            str(part.reason),
            [str(step) for step in part.record],
            _plain_day(part.day),
            part.why,
            part.language,
            part.count,
            _plain_day(part.decided),
            part.sources,
            part.origins,
        ]
        for part in parts
    ]


def due_of(kept: Iterable[list]) -> list[Due]:  # type: ignore[type-arg]
    """Return parts of their plain values."""
    return [
        Due(
            reason=Reason(reason),
            record=tuple(record),
            day=_day(day),
            why=why,
            language=language,
            count=count,
            decided=_day(decided),
            sources=sources,
            origins=origins,
        )
        for reason, record, day, why, language, count, decided, sources, origins in kept
    ]


def _plain_day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
