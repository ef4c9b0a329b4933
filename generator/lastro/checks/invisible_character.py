"""A record holds no character that cannot be seen.

One of them can turn the order of the letters around, so that whoever reviews the change reads
another sentence than the one that is published; another one makes two equal names differ.

Refused are control characters, marks of direction, characters of no width, tags and line
separators, as they are or as an escape in double quotes. Joiners stay between letters and in
emoji. The fix leaves quotes alone: whether the source has the character is for a person to see.
"""

from lastro.diagnostics import Severity

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "safe"
SCOPE = "file"
