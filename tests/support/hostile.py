"""Hostile texts, and what a page may hold: shared by the properties about strangers' records."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

from lastro.artifacts import Page

PAYLOADS = (
    "<script>alert(1)</script>",
    "</p></blockquote></article><script src=//evil.example.net/x.js></script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s>",
    '<svg><a xlink:href="javascript:alert(1)"><text x=20 y=20>go</text></a></svg>',
    "<math><mi xlink:href=data:x,alert(1)>x</mi></math>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=data:text/html,1></object><embed src=//evil.example.net>",
    "<form action=//evil.example.net><input name=p autofocus onfocus=alert(1)></form>",
    "<style>*{display:none}</style><link rel=stylesheet href=//evil.example.net>",
    "<meta http-equiv=refresh content=0;url=//evil.example.net><base href=//evil.example.net/>",
    "<details open ontoggle=alert(1)><summary>go</summary></details>",
    "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<template><script>alert(1)</script></template><noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea></textarea><title></title><plaintext>",
    "<!-- --!><script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY x 'y'>]>&x;",
    "]]>",
    "-->",
    "--!>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "` onmouseover=`alert(1)",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    '" autofocus onfocus=alert(1) x="',
    '" style="position:fixed;inset:0',
    "x onclick=alert(1)",
    "[go](javascript:alert(1))",
    "[go](JaVaScRiPt:alert(1))",
    "[go](java&#10;script:alert(1))",
    "[go](&#106;avascript:alert(1))",
    "[go](data:text/html;base64,PHNjcmlwdD4=)",
    "[go](vbscript:msgbox(1))",
    "[go](//evil.example.net)",
    "[go](https://user:word@evil.example.net/)",
    '[go](https://example.org/ "x" onmouseover="alert(1)")',
    "[go](<javascript:alert(1)>)",
    "[go][r]\n\n[r]: javascript:alert(1)",
    "[go][r]\n\n[r]: data:text/html,1 'title'",
    "![go](https://evil.example.net/pixel.png)",
    "![go][r]\n\n[r]: https://evil.example.net/pixel.png",
    "<javascript:alert(1)>",
    "<data:text/html,1>",
    '<https://example.org/" onmouseover="alert(1)>',
    "*x*{: onmouseover=alert(1) }",
    "[go](https://example.org/){: onclick=alert(1) style=x }",
    "# heading {#x onclick=alert(1)}",
    "{% raw %}{{ 7*7 }}{% endraw %}{{ config }}",
    "{{ self.__init__.__globals__ }}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "{0} {n} {name} {0.__class__} %s %(x)s",
    "&#10;&#x3c;script&#x3e;alert(1)&#x3c;/script&#x3e;&lt;b&gt;&amp;amp;",
    "&nbsp;&shy;&NewLine;&Tab;&colon;&lpar;",
    "one\u2028two\u2029three\u0085four",
    "<scr\u0000ipt>alert(1)</scr\u0000ipt>",
    "\u202etxt.exe\u202c \u2066x\u2069",
    "@@LASTRO-TITLE@@ %%BODY%% <!--lastro:body--> lastro-sentinel-0 @@0@@",
    "<!-- lastro: scale -->",
    '--8<-- "/etc/hostname"',
    "$$x$$ \\(x\\) ```mermaid\ngraph TD;A-->B\n``` :::note",
    '[@unknown-id] [@a, <b onclick=alert(1)>x] [@x, " onclick="alert(1)]',
    "````\n</code></pre><script>alert(1)</script>\n````",
    "> " * 60 + "deep",
    "*" * 400 + "a" + "*" * 400,
    "<b" * 200,
    "a\tb\r\nc\n\n\n---\n===\n",
    "\ufeff\u200b\u200d\u00ad",
    "\ud7ff\ue000\U0010ffff\U0001f926",
)
"""What a stranger may write into any text of a record."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BODY_TAGS = _words("""
    a article aside b blockquote br circle cite code dd details div dl dt em figcaption figure g h1 h2 h3 h4 i li line
    mark nav ol p path pre q rect s section span strong summary svg table tbody td text th thead time tr ul
