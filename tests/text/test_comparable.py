"""What folds in a comparable text, what does not, and what the text of a source says of it."""

import os
import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lastro.evidence import quotes
from lastro.text import comparable
from lastro.text.comparable import (
    HYPHEN,
    as_copied,
    as_read,
    choice,
    joins_lines,
    kinds_in,
    normalise,
    normalise_source,
    strip_marks,
)
from lastro.text.numbers import number_across

FOLDED = {
    "a zero-width space": ("har\u200bbour", "harbour", "invisible"),
    "marks of direction": ("in \u200f2026\u200f \u2068(a)\u2069", "in 2026 (a)", "invisible"),
    "a word joiner and a byte order mark": ("un\u2060law\ufeffful", "unlawful", "invisible"),
    "the selector of an emoji": ("\u26f5\ufe0f boats", "\u26f5 boats", "invisible"),
    "a manifest of selectors": (
        "It closes.\ufeff" + "\ufe00\U000e0100\U000e01ef" * 9,
        "It closes.",
        "invisible",
    ),
    "the form of a Han character": ("\u845b\U000e0100城市", "\u845b城市", "invisible"),
    "tags outside a flag": ("Quays\U000e0067\U000e0062\U000e007f", "Quays", "invisible"),
    "a joiner in Latin": ("shelf\u200cful", "shelfful", "invisible"),
    "a non-joiner behind what joins no further": ("کار\u200cها", "کارها", "invisible"),
    "a joiner that only shapes a heh": ("ه\u200d.ش", "ه.ش", "invisible"),
    "Latin ligatures": ("o\ufb03ce of \ufb01nance \ufb02at", "office of finance flat", "ligature"),
    "a long s in a ligature": ("Po\ufb05", "Poſt", "ligature"),
    "Arabic forms": ("\ufefb \ufe8d\ufedf\ufee4", "لا الم", "ligature"),
    "a form with its mark": ("\ufe8d\u0654", "أ", ""),
    "Hebrew forms": ("\ufb2a\ufb4f", "ש\u05c1אל", "ligature"),
    "radicals of a PDF": ("\u2f47\u2f49", "日月", "ligature"),
    "digraphs": ("\u0132sland, \u01c6ep", "IJsland, džep", "ligature"),
    "an ellipsis": ("The quays\u2026 close", "The quays... close", "ellipsis"),
    "an ellipsis of six dots": ("码头\u2026\u2026", "码头......", "ellipsis"),
    "a raised ellipsis": ("码头\u22ef", "码头...", "ellipsis"),
    "an apostrophe that is a letter": ("п\u02bcять", "п'ять", "apostrophe"),
    "an okina": ("Hawai\u02bbi", "Hawai'i", "apostrophe"),
    "gershayim": ("צה\u05f4ל ג\u05f3", "צה\"ל ג'", "apostrophe"),
    "primes": ("5\u2032 6\u2033 wide", "5' 6\" wide", "apostrophe"),
    "quotation marks": (
        "\u00ab\u201ea\u201c\u00bb \u2018b\u2019 \u301da\u301e",
        '""a"" \'b\' "a"',
        "",
    ),
    "dashes": ("a\u2013b \u2212 c\u05bed", "a-b - c-d", ""),
    "white space": (" a\u00a0\u202f\n b\u3000c ", "a b c", ""),
    "a soft hyphen and its line end": ("tempera\u00ad\nture", "temperature", ""),
    "accents": ("e\u0301", "é", ""),
    "an accent behind what has no shape": ("e\u034f\u0301", "é", ""),
    "a line end between Han": ("决定\n自 关闭", "决定自关闭", "space"),
    "a line end between kana and a stop": ("港は。\n日曜", "港は。日曜", "space"),
}
KEPT = [
    "m²", "10⁶", "x₂", "½", "№", "℃", "３００", "Ａ", "ﾊﾞ", "ſ", "ß", "æ", "ø", "ł", "ı", "İ",
    "\u2076", "\u02be \u02bf", "\u00b4", "1,00,000", "1.234", "1'234", "-3", "+3", "±3",
    "ఫేస్\u200cబుక్", "ශ්\u200dරී", "র\u200d্যাব", "ക്\u200c", "می\u200cشود",
    "\U0001f469\u200d\U0001f680", "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "决定 2026 年", "二 三", "가 나", "ที่ นี่", "A 城", "ー", "《a》", "\ufdfc", "ـ",
]  # fmt: skip


@pytest.mark.parametrize(("text", "plain", "kind"), FOLDED.values(), ids=FOLDED)
def test_what_nobody_sees_or_types_is_folded_and_told(text: str, plain: str, kind: str) -> None:
    assert normalise(text) == plain
    source = normalise_source(text)
    assert (as_read(source), as_copied(source)) == (plain, plain)
    assert kinds_in(source) == ({kind} if kind else set())


