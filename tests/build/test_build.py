"""The site as people build it: whole, verified, the same bytes whatever the way and the day."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from lastro.build.build import BuildResult, build
from lastro.build.prepare import fingerprint
from lastro.commands.serve import command as serve
from lastro.commands.serve import server
from lastro.diagnostics.finding import Severity
from lastro.errors import LastroError
from lastro.publish.mkdocs.policy import engine_tree
from lastro.publish.mkdocs.stage import Staged
from lastro.render.page_builder import Maker, Plan
from lastro.render.pages.every import plans
from lastro.render.pages.handbook import families
from lastro.system.output import WriteResult, read_tree
from tests.support.little_docs import write_whole_site
from tests.support.little_site import (
    ARTICLE,
    ARTICLE_PATH,
    CLAIM,
    CLAIM_PATH,
    SOURCE,
    SOURCE_PATH,
    TODAY,
    write_files,
)
from tests.support.mendable import mendable

T = TypeVar("T")
DAY = date.fromisoformat(TODAY)
MISSPELT = CLAIM.replace("source: harbour-bylaws", "source: harbour-bylaw")
SCALE = [
    "as-attributed",
    "misleading",
    "partly-supported",
    "refuted",
    "reported",
    "superseded",
    "supported",
    "unverified",
]
PAGES = [
    "about/index.html",
    "articles/harbour/index.html",
    "articles/index.html",
    "claimants/index.html",
    "claimants/the-tide/index.html",
    "claims/index.html",
    "claims/quays-closed/index.html",
    "contributing/index.html",
    "corrections/index.html",
    "index.html",
    "method/index.html",
    "overdue/index.html",
    "publishers/index.html",
    "publishers/port-blog/index.html",
    "publishers/port-of-example/index.html",
    *(f"ratings/{rating}/index.html" for rating in SCALE),
    "ratings/index.html",
    "search/index.html",
    "sources/harbour-bylaws/index.html",
    "sources/index.html",
    "sources/port-blog/index.html",
    "topics/harbour/index.html",
    "topics/index.html",
]
OF_EDITORS = ("overdue/index.html", "pt-BR/overdue/index.html")
"""The pages that are others on another day."""
LATE = [
    f"embed/{tag}/quays-closed{end}" for tag in ("en", "pt-BR") for end in ("/index.html", ".svg")
]
"""What is another one once the day of a review has passed."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_whole_site(tmp_path / "site")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site once, for tests that begin with one that stands."""
    made = write_whole_site(tmp_path_factory.mktemp("once") / "site")
    build(made, DAY)
    return made


@pytest.fixture
def standing(once: Path, tmp_path: Path) -> Path:
    """Copy the built site."""
    return shutil.copytree(once, tmp_path / "standing")


def site_of(root: Path) -> dict[str, bytes]:
    return read_tree(root / "build" / "site")


def process(*arguments: str, cwd: Path, module: str = "lastro") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={k: v for k, v in os.environ.items() if k != "NO_MKDOCS_2_WARNING"},
    )


# --- what is built ----------------------------------------------------------------------------


def test_every_record_has_a_page_in_every_language(root: Path) -> None:
    built = build(root, DAY)
    made = site_of(root)
    assert built == BuildResult(
        report=built.report,
        folder=root / "build" / "site",
        languages=("en", "pt-BR"),
        pages=2 * (len(PAGES) + len(families()) + 1),
        claims=1,
        written=WriteResult(tuple(sorted(made)), ()),
        placeholders=(
            ("site_url of mkdocs.yml", "https://example.org/"),
            ("publisher.url of lastro.yml", "https://example.org/"),
        ),
    )
    html = sorted(path for path in made if path.endswith("index.html") and "embed/" not in path)
    of_rules = [path for path in html if path.removeprefix("pt-BR/").startswith("rules/")]
    assert len(of_rules) == 2 * (len(families()) + 1)
    assert [p for p in html if p not in of_rules] == sorted(
        [*PAGES, *(f"pt-BR/{path}" for path in PAGES)]
    )
    assert b"Not to be published" not in b"".join(made.values())
    # the engine packs a sitemap of its own, which tells the day of the build
    assert [path for path in made if path.endswith(".gz")] == ["api/v1/all.jsonl.gz"]


