"""A record must be readable as YAML, in one way only.

A value that ends early, or a key that slips under another one, changes what readers are told. So a
file that is read with doubt is not read at all.

Reported is the first fault of a file, in plain words; the others show once it is mended.
"""

from lastro.diagnostics import Severity

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "unsafe"
SCOPE = "file"
