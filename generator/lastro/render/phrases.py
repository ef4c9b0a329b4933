"""Text with holes, read once and filled often: what is filled in is escaped, only markup passes.

A page fills some hundreds of phrases; to read each anew for every page was most of the time of a
build. Filling gives the same as `Markup.format` does, to the byte (security.md section 4).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter

from markupsafe import Markup, escape

Hole = tuple[int, int | str, str]
"""Its place among the pieces, what fills it (a position or a name), and how that is written."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Markup with holes. Without holes it is `whole` as it stands."""

    pieces: tuple[str, ...]
    """The markup between the holes, with an empty piece where each hole is."""
    holes: tuple[Hole, ...]
    whole: Markup

    def fill(self, values: Sequence[object] | Mapping[str, object]) -> Markup:
        """Fill the holes; values beyond them are not used.

        Raises KeyError for a name, and IndexError for a position, that has no value.
        """
        if not self.holes:
            return self.whole
        pieces = list(self.pieces)
        for at, key, spec in self.holes:
            value = values[key]  # type: ignore[index]  # positions and names never mix
            pieces[at] = value if type(value) is Markup and not spec else _escaped(value, spec)
        return marked_safe("".join(pieces))


@lru_cache(maxsize=4096)
def phrase(text: str) -> Phrase:
    """Read markup whose holes are `{}`, `{name}`, or one of them with a format as in `{:g}`.

    Raises ValueError for any other hole: a value is shown whole, never a part of it.
    """
    pieces: list[str] = []
    holes: list[Hole] = []
    for piece, name, spec, conversion in Formatter().parse(text):
        pieces.append(piece)
        if name is None:
            continue
        if conversion or not (name == "" or name.isidentifier()) or "{" in (spec or ""):
            raise ValueError(f"{text!r} has a hole that is no plain name: {name!r}")
        holes.append((len(pieces), name or len(holes), spec or ""))
        pieces.append("")
    return Phrase(tuple(pieces), tuple(holes), marked_safe("".join(pieces)))


def markup(text: str, *values: object) -> Markup:
    """Fill the `{}` of markup that we wrote ourselves, never of text from a record."""
    return phrase(text).fill(values)


def marked_safe(text: str) -> Markup:
    """Call text markup whose every part was escaped just now."""
    return str.__new__(Markup, text)


def _escaped(value: object, spec: str) -> Markup:
    if type(value) is str and not spec:
        return escape(value)
    return escape(value if hasattr(value, "__html__") and not spec else format(value, spec))