def test_a_build_on_another_day_writes_the_page_of_the_editors_and_what_is_late_by_then(
    standing: Path,
) -> None:
    before = site_of(standing)
    assert build(standing, DAY).written == WriteResult()
    again = build(standing, date(2031, 1, 1))
    assert again.written == WriteResult(tuple(sorted((*OF_EDITORS, *LATE))), ())
    after = site_of(standing)
    assert {path for path in before if before[path] != after[path]} == set(again.written.changed)
    assert b'Due since <time datetime="2027-02-01">' in after["overdue/index.html"]


def test_a_build_from_nothing_gives_the_bytes_of_a_build_upon_another(
    standing: Path, tmp_path: Path
) -> None:
    changed = CLAIM.replace("The bylaws say so.", "The bylaws of 2025 say so.")
    write_files(standing, {CLAIM_PATH: changed})
    built = build(standing, DAY)
    other = write_files(write_whole_site(tmp_path / "elsewhere"), {CLAIM_PATH: changed})
    build(other, DAY)
    assert site_of(standing) == site_of(other)
    assert built.written is not None
    assert sorted(p for p in built.written.changed if not p.startswith(("pt-BR", "api/"))) == [
        "articles/harbour/index.html",
        "claimants/the-tide/index.html",
        "claimreview.json",
        "claims.csv",
        "claims/index.html",
        "claims/quays-closed/index.html",
        "datapackage.json",
        "embed/en/quays-closed/index.html",
        "feeds/claims.json",
        "feeds/claims.xml",
        "index.html",
        "llms.txt",
        "publishers/port-blog/index.html",
        "publishers/port-of-example/index.html",
        "ratings/supported/index.html",
        "review-dates.ics",
        "search/claims/0.json",
        "search/grams/0.bin",
        "search/index.json",
        "topics/harbour/index.html",
    ]


def test_a_removed_claim_leaves_nothing_behind(root: Path) -> None:
    second = CLAIM.replace("The quays are closed", "The piers are closed")
    listed = ARTICLE.replace("- claim: quays-closed", "- claim: quays-closed\n  - claim: piers")
    write_files(root, {"claims/harbour/piers.yml": second, ARTICLE_PATH: listed})
    build(root, DAY)
    assert "pt-BR/claims/piers/index.html" in site_of(root)
    (root / "claims/harbour/piers.yml").unlink()
    write_files(root, {ARTICLE_PATH: ARTICLE})
    built = build(root, DAY)
    assert built.written is not None
    assert [path for path in built.written.removed if "/hashes/" not in path] == [
        "api/v1/claims/piers.json",
        "claims/piers/index.html",
        *(
            f"embed/{t}/piers{end}"
            for t in ("en", "pt-BR")
            for end in (".json", ".svg", "/index.html")
        ),
        "pt-BR/claims/piers/index.html",
    ]
    assert not (root / "build/site/claims/piers").exists()
    assert b"piers" not in b"".join(site_of(root).values())


def test_a_draft_builds_in_spite_of_errors_and_says_so_on_every_page(root: Path) -> None:
    write_files(root, {CLAIM_PATH: MISSPELT})
    built = build(root, DAY, draft=True)
    assert built.left_out == ("quays-closed",)
    drafted = read_tree(root / "build/draft")
    for path, content in drafted.items():
        if path.endswith(".html"):
            assert content.count(b'<meta name="robots" content="noindex">') == 1, path
    assert b"<url>" not in drafted["sitemap.xml"]


def test_a_draft_never_goes_over_the_published_site(standing: Path) -> None:
    before = site_of(standing)
    build(standing, DAY, draft=True)
    assert site_of(standing) == before


# --- what keeps a site from being published -----------------------------------------------------


def refused(root: Path, before: dict[str, bytes], act: Callable[[], object]) -> LastroError:
    with pytest.raises(LastroError) as caught:
        act()
    assert site_of(root) == before
    return caught.value


