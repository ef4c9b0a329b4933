"""A client that knows only published files answers what held on a day, and "not checked" otherwise.

Whoever asks gets an answer from programs that nobody here wrote. This one follows the published SKILL.md
alone; the answers that it must give were read from the YAML of the records by eye. A line of
`QUESTIONS` is a day, the rating, which review of the record says so, and what is asked unless it is
the id.
"""

import csv
import io
import json
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from ruamel.yaml import YAML

from lastro.build.build import build
from tests.support.folders import ALDERA
from tests.support.little_docs import DOCS
from tests.support.little_site import write_files
from tests.support.real_records import FROZEN, FROZEN_ON

QUESTIONS = {
    ALDERA: """\
quay-4-closed
  2025-03-03 not checked
  2025-03-04 supported 1
  2025-08-31 supported 1
  2025-09-01 superseded 2
  2025-03-03 not checked | quay-four-shut
  2025-08-31 supported 1 | quay-four-shut
  2025-09-01 superseded 2 | quay-four-shut
  2025-06-30 supported 1 | Quay 4 of Aldera is closed to fishing boats.
  2026-11-24 superseded 2 | O cais 4 de Aldera está fechado para barcos de pesca.
refund-promised
  2025-03-03 not checked
  2025-03-04 unverified 1
  2025-05-16 unverified 1
  2025-05-17 reported 2
  2025-05-16 unverified 1 | a clerk of the council promised the fishers a refund
ferry-fares-doubled
  2025-02-28 not checked
  2025-03-01 as-attributed 1
  2025-05-31 as-attributed 1
  2025-06-01 misleading 2
  2025-04-15 as-attributed 1 | Our fares have not risen by a cent
lighthouse-oldest
  2025-03-03 not checked
  2025-06-30 refuted 1
  2025-07-01 refuted 2
  2025-03-04 refuted 1 | O farol de Aldera é o mais antigo da costa.
fish-catch-halved
  2025-03-03 not checked
  2025-03-04 partly-supported 1
  2026-01-01 partly-supported 1 | half the catch is gone, {{ half }} of it
flooded-quay-photo
  2025-10-31 not checked
  2025-11-01 misleading 1
gulls-to-pay-tax
  2024-12-31 not checked
  2025-01-01 misleading 1
harbour-never-froze
  2009-12-31 not checked
  2010-01-01 unverified 1
whales-in-the-harbour
  2025-12-31 not checked
  2026-01-01 unverified 1
  2026-11-24 unverified 1 | Baleias entraram no porto de Aldera: três, em uma só noite 🐋.
tram-9-late
  2026-09-19 not checked
  2026-09-20 refuted 1
ghost-ship-sighted
  2026-05-15 withdrawn
bridge-cracks-hidden
  2026-10-15 not checked yet
bridge-toll-free
  2026-11-24 not checked yet | nobody will pay to cross
""",
    FROZEN: """\
api-exclusivity-on-azure
  2025-01-20 not checked
  2025-01-21 as-attributed 1
  2026-04-26 as-attributed 1
  2026-04-27 superseded 2
  2026-04-26 as-attributed 1 | A API da OpenAI é exclusiva do Azure e continua assim até 2030.
agi-100bn-profit-definition
  2025-06-30 unverified 1
  2025-07-01 reported 2
stargate-partners
  2025-01-20 not checked
  2026-03-31 supported 1
  2026-04-01 partly-supported 2
right-of-first-refusal
  2025-10-27 as-attributed 1
  2025-10-28 superseded 2
microsoft-loses-access-at-agi
  2025-10-27 partly-supported 1
  2026-02-28 superseded 2 | a Microsoft perderá o acesso à tecnologia da empresa
openai-weighing-end-of-agi-clause
  2025-10-27 reported 1
  2025-10-28 superseded 2
rival-cloud-fallback
  2025-12-25 superseded 2 | OpenAI may turn to a rival cloud provider if Microsoft cannot meet its needs.
oracle-deal-june-2024
  2024-06-11 not checked
  2025-01-21 supported 1
oracle-deal-shareholder-pressure
  2026-11-24 unverified 1 | sob pressão dos acionistas
""",
}
DECOYS = {
    ALDERA: """\
Quay 5 of Aldera is closed to fishing boats.
Quay 4 of Aldera is open to fishing boats.
Quay 4 of Aldera is closed to ferries.
O cais 4 de Aldera está aberto para barcos de pesca.
quay-5-closed
quays-2025
port-log-2025
The lighthouse of Aldera is the tallest on the coast.
The catch of the small boats of Aldera fell by half in 2023.
The new lights of pier 3 cost less than 10,000.
The midnight ferry of Aldera will run again from May 2027.
🐋
""",
    FROZEN: """\
The OpenAI API is exclusive to Azure, and stays so until 2032.
The OpenAI API is exclusive to Amazon, and stays so until 2030.
api-exclusivity-on-aws
Microsoft has no access to OpenAI's intellectual property.
In June 2023 Microsoft let OpenAI make a deal with Oracle for additional computing capacity.
OpenAI may turn to a rival cloud provider.
openai-azure-2025-01
../index
""",
}
SOURCES = {
    ALDERA: {
        ("dredging-stopped", date(2025, 12, 30)): 1,
        ("pier-lights-under-10000", date(2026, 3, 2)): 1,
        ("quay-4-closed", date(2025, 9, 1)): 1,
        ("ferry-fares-doubled", date(2025, 6, 1)): 2,
        ("flooded-quay-photo", date(2025, 11, 1)): 2,
        ("lighthouse-oldest", date(2025, 7, 1)): 2,
    },
    FROZEN: {
        ("announced-with-stargate", date(2025, 1, 21)): 4,
        ("compute-tension-reported", date(2026, 11, 24)): 8,
    },
}
"""Some counts, by docs/handbook/explanation/ratings.md: a source that speaks twice is one, and what ended before does not count."""


