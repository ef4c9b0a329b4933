"""The fast reading of a page finds what a parser finds, or leaves the page to it."""

from html import escape
from importlib.resources import files

from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from lastro.publish import outline as outlines
from lastro.publish.outline import Outline, join, outline, outline_of_ours
from lastro.render.markdown import md
from lastro.system.output import read_tree
from tests.support.folders import TESTS

NAMES = [
    "id", "name", "href", "src", "srcset", "poster", "action", "cite", "data", "xlink:href",
    "rel", "class", "title", "viewBox", "data-id", "hreflang", "datetime", "HREF", "ID",
]  # fmt: skip
VALUES = [
    "a", "../b/", "#x", "ugc", "nofollow ugc", "x 1x, y 2x", "a&amp;b", "a&b", "&copy;", "&copy=1",
    "&notit;", "&#x27;", "&#39", " id=", " href=", "é", "\u2028", "a'b", "a<b", "a>b", "\0", "\n",
    "", "`", "=", "<!--", "-->", "<script>", "</script>",
]  # fmt: skip
TAGS = [
    "a", "p", "div", "img", "meta", "script", "style", "title", "textarea", "svg", "A", "x-y",
    "iframe", "noscript", "plaintext", "xmp",
]  # fmt: skip


def quoted(value: str, how: str) -> str:
    return {
        '"': f'="{value}"',
        "e": f'="{escape(value)}"',
        "'": f"='{value}'",
        " ": f"={value}",
        "s": f' = "{value}"',
        "": "",
    }[how]


attributes = st.builds(
    lambda blank, name, value, how: blank + name + quoted(value, how),
    st.sampled_from([" ", " ", " ", "\n  ", "\t", "/", ""]),
    st.sampled_from(NAMES),
    st.sampled_from(VALUES),
    st.sampled_from(["e", "e", "e", '"', "'", " ", "s", ""]),
)
starts = st.builds(
    lambda tag, held, end: f"<{tag}{''.join(held)}{end}",
    st.sampled_from(TAGS),
    st.lists(attributes, max_size=4),
    st.sampled_from([">", ">", ">", " />", "/>", " >", ""]),
)
pieces = st.one_of(
    starts,
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    st.sampled_from(
        [
            "text", 'id="t"', ' href="t"', "<", ">", "&", "&#", "&amp;", '"', "'", "<!doctype html>",
            "<!-- x -->", "<!-- <a id='c'> -->", "<!--", "-->", "<![CDATA[", "]]>", "<?x?>", "</",
            "a < b", "<3", "<!-->", "--!>", "if (a<b) x('<a id=\"j\">')", "\0", "é",
        ]
    ),
)  # fmt: skip


def exact(content: bytes) -> Outline:
    return outlines._parsed(content).outline()


@settings(max_examples=1_500, deadline=None)
@given(st.lists(pieces, max_size=8).map("".join))
def test_what_the_fast_reading_takes_it_reads_as_a_parser_does(page: str) -> None:
    scanned = outlines._scanned(page.encode())
    if scanned is not None:
        assert scanned.outline() == exact(page.encode())


plain_starts = st.builds(
    lambda tag, held: f"<{tag}{''.join(held)}>",
    st.sampled_from(["a", "p", "div", "meta", "img", "svg", "x-y"]),
    st.lists(
        st.builds(
            lambda name, value: f' {name}="{escape(value.replace(chr(0), ""))}"',
            st.sampled_from([name for name in NAMES if name == "viewBox" or name.islower()]),
            st.sampled_from(VALUES) | st.text(max_size=8),
        ),
        max_size=4,
    ),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(plain_starts | st.text(max_size=9).map(escape), max_size=8).map("".join))
