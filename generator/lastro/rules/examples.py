"""The examples of the rules, for the handbook: what fires, what is silent, in the words of a page.

A contributor learns a rule sooner from a record that breaks it than from a sentence. The same text
is the test of the rule, so the handbook cannot show what is not so. It stands in the repository of
Lastro; other sites have no such folder, and a handbook without examples.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from lastro.diagnostics.fixes import offset_of
from lastro.errors import LastroError
from lastro.places import Span
from lastro.system.disk_errors import plain

EXAMPLES = "tests/rules"
_BASE = "base: "
_EXAMPLE = re.compile(
    r"(?P<words>[^\n`][^`]*?)\n+"
    r"```yaml (?:fires (?P<span>\d+:\d+-\d+:\d+)|silent)[^\n]*\n(?P<files>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


class RuleExample(Struct, frozen=True):
    """One example: what it is about, its files as one text, and the place that is at fault."""

    words: str
    files: str
    fires: Span | None
    """Its place in the first file, whose comment with the path is line 1, in a lock line 0.

    None where the rule is silent.
    """

    @property
    def pieces(self) -> tuple[str, str, str]:
        """The text before the fault, the fault, and the text after it."""
        if self.fires is None:
            return self.files, "", ""
        start = self._offset(self.fires.line, self.fires.column)
        end = self._offset(self.fires.end_line, self.fires.end_column)
        return self.files[:start], self.files[start:end], self.files[end:]

    def _offset(self, line: int, column: int) -> int:
        """Count from the file at fault: over it stands the path that comes first, not its base."""
        lines = self.files.split("\n")
        path = lines[0].removeprefix("# ").removeprefix(_BASE)
        heading = f"# {path}" if f"# {path}" in lines else lines[0]
        above = lines.index(heading) + path.endswith(".lock")
        return offset_of(self.files, above + line, column)


def example_pages(root: Path) -> list[Path]:
    return sorted((root / EXAMPLES).glob("*/*.md"), key=lambda page: page.name)


def read_examples(root: Path) -> Mapping[str, tuple[RuleExample, ...]]:
    """Read the examples by rule, none without a folder; raises LastroError for a page that cannot be read."""
    found = {}
    for page in example_pages(root):
        try:
            text = plain(page).decode()
        except (OSError, UnicodeDecodeError) as error:
            message = f"cannot read '{EXAMPLES}/{page.parent.name}/{page.name}'"
            raise LastroError(message, "restore it from the repository") from error
        examples = []
        for match in _EXAMPLE.finditer(text):
            span = Span(*map(int, re.split("[:-]", match["span"]))) if match["span"] else None
            examples.append(RuleExample(" ".join(match["words"].split()), match["files"], span))
        found[page.stem] = tuple(examples)
    return found
