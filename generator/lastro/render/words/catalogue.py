"""Words and dates in a reader's language, from one catalogue a language.

A key missing in one language fails a test, and a missing key at run time raises: no page goes out
with a hole. Values are escaped; only `Markup` passes through.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from lastro.model.catalogue import Catalogue, list_lacking, read_catalogue
from lastro.model.reader_text import Text
from lastro.render.words.phrases import Phrase, markup, phrase
from lastro.text.dates import Edtf, Period, Window

LONG = "date_"
SHORT = "date_short_"
Forms = dict[str, Phrase]
"""A phrase by plural form."""


class Reading(NamedTuple):
    """Reader text as it can be shown: the words, their language, and whether they are foreign."""

    text: str
    lang: str
    untranslated: bool


@dataclass(frozen=True, eq=False)
class Words:
    """The catalogue of one language.

    What recurs on many pages is kept: phrases once read, numbers, lists, dates in words.
    """

    language: str
    locale: Locale
    entries: Catalogue = field(repr=False)
    lacks: bool = False
    """Whether some phrases are English ones."""
    _phrases: dict[str, Phrase] = field(default_factory=dict, init=False, repr=False)
    _forms: dict[str, Forms] = field(default_factory=dict, init=False, repr=False)
    _dated: dict[tuple[date | str, str], str] = field(default_factory=dict, init=False, repr=False)
    _times: dict[tuple[date | str, str], Markup] = field(
        default_factory=dict, init=False, repr=False
    )

    def __call__(self, key: str, **values: object) -> Markup:
        """Return a phrase with its values filled in; values that are no markup are escaped."""
        found = self._phrases.get(key) or self._read(key)
        return found.fill(values) if found.holes else found.whole

    def _read(self, key: str) -> Phrase:
        entry = self.entries[key]
        if not isinstance(entry, str):
            raise TypeError(f"'{key}' has plural forms: give a number")
        return self._phrases.setdefault(key, phrase(escape(entry)))

    def count(self, key: str, number: int, **values: object) -> Markup:
        """Return a phrase in the plural form of a number, which fills `{n}`."""
        forms = self._forms.get(key) or self._read_forms(key)
        form, values["n"] = _numbered(self.language, number)
        return (forms.get(form) or forms["other"]).fill(values)

    def _read_forms(self, key: str) -> Forms:
        entry = self.entries[key]
        if not isinstance(entry, dict):
            raise TypeError(f"'{key}' has no plural forms")
        forms = {form: phrase(escape(text)) for form, text in entry.items()}
        return self._forms.setdefault(key, forms)

    def number(self, number: float) -> str:
        return format_decimal(number, locale=self.locale)

    def read(self, text: Text) -> Reading:
        lang, words = text.read(self.language)
        return Reading(words, lang, untranslated=lang != self.language)

    def join(self, names: Iterable[object], style: Literal["standard", "or"] = "standard") -> str:
        return _joined(tuple(map(str, names)), style, self.language)

    def write_date(self, when: date | Edtf, form: str = LONG) -> str:
        """Write a date in words; a doubtful one says so.

        The form is the beginning of its patterns in the catalogue.
        """
        key = when.text if isinstance(when, Edtf) else when, form
        return self._dated.get(key) or self._dated.setdefault(key, self._in_words(when, form))

    def _in_words(self, when: date | Edtf, form: str) -> str:
        if not isinstance(when, Edtf):
            return self._written(when, "day", form)
        if when.precision == "interval":
            first, last = (self._in_words(end, form) for end in when.ends)
            return str(self("between", first=first, last=last))
        if when.precision == "season":
            return str(self(f"season_{when.text[-2:]}", year=when.text[:4]))
        if when.precision == "decade":
            return str(self("decade", year=when.first.year))
        written = self._written(when.first, when.precision, form)
        marks = {"~": "date_about", "?": "date_uncertain"}
        return str(self(marks[when.mark], date=written)) if when.mark else written

    def time(self, when: date | Edtf, form: str = LONG) -> Markup:
        """Write a date in a `time` element that machines can read; HTML has none for a broader one."""
        key = when.text if isinstance(when, Edtf) else when, form
        return self._times.get(key) or self._times.setdefault(key, self._element(when, form))

    def time_short(self, when: date | Edtf) -> Markup:
        return self.time(when, SHORT)

    def _element(self, when: date | Edtf, form: str) -> Markup:
        if isinstance(when, Edtf) and when.precision in {"decade", "season", "interval"}:
            return escape(self.write_date(when, form))
        plain_date = when.text.rstrip("~?") if isinstance(when, Edtf) else when.isoformat()
        return markup('<time datetime="{}">{}</time>', plain_date, self.write_date(when, form))

    def period(self, when: Period, write: Callable[[date | Edtf], str] | None = None) -> Markup:
        """Write a date, or a window as 'from … to …' or 'since …', its days as `time` elements by default."""
        write = write or self.time
        if not isinstance(when, Window):
            return escape(write(when))
        if when.end is None:
            return self("since", start=write(when.start))
        return self("from_to", start=write(when.start), end=write(when.end))

    def short(self, when: date | Edtf) -> str:
        return self.write_date(when, SHORT)

    def _written(self, day: date, precision: str, form: str) -> str:
        from babel.dates import format_date  # noqa: PLC0415 - a build that makes no page needs none

        first = form == LONG and precision == "day" and day.day == 1
        pattern = "date_first" if first else f"{form}{precision}"
        return format_date(day, str(self.entries[pattern]), locale=self.locale)


@lru_cache(maxsize=4096)
def _numbered(language: str, number: int) -> tuple[str, str]:
    """Return the plural form of a number, and the number as it is written."""
    locale = _locale(language)
    return locale.plural_form(number), format_decimal(number, locale=locale)


@lru_cache(maxsize=4096)
def _joined(names: tuple[str, ...], style: Literal["standard", "or"], language: str) -> str:
    return str(format_list(names, style=style, locale=_locale(language)))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except UnknownLocaleError:  # numbers and dates of a language that CLDR has not described
        return Locale("en")


_LOADED: dict[str, Words] = {}


def words(language: str) -> Words:
    """Load the catalogue of a language. Raises KeyError when no catalogue is written for it."""
    entries, known = read_catalogue(language), _LOADED.get(language)
    if known is None or known.entries is not entries:
        lacks = bool(list_lacking(language))
        known = _LOADED[language] = Words(language, _locale(language), entries, lacks)
    return known
