import re
from collections.abc import Sequence

from lastro.editing.edit import rewrite_text
from lastro.rules import Diagnostic, TextEdit

FIX = "unsafe"


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    meant = re.fullmatch(r"write (\d\S*)", found.hint)
    return rewrite_text(text, found.place.route, meant[1]) if meant else ()
