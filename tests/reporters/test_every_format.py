"""Every format over every rule: it parses, it escapes, and each finding has its place and a hint.

Then ten thousand hostile values: whatever a record holds, a log that runs commands runs none of it.
The parser of commands below is written after the runner of GitHub Actions (`ActionCommand.cs`).
"""

import html
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from markdown_it import MarkdownIt

from lastro.checks.runner import run
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.report import Diagnostic, RelatedPlace, Report
from lastro.loading.load import load
from lastro.places import Place, Span
from lastro.reporters import markdown as markdown_form
from lastro.reporters import reporters
from lastro.reporters.markdown import LONGEST_CELL
from lastro.text.messages import clean
from tests.reporters.test_text import a_report, found
from tests.support.example_records import examples, write, write_base
from tests.support.hostile import PAYLOADS

TODAY = date(2025, 4, 1)
LONGEST = 2_000


@dataclass(frozen=True, order=True)
class Said:
    """One finding as a format tells it, columns apart; `text` is message and hint."""

    path: str
    line: int
    severity: str
    rule: str
    text: str


# --- one reader a format ---------------------------------------------------------------------------


def read_text(output: str) -> Iterator[Said]:
    lines = output.splitlines()
    heads = re.compile(r"(error|warning|note) ([a-z-]+): (.*)")
    starts = [n for n, line in enumerate(lines) if heads.fullmatch(line) and n > 0]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        severity, rule, message = heads.fullmatch(lines[start]).groups()  # type: ignore[union-attr]
        path, line, _ = lines[start - 1].rsplit(":", 2)
        block = "\n".join(lines[start + 1 : end])
        hint = re.search(r"^ +(?:\| +\^+ )?(?! *\d+ \|)(\S.*)$", block, re.MULTILINE)
        marked = re.search(r"\^ (\S.*)$", block, re.MULTILINE) or hint
        # a hint that is too long to stand beside its mark
        below = re.search(r"\| +\^+\n(( {6}\S.*\n)+?) {6}(supports |\S+\.yml:)", block)
        told = " ".join(below[1].split()) if below else marked[1] if marked else ""
        yield Said(path, int(line), severity, rule, f"{message}\n{told}")


def read_concise(output: str) -> Iterator[Said]:
    pattern = r"(.*):(\d+):\d+: (error|warning|note) ([a-z-]+): (.*)"
    for line in output.splitlines():
        path, number, severity, rule, text = re.fullmatch(pattern, line).groups()  # type: ignore[union-attr]
        yield Said(path, int(number), severity, rule, text)


def read_github(output: str) -> Iterator[Said]:
    names = {"error": "error", "warning": "warning", "notice": "note"}
    for name, properties, data in commands(output):
        at = properties["file"], int(properties["line"])
        yield Said(*at, names[name], properties["title"], data)


def read_json(output: str) -> Iterator[Said]:
    for one in json.loads(output)["diagnostics"]:
        at = one["place"]["path"], one["place"]["line"]
        yield Said(*at, one["severity"], one["rule"], f"{one['message']}\n{one['hint']}")


def read_markdown(output: str) -> Iterator[Said]:
    for cells in cells_of(output):
        where, told, message, hint = cells
        path, _, line = where.partition(" line ")
        severity, _, rule = told.partition(" ")
        yield Said(path, int(line or 1), severity, rule, f"{message}\n{hint}")


def cells_of(output: str) -> Iterator[list[str]]:
    """Render a summary as a host would, and return the cells of its table; nothing in it is live."""
    shown = MarkdownIt("commonmark", {"html": True}).enable("table").render(output)
    assert set(re.findall(r"<(\w+)", shown)) <= {
        "h2",
        "p",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
    }
    for row in re.findall(r"<tr>\n(.*?)</tr>", shown.partition("<tbody>")[2], re.DOTALL):
        cells = re.findall("<td>(.*?)</td>", row)
        assert not re.search(r"[@#:]\w|www\.|GH-\d|\b[0-9a-f]{7,40}\b", html.unescape(row))
        yield [html.unescape(cell).replace("\u2060", "") for cell in cells]


