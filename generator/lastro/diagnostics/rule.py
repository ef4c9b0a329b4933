"""What a rule is, whoever runs it or mends what it finds."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from lastro.diagnostics.finding import Findings, Severity
from lastro.diagnostics.fixes import FixKind, TextEdit
from lastro.diagnostics.report import Diagnostic

Scope = Literal[
    "file", "article", "claim", "source", "record", "settings", "subject", "corpus", "change"
]
_RECORDS = ("articles", "claims", "sources")
LOOKS_AT: Mapping[str, tuple[str, ...]] = {
    "article": ("articles",),
    "claim": ("claims",),
    "source": ("sources",),
    "record": _RECORDS,
    "settings": ("lastro",),
    "subject": (*_RECORDS, "lastro"),
}
"""What a rule about one thing after the other is given, by its scope: the first step of its route."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, its weight, what it looks at, and why it matters to a reader."""

    name: str
    severity: Severity
    text: str
    check: Callable[..., Findings] | None
    waivable: bool = False
    """Whether a record may waive it; most are promises to readers, which nobody may."""
    fix: FixKind | Literal["none"] = "none"
    """How it is mended; most need a person."""
    mend: Callable[[str, Diagnostic], Sequence[TextEdit]] | None = None
    """How to mend what `load` finds."""
    family: str = ""
    """The folder it stands in, which is a page of the handbook."""

    @property
    def scope(self) -> Scope:
        """What its check looks at: the name of its first parameter; a rule without one is of files."""
        return cast("Scope", _taken(self.check)[0]) if self.check else "file"

    @property
    def asks(self) -> tuple[str, ...]:
        """What its check takes beside that, by name."""
        return _taken(self.check)[1:] if self.check else ()

    @property
    def is_of_one_file(self) -> bool:
        """Tell whether it looks at one file alone, and at the settings of the site."""
        return self.scope not in {"corpus", "change"} and "corpus" not in self.asks


@lru_cache(maxsize=256)
def _taken(check: Callable[..., Findings]) -> tuple[str, ...]:
    return tuple(inspect.signature(check).parameters)


INTERNAL_ERROR = "internal-error"
