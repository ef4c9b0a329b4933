"""Catalogues of words: alike in every language, complete, and without leftovers.

A reader who meets a hole, a stray English phrase or a misread date trusts nothing else on the page.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from string import Formatter
from xml.etree.ElementTree import Element

import html5lib
import pytest
from babel import Locale

from lastro.loading.load import load
from lastro.model.catalogue import catalogues
from lastro.render.pages import every
from lastro.render.pages.every import fragments, navigation, pages
from lastro.render.words.catalogue import Words, words
from lastro.site.derive import Site, derive
from lastro.text.dates import broad_date, edtf, window
from tests.support.folders import ALDERA, PACKAGE
from tests.support.real_records import FROZEN

TODAY = date(2026, 11, 24)
LANGUAGES = catalogues()
Forms = dict[str, str]


def forms_of(entry: object) -> Forms:
    """Return the texts of an entry by plural form; one text is the form `other` alone."""
    return {k: str(v) for k, v in entry.items()} if isinstance(entry, dict) else {"": str(entry)}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@cache
def sites() -> tuple[Site, ...]:
    """Return the invented site and the real one, each published and as a draft."""
    found = []
    for root in (ALDERA, FROZEN):
        corpus = load(root).corpus
        assert corpus is not None
        found += [derive(corpus, TODAY, draft=draft) for draft in (False, True)]
    return tuple(found)


def test_the_catalogues_are_these_and_hold_the_languages_of_the_site() -> None:
    assert LANGUAGES == ["ar", "de", "en", "es", "pt-BR"]
    assert set(sites()[0].languages) < {*LANGUAGES}


def test_every_catalogue_has_the_same_keys() -> None:
    first = words("en").entries
    assert len(first) > 200
    for language in LANGUAGES:
        assert set(words(language).entries) ^ set(first) == set()


@pytest.mark.parametrize("key", sorted(words("en").entries))
def test_an_entry_takes_the_same_values_in_every_language(key: str) -> None:
    english = forms_of(words("en").entries[key])
    for language in LANGUAGES:
        forms = forms_of(words(language).entries[key])
        assert ("other" in forms) is ("other" in english), f"{key} is counted in one language only"
        for form, text in forms.items():
            like = english.get(form, english.get("other", ""))
            ends = (text[:1].isspace(), text[-1:].isspace())
            assert ends == (like[:1].isspace(), like[-1:].isspace()), key
            assert text, f"{key} is empty in {language}"
            # a language that has a form for none or two says the number with it
            said = {"n"} if form in {"zero", "one", "two"} else set()
            if not key.startswith("date_") or "{" in text:
                assert placeholders(text) | said == placeholders(like) | said, (
                    f"{key} in {language}"
                )


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    known = {*Locale.parse(language, sep="-").plural_form.tags, "other"}
    counted = [e for e in words(language).entries.values() if isinstance(e, dict)]
    assert len(counted) > 20
    for entry in counted:
        assert {"one", "other"} <= set(entry) <= known


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 0, "0 sources"),
        ("en", 1, "1 source"),
        ("en", 2, "2 sources"),
        ("en", 1234, "1,234 sources"),
        ("pt-BR", 0, "0 fonte"),
        ("pt-BR", 1, "1 fonte"),
        ("pt-BR", 2, "2 fontes"),
        ("pt-BR", 1234, "1.234 fontes"),
        # Portuguese has a form of its own for millions, which no entry spells out
        ("pt-BR", 1_000_000, "1.000.000 fontes"),
        ("es", 1, "1 fuente"),
        ("es", 1234, "1.234 fuentes"),
        ("de", 1, "1 Quelle"),
        ("de", 1234, "1.234 Quellen"),
        ("ar", 0, "لا مصادر"),
        ("ar", 1, "مصدر واحد"),
        ("ar", 2, "مصدران"),
        ("ar", 3, "3 مصادر"),
        ("ar", 11, "11 مصدرًا"),
        ("ar", 100, "100 مصدر"),
    ],
)
def test_counts_read_as_the_language_writes_them(language: str, number: int, expected: str) -> None:
    assert words(language).count("sources_count", number) == expected


# Keys asked for, and keys there are.


class Asked(dict[str, object]):
    """A catalogue that remembers which keys were asked for."""

    def __init__(self, entries: dict[str, object]) -> None:
        super().__init__(entries)
        self.keys_asked: set[str] = set()

    def __getitem__(self, key: str) -> object:
        self.keys_asked.add(key)
        return super().__getitem__(key)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_asks_for_a_key_that_is_missing(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = asked_for(language, monkeypatch)
    assert asked <= set(words(language).entries)
    assert len(asked) > 150


def asked_for(language: str, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Render everything there is in a language and return the keys that it took."""
    one = words(language)
    recording = Asked(one.entries)
    recorder = Words(one.language, one.locale, dict(one.entries))
    object.__setattr__(recorder, "entries", recording)
    monkeypatch.setattr(every, "words", lambda tag: recorder if tag == language else words(tag))
    for site in sites():
        assert list(pages(site, language))
        fragments(site, language)
    navigation(language)
    return recording.keys_asked


