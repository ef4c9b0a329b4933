"""`lastro check PATH` and `--changed`: what a change breaks is shown wherever it stands, or counted."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from lastro.checks.runner import run
from lastro.commands import main
from lastro.loading.load import load
from lastro.reporters import reporters
from lastro.text.dates import whole_day
from tests.changes.test_history import commit, git
from tests.support.little_docs import DOCS
from tests.support.little_site import (
    ARTICLE,
    ARTICLE_PATH,
    CLAIM,
    CLAIM_PATH,
    OTHER_SOURCE,
    OTHER_SOURCE_PATH,
    SETTINGS,
    SOURCE,
    SOURCE_PATH,
    TODAY,
    write_files,
    write_site,
)

PROOF = (
    '"claim:quays-closed/evidence/harbour-bylaws": {{"capture": {{"bytes": "{bytes}", '
    '"characters": 120, "media_type": "text/html", "retrieved": "2026-01-20T09:30:00Z", '
    '"text": "{text}", "url": "https://port.example.org/bylaws", "via": "http"}}, "length": 37, '
    '"normalization": 1, "offset": 40, "quote": "{quote}", "result": "verified", '
    '"source": "harbour-bylaws"}}'
)
Lastro = Callable[..., tuple[int, list[str], str]]
ELSEWHERE = "lastro: 1 error stands elsewhere (`lastro check`)."
UNREAD = SOURCE.replace("read: {on: 2026-01-20, by: Ana Prado, as: original, extent: whole}", "")
NO_SOURCE = f"{CLAIM_PATH}:13:13: error evidence-unknown-source"
NO_BLOG = f"{CLAIM_PATH}:19:13: error evidence-unknown-source"
NOT_CARRIED = f"{CLAIM_PATH}:24:13: error rating-not-permitted"
SECONDARY = SOURCE.replace("kind: primary", "kind: secondary")


BUILDABLE = DOCS["mkdocs.yml"]


@pytest.fixture
def lastro(capsys: pytest.CaptureFixture[str]) -> Lastro:
    """Run the check; return its exit, each error as `path:line:column: error rule`, the last line."""

    def run(*arguments: str) -> tuple[int, list[str], str]:
        with pytest.raises(SystemExit) as ended:
            main(["check", "--today", TODAY, "--format", "concise", *arguments])
        said = capsys.readouterr()
        lines = said.out.splitlines()
        errors = [": ".join(line.split(": ")[:2]) for line in lines if ": error " in line]
        last = lines[-1] if lines and lines[-1].startswith("lastro: ") else said.err.split("\n")[0]
        assert isinstance(ended.value.code, int)
        return ended.value.code, errors, last

    return run


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Publish a site without faults, and stand in it."""
    root = write_site(tmp_path / "site")
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root, "Publish")
    monkeypatch.chdir(root)
    return root


# --- paths --------------------------------------------------------------------------------------


def test_a_finding_is_shown_by_every_place_that_it_speaks_of(site: Path, lastro: Lastro) -> None:
    write_files(
        site, {SOURCE_PATH: SOURCE.replace("port.example.org/bylaws", "tide.example.org/quays")}
    )
    found = [f"{CLAIM_PATH}:13:13: error evidence-is-the-article"]
    for path in (CLAIM_PATH, SOURCE_PATH, ARTICLE_PATH, "sources", "claims"):
        assert lastro(path)[:2] == (1, found), path
    assert lastro(OTHER_SOURCE_PATH) == (0, [], ELSEWHERE)
    assert lastro("lastro.yml", "evidence.lock")[0] == 2


@pytest.mark.parametrize("path", [".", "./sources/../claims", "claims/harbour/", "{}", "{}/claims"])
def test_a_path_may_be_written_in_any_way(site: Path, lastro: Lastro, path: str) -> None:
    (site / OTHER_SOURCE_PATH).unlink()
    assert lastro(path.format(site))[:2] == (1, [NO_BLOG])


def test_a_path_may_lead_through_a_link_and_from_another_folder(
    site: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / OTHER_SOURCE_PATH).unlink()
    (site.parent / "link").symlink_to(site)
    monkeypatch.chdir(site / "sources")
    assert lastro("../claims")[:2] == (1, [NO_BLOG])
    assert lastro("../../link/claims/harbour")[:2] == (1, [NO_BLOG])
    assert lastro(".") == (0, [], ELSEWHERE)


def test_without_a_path_the_whole_site_is_checked_from_wherever(
    site: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / OTHER_SOURCE_PATH).unlink()
    monkeypatch.chdir(site / "sources")
    assert lastro()[:2] == (1, [NO_BLOG])


