"""The mark of a text's language, with the way in which its script runs.

A browser lays out a quote in Arabic from left to right where nothing says otherwise, and puts its
full stop, its quotation marks and its numbers in the wrong places. Source: HTML, "The dir
attribute"; the script of a language is that of CLDR.
"""

from functools import lru_cache

from babel.core import get_global
from markupsafe import Markup

from lastro.render.words.phrases import markup

_RIGHT_TO_LEFT = (
    "Adlm Arab Aran Armi Avst Hebr Mand Mend Narb Nkoo Palm Phnx Prti Rohg Samr Sarb Syrc Thaa Yezi"
)
_SCRIPT = len("Arab")


@lru_cache(maxsize=256)
def mark_language(tag: str) -> Markup:
    """Return the attributes of an element whose text is in a language, with a blank before them.

    `dir` is left out where a text runs as our pages do; nobody knows how it runs in a language that
    is unknown, so the browser looks at its letters.
    """
    language, *more = tag.split("-")
    likely = get_global("likely_subtags")
    script = next((part.title() for part in more if len(part) == _SCRIPT and part.isalpha()), "")
    for key in (f"{language}_{more[-1]}" if more else language, language):
        script = script or likely.get(key, "").partition("_")[2][:_SCRIPT]
    if language == "und" or not script:
        return markup(' lang="{}" dir="auto"', tag)
    return markup(' lang="{}" dir="rtl"' if script in _RIGHT_TO_LEFT.split() else ' lang="{}"', tag)