def test_an_error_in_a_record_leaves_the_site_as_it_was(standing: Path) -> None:
    before = site_of(standing)
    write_files(standing, {CLAIM_PATH: MISSPELT})
    built = build(standing, DAY)
    assert [d.rule for d in mendable(built.report)] == ["evidence-unknown-source"]
    assert built.written is None
    assert site_of(standing) == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '<a href="../claims/gone/">x</a>',
            "method/index.html: '../claims/gone/': no file 'claims/gone/index.html'",
        ),
        ("[x](#nowhere)", "method/index.html: '#nowhere': no id 'nowhere' in 'method/index.html'"),
        ("[x](gone.md)", "contains a link 'gone.md', but the target is not found"),
    ],
)
def test_a_link_that_leads_nowhere_leaves_the_site_as_it_was(
    standing: Path, text: str, told: str
) -> None:
    before = site_of(standing)
    page = standing / "docs" / "en" / "method.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
    error = refused(standing, before, lambda: build(standing, DAY))
    assert told in "\n".join(error.lines)
    assert "\n" not in error.message


def test_links_that_lead_nowhere_are_told_one_a_line(root: Path) -> None:
    page = root / "docs" / "en" / "method.md"
    gone = "".join(f'\n<a href="../gone-{n:02}/">x</a>\n' for n in range(22))
    page.write_text(page.read_text(encoding="utf-8") + gone, encoding="utf-8")
    done = process("build", "--today", TODAY, cwd=root)
    missing = "method/index.html: '../gone-{0:02}/': no file 'gone-{0:02}/index.html'"
    assert done.stderr.splitlines() == [
        "error: 22 links lead nowhere",
        *(f"  {missing.format(n)}" for n in range(20)),
        "  and 2 more",
        "hint: mend the page or the record that holds it",
    ]
    assert done.returncode == 2


def test_an_address_of_a_record_below_a_placeholder_is_no_page_of_ours(root: Path) -> None:
    address = "https://example.org/bylaws"
    write_files(
        root,
        {
            SOURCE_PATH: SOURCE.replace("https://port.example.org/bylaws", address),
            CLAIM_PATH: CLAIM.replace(
                "Section 4 closes them", f"The [bylaws]({address}/4) close them"
            ),
        },
    )
    built = build(root, DAY)
    assert mendable(built.report) == []
    assert f'href="{address}'.encode() in site_of(root)["sources/harbour-bylaws/index.html"]
    assert f'href="{address}/4"'.encode() in site_of(root)["claims/quays-closed/index.html"]