def test_a_record_that_is_gone_may_be_named_and_shows_what_its_loss_breaks(
    site: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / OTHER_SOURCE_PATH).rename(site / "sources/blog.yml")
    for paths in (
        (OTHER_SOURCE_PATH,),
        (OTHER_SOURCE_PATH, "README.md"),
        ("sources", OTHER_SOURCE_PATH),
    ):
        (site / "README.md").touch()
        assert lastro(*paths)[:2] == (1, [NO_BLOG]), paths
    assert lastro("sources/port-blg.yml") == (
        2,
        [],
        "error: no file or folder 'sources/port-blg.yml'",
    )
    monkeypatch.chdir(site.parent)
    assert lastro(f"site/{OTHER_SOURCE_PATH}")[:2] == (1, [NO_BLOG])
    monkeypatch.chdir(site)
    commit(site, "Rename it")
    assert lastro(OTHER_SOURCE_PATH)[0] == 2
    assert lastro(OTHER_SOURCE_PATH, "--base", "HEAD~1")[1] == [
        NO_BLOG,
        "sources/blog.yml:1:1: error renamed-without-former-id",
    ]


def test_a_whole_folder_that_is_gone_may_be_named(site: Path, lastro: Lastro) -> None:
    more = {
        "claims/piers/article.yml": ARTICLE.replace(
            "tide.example.org/quays", "tide.example.org/p"
        ).replace("claim: quays-closed", "claim: piers-closed"),
        "claims/piers/piers-closed.yml": CLAIM,
        CLAIM_PATH: CLAIM + "related: [{claim: piers-closed, as: see-also}]\n",
    }
    write_files(site, more)
    commit(site, "Check another article")
    for path in ("claims/piers/article.yml", "claims/piers/piers-closed.yml"):
        (site / path).unlink()
    (site / "claims/piers").rmdir()
    code, errors, _ = lastro("claims/piers")
    assert (code, [one.split()[-1] for one in errors]) == (1, ["link-unknown"])


def test_a_file_that_is_no_record_hides_no_error(site: Path, lastro: Lastro) -> None:
    write_files(site, {"README.md": "x", SOURCE_PATH: SECONDARY})
    assert lastro("README.md") == (0, [], ELSEWHERE)


# --- what a change breaks elsewhere -------------------------------------------------------------


def unstaged(_: Path) -> None:
    """Leave the change in the working tree."""


def staged(root: Path) -> None:
    git(root, "add", "--all")


def committed(root: Path) -> None:
    git(root, "tag", "base")
    commit(root, "Change it")


@pytest.mark.parametrize(
    ("line", "errors"),
    [
        ("use_directory_urls: false", ["mkdocs.yml:2:1: error setting-without-effect"]),
        ("use_directory_urls : No", ["mkdocs.yml:2:1: error setting-without-effect"]),
        ("use_directory_urls: true", []),
        ("# use_directory_urls: false", []),
    ],
)
def test_a_setting_that_no_site_can_be_built_with_is_refused_before_the_build(
    line: str, errors: list[str], site: Path, lastro: Lastro
) -> None:
    text = BUILDABLE.replace("use_directory_urls: true\n", "").replace(
        "# Plain", f"{line}\n# Plain", 1
    )
    (site / "mkdocs.yml").write_text(f"# one\n{text}", encoding="utf-8")
    assert lastro()[1] == errors


@pytest.mark.parametrize(
    ("here", "there", "told"),
    [
        (
            "name: material",
            "name: readthedocs",
            "error setting-without-effect: the pages of Lastro are made for the theme 'material', "
            "mkdocs.yml names 'readthedocs'",
        ),
        (
            "site_name: Lastro",
            "site_name: Tide",
            "warning setting-without-effect: site_name is 'Tide', the publisher 'Lastro'",
        ),
    ],
)
def test_what_a_build_refuses_of_mkdocs_yml_and_another_name_are_told(
    here: str, there: str, told: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "mkdocs.yml").write_text(BUILDABLE.replace(here, there), encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["check", "--today", TODAY, "--format", "concise"])
    first = capsys.readouterr().out.splitlines()[0]
    assert first.partition(" (")[0] == f"mkdocs.yml:1:1: {told}"


@pytest.mark.parametrize("keep", [unstaged, staged, committed])
@pytest.mark.parametrize("renamed", [False, True])
def test_a_record_that_goes_shows_what_it_breaks(
    site: Path, lastro: Lastro, keep: Callable[[Path], None], *, renamed: bool
) -> None:
    if renamed:
        (site / SOURCE_PATH).rename(site / "sources/bylaws.yml")
    else:
        (site / SOURCE_PATH).unlink()
    keep(site)
    base = ("--base", "base") if keep is committed else ()
    code, errors, _ = lastro("--changed", *base)
    assert code == 1
    assert NO_SOURCE in errors
    assert lastro("--changed", "claims", *base)[0] == 1


