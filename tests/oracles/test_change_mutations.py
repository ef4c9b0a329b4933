"""One change at a time to the real records as published: the right change rule, on its line, and no other.

The base is a git revision of the records as they are; the mutation is what a contributor could do
to it. Rules that look at one corpus have tests of their own and are not asked here.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from lastro.changes.history import base_at, base_of
from lastro.checks.runner import run
from lastro.corpus.corpus import Corpus
from lastro.loading.load import load
from lastro.rules.registry import rules
from tests.support.real_records import FROZEN, FROZEN_ON

TODAY = FROZEN_ON
ARTICLE = "claims/openai-azure-2025-01"
API = f"{ARTICLE}/api-exclusivity-on-azure.yml"
STARGATE = f"{ARTICLE}/stargate-partners.yml"
GOML = "sources/goml-2025-10.yml"
END = "volatility: slow\n"
OWED, DATED, EXCEPTION = "correction-owed", "decided-unchanged", "exception-added"
SHORT = ("en: Microsoft said so, and repeated it", "en: \"The API's exclusivity on Azure")
"""The answers of two windows, which stay as they are when only the rating moves."""
OPENED = "2026-04-27/..\n    decided: 2026-11-23"
CORRECTED = END + (
    "corrections:\n  - on: 2026-11-24\n    what: {en: We said otherwise., pt-BR: Dizíamos outra coisa.}\n"
)


class Published(NamedTuple):
    root: Path
    base: Corpus


class Edit(NamedTuple):
    """A replacement in one file, and the rules that speak: each with words of its line there."""

    name: str
    path: str
    edits: tuple[tuple[str, str], ...]
    found: tuple[tuple[str, str], ...] = ()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Commit the real records, as a site in a folder of their repository."""
    folder = tmp_path_factory.mktemp("published")
    root = folder / "site"
    for name in ("claims", "sources"):
        shutil.copytree(FROZEN / name, root / name)
    for path in (FROZEN / "lastro.yml", *FROZEN.glob("*.lock")):
        shutil.copy(path, root)
    for arguments in (
        ["init", "--quiet"],
        ["add", "--all"],
        ["commit", "--quiet", "-m", "Publish"],
    ):
        subprocess.run(
            ["git", "-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", *arguments],
            cwd=folder,
            check=True,
            env={"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"},
        )
    return Published(root, base_at(root, "HEAD").corpus)


@pytest.fixture
def site(published: Published, tmp_path: Path) -> Path:
    shutil.copytree(published.root, tmp_path, dirs_exist_ok=True)
    return tmp_path


def reported(root: Path, base: Corpus) -> set[tuple[str, str]]:
    """Return rule and place, as `path:line`, of what change rules find."""
    found = run(load(root), TODAY, base).diagnostics
    change = {name for name, rule in rules().items() if rule.scope == "change"}
    told = {(d.rule, f"{d.place.path}:{d.place.span.line}") for d in found if d.rule in change}
    assert "internal-error" not in {d.rule for d in found}
    return told


def edit(root: Path, path: str, *edits: tuple[str, str]) -> None:
    text = (root / path).read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (root / path).write_text(text, encoding="utf-8")


def line_of(root: Path, path: str, words: str) -> str:
    lines = (root / path).read_text(encoding="utf-8").split("\n")
    return f"{path}:{next(n for n, line in enumerate(lines, start=1) if words in line)}"


