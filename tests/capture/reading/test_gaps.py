"""No quote runs over what a capture leaves out: "it will / never / close the quays" is no promise."""

from typing import Any

import pytest

from lastro.capture.reading.child import answer_to
from lastro.evidence.matching import nearest_passage
from lastro.evidence.quotes import find, stands_across
from lastro.model.base import Quote

FILLER = "".join(
    f"<p>Paragraph {one} is about the harbour, its boats and its gulls, so that the page is long "
    "enough for its main text to be found by whoever seeks it.</p>"
    for one in ("one", "two", "three", "four")
)
PROMISE = Quote(exact="in winter the board will close the quays")
NEVER = "never, whatever anybody says of it,"
BETWEEN = [
    f"<{tag}>{NEVER}</{tag}>"
    for tag in (
        "aside", "blockquote", "button", "details", "div", "fieldset", "figcaption", "figure",
        "footer", "form", "h2", "header", "label", "li", "nav", "ol", "p", "pre", "section",
        "select", "summary", "table", "textarea", "ul",
    )
] + [
    f'<p class="noprint">{NEVER}</p>',
    f'<div class="advertisement sponsored">{NEVER}</div>',
    f'<div id="comments">{NEVER}</div>',
    f'<p aria-hidden="true">{NEVER}</p>',
    f'<p role="note" class="tooltip share">{NEVER}</p>',
    f"<figure><img src=a.png><figcaption>{NEVER}</figcaption></figure>",
    f"<details><summary>More</summary>{NEVER}</details>",
]  # fmt: skip
UNSEEN = [
    f"<p hidden>{NEVER}</p>",
    f"<div HIDDEN=''>{NEVER}</div>",
    f'<p style="color: red; display: none">{NEVER}</p>',
    f'<p style="DISPLAY:NONE!important">{NEVER}</p>',
    f'<p style="visibility: hidden">{NEVER}</p>',
    f'<p style="content-visibility:hidden">{NEVER}</p>',
    f"<section hidden><ul><li>{NEVER}</li></ul></section>",
    f"<section hidden><div><p hidden>{NEVER}</p></div><p hidden>{NEVER}</p></section>",
    f"<span hidden>{NEVER}</span>",
    f"<dialog>{NEVER}</dialog>",
    f"<div popover>{NEVER}</div>",
    f"<noscript>{NEVER}</noscript>",
    f"<object data=a.html>{NEVER}</object>",
    "<iframe src=a.html></iframe>",
]
INLINE = [
    "<span hidden>never</span>",
    '<span style="display:none">never</span>',
    "<b hidden><i>never</i></b>",
    "<script>never()</script>",
    "<style>b {}</style>",
    "<template>never</template>",
    "<noscript><img src=a.gif></noscript>",
    "<span hidden></span>",
    "<!-- never -->",
    "<svg> <title>never</title> <desc>never</desc> <metadata>never</metadata> </svg>",
    "<svg> <defs><text>never</text></defs> <symbol><text>never</text></symbol> </svg>",
    "<math><semantics> <annotation>never</annotation> </semantics></math>",
]
EMPTY = [
    "",
    "<script>never()</script>",
    "<div hidden></div>",
    '<div style="display:none"><script>never()</script></div>',
    "<noscript><style>p {}</style></noscript>",
    "<noscript><iframe src=a.html style=display:none></iframe></noscript>",
    "<iframe hidden src=a.html></iframe>",
    "<hr>",
    "<figure><img src=a.png></figure>",
    "<video src=a.mp4>Your browser shows no films.</video>",
]


def text_of(middle: str, *, in_line: bool = False) -> str:
    """Read a page whose promise is parted by something: two paragraphs, or one."""
    ends = ("", "") if in_line else ("</p>", "<p>")
    page = (
        f"<!doctype html><html><body><article>{FILLER}<p>They say that in winter the board will "
        f"{ends[0]}{middle}{ends[1]} close the quays of the northern basin on Sundays, and that "
        f"nobody was asked.</p>{FILLER}</article></body></html>"
    )
    answer: dict[str, Any] = answer_to(page.encode(), "text/html", "utf-8")
    assert answer["parts"][0] == ("main", 0)
    return str(answer["text"])


@pytest.mark.parametrize("middle", [*BETWEEN, *UNSEEN])
def test_a_block_between_two_paragraphs_is_a_gap(middle: str) -> None:
    text = text_of(middle)
    assert find(PROMISE, text) is None
    assert find(Quote(exact="close the quays", prefix="the board will"), text) is None
    assert find(Quote(exact="in winter the board will"), text) is not None
    assert find(Quote(exact="close the quays of the northern basin"), text) is not None


@pytest.mark.parametrize("middle", UNSEEN)
def test_words_that_a_page_hides_do_not_stand_in_it_and_the_gap_is_told(middle: str) -> None:
    text = text_of(middle)
    assert find(Quote(exact="never"), text) is None
    near = nearest_passage(PROMISE, text)
    assert near is not None
    assert (near.is_across, near.words) == (True, "in winter the board will\u2026close the quays")


