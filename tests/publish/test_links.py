"""Every link of the built site arrives, and what does not is told by page, link and what is missing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastro.publish.links import (
    Broken,
    LinkChecker,
)
from lastro.publish.outline import Outline, outline
from tests.support.outlines import find_broken, outlines

SITE = "https://example.org/base/"


def missing(link: str, **pages: str) -> list[str]:
    """Tell what one link on a page two folders deep lacks."""
    tree = {
        "index.html": b"<h1 id=home>Home</h1>",
        "claims/a/index.html": f'<p id="here">{link}</p>'.encode(),
        "claims/b/index.html": '<p id="e-1">B</p><a name="old"></a><i id="é">x</i>'.encode(),
        "assets/x.css": b"",
        "404.html": b"",
    }
    tree |= {name: text.encode() for name, text in pages.items()}
    return [found.missing for found in find_broken(outlines(tree), tree, SITE)]


@pytest.mark.parametrize(
    "link",
    [
        "../b/",
        "../b/#e-1",
        "../b/#old",
        "../b/#%C3%A9",
        "../b/#é",
        "../b/#:~:text=any%20words",
        "../b/#e-1:~:text=any",
        "../b/?q=1#e-1",
        "#here",
        "#",
        "#top",
        "",
        ".",
        "./",
        "../..",
        "../../",
        "../../#home",
        "/base/",
        "/base/claims/b/",
        "https://example.org/base/claims/b/#e-1",
        "//example.org/base/assets/x.css",
        "https://example.org/elsewhere",
        "https://other.example.com/x#y",
        "mailto:errors@example.org",
        "tel:+351",
    ],
)
def test_a_link_that_arrives_is_not_reported(link: str) -> None:
    assert missing(f'<a href="{link}">x</a>') == []


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("../c/", "no file 'claims/c/index.html'"),
        ("../b/#e-2", "no id 'e-2' in 'claims/b/index.html'"),
        ("#there", "no id 'there' in 'claims/a/index.html'"),
        ("../b", "a slash is missing at its end"),
        ("../../assets/y.css", "no file 'assets/y.css'"),
        ("../../../", "leads out of the site"),
        ("/claims/b/", "leads out of the site"),
        ("https://example.org/base/claims/c/", "no file 'claims/c/index.html'"),
        ("javascript:alert(1)", "a link of the form 'javascript:' is not published"),
        (" java\nscript:alert(1)", "a link of the form 'javascript:' is not published"),
        ("data:text/html,x", "a link of the form 'data:' is not published"),
        ("mailto:", "a link of the form 'mailto:' is not published"),
        ("https://[half", "not an address"),
        ("https:///nowhere", "not an address"),
        ("https://example.com/a b\u202e", "not an address"),
    ],
)
def test_a_link_that_does_not_arrive_says_what_is_missing(link: str, said: str) -> None:
    assert missing(f'<a href="{link}">x</a>') == [said]


@pytest.mark.parametrize(
    "element",
    [
        '<img src="x.png">',
        '<link rel="canonical" href="https://example.org/base/x.png">',
        '<script src="x.png"></script>',
        '<img srcset="../b/ 1x, x.png 2x">',
        '<form action="x.png"></form>',
        '<svg><a xlink:href="x.png"></a></svg>',
        "<A HREF=x.png>",
    ],
)
def test_links_are_looked_at_wherever_they_stand(element: str) -> None:
    assert len(missing(element)) == 1


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("https://example.org/base/claims/c/", []),
        ("https://example.org/base/#nowhere", []),
        ("//example.org/base/claims/c/", []),
        ("../c/", ["no file 'claims/c/index.html'"]),
        ("javascript:alert(1)", ["a link of the form 'javascript:' is not published"]),
        ("https://example.org/base/a b", ["not an address"]),
    ],
)
def test_an_address_that_a_record_brings_is_no_page_of_this_site(
    link: str, said: list[str]
) -> None:
    outward = f'<a href="{link}" rel="nofollow ugc noopener noreferrer">x</a>'
    assert missing(outward.replace("a b", "a\u00a0b")) == said


def test_a_link_of_ours_is_followed_beside_the_same_one_of_a_record() -> None:
    link = "https://example.org/base/claims/c/"
    both = f'<a href="{link}" rel="ugc">x</a><a href="{link}" rel="license">x</a>'
    assert missing(both) == ["no file 'claims/c/index.html'"]


def test_text_that_looks_like_a_link_is_text() -> None:
    assert missing('&lt;a href="x"&gt; <script>var a = \'<a href="x">\'</script>') == []


def test_an_image_may_hold_its_own_bytes() -> None:
    assert missing('<img src="data:image/png;base64,AA==">') == []


def test_links_of_the_page_for_missing_addresses_count_from_the_root() -> None:
    found = missing("", **{"404.html": '<a href="/base/claims/b/">x</a><a href="/base/x/">y</a>'})
    assert found == ["no file 'x/index.html'"]


def test_findings_are_sorted_and_told_in_one_line_each() -> None:
    tree = {"b/index.html": b'<a href="x"><a href="x">', "a/index.html": b"<a href='#\x1b'>"}
    found = find_broken(outlines(tree), tree, SITE)
    assert found == [
        Broken("a/index.html", "#\x1b", "no id '\\x1b' in 'a/index.html'"),
        Broken("b/index.html", "x", "no file 'b/x'"),
    ]
    assert str(found[0]) == "a/index.html: '#\\x1b': no id '\\x1b' in 'a/index.html'"


PATHS = ["index.html", "a/index.html", "a/b/index.html", "c.html", "d/e.css", "x"]
ANYWHERE = [
    "", "#i", "#j", "#", "..", "../", "../..", "../../", "../a/", "../a/#i", "a/b/#j", "a/b", "b/#i",
    "../d/e.css", "d/e.css", "c.html#i", "../c.html#j", "x#k", "./", ".", "../c.html?q",
    "https://example.org/base/a/#i", "https://example.org/base/c.html", "https://example.org/base",
    "https://example.org/other/#i", "https://example.org/base/../base/a/",
    "//example.org/base/a/b/#i", "/base/a/", "../%61/", "https:a/", "https:///a", "mailto:x@y",
]  # fmt: skip
ids = st.lists(st.sampled_from(["i", "j"]), unique=True, max_size=2).map(sorted).map(tuple)
links = st.lists(st.sampled_from(ANYWHERE), unique=True, max_size=3).map(sorted).map(tuple)
drawn_pages = st.builds(Outline, ids, links, links, links)
trees = st.dictionaries(st.sampled_from(PATHS), drawn_pages, min_size=1)


def pages_of(tree: dict[str, Outline]) -> dict[str, Outline]:
    return {path: page for path, page in tree.items() if path.endswith(".html")}


@settings(max_examples=500, deadline=None)
@given(trees, trees, st.sets(st.sampled_from(PATHS)))
def test_after_an_edit_only_changed_pages_are_looked_at_unless_something_is_lost(
    edits: dict[str, Outline], tree: dict[str, Outline], removed: set[str]
) -> None:
    before = find_broken(pages_of(tree), tree, SITE)
    sound = {path: page for path, page in tree.items() if path not in {b.page for b in before}}
    if find_broken(pages_of(sound), sound, SITE):
        return
    after = {path: page for path, page in sound.items() if path not in removed} | edits
    found = find_broken(pages_of(edits), after, SITE, pages_of(sound).get)
    whole = find_broken(pages_of(after), after, SITE)
    assert found == [b for b in whole if b.page in edits]
    kept = {path: {*page.ids} for path, page in after.items()}
    if all(path in kept and {*page.ids} <= kept[path] for path, page in sound.items()):
        assert found == whole


def test_what_is_proven_of_a_page_is_left_out_and_nothing_else() -> None:
    page = outline(
        b'<h1 id="why">Why</h1><a href="#why">own</a><a href="#gone">no such id</a>'
        b'<a href="../there/">a page</a><a href="../there/#part">its part</a><a href="../not/">none</a>'
        b'<a href="https://example.net/x">away</a><img src="../there/a.png">'
    )
    files = {"here/index.html", "there/index.html"}
    proof = LinkChecker(files, lambda _: None, "https://example.org/")

    left = proof.keep_doubtful("here/index.html", page)

    assert left.ids == ("why",)
    assert left.links == ("#gone", "../not/", "../there/#part")
    assert left.loads == ("../there/a.png",)


@pytest.mark.parametrize(
    ("sure", "doubtful"),
    [
        (("a/b/index.html", "../c/"), ("d/b/index.html", "../c/")),
        (
            ("a/b/index.html", "q?u=https://x.example.org"),
            ("d/index.html", "q?u=https://x.example.org"),
        ),
        (("a/b/index.html", "../../top"), ("a/index.html", "../../top")),
    ],
)
def test_a_link_that_is_sure_in_one_folder_is_looked_at_in_another(
    sure: tuple[str, str], doubtful: tuple[str, str]
) -> None:
    files = {"a/c/index.html", "a/b/q", "top"}
    checker = LinkChecker(files, lambda _: None, SITE)
    kept = [
        checker.keep_doubtful(path, Outline(ids=(), links=(link,), loads=(), brought=())).links
        for path, link in (sure, sure, doubtful, sure)
    ]
    assert kept == [(), (), (doubtful[1],), ()]