EDITS = (
    Edit(
        "a rating is moved",
        API,
        (("rating: as-attributed", "rating: misleading"),),
        ((OWED, "rating: misleading"), (DATED, "decided:"), (EXCEPTION, SHORT[0])),
    ),
    Edit(
        "a rating is moved on its day, without a correction",
        API,
        (
            ("rating: superseded", "rating: refuted"),
            (OPENED, OPENED.replace("11-23", "11-24")),
        ),
        ((OWED, "rating: refuted"), (EXCEPTION, SHORT[1])),
    ),
    Edit(
        "a rating is moved on its day, and readers are told",
        API,
        (
            ("rating: superseded", "rating: refuted"),
            (OPENED, OPENED.replace("11-23", "11-24")),
            (END, CORRECTED),
        ),
        ((EXCEPTION, SHORT[1]),),
    ),
    Edit(
        "a window is moved",
        API,
        (
            ("holds: 2025-01-21/2026-04-27", "holds: 2025-01-21/2026-04-26"),
            ("holds: 2026-04-27/..", "holds: 2026-04-26/.."),
        ),
        ((OWED, "holds: 2025-01-21/2026-04-26"),),
    ),
    Edit(
        "a window is written as another date of the same day",
        API,
        (("holds: 2025-01-21/2026-04-27", 'holds: "2025-01-21/2026-04-27"'),),
    ),
    Edit(
        "nature: a quotation is taken for a fact",
        API,
        (("nature: quotation", "nature: fact"),),
        ((OWED, "nature: fact"),),
    ),
    Edit(
        "nature: a quotation is taken for a statement",
        API,
        (("nature: quotation", "nature: statement"),),
        ((OWED, "nature: statement"), (EXCEPTION, "nature: statement")),
    ),
    Edit(
        "parties: one is dropped",
        API,
        (("parties: [OpenAI, Amazon]", "parties: [OpenAI]"),),
        ((OWED, "parties:"), (EXCEPTION, "parties:")),
    ),
    Edit(
        "parties: one is added",
        API,
        (("parties: [OpenAI, Amazon]", "parties: [OpenAI, Amazon, Oracle]"),),
        ((OWED, "parties:"),),
    ),
    Edit(
        "parties: their order and spelling by case",
        API,
        (("parties: [OpenAI, Amazon]", "parties: [amazon, OpenAI]"),),
    ),
    Edit(
        "evidence: a quote is changed",
        API,
        (("our exclusivity on OpenAI’s APIs all", "exclusivity on OpenAI’s APIs all"),),
        ((OWED, "source: dcd-2025-01"),),
    ),
    Edit(
        "evidence: it points the other way",
        API,
        (
            (
                "source: dawn-reuters\n    stance: supports",
                "source: dawn-reuters\n    stance: context",
            ),
        ),
        ((OWED, "source: dawn-reuters"),),
    ),
    Edit(
        "evidence: it speaks of another time",
        API,
        (("speaks_of: 2026-03-18", "speaks_of: 2026-03-19"),),
        ((OWED, "source: technewshub-ft"),),
    ),
    Edit(
        "evidence: another origin",
        API,
        (
            (
                "speaks_of: 2026-04-27/..\n    origin: openai-microsoft",
                "speaks_of: 2026-04-27/..\n    origin: stratechery",
            ),
        ),
        ((OWED, "source: stratechery-bedrock"),),
    ),
    Edit(
        "evidence: only its translation changes",
        API,
        (("pt-BR: Mas a Microsoft disse que ainda", "pt-BR: A Microsoft, porém, disse que ainda"),),
    ),
    Edit(
        "short: the answer is reworded under its old date",
        API,
        (("27 April 2026, years before 2030.", "27 April 2026, long before 2030."),),
        ((DATED, OPENED.split("\n")[1]),),
    ),
    Edit(
        "short: only its translation changes",
        API,
        (("anos antes de 2030.\n", "bem antes de 2030.\n"),),
    ),
    Edit(
        "because: a sentence is dropped under its old date",
        API,
        (("        Practice followed.\n", ""),),
        ((DATED, OPENED.split("\n")[1]),),
    ),
    Edit(
        "because: it is wrapped in another way",
        API,
        (
            (
                "        Practice followed.\n        OpenAI's own",
                "        Practice followed. OpenAI's own",
            ),
        ),
    ),
    Edit(
        "a topic is added", API, (("topics: [exclusivity, api]", "topics: [exclusivity, api, x]"),)
    ),
    Edit(
        "a claim is withdrawn",
        API,
        (
            (
                END,
                END
                + "withdrawn: {on: 2026-11-24, reason: {en: It is two claims., pt-BR: São duas.}}\n",
            ),
        ),
    ),
    Edit(
        "a waiver is added",
        API,
        (
            (
                END,
                END
                + "waivers: [{rule: quote-too-long, reason: {en: a., pt-BR: b.}, until: 2027-01-01}]\n",
            ),
        ),
        ((EXCEPTION, "waivers:"),),
    ),
    Edit(
        "an override is added",
        API,
        (
            (
                "  - rating: superseded\n",
                "  - override: {reason: {en: a., pt-BR: b.}, by: [A, B]}\n    rating: superseded\n",
            ),
        ),
        ((EXCEPTION, "override:"),),
    ),
    Edit(
        "a source speaks for nobody any more",
        "sources/msft-10k-fy2025.yml",
        (("parties: [Microsoft]\n", ""),),
        ((EXCEPTION, "title:"),),
    ),
    Edit("a file cannot be read", API, (("nature: quotation", "nature: [quotation"),)),
)