def test_what_the_main_text_leaves_out_is_shown_beside_the_quote() -> None:
    text = text_of(f"<aside>{NEVER}</aside>")
    assert stands_across(PROMISE, text)
    near = nearest_passage(PROMISE, text)
    assert near is not None
    assert near.is_across
    assert text[near.offset : near.offset + len(near.words)] == near.words
    assert near.offset > text.index("\f")
    assert "never" in near.words


@pytest.mark.parametrize("middle", INLINE)
def test_words_beside_a_hidden_word_in_one_line_are_beside_each_other(middle: str) -> None:
    text = text_of(middle, in_line=True)
    assert find(PROMISE, text) is not None
    assert find(Quote(exact="never"), text) is None


def test_a_word_whose_place_stays_empty_is_a_gap() -> None:
    assert find(PROMISE, text_of("<b style='visibility:hidden'>never</b>", in_line=True)) is None


@pytest.mark.parametrize("middle", EMPTY)
def test_what_has_no_words_is_no_gap(middle: str) -> None:
    assert find(PROMISE, text_of(middle)) is not None


def test_a_capture_of_an_older_version_joined_its_lines_and_is_no_proof_of_it() -> None:
    joined = "the board will close the quays\fthe board will never close the quays"
    assert find(Quote(exact="will close the quays"), joined) is None
    assert find(Quote(exact="close the quays", prefix="will"), joined) is None
    assert find(Quote(exact="close the quays"), joined) is not None


def test_a_quote_that_is_simply_absent_stands_on_no_side() -> None:
    assert not stands_across(Quote(exact="the quays stay open"), text_of(""))


def whole_of(middle: str) -> str:
    """Read all of a page whose article holds something."""
    page = f"<!doctype html><html><body><article>{FILLER}{middle}{FILLER}</article></body></html>"
    answer: dict[str, Any] = answer_to(page.encode(), "text/html", "utf-8")
    return str(answer["text"])


@pytest.mark.parametrize(
    ("middle", "joined", "alone"),
    [
        ("<table><tr><td>Boats<td>12<td>350</table>", "12 350", "350"),
        ("<table><tr><td>7<td>-<td>3 percent</table>", "7 - 3 percent", "3 percent"),
        ("<table><tr><th>The board will<td>close it.</table>", "board will close", "close it."),
        ("<table><tr><td>It will<tr><td>close it.</table>", "It will close", "close it."),
        ("<h2>Section 3</h2><p>500 boats left.</p>", "3 500 boats", "500 boats left."),
        ("<ul><li>All of 12</li><li>350 boats</li></ul>", "12 350", "350 boats"),
        ("<p>Chapter 3<br>500 boats left.</p>", "3 500 boats", "500 boats left."),
        ("<p>He <select><option>did<option>did not</select> lie.</p>", "did not lie", "lie."),
        ("<p>He <select><option>did</select> lie.</p>", "He lie", "lie."),
        ("<p>It will <input value=never> close.</p>", "It will close", "It will"),
        ("<p>It will <input type=text placeholder=never> close.</p>", "It will close", "It will"),
    ],
)
def test_what_stands_in_two_cells_or_lines_is_no_number_and_no_sentence(
    middle: str, joined: str, alone: str
) -> None:
    text = whole_of(middle)
    assert find(Quote(exact=joined), text) is None
    assert find(Quote(exact=alone), text) is not None


@pytest.mark.parametrize(
    ("middle", "words"),
    [
        ("<table><tr><td>The <b>board</b> will <a href=x>close</a> it.</table>", "will close it."),
        ("<table><tr><td><p>The board will</p><p>close it.</p></table>", "will close it."),
        ("<p>It will <input type=checkbox value=x> close.</p>", "It will close."),
        ("<p>It will <input type=hidden value=x> close.</p>", "It will close."),
    ],
)
def test_what_stands_in_one_cell_is_read_on(middle: str, words: str) -> None:
    assert find(Quote(exact=words), whole_of(middle)) is not None


@pytest.mark.parametrize(
    ("middle", "stands", "lacks"),
    [
        ("It has 10<sup>6</sup> boats.", "10⁶ boats", "106 boats"),
        ("It has 10<sup>6</sup> boats.", "It has", "It has 10"),
        ("It is 10<sup>−3</sup> there.", "10⁻³ there", "10-3 there"),
        ("It costs $2<sup>50</sup> now.", "It costs", "$250"),
        ("It has 10 m<sup>2</sup> left.", "10 m2 left", "10 m left"),
        ("It has 10 m<sup>2</sup> left.", "10 m² left", "It has 10 m"),
    ],
)
def test_raised_digits_behind_a_digit_are_no_digits_of_it(
    middle: str, stands: str, lacks: str
) -> None:
    text = whole_of(f"<p>{middle}</p>")
    assert find(Quote(exact=stands), text) is not None
    assert find(Quote(exact=lacks), text) is None
