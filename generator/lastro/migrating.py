"""The text of a record in the words of the current schema: text in, text out.

Only the letters of a word change: comments, order and quotes stay, so that the diff of a migration
shows the migration. What is current already comes back as it was.
"""

from collections.abc import Sequence

from lastro.edit import offset_in, tree_of
from lastro.errors import LastroError
from lastro.records import Record
from lastro.schema_words import OLD_WORDS, FoundWord, OldWord, with_current_words
from lastro.yaml_tree import parse, plain


def migrated(
    text: str, model: type[Record], words: Sequence[OldWord] = OLD_WORDS
) -> tuple[str, tuple[FoundWord, ...]]:
    """Return the text of a record in current words, and the old ones that it held.

    Raises LastroError when the text is no record, or a word cannot be replaced alone.
    """
    wanted = tree_of(text)
    found = with_current_words(wanted, model, words)
    changed = text
    for one in sorted(found, key=lambda one: one.span, reverse=True):
        start = offset_in(text, one.span.line, one.span.column)
        end = offset_in(text, one.span.end_line, one.span.end_column)
        written = text[start:end].replace(one.word.old, one.word.new, 1)
        changed = changed[:start] + written + changed[end:]
    if plain(parse(changed)) != plain(wanted):
        raise LastroError(
            "an old word stands where it cannot be replaced alone", "change it by hand"
        )
    return changed, found
