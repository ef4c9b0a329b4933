"""An id is short and plain, because it is an address that readers keep.

It becomes part of the page's URL, which people cite and print for years, and of a file name on
every system.

Ids use a-z, 0-9 and single hyphens, up to 80 of them. `index`, `page` and the names of devices are
taken. Topics and origins obey the same rule.
"""

from lastro.diagnostics import Severity

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "unsafe"
SCOPE = "file"
