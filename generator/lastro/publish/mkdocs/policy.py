"""What of the engine's output is published, and a policy that lets nothing else run in its pages.

The policy is the second net: should words of a record ever become a script, no browser runs it. It allows
the site's own files and, by hash, what the theme writes into every page, taken from the page for missing
addresses, which shows nobody's words. Source: https://www.w3.org/TR/CSP3/
White space is an eighth of a page as the engine indents it: a run with a line end in it becomes that line
end, so no two words meet; what keeps its blanks when shown or run stays.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Container, Iterable, Mapping
from pathlib import Path

from lastro.publish.mkdocs.config import MKDOCS, run
from lastro.publish.mkdocs.stage import Staged
from lastro.system.output import BUILD, read_tree

HEADERS = "_headers"
MISSING = "404.html"
_CHARSET = b'<meta charset="utf-8">'
_INLINE = re.compile(rb"<(script|style)>(.*?)</\1>", re.DOTALL)
"""A script or style of the page itself; one with attributes names a file, or is data."""
_ALIGNED = re.compile(rb'<(t[hd]) style="text-align: ([a-z]+);">')
"""A cell of a Markdown table: the policy stops styles of single elements."""
DATA = (
    ".well-known/*", "api/*", "claimreview.json", "claims.csv",
    "datapackage.json", "feeds/*", "llms.txt", "review-dates.ics", "sources.csv", "verdicts.csv",
)  # fmt: skip
"""What programs read, and no person."""
_HASHED = re.compile(r"\.[0-9a-f]{8}\.min\.(css|js)$")
_FOREVER = "public, max-age=31536000, immutable"
EMBEDDED = "embed/"
"""The folder of what stands in pages of others; each page in it has a stricter policy of its own."""
_EMBEDDED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *"
_AS_WRITTEN = rb"<(pre|textarea|script|style|code)\b.*?</\2\s*>"
_TAG_OR_COMMENT = rb"<!--.*?-->|<[a-z/!](?:[^\"'>]|\"[^\"]*\"|'[^']*')*>"
_RUNS = re.compile(
    rb"(" + _AS_WRITTEN + rb"|" + _TAG_OR_COMMENT + rb")|[ \t\f\r]*\n[ \t\f\r\n]*",
    re.DOTALL | re.IGNORECASE,
)
"""What stays as it is; else a run of white space."""
_OF_ITS_SEARCH = ("assets/javascripts/lunr/", "assets/javascripts/workers/", "search.json")
_REFERRER = "strict-origin-when-cross-origin"
_ASSETS = "assets/"
_ASSET = re.compile(rb'"(?:\./)?((?:\.\./)*|/(?:[^"]*/)?)assets/([^"]+)"')
"""A file of the theme as a page names it: the way to the folder of a language, then the file."""


def engine_tree(
    root: Path, staged: Staged, engine: str = MKDOCS, *, serving: bool = False
) -> dict[str, bytes]:
    """Run the engine for one language that lies staged, and return what is published of it."""
    made = read_tree(run(root / BUILD / f"mkdocs.{staged.language}.yml", engine))
    return select_published(made, staged, serving=serving)


def select_published(
    tree: Mapping[str, bytes], staged: Staged, *, serving: bool = False
) -> dict[str, bytes]:
    """Return what is published of what the engine made of a language, with the policy in each page.

    The first language brings the headers for hosts that read them, and the theme's files for all: the
    pages of another lead there, so that who changes language loads nothing again. The theme's own
    search stays away. While MkDocs is `serving`, the script that it adds to reload a page may run.
    """
    policy = _policy(tree.get(MISSING, b""), serving=serving)
    as_they_are = {artifact.path for artifact in staged.given}
    head = (
        f'{_CHARSET.decode()}<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="referrer" content="{_REFERRER}">'
    ).encode()

    def publish_page(path: str, content: bytes) -> bytes:
        content = _ALIGNED.sub(rb'<\1 align="\2">', content.replace(_CHARSET, head, 1))
        return squeeze(_lead_to_first(path, content, staged.prefix, as_they_are))

    files = {
        path: publish_page(path, content)
        if path.endswith(".html") and path not in as_they_are
        else content
        for path, content in tree.items()
        if not path.endswith((".js.map", ".css.map"))
        and not path.startswith(_OF_ITS_SEARCH)
        and (not staged.prefix or not path.startswith(_ASSETS) or path in as_they_are)
    }
    if staged.prefix:
        return files
    feeds = (f"{tag}/feeds/*" for tag in [*staged.everywhere.names][1:])
    hashed = filter(_HASHED.search, files)
    return files | {HEADERS: _headers(policy, folders(staged), (*DATA, *feeds), hashed)}


def folders(staged: Staged) -> list[str]:
    names = [*staged.everywhere.names][1:]
    return sorted({*names, *(path.partition("/")[0] for path in staged.addresses if path)})


def _lead_to_first(path: str, page: bytes, prefix: str, own: Container[str]) -> bytes:
    """Let a page of the language below `prefix` name the first language's files, but for its `own`."""
    below, home = prefix.encode(), b"../" * path.count("/")
    if not prefix:
        return page

    def lead(found: re.Match[bytes]) -> bytes:
        way, file = found.groups()
        is_whole = way.startswith(b"/") and way.endswith(below)
        if f"{_ASSETS}{file.decode()}" in own or not (is_whole or way == home):
            return found[0]
        return b'"%sassets/%s"' % (way.removesuffix(below) if is_whole else b"../" + way, file)

    return _ASSET.sub(lead, page)