@cache
def code() -> str:
    """Return all code and templates that may ask for words."""
    skipped = {"checks", "commands", "reporters"}
    files = [
        path
        for pattern in ("*.py", "*.html")
        for path in sorted(PACKAGE.rglob(pattern))
        if path.relative_to(PACKAGE).parts[0] not in skipped
    ]
    assert len(files) > 20
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_every_key_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is used when a page asks for it, or when the code names it or its beginning."""
    asked = asked_for("en", monkeypatch)
    beginnings = set(re.findall(r"""f["']([a-z_]+_)\{""", code()))
    beginnings |= set(re.findall(r"""["']([a-z_]+_)["'] ~""", code()))
    beginnings |= set(re.findall(r"""^[A-Z_]+ = "([a-z_]+_)"$""", code(), re.MULTILINE))
    assert {"nature_", "stance_", "related_", "related_from_"} <= beginnings
    beginnings.add("form_")  # headings of issue forms, which a command reads
    unused = [
        key
        for key in sorted(set(words("en").entries) - asked)
        if not re.search(rf"""["']{re.escape(key)}["']""", code())
        and not any(key.startswith(beginning) for beginning in beginnings)
    ]
    assert unused == []


def test_every_key_that_the_code_names_is_there() -> None:
    named = set(re.findall(r"""(?<!lang\.)\bt(?:\.count)?\(\s*["']([a-z_-]+)["']\s*[,)]""", code()))
    named |= set(re.findall(r"""\bwords\([^()]*\)\(["']([a-z_-]+)["']\)""", code()))
    assert {"home_title", "withdrawn_on", "language_name", "sources_count"} <= named
    assert sorted(named - set(words("en").entries)) == []


@pytest.mark.parametrize(
    ("beginning", "module", "name"),
    [
        ("nature_", "lastro.model.base", "Nature"),
        ("stance_", "lastro.model.base", "Stance"),
        ("source_", "lastro.model.base", "Kind"),
        ("severity_", "lastro.diagnostics.finding", "Severity"),
        ("status_name_", "lastro.evidence.tally", "Status"),
        ("means_", "lastro.evidence.tally", "Status"),
    ],
)
def test_every_word_of_a_fixed_list_has_its_phrase(beginning: str, module: str, name: str) -> None:
    listed = getattr(__import__(module, fromlist=[name]), name)
    values = [str(value) for value in getattr(listed, "__args__", None) or listed]
    assert values
    missing = [v for v in values if f"{beginning}{v}" not in words("en").entries]
    assert missing == []


def test_a_key_that_is_not_there_raises() -> None:
    with pytest.raises(KeyError):
        words("en")("no_such_phrase")


# Nothing of one language in the pages of the other.


def phrases(language: str) -> set[str]:
    """Return the stretches of a catalogue's texts that a page would show as they are."""
    found: set[str] = set()
    for key, entry in words(language).entries.items():
        if not key.startswith("date_"):
            for text in forms_of(entry).values():
                found |= {part.strip(" .:;,()") for part in re.split(r"\{\w*\}", text)}
    return {phrase for phrase in found if len(phrase) > 12}


def own_text(element: Element, language: str) -> Iterator[str]:
    """Yield the text of an element and what it holds, parts in another language left out."""
    if element.get("lang", language) != language:
        return
    for name in ("aria-label", "title", "alt"):
        yield element.get(name) or ""
    yield element.text or ""
    for child in element:
        yield from own_text(child, language)
        yield child.tail or ""


