"""`lastro archive`: what a service holds enters the record, and nothing else does."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lastro.capture.fetch.fetcher import Fetcher
from lastro.commands import archive, main
from lastro.commands.shared import network
from tests.support.archive_service import (
    CDX,
    HOST,
    NOT_FOUND,
    SAVE,
    SERVICE,
    STATUS,
    Reply,
    Service,
)
from tests.support.command_line import Lastro
from tests.support.little_site import (
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

BLOG, BYLAWS = "https://blog.example.org/walk", "https://port.example.org/bylaws"
LISTED = '"https://web.archive.org/web/20260110000000/https://blog.example.org/walk"'
BARE = OTHER_SOURCE.replace(f"archived: [{LISTED}]\n", "")
BARE_BYLAWS = "".join(line for line in SOURCE.splitlines(True) if "archived" not in line)
TIME = "20260119000000"
COPY = f"{SERVICE}/web/{TIME}/{BLOG}"
ADDED = f'archived: ["{COPY}"]\n'
BEFORE_READ = "read: {on"


@pytest.fixture
def service() -> Iterator[Service]:
    with Service({page: [(TIME, 200), ("20240101000000", 200)] for page in (BLOG, BYLAWS)}) as s:
        yield s


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a site whose policy names the service and whose sources have no archive addresses."""
    monkeypatch.chdir(write_site(tmp_path))
    settings = SETTINGS.replace("captures: .captures", f'captures: .captures, archive: "{SERVICE}"')
    files = {"lastro.yml": settings, OTHER_SOURCE_PATH: BARE, SOURCE_PATH: BARE_BYLAWS}
    return write_files(tmp_path, files)


