"""Records are written in the words of the current schema.

Who reads a record beside others must not wonder whether two words are two things. An old word still
says what it said, so readers of the page lose nothing.

Old words are read as the new ones until the release after the one that changed them, so that a
branch which was begun before it can still be merged.
"""

import re
from collections.abc import Sequence

from lastro.diagnostics import Diagnostic, Severity
from lastro.fix_spans import sliced, sound
from lastro.fixes import TextEdit

SEVERITY = Severity.WARNING
FIX = "safe"
SCOPE = "file"


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    """Write the word of now."""
    told = re.match(r"'(.+)' is called '(.+)' since schema", found.message)
    span = found.place.span
    written = sliced(text, span)
    return sound(text, [TextEdit(span, written.replace(told[1], told[2], 1))]) if told else ()
