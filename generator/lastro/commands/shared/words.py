"""The words of pages in another language, to be written: each phrase below its English one."""

import re
from collections.abc import Iterator

from babel import Locale, UnknownLocaleError

from lastro.model.catalogue import read_english
from lastro.syntax.tree import TODO

_HEAD = """\
# What pages say in {}. Above each TODO stands the English phrase: write the same over the TODO, with what
# stands in braces where your language puts it. A heading says where the phrases below it show.
# What is still TODO is said in English, or in the words that Lastro has for this language.
"""


def add_phrases(tag: str, own: str = "") -> str:
    """Return the file of a language with a mark for each phrase that it does not have yet."""
    try:
        forms = sorted({*Locale.parse(tag, sep="-").plural_form.tags, "other"})
    except UnknownLocaleError:
        forms = ["other"]
    marks = f"{{{', '.join(f'{form}: {TODO}' for form in forms)}}}"
    known = set(re.findall(r"^([\w-]+):", own, re.MULTILINE))
    return "".join([own or _HEAD.format(tag), *_list_new(known, marks)])


def _list_new(known: set[str], marks: str) -> Iterator[str]:
    heading = ""
    for line in read_english().splitlines(keepends=True)[1:]:
        key, _, said = line.partition(": ")
        if line.startswith("#"):
            heading = line
        elif key not in known:
            yield f"{heading}# {line}{key}: {marks if said.startswith('{') else TODO}\n"
            heading = ""
