"""Findings to their stored form and back.

The place of a note is stored unresolved, since resolving one costs ten times what finding the fault did.
"""

from lastro.diagnostics.report import Diagnostic, RelatedPlace
from lastro.loading.remembered import KeptFinding, KeptPlace
from lastro.loading.workspace import Loaded
from lastro.places import Place, Span


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
    if not place.is_found:
        return KeptPlace(place.path, place.steps, None, place.on_key, place.part)
    span = place.span
    return KeptPlace(
        place.path, place.steps, (span.line, span.column, span.end_line, span.end_column)
    )


def _placed(kept: KeptPlace, loaded: Loaded) -> Place:
    if kept.span is None:
        return loaded.place(kept.steps, on_key=kept.on_key, part=kept.part)
    return Place(kept.path, Span(*kept.span), kept.steps)
