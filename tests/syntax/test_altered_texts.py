"""A ` #` that cuts a text without quotes is told, at its sign, with the words that it takes away.

Line breaks become blanks between letters of scripts without them.
"""

from datetime import date
from pathlib import Path

import pytest

from lastro.checks.fix_passes import make_fixes, write_fixed
from lastro.checks.runner import run
from lastro.diagnostics.report import Report
from lastro.loading.load import load
from lastro.loading.workspace import Workspace
from lastro.model.article import Article, Statement
from lastro.model.base import Correction, Quote
from lastro.model.claim import Claim, Event, Evidence
from lastro.model.fields import fields_of
from lastro.model.reader_text import Text
from lastro.model.said import Claimant, Media
from lastro.model.source import Source
from lastro.places import Span
from lastro.syntax.altered_texts import cut_texts, find_folds
from lastro.syntax.plain_values import values_in
from lastro.syntax.tree import Refused, parse
from tests.support.little_site import CLAIM, CLAIM_PATH, FILES, TODAY, write_files, write_site

FOLDED = [
    ("quote: >-\n  港口每逢\n  星期日关闭。\n", "港口每逢星期日关闭。"),
    ("quote: >\n  港口\n  每逢\n  关闭\n", "港口每逢关闭\n"),
    ("quote: 港口每逢\n  星期日\n", "港口每逢星期日"),
    ("quote: '港口每逢\n  星期日'\n", "港口每逢星期日"),
    ('quote: "港口每逢  \n  星期日"\n', "港口每逢星期日"),
    ("quote: >-\n  埠頭は、\n  日曜日に\n  閉まる\n", "埠頭は、日曜日に閉まる"),
    ("quote: >-\n  ปิดทุก\n  วันอาทิตย์\n", "ปิดทุกวันอาทิตย์"),
    ("quote: >-\n  𠀋港\n  𠀋口 ab\n", "𠀋港𠀋口 ab"),
    ("also:\n  - 港口\n  - 港口\n    关闭\n", "港口关闭"),
]
CUT = [
    ("quote: We are #1 in it\nwhere: y\n", (1, 15), "We are #1 in it"),
    ("quote: Learn C # now\n", (1, 16), "Learn C # now"),
    ("quote: One end.  #two\n", (1, 18), "One end. #two"),
    ("quote: We are\t#1\n", (1, 15), "We are #1"),
    ("quote: #1 in it\nwhere: y\n", (1, 8), "#1 in it"),
    ("quote: We are\n  the #1 in it\nwhere: y\n", (2, 7), "We are the #1 in it"),
    ("quote: We are\n  #1 in it\nwhere: y\n", (2, 3), "We are #1 in it"),
    ("quote: We are\n\n  #1 in it\nwhere: y\n", (3, 3), "We are #1 in it"),
    ("quote:\n  #1 in\n  it all\nwhere: y\n", (2, 3), "#1 in it all"),
    ("quote:\n  We are\n  #1\nwhere: y\n", (3, 3), "We are #1"),
    ("quote: {exact: We are #1\n  }\n", (1, 23), "We are #1"),
    ("quote:\n  exact: We are #1\n", (2, 17), "We are #1"),
    ("claim: We are #1\n", (1, 15), "We are #1"),
    ("claim:\n  en: We are #1\n", (2, 14), "We are #1"),
    ("said:\n  words: We are #1\n", (2, 17), "We are #1"),
    ("said:\n  also:\n    - We are #1\n", (3, 14), "We are #1"),
    ("said:\n  also:\n    - We are\n      #1\n", (4, 7), "We are #1"),
    ("said:\n  also: [We are #1\n  ]\n", (2, 17), "We are #1"),
    ("evidence:\n- source: x # y\n  note: We are #1\n", (3, 16), "We are #1"),
    ("reviews:\n- by: [Ana Prado]\n  because:\n    en: We are #1\n", (4, 16), "We are #1"),
    ("title: We are #1\n", (1, 15), "We are #1"),
]
WHOLE = [
    "quote: 'We are #1'\n",
    'quote: "We are" #1 of all\n',
    "quote: |\n  We are #1\n",
    "quote: >- # folded\n  We are\n  #1\n",
    "quote: We are#1 of all\n",
    "quote: We are   # as the log says\n",
    "quote: We are\n# as the log says\nwhere: y\n",
    "quote: We are\n#as the log says\nwhere: y\n",
    "claim:\n  en: We are\n  #as we say\n  pt-BR: x\n",
    "said:\n  also:\n    - We are\n    #- They are\n    - x\n",
    "claim: # as we say\n  en: We are\n",
    "evidence:\n- source: x # y\n  stance: supports #really\n",
    "related:\n- claim: x # y\n  as: part-of # z\n",
    "nature: fact # or statement\ntopics: [harbour] # z\n",
    "# title #1\ntitle: We are\n",
]


