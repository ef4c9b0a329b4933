"""Of docs/ only what is meant for readers is published, and nothing in its pages runs."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from lastro.build.build import build
from lastro.build.prepare import fingerprint
from lastro.commands import group
from lastro.commands.serve.server import Preview
from lastro.errors import LastroError
from lastro.loading.docs import faults
from lastro.loading.load import load
from lastro.memo.store import MemoStore
from lastro.system.output import read_tree
from tests.support.little_docs import write_whole_site
from tests.support.little_site import SETTINGS, TODAY, write_files

DAY = date.fromisoformat(TODAY)
OWN_PAGE = b'<meta charset="utf-8"><script>x</script>'
PNG = b"\x89PNG\r\n\x1a\n"
IMAGES = {
    "a.png": PNG,
    "b.JPG": b"\xff\xd8\xff\xe0",
    "c.jpeg": b"\xff\xd8\xff",
    "d.gif": b"GIF89a",
    "e.webp": b"RIFF1234WEBP",
    "deep/my photo (1).avif": b"\0\0\0\x20ftypavif",
}
NEITHER = "neither a page (.md) nor an image (avif, gif, jpg, png, webp)"
STRAYS = {
    "evil.html": (b"<script>x</script>", "file-misplaced", f"'evil.html' is {NEITHER}"),
    "drawn.svg": (b"<svg onload='x'/>", "file-misplaced", f"'drawn.svg' is {NEITHER}"),
    "evil.js": (b"x", "file-misplaced", f"'evil.js' is {NEITHER}"),
    "paper.pdf": (b"%PDF-", "file-misplaced", f"'paper.pdf' is {NEITHER}"),
    "page.markdown": (b"x", "file-misplaced", f"'page.markdown' is {NEITHER}"),
    "PAGE.MD": (b"x", "file-misplaced", f"'PAGE.MD' is {NEITHER}"),
    "_redirects": (b"x", "file-misplaced", "'_redirects' has an odd name"),
    "deep/false.png": (b"<html>", "file-misplaced", "'false.png' is no PNG image"),
    "empty.webp": (b"", "file-misplaced", "'empty.webp' is no WEBP image"),
    "a\u202egnp.png": (PNG, "file-misplaced", "'a\\u202egnp.png' has an odd name"),
    "large.png": (
        PNG + bytes(10 * 2**20),
        "file-too-large",
        "file is 10241 KiB, the limit is 10240 KiB",
    ),
    "long.md": (b"x" * 262_145, "file-too-large", "file is 257 KiB, the limit is 256 KiB"),
    "latin.md": (b"\xe9", "file-encoding", "is not UTF-8"),
}


def remembering(root: Path) -> bool:
    memory = MemoStore(root / "build/state", b"a key of a user", "tool")
    return not build(root, DAY, memory=memory).report.failed


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_whole_site(tmp_path)


def found(root: Path) -> list[tuple[str, str, str]]:
    return [(str(d.place), d.rule, d.message) for d in load(root).diagnostics]


def named(root: Path, *files: str) -> None:
    write_files(root, {"lastro.yml": f"{SETTINGS}site: {{files: [{', '.join(files)}]}}\n"})


@pytest.mark.parametrize("name", STRAYS)
def test_what_is_neither_a_page_nor_an_image_is_told_once(root: Path, name: str) -> None:
    content, rule, message = STRAYS[name]
    write_files(
        root, {f"docs/en/{name}": content, **{f"docs/en/{i}": c for i, c in IMAGES.items()}}
    )
    place = f"docs/en/{name}:1:1".replace("\u202e", "\\u202e")
    assert found(root) == [(place, rule, message)]


@pytest.mark.parametrize("place", ["docs", "docs/en", "docs/en/secrets.png", "docs/en/folder"])
def test_a_link_out_of_the_folder_is_told_and_not_followed(root: Path, place: str) -> None:
    outside = root / "outside"
    (root / place).exists() and (root / place).rename(outside)
    (root / place).symlink_to(outside)
    assert [rule for _, rule, _ in found(root)][:1] == ["file-misplaced"]
    assert f"'{place.rpartition('/')[2]}' is a symbolic link" in found(root)[0][2]


@pytest.fixture
def deep(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Make more folders in each other than Python walks; pytest itself could not remove them."""
    monkeypatch.chdir(root / "docs/en")
    for _ in range(1_100):
        Path("a").mkdir()
        os.chdir("a")
    os.chdir(root)
    yield root
    subprocess.run(["/bin/rm", "-r", root / "docs/en/a"], check=True)


