"""Findings to their stored form and back.

The place of a note is stored unresolved, since resolving one costs ten times what finding the fault did.
"""

from lastro.diagnostics.report import Diagnostic, RelatedPlace
from lastro.loading.remembered import PackedFinding, PackedPlace
from lastro.loading.workspace import Workspace
from lastro.places import Place, Span


def store(found: Diagnostic) -> PackedFinding:
    """Return the stored form of a diagnostic."""
    return PackedFinding(
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


def restore(kept: PackedFinding, loaded: Workspace) -> Diagnostic:
    """Return the diagnostic of a stored form."""
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


def _place(place: Place) -> PackedPlace:
    if not place.is_found:
        return PackedPlace(place.path, place.route, None, place.on_key, place.part)
    span = place.span
    return PackedPlace(
        place.path, place.route, (span.line, span.column, span.end_line, span.end_column)
    )


def _placed(kept: PackedPlace, loaded: Workspace) -> Place:
    if kept.span is None:
        return loaded.place(kept.route, on_key=kept.on_key, part=kept.part)
    return Place(kept.path, Span(*kept.span), kept.route)
