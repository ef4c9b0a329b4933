"""The handbook is true: its commands run, its links lead somewhere, its made parts are those of the code."""

import ast
import importlib
import re
import shlex
from pathlib import Path

import click
import pytest
import yaml

from lastro.commands import group, verbs
from tests.support.command_line import Lastro
from tests.support.folders import ROOT
from tests.support.handbook_desk import clone, command_of, console_blocks, flags_of, run, sit_down
from tests.support.handbook_pages import HANDBOOK, PAGES, PICTURE, filled, rooms_picture
from tests.support.little_site import CLAIM_PATH, TODAY, write_files
from tests.support.real_records import FROZEN, FROZEN_ON

README, CONTRIBUTING = ROOT / "README.md", ROOT / "CONTRIBUTING.md"
GUIDES = [README, CONTRIBUTING, *PAGES]
TRANSCRIPTS = {"first-claim"}
"""Pages whose commands `test_contributing` runs, and whose output it writes."""
OPTIONS_OF_OTHERS = {"performance"}
"""Pages that name options of programs for measuring."""
ENDLESS = {"serve"}
"""Run until somebody stops them, and tested by themselves."""
SLIPS = {"editors": (CLAIM_PATH, "source: harbour-bylaws", "source: harbour-bylaw")}
"""What is wrong in the records when a page begins."""


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return sit_down(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    "page", [one for one in [CONTRIBUTING, *PAGES] if one.stem not in TRANSCRIPTS], ids=named
)
def test_every_command_that_a_page_shows_runs_and_prints_what_is_shown(
    page: Path, desk: Path, lastro: Lastro
) -> None:
    if page.stem in SLIPS:
        path, words, instead = SLIPS[page.stem]
        text = (desk / path).read_text(encoding="utf-8")
        write_files(desk, {path: text.replace(words, instead, 1)})
    follow(page, lastro, TODAY)


def test_every_command_that_the_readme_shows_runs(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lastro: Lastro
) -> None:
    real = tmp_path / "real"
    for folder in (FROZEN, desk / "docs"):
        inside = real / ("docs" if folder.name == "docs" else "")
        write_files(inside, {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()})  # fmt: skip
    write_files(real, {"mkdocs.yml": (desk / "mkdocs.yml").read_bytes()})
    clone(real, tmp_path / "clone-of-real")
    monkeypatch.chdir(tmp_path / "clone-of-real")
    follow(README, lastro, str(FROZEN_ON))


def follow(page: Path, lastro: Lastro, today: str) -> None:
    """Run the blocks of a page in their order: a command that shows an error fails, others do not."""
    for block in console_blocks(page):
        for line, shown in block:
            if page is README and shown:
                continue  # the transcript of `test_documents`
            code, said = run(line, lastro, today)
            assert (line, code) == (line, 1 if "error " in shown else 0), said
            wanted = ".*".join(map(re.escape, shown.rstrip("\n").split("[…]")))
            assert not shown or re.fullmatch(wanted, said.rstrip("\n"), re.DOTALL), said


@pytest.mark.parametrize("page", GUIDES, ids=named)
def test_every_command_that_a_sentence_names_can_be_called_so(
    page: Path, desk: Path, lastro: Lastro
) -> None:
    write_files(desk, dict.fromkeys(("FILE", "MOMENT.warc.gz"), ""))
    prose = re.sub(
        r"^```.*?^```|<!-- made: [^e].*?<!-- made: end", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE
    )  # fmt: skip
    for line in dict.fromkeys(re.findall(r"`lastro ([a-z][^`]*)`", prose)):
        words = shlex.split(line)
        assert words[0] in verbs(), line
        command, rest = command_of(words)
        known = {flag for option in command.params for flag in option.opts}
        if isinstance(command, click.Group) or (rest and set(rest) <= known):
            assert set(rest) <= known | {"--json"}, line  # what is left out is not the point
        elif rest:
            command.make_context("lastro", list(rest))
        if rest and not re.search(r"[A-Z…]", line.replace("pt-BR", "")) and can_run(words):
            code, said = run(f"lastro {line}", lastro, TODAY)
            assert code in {0, 1}, f"{line}: {said}"


