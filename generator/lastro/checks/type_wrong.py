"""A value has the form that its field needs: text, a list or a map.

`parties: OpenAI` read as a list of letters would name six parties that nobody has heard of. The
form is never guessed.

Whether the text itself is right is the matter of other rules, such as `date-not-edtf`.
"""

from lastro.diagnostics import Severity

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "safe"
SCOPE = "file"
