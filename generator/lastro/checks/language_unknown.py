"""Text carries the tag of a language that exists, spelt as the standard has it.

Screen readers choose their voice by it, and a text filed under a language that this site does not
have would be shown to nobody.

`lang` takes any BCP 47 tag; text for readers only the languages of lastro.yml.
"""

from lastro.diagnostics import Severity

SEVERITY = Severity.ERROR
WAIVABLE = False
FIX = "safe"
SCOPE = "file"