def test_a_folder_too_deep_to_be_read_is_told(deep: Path) -> None:
    root = deep
    place = "docs/en/" + "a/" * 19 + "a"
    assert found(root) == [(f"{place}:1:1", "file-misplaced", "'a' is a folder in too many others")]
    with pytest.raises(LastroError, match="is a folder in too many others"):
        build(root, DAY, draft=True)


def test_a_link_for_docs_is_told_before_anything_behind_it_is_read(root: Path) -> None:
    outside = write_files(root / "outside", {"a/b.md": "x"})
    shutil.rmtree(root / "docs")
    (root / "docs").symlink_to(outside)
    assert str(root / "docs/a/b.md") not in fingerprint(root)


def test_a_pipe_is_told_and_nobody_waits_for_it(root: Path) -> None:
    os.mkfifo(root / "docs/en/pipe.png")
    assert [m for _, _, m in found(root)] == ["'pipe.png' is not a regular file"]


HIDDEN = (".env", ".git/config", "about.md~", ".about.md.swp")


@pytest.mark.parametrize("listed", [True, False])
def test_what_is_hidden_is_never_published(root: Path, listed: bool) -> None:  # noqa: FBT001
    write_files(root, {f"docs/en/{name}": f"secret of {name}" for name in HIDDEN})
    if listed:
        named(root, *(f"en/{name}" for name in HIDDEN))
    build(root, DAY)
    published = b"".join(read_tree(root / "build/site").values())
    assert [name for name in HIDDEN if f"secret of {name}".encode() in published] == []


