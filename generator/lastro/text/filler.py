"""Texts that are there and say nothing: a dash, "n/a", "nada".

A key that must be filled is easily filled with the least that passes. A reader who is owed a reason
then gets a dash; so rules that demand words look here for what is none.
"""

import re
from pathlib import Path

EMPTY_WORDS = frozenset(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines())
"""What says nothing, in any language, with signs left out and words parted by one blank."""


def says_nothing(text: str) -> bool:
    """Tell whether a text has no letter, or no more than one entry of the list in any case."""
    words = re.sub(r"[\W\d_]+", " ", text.casefold()).strip()
    return not words or words in EMPTY_WORDS
