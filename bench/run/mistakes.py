"""Give the same mistakes to Lastro and its peers: who sees them, and who says where.

The same few records stand in bench/mistakes/ in the native form of each tool, without a fault. Each
mistake of mistakes.yml is made in a copy, the tool is run on it in the strictest way that its manual
offers, and its real exit code and words are kept. Peers are installed from their registry into
build/mistakes/, never beside Lastro. Writes docs/handbook/explanation/mistakes.md, or JSON to the screen with --json.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import rich_click as click
import yaml

from lastro.system.atomic import write_kept

ROOT = Path(__file__).parents[2]
HERE = ROOT / "bench" / "mistakes"
INSTALLED = ROOT / "build" / "mistakes"
PAGE = ROOT / "docs" / "handbook" / "explanation" / "mistakes.md"
CLAIMS = "claims/*/quays-closed.yml"
LONGEST = 150
"""What a tool says is cut to so many characters in the table."""


@dataclass(frozen=True)
class Tool:
    """One tool: how it is asked, and which of its lines speaks of a fault."""

    name: str
    command: tuple[str, ...]
    """Without a shell; `{here}` is bench/mistakes, and a pattern stands for the files it meets."""
    tree: str
    """The folder of bench/mistakes that it reads."""
    says: str
    """A regular expression for the first words that tell of a fault."""
    package: str
    """What is installed; empty for Lastro, which is here."""


TOOLS = (
    Tool("Doorstop", ("-m", "doorstop.cli.main", "-F", "-W", "-L", "-C", "-e"), "doorstop",
         r"ERROR: (?!Unable|invalid).*|found (?:character|unexpected).*|^ValueError: .*", "doorstop==3.2"),
    Tool("StrictDoc", ("-m", "strictdoc.cli.main", "export", ".", "--formats=json",
                       "--no-parallelization", "--output-dir", "../out"), "strictdoc",
         r"Semantic error: .*\n.*|error: (?!could not parse).*", "strictdoc==0.30.4"),
    Tool("sphinx-needs", ("-m", "sphinx", "-q", "-W", "--keep-going", "-E", "-b", "needs", ".",
                          "../out"), "sphinx-needs",
         r"index\.rst.*directive:\n.*|index\.rst.*|Schema message: .*", "sphinx-needs==9.1.0"),
    Tool("check-jsonschema", ("-m", "check_jsonschema", "--schemafile",
                              "{here}/check-jsonschema/claim.schema.json", CLAIMS), "records",
         r"claims.*::.*|found .*\n.*", "check-jsonschema==0.39.0"),
    Tool("Yamale", ("-m", "yamale.command_line", "-s", "{here}/yamale/claim.schema.yaml", CLAIMS),
         "records", r"^\t.*|^day .*|^found .*\n.*", "yamale==6.1.0"),
    Tool("Lastro", ("-m", "lastro", "check", "--today", "2026-03-01", "--format", "concise"),
         "records", r".*: error .*", ""),
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What a tool did with one mistake."""

    exit: int
    line: str
    """Its first words about a fault; empty when it had none."""
    whole: str

    @property
    def place(self) -> str:
        """How closely the words that tell of the fault lead to it."""
        if not self.exit:
            return "not seen"
        if re.search(r"\w:\d+:\d+|line \d+, column \d+", self.whole):
            return "line and column"
        if re.search(r"\.(?:yml|sdoc|rst):\d+|line \d+", self.whole):
            return "line"
        return "file" if re.search(r"\w\.(?:yml|sdoc|rst)\b", self.whole) else "record"


def mistakes() -> dict[str, dict[str, list[str]]]:
    """Return them all, by their names, each by the trees in whose form it can be made."""
    text = (HERE / "mistakes.yml").read_text(encoding="utf-8")
    read: dict[str, dict[str, list[str]]] = yaml.safe_load(text)
    return read


def answer(tool: Tool, mistake: list[str] | None, python: Path) -> Answer:
    """Make a mistake in a copy of the tool's records, and ask the tool."""
    with tempfile.TemporaryDirectory() as name:
        site = Path(name) / "site"
        lay_out(tool.tree, mistake, site)
        command = [str(python), *_words(tool, site)]
        ran = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)
    whole = (ran.stdout + ran.stderr).replace(f"{site.resolve()}/", "")
    # a place in the tool's own program leads nobody to the mistake
    whole = re.sub(r'^ *File ".*", line \d+.*\n|^error source: .*\n', "", whole, flags=re.MULTILINE)
    met = re.search(tool.says, whole, re.MULTILINE)
    if ran.returncode and met is None:
        raise SystemExit(f"{tool.name} says what this script does not know:\n{whole}")
    line = " ".join(met[0].split()) if met and ran.returncode else ""
    return Answer(exit=ran.returncode, line=line, whole=whole)


