"""An id is short and plain, because it is an address that readers keep.

It becomes part of the page's URL, which people cite and print for years, and of a file name on
every system.

Ids use a-z, 0-9 and single hyphens, up to 80 of them. `index`, `page` and the names of devices are
taken. Topics and origins obey the same rule.
"""

from collections.abc import Sequence

from lastro.diagnostics.finding import below
from lastro.diagnostics.fixes import TextEdit
from lastro.diagnostics.report import Diagnostic
from lastro.editing.edit import rewrite_text, text_in_span
from lastro.model.values import slugify, why_not_id

FIX = "unsafe"


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    """Make an id of what was written as a topic or an origin; a file is renamed by a person."""
    at = below(found.place.route)
    if not {"topics", "origin"} & {*at}:
        return ()
    meant = slugify(text_in_span(text, found.place.span))
    return rewrite_text(text, found.place.route, meant) if meant and not why_not_id(meant) else ()
