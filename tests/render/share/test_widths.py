"""Text is cut to a width by the widths that the font really has."""

import json
import os
from importlib import resources
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from lastro.render.share.widths import ELLIPSIS, Weight, advances, cut, has_letters, width_of

FONTS = Path(str(resources.files("lastro.render") / "fonts"))
WEIGHTS: tuple[Weight, ...] = ("regular", "bold")


def _read(weight: Weight) -> dict[str, int]:
    font = TTFont(FONTS / f"NotoSerif-{weight.title()}.ttf")
    assert font["head"].unitsPerEm == 1000
    return {chr(sign): font["hmtx"][name][0] for sign, name in font.getBestCmap().items()}


def test_the_widths_kept_are_those_of_the_fonts() -> None:
    if os.environ.get("LASTRO_BLESS") == "1":
        kept: dict[str, dict[int, str]] = {weight: {} for weight in WEIGHTS}
        for weight in WEIGHTS:
            for letter, width in sorted(_read(weight).items()):
                kept[weight][width] = kept[weight].get(width, "") + letter
            kept[weight] = dict(sorted(kept[weight].items()))
        written = json.dumps(kept, ensure_ascii=False, indent=1) + "\n"
        (FONTS / "advances.json").write_text(written, encoding="utf-8")
    for weight in WEIGHTS:
        assert advances(weight) == _read(weight)


def test_the_fonts_are_small_and_bring_their_licence() -> None:
    assert sum(path.stat().st_size for path in FONTS.glob("*.ttf")) <= 300_000
    licence = (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in licence
    assert "Copyright 2015 Google" in licence


def test_a_line_is_as_wide_as_its_letters() -> None:
    wide = sum(_read("bold")[letter] for letter in "Quay 4")
    assert width_of("Quay 4", 50, "bold") == pytest.approx(wide / 20)
    assert width_of("岸", 10) == 10


@pytest.mark.parametrize(
    ("text", "width", "lines", "expected"),
    [
        ("", 100, 2, [""]),
        ("The quays are closed.", 1000, 2, ["The quays are closed."]),
        ("The quays are closed.", 70, 3, ["The quays are", "closed."]),
        ("The quays are closed.", 70, 1, ["The quays…"]),
        ("  The   quays ", 100, 1, ["The   quays"]),
        ("岸壁は日曜日", 30, 2, ["岸壁は", "日曜日"]),
        ("岸壁は日曜日に", 30, 2, ["岸壁は", "日曜…"]),
        ("The quays are", 5, 1, ["…"]),
    ],
)
def test_a_text_is_cut_between_words_and_in_one_that_is_too_long(
    text: str, width: float, lines: int, expected: list[str]
) -> None:
    assert cut(text, width, 10, lines) == expected


def test_no_line_is_wider_than_it_may_be() -> None:
    text = "Wwwwwwwwww iiii 港の岸壁は<b>日曜日に</b> " * 9
    for width in (40, 90, 377):
        found = cut(text, width, 12.5, 3, "bold")
        assert len(found) == 3
        assert found[-1].endswith(ELLIPSIS)
        assert all(width_of(line, 12.5, "bold") <= width for line in found)


def test_a_script_that_the_font_lacks_is_known() -> None:
    assert has_letters("Ação, Łódź, Ελλάδα, Причалы: “50 %” – €3…")
    assert not has_letters("岸壁")
    assert not has_letters("الرصيف")