@pytest.mark.parametrize(("language", "other"), [("en", "pt-BR"), ("pt-BR", "en")])
def test_no_page_speaks_the_other_language(language: str, other: str) -> None:
    foreign = phrases(other) - phrases(language)
    assert len(foreign) > 100
    for site in sites():
        shown = {page.path: page.body + page.contents for page in pages(site, language)}
        shown |= fragments(site, language)
        assert len(shown) > 30
        for path, markup in shown.items():
            root = html5lib.parseFragment(markup, namespaceHTMLElements=False)
            text = " ".join(" ".join(own_text(root, language)).split())
            assert [phrase for phrase in foreign if phrase in text] == [], path


# Dates in words.


@pytest.mark.parametrize(
    ("written", "english", "portuguese"),
    [
        ("2026-11-24", "24 November 2026", "24 de novembro de 2026"),
        ("2026-06-01", "1 June 2026", "1º de junho de 2026"),
        ("2026-03-02", "2 March 2026", "2 de março de 2026"),
        ("2026-06", "June 2026", "junho de 2026"),
        ("2026", "2026", "2026"),
        ("1742", "1742", "1742"),
        ("2024-10~", "about October 2024", "por volta de outubro de 2024"),
        ("2026-06-01~", "about 1 June 2026", "por volta de 1º de junho de 2026"),
        ("1742~", "about 1742", "por volta de 1742"),
        ("2025-01-21?", "21 January 2025 (uncertain)", "21 de janeiro de 2025 (data incerta)"),
        ("2025?", "2025 (uncertain)", "2025 (data incerta)"),
    ],
)
def test_dates_read_as_people_write_them(written: str, english: str, portuguese: str) -> None:
    assert words("en").write_date(edtf(written)) == english
    assert words("pt-BR").write_date(edtf(written)) == portuguese
    machine = written.rstrip("~?")
    assert words("en").time(edtf(written)) == f'<time datetime="{machine}">{english}</time>'


@pytest.mark.parametrize(
    ("written", "english", "portuguese"),
    [
        ("201X", "the 2010s", "década de 2010"),
        ("2026-21", "spring of 2026", "primavera de 2026"),
        ("2026-24", "winter of 2026", "inverno de 2026"),
        ("2025-01/2025-03", "between January 2025 and March 2025", "entre janeiro de 2025 e março de 2025"),
        ("2025~/2025-03-01", "between about 2025 and 1 March 2025", "entre por volta de 2025 e 1º de março de 2025"),
    ],
)  # fmt: skip
def test_broad_dates_read_as_people_write_them(written: str, english: str, portuguese: str) -> None:
    assert words("en").write_date(broad_date(written)) == english
    assert words("pt-BR").write_date(broad_date(written)) == portuguese
    # HTML has no machine's form of them
    assert words("en").time(broad_date(written)) == english


def test_a_day_of_the_calendar_reads_as_a_written_day_does() -> None:
    assert words("pt-BR").write_date(date(2026, 6, 1)) == "1º de junho de 2026"
    assert words("en").write_date(date(2026, 6, 11)) == "11 June 2026"


@pytest.mark.parametrize(
    ("written", "english", "portuguese"),
    [
        ("2026-04-27/..", "since 27 April 2026", "desde 27 de abril de 2026"),
        ("2026-06-01/..", "since 1 June 2026", "desde 1º de junho de 2026"),
        ("2025-07/..", "since July 2025", "desde julho de 2025"),
        (
            "2025-01-21/2026-04-27",
            "from 21 January 2025 to 27 April 2026",
            "de 21 de janeiro de 2025 a 27 de abril de 2026",
        ),
        (
            "2025-01-21/2025-07",
            "from 21 January 2025 to July 2025",
            "de 21 de janeiro de 2025 a julho de 2025",
        ),
        (
            "2024~/2025?",
            "from about 2024 to 2025 (uncertain)",
            "de por volta de 2024 a 2025 (data incerta)",
        ),
    ],
)
def test_windows_read_as_people_write_them(written: str, english: str, portuguese: str) -> None:
    assert words("en").period(window(written)).striptags() == english
    assert words("pt-BR").period(window(written)).striptags() == portuguese