@pytest.mark.parametrize("change", EDITS, ids=lambda change: change.name)
def test_a_change_is_found_where_it_stands(published: Published, site: Path, change: Edit) -> None:
    edit(site, change.path, *change.edits)
    wanted = {(rule, _wanted_line(site, change, rule, words)) for rule, words in change.found}
    assert reported(site, published.base) == wanted


def _wanted_line(site: Path, change: Edit, rule: str, words: str) -> str:
    """Name the line of words; the day of a decision is that of the review that changed."""
    if rule == DATED and words != "decided:":
        text = (site / change.path).read_text(encoding="utf-8")
        return f"{change.path}:{text[: text.index(OPENED)].count(chr(10)) + 2}"
    return line_of(site, change.path, words)


LOCK = "evidence.lock"
SAID = '"claim:api-exclusivity-on-azure/said/words"'


def _lock_lines(site: Path) -> list[str]:
    return (site / LOCK).read_text(encoding="utf-8").split("\n")


def test_a_line_taken_out_of_the_lock_is_missed_at_its_quote(
    published: Published, site: Path
) -> None:
    kept = [line for line in _lock_lines(site) if not line.startswith(SAID)]
    (site / LOCK).write_text("\n".join(kept), encoding="utf-8")
    missed = line_of(site, API, "  words: ")
    assert reported(site, published.base) == {("lock-entry-removed", missed)}


def test_a_line_of_the_lock_that_says_something_else_is_noted(
    published: Published, site: Path
) -> None:
    lines = [
        re.sub(r'"offset": (\d+)', r'"offset": 1\1', line) if line.startswith(SAID) else line
        for line in _lock_lines(site)
    ]
    (site / LOCK).write_text("\n".join(lines), encoding="utf-8")
    noted = line_of(site, LOCK, SAID)
    assert reported(site, published.base) == {("lock-changed", noted)}


def test_a_lock_that_is_gone_is_one_finding(published: Published, site: Path) -> None:
    (site / LOCK).unlink()
    assert reported(site, published.base) == {("lock-entry-removed", f"{LOCK}:1")}


def test_a_lock_that_cannot_be_read_has_a_finding_of_its_own(
    published: Published, site: Path
) -> None:
    (site / LOCK).write_text("{}\n", encoding="utf-8")
    assert reported(site, published.base) == set()


CLAIM_LOG = (
    "corrections:\n  - on: 2026-11-23\n    what: {en: We said otherwise., pt-BR: Dissemos.}\n"
)


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        (
            CLAIM_LOG,
            CLAIM_LOG.replace("otherwise", "nothing"),
            ("corrections-rewritten", "on: 2026-11-23\n"),
        ),
        (CLAIM_LOG, "", ("corrections-rewritten", "claim:\n")),
        ("former_ids: [a, b]\n", "former_ids: [a]\n", ("former-id-removed", "former_ids:")),
        (
            "withdrawn: {on: 2026-11-23, reason: {en: It is two., pt-BR: São duas.}}\n",
            "",
            ("withdrawal-reversed", "claim:\n"),
        ),
    ],
    ids=["a correction is edited", "a correction is gone", "a former id is gone", "it is back"],
)
def test_what_was_promised_to_readers_is_kept(
    site: Path,
    tmp_path_factory: pytest.TempPathFactory,
    before: str,
    now: str,
    found: tuple[str, str],
) -> None:
    base = tmp_path_factory.mktemp("base")
    shutil.copytree(site, base, dirs_exist_ok=True)
    edit(base, API, (END, END + before))
    edit(site, API, (END, END + now))
    rule, words = found
    text = (site / API).read_text(encoding="utf-8")
    place = f"{API}:{text[: text.index(words)].count(chr(10)) + 1}"
    assert reported(site, base_of(site, str(base)).corpus) == {(rule, place)}


