from pathlib import Path

import pytest

from lastro.publish.offline import for_disk, write_offline


@pytest.mark.parametrize(
    ("there", "on_disk"),
    [
        ('<a href="../">', '<a href="../index.html">'),
        ('<a href="..">', '<a href="../index.html">'),
        ('<a href=".">', '<a href="./index.html">'),
        ('<a href="../..">', '<a href="../../index.html">'),
        (
            '<a class="x" href="../claims/a/#e-1">',
            '<a class="x" href="../claims/a/index.html#e-1">',
        ),
        ('<form action="search/" method="get">', '<form action="search/index.html" method="get">'),
        ('<link rel="next" href="page/2/">', '<link rel="next" href="page/2/index.html">'),
        ('<a href="#e-1">', '<a href="#e-1">'),
        ('<a href="claims.csv">', '<a href="claims.csv">'),
        ('<a href="https://example.org/a/">', '<a href="https://example.org/a/">'),
        ("<p>A way such as href=../x/ in words</p>", "<p>A way such as href=../x/ in words</p>"),
        ('<script type="module" src="a.js">', '<script defer src="a.js">'),
        ('<meta http-equiv="Content-Security-Policy" content="x"><p>', "<p>"),
    ],
)
def test_ways_lead_to_files(there: str, on_disk: str) -> None:
    assert for_disk(there.encode()).decode() == on_disk


def test_a_copy_leaves_behind_what_needs_a_server(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "pt-BR").mkdir(parents=True)
    for name in ("index.html", "404.html", "pt-BR/404.html", "_headers", "_redirects", "a.css"):
        (site / name).write_text('<a href="pt-BR/">', encoding="utf-8")
    write_offline(site, tmp_path / "offline")
    made = {path.name: path.read_text() for path in (tmp_path / "offline").rglob("*.*")}
    assert made == {"index.html": '<a href="pt-BR/index.html">', "a.css": '<a href="pt-BR/">'}