def lay_out(tree: str, mistake: list[str] | None, site: Path) -> None:
    """Copy the faultless records of a tree, and change what the mistake changes."""
    shutil.copytree(HERE / tree, site)
    if tree == "records":
        shutil.copy(ROOT / "lastro.yml", site)
    if tree == "doorstop":
        subprocess.run(["git", "init", "--quiet", str(site)], check=True)  # noqa: S607 - the user's
    match mistake:
        case [path, place]:
            (site / place).parent.mkdir(exist_ok=True)
            shutil.copy(site / path, site / place)
        case [path, words, instead]:
            text = (site / path).read_text(encoding="utf-8")
            if words not in text:
                raise ValueError(f"{path} of {tree} does not hold {words!r}")
            (site / path).write_text(text.replace(words, instead, 1), encoding="utf-8")


def _words(tool: Tool, site: Path) -> list[str]:
    words = [word.replace("{here}", str(HERE)) for word in tool.command]
    met = {CLAIMS: sorted(str(path.relative_to(site)) for path in site.glob(CLAIMS))}
    return [one for word in words for one in met.get(word, [word])]


def installed(tool: Tool) -> Path:
    """Return the Python that has the tool; a peer is installed when it is not yet."""
    if not tool.package:
        return Path(sys.executable)
    folder = INSTALLED / tool.package
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        options = ["--quiet", "--disable-pip-version-check"]
        subprocess.run([str(python), "-m", "pip", "install", *options, tool.package], check=True)
        (folder / "ready").touch()
    return python


def page(rows: dict[str, dict[str, Answer]]) -> str:
    """Write the table and what each tool said."""
    names = [tool.name for tool in TOOLS]
    top = (HERE / "page.md").read_text(encoding="utf-8")
    versions = ", ".join(
        t.package.replace("==", " ") or f"Lastro {version('lastro')}" for t in TOOLS
    )
    summary = [_row("mistake", *names), _row(*["---"] * (len(names) + 1))]
    for mistake, answers in rows.items():
        cells = [
            f"{answers[name].exit}: {answers[name].place}" if name in answers else "–"
            for name in names
        ]
        summary.append(_row(mistake, *cells))
    given = [[row[name] for row in rows.values() if name in row] for name in names]
    seen = [f"**{sum(bool(a.exit) for a in answers)} of {len(answers)}**" for answers in given]
    summary.append(_row("**seen**", *seen))
    words = []
    for mistake, answers in rows.items():
        said = [f"{name:17}{_cut(a.line) or 'nothing'}" for name, a in answers.items()]
        words += [f"### {mistake[0].upper()}{mistake[1:]}", "", "```text", *said, "```", ""]
    table = "\n".join(summary)
    told = "\n".join(words)
    return top.format(versions=versions, table=table, words=told).rstrip() + "\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


@click.command()
@click.option("--only", multiple=True, help="Ask only the tools of these names; writes nothing.")
@click.option("--json", "shape_json", is_flag=True, help="Print JSON; writes nothing.")
def main(only: tuple[str, ...], *, shape_json: bool) -> None:
    """Give the mistakes to every tool, and write docs/handbook/explanation/mistakes.md."""
    asked = [tool for tool in TOOLS if not only or tool.name in only]
    pythons = {tool.name: installed(tool) for tool in asked}
    for tool in asked:
        before = answer(tool, None, pythons[tool.name])
        if before.exit:
            raise SystemExit(f"{tool.name} faults the records without a mistake:\n{before.whole}")
    rows = {
        mistake: {
            tool.name: answer(tool, by[tool.tree], pythons[tool.name])
            for tool in asked
            if tool.tree in by
        }
        for mistake, by in mistakes().items()
    }
    if shape_json or only:
        shown = {
            m: {n: {"exit": a.exit, "place": a.place, "line": a.line} for n, a in row.items()}
            for m, row in rows.items()
        }
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
        return
    write_kept(PAGE, page(rows).encode())


if __name__ == "__main__":
    main()