@pytest.mark.parametrize("text", KEPT)
def test_what_says_something_stays(text: str) -> None:
    assert normalise(text) == text
    assert normalise_source(text) == text


def test_a_joiner_stays_where_it_makes_another_word() -> None:
    assert normalise("می\u200cشود") != normalise("میشود")
    assert normalise("ක්\u200dෂ") != normalise("ක්ෂ")


def test_a_place_with_two_readings_has_each_and_is_no_place_of_marks_of_strangers() -> None:
    raised, quotation = choice("raised", "2", "²"), choice("quotation", "", '"')
    text = f"12 percent{choice('note', '4')} in{raised}{quotation}"
    assert as_copied(text) == "12 percent4 in2"
    assert as_read(text) == '12 percent in²"'
    assert kinds_in(text) == {"note", "raised", "quotation"}
    assert strip_marks("a\ufdd0b\ufddac\ufdd8\ufdef") == "abc"
    assert choice("gloss", text) == choice("gloss", "12 percent4 in2")
    assert normalise(f"well{HYPHEN}known{choice('note', '4')}") == "wellknown4"


def test_lines_of_east_asian_letters_are_joined_by_nothing() -> None:
    joined = [("决", "定"), ("。", "港"), ("は", "「")]
    apart = [("三", "五"), ("决", "2"), ("a", "b"), ("", "定"), ("。", "")]
    assert [pair for pair in (*joined, *apart) if joins_lines(*pair)] == joined


EVERY = 30 if os.environ.get("LASTRO_EVERY") else 1
HARD = [*"aбد中あ가क3五é-'.\" \n\u200c\u200d\u0301\u064b\u094d\ufe0f\u200b\u00ad\ufdd0\ufdd8\ufde0"]
HARD += [*(text for text, _, _ in FOLDED.values()), *KEPT]
WORDS = st.lists(st.sampled_from(HARD) | st.characters(), max_size=12).map("".join)


@given(WORDS)
@example("e\u034f\u0301 \u200b b")
@example(" \u200b a \u2026 \u200b")
def test_the_text_of_a_source_without_its_marks_is_what_a_quote_becomes(text: str) -> None:
    once = normalise(text)
    assert as_read(normalise_source(strip_marks(text))) == normalise(strip_marks(text))
    assert normalise(once) == once
    assert comparable._folded(text, comparable._PLAIN) == once  # without the short cut


NO_TEXT = "[\ufdd0-\ufdef\ufff0-\ufff8\ufffe\uffff\u2065"
NO_TEXT += "\U000e0000\U000e0002-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff]"
"""What parted words in version 1, and no page has: noncharacters and unassigned ones."""


def first_version(text: str) -> str:
    """Normalise as version 1 did, which made the texts that are in stores."""
    text = re.sub("\u00ad(?:[ \\t]*(?:\\r\\n?|\\n)[ \\t]*)?", "", text)
    folded = str.maketrans(
        {
            **dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a", "'"),
            **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
            **dict.fromkeys(
                "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63", "-"
            ),
        }
    )
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).translate(folded)).strip()


UNSEEN = "[\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"


def first_found(words: str, text: str) -> bool:
    """Tell whether version 1 found words in its text: numbers went on behind what is unseen."""

    def cuts(at: int) -> bool:
        before, after = (re.sub(UNSEEN, "", one) for one in (text[:at], text[at:]))
        return bool(number_across(before + after, len(before)))

    marks = {at for at in range(len(text)) if unicodedata.category(text[at])[0] == "M"}
    parted = {at for at in range(1, len(text)) if re.match(UNSEEN, text[at - 1])}
    if marks & parted:  # it took an accent for a mark of nothing
        return False
    return any(not (cuts(at) or cuts(end)) for at, end in quotes._occurrences(words, text))


@settings(max_examples=EVERY * 300, deadline=None)
@given(WORDS, WORDS, WORDS)
@example("", "5\u2033", "30 and \u2026-5")
def test_whatever_the_first_version_found_is_still_found(
    before: str, words: str, after: str
) -> None:
    # a radical that counts as a Han letter counts in numbers too
    before, words, after = (
        re.sub(f"{NO_TEXT}|[\u2f00-\u2fd5]", "", one) for one in (before, words, after)
    )
    then = first_version(f"{before}{words}{after}")
    if normalise(words) and first_found(first_version(words), then):
        assert any(quotes._occurrences(normalise(words), as_read(normalise_source(then))))
