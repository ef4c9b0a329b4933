"""Which texts on a page are older than what they translate: readers of that page are told.

A text is known by where it stands, since the same words may be fresh in one record and stale in
another; so it is the very value of its record that is looked for.
"""

from lastro.corpus.corpus import Corpus
from lastro.corpus.translations import stale
from lastro.model.base import Kept
from lastro.model.reader_text import Text
from lastro.model.settings import Settings
from lastro.places import RecordPath


class StaleTexts:
    """The stale texts of the records that were asked about so far."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._asked: dict[RecordPath, Kept | Settings] = {}
        self._found: dict[int, set[str]] = {}
        self._seek(corpus.settings)

    def __bool__(self) -> bool:
        """Tell whether any text may be stale: without a lock of translations none is."""
        return bool(self._corpus.translations)

    def __contains__(self, asked: tuple[Text, str]) -> bool:
        text, language = asked
        return language in self._found.get(id(text), ())

    def note_shown(self, record: Kept) -> None:
        """Look at a record of which a page shows something."""
        if self._corpus.translations:
            self._seek(record)

    def _seek(self, record: Kept | Settings) -> None:
        if record.at not in self._asked:
            # kept, so that no other value takes the identity of its texts
            self._asked[record.at] = record
            for found, language in stale(record, self._corpus):
                self._found.setdefault(id(found.text), set()).add(language)