@pytest.fixture
def naps(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Keep the waits of a command, which then takes none."""
    waits: list[float] = []
    monkeypatch.setattr(network, "pause", waits.append)
    monkeypatch.setattr(archive, "pause", waits.append)
    return waits


@pytest.fixture
def lastro(lastro: Lastro, service: Service, naps: list[float]) -> Lastro:
    """Run `lastro archive` against the service: exit, standard output and standard error."""
    assert naps == []
    return lambda *words: lastro("archive", *words, *service.connect_to, "--today", TODAY)


def text(site: Path, path: str) -> str:
    return (site / path).read_text(encoding="utf-8")


def test_the_copy_nearest_to_the_day_of_reading_enters_the_record(
    site: Path, lastro: Lastro
) -> None:
    assert lastro("port-blog") == (
        0,
        (
            f"port-blog: archived: copy of 2026-01-19 (1 day before 2026-01-20): {COPY}\n"
            "1 archived, 0 failed\n"
        ),
        "",
    )
    after = text(site, OTHER_SOURCE_PATH)
    assert after == BARE.replace(BEFORE_READ, ADDED + BEFORE_READ)


def test_a_record_with_an_archive_gets_one_more(site: Path, lastro: Lastro) -> None:
    write_files(site, {OTHER_SOURCE_PATH: OTHER_SOURCE})
    assert lastro("port-blog")[0] == 0
    after = text(site, OTHER_SOURCE_PATH)
    assert after == OTHER_SOURCE.replace(LISTED, f'{LISTED}, "{COPY}"')


def test_a_copy_that_is_listed_is_not_added_again(site: Path, lastro: Lastro) -> None:
    lastro("port-blog")
    before = (site / OTHER_SOURCE_PATH).stat()
    code, out, _ = lastro("port-blog")
    assert code == 0
    assert out.splitlines()[0].startswith("port-blog: has it already: copy of 2026-01-19")
    assert out.splitlines()[1] == "0 archived, 1 there already, 0 failed"
    after = (site / OTHER_SOURCE_PATH).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_another_day_may_be_looked_around(site: Path, lastro: Lastro) -> None:
    out = lastro("port-blog", "--near", "2024-01-02")[1]
    assert "copy of 2024-01-01 (1 day before 2024-01-02)" in out
    assert "20240101000000" in text(site, OTHER_SOURCE_PATH)


def test_a_copy_from_before_the_publication_is_taken_on_demand_only(
    site: Path, lastro: Lastro, service: Service
) -> None:
    service.copies[BLOG] = [("20251231000000", 200), ("20240101000000", 200)]
    assert "copy of 2025-12-31 (20 days before 2026-01-20)" in lastro("port-blog", "--dry-run")[1]
    del service.copies[BLOG][0]
    assert lastro("port-blog") == (
        1,
        (
            "port-blog: failed: the service has copies from before 2026-01-01 only, the day it was "
            "published; `--save` asks it to make one; `--near DATE` takes an earlier one\n"
            "0 archived, 1 failed\n"
        ),
        "",
    )
    assert text(site, OTHER_SOURCE_PATH) == BARE
    assert lastro("port-blog", "--near", "2026-01-20")[0] == 0


def test_a_source_that_nobody_read_is_looked_for_around_its_publication(
    site: Path, lastro: Lastro
) -> None:
    unread = BARE[: BARE.index("read:")].replace("2026-01\n", "2024-01-01\n") + "read: unread\n"
    write_files(site, {OTHER_SOURCE_PATH: unread, CLAIM_PATH: "{}"})
    assert "copy of 2024-01-01: " in lastro("port-blog")[1]


def test_all_sources_without_an_archive_are_asked_about(site: Path, lastro: Lastro) -> None:
    code, out, _ = lastro("--all")
    assert code == 0
    assert [line.partition(": copy")[0] for line in out.splitlines()] == [
        "[1/2] harbour-bylaws: archived",
        "[2/2] port-blog: archived",
        "2 archived, 0 failed",
    ]
    assert lastro("--all") == (0, "0 archived, 0 failed\n", "")
    assert "archived" in text(site, SOURCE_PATH)


def test_what_fails_at_one_source_does_not_stop_the_next(
    site: Path, lastro: Lastro, service: Service
) -> None:
    del service.copies[BYLAWS]
    code, out, _ = lastro("--all")
    assert code == 1
    assert out.splitlines() == [
        "[1/2] harbour-bylaws: failed: the service has no copy; `--save` asks it to make one",
        f"[2/2] port-blog: archived: copy of 2026-01-19 (1 day before 2026-01-20): {COPY}",
        "1 archived, 1 failed",
    ]
    assert text(site, SOURCE_PATH) == BARE_BYLAWS
    assert COPY in text(site, OTHER_SOURCE_PATH)


def test_an_answer_about_another_page_is_told_and_not_written(
    site: Path, lastro: Lastro, service: Service
) -> None:
    service.says("/", NOT_FOUND)
    service.says(CDX, Reply.of([["timestamp", "original", "statuscode"], [TIME, BYLAWS, "200"]]))
    assert lastro("port-blog") == (
        1,
        (
            f"port-blog: failed: the service answered about '{BYLAWS}'; "
            "check that --service names a Wayback-compatible service\n0 archived, 1 failed\n"
        ),
        "",
    )
    assert text(site, OTHER_SOURCE_PATH) == BARE


def test_a_busy_service_is_waited_for_as_long_as_it_says(
    site: Path, lastro: Lastro, service: Service, naps: list[float]
) -> None:
    rows = [["timestamp", "original", "statuscode"], [TIME, BLOG, "200"]]
    service.says(CDX, Reply(b"", 429, {"Retry-After": "5"}), Reply.of(rows))
    assert lastro("port-blog")[0] == 0
    assert 5.0 in naps
    assert COPY in text(site, OTHER_SOURCE_PATH)


def test_a_dry_run_asks_and_writes_nothing(site: Path, lastro: Lastro, service: Service) -> None:
    code, out, _ = lastro("--all", "--dry-run")
    assert code == 0
    assert out.splitlines()[1].startswith("[2/2] port-blog: would be archived: copy of 2026-01-19")
    assert out.splitlines()[2] == "2 would be archived, 0 failed"
    assert len(service.asked) == 2
    assert text(site, OTHER_SOURCE_PATH) == BARE


def test_a_new_copy_is_made_on_demand_only(site: Path, lastro: Lastro, service: Service) -> None:
    service.says(SAVE, Reply.of({"job_id": "spn2-1"}))
    done = {"status": "success", "timestamp": "20260301080000", "original_url": BLOG}
    service.says(STATUS, Reply.of({"status": "pending"}), Reply.of(done))
    assert lastro("port-blog", "--save", "--dry-run") == (
        0,
        (
            f"port-blog: skipped: would ask for a copy of '{BLOG}'\n0 would be archived, 0 failed, "
            "1 skipped\n"
        ),
        "",
    )
    assert service.asked == []
    new = f"{SERVICE}/web/20260301080000/{BLOG}"
    assert lastro("port-blog", "--save") == (
        0,
        f"port-blog: archived: copy of 2026-03-01: {new}\n1 archived, 0 failed\n",
        "",
    )
    assert f'archived: ["{new}"]\n' in text(site, OTHER_SOURCE_PATH)


def test_a_copy_of_a_redirect_says_so(site: Path, lastro: Lastro, service: Service) -> None:
    service.copies[BLOG] = [(TIME, 301)]
    assert ", served with status 301: " in lastro("port-blog")[1]
    assert COPY in text(site, OTHER_SOURCE_PATH)


def test_what_has_no_page_and_what_is_withdrawn_is_skipped_with_a_reason(
    site: Path, lastro: Lastro, service: Service
) -> None:
    gone = "withdrawn: {on: 2026-02-01, reason: It was invented.}\n"
    by_doi = BARE_BYLAWS.replace(f"url: {BYLAWS}", "doi: 10.5555/bylaws")
    write_files(site, {SOURCE_PATH: by_doi, OTHER_SOURCE_PATH: BARE + gone})
    assert lastro("harbour-bylaws", "port-blog") == (
        0,
        (
            "[1/2] harbour-bylaws: skipped: it has no `url`: archives keep web pages\n"
            "[2/2] port-blog: skipped: it was withdrawn on 2026-02-01\n"
            "0 archived, 0 failed, 2 skipped\n"
        ),
        "",
    )
    assert service.asked == []


def test_the_document_for_machines_stands_alone_on_standard_output(
    site: Path, lastro: Lastro, service: Service
) -> None:
    del service.copies[BYLAWS]
    code, out, err = lastro("--all", "--json")
    assert (code, err) == (1, "")
    lines = [
        "[1/2] harbour-bylaws: failed: the service has no copy; `--save` asks it to make one",
        f"[2/2] port-blog: archived: copy of 2026-01-19 (1 day before 2026-01-20): {COPY}",
        "1 archived, 1 failed",
    ]
    told = {"format": "lastro-archive", "version": 1, "exit": 1, "lines": lines, "error": None}
    assert json.loads(out) == told
    assert COPY in text(site, OTHER_SOURCE_PATH)


def test_the_next_archive_is_asked_where_one_has_no_copy(
    site: Path, lastro: Lastro, service: Service
) -> None:
    empty = f"{SERVICE}/empty"
    one = text(site, "lastro.yml")
    two = one.replace(f'archive: "{SERVICE}"', f'archive: ["{empty}", "{SERVICE}"]')
    assert one != two
    write_files(site, {"lastro.yml": two})
    assert lastro("port-blog")[0] == 0
    assert ADDED in text(site, OTHER_SOURCE_PATH)
    assert service.asked[0].startswith("/empty/")


def test_when_no_archive_has_a_copy_the_first_fault_is_told(
    site: Path, lastro: Lastro, service: Service
) -> None:
    del service.copies[BLOG]
    two = f'archive: ["{SERVICE}/broken", "{SERVICE}"]'
    settings = text(site, "lastro.yml").replace(f'archive: "{SERVICE}"', two)
    write_files(site, {"lastro.yml": settings})
    service.says("/broken", Reply(b"", 500))
    code, out, _ = lastro("port-blog")
    assert code == 1
    assert "500" in out


def test_a_record_that_was_saved_meanwhile_keeps_it_and_the_address_is_told(
    site: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = BARE + "# theirs\n"
    get = Fetcher.get

    def slow(self: Fetcher, url: str, **more: object) -> object:
        write_files(site, {OTHER_SOURCE_PATH: theirs})
        return get(self, url, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Fetcher, "get", slow)
    assert lastro("port-blog") == (
        1,
        (
            f"port-blog: failed: '{OTHER_SOURCE_PATH}' was changed while this ran; the copy is at "
            f"{COPY}; add it by hand\n0 archived, 1 failed\n"
        ),
        "",
    )
    assert text(site, OTHER_SOURCE_PATH) == theirs


def test_a_service_out_of_reach_is_not_asked_about_the_rest(
    site: Path, naps: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    names = [f"copy-{number}" for number in range(5)]
    write_files(site, {f"sources/{name}.yml": BARE for name in names})
    with Service() as closed:
        nowhere = closed.connect_to
    with pytest.raises(SystemExit) as ended:
        main(("archive", *names, *nowhere))
    assert ended.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    assert [HOST in line.partition("failed: ")[2] for line in lines] == [True] * 3 + [False] * 3
    assert lines[3:] == [
        "[4/5] copy-3: failed: not asked: the service was out of reach 3 times in a row",
        "[5/5] copy-4: failed: not asked: the service was out of reach 3 times in a row",
        "0 archived, 5 failed",
    ]
    assert naps


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        ((), "no source is named", "name sources, or write `--all` for all without an archive"),
        (
            ("port-blog", "--all"),
            "sources are named, and --all as well",
            "name sources, or write `--all` for all without an archive",
        ),
        (("port-blogg",), "no source 'port-blogg'", "did you mean 'port-blog'?"),
        (
            ("port-blog", "--service", "file:///etc"),
            "'file:///etc' is no address of a service",
            "write it as https://web.archive.org",
        ),
        (
            ("port-blog", "--service", "https://x.org/?a=b"),
            "'https://x.org/?a=b' is no address of a service",
            "write it as https://web.archive.org",
        ),
        (
            ("port-blog", "--connect-to", "x.org:80"),
            (
                "invalid value for '--connect-to': 'x.org:80' is not HOST:PORT:ADDRESS:PORT, "
                "as in archive.example.org:80:127.0.0.1:8000"
            ),
            "see `lastro archive --help`",
        ),
        (
            ("port-blog", "--connect-to", "x.org:80:127.0.0.1:99999"),
            (
                "invalid value for '--connect-to': 'x.org:80:127.0.0.1:99999' is not "
                "HOST:PORT:ADDRESS:PORT, as in archive.example.org:80:127.0.0.1:8000"
            ),
            "see `lastro archive --help`",
        ),
        (
            ("port-blog", "--near", "2026-01"),
            "invalid value for '--near': '2026-01' is not a whole day: write year, month and day: 2026-04-27",
            "see `lastro archive --help`",
        ),
    ],
)
def test_wrong_use_is_told_before_anything_is_written(
    site: Path, lastro: Lastro, arguments: tuple[str, ...], message: str, hint: str
) -> None:
    assert lastro(*arguments) == (2, "", f"error: {message}\nhint: {hint}\n")
    assert text(site, OTHER_SOURCE_PATH) == BARE


def test_the_service_may_be_named_with_a_final_slash(
    site: Path, lastro: Lastro, service: Service
) -> None:
    write_files(site, {"lastro.yml": SETTINGS})
    assert lastro("port-blog", "--service", f"http://{HOST}/")[0] == 0
    assert service.asked[0].startswith(CDX)
    assert COPY in text(site, OTHER_SOURCE_PATH)


def test_without_the_network_nothing_else_is_loaded_by_other_commands(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from lastro.commands import main\n"
        "try:\n"
        "    main(sys.argv[1:])\n"
        "except SystemExit:\n"
        "    print(sorted({'httpcore2', 'ssl', 'warcio'} & set(sys.modules)))\n"
    )
    write_site(tmp_path)
    reason = ("--reason", "It was invented.", "--dry-run")
    command = (sys.executable, "-c", program, "withdraw", "source", "port-blog", *reason)
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_service_that_saves_nothing_is_no_page_to_be_saved_by_hand(
    service: Service, capsys: pytest.CaptureFixture[str], naps: list[float], site: Path
) -> None:
    service.says(SAVE, Reply(b"", 404))
    with pytest.raises(SystemExit) as ended:
        main(("archive", "port-blog", "--save", *service.connect_to))
    assert (ended.value.code, naps, (site / OTHER_SOURCE_PATH).read_text("utf-8")) == (1, [], BARE)
    said = capsys.readouterr().out.splitlines()[0]
    assert said.endswith(
        "answered 404 Not Found; check `--service`, or `policy.archive` of lastro.yml"
    )