WAYS: dict[str, Callable[[Path], object]] = {
    "full": lambda root: build(root, DAY).report.failed,
    "engine only": lambda root: build(root, DAY, engine_only=True).report.failed,
    "remembering": lambda root: not remembering(root),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_stray_file_stops_each_way_to_build_and_a_named_one_is_published(
    root: Path, way: str
) -> None:
    stands = build(root, DAY) if way != "remembering" else remembering(root)
    assert stands
    before = read_tree(root / "build/site")
    write_files(root, {"docs/en/evil.html": OWN_PAGE, "docs/en/a.png": PNG})
    assert WAYS[way](root)
    assert read_tree(root / "build/site") == before
    named(root, "en/evil.html")
    assert not WAYS[way](root)
    after = read_tree(root / "build/site")
    assert (after["evil.html"], after["a.png"]) == (OWN_PAGE, PNG)


def test_plain_mkdocs_stops_too(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    write_files(root, {"docs/en/evil.html": "<script>x</script>"})
    with pytest.raises(Abort):
        mkdocs_build(load_config(str(root / "mkdocs.yml")))
    assert "error file-misplaced: 'evil.html' is neither" in caplog.text
    assert not (root / "build/mkdocs/evil.html").exists()


def test_drafts_and_the_preview_name_the_file(root: Path) -> None:
    write_files(root, {"docs/en/about.md": "# A\n\n<script>x</script>\n"})
    message = "docs/en/about.md:3:1: '<script' is not allowed in a page"
    with pytest.raises(LastroError) as caught:
        build(root, DAY, draft=True)
    assert caught.value.message == message
    preview = Preview(root)
    preview.site_url = "http://127.0.0.1:8000/"
    preview.rebuild(DAY)
    assert preview.fault.startswith(message)


def test_the_check_says_where_a_script_stands_and_what_to_do(root: Path) -> None:
    write_files(
        root, {"docs/pt-BR/about.md": "---\ntitle: A\n---\n# A\n\nSee [x](javascript:alert(1)).\n"}
    )
    said = CliRunner().invoke(group, ["check", str(root), "--today", TODAY, "--format", "concise"])
    assert said.exit_code == 1
    (line,) = [one for one in said.stdout.splitlines() if "about.md" in one]
    assert line.startswith("docs/pt-BR/about.md:6:9: ")
    assert "markup-unsafe" in line
    assert "'javascript:alert(1)' is not allowed in 'href' of a page" in line


# --- what a page may hold -------------------------------------------------------------------------

SAFE = (
    "x < y and y > z, `<script>`, a <https://example.org/> <a@example.org>, Note: x",
    "```html\n<script>alert(1)</script>\n```",
    "    <script>alert(1)</script>",
    "![x](images/a.png) [y](#z) [z](mailto:a@example.org) &lt;script&gt;",
    "| a | b |\n| --- | ---: |\n| 1 | 2 |",
    '<details open><summary class="x">x</summary>\n\ny<sup>2</sup><br/>\n\n</details>',
    "text[^1] {: .note }\n\n[^1]: note\n\n<!-- a comment -->\n\n<!-- lastro: scale -->",
    "Title\n=======\n\n*[HTML]: x\n\n!!! note\n    x",
)
NOWHERE = -1
"""Of a fault that is told of the page as a whole."""
UNSAFE = {
    "<script>alert(1)</script>": 0,
    "<SCRIPT SRC=//example.org/x.js>": 0,
    "<img src=x onerror=alert(1)>": 0,
    '<img src="x" onerror="alert(1)">': 13,
    "<svg/onload=alert(1)>": 0,
    '<iframe src="https://example.org/"></iframe>': 0,
    '<form action="https://example.org/"><input></form>': 0,
    '<meta http-equiv="refresh" content="0;url=https://example.org/">': 0,
    "<base href=//example.org/>": 0,
    "`<style>` then <style>h1 {}</style>": 15,
    '<p style="position:fixed">x</p>': 3,
    '<p\nONCLICK="x">x</p>': 3,
    "<!--><script>x</script>-->": 0,
    "[a](javascript:alert(1))": 4,
    "[a](JaVaScRiPt:x)": 4,
    "[a](java&#x73;cript:alert(1))": 0,
    "[a](<java\nscript:alert(1)>)": 5,
    "[a][b]\n\n[b]: javascript:alert(1)": 13,
    "<javascript:alert(1)>": 0,
    '<a href="data:text/html,x">x</a>': 9,
    "[a](\nvbscript:x)": 5,
    "![x](https://example.org/a.png)": 5,
    "![x](//example.org/a.png)": 5,
    '<img src="\\\\example.org\\a.png">': 10,
    "*x*{: onmouseover=alert(1) }": 6,
    '<div markdown="1">\n`<script>x</script>`\n</div>': 20,
    '<div markdown="1">\n\n    <meta http-equiv="refresh">\n\n</div>': 24,
    "[a][^1]\n\n[^1]: javascript:alert(1)": 15,
    "x <!-- lastro: a\n\n[a](javascript:alert(1))\n\n-->": 22,
    "[" * 4_000 + "&": 50,
    "".join(f"{'    ' * depth}- a\n" for depth in range(300)) + "&": NOWHERE,
    "\\<script>x</script>": 1,
    "<?php x ?>": 0,
}


@pytest.mark.parametrize("text", SAFE)
def test_words_of_a_page_are_no_faults(text: str) -> None:
    assert faults(f"---\ntitle: <b>\n---\n{text}\n") == []


@pytest.mark.parametrize("text", UNSAFE)
def test_what_would_run_or_load_from_elsewhere_is_found_where_it_stands(text: str) -> None:
    front = "---\ntitle: <script>\n---\n"
    at = [at for at, _, _ in faults(f"{front}Words.\n\n{text}\n")]
    odd = "&#" in text or UNSAFE[text] == NOWHERE
    assert at[:1] == [0 if odd else len(f"{front}Words.\n\n") + UNSAFE[text]]


def test_headings_and_front_matter_reach_the_page_as_text(root: Path) -> None:
    script = "&lt;/title&gt;&lt;script&gt;stranger()&lt;/script&gt;"
    front = "".join(
        f"{key}: '\"></title><script>stranger()</script>'\n"
        for key in ("author", "contents", "edit", "policy", "subtitle", "icon")
    )
    write_files(
        root,
        {
            f"docs/{tag}/{name}.md": f"---\n{more}tags: ['<script>stranger()']\n---\n# A {script}\n\n## B {script}\n"
            for tag in ("en", "pt-BR")
            for name, more in (("bare", ""), ("full", front))
        },
    )
    build(root, DAY)
    for name in ("bare", "full"):
        page = (root / f"build/site/{name}/index.html").read_bytes()
        assert b"stranger()" in page
        assert b"<script>stranger()" not in page