def _move(site: Path, old: str, new: str) -> None:
    (site / new).parent.mkdir(exist_ok=True)
    (site / old).rename(site / new)


def _delete_claim(site: Path) -> set[tuple[str, str]]:
    (site / STARGATE).unlink()
    return {("record-deleted", f"{STARGATE}:1")}


def _delete_source(site: Path) -> set[tuple[str, str]]:
    (site / GOML).unlink()
    return {("record-deleted", f"{GOML}:1")}


def _delete_article(site: Path) -> set[tuple[str, str]]:
    paths = [path.relative_to(site).as_posix() for path in (site / ARTICLE).iterdir()]
    shutil.rmtree(site / ARTICLE)
    return {("record-deleted", f"{path}:1") for path in paths}


def _rename_source(site: Path) -> set[tuple[str, str]]:
    """Rename as a person would who forgets the former id; links and citations use the new one."""
    _move(site, GOML, "sources/goml.yml")
    for path in (site / ARTICLE).iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("goml-2025-10", "goml"), encoding="utf-8")
    return {("renamed-without-former-id", "sources/goml.yml:2")}


def _rename_source_well(site: Path) -> set[tuple[str, str]]:
    _rename_source(site)
    with (site / "sources/goml.yml").open("a", encoding="utf-8") as file:
        file.write("former_ids: [goml-2025-10]\n")
    return set()


def _rename_claim(site: Path) -> set[tuple[str, str]]:
    _move(site, STARGATE, f"{ARTICLE}/partners-of-stargate.yml")
    return {("renamed-without-former-id", f"{ARTICLE}/partners-of-stargate.yml:2")}


def _rename_and_turn(site: Path) -> set[tuple[str, str]]:
    """A new name hides no new verdict."""
    found = _rename_claim(site)
    new = f"{ARTICLE}/partners-of-stargate.yml"
    text = (site / new).read_text(encoding="utf-8")
    rating = text.split("- rating: ")[1].split("\n")[0]
    edit(site, new, (f"  - rating: {rating}", "  - rating: misleading"))
    owed = line_of(site, new, "rating: misleading")
    number = int(line_of(site, new, "    short:").rpartition(":")[2])
    kept = (EXCEPTION, f"{new}:{number + 1}")
    return found | {(OWED, owed), (DATED, line_of(site, new, "decided:")), kept}


def _move_claim(site: Path) -> set[tuple[str, str]]:
    """A claim is sorted in with another article."""
    _move(site, STARGATE, "claims/other-article/stargate-partners.yml")
    return set()


def _rename_article(site: Path) -> set[tuple[str, str]]:
    (site / ARTICLE).rename(site / "claims/openai-azure")
    return {("renamed-without-former-id", "claims/openai-azure/article.yml:2")}


def _sort_keys(site: Path) -> set[tuple[str, str]]:
    text = (site / API).read_text(encoding="utf-8")
    head, _, rest = text.partition("nature: quotation\n")
    (site / API).write_text(f"nature: quotation\n{head}{rest}", encoding="utf-8")
    return set()


def _reverse_evidence(site: Path) -> set[tuple[str, str]]:
    head, _, rest = (site / API).read_text(encoding="utf-8").partition("evidence:\n")
    listed, _, tail = rest.partition("reviews:\n")
    items = ["  - " + item for item in listed.removeprefix("  - ").split("\n  - ")]
    text = "\n".join(item.rstrip("\n") for item in reversed(items))
    (site / API).write_text(f"{head}evidence:\n{text}\nreviews:\n{tail}", encoding="utf-8")
    return set()


def _nothing(_: Path) -> set[tuple[str, str]]:
    return set()


@pytest.mark.parametrize(
    "mutate",
    [
        _delete_claim,
        _delete_source,
        _delete_article,
        _rename_source,
        _rename_source_well,
        _rename_claim,
        _rename_and_turn,
        _move_claim,
        _rename_article,
        _sort_keys,
        _reverse_evidence,
        _nothing,
    ],
    ids=lambda mutate: mutate.__name__.strip("_"),
)
def test_files_that_move_or_go_are_told_apart(
    published: Published, site: Path, mutate: Callable[[Path], set[tuple[str, str]]]
) -> None:
    wanted = mutate(site)
    assert reported(site, published.base) == wanted