def can_run(words: list[str]) -> bool:
    """Tell whether a command ends, needs no network and is whole, as a sentence names it."""
    reaches_out = words[0] == "archive" or (words[0] == "capture" and "--file" not in words)
    return words[0] not in ENDLESS and not reaches_out and words[:2] != ["new", "claim"]


@pytest.mark.parametrize("page", [p for p in GUIDES if p.stem not in OPTIONS_OF_OTHERS], ids=named)
def test_every_option_that_a_sentence_names_exists(page: Path) -> None:
    named_there = re.findall(r"`(--[a-z][a-z-]*)[^`]*`", page.read_text(encoding="utf-8"))
    assert {*named_there} <= flags_of(group) | {"--help"}


def documents() -> list[Path]:
    """List what people read in the repository: not the pages of a site, whose links a build follows."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/adr/*.md"), *PAGES]
    return [*found, ROOT / "generator/lastro/commands/help.md"]


def anchors(page: Path) -> set[str]:
    """Return the names by which a code host reaches the headings of a page."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", documents(), ids=named)
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    broken = []
    for link in re.findall(r"(?:\]\(|src=\")([^)\"\s]+)", text):
        if re.match(r"https?:|mailto:|(\.\./)+issues/new\?", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_the_first_page_leads_to_every_other() -> None:
    door = HANDBOOK / "README.md"
    links = re.findall(r"\]\(([^)#:]+)", door.read_text(encoding="utf-8"))
    reached = {(HANDBOOK / link).resolve() for link in links}
    assert {page for page in PAGES if page != door} <= reached
    assert README.read_text(encoding="utf-8").count("](docs/handbook/") == 1


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_what_is_made_from_code_is_as_the_code_has_it(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == filled(text)  # `make handbook` writes it


def test_the_picture_of_the_rooms_is_that_of_the_contract() -> None:
    assert PICTURE.read_text(encoding="utf-8") == rooms_picture()


def test_every_table_of_the_reference_is_made() -> None:
    made = re.findall(r"<!-- made: ([a-z-]+) -->", "".join(p.read_text("utf-8") for p in PAGES))
    kinds = [f"fields-{kind}" for kind in ("article", "claim", "lastro", "record", "source")]
    parts = ["commands", *kinds, "formats", "hosts", "rooms", "rules"]
    assert sorted(set(made) - {"end"}) == parts


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_example_of_a_record_is_yaml(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for block in re.findall(r"^```yaml\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        yaml.safe_load(block)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_program_imports_what_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for block in re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom) and node.module:
                module = importlib.import_module(node.module)
                assert [one.name for one in node.names if not hasattr(module, one.name)] == []


def test_what_is_translated_names_the_same_commands() -> None:
    named_in = (HANDBOOK / "pt-BR/contributing.md").read_text(encoding="utf-8")
    lines = r"`(lastro [^`]+|make [^`]+)`"
    assert sorted(re.findall(lines, named_in)) == sorted(
        re.findall(lines, CONTRIBUTING.read_text(encoding="utf-8"))
    )


def test_every_file_for_machines_has_a_row() -> None:
    page = (HANDBOOK / "reference/machine-files.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.*?) \| ", page.partition("## Addresses")[2].partition("\n## ")[0], re.MULTILINE)  # fmt: skip
    shown = [path for row in rows for path in re.findall(r"`([^`]+)`", row)]
    patterns = [re.sub(r"<\w+>", r"[^/]+", re.escape(path).replace(r"\<", "<")) for path in shown]
    golden = ROOT / "tests/golden/expected-exports"
    files = (path.relative_to(golden).as_posix() for path in golden.rglob("*") if path.is_file())
    made = {re.sub(r"jsonl$", "jsonl.gz", path) for path in files}  # unpacked there
    strange = {
        path
        for path in made
        if not path.startswith("embed/")
        and not any(
            re.fullmatch(rf"(pt-BR/)?{one}", re.sub(r"^(.*feeds/.*)\.json$", r"\1.xml", path))
            for one in patterns
        )
    }
    assert strange == set()
