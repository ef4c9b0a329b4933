"""The published scale can be read by everyone, and each of its steps can be reached.

The method page prints it from lastro.yml. A rating without a label in the reader's language, or
one that no evidence could ever carry, makes the scale a mere ornament.

A word that is no count or no condition is `field-unknown`.
"""

from collections.abc import Iterator

from lastro.corpus import Corpus
from lastro.diagnostics import Finding, Related, Severity
from lastro.places import RecordPath
from lastro.settings import Counts, Rating

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "none"
SCOPE = "record"

_HOLDS_TOO = {
    "primary": ("primary", "independent", "roots"),
    "independent": ("independent", "roots"),
    "party": ("party", "roots"),
    "roots": ("roots",),
}
"""For each count those that are at least as large: a primary origin is an independent one."""


def check(corpus: Corpus) -> Iterator[Finding]:
    """Yield one finding for each double rating, missing text and need that is forbidden."""
    first: dict[str, int] = {}
    for index, rating in enumerate(corpus.settings.ratings):
        at = ("lastro", "ratings", index)
        if rating.id in first:
            yield Finding(
                at=(*at, "id"),
                message=f"rating '{rating.id}' stands twice",
                hint="rename one, or delete it",
                related=(Related(("lastro", "ratings", first[rating.id], "id"), "first here"),),
            )
        first.setdefault(rating.id, index)
        yield from _unworded(rating, at, corpus.settings.languages)
        yield from _out_of_reach(rating, at)


def _unworded(rating: Rating, at: RecordPath, languages: tuple[str, ...]) -> Iterator[Finding]:
    for key, text in (("label", rating.label), ("meaning", rating.meaning)):
        for language in languages:
            if language in text.languages:
                continue
            yield Finding(
                at=(*at, key),
                on_key=True,
                message=f"rating '{rating.id}' has no {key} in {language}",
                hint=f"add `{language}: …`: readers of every language see the scale",
            )


def _out_of_reach(rating: Rating, at: RecordPath) -> Iterator[Finding]:
    for number, need in enumerate(rating.needs):
        for stance in ("supports", "refutes"):
            wanted: Counts | None = getattr(need, stance)
            forbidden: Counts | None = getattr(rating.without, stance, None)
            for kind, count, against in _clashes(wanted, forbidden):
                yield Finding(
                    at=(*at, "needs", number, stance, kind),
                    message=f"rating '{rating.id}' needs {stance} {kind} {count}, which its `without` forbids",
                    hint="no evidence can carry it: change one of the two",
                    related=(Related((*at, "without", stance, against), "forbidden here"),),
                )
                break


def _clashes(wanted: Counts | None, forbidden: Counts | None) -> Iterator[tuple[str, int, str]]:
    for kind, implied in _HOLDS_TOO.items():
        count: int | None = getattr(wanted, kind, None)
        for other in implied:
            limit: int | None = getattr(forbidden, other, None)
            if count is not None and limit is not None and count >= limit:
                yield kind, count, other