""")
"""Every element that a page of ours is made of, and nothing that runs, loads or sends."""

ATTRIBUTES = _words("""
    aria-current aria-hidden aria-label aria-labelledby aria-live class cx cy d data-claimant data-copied data-copy data-n data-opened data-originalurl
    data-rating data-t data-topic data-v
    data-versiondate data-versionurl datetime dir dx fill-rule height href hreflang id lang r rel role scope start tabindex text-anchor
    transform viewBox width x x1 x2 y y1 y2
""")

SEARCH_TAGS = BODY_TAGS | _words(
    "button form input label noscript option output search select template"
)
"""What the page to search from is made of beside: one form, which sends to the page itself."""

SEARCH_ATTRIBUTES = ATTRIBUTES | _words("""
    action aria-describedby autocomplete data-broken data-busy data-idle data-instead data-kind data-none data-slip data-some for hidden method name type value
""")
"""No `formaction` is among them, and nothing that runs; a form sends to a page of the site."""
CONTACT = "mailto:desk@check.example.org?subject="
"""Where the publisher of the corpus wants to hear of errors."""

Shape = Counter[tuple[str, tuple[str, ...]]]


def parsed(markup: str) -> Element:
    root: Element = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    return root


def elements(root: Element) -> Iterator[Element]:
    """Yield all elements below a root; a comment counts as one."""
    yield from (element for element in root.iter() if element is not root)


def tag_of(element: Element) -> str:
    return element.tag.split("}")[-1] if isinstance(element.tag, str) else "comment"


def shape(root: Element) -> Shape:
    """Count elements by tag and names of attributes: what text may never change."""
    return Counter((tag_of(e), tuple(sorted(e.keys()))) for e in elements(root))


def dangers(root: Element, kind: str = "") -> list[str]:
    """List what could run, load or leak on a page of a kind."""
    tags, names = BODY_TAGS, ATTRIBUTES
    if kind in {"search", "home", "claims"}:
        tags, names = SEARCH_TAGS, SEARCH_ATTRIBUTES
    found = []
    for element in elements(root):
        tag = tag_of(element)
        if tag not in tags:
            found.append(f"<{tag}>")
        for name, value in element.items():
            if name not in names:
                found.append(f"<{tag} {name}>")
            if name == "dir" and value not in {"rtl", "auto"}:
                found.append(f"{name}={value}")
            if value.startswith(CONTACT):
                continue
            if name in {"action", "href", "data-originalurl", "data-versionurl"} and not is_inert(
                value
            ):
                found.append(f"{name}={value}")
    return found


def is_inert(address: str) -> bool:
    """Tell whether an address leads into this site or to http(s), as a browser would read it."""
    if not address.isascii() or any(ord(c) <= ord(" ") or c in "\\\"'<>`" for c in address):
        return False
    if address.startswith(("https://", "http://")):
        host = address.split("/")[2]
        return "." in host and "@" not in host
    return not address.startswith("/") and ":" not in address.partition("#")[0]


def text_of(root: Element) -> str:
    return folded("".join(root.itertext()))


def folded(text: str) -> str:
    return " ".join(text.split())


def markup_of(page: Page) -> str:
    """Return all of a page that lands in the body of a document."""
    return f"<h1>{page.heading}</h1>{page.above}{page.body}{page.contents}{page.twins}"


def head_of(page: Page) -> Element:
    """Parse title and description where they will stand."""
    return html5lib.parse(  # type: ignore[no-any-return]
        f'<!doctype html><html><head><title>{page.title}</title><meta name="description"'
        f' content="{page.description}"></head><body></body></html>',
        namespaceHTMLElements=False,
    )
