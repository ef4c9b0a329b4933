"""Findings to their stored form and back.

The place of a note is stored unresolved, since resolving one costs ten times what finding the fault did.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import msgspec

from lastro.diagnostics.report import Diagnostic
from lastro.loading.workspace import Workspace
from lastro.places import Place, Span


def store(found: Sequence[Diagnostic]) -> msgspec.Raw:
    """Return the stored form of some findings."""
    return msgspec.Raw(msgspec.msgpack.encode(found, enc_hook=_packed))


def restorer(loaded: Workspace) -> Callable[[msgspec.Raw], tuple[Diagnostic, ...]]:
    """Return what turns stored findings into those of a workspace."""
    return msgspec.msgpack.Decoder(tuple[Diagnostic, ...], dec_hook=partial(_placed, loaded)).decode


def _packed(place: Place) -> object:
    """Return a place by its span, or by the route and the part that lead to it in the file."""
    span = msgspec.structs.astuple(place.span) if place.is_found else None
    return place.path, place.route, span, place.on_key, place.part


def _placed(loaded: Workspace, _: type, kept: Any) -> Place:
    path, route, span, on_key, part = kept
    if span is None:
        return loaded.place(tuple(route), on_key=on_key, part=part)
    return Place(path, Span(*span), tuple(route))