def test_a_page_as_ours_are_written_needs_no_parser(page: str) -> None:
    scanned = outlines._scanned(page.encode())
    assert scanned is not None
    assert scanned.outline() == exact(page.encode())


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=12), st.binary(max_size=12))
def test_bytes_that_are_no_text_are_read_as_a_parser_does(value: bytes, text: bytes) -> None:
    page = b'<a id="' + value + b'" href="x">' + text
    scanned = outlines._scanned(page)
    if scanned is not None:
        assert scanned.outline() == exact(page)


def test_every_page_of_ours_but_the_search_is_read_fast_and_as_a_parser_does() -> None:
    kept = read_tree(TESTS / "golden" / "expected")
    pages = {path: content for path, content in kept.items() if path.endswith(".html")}
    assert len(pages) > 100
    left = []
    for path, content in pages.items():
        _, _, page = content.partition(b"-->")  # slots of the head stand in a comment
        scanned = outlines._scanned(page)
        if scanned is None:
            left.append(path)
        else:
            assert scanned.outline() == exact(page), path
    # What a page says to readers without scripts is read as text by some parsers.
    assert left == ["en/search/index.html", "pt-BR/search/index.html"]


def test_an_outline_lists_each_part_once_and_sorted() -> None:
    page = (
        b'<p id="b"></p><a name="a" href="y"></a><a href="x&amp;y"></a><a href="x&amp;y"></a>'
        b'<img src="i" srcset="j 1x, k 2x"><a rel="x ugc" href="z">'
    )
    assert outline(page) == Outline(("a", "b"), ("x&y", "y"), ("i", "j", "k"), ("z",))


def test_a_script_is_no_page() -> None:
    page = b'<script id="s" src="t">if (a<b) w(\'<p id="no">\')</script><p id="p"></p>'
    assert outlines._scanned(page) is not None
    assert outline(page) == Outline(("p", "s"), (), ("t",))


@settings(max_examples=200, deadline=None)
@given(st.lists(plain_starts, max_size=6), st.lists(plain_starts, max_size=6))
def test_a_page_is_its_frame_and_its_body(frame: list[str], body: list[str]) -> None:
    parts = ["".join(frame).encode(), "".join(body).encode()]
    assert join(outline(parts[0]), outline(parts[1])) == outline(b"".join(parts))


def test_our_own_pages_are_read_as_any_page_is() -> None:
    head = '<link rel="alternate " hreflang="en" href="https://x.org/a&amp;b"><link rel="alternate " href="../">'
    words = (
        '<p>say id="no" and <b>href</b> id="not" to</p><h2 id="why">Why</h2><path id="p" d="M0"/>'
    )
    links = (
        '<a href="https://y.org/?a=1&amp;b=2" rel="nofollow ugc noopener">y</a>'
        '<a rel="prev" href="page/2/">2</a><a class="lt-ref" href="#e-1" aria-label="x">1</a>'
        '<a href="https://y.org/" rel="ugc" data-originalurl="https://y.org/">y</a>'
    )
    odd = '<a href="https://z.org/" rel="ugc" aria-label="1, p. <3>">1</a>'
    script = '<script src="a.js"></script>'
    for page in (head, words, links, head + words + links, script + links, links + odd):
        assert outline_of_ours(page) == outline(page.encode())
    assert outline_of_ours(head + words + links).ids == ("p", "why")


def test_words_that_look_like_a_link_send_a_page_to_the_reading_of_any_page() -> None:
    page = '<p>they wrote href="#nowhere" there</p><a href="#e-1">1</a>'
    assert outline_of_ours(page) == outline(page.encode())
    assert outline_of_ours(page).links == ("#e-1",)


def test_addresses_that_records_bring_are_told_from_ours_in_what_we_make() -> None:
    page = md("See [this](https://x.org/?a=1&b=2) and that.", lambda *_: Markup())
    assert outline_of_ours(page).brought == ("https://x.org/?a=1&b=2",)
    templates = (files("lastro.render") / "templates").iterdir()
    tags = [t for one in templates for t in one.read_text("utf-8").split("<a ") if "outward" in t]
    assert [tag.index("href=") < tag.index("rel=") for tag in tags] == [True]
