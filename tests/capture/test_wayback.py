"""Copies at a Wayback-compatible service: the right one, or a plain word why there is none."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from lastro.capture.fetch.fetcher import Fetcher
from lastro.capture.fetched import FetchError, FetchLimits, Route
from lastro.capture.wayback import (
    AnswerError,
    ArchiveCopy,
    nearest,
    parse_copy,
    same_page,
    save,
)
from tests.support.archive_service import (
    AVAILABLE,
    CDX,
    HOST,
    NOT_FOUND,
    SAVE,
    SERVICE,
    STATUS,
    TIMEMAP,
    Reply,
    Service,
)

PAGE = "https://port.example.org/log?page=2"
DAY = date(2026, 1, 20)
TIMES = ["20240501000000", "20260118080000", "20260122080000", "20261101000000"]
STRANGE = "check that --service names a Wayback-compatible service"


def copy(stamp: str, status: int | None = 200, page: str = PAGE) -> ArchiveCopy:
    moment = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return ArchiveCopy(f"{SERVICE}/web/{stamp}/{page}", moment, status)


@pytest.fixture
def service() -> Iterator[Service]:
    with Service({PAGE: [(stamp, 200) for stamp in TIMES]}) as running:
        yield running


@pytest.fixture
def naps() -> list[float]:
    """Return the waits of a fetcher that never naps."""
    return []


@pytest.fixture
def fetch(service: Service, naps: list[float]) -> Fetcher:
    return fetcher(service, naps)


def fetcher(service: Service, naps: list[float], limits: FetchLimits | None = None) -> Fetcher:
    return Fetcher(
        now=lambda: datetime(2026, 11, 24, tzinfo=UTC),
        sleep=naps.append,
        monotonic=time.monotonic,
        limits=limits or FetchLimits(),
        routes=service.routes,
        delay_s=0.0,
        robots=False,
        resolve=lambda *_: ["10.0.0.1"],
    )


def refusal(fetch: Fetcher) -> AnswerError | FetchError:
    with pytest.raises((AnswerError, FetchError)) as refused:
        nearest(fetch, SERVICE, PAGE, DAY)
    assert isinstance(refused.value, AnswerError | FetchError)
    return refused.value


# --- looking up -----------------------------------------------------------------------------


def test_the_copy_nearest_to_the_day_is_found(service: Service, fetch: Fetcher) -> None:
    assert nearest(fetch, SERVICE, PAGE, DAY) == copy(TIMES[2])
    assert nearest(fetch, SERVICE, PAGE, date(2025, 1, 1)) == copy(TIMES[0])
    assert len(service.asked) == 2
    assert all(path.startswith(CDX) for path in service.asked)


def test_a_fragment_is_not_asked_about(service: Service, fetch: Fetcher) -> None:
    assert nearest(fetch, SERVICE, f"{PAGE}#part", DAY) == copy(TIMES[2])
    assert "part" not in service.asked[0]


def test_a_copy_with_status_200_comes_before_a_nearer_one(service: Service, fetch: Fetcher) -> None:
    service.copies[PAGE] = [(TIMES[0], 200), (TIMES[2], 301)]
    assert nearest(fetch, SERVICE, PAGE, DAY) == copy(TIMES[0])


def test_a_redirect_is_taken_where_nothing_better_is_and_an_error_never(
    service: Service, fetch: Fetcher
) -> None:
    service.copies[PAGE] = [(TIMES[2], 404), (TIMES[0], 301)]
    assert nearest(fetch, SERVICE, PAGE, DAY) == copy(TIMES[0], 301)
    service.copies[PAGE] = [(TIMES[2], 404)]
    assert nearest(fetch, SERVICE, PAGE, DAY) is None


def test_a_copy_from_before_the_publication_shows_something_else(
    service: Service, fetch: Fetcher
) -> None:
    published = date(2026, 1, 23)
    assert nearest(fetch, SERVICE, PAGE, DAY, published) == copy(TIMES[2])
    assert nearest(fetch, SERVICE, PAGE, DAY, date(2026, 1, 24)) == copy(TIMES[3])
    service.copies[PAGE] = [(TIMES[0], 200)]
    with pytest.raises(AnswerError) as refused:
        nearest(fetch, SERVICE, PAGE, DAY, published)
    assert refused.value.message == (
        "the service has copies from before 2026-01-23 only, the day it was published"
    )


def test_an_empty_index_means_that_there_is_no_copy(service: Service, fetch: Fetcher) -> None:
    service.copies.clear()
    assert nearest(fetch, SERVICE, PAGE, DAY) is None
    assert [path.startswith(CDX) for path in service.asked] == [True, True]


def test_without_an_index_the_list_of_all_copies_is_read(service: Service, fetch: Fetcher) -> None:
    service.says(CDX, NOT_FOUND)
    assert nearest(fetch, SERVICE, PAGE, DAY) == copy(TIMES[2], None)


@pytest.mark.parametrize("status", [403, 404, 500])
def test_without_index_and_list_the_availability_is_asked(
    service: Service, fetch: Fetcher, status: int
) -> None:
    service.says(CDX, Reply(b"no", status))
    service.says(TIMEMAP, Reply(b"no", status))
    assert nearest(fetch, SERVICE, PAGE, DAY) == copy(TIMES[2])
    assert service.asked[-1].startswith(AVAILABLE)


def test_what_is_not_available_is_no_copy(service: Service, fetch: Fetcher) -> None:
    service.copies.clear()
    service.says(CDX, NOT_FOUND)
    assert nearest(fetch, SERVICE, PAGE, DAY) is None


def test_a_list_with_commas_quotes_and_other_relations_is_read(
    service: Service, fetch: Fetcher
) -> None:
    page = "https://port.example.org/a,b;c?d=,"
    service.says(CDX, NOT_FOUND)
    links = (
        f'<{page}>;rel=original,<{SERVICE}/web/{page}>; rel="timegate",\n'
        f'<{SERVICE}/web/{TIMES[0]}/{page}>; rel="first memento"; datetime="a, b; c",\n'
        f'<{SERVICE}/web/{TIMES[2]}/{page}>; datetime="x" ; rel = "memento last"\n,'
        f"<{SERVICE}/web/{TIMES[1]}/{page}>;rel=prev"
    )
    service.says(TIMEMAP, Reply(links.encode()))
    assert nearest(fetch, SERVICE, page, DAY) == copy(TIMES[2], None, page)


def test_near_relations_in_an_index_are_passed_over(service: Service, fetch: Fetcher) -> None:
    rows = [
        ["timestamp", "original", "statuscode"],
        [TIMES[2], "https://port.example.org/LOG?page=2", "200"],
        ["20261399000000", PAGE, "200"],
        [TIMES[1], "http://www.port.example.org:80/log?page=2", "-"],
    ]
    service.says(CDX, Reply.of(rows))
    found = nearest(fetch, SERVICE, PAGE, DAY)
    assert found == copy(TIMES[1], None, "http://www.port.example.org:80/log?page=2")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Reply(b"<html>down</html>"), "the service answered no JSON"),
        (Reply(b"[" * 100_000), "the service answered no JSON"),
        (Reply.of({"error": "x"}), "the service's index answered no list"),
        (
            Reply.of([["timestamp"], [TIMES[0]]]),
            "the service's index answered rows of another form",
        ),
        (Reply.of([["a", "b", "c"], "abc"]), "the service's index answered rows of another form"),
        (
            Reply.of([["a", "b", "c"], [TIMES[0], "https://other.example.org/", "200"]]),
            "the service answered about 'https://other.example.org/'",
        ),
        (
            Reply.of([["a", "b", "c"], ["2026", PAGE, "200"]]),
            f"the service answered '{SERVICE}/web/2026/{PAGE}', which is no copy of it",
        ),
        (
            Reply.of([["a", "b", "c"], [TIMES[0], f"{PAGE} x", "200"]]),
            f"the service answered '{SERVICE}/web/{TIMES[0]}/{PAGE} x', which is no copy of it",
        ),
    ],
)
def test_an_answer_that_makes_no_sense_is_told_and_no_address_is_invented(
    service: Service, fetch: Fetcher, answer: Reply, message: str
) -> None:
    service.says(CDX, answer)
    service.says(TIMEMAP, NOT_FOUND)
    service.says(AVAILABLE, NOT_FOUND)
    refused = refusal(fetch)
    assert (refused.message, refused.hint) == (message, STRANGE)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Reply.of([]), "the service does not say what is available"),
        (
            Reply.of({"archived_snapshots": {"closest": {"available": True, "url": "http://["}}}),
            "the service answered 'http://[', which is no copy of it",
        ),
        (
            Reply.of({"archived_snapshots": {"closest": {"available": True}}}),
            "the service answered 'None', which is no copy of it",
        ),
        (Reply.of({"archived_snapshots": []}), "the service does not say what is available"),
        (
            Reply.of(
                {
                    "archived_snapshots": {
                        "closest": {
                            "available": True,
                            "url": f"http://evil.example.org/web/{TIMES[0]}/{PAGE}",
                        }
                    }
                }
            ),
            (
                f"the service answered 'http://evil.example.org/web/{TIMES[0]}/{PAGE}', "
                "which is no copy of it"
            ),
        ),
    ],
)
def test_an_availability_that_makes_no_sense_is_told(
    service: Service, fetch: Fetcher, answer: Reply, message: str
) -> None:
    service.says(CDX, Reply(b"no", 404))
    service.says(TIMEMAP, Reply(b"no", 500))
    service.says(AVAILABLE, answer)
    assert refusal(fetch).message == message


def test_a_host_that_is_no_archive_is_told(service: Service, fetch: Fetcher) -> None:
    for start in (CDX, TIMEMAP, AVAILABLE):
        service.says(start, NOT_FOUND)
    refused = refusal(fetch)
    assert re.fullmatch(r"'http://copies\.example\.org/cdx/.*' answered 404 .*", refused.message)
    assert refused.hint == STRANGE


def test_a_list_without_copies_is_told_when_nothing_else_answers(
    service: Service, fetch: Fetcher
) -> None:
    for start in (CDX, AVAILABLE):
        service.says(start, NOT_FOUND)
    service.says(TIMEMAP, Reply(f'<{PAGE}>; rel="original"'.encode()))
    assert refusal(fetch).message == "the service's list names no copies"


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_is_asked_again_and_then_let_alone(
    service: Service, fetch: Fetcher, naps: list[float], status: int
) -> None:
    service.says(CDX, Reply(b"later", status, {"Retry-After": "7"}))
    refused = refusal(fetch)
    assert isinstance(refused, FetchError)
    assert (refused.kind, refused.status) == ("status", status)
    assert naps == [7.0, 7.0]
    assert [path.startswith(CDX) for path in service.asked] == [True, True, True]


def test_a_service_that_was_busy_for_a_moment_answers(
    service: Service, fetch: Fetcher, naps: list[float]
) -> None:
    rows = [["timestamp", "original", "statuscode"], [TIMES[1], PAGE, "200"]]
    service.says(CDX, Reply(b"later", 503, {"Retry-After": "2"}), Reply.of(rows))
    assert nearest(fetch, SERVICE, PAGE, DAY) == copy(TIMES[1])
    assert naps == [2.0]


def test_a_redirect_to_a_private_address_is_not_followed(service: Service, fetch: Fetcher) -> None:
    service.says(CDX, Reply(b"", 302, {"Location": "http://inside.example.org/admin"}))
    refused = refusal(fetch)
    assert isinstance(refused, FetchError)
    assert refused.kind == "refused"
    assert len(service.asked) == 1


def test_a_service_that_nobody_knows_is_asked_once(service: Service, naps: list[float]) -> None:
    def unknown(host: str, _: int) -> list[str]:
        raise OSError(f"no such name: {host}")

    lost = Fetcher(
        now=lambda: datetime(2026, 11, 24, tzinfo=UTC),
        sleep=naps.append,
        monotonic=time.monotonic,
        robots=False,
        resolve=unknown,
    )
    refused = refusal(lost)
    assert isinstance(refused, FetchError)
    assert refused.kind == "dns"
    assert service.asked == []


# --- saving ---------------------------------------------------------------------------------

NEW = "20261124120000"
PENDING = Reply.of({"status": "pending", "resources": []})
DONE = Reply.of(
    {"status": "success", "timestamp": NEW, "original_url": PAGE, "http_status": 200, "job_id": "j"}
)


def saved(fetch: Fetcher, naps: list[float]) -> ArchiveCopy:
    return save(fetch, SERVICE, PAGE, sleep=naps.append)


def not_saved(fetch: Fetcher, naps: list[float]) -> tuple[str, str]:
    with pytest.raises((AnswerError, FetchError)) as refused:
        saved(fetch, naps)
    return refused.value.message, refused.value.hint


def test_a_job_is_asked_about_until_it_is_done(
    service: Service, fetch: Fetcher, naps: list[float]
) -> None:
    service.says(SAVE, Reply.of({"url": PAGE, "job_id": "spn2-0a1b"}))
    service.says(STATUS, PENDING, PENDING, DONE)
    assert saved(fetch, naps) == copy(NEW)
    assert service.asked == [f"{SAVE}{PAGE}", *[f"{STATUS}spn2-0a1b"] * 3]
    assert naps == [3.0, 3.0]


def test_a_job_may_be_named_in_a_page_for_people(
    service: Service, fetch: Fetcher, naps: list[float]
) -> None:
    page = b'<script>spn.watchJob("spn2-0a1b2c3d4e5f", "/_static/");</script>'
    service.says(SAVE, Reply(page, 200, {"Content-Type": "text/html"}))
    service.says(STATUS, DONE)
    assert saved(fetch, naps) == copy(NEW)
    assert service.asked[1] == f"{STATUS}spn2-0a1b2c3d4e5f"


@pytest.mark.parametrize("header", ["Location", "Content-Location"])
def test_a_service_may_lead_straight_to_the_copy_which_is_not_fetched(
    service: Service, fetch: Fetcher, naps: list[float], header: str
) -> None:
    status = 302 if header == "Location" else 200
    service.says(SAVE, Reply(b"x", status, {header: f"/web/{NEW}/{PAGE}"}))
    assert saved(fetch, naps) == copy(NEW, None)
    assert service.asked == [f"{SAVE}{PAGE}"]


@pytest.mark.parametrize(
    ("begun", "status", "message"),
    [
        (Reply.of({"message": "You have reached\nthe limit."}), DONE, 'no copy: "You have reached'),
        (Reply(b"<html></html>"), DONE, "the service does not say what it began"),
        (Reply.of({"job_id": "../../x"}), DONE, "the service does not say what it began"),
        (Reply.of({"job_id": 5}), DONE, "the service does not say what it began"),
        (
            Reply.of({"job_id": "j"}),
            Reply.of({"status": "error", "message": "Cannot resolve host."}),
            'the service made no copy: "Cannot resolve host."',
        ),
        (Reply.of({"job_id": "j"}), Reply.of({"status": "error"}), "it does not say why"),
        (Reply.of({"job_id": "j"}), Reply.of([]), "the service does not say how far it is"),
        (Reply.of({"job_id": "j"}), Reply(b"<"), "the service does not say how far it is"),
        (Reply.of({"job_id": "j"}), PENDING, "the service is not done after 120 s (job 'j')"),
        (
            Reply.of({"job_id": "j"}),
            Reply.of({"status": "success", "timestamp": NEW, "original_url": "https://x.org/"}),
            "the service answered about 'https://x.org/'",
        ),
        (
            Reply.of({"job_id": "j"}),
            Reply.of({"status": "success", "original_url": PAGE}),
            "which is no copy of it",
        ),
        (
            Reply.of({"job_id": "j"}),
            Reply.of({"status": "success", "timestamp": NEW, "http_status": 404}),
            "the page answered 404 when the service copied it",
        ),
        (
            Reply(b"", 302, {"Location": "https://login.example.org/"}),
            DONE,
            "the service answered 'https://login.example.org/', which is no copy of it",
        ),
        (
            Reply(b"no", 401),
            DONE,
            "the service answered 401: it wants an account to copy pages",
        ),
        (
            Reply(b"x", 200, {"Content-Location": "http://[web"}),
            DONE,
            "the service answered 'http://[web', which is no copy of it",
        ),
        (Reply(b"no", 523), DONE, "answered 523"),
    ],
)
def test_what_is_no_copy_is_told(
    service: Service, fetch: Fetcher, begun: Reply, status: Reply, message: str
) -> None:
    service.says(SAVE, begun)
    service.says(STATUS, status)
    assert message in not_saved(fetch, [])[0]


# --- what counts as a copy ------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        "http://port.example.org/log?page=2",
        "https://www.port.example.org/log?page=2",
        "https://PORT.example.org:443/log?page=2#x",
        "http://port.example.org:80/log/?page=2",
        "https://port.example.org/l%6fg?page=2",
    ],
)
def test_archives_let_small_things_differ(other: str) -> None:
    assert same_page(PAGE, other)


@pytest.mark.parametrize(
    "other",
    [
        "https://port.example.org/log?page=3",
        "https://port.example.org/log",
        "https://port.example.org/Log?page=2",
        "https://port.example.org:8080/log?page=2",
        "https://example.org/log?page=2",
        "https://port.example.org@evil.example.org/log?page=2",
        "https://port.example.org:x/log?page=2",
    ],
)
def test_another_page_is_another_page(other: str) -> None:
    assert not same_page(PAGE, other)


def test_plain_http_gives_way_to_the_services_own_scheme() -> None:
    address = f"http://{HOST}/web/{NEW}/https://port.example.org/log?"
    taken = parse_copy(address, f"https://{HOST}", "https://port.example.org/log")
    assert taken.address == address.replace("http:", "https:", 1)


def test_a_host_that_only_begins_like_the_service_is_refused() -> None:
    with pytest.raises(AnswerError):
        parse_copy(f"http://{HOST}.evil.example.org/web/{NEW}/{PAGE}", SERVICE, PAGE)


def test_a_slow_service_ends_at_the_deadline(service: Service, naps: list[float]) -> None:
    service.wait_s = 1.0
    refused = refusal(fetcher(service, naps, FetchLimits(deadline_s=0.2)))
    assert isinstance(refused, FetchError)
    assert refused.kind == "timeout"
    assert len(service.asked) == 1


def test_a_route_is_what_reaches_the_service(service: Service) -> None:
    assert service.routes[0] == Route(HOST, 80, "127.0.0.1", service.port)
