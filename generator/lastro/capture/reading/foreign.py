"""Files that look like text and are not what a reader saw: packed, coded, or written for programs.

Read as plain text, the words of a script, a comment or a letter's routing would verify, and the
sentence that everybody saw would not. So they are known by how they begin, whatever they are
called. Sources: the formats' own specifications; mimesniff.spec.whatwg.org.
"""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from lastro.errors import LastroError

_TOLD = yaml.load(Path(__file__).with_suffix(".yml").read_bytes(), yaml.CSafeLoader)
_DATA, _XML = "data for programs (JSON)", "a document in XML"
_AS_PAGE = _TOLD["instead"]["page"]


def _compile(told: Mapping[str, Any]) -> re.Pattern[str]:
    remarks = _TOLD["remarks"] if "remarks" in told else ""
    return re.compile(rf"\s*{remarks}(?:{'|'.join(told['begins'])})", re.DOTALL)


_BEGINNINGS = tuple(
    (_compile(one), one["what"], _TOLD["instead"][one["instead"]]) for one in _TOLD["files"]
)
TAGS = "|".join(_TOLD["elements"].split())
"""The names of elements of HTML, those with a hyphen being a page's own."""
_ROOT = re.compile(
    rf"\s*(?:<!--(?:(?!-->).)*-->\s*)*<(?!(?:(?i:{TAGS}))[\s/>])([a-z_][\w.:-]*)[\s/>]",
    re.DOTALL | re.IGNORECASE,
)


def refuse_foreign(text: str, *, is_called_html: bool) -> None:
    """Raise LastroError for what is neither page nor plain text, and say what to save instead.

    `text` is the file, one character a byte unless it is UTF-16. `is_called_html` gives it the
    benefit of the doubt when an element that is not of HTML comes first.
    """
    for beginning, what, instead in _BEGINNINGS:
        if beginning.match(text):
            raise _refusal(what, instead)
    ends = text[-1000:].rstrip()
    if root := _ROOT.match(text):
        looks_like_it = root[1] == "svg" or ends.endswith("/>") or "xmlns" in text[:2000]
        if ends.endswith(f"</{root[1]}>") or (looks_like_it and not is_called_html):
            raise _refusal(_XML, _AS_PAGE)
    if text[:1000].lstrip()[:1] == "[" and ends.endswith("]"):
        with suppress(ValueError, RecursionError):
            json.loads(text)
            raise _refusal(_DATA, _AS_PAGE)


def _refusal(what: str, instead: str) -> LastroError:
    return LastroError(f"it is {what}, which is not read", instead)
