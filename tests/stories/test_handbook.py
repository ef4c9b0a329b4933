"""The handbook is true: its commands run, its links lead somewhere, its made parts are those of the code."""

import ast
import importlib
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from lastro.commands import group, verbs
from tests.support.command_line import Lastro
from tests.support.folders import ROOT
from tests.support.handbook_pages import HANDBOOK, PAGES, PICTURE, filled, rooms_picture
from tests.support.little_docs import write_whole_site
from tests.support.little_site import CLAIM_PATH, TODAY, write_files
from tests.support.real_records import FROZEN, FROZEN_ON

README, CONTRIBUTING = ROOT / "README.md", ROOT / "CONTRIBUTING.md"
GUIDES = [README, CONTRIBUTING, *PAGES]
TRANSCRIPTS = {"first-claim"}
"""Pages whose commands `test_contributing` runs, and whose output it writes."""
TO_COME = {"init", "locale"}
"""Commands that pages speak of before they are there; the pages say so for as long."""
OPTIONS_OF_OTHERS = {"performance"} | ({"newsroom"} if TO_COME - set(verbs()) else set())
"""Pages that name options of programs for measuring, or of commands to come."""
ENDLESS = {"serve"}
"""Run until somebody stops them, and tested by themselves."""
FILES = {
    "bylaws.txt": "Section 4. The quays shall be closed on Sundays.\n",
    "article.txt": "In Aldera the quays close on Sundays, and the gulls were loud.\n",
    "claims.csv": "claim,label,url\nThe lighthouse is the oldest of the coast.,True,https://c.example.org/1\n",
    "page.html": "<p>Quiet again on Sunday.</p>",
}
"""What people who follow the pages have lying in their clone."""
SLIPS = {"editors": (CLAIM_PATH, "source: harbour-bylaws", "source: harbour-bylaw")}
"""What is wrong in the records when a page begins."""


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def console_blocks(page: Path) -> Iterator[list[tuple[str, str]]]:
    """Yield the blocks of a page: each a list of commands with what is shown of their output."""
    text = page.read_text(encoding="utf-8")
    for block in re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        shown = re.split(r"^\$ ", block, flags=re.MULTILINE)
        yield [(one.partition("\n")[0], one.partition("\n")[2]) for one in shown if one]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a clone of a small site, as somebody who follows a page does, with a home of her own."""
    published, here, home = tmp_path / "published", tmp_path / "clone", tmp_path / "home"
    write_files(write_whole_site(published), {".gitignore": "build/\n.captures/\n"})
    clone(published, here)
    write_files(here, FILES)
    write_files(home, {".config/fish/config.fish": ""})
    program = home / "bin" / "lastro"
    write_files(home, {"bin/lastro": f'#!/bin/sh\nexec {sys.executable} -m lastro "$@"\n'})
    program.chmod(0o755)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.chdir(here)
    return here


def clone(published: Path, here: Path) -> None:
    author = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    for words in (
        ["init", "--initial-branch", "main", str(published)],
        ["-C", str(published), "add", "."],
        ["-C", str(published), *author, "commit", "--message", "Publish"],
        ["-C", str(published), "branch", "end-of-life"],
        ["clone", str(published), str(here)],
    ):
        subprocess.run(["git", *words], check=True, capture_output=True)


def run(line: str, lastro: Lastro, today: str) -> tuple[int, str]:
    """Run a command as a page shows it; one of Lastro in this process, on a day of its own."""
    words = shlex.split(line, comments=True)
    if words[0] == "make":
        return shell(f"make --dry-run {words[1]}", ROOT)
    if words[0].startswith(".venv/"):
        return shell(line.replace(".venv/bin/python", sys.executable, 1), ROOT)
    if words[0] != "lastro" or set(words) & {"&&", "|", ">>"}:
        return shell(line, Path())
    command, _ = command_of(words[1:])
    # copies are of the day on which they were made
    dated = words[1] != "captures" and any("--today" in option.opts for option in command.params)
    code, said, complained = lastro(*words[1:], *(("--today", today) if dated else ()))
    return code, said if not code else f"{said}{complained}"


def shell(line: str, where: Path) -> tuple[int, str]:
    done = subprocess.run(
        ["bash", "-c", line], cwd=where, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout if not done.returncode else f"{done.stdout}{done.stderr}"


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
            verb = next(iter(re.findall(r"^lastro ([a-z-]+)", line)), "")
            if verb in TO_COME - set(verbs()) or verb in ENDLESS:
                break
            if page is README and shown:
                continue  # the transcript of `test_documents`
            code, said = run(line, lastro, today)
            assert (line, code) == (line, 1 if "error " in shown else 0), said
            wanted = ".*".join(map(re.escape, shown.rstrip("\n").split("[…]")))
            assert not shown or re.fullmatch(wanted, said.rstrip("\n"), re.DOTALL), said


def command_of(words: list[str]) -> tuple[click.Command, list[str]]:
    """Return the command that a command line calls, and the words behind its name."""
    command: click.Command = group
    while isinstance(command, click.Group) and words:
        below = command.get_command(click.Context(command), words[0])
        if below is None:
            break
        command, words = below, words[1:]
    return command, words


@pytest.mark.parametrize("page", GUIDES, ids=named)
def test_every_command_that_a_sentence_names_can_be_called_so(page: Path, desk: Path) -> None:
    write_files(desk, dict.fromkeys(("FILE", "MOMENT.warc.gz"), ""))
    prose = re.sub(
        r"^```.*?^```|<!-- made: [^e].*?<!-- made: end", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE
    )  # fmt: skip
    for line in re.findall(r"`lastro ([a-z][^`]*)`", prose):
        words = shlex.split(line)
        if words[0] in TO_COME - set(verbs()):
            continue
        assert words[0] in verbs(), line
        command, rest = command_of(words)
        known = {flag for option in command.params for flag in option.opts}
        if (
            isinstance(command, click.Group) or set(rest) <= known
        ):  # what is left out is not the point
            assert set(rest) <= known | {"--json"}, line
            continue
        command.make_context("lastro", rest)


@pytest.mark.parametrize("page", [p for p in GUIDES if p.stem not in OPTIONS_OF_OTHERS], ids=named)
def test_every_option_that_a_sentence_names_exists(page: Path) -> None:
    named_there = re.findall(r"`(--[a-z][a-z-]*)[^`]*`", page.read_text(encoding="utf-8"))
    assert {*named_there} <= flags_of(group) | {"--help"}


def flags_of(command: click.Command) -> set[str]:
    """Return the flags of a command and of those below it."""
    found = {flag for option in command.params for flag in option.opts}
    if not isinstance(command, click.Group):
        return found
    context = click.Context(command)
    below = (command.get_command(context, name) for name in command.list_commands(context))
    return found.union(*(flags_of(one) for one in below if one))


@pytest.mark.parametrize("verb", sorted(TO_COME))
def test_pages_say_that_a_command_is_to_come_for_as_long_as_it_is(verb: str) -> None:
    told = [page for page in PAGES if f"version has no `lastro {verb}` yet" in page.read_text("utf-8")]  # fmt: skip
    assert bool(told) == (verb not in verbs())


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