def _policy(page: bytes, *, serving: bool) -> str:
    hashes: dict[bytes, dict[str, None]] = {b"script": {}, b"style": {}}
    for kind, content in _INLINE.findall(page):
        hashed = b64encode(hashlib.sha256(content).digest()).decode()
        hashes[kind][f" 'sha256-{hashed}'"] = None
    scripts = " 'unsafe-inline'" if serving else "".join(hashes[b"script"])
    return (
        f"default-src 'none'; script-src 'self'{scripts};"
        f" style-src 'self'{''.join(hashes[b'style'])}; img-src 'self' data:; font-src 'self';"
        " connect-src 'self'; manifest-src 'self'; base-uri 'none';"
        " form-action 'self'"
    )


def _headers(
    policy: str, folders: Iterable[str], data: Iterable[str], hashed: Iterable[str]
) -> bytes:
    """Write what a page cannot say of itself, as Netlify and Cloudflare read it.

    Programs on pages of other hosts may read data, files with a hash in their name never change, and what is
    made to be embedded may be. Hosts join all rules that fit a path, and of joined policies each applies: so
    that of pages is not said of all. Source: https://docs.netlify.com/manage/routing/headers/
    """
    pages = ("/", f"/{MISSING}", *(f"/{folder}/*" for folder in folders))
    return (
        "/*\n"
        "  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\n"
        f"  Referrer-Policy: {_REFERRER}\n"
        "  Strict-Transport-Security: max-age=31536000\n"
        "  X-Content-Type-Options: nosniff\n"
        + "".join(
            f"{at}\n  Content-Security-Policy: {policy}; frame-ancestors 'none'\n" for at in pages
        )
        + "".join(f"/{path}\n  Access-Control-Allow-Origin: *\n" for path in data)
        + f"/{EMBEDDED}*\n  Access-Control-Allow-Origin: *\n  Content-Security-Policy: {_EMBEDDED}\n"
        + "".join(f"/{path}\n  Cache-Control: {_FOREVER}\n" for path in sorted(hashed))
    ).encode()


def squeeze(page: bytes) -> bytes:
    """Shorten the white space between the elements and words of a page; a second time changes nothing."""
    return _RUNS.sub(lambda found: found[1] or b"\n", page)
