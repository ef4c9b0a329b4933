"""Words on what carries a rating, and on what it lacks."""

from collections.abc import Iterator

from lastro.evidence.rulings import Condition, Ruling

LABEL = 10


def reasons(ruling: Ruling) -> Iterator[str]:
    """Say which alternative carries a rating, or all that it missed."""
    if ruling.fired is not None:
        yield write_row("carried", "by " + tell_all(ruling.alternatives[ruling.fired]))
    elif ruling.alternatives:
        yield from write_rows("missed", [tell_all(tried) for tried in ruling.alternatives])
    else:
        yield write_row("carried", "this rating asks for nothing")
    yield from write_rows("forbidden", [f"by {tell_condition(c)}" for c in ruling.forbidden])
    if ruling.lacks_earlier:
        yield write_row("missed", "an earlier review: this rating follows one")


def tell_all(conditions: tuple[Condition, ...]) -> str:
    return " and ".join(tell_condition(c) for c in conditions)


def tell_condition(condition: Condition) -> str:
    if condition.subject == "nature":
        has = "which it is" if condition.met else "which it is not"
        return f"nature {' or '.join(condition.natures)} ({has})"
    kind = f" {condition.kind}" if condition.kind else ""
    return f"{condition.subject}{kind} {condition.wanted} (have {condition.have})"


def write_rows(label: str, texts: list[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        yield write_row("" if number else label, text)


def write_row(label: str, text: str) -> str:
    return f"  {label:{LABEL}}{text}"
