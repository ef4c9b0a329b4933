import re
from collections.abc import Sequence

from lastro.editing.edit import rewrite_text
from lastro.model.values import why_not_id
from lastro.rules import Diagnostic, TextEdit
from lastro.syntax.hidden import find_hidden
from lastro.syntax.tree import parse, scalars

FIX = "safe"
_ADDRESS = re.compile(r"https?://[!-~]+")
_LISTED = "claim derived_from former_ids id origin see source sources topics"
_OF_IDS = frozenset(_LISTED.split())
_OF_ADDRESSES = frozenset({"archived", "reprint", "same_as", "url"})


def fix(text: str, found: Diagnostic) -> Sequence[TextEdit]:
    line = found.place.span.line
    for at, scalar, is_key in scalars(parse(text)):
        without = scalar.text
        while hidden := find_hidden(without):
            without = without.replace(hidden[0], "")
        if is_key or without == scalar.text or scalar.span.line != line:
            continue
        key = next(step for step in reversed(at) if isinstance(step, str))
        is_id = key in _OF_IDS and not why_not_id(without)
        if is_id or (key in _OF_ADDRESSES and _ADDRESS.fullmatch(without)):
            return rewrite_text(text, ("", "", *at), without)
    return ()
