"""Line breaks that become blanks between letters of scripts without them, and those that do not."""

import pytest

from lastro.syntax.folded_texts import find_folds
from lastro.syntax.tree import parse

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
