"""The published scale can be read by everyone, and each of its steps can be reached.

The method page prints it from lastro.yml. A rating without a label in the reader's language, or
one that no evidence could ever carry, makes the scale a mere ornament. So does one that a party
could forbid with a denial or a boast: `without` counts `independent` or `primary` origins only.

As soon as one rating has `needs`, stance alone bounds no other. A rating of tone `for` or `against`
that has none would then be permitted without any evidence, so it has to say what it needs.

An alternative of `needs` and a `without` say something, or are left out. A word that is no count or
no condition is `field-unknown`.
"""

from collections.abc import Iterator, Mapping

from lastro.diagnostics.finding import Finding, Findings, Related
from lastro.model.settings import Counts, Rating, Settings
from lastro.places import RecordPath

Clash = tuple[str, int, str]
"""A count that is wanted, how many of it, and the count that forbids it."""
_HOLDS_TOO = {"primary": ("primary", "independent"), "independent": ("independent",)}
"""For each count those that are at least as large: a primary origin is an independent one."""
_STANCES = ("supports", "refutes")


def check(settings: Settings) -> Findings:
    """Yield one finding for each double rating, missing text and need that is forbidden."""
    first: dict[str, int] = {}
    for index, rating in enumerate(settings.ratings):
        at = ("lastro", "ratings", index)
        if rating.id in first:
            yield Finding(
                route=(*at, "id"),
                message=f"rating '{rating.id}' stands twice",
                hint="rename one, or delete it",
                related=(Related(("lastro", "ratings", first[rating.id], "id"), "first here"),),
            )
        first.setdefault(rating.id, index)
        yield from _unworded(rating, at, settings.languages)
        yield from _empty(rating, at)
        yield from _unbounded(rating, at, settings)
        yield from _forbidden_by_parties(rating, at)
        yield from _out_of_reach(rating, at)


def _unworded(rating: Rating, at: RecordPath, languages: tuple[str, ...]) -> Findings:
    for key, text in (("label", rating.label), ("meaning", rating.meaning)):
        for language in languages:
            if language in text.languages:
                continue
            yield Finding(
                route=(*at, key),
                on_key=True,
                message=f"rating '{rating.id}' has no {key} in {language}",
                hint=f"add `{language}: …`: readers of every language see the scale",
            )


def _empty(rating: Rating, at: RecordPath) -> Findings:
    for number, need in enumerate(rating.needs):
        counts = (need.supports, need.refutes, need.context)
        if not need.nature and not need.events and not any(map(_counted, counts)):
            yield Finding(
                route=(*at, "needs", number),
                message=f"an alternative of rating '{rating.id}' asks for nothing",
                hint="a rating that is always permitted has no `needs`",
            )
    without = rating.without
    if without and not _counted(without.supports) and not _counted(without.refutes):
        message = f"`without` of rating '{rating.id}' forbids nothing"
        hint = "say what forbids it, or delete the key"
        yield Finding(route=(*at, "without"), message=message, hint=hint)


def _unbounded(rating: Rating, at: RecordPath, settings: Settings) -> Findings:
    if settings.bounds_by_stance or rating.needs or rating.tone in ("mixed", "neutral"):
        return
    stance = "supports" if rating.tone == "for" else "refutes"
    yield Finding(
        route=(*at, "id"),
        message=f"rating '{rating.id}' would need no evidence, since another rating has `needs`",
        hint=f"give it `needs` too, such as `[{{{stance}: {{roots: 1}}}}]`",
    )


def _counted(counts: Counts | None) -> dict[str, int]:
    return counts.model_dump(exclude_none=True) if counts else {}


def _forbidden_by_parties(rating: Rating, at: RecordPath) -> Findings:
    for stance in _STANCES:
        for kind in _counted(getattr(rating.without, stance, None)):
            if kind in _HOLDS_TOO:
                continue
            message = f"a party's word would forbid rating '{rating.id}'"
            hint = "count `independent` or `primary` here"
            yield Finding(route=(*at, "without", stance, kind), message=message, hint=hint)


def _out_of_reach(rating: Rating, at: RecordPath) -> Findings:
    for number, need in enumerate(rating.needs):
        for stance in _STANCES:
            wanted = _counted(getattr(need, stance))
            forbidden = _counted(getattr(rating.without, stance, None))
            for kind, count, against in _clashes(wanted, forbidden):
                yield Finding(
                    route=(*at, "needs", number, stance, kind),
                    message=f"rating '{rating.id}' needs {stance} {kind} {count}, which its `without` forbids",
                    hint="no evidence can carry it: change one of the two",
                    related=(Related((*at, "without", stance, against), "forbidden here"),),
                )
                break


def _clashes(wanted: Mapping[str, int], forbidden: Mapping[str, int]) -> Iterator[Clash]:
    """Yield the counts that are wanted and, through one that is as large, forbidden.

    Parties and origins of all kinds can always be added: nothing may forbid them.
    """
    for kind, implied in _HOLDS_TOO.items():
        for other in implied:
            if kind in wanted and other in forbidden and wanted[kind] >= forbidden[other]:
                yield kind, wanted[kind], other
