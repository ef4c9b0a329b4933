"""Every rule by its name."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import lru_cache

import lastro.rules
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.rule import Rule


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Find every rule of this package, sorted by name."""
    found = {}
    for name, path in sorted(_modules()):
        module = importlib.import_module(path)
        severity = getattr(module, "SEVERITY", Severity.ERROR)
        found[name] = Rule(
            name=name,
            severity=severity,
            text=inspect.getdoc(module) or "",
            check=getattr(module, "check", None),
            waivable=getattr(module, "WAIVABLE", severity is not Severity.ERROR),
            fix=getattr(module, "FIX", "none"),
            mend=getattr(module, "fix", None),
        )
    return found


def _modules() -> Iterator[tuple[str, str]]:
    """Yield the name and the module of each rule: the families are the folders of this room."""
    for family in pkgutil.iter_modules(lastro.rules.__path__, "lastro.rules."):
        if family.ispkg:
            folder = importlib.import_module(family.name).__path__
            for module in pkgutil.iter_modules(folder, f"{family.name}."):
                yield module.name.rpartition(".")[2].replace("_", "-"), module.name
