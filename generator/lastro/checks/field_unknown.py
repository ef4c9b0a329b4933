"""Every key of a record has a meaning.

A misspelt key would drop what it says, be it the refuting half of the evidence, and the page would
show nothing of it.

A key that is missing beside its misspelt twin is not reported as well. `id` and `article` are no
keys of a record: the file's name and folder say them.
"""

from lastro.diagnostics import Severity

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "safe"
SCOPE = "file"
