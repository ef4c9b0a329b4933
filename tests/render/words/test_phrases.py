"""Phrases read once give what reading them anew each time gave, and let nothing through unescaped.

A quote from right to left says so: which languages run so follows from their tags.
"""

from datetime import date
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from lastro.evidence.tally import Status
from lastro.model.catalogue import catalogues
from lastro.render.words.catalogue import words
from lastro.render.words.phrases import (
    escape_value,
    join_markup,
    mark_language,
    markup,
    phrase,
    plain,
)
from lastro.text.dates import edtf

HOSTILE = "<b>'{x}'</b> & \"{}\" %s"
VALUES = (
    HOSTILE,
    Markup("<i>{x}</i>"),
    "plain",
    7,
    None,
    Status.PRIMARY,
    edtf("2026-01~"),
    date(2026, 1, 2),
)
RTL = (
    "ar ar-EG he fa fa-AF ur ps ckb yi dv syr sd ug ota arc nqo pa-PK pa-Arab az-IR uz-Arab-AF ff-Adlm rhg "
    "ks sr-Arab"
)
LTR = "en pt-BR es ja zh-Hant hi th sr sr-Latn pa az uz ff ku ar-Latn he-Latn-IL grc de-1996"


def every_phrase() -> list[str]:
    entries = [entry for tag in catalogues() for entry in words(tag).entries.values()]
    forms = [list(entry.values()) if isinstance(entry, dict) else [entry] for entry in entries]
    return sorted({str(text) for texts in forms for text in texts})


def test_every_phrase_of_the_catalogues_is_filled_as_markup_format_fills_it() -> None:
    texts = every_phrase()
    assert len(texts) > 600
    for text in texts:
        names = dict.fromkeys(name for _, name, _, _ in Formatter().parse(text) if name)
        for first in range(len(VALUES)):
            values = {name: VALUES[(first + n) % len(VALUES)] for n, name in enumerate(names)}
            found = phrase(escape(text)).fill(values)
            assert type(found) is Markup
            assert found == escape(text).format(**values)


def test_values_are_escaped_and_markup_passes() -> None:
    assert markup("<p>{}</p>{}", HOSTILE, Markup("<b>b</b>")) == (
        "<p>&lt;b&gt;&#39;{x}&#39;&lt;/b&gt; &amp; &#34;{}&#34; %s</p><b>b</b>"
    )


def test_a_value_is_never_read_for_holes_of_its_own() -> None:
    assert phrase("{a} and {b}").fill({"a": "{b}", "b": "{a}"}) == "{b} and {a}"


def test_a_phrase_without_holes_is_the_same_markup_each_time() -> None:
    read = phrase("no holes, {{braces}}")
    assert read.fill({}) is read.fill({"more": 1})
    assert read.fill({}) == "no holes, {braces}"


def test_a_number_is_written_in_the_format_that_its_hole_asks_for() -> None:
    assert markup('y="{:g}" {:g}', 2.0, 1.25) == 'y="2" 1.25'
    assert markup("{:>3}", Markup("<")) == "  &lt;"


def test_a_value_that_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError, match="b"):
        phrase("{a} {b}").fill({"a": 1})
    with pytest.raises(IndexError):
        markup("{} {}", 1)
    with pytest.raises(KeyError, match="since"):
        words("en")("no such since")
    with pytest.raises(TypeError, match="plural forms"):
        words("en")("passages")
    with pytest.raises(TypeError, match="no plural forms"):
        words("en").count("since", 1)


@pytest.mark.parametrize("text", ["{a.b}", "{a[0]}", "{a!r}", "{0}", "{a:{b}}"])
def test_a_hole_that_is_more_than_a_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no plain name"):
        phrase(text)


@given(st.text() | st.integers() | st.none() | st.dates())
def test_a_value_is_escaped_as_markupsafe_does(value: object) -> None:
    assert escape_value(value) == escape(value)


def test_joined_parts_are_escaped_unless_they_are_markup() -> None:
    found = join_markup("<br>", ["<", Markup("<b>b</b>"), "plain"])
    assert type(found) is Markup
    assert found == "&lt;<br><b>b</b><br>plain"


@given(
    st.text(alphabet="a \t\n\u00a0<>&;/'") | st.sampled_from(["&amp; x", "<b>a</b>  b", " a\n b "])
)
def test_the_words_of_markup_are_those_without_its_tags(text: str) -> None:
    assert plain(Markup(text)) == Markup(text).striptags()  # noqa: S704 - it is shown nowhere


@pytest.mark.parametrize("language", catalogues())
def test_a_number_that_recurs_is_written_the_same(language: str) -> None:
    t = words(language)
    once = [t.count("passages", number) for number in (0, 1, 2, 1234)]
    again = [t.count("passages", number) for number in (0, 1, 2, 1234)]
    assert once == again
    expected = {
        "en": ["0 passages", "1 passage", "2 passages", "1,234 passages"],
        "pt-BR": ["0 trecho", "1 trecho", "2 trechos", "1.234 trechos"],
        "es": ["0 fragmentos", "1 fragmento", "2 fragmentos", "1.234 fragmentos"],
        "de": ["0 Passagen", "1 Passage", "2 Passagen", "1.234 Passagen"],
        "ar": ["لا مقاطع", "مقطع واحد", "مقطعان", "1,234 مقطعًا"],
    }
    assert [str(found) for found in again] == expected[language]


def test_dates_of_the_same_day_are_told_apart_by_form_and_mark() -> None:
    t = words("en")
    said = [
        t.write_date(edtf(text)) for text in ("2026-01-02", "2026-01", "2026", "2026~", "2026?")
    ]
    assert said == ["2 January 2026", "January 2026", "2026", "about 2026", "2026 (uncertain)"]
    assert t.short(edtf("2026-01-02")) == "2 Jan 2026"
    assert t.write_date(edtf("2026-01-02")) == t.write_date(date(2026, 1, 2)) == "2 January 2026"
    assert t.time(edtf("2026~")) == '<time datetime="2026">about 2026</time>'


@pytest.mark.parametrize("tag", RTL.split())
def test_a_text_from_right_to_left_says_so(tag: str) -> None:
    assert mark_language(tag) == f' lang="{tag}" dir="rtl"'


@pytest.mark.parametrize("tag", LTR.split())
def test_a_text_from_left_to_right_runs_as_its_page(tag: str) -> None:
    assert mark_language(tag) == f' lang="{tag}"'


@pytest.mark.parametrize("tag", ["und", "qaa", "mul", "x-harbour"])
def test_of_a_language_that_nobody_knows_the_letters_decide(tag: str) -> None:
    assert mark_language(tag) == f' lang="{tag}" dir="auto"'
