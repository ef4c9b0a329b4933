"""A quote that differs by a letter, a digit, a word, a sign or a negation is never found.

Pages are drawn with all that a comparable text folds or reads in two ways, in five scripts: what
was made to find honest quotes must find nothing else.
"""

import os
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastro.evidence.quotes import find
from lastro.model.base import Quote
from lastro.text.comparable import HYPHEN, choice, normalise_source, settle

EXAMPLES = 10_000 if os.environ.get("LASTRO_EVERY") else 200


class Script(NamedTuple):
    """Letters of a script, words that differ from each other, and how it says no."""

    letters: str
    words: tuple[str, ...]
    no: str
    blank: str = " "


SCRIPTS = {
    "Latin": Script(
        "abcdefghijklmnopqrstuvwxyzéãçñß",
        ("office", "board", "quays", "efficient", "São", "winter", "flat", "boats", "gulls"),
        "not",
    ),
    "Cyrillic": Script(
        "абвгдежзийклмнопрстуфхцчшщьюяіїєґ",
        ("порт", "закрито", "рада", "причал", "взимку", "п'ять", "човни", "чайки", "острів"),
        "не",
    ),
    "Arabic": Script(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچگیکأة",
        ("الميناء", "مغلق", "شتاء", "مجلس", "أرصفة", "قوارب", "می\u200cشود", "بندر", "نوارس"),
        "لا",
    ),
    "Devanagari": Script(
        "अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह",
        ("बंदरगाह", "रविवार", "बोर्ड", "नाव", "सर्दी", "पक्षी", "घाट", "द्वीप", "समुद्र"),
        "नहीं",
    ),
    "Han": Script(
        "港口管理局决定自起每逢星期日关闭所有码头船只海鸥冬季岛屿风浪",
        ("港口", "管理局", "决定", "关闭", "码头", "船只", "海鸥", "冬季", "岛屿"),
        "不",
        "",
    ),
}
NUMBERS = ("12", "350", "-7", "+4", "2,500", "3.5", "2026", "10⁶", "8%", "1990-95")
UNSEEN = ("\u200b", "\u200e", "\u2069", "\ufe0f", "\U000e0067", "\u00ad", HYPHEN)
NOTES = [
    choice("note", "4"),
    choice("note", "[6]"),
    choice("gloss", "x"),
    choice("running", "Report"),
]
FORMS = {"\ufb03": "ffi", "\ufb02": "fl", "\u02bc": "'", "\ufee2": "م", "\u2f1d": "口"}
Case = tuple[str, list[str], list[str], list[str]]


@st.composite
def cases(draw: st.DrawFn, script: Script) -> Case:
    """Draw the text of a capture, its words, those of a quote, and those of one that is wrong."""
    words = draw(st.permutations((*script.words, script.no)))
    for place in sorted(
        draw(st.sets(st.integers(0, 4), max_size=3 if script.blank else 1)), reverse=True
    ):
        words.insert(2 * place + 1, draw(st.sampled_from(NUMBERS)))
    start = draw(st.integers(0, len(words) - 3))
    quoted = words[start : draw(st.integers(start + 3, len(words)))]
    page = script.blank.join(draw(decorations(word)) for word in words)
    return settle(normalise_source(page)), words, quoted, draw(mutations(script, quoted))


@st.composite
def decorations(draw: st.DrawFn, word: str) -> str:
    """Put into a word what its reader neither sees nor says."""
    for form, plain in FORMS.items():
        word = word.replace(plain, draw(st.sampled_from((form, plain))))
    at = draw(st.integers(0, 2 * len(word)))
    if 0 < at < len(word) and word.isalpha():
        word = f"{word[:at]}{draw(st.sampled_from(UNSEEN))}{word[at:]}"
    return word + draw(st.sampled_from(["", "", "", *NOTES]))


@st.composite
def mutations(draw: st.DrawFn, script: Script, quoted: list[str]) -> list[str]:
    """Draw a quote that says something else."""
    changed = list(quoted)
    at = draw(st.integers(0, len(quoted) - 1))
    word, where = quoted[at], draw(st.integers(0, len(quoted[at]) - 1))
    kind = draw(st.sampled_from(("letter", "digit", "sign", "drop", "insert", "swap", "no")))
    if kind in {"letter", "digit", "sign"}:
        new = {"letter": script.letters, "digit": "0123456789", "sign": "-+±%"}[kind]
        changed[at] = f"{word[:where]}{draw(st.sampled_from(['', *new]))}{word[where + 1 :]}"
    elif kind == "drop":
        del changed[1 + at % (len(quoted) - 2)]
    elif kind == "insert":
        changed.insert(max(1, at), draw(st.sampled_from((*script.words, *NUMBERS))))
    elif kind == "swap":
        changed[at], changed[at - 1] = changed[at - 1], changed[at]
    elif script.no in quoted[1:-1]:
        changed.remove(script.no)
    else:
        changed.insert(1, script.no)
    return changed


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_what_finds_honest_quotes_finds_no_other(script: Script) -> None:
    @settings(max_examples=EXAMPLES, deadline=None)
    @given(cases(script))
    def holds(case: Case) -> None:
        text, words, quoted, changed = case
        assert find(Quote(exact=script.blank.join(quoted)), text) is not None
        plain, wrong = (f"{script.blank.join(one)}" for one in (words, changed))
        if script.blank:
            plain, wrong = f" {plain} ", f" {wrong} "
        # an apostrophe that is no letter parts words: "t" stands in "won't"
        apart, parted = (" ".join(one.replace("'", " ").split()) for one in (plain, wrong))
        if wrong not in plain and f" {parted} " not in f" {apart} ":
            assert find(Quote(exact=wrong), text) is None

    holds()
