"""What an article says and we did not check is left out for a reason that readers see.

A check that picks the easy statements in silence misleads as much as a wrong verdict does.

Whether the reason is a good one is for the people who review it.
"""

from lastro.diagnostics import Severity

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "none"
SCOPE = "file"
