from collections.abc import Iterator
from itertools import islice

from lastro.model.settings import Counts, Rating
from lastro.rules import Finding, Findings, RecordPath, Related, Settings

_HOLDS_TOO = {"primary": ("primary", "independent"), "independent": ("independent",)}
"""For each count those that are at least as large: a primary origin is an independent one."""
_STANCES = ("supports", "refutes")


def check(settings: Settings) -> Findings:
    first: dict[str, RecordPath] = {}
    for index, rating in enumerate(settings.ratings):
        at = ("lastro", "ratings", index)
        if rating.id in first:
            yield Finding(
                route=(*at, "id"),
                message=f"rating '{rating.id}' stands twice",
                hint="rename one, or delete it",
                related=(Related(first[rating.id], "first here"),),
            )
        first.setdefault(rating.id, (*at, "id"))
        yield from _unworded(rating, at, settings.languages)
        for key, message, hint in (*_empty(rating), *_unbounded(rating, settings)):
            yield Finding(route=(*at, *key), message=message, hint=hint)
        yield from _out_of_reach(rating, at)


def _unworded(rating: Rating, at: RecordPath, languages: tuple[str, ...]) -> Findings:
    for key, text in (("label", rating.label), ("meaning", rating.meaning)):
        for language in languages:
            if language not in text.languages:
                message = f"rating '{rating.id}' has no {key} in {language}"
                hint = f"add `{language}: …`: readers of every language see the scale"
                yield Finding(route=(*at, key), on_key=True, message=message, hint=hint)


def _empty(rating: Rating) -> Iterator[tuple[RecordPath, str, str]]:
    for number, need in enumerate(rating.needs):
        counts = (need.supports, need.refutes, need.context)
        if not need.nature and not need.events and not any(map(_counted, counts)):
            message = f"an alternative of rating '{rating.id}' asks for nothing"
            yield ("needs", number), message, "a rating that is always permitted has no `needs`"
    without = rating.without
    if without and not _counted(without.supports) and not _counted(without.refutes):
        message = f"`without` of rating '{rating.id}' forbids nothing"
        yield ("without",), message, "say what forbids it, or delete the key"


def _unbounded(rating: Rating, settings: Settings) -> Iterator[tuple[RecordPath, str, str]]:
    """Yield what a rating lacks that stance alone does not bound, and what a party could forbid."""
    if not (settings.bounds_by_stance or rating.needs or rating.tone in ("mixed", "neutral")):
        stance = "supports" if rating.tone == "for" else "refutes"
        message = f"rating '{rating.id}' would need no evidence, since another rating has `needs`"
        yield ("id",), message, f"give it `needs` too, such as `[{{{stance}: {{roots: 1}}}}]`"
    for stance in _STANCES:
        for kind in _counted(getattr(rating.without, stance, None)):
            if kind not in _HOLDS_TOO:
                message = f"a party's word would forbid rating '{rating.id}'"
                yield ("without", stance, kind), message, "count `independent` or `primary` here"


def _counted(counts: Counts | None) -> dict[str, int]:
    return counts.model_dump(exclude_none=True) if counts else {}


def _out_of_reach(rating: Rating, at: RecordPath) -> Findings:
    """Parties and origins of all kinds can always be added: nothing may forbid them."""
    for number, need in enumerate(rating.needs):
        for stance in _STANCES:
            wanted = _counted(getattr(need, stance))
            forbidden = _counted(getattr(rating.without, stance, None))
            clashes = (
                (kind, other)
                for kind, implied in _HOLDS_TOO.items()
                for other in implied
                if kind in wanted and other in forbidden and wanted[kind] >= forbidden[other]
            )
            for kind, against in islice(clashes, 1):
                yield Finding(
                    route=(*at, "needs", number, stance, kind),
                    message=f"rating '{rating.id}' needs {stance} {kind} {wanted[kind]}, which its `without` forbids",
                    hint="no evidence can carry it: change one of the two",
                    related=(Related((*at, "without", stance, against), "forbidden here"),),
                )
