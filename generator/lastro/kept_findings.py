"""Diagnostics to what is kept of them and back: the place of a note that is only counted stays unfound.

Finding a place costs ten times what finding the fault did, so what nobody asked for is kept as the
way to it. It leads to the same place as long as the file is the same.
"""

from collections.abc import Mapping, Sequence
from functools import partial

import msgspec

from lastro.diagnostics import Diagnostic, RelatedPlace, Severity, Silent
from lastro.loaded import Loaded
from lastro.places import LatePlace, Place, Span
from lastro.since import Findings, Recalled
from lastro.state import KeptFinding, KeptFindings, KeptPlace

_BETWEEN = "/"


def keep(found: Diagnostic) -> KeptFinding:
    """Return what is kept of a diagnostic."""
    return KeptFinding(
        _place(found.place),
        found.rule,
        found.severity,
        found.message,
        found.hint,
        [(_place(related.place), related.message) for related in found.related],
        found.details,
        found.waived,
        found.fix,
    )


def keep_all(about: Sequence[Diagnostic]) -> KeptFindings:
    """Return what is kept of all that was found about a record: notes that stand are packed.

    What an earlier run kept is handed on as it is.
    """
    if isinstance(about, Recalled):
        return about.kept
    path = next((found.place.path for found in about if _is_silent(found)), "")
    notes: list[Diagnostic] = []
    rest: list[Diagnostic] = []
    for found in about:
        (notes if _is_silent(found) and found.place.path == path else rest).append(found)
    fixes = [found.fix.kind for found in notes if found.fix]
    return KeptFindings(
        [keep(found) for found in rest],
        Silent(path, len(notes), fixes.count("safe"), fixes.count("unsafe")),
        msgspec.Raw(msgspec.msgpack.encode([keep(found) for found in notes])),
    )


def keep_found(found: Findings) -> dict[str, KeptFindings]:
    """Return what is kept of all findings, by the `route` of what they are about."""
    return {
        _BETWEEN.join(map(str, at)): keep_all(about) for at, about in found.items() if len(about)
    }


def recall_found(kept: Mapping[str, KeptFindings], loaded: Loaded) -> Findings:
    """Return the findings of which `keep_found` returned what is kept."""
    make = partial(found_again, loaded=loaded)
    return {tuple(name.split(_BETWEEN)): Recalled(about, make) for name, about in kept.items()}


def _is_silent(found: Diagnostic) -> bool:
    return found.severity is Severity.NOTE and not found.waived


def found_again(kept: KeptFinding, loaded: Loaded) -> Diagnostic:
    """Return the diagnostic of which something was kept."""
    return Diagnostic(
        place=_placed(kept.place, loaded),
        rule=kept.rule,
        severity=kept.severity,
        message=kept.message,
        hint=kept.hint,
        related=tuple(
            RelatedPlace(_placed(place, loaded), message) for place, message in kept.related
        ),
        details=kept.details,
        waived=kept.waived,
        fix=kept.fix,
    )


def _place(place: Place) -> KeptPlace:
    if isinstance(place, LatePlace) and not place.is_found:
        return KeptPlace(place.path, place.steps, None, place.on_key, place.part)
    span = place.span
    return KeptPlace(
        place.path, place.steps, (span.line, span.column, span.end_line, span.end_column)
    )


def _placed(kept: KeptPlace, loaded: Loaded) -> Place:
    if kept.span is None:
        return loaded.place(kept.steps, on_key=kept.on_key, part=kept.part)
    return Place(kept.path, Span(*kept.span), kept.steps)
