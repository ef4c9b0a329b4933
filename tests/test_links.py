"""Every link of the built site arrives, and what does not is told by page, link and what is missing."""

import pytest

from lastro.links import Broken, Scan, broken_links, scan

SITE = "https://example.org/base/"


def broken(link: str, **pages: str) -> list[str]:
    """Tell what one link on a page two folders deep lacks."""
    tree = {
        "index.html": b"<h1 id=home>Home</h1>",
        "claims/a/index.html": f'<p id="here">{link}</p>'.encode(),
        "claims/b/index.html": '<p id="e-1">B</p><a name="old"></a><i id="é">x</i>'.encode(),
        "assets/x.css": b"",
        "404.html": b"",
    }
    tree |= {name: text.encode() for name, text in pages.items()}
    return [found.missing for found in broken_links(tree, SITE)]


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
    assert broken(f'<a href="{link}">x</a>') == []


@pytest.mark.parametrize(
    ("link", "missing"),
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
def test_a_link_that_does_not_arrive_says_what_is_missing(link: str, missing: str) -> None:
    assert broken(f'<a href="{link}">x</a>') == [missing]


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
    assert len(broken(element)) == 1


@pytest.mark.parametrize(
    ("link", "missing"),
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
    link: str, missing: list[str]
) -> None:
    outward = f'<a href="{link}" rel="nofollow ugc noopener noreferrer">x</a>'
    assert broken(outward.replace("a b", "a\u00a0b")) == missing


def test_a_link_of_ours_is_followed_beside_the_same_one_of_a_record() -> None:
    link = "https://example.org/base/claims/c/"
    both = f'<a href="{link}" rel="ugc">x</a><a href="{link}" rel="license">x</a>'
    assert broken(both) == ["no file 'claims/c/index.html'"]


def test_text_that_looks_like_a_link_is_text() -> None:
    assert broken('&lt;a href="x"&gt; <script>var a = \'<a href="x">\'</script>') == []


def test_an_image_may_hold_its_own_bytes() -> None:
    assert broken('<img src="data:image/png;base64,AA==">') == []


def test_links_of_the_page_for_missing_addresses_count_from_the_root() -> None:
    found = broken("", **{"404.html": '<a href="/base/claims/b/">x</a><a href="/base/x/">y</a>'})
    assert found == ["no file 'x/index.html'"]


def test_findings_are_sorted_and_told_in_one_line_each() -> None:
    tree = {"b/index.html": b'<a href="x"><a href="x">', "a/index.html": b"<a href='#\x1b'>"}
    found = broken_links(tree, SITE)
    assert found == [
        Broken("a/index.html", "#\x1b", "no id '\\x1b' in 'a/index.html'"),
        Broken("b/index.html", "x", "no file 'b/x'"),
    ]
    assert str(found[0]) == "a/index.html: '#\\x1b': no id '\\x1b' in 'a/index.html'"


def test_a_scan_lists_each_link_once() -> None:
    found = scan(b'<a id="a" href="x&amp;y"></a><a href="x&amp;y"></a>')
    assert (found.ids, found.links) == (frozenset({"a"}), (("href", "x&y"),))
    assert scan(b'<a rel="ugc" href="x">') == Scan(frozenset(), (), ("x",))