@pytest.mark.parametrize(("text", "sign", "whole"), CUT)
def test_a_text_that_is_cut_is_found_at_its_sign(
    text: str, sign: tuple[int, int], whole: str
) -> None:
    line, column = sign
    assert [(cut.sign, cut.whole) for cut in cut_texts(text, parse(text))] == [
        (Span(line, column, line, column + 1), whole)
    ]
    assert values_in(text) is None


@pytest.mark.parametrize("text", WHOLE)
def test_words_in_quotes_ids_and_comments_that_show_themselves_are_left_alone(text: str) -> None:
    assert list(cut_texts(text, parse(text))) == []


@pytest.mark.parametrize(
    ("text", "rest", "column"),
    [
        ("quote: We are #1 in the\n  world of ports.\nwhere: x\n", "#1 in the", 15),
        ("also:\n- We are #1 in the\n  world of ports.\nwhere: x\n", "#1 in the", 10),
        ("note: {en: We are #1 in it}\nwhere: y\n", "#1 in it}", 19),
    ],
)
def test_a_text_that_goes_on_behind_its_comment_is_told_at_the_sign(
    text: str, rest: str, column: int
) -> None:
    with pytest.raises(Refused) as refused:
        parse(text)
    assert refused.value.message == f"a text ends at its ' #': '{rest}' is a comment"
    assert refused.value.hint == "put the whole text in quotes"
    assert refused.value.span.column == column


def test_another_fault_below_a_comment_is_told_as_before() -> None:
    with pytest.raises(Refused) as refused:
        parse("a:\n  b: c  # as it says\n d: e\n")
    assert refused.value.message == "this line fits neither the map above nor a new one"


@pytest.mark.parametrize(
    "model", [Article, Claim, Claimant, Correction, Event, Evidence, Media, Source, Statement]
)
def test_every_text_for_readers_is_looked_at(model: type[Claim]) -> None:
    texts = [
        key
        for key, field in fields_of(model).items()
        if {Text, Quote} & {field.annotation, *getattr(field.annotation, "__args__", ())}
    ]
    assert texts
    for key in texts:
        text = f"{key}: We are #1\n"
        assert [cut.whole for cut in cut_texts(text, parse(text))] == ["We are #1"]


def _fixed(root: Path, *kinds: str) -> Report:
    def check(loaded: Workspace) -> Report:
        return run(loaded, date.fromisoformat(TODAY), None)

    loaded = load(root)
    done = make_fixes(loaded, check(loaded), check, kinds)  # type: ignore[arg-type]
    write_fixed(root, done.files)
    return done.report


def test_the_fix_puts_the_whole_in_quotes_and_only_where_a_person_asks_for_it(
    tmp_path: Path,
) -> None:
    write_site(tmp_path)
    quote = 'quote: "The quays shall be closed on Sundays."'
    cut = CLAIM.replace(quote, "quote: The quays shall be #closed on Sundays.")
    assert cut != CLAIM
    write_files(tmp_path, {**FILES, CLAIM_PATH: cut})
    found = [d for d in _fixed(tmp_path, "safe").diagnostics if d.rule == "text-cut-by-comment"]
    assert [(d.message, d.hint, d.place.span.column) for d in found] == [
        (
            "'#closed on Sundays.' is read as a comment, and is no part of the text",
            "put the whole text in quotes, or the comment on a line of its own",
            31,
        )
    ]
    assert (tmp_path / CLAIM_PATH).read_text(encoding="utf-8") == cut
    left = _fixed(tmp_path, "safe", "unsafe").diagnostics
    assert "text-cut-by-comment" not in {d.rule for d in left}
    assert (tmp_path / CLAIM_PATH).read_text(encoding="utf-8") == cut.replace(
        "The quays shall be #closed on Sundays.", '"The quays shall be #closed on Sundays."'
    )


@pytest.mark.parametrize(("text", "meant"), FOLDED)
def test_a_blank_from_a_line_break_is_found(text: str, meant: str) -> None:
    assert [found[2] for found in find_folds(text, parse(text))] == [meant]


@pytest.mark.parametrize(
    "text",
    [
        "quote: >-\n  港口 office\n  港口\n",
        "quote: >-\n  港口\n\n  关闭\n",
        "quote: |-\n  港口\n  关闭\n",
        'quote: "港口\\\n  关闭"\n',
        "quote: 港口 关闭\nnote: 港口\n",
        "quote: >-\n  부두는\n  닫힌다\n",
        "also: [港口,\n  关闭]\n",
        "note:\n  en: 港口\n  pt-BR: 关闭\n",
        "quote: 港口\n# 关闭\n",
    ],
)
def test_another_line_break_is_left_alone(text: str) -> None:
    assert list(find_folds(text, parse(text))) == []