READERS: dict[str, Callable[[str], Iterator[Said]]] = {
    "concise": read_concise,
    "github": read_github,
    "json": read_json,
    "markdown": read_markdown,
    "text": read_text,
}


def expected(one: Diagnostic, shape: str) -> Said:
    """Return what a format has to tell of a finding whose words are harmless."""
    message = clean(one.message, LONGEST_CELL if shape == "markdown" else LONGEST)
    hint = clean(one.hint, LONGEST)
    text = f"{message} ({hint})" if shape == "concise" else f"{message}\n{hint}"
    if shape == "github":
        text = "\n".join([text, *(f"{label}: {words}" for label, words in one.details)])
    return Said(one.place.path, one.place.span.line, str(one.severity), one.rule, text)


# --- every rule ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Report]:
    """Check every example that fires, each as a site of its own."""
    checked = []
    for example in examples():
        if example.fires is None:
            continue
        folder = tmp_path_factory.mktemp(example.rule)
        write(example, folder / "now")
        base = None
        if example.base:
            write_base(example, folder / "base")
            base = load(folder / "base").corpus
        report = run(load(folder / "now"), TODAY, base)
        assert example.rule in {one.rule for one in report.diagnostics}
        checked.append(report)
    return checked


def test_each_format_has_a_reader_here() -> None:
    assert READERS.keys() == reporters().keys()


@pytest.mark.parametrize("shape", sorted(reporters()))
def test_every_rule_is_told_with_its_place_its_message_and_its_hint(
    shape: str, reports: Sequence[Report]
) -> None:
    for report in reports:
        output = reporters()[shape](report)
        told = sorted(READERS[shape](output))
        of_machines = shape == "json"
        listed = [one for one in report.diagnostics if of_machines or not one.waived]
        assert all(one.hint for one in listed)
        wanted = sorted(expected(one, shape) for one in listed)
        if shape == "github":
            assert len(told) == sum(
                min(10, sum(one.severity is s for one in listed)) for s in Severity
            )
            wanted = [one for one in wanted if one in told]
        assert told == wanted


# --- hostile values --------------------------------------------------------------------------------

SEED = 20_261_124
VALUES = 10_000
A_REPORT = 10
"""Findings of one report: as many as an annotating format shows."""

COMMANDS = ("error", "warning", "set-output name=a", "add-mask", "stop-commands", "add-path", "x")
PIECES = (
    *(f"::{command}::" for command in COMMANDS),
    *(f"##[{command}]" for command in COMMANDS),
    *PAYLOADS,
    "::", ":", "##", "#", "[", "]", "##[", "%3A%3A", "%0A::error::x", "%25", "\\x3a", "%",
    "\n", "\r", "\r\n", "\t", "\v", "\f", "\0", "\x1b[2J", "\x1b]8;;", "\x85", "\u2028", "\u2029",
    "\ufeff", "\u200b", "\u202e", "\xa0", "\u3000", "\ud800", "\uff1a\uff1a", "\u0301", "日本",
    " ", "  ", "|", "`", "```", "</code>", "@team", "org/repo#1", "www.example.org", "\\", "'", '"',
    ",", "=", ";", "{0}", "[x](https://evil.example.net/)", "deadbeef", "x" * 130, "- ", "> ", "# ",
)  # fmt: skip


def hostile(source: random.Random) -> str:
    return "".join(source.choices(PIECES, k=source.randint(1, 6)))