def test_a_changed_source_shows_the_claim_that_it_no_longer_carries(
    site: Path, lastro: Lastro
) -> None:
    write_files(site, {SOURCE_PATH: SECONDARY})
    assert lastro("--changed") == (1, [NOT_CARRIED], "")


def test_a_changed_scale_shows_the_claims_that_it_breaks(site: Path, lastro: Lastro) -> None:
    write_files(site, {"lastro.yml": SETTINGS.replace("id: supported", "id: held-up")})
    code, errors, _ = lastro("--changed")
    assert (code, f"{CLAIM_PATH}:24:13: error value-unknown" in errors) == (1, True)


def test_a_changed_lock_shows_the_claims_that_it_contradicts(
    site: Path, lastro: Lastro, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = PROOF.format(quote="0" * 64, bytes="1" * 64, text="2" * 64)
    write_files(site, {"evidence.lock": f"{{\n{entry}\n}}\n"})
    edited = f"{CLAIM_PATH}:15:12: error quote-edited-after-lock"
    assert lastro("--changed") == (1, [edited], "")
    assert lastro("evidence.lock") == (0, [], ELSEWHERE)
    (site / "evidence.lock").unlink()
    with pytest.raises(SystemExit):
        main(["fmt", "--accept-translation", "pt-BR"])
    commit(site, "Accept the translations")
    lock = site / "translations.lock"
    first = json.loads(lock.read_text(encoding="utf-8"))
    other = lock.read_text(encoding="utf-8").replace(
        re.findall("[0-9a-f]{16,}", str(first))[0], "0" * 64
    )
    write_files(site, {"translations.lock": other})
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["check", "--today", TODAY, "--format", "concise", "--changed"])
    assert [line.split()[2] for line in capsys.readouterr().out.splitlines()] == [
        "translation-stale:"
    ]


def test_a_file_that_only_looks_the_same_is_no_unchanged_one(site: Path, lastro: Lastro) -> None:
    write_files(site, {OTHER_SOURCE_PATH: OTHER_SOURCE.replace("walk al", "walk\ufffdal")})
    commit(site, "Write a sign that stands for unreadable bytes")
    damaged = (site / OTHER_SOURCE_PATH).read_bytes().replace("\ufffd".encode(), b"\xe1")
    (site / OTHER_SOURCE_PATH).write_bytes(damaged)
    code, errors, _ = lastro("--changed")
    assert (code, [one.split()[-1] for one in errors]) == (1, ["file-encoding"])


def test_an_older_error_is_counted_and_not_shown(site: Path, lastro: Lastro) -> None:
    write_files(site, {SOURCE_PATH: SECONDARY})
    commit(site, "Break a claim")
    write_files(site, {OTHER_SOURCE_PATH: OTHER_SOURCE + "# a line\n"})
    assert lastro("--changed") == (0, [], ELSEWHERE)
    write_files(site, {"lastro.yml": SETTINGS + "# a line\n"})
    assert lastro("--changed") == (0, [], ELSEWHERE)


# --- counts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", sorted(reporters()))
@pytest.mark.parametrize("case", ["gone", "stray", "article", "deleted"])
def test_no_format_counts_an_error_in_no_file(
    site: Path, case: str, shape: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = {
        "gone": (OTHER_SOURCE_PATH,),
        "stray": ("claims/harbour/notes.txt",),
        "article": ("claims/harbour/article.yml",),
        "deleted": ("--changed", "--base", "main"),
    }[case]
    if case == "stray":
        write_files(site, {arguments[0]: "x"})
    else:
        (site / (ARTICLE_PATH if case == "article" else OTHER_SOURCE_PATH)).unlink()
    with pytest.raises(SystemExit) as ended:
        main(["check", "--today", TODAY, "--format", shape, *arguments])
    out = capsys.readouterr().out
    assert ended.value.code == 1
    assert " in 0 " not in out
    assert shape != "json" or json.loads(out)["files"] > 0


def test_a_build_counts_the_files_that_a_check_counts(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(site, {"claims/harbour/notes.txt": "x"})
    with pytest.raises(SystemExit):
        main(["check", "--today", TODAY, "--json"])
    told = json.loads(capsys.readouterr().out)["files"]
    assert (told, run(load(site), whole_day(TODAY)).files) == (6, 6)
