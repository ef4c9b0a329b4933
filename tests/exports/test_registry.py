"""Every format can be switched off, and an owner's own file is never replaced."""

import re
from pathlib import Path
from typing import get_args

import pytest

from lastro.build.build import build
from lastro.build.exported import find_formats
from lastro.model.settings import CARDS, Export
from lastro.publish.mkdocs.policy import DATA, EMBEDDED
from lastro.system.output import read_tree
from tests.support.command_line import runner
from tests.support.little_docs import write_whole_site
from tests.support.little_site import SETTINGS
from tests.support.remembered_site import FIRST_DAY, store

NOT_DATA = {"robots.txt", "_redirects"}
"""What crawlers and hosts read, and no program on a page."""


def _made(root: Path, **settings: str) -> set[str]:
    text = SETTINGS + "".join(f"{key}: {value}\n" for key, value in settings.items())
    (root / "lastro.yml").write_text(text, encoding="utf-8")
    build(root, FIRST_DAY, memory=store(root))
    return {*read_tree(root / "build/site")}


def test_each_format_can_be_switched_off_by_its_name() -> None:
    assert {*find_formats()} == {*get_args(Export), CARDS}


def test_a_switch_turns_files_and_links_off_and_on_again(tmp_path: Path) -> None:
    root = write_whole_site(tmp_path)
    every = _made(root)
    assert {"claims.csv", "robots.txt"} <= every
    left = _made(root, exports="{off: [tables, hosts, feeds]}")
    assert every - left >= {"claims.csv", "robots.txt"}
    assert "review-dates.ics" in left
    pages = [*(root / "build/site").rglob("*.html")]
    assert [path for path in pages if b"feeds/" in path.read_bytes()] == []
    assert _made(root) == every


def test_what_a_large_site_cannot_keep_is_made_to_publish_alone(tmp_path: Path) -> None:
    root = write_whole_site(tmp_path)
    few = _made(root, exports="{api: shards}")
    assert not [path for path in few if "/shards/" in path or path == "claimreview.json"]
    assert "api/v1/claims.json" in few
    build(root, FIRST_DAY, memory=store(root), publish_search=True)
    every = read_tree(root / "build/site")
    large = {*every} - few
    assert {"claimreview.json", "api/v1/hashes.json"} < large
    assert [path for path in large if "/shards/" not in path and "/hashes" not in path] == [
        "claimreview.json"
    ]
    build(root, FIRST_DAY, publish_search=True, into="again")
    assert read_tree(root / "build/again") == every
    build(root, FIRST_DAY, memory=store(root))
    assert {*read_tree(root / "build/site")} == few


def test_all_data_may_be_read_from_pages_of_other_hosts(tmp_path: Path) -> None:
    root = write_whole_site(tmp_path)
    with_formats = _made(root)
    without = _made(root, exports=f"{{off: [{', '.join(get_args(Export))}]}}")
    data = with_formats - without - NOT_DATA
    assert data
    told = (root / "build/site/_headers").read_text(encoding="utf-8")
    open_to_all = re.findall(r"^/(.+)\n  Access-Control-Allow-Origin: \*$", told, re.MULTILINE)
    assert {*open_to_all} == {*DATA, "pt-BR/feeds/*", f"{EMBEDDED}*"}
    below = tuple(path.removesuffix("*") for path in open_to_all if path.endswith("*"))
    assert [path for path in data if path not in open_to_all and not path.startswith(below)] == []


def test_a_file_of_the_publisher_stays(tmp_path: Path) -> None:
    root = write_whole_site(tmp_path)
    _made(root)
    own = root / "build/site/robots.txt"
    own.write_text("User-agent: *\nDisallow: /overdue/\n", encoding="utf-8")
    _made(root, site="{keep: [robots.txt]}")
    assert own.read_text(encoding="utf-8") == "User-agent: *\nDisallow: /overdue/\n"


def test_an_unknown_switch_is_an_error_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_whole_site(tmp_path)
    (root / "lastro.yml").write_text(f"{SETTINGS}exports: {{off: [table]}}\n", encoding="utf-8")
    code, out, _ = runner(capsys)("check", str(root))
    assert code == 1
    assert f"lastro.yml:{len(SETTINGS.splitlines()) + 1}:" in out
    assert "'tables'" in out