def hostile_reports() -> Iterator[Report]:
    source = random.Random(SEED)  # noqa: S311 - the same values in each run
    for _ in range(VALUES // A_REPORT):
        diagnostics = [hostile_finding(source) for _ in range(A_REPORT)]
        texts = {one.place.path: hostile(source) + "\n" + hostile(source) for one in diagnostics}
        yield a_report(*diagnostics, texts=texts, base=hostile(source))


def hostile_finding(source: random.Random) -> Diagnostic:
    line, column = source.randint(1, 2), source.randint(1, 30)
    path, span = hostile(source), Span(line, column, line, column + source.randint(0, 9))
    return found(
        place=Place(path, span, ("claims", hostile(source), hostile(source))),
        message=hostile(source),
        hint=hostile(source),
        related=(RelatedPlace(Place(path, span), hostile(source)),),
        details=(("needs", hostile(source)),),
    )


Command = tuple[str, dict[str, str], str]


def commands(output: str) -> Iterator[Command]:
    """Yield what the runner takes for commands, with all escapes undone."""
    for line in re.split(r"\r\n|\r|\n", output):
        stripped = line.lstrip(" \t\v\f\x85\xa0\u1680\u2000\u2028\u2029\u202f\u205f\u3000")
        end = stripped.find("::", 2)
        if stripped.startswith("::") and end > 0:
            name, _, listed = stripped[2:end].partition(" ")
            pairs = (pair.partition("=") for pair in listed.split(",") if pair)
            properties = {key.strip(): unescaped(value) for key, _, value in pairs}
            yield name, properties, unescaped(stripped[end + 2 :])
        older = line.partition("##[")[2]
        if "]" in older:
            name, _, data = older.partition("]")
            yield name, {}, data


def unescaped(text: str) -> str:
    for escape, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, sign)
    return text


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("::error::x", ("error", {}, "x")),
        (
            " \u3000::error file=a%2Cb,line=1::x%0Ay",
            ("error", {"file": "a,b", "line": "1"}, "x\ny"),
        ),
        ("before ##[error]x", ("error", {}, "x")),
    ],
)
def test_the_parser_sees_a_command(line: str, command: Command) -> None:
    assert list(commands(f"one\n{line}\rtwo")) == [command]


BARS = 5
"""Bars in each row of a table; no other stands in a summary."""


def findings_in(shape: str, output: str) -> int:
    """Parse what a format printed of hostile values, and count the findings in it."""
    if shape == "markdown":
        return output.count("|") // BARS - 2
    if shape == "json":
        return len(json.loads(output)["diagnostics"])
    if shape == "concise":
        return len(output.splitlines())
    return len(re.findall(r"^error evidence-unknown-source:", output, re.MULTILINE))


@pytest.mark.parametrize("shape", sorted(reporters()))
def test_no_value_of_ten_thousand_forges_a_command(shape: str) -> None:
    for report in hostile_reports():
        output = reporters()[shape](report)
        output.encode()
        assert "##[" not in output
        assert all(character.isprintable() or character == "\n" for character in output)
        ran = list(commands(output))
        if shape != "github":
            assert ran == []
            assert findings_in(shape, output) == A_REPORT
            continue
        assert [(name, properties["title"]) for name, properties, _ in ran] == [
            ("error", one.rule) for one in report.diagnostics
        ]
        assert [(properties["file"], data) for _, properties, data in ran] == [
            (
                clean(one.place.path, LONGEST),
                "\n".join(
                    clean(text, LONGEST)
                    for text in (one.message, one.hint, *(": ".join(d) for d in one.details))
                ),
            )
            for one in report.diagnostics
        ]


@pytest.fixture(scope="module")
def thousand() -> Report:
    source = random.Random(SEED)  # noqa: S311 - the same values in each run
    return a_report(*(hostile_finding(source) for _ in range(1_000)))


def test_no_value_of_a_thousand_is_live_in_a_summary(
    thousand: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown_form, "ROOM", 1 << 30)
    cells = list(cells_of(reporters()["markdown"](thousand)))
    assert [len(row) for row in cells] == [4] * 1_000
    assert [row[2] for row in cells] == [
        clean(one.message, LONGEST_CELL).strip() for one in thousand.diagnostics
    ]
