"""Words and dates in a reader's language, from one catalogue a language.

A key missing in one language fails a test, and a missing key at run time raises: no page goes out
with a hole. Values are escaped; only `Markup` passes through.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Literal, NamedTuple

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from lastro.dates import Edtf, Period, Window
from lastro.values import Text
from lastro.yaml_tree import parse, plain

LONG = "date_"
SHORT = "date_short_"


class Reading(NamedTuple):
    """Reader text as it can be shown: the words, their language, and whether they are foreign."""

    text: str
    lang: str
    untranslated: bool


@dataclass(frozen=True)
class Words:
    """The catalogue of one language."""

    language: str
    locale: Locale
    entries: dict[str, object] = field(repr=False)

    def __call__(self, key: str, **values: object) -> Markup:
        """Return a phrase with its values filled in; values that are no markup are escaped."""
        entry = self.entries[key]
        if not isinstance(entry, str):
            raise TypeError(f"'{key}' has plural forms: give a number")
        return escape(entry).format(**values)

    def count(self, key: str, number: int, **values: object) -> Markup:
        """Return a phrase in the plural form of a number, which fills `{n}`."""
        entry = self.entries[key]
        if not isinstance(entry, dict):
            raise TypeError(f"'{key}' has no plural forms")
        form = entry.get(self.locale.plural_form(number), entry["other"])
        return escape(form).format(n=format_decimal(number, locale=self.locale), **values)

    def read(self, text: Text) -> Reading:
        """Return reader text in this language, else in the first it is written in."""
        here = text.get(self.language)
        if here is not None:
            return Reading(here, self.language, untranslated=False)
        lang, words = text.readings[0]
        return Reading(words, lang, untranslated=True)

    def join(self, names: Iterable[object], style: Literal["standard", "or"] = "standard") -> str:
        """Join names as a sentence does: 'a, b and c', or with 'or'."""
        return str(format_list([str(name) for name in names], style=style, locale=self.locale))

    def dated(self, when: date | Edtf, form: str = LONG) -> str:
        """Write a day, month or year in words; a doubtful one says so.

        The form is the beginning of its patterns in the catalogue.
        """
        if not isinstance(when, Edtf):
            return self._written(when, "day", form)
        written = self._written(when.first, when.precision, form)
        marks = {"~": "date_about", "?": "date_uncertain"}
        return str(self(marks[when.mark], date=written)) if when.mark else written

    def time(self, when: date | Edtf) -> Markup:
        """Write a date in a `time` element that machines can read."""
        plain_date = when.text.rstrip("~?") if isinstance(when, Edtf) else when.isoformat()
        return Markup('<time datetime="{}">{}</time>').format(plain_date, self.dated(when))

    def period(self, when: Period) -> Markup:
        """Write a date, or a window as 'from … to …' or 'since …'."""
        if not isinstance(when, Window):
            return self.time(when)
        if when.end is None:
            return self("since", start=self.time(when.start))
        return self("from_to", start=self.time(when.start), end=self.time(when.end))

    def short(self, when: date | Edtf) -> str:
        """Write a date in few letters, for a drawing."""
        return self.dated(when, SHORT)

    def short_period(self, when: Period) -> str:
        """Write a date or a window in few letters, for a drawing."""
        if not isinstance(when, Window):
            return self.short(when)
        start = self.short(when.start)
        if when.end is None:
            return str(self("since", start=start))
        return str(self("from_to", start=start, end=self.short(when.end)))

    def _written(self, day: date, precision: str, form: str) -> str:
        first = form == LONG and precision == "day" and day.day == 1
        pattern = "date_first" if first else f"{form}{precision}"
        return format_date(day, str(self.entries[pattern]), locale=self.locale)


@lru_cache(maxsize=16)
def words(language: str) -> Words:
    """Load the catalogue of a language.

    Raises KeyError when no catalogue is written for it.
    """
    files = {path.name: path for path in (resources.files("lastro") / "locales").iterdir()}
    entries = plain(parse(files[f"{language}.yml"].read_text(encoding="utf-8")))
    if not isinstance(entries, dict):
        raise TypeError(f"the catalogue of {language} is no map")
    return Words(language, Locale.parse(language, sep="-"), entries)


def catalogues() -> list[str]:
    """List the languages that have a catalogue."""
    folder = resources.files("lastro") / "locales"
    return sorted(
        path.name.removesuffix(".yml") for path in folder.iterdir() if path.name.endswith(".yml")
    )
