"""Records are written in the words of the current schema.

Who reads a record beside others must not wonder whether two words are two things. An old word still
says what it said, so readers of the page lose nothing.

Old words are read as the new ones until the release after the one that changed them, so that a
branch which was begun before it can still be merged.
"""

from lastro.diagnostics import Severity

SEVERITY = Severity.WARNING
WAIVABLE = False
FIX = "safe"
SCOPE = "file"
