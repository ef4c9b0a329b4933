"""Every page brings the policy that stops what is not the theme's, however the site is built."""

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from lastro.artifacts import Artifact
from lastro.build.build import build
from lastro.publish.mkdocs.addresses import Addresses
from lastro.publish.mkdocs.policy import DATA, EMBEDDED, select_published
from lastro.publish.mkdocs.stage import Staged
from lastro.system.output import read_tree
from tests.support.little_docs import write_whole_site
from tests.support.little_site import TODAY

PAGE = (
    b'<!doctype html><html><head><meta charset="utf-8"><style>b{}</style></head>'
    b'<body><script>a()</script><script type="application/json">{}</script>'
    b'<script src="x.js"></script></body></html>'
)
STAGED = Staged(
    language="pt-BR",
    prefix="pt-BR/",
    given=(),
    sections=(),
    footer=(),
    addresses={},
    everywhere=Addresses("https://example.org/", {"en": "English", "pt-BR": "Português"}),
)
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy_of(page: bytes) -> str:
    (found,) = POLICY.findall(page.decode())
    return str(found)


def test_the_policy_names_what_the_theme_writes_into_the_page_for_missing_addresses() -> None:
    other = PAGE.replace(b"a()", b"stranger()")
    made = select_published({"404.html": PAGE, "index.html": other}, STAGED)
    assert policy_of(made["index.html"]) == (
        f"default-src 'none'; script-src 'self' {hashed('a()')}; style-src 'self' {hashed('b{}')};"
        " img-src 'self' data:; font-src 'self'; connect-src 'self';"
        " manifest-src 'self'; base-uri 'none'; form-action 'self'"
    )
    assert made["index.html"].index(b"http-equiv") < made["index.html"].index(b"<style>")


def test_the_search_of_the_theme_is_not_published() -> None:
    theirs = ("assets/javascripts/lunr/min/lunr.pt.min.js", "assets/javascripts/workers/search.js")
    made = select_published({"404.html": PAGE, **dict.fromkeys(theirs, b""), "a.js": b""}, STAGED)
    assert made.keys() & {*theirs, "a.js"} == {"a.js"}


def test_hosts_are_told_what_a_page_cannot_say_of_itself() -> None:
    hashed, other = "assets/x/main.0a1b2c3d.min.css", "assets/x/lastro.css"
    pages = {"": "index.md", "claims/x/": "claims/x/index.md", "about/": "about.md"}
    first = replace(STAGED, prefix="", addresses=pages)
    made = select_published({"404.html": PAGE, hashed: b"", other: b""}, first)
    policy = f"  Content-Security-Policy: {policy_of(made['404.html'])}; frame-ancestors 'none'\n"
    readable = "  Access-Control-Allow-Origin: *\n"
    data = (*DATA, "pt-BR/feeds/*")
    assert made["_headers"].decode() == (
        "/*\n"
        "  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\n"
        "  Referrer-Policy: strict-origin-when-cross-origin\n"
        "  Strict-Transport-Security: max-age=31536000\n"
        "  X-Content-Type-Options: nosniff\n"
        f"/\n{policy}/404.html\n{policy}/about/*\n{policy}/claims/*\n{policy}/pt-BR/*\n{policy}"
        f"{''.join(f'/{name}{chr(10)}{readable}' for name in data)}"
        f"/embed/*\n{readable}"
        "  Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline';"
        " frame-ancestors *\n"
        f"/{hashed}\n  Cache-Control: public, max-age=31536000, immutable\n"
    )
    assert "_headers" not in select_published({"404.html": PAGE}, STAGED)


def test_a_cell_of_a_table_keeps_its_place_without_a_style() -> None:
    cells = b'<th style="text-align: right;">A</th><td style="text-align: center;">b</td>'
    made = select_published({"404.html": PAGE, "x/index.html": PAGE + cells}, STAGED)
    assert made["x/index.html"].endswith(b'<th align="right">A</th><td align="center">b</td>')


def test_source_maps_of_the_theme_are_not_published() -> None:
    files = {"404.html": PAGE, "a.min.js": b"x", "a.min.js.map": b"x", "a.min.css.map": b"x"}
    assert [*select_published(files, STAGED)] == ["404.html", "a.min.js"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_whole_site(tmp_path_factory.mktemp("guarded"))
    build(root, date.fromisoformat(TODAY))
    return root


def test_all_that_stands_in_a_page_is_allowed_by_its_policy(built: Path) -> None:
    pages = [*(built / "build/site").rglob("*.html")]
    assert len(pages) > 40
    for path in pages:
        page = path.read_bytes()
        policy = policy_of(page)
        found = [hashed(text) for _, text in INLINE.findall(page.decode())]
        wanted = {1} if path.is_relative_to(built / "build/site" / EMBEDDED) else {2, 3}
        assert len(found) in wanted, path  # pages of ours go without the theme's script for tabs
        assert [one for one in found if one not in policy] == []
        assert not re.search(rb"<[^>]* (style|on[a-z]+)=", page), path


def test_one_policy_holds_for_the_whole_site_and_for_its_host(built: Path) -> None:
    site = built / "build/site"
    pages = [path for path in site.rglob("*.html") if not path.is_relative_to(site / EMBEDDED)]
    (policy,) = {policy_of(path.read_bytes()) for path in pages}
    (of_embedded,) = {policy_of(path.read_bytes()) for path in (site / EMBEDDED).rglob("*.html")}
    assert "script-src" not in of_embedded
    assert f"{policy}; frame-ancestors 'none'\n" in (site / "_headers").read_text(encoding="utf-8")
    assert [*site.rglob("*.map")] == []


def test_plain_mkdocs_brings_the_policy_too_and_lets_its_own_script_run_while_it_serves(
    built: Path,
) -> None:
    config = load_config(str(built / "mkdocs.yml"))
    mkdocs_build(config)
    made = read_tree(built / "build/mkdocs")
    assert made["index.html"].count(b"Content-Security-Policy") == 1
    config = load_config(str(built / "mkdocs.yml"))
    config.plugins.on_startup(command="serve", dirty=False)
    mkdocs_build(config)
    served = read_tree(built / "build/mkdocs")
    for path in ("index.html", "pt-BR/index.html"):
        assert "script-src 'self' 'unsafe-inline';" in policy_of(served[path])
        assert "'unsafe-inline'" not in policy_of(made[path])


def test_plain_mkdocs_refuses_flat_addresses_that_its_command_line_asks_for(
    built: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Abort):
        mkdocs_build(load_config(str(built / "mkdocs.yml"), use_directory_urls=False))
    assert "use_directory_urls of mkdocs.yml is false, which Lastro cannot build" in caplog.text


def test_a_language_below_leads_to_the_files_of_the_first_one_but_for_its_own() -> None:
    below = replace(STAGED, prefix="pt-BR/", given=(Artifact("assets/own.png", b"o"),))
    page = (
        PAGE + b'<link href="../assets/a.css"><img src="../assets/own.png"><a href="../../assets/">'
    )
    tree = {
        "404.html": PAGE + b'<link href="/facts/pt-BR/assets/a.css">',
        "x/index.html": page,
        "assets/a.css": b"a",
        "assets/own.png": b"o",
    }
    made = select_published(tree, below)
    assert sorted(made) == ["404.html", "assets/own.png", "x/index.html"]
    assert made["404.html"].endswith(b'<link href="/facts/assets/a.css">')
    assert made["x/index.html"].endswith(
        b'<link href="../../assets/a.css"><img src="../assets/own.png"><a href="../../assets/">'
    )
    assert "assets/a.css" in select_published(tree, replace(below, prefix=""))