class Answer(NamedTuple):
    """What is told: the id of a rating, or why there is none; the sentence; how many sources."""

    told: str
    short: str = ""
    sources: int = 0


NOT_CHECKED = Answer("not checked")


class Client:
    """Answers from published files; `fetch` returns the bytes of a path, None where there are none."""

    def __init__(self, fetch: Callable[[str], bytes | None]) -> None:
        self._fetch, self._site = fetch, ""
        index = self._read("api/v1/index.json")
        self._site, files = index["site"], index["files"]
        self._places = {one["id"]: one["data"] for one in self._read(files["claims"])["items"]}
        table = self._get(files["claims.csv"]).decode("utf-8-sig")
        self._ids = {
            folded(words): row["id"]
            for row in csv.DictReader(io.StringIO(table, newline=""))
            for words in (row["claim"], row["said_words"])
            if folded(words)
        }

    def verdict(self, asked: str, day: date) -> Answer:
        """Return what held on a day, of a claim that is asked for by an id or by words."""
        file = self._file(self._ids.get(folded(asked), asked))
        if file is None:
            return NOT_CHECKED
        record, derived = file["record"], file["derived"]
        if record.get("withdrawn"):
            return Answer("withdrawn")
        if record.get("opened"):
            return Answer("not checked yet")
        for window in derived["windows"]:
            holds = window["holds"]
            if includes(holds, day):
                short = next(one["short"] for one in record["reviews"] if one["holds"] == holds)
                counted = {e["source"] for e in derived["evidence"] if holds in e["counts_in"]}
                return Answer(window["rating"], short["en"], len(counted))
        return NOT_CHECKED

    def _file(self, key: str) -> dict[str, Any] | None:
        if re.fullmatch(r"[a-z0-9-]+", key) is None:
            return None
        address = self._places.get(key, f"api/v1/claims/{key}.json")
        file = self._read(address)
        return self._file(file["moved_to"]) if file and "moved_to" in file else file

    def _read(self, address: str) -> Any:
        content = self._get(address)
        return json.loads(content) if content else None

    def _get(self, address: str) -> Any:
        return self._fetch(address.removeprefix(self._site))


def folded(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def includes(holds: str, day: date) -> bool:
    start, end = (day_of(part) for part in holds.split("/"))
    return start <= day < end


def day_of(text: str) -> date:
    """Return the first day of a year, a month or a day; the end of time where the end is open."""
    if text == "..":
        return date.max
    year, month, day = (int(part) for part in [*text.split("-"), "1", "1"][:3])
    return date(year, month, day)


@dataclass(frozen=True)
class Question:
    claim: str
    day: str
    told: str
    review: int
    asked: str


def questions(root: Path) -> Iterator[Question]:
    claim = ""
    for line in QUESTIONS[root].splitlines():
        if not line.startswith(" "):
            claim = line
            continue
        rest, _, asked = line.strip().partition(" | ")
        day, _, told = rest.partition(" ")
        told, review = (told[:-2], int(told[-1])) if told[-1].isdigit() else (told, 0)
        yield Question(claim, day, told, review, asked or claim)


def sentence(root: Path, question: Question) -> str:
    """Return the sentence of the review that a question names, as it stands in the YAML."""
    if not question.review:
        return ""
    (path,) = (root / "claims").glob(f"*/{question.claim}.yml")
    review = YAML(typ="safe").load(path)["reviews"][question.review - 1]
    assert review["rating"] == question.told
    return str(review["short"]["en"])


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module", params=[ALDERA, FROZEN], ids=["aldera", "frozen"])
def root(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture(scope="module")
def client(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    made = shutil.copytree(root, tmp_path_factory.mktemp("asked") / "site")
    write_files(made, DOCS)
    build(made, FROZEN_ON)
    handler = partial(Quiet, directory=str(made / "build" / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def fetch(path: str) -> bytes | None:
            try:
                with urlopen(f"http://127.0.0.1:{server.server_port}/{path}") as reply:
                    return bytes(reply.read())
            except HTTPError as error:
                if error.code != 404:
                    raise
                return None

        yield Client(fetch)
        server.shutdown()


def test_each_question_gets_the_verdict_of_its_day_and_the_sentence(
    root: Path, client: Client
) -> None:
    wrong = [
        (question, got)
        for question in questions(root)
        if (got := client.verdict(question.asked, date.fromisoformat(question.day)))[:2]
        != (question.told, sentence(root, question))
    ]
    assert wrong == []


def test_what_nobody_checked_is_not_answered_from_what_is_like_it(
    client: Client, root: Path
) -> None:
    asked = DECOYS[root].splitlines()
    got = [client.verdict(words, day) for words in asked for day in (date(2025, 6, 1), FROZEN_ON)]
    assert got == [NOT_CHECKED] * 2 * len(asked)


def test_a_source_counts_once_and_in_its_time(client: Client, root: Path) -> None:
    got = {asked: client.verdict(*asked).sources for asked in SOURCES[root]}
    assert got == SOURCES[root]


def test_the_list_has_as_many_of_each_kind_as_it_was_made_for() -> None:
    listed = [question for root in QUESTIONS for question in questions(root)]
    assert len(listed) == 60
    assert sum(question.asked != question.claim for question in listed) >= 10
    assert sum(question.told == "not checked" for question in listed) >= 10
    assert sum(len(words.splitlines()) for words in DECOYS.values()) == 20
