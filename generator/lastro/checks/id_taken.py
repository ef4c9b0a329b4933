"""An id belongs to one record of its kind in the whole site.

Links and citations name an id. Were there two claims of one name, a reader could be led to the
verdict on the other one.

The file that comes first by path keeps the id; claims of different articles share one space.
"""

from lastro.diagnostics import Severity

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "none"
SCOPE = "file"
