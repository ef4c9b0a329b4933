"""What a rule is, whoever runs it or mends what it finds."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from lastro.diagnostics.finding import Findings, Severity
from lastro.diagnostics.fixes import FixKind, TextEdit
from lastro.diagnostics.report import Diagnostic

Scope = Literal["file", "record", "reach", "corpus", "change"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, its weight, what it looks at, and why it matters to a reader."""

    name: str
    severity: Severity
    scope: Scope
    text: str
    check: Callable[..., Findings] | None
    waivable: bool = False
    """Whether a record may waive it; most are promises to readers, which nobody may."""
    fix: FixKind | Literal["none"] = "none"
    """How it is mended; most need a person."""
    mend: Callable[[str, Diagnostic], Sequence[TextEdit]] | None = None
    """How to mend what `load` finds."""
    looks_at: frozenset[str] | None = None
    """The fields of facts that a rule about all records depends on; None when on more."""

    @property
    def takes(self) -> tuple[str, ...]:
        """What its check takes, by name; the first is what it looks at."""
        return _taken(self.check) if self.check else ()

    @property
    def asks(self) -> frozenset[str]:
        """What its check takes beside the corpus."""
        return frozenset(self.takes[1:]) - {"corpus"}


@lru_cache(maxsize=256)
def _taken(check: Callable[..., Findings]) -> tuple[str, ...]:
    return tuple(inspect.signature(check).parameters)


def scope_of(check: Callable[..., Findings] | None, *, of_facts: bool) -> Scope:
    """Return the scope of a rule that names none: its check tells it by what it takes.

    Who takes the corpus may look up what a record names; `of_facts` are those who say on which
    facts of all records they depend.
    """
    taken = _taken(check) if check else ("file",)
    if taken[0] in {"file", "change"}:
        return cast("Scope", taken[0])
    if "corpus" not in taken:
        return "record"
    return "corpus" if of_facts else "reach"


INTERNAL_ERROR = "internal-error"
