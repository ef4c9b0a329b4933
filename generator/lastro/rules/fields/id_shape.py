from collections.abc import Sequence

from lastro.editing.edit import rewrite_text, text_in_span
from lastro.model.values import slugify, why_not_id
from lastro.rules import Diagnostic, TextEdit, below

FIX = "unsafe"


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    """Make an id of what was written as a topic or an origin; a file is renamed by a person."""
    at = below(found.place.route)
    if not {"topics", "origin"} & {*at}:
        return ()
    meant = slugify(text_in_span(text, found.place.span))
    return rewrite_text(text, found.place.route, meant) if meant and not why_not_id(meant) else ()
