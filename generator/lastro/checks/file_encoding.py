"""A record is UTF-8 with plain line ends.

Read in another encoding, the names and the quoted words that readers see would be others than
those that were written, without any sign of it.

Refused are bytes that are not UTF-8, UTF-16, a byte order mark, NUL, and CR that ends a line by
itself. CR LF, as Windows writes it, is read as LF.
"""

from lastro.diagnostics import Severity

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "safe"
SCOPE = "file"
