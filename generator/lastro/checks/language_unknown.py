"""Text carries the tag of a language that exists, spelt as the standard has it.

Screen readers choose their voice by it, and a text filed under a language that this site does not
have would be shown to nobody.

`lang` takes any BCP 47 tag; text for readers only the languages of lastro.yml.
"""

from collections.abc import Sequence

from lastro.diagnostics import Diagnostic, Severity, meant_in
from lastro.fix_spans import sliced, sound
from lastro.fixes import TextEdit

SEVERITY = Severity.ERROR
FIX = "safe"
SCOPE = "file"


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    """Spell a tag as the standard has it, where only its case or its hyphen is wrong."""
    meant, written = meant_in(found.hint), sliced(text, found.place.span)
    tag = written.strip("'\"")
    if not meant or tag.replace("_", "-").casefold() != meant.casefold():
        return ()
    return sound(text, [TextEdit(found.place.span, written.replace(tag, meant))])
