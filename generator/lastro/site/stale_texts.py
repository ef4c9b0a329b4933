"""Which texts on a page are older than what they translate: readers of that page are told.

A text is known by where it stands, since the same words may be fresh in one record and stale in
another; so it is the very value of its record that is looked for.
"""

from collections.abc import Mapping

from lastro.corpus.corpus import Corpus
from lastro.corpus.translations import stale_in
from lastro.model.base import Record
from lastro.model.reader_text import Text
from lastro.places import RecordPath


class StaleTexts:
    """The stale texts of the records that were asked about so far."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._asked: dict[RecordPath, Record] = {}
        self._found: dict[int, set[str]] = {}
        self._seek(("lastro",), corpus.settings)

    def __bool__(self) -> bool:
        """Tell whether any text may be stale: without a lock of translations none is."""
        return bool(self._corpus.translations)

    def __contains__(self, asked: tuple[Text, str]) -> bool:
        text, language = asked
        return language in self._found.get(id(text), ())

    def note_shown(self, folder: str, records: Mapping[str, Record], record_id: str) -> None:
        """Look at a record of which a page shows something."""
        if self._corpus.translations:
            self._seek((folder, record_id), records[record_id])

    def _seek(self, at: RecordPath, record: Record) -> None:
        if at not in self._asked:
            self._asked[at] = record  # kept, so that no other value takes the identity of its texts
            for found, language in stale_in(at, record, self._corpus):
                self._found.setdefault(id(found.text), set()).add(language)
