"""Every rule by its name."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import lru_cache

import lastro.rules
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.rule import Rule, scope_of


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Find every rule of this package, sorted by name."""
    found = {}
    for name, path in sorted(_modules()):
        module = importlib.import_module(path)
        check, looks_at = getattr(module, "check", None), getattr(module, "LOOKS_AT", None)
        severity = getattr(module, "SEVERITY", Severity.ERROR)
        found[name] = Rule(
            name=name,
            severity=severity,
            scope=getattr(module, "SCOPE", scope_of(check, of_facts=looks_at is not None)),
            text=inspect.getdoc(module) or "",
            check=check,
            waivable=getattr(module, "WAIVABLE", severity is not Severity.ERROR),
            fix=getattr(module, "FIX", "none"),
            mend=getattr(module, "fix", None),
            looks_at=looks_at,
        )
    return found


def _modules() -> Iterator[tuple[str, str]]:
    """Yield the name and the module of each rule: the families are the folders of this room."""
    for family in pkgutil.iter_modules(lastro.rules.__path__, "lastro.rules."):
        if family.ispkg:
            folder = importlib.import_module(family.name).__path__
            for module in pkgutil.iter_modules(folder, f"{family.name}."):
                yield module.name.rpartition(".")[2].replace("_", "-"), module.name