def test_a_claim_that_lost_its_page_is_counted(
    standing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = site_of(standing)

    def forgetful(maker: Maker, *, root: Path) -> Iterator[Plan]:
        planned = plans(maker, root=root)
        return (plan for plan in planned if plan.path != "claims/quays-closed/")

    monkeypatch.setattr("lastro.build.workshop.plans", forgetful)
    error = refused(standing, before, lambda: build(standing, DAY))
    assert error.message == "1 claims and 0 claim pages in en: quays-closed"


def test_a_page_that_the_engine_left_out_is_missed(
    standing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = site_of(standing)

    def lossy(root: Path, staged: Staged, *more: str) -> dict[str, bytes]:
        tree = engine_tree(root, staged, *more)
        del tree["claims/quays-closed/index.html"]
        return tree

    monkeypatch.setattr("lastro.build.engine.engine_tree", lossy)
    error = refused(standing, before, lambda: build(standing, DAY, engine_only=True))
    assert error.message == "the engine made no page for 'claims/quays-closed/'"


def test_records_that_change_while_the_site_is_built_are_not_published(standing: Path) -> None:
    before = site_of(standing)

    def interfere(stage: str) -> None:
        if stage.startswith("following"):
            write_files(standing, {CLAIM_PATH: CLAIM + "\n"})

    error = refused(standing, before, lambda: build(standing, DAY, progress=interfere))
    assert error.message == "the records changed while the site was built"


@pytest.fixture
def unspoken(root: Path) -> Path:
    """Give the site a second language that no catalogue speaks."""
    for path in (*root.glob("claims/*/*.yml"), root / "lastro.yml"):
        path.write_text(path.read_text("utf-8").replace("pt-BR", "fr"), encoding="utf-8")
    return root


UNSPOKEN = "no catalogue of words speaks 'fr': no page can be made in it"
TO_SPEAK = (
    "`lastro locale fr` starts its words; "
    "else write one of those that are there: ar, de, en, es, pt-BR"
)


def test_a_language_without_a_catalogue_is_an_error_at_its_place(unspoken: Path) -> None:
    report = build(unspoken, DAY).report
    (error,) = (found for found in report.diagnostics if found.severity is Severity.ERROR)
    place = str(error.place)
    assert (error.rule, error.message, error.hint) == ("language-unknown", UNSPOKEN, TO_SPEAK)
    assert re.fullmatch(r"lastro\.yml:\d+:17", place)
    with pytest.raises(LastroError) as caught:
        build(unspoken, DAY, draft=True)
    assert (caught.value.message, caught.value.hint) == (f"{place}: {UNSPOKEN}", TO_SPEAK)
    served = server.Preview(unspoken)
    assert served.rebuild(DAY) == ("not rebuilt: there is nothing to serve yet", None)
    assert served.fault.startswith(f"{place}: {UNSPOKEN}\n")


def test_plain_mkdocs_names_a_language_without_a_catalogue(unspoken: Path) -> None:
    done = process("build", cwd=unspoken, module="mkdocs")
    assert done.returncode == 1
    assert f"error language-unknown: {UNSPOKEN}" in done.stderr.splitlines()
    assert "Traceback" not in done.stderr


# --- the command --------------------------------------------------------------------------------


def test_the_command_says_what_it_did_in_one_line(root: Path) -> None:
    done = process("build", "--today", TODAY, cwd=root / "claims")
    files = len(site_of(root))
    assert done.stdout == f"built 88 pages in 2 languages into build/site, {files} files changed\n"
    assert (done.returncode, done.stderr) == (0, "")


def test_the_command_tells_the_same_as_json(root: Path) -> None:
    done = process("build", "--today", TODAY, "--json", cwd=root)
    told = json.loads(done.stdout)
    assert told == {
        "format": "lastro-build",
        "version": 1,
        "today": TODAY,
        "draft": False,
        "built": True,
        "folder": "build/site",
        "languages": ["en", "pt-BR"],
        "pages": 88,
        "claims": 1,
        "left_out": [],
        "search": "current",
        "changed": len(site_of(root)),
        "removed": 0,
        "counts": {"error": 0, "warning": 0, "note": 4},
    }


def test_errors_are_told_in_full_and_end_with_exit_1(root: Path) -> None:
    write_files(root, {CLAIM_PATH: MISSPELT})
    done = process("build", "--today", TODAY, cwd=root)
    lines = done.stdout.splitlines()
    assert lines[0] == f"{CLAIM_PATH}:13:13"
    assert lines[1] == "error evidence-unknown-source: no source has the id 'harbour-bylaw'"
    assert (
        lines[-1] == "nothing was built: the records have errors; --draft builds in spite of them"
    )
    assert (done.returncode, done.stderr) == (1, "")


def test_a_draft_of_a_broken_record_names_what_it_cannot_show(root: Path) -> None:
    write_files(root, {CLAIM_PATH: MISSPELT})
    done = process("build", "--draft", "--today", TODAY, cwd=root)
    assert done.stdout.splitlines()[-1].endswith("files changed, not shown: quays-closed")
    assert done.returncode == 0


def test_a_scale_that_cannot_be_read_builds_no_draft(root: Path) -> None:
    write_files(root, {"lastro.yml": "schema: 2\n"})
    done = process("build", "--draft", "--today", TODAY, cwd=root)
    assert done.stdout.splitlines()[-1] == "nothing was built: lastro.yml cannot be read"
    assert done.returncode == 1


def test_surroundings_that_do_not_allow_it_end_with_exit_2(root: Path) -> None:
    write_files(root, {"mkdocs.yml": "- a list\n"})
    done = process("build", "--today", TODAY, cwd=root)
    assert done.stderr.splitlines()[0] == "error: mkdocs.yml is no map"
    assert (done.returncode, done.stdout) == (2, "")


def test_a_build_opens_no_socket(root: Path) -> None:
    code = """
import socket, sys

class Refusing(socket.socket):
    def __init__(self, *arguments, **more):
        raise SystemExit("a socket was opened")

socket.socket = socket.SocketType = Refusing
socket.create_connection = socket.getaddrinfo = Refusing
from lastro.commands import main
main(["build", "--today", sys.argv[1]])
"""
    done = subprocess.run(
        [sys.executable, "-c", code, TODAY],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("built 88 pages")


# --- plain MkDocs -------------------------------------------------------------------------------


def test_plain_mkdocs_gives_the_same_site_byte_for_byte(standing: Path) -> None:
    done = process("build", cwd=standing, module="mkdocs")
    assert done.returncode == 0, done.stderr
    made, ours = read_tree(standing / "build" / "mkdocs"), site_of(standing)
    assert made.keys() == ours.keys()
    # plain MkDocs asks the calendar for the day, which these depend on
    assert {path for path in ours if made[path] != ours[path]} <= {*OF_EDITORS, *LATE}


def test_plain_mkdocs_refuses_what_lastro_refuses(root: Path) -> None:
    write_files(root, {CLAIM_PATH: MISSPELT})
    done = process("build", cwd=root, module="mkdocs")
    assert done.returncode == 1
    assert f"{CLAIM_PATH}:13:13\n" in done.stderr
    assert "no source has the id 'harbour-bylaw'" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / "build" / "mkdocs" / "index.html").exists()


def test_plain_mkdocs_follows_every_link_too(root: Path) -> None:
    page = root / "docs" / "en" / "method.md"
    page.write_text(
        '# Method\n\n<a href="../gone/">x</a>\n<div id="scale"></div>\n', encoding="utf-8"
    )
    done = process("build", cwd=root, module="mkdocs")
    assert done.returncode == 1
    assert "links lead nowhere" in done.stderr
    assert "Traceback" not in done.stderr


# --- serve --------------------------------------------------------------------------------------


@contextmanager
def serving(root: Path, *arguments: str) -> Iterator[tuple[str, Path]]:
    """Run `lastro serve` on a free port: its address, and the file that holds what it says."""
    said = root.parent / "said"
    # a suite that a shell runs in the background hands on an ignored SIGINT; Ctrl-C must end it
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with said.open("wb") as output:
        running = subprocess.Popen(
            [sys.executable, "-u", "-m", "lastro", "serve", "--port", "0", *arguments],
            cwd=root,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            found = until(
                lambda: re.search(r"serving (http://127\.0\.0\.1:\d+/)", said.read_text())
            )
            yield found[1], said
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(timeout=20)
    assert running.returncode == 0, said.read_text()


def until(look: Callable[[], T | None]) -> T:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        if found := look():
            return found
        time.sleep(0.05)
    pytest.fail("it did not come")


def fetched(url: str, **headers: str) -> tuple[int, str]:
    try:
        with urlopen(Request(url, headers=headers), timeout=30) as answer:  # noqa: S310 - loopback
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_the_preview_follows_the_records_and_survives_a_broken_one(root: Path) -> None:
    with serving(root) as (url, said):
        page = f"{url}claims/quays-closed/"
        assert "The bylaws say so." in fetched(page)[1]
        assert '<script src="/_lastro/reload.js"' in fetched(page)[1]
        version = fetched(f"{url}_lastro/version?after=none")[1]

        write_files(root, {CLAIM_PATH: CLAIM.replace("The bylaws say so.", "Bylaw 4 says so.")})
        newer = fetched(f"{url}_lastro/version?after={version}")[1]
        assert newer != version
        until(lambda: _shows(page, "Bylaw 4 says so.", lacks="lastro-fault"))

        write_files(root, {CLAIM_PATH: MISSPELT})
        fault = f"{CLAIM_PATH}:13:13\nevidence-unknown-source: no source has the id"
        until(lambda: _shows(page, "Bylaw 4 says so.", "lastro-fault", fault))
        assert "lastro-fault" in fetched(f"{url}pt-BR/method/")[1]
        # the page has the news before the terminal
        until(lambda: "did you mean 'harbour-bylaws'?" in said.read_text() or None)

        write_files(root, {CLAIM_PATH: CLAIM})
        until(lambda: _shows(page, "The bylaws say so.", lacks="lastro-fault"))
        assert re.search(r"rebuilt \d+ files in \d+\.\d\d s\n", said.read_text())

        # a file that is replaced, as editors do
        replaced = root / "new.yml"
        text = (root / "mkdocs.yml").read_text(encoding="utf-8")
        replaced.write_text(
            text.replace("copyright: Records", "copyright: Renamed"), encoding="utf-8"
        )
        replaced.replace(root / "mkdocs.yml")
        until(lambda: _shows(page, "Renamed"))
    assert not (root / "build" / "site").exists()


def _shows(page: str, *words: str, lacks: str = "") -> bool | None:
    """Tell whether a page holds some words; a reload between two of them must not be taken for a fault."""
    text = fetched(page)[1]
    return (all(w in text for w in words) and not (lacks and lacks in text)) or None


def test_the_preview_serves_files_and_a_page_for_missing_addresses(root: Path) -> None:
    with serving(root) as (url, _):
        status, missing = fetched(f"{url}nowhere/")
        assert status == 404
        assert "There is no page at this address." in missing
        assert fetched(f"{url}assets/lastro.css")[0] == 200
        assert fetched(f"{url}claims")[0] == 200
        assert fetched(f"{url}%2e%2e/%2e%2e/lastro.yml")[0] == 404
        assert fetched(f"{url}_lastro/other")[0] == 404
        assert fetched(url, Host="evil.example.org")[0] == 403


def test_the_preview_of_a_site_that_was_never_sound_shows_what_it_can(root: Path) -> None:
    write_files(root, {CLAIM_PATH: MISSPELT})
    with serving(root) as (url, _):
        home = fetched(url)[1]
        assert "lastro-fault" in home
        assert "harbour-bylaw" in home
        write_files(root, {CLAIM_PATH: CLAIM})
        until(lambda: "lastro-fault" not in fetched(url)[1] or None)
        assert fetched(f"{url}claims/quays-closed/")[0] == 200


def test_a_fault_of_ours_does_not_take_the_preview_away(
    standing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = server.Preview(standing)
    assert shown.rebuild(DAY)[0].startswith("rebuilt ")
    before = read_tree(shown.folder)

    def fail(*_: object, **__: object) -> BuildResult:
        raise TypeError("a <b>slip</b>")

    monkeypatch.setattr(server, "build", fail)
    assert shown.rebuild(DAY) == ("not rebuilt: the last good site is still served", None)
    assert read_tree(shown.folder) == before
    dressed = shown.add_reload(b"<html><body class=x>page")
    assert b"our fault: TypeError: a &lt;b&gt;slip&lt;/b&gt;" in dressed
    assert dressed.index(b"<body class=x>") < dressed.index(b"our fault") < dressed.index(b"page")


def test_a_page_is_told_of_its_own_changes_alone(standing: Path) -> None:
    shown = server.Preview(standing)
    shown.rebuild(DAY)
    claim, method = "claims/quays-closed/index.html", "method/index.html"
    before = shown.version(claim), shown.version(method), shown.version()
    write_files(standing, {CLAIM_PATH: CLAIM.replace("The bylaws say so.", "Bylaw 4 says so.")})
    shown.rebuild(DAY)
    after = shown.version(claim), shown.version(method), shown.version()
    assert [new != old for new, old in zip(after, before, strict=True)] == [True, False, True]
    write_files(standing, {CLAIM_PATH: MISSPELT})
    shown.rebuild(DAY)
    assert shown.version(method) != after[1], "what is wrong is told on every page"


def test_a_save_prints_what_it_brings_and_no_old_warning_again(
    standing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown, told = server.Preview(standing), set[object]()
    write_files(standing, {CLAIM_PATH: MISSPELT})
    serve._rebuild(shown, told)
    assert capsys.readouterr().out.count("error evidence-unknown-source:") == 1
    write_files(standing, {CLAIM_PATH: f"# one line more\n{MISSPELT}"})
    serve._rebuild(shown, told)
    assert "evidence-unknown-source:" not in capsys.readouterr().out
    write_files(standing, {CLAIM_PATH: CLAIM})
    serve._rebuild(shown, told)
    write_files(standing, {CLAIM_PATH: MISSPELT})
    serve._rebuild(shown, told)
    assert capsys.readouterr().out.count("error evidence-unknown-source:") == 1


def test_a_hand_written_page_follows_once_nobody_waits(standing: Path, tmp_path: Path) -> None:
    shown = server.Preview(standing)
    shown.rebuild(DAY)
    assert not shown.is_behind
    page, about = standing / "docs/en/about.md", shown.folder / "about/index.html"
    page.write_text(f"{page.read_text(encoding='utf-8')}\nSeen anew.\n", encoding="utf-8")
    write_files(standing, {CLAIM_PATH: CLAIM.replace("The bylaws say so.", "Bylaw 4 says so.")})
    shown.rebuild(DAY)
    assert b"Bylaw 4 says so." in (shown.folder / "claims/quays-closed/index.html").read_bytes()
    assert (shown.is_behind, b"Seen anew." in about.read_bytes()) == (True, False)
    shown.rebuild(DAY, whole=True)
    assert (shown.is_behind, b"Seen anew." in about.read_bytes()) == (False, True)
    fresh = server.Preview(shutil.copytree(standing, tmp_path / "fresh", ignore=_built))
    fresh.rebuild(DAY)
    assert read_tree(shown.folder) == read_tree(fresh.folder)


_built = shutil.ignore_patterns("build")


def test_a_save_while_the_preview_is_built_is_no_fault(
    standing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = server.Preview(standing)
    shown.rebuild(DAY)
    before = read_tree(shown.folder), shown.version()

    def interrupted(root: Path, staged: Staged, *more: str) -> dict[str, bytes]:
        write_files(root, {CLAIM_PATH: CLAIM.replace("The bylaws say so.", "Bylaw 4 says so.")})
        return engine_tree(root, staged, *more)

    monkeypatch.setattr("lastro.build.engine.engine_tree", interrupted)
    page = standing / "docs/en/about.md"
    page.write_text(f"{page.read_text(encoding='utf-8')}\nSeen anew.\n", encoding="utf-8")
    assert shown.rebuild(DAY, whole=True) == ("saved again meanwhile", None)
    assert (read_tree(shown.folder), shown.version(), shown.fault) == (*before, "")


def test_a_change_between_the_last_look_and_the_watch_is_not_lost(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_: object, **__: object) -> Iterator[set[object]]:
        write_files(root, {CLAIM_PATH: CLAIM.replace("The bylaws say so.", "Bylaw 4 says so.")})
        yield set()
        pytest.fail("waits for a change that was there before it looked")

    seen = fingerprint(root)
    monkeypatch.setattr(serve, "watch", late)
    assert next(serve._changes(root, seen, lambda: None)) is None


def test_what_an_editor_keeps_beside_a_record_is_no_change(root: Path) -> None:
    seen = fingerprint(root)
    folder = (root / CLAIM_PATH).parent
    write_files(folder, {".quays-closed.yml.swp": "x", ".git/x": "x", "quays-closed.yml~": "x"})
    assert fingerprint(root) == seen
    write_files(folder, {"piers-closed.yml": "x"})
    assert fingerprint(root) != seen


@pytest.mark.parametrize("path", ["locales/en.yml", "templates/claim.html", "styles/own.css"])
def test_what_a_site_lays_over_the_package_is_watched(root: Path, path: str) -> None:
    seen = fingerprint(root)
    write_files(root, {path: ""})
    assert fingerprint(root) != seen


def test_a_taken_port_is_told_in_one_sentence(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = process("serve", "--port", str(port), cwd=root)
    assert done.stderr.splitlines() == [
        f"error: cannot listen on port {port}: Address already in use",
        "hint: choose another one with --port, or 0 for any that is free",
    ]
    assert done.returncode == 2
