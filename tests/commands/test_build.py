import json
import re
from pathlib import Path

import pytest

from lastro.publish import hosts
from lastro.publish.hosts import Host
from tests.support.command_line import Lastro
from tests.support.little_docs import write_whole_site
from tests.support.little_site import CLAIM, CLAIM_PATH, TODAY


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_whole_site(tmp_path / "site")


def test_a_host_that_would_refuse_the_site_fails_the_build_with_number_and_remedy(
    site: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("build", str(site), "--today", TODAY, "--host", "cloudflare-free")
    status, out, err = lastro(*asked)
    counted = re.search(r"^(\d+) files, [\d,]+ bytes for cloudflare-free$", out, re.MULTILINE)
    assert counted is not None
    there = sum(path.is_file() for path in (site / "build" / "site").rglob("*"))
    assert (status, int(counted[1])) == (0, there)
    monkeypatch.setitem(hosts.HOSTS, "cloudflare-free", Host(files=there - 1))
    status, _, err = lastro(*asked)
    told = f"error: cloudflare-free takes {there - 1} files, the site has {there}\nhint: switch formats"
    assert (status, err[: len(told)]) == (1, told)


def test_what_a_host_is_to_be_sent_is_listed(site: Path, lastro: Lastro) -> None:
    asked = ("build", str(site), "--today", TODAY, "--host", "github-pages", "--json")
    lastro(*asked)
    moved = CLAIM.replace("The bylaws say so.", "The bylaws of the harbour say so.")
    (site / CLAIM_PATH).write_text(moved, encoding="utf-8")
    (site / "build" / "site" / "stranger.txt").write_text("x", encoding="utf-8")
    upload = json.loads(lastro(*asked)[1])["upload"]
    assert "claims/quays-closed/index.html" in upload["changed"]
    assert "sources/port-blog/index.html" not in upload["changed"]
    assert upload["removed"] == ["stranger.txt"]


def test_a_copy_opens_from_disk(site: Path, lastro: Lastro) -> None:
    _, out, _ = lastro("build", str(site), "--today", TODAY, "--offline")
    assert out.endswith("to read from disk: build/offline/index.html\n")
    copy = site / "build" / "offline"
    ways = re.findall(r'<a [^>]*href="([^":#?]+)["#?]', (copy / "index.html").read_text("utf-8"))
    assert ways
    assert [way for way in ways if not (copy / way).is_file()] == []


def test_publishing_warns_of_addresses_that_reach_nobody(site: Path, lastro: Lastro) -> None:
    _, _, err = lastro("build", str(site), "--today", TODAY, "--publish")
    assert "warning: site_url of mkdocs.yml is still a placeholder: https://example.org/\n" in err
    _, _, err = lastro("build", str(site), "--today", TODAY)
    assert "placeholder" not in err


@pytest.mark.parametrize("option", [("--host", "github-pages"), ("--offline",)])
def test_drafts_go_to_no_host(site: Path, lastro: Lastro, option: tuple[str, ...]) -> None:
    status, _, err = lastro("build", str(site), "--draft", *option)
    assert (status, "no --draft" in err) == (2, True)
