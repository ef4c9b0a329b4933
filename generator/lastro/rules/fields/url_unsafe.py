"""An address that is published leads to the open web.

Readers follow it with one click. An address of a script, of a file or with a password in it would
turn that click against them or give away what is private.

Allowed are http and https with a public host, without user or password, up to 2,000 plain
characters. Hosts of one machine or one network, such as 127.0.0.1, 10.0.0.7 or wiki.internal, open
something else for every reader, and are never fetched. Letters beyond ASCII are written as browsers
send them, which the fix does. Whether the page still stands there is not asked.
"""

from collections.abc import Sequence

from lastro.diagnostics.fixes import TextEdit
from lastro.diagnostics.report import Diagnostic
from lastro.editing.edit import rewrite_text
from lastro.text.messages import suggestion_in

FIX = "safe"


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    """Write the address as browsers send it."""
    meant = suggestion_in(found.hint)
    return rewrite_text(text, found.place.route, meant) if meant else ()
