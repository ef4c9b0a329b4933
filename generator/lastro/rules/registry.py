"""Every rule by its name."""

import importlib
import inspect
import pkgutil
from functools import lru_cache
from pathlib import Path

import lastro.rules
from lastro.diagnostics.finding import Severity
from lastro.diagnostics.rule import Rule


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Find every rule of this package, sorted by name: the families are the folders of this room."""
    found = {}
    for listed in pkgutil.walk_packages(lastro.rules.__path__, "lastro.rules."):
        family, _, stem = listed.name.removeprefix("lastro.rules.").rpartition(".")
        if not family:
            continue
        name, module = stem.replace("_", "-"), importlib.import_module(listed.name)
        severity = getattr(module, "SEVERITY", Severity.ERROR)
        found[name] = Rule(
            name=name,
            severity=severity,
            text=inspect.getdoc(module) or "",
            check=getattr(module, "check", None),
            waivable=getattr(module, "WAIVABLE", severity is not Severity.ERROR),
            fix=getattr(module, "FIX", "none"),
            mend=getattr(module, "fix", None),
            family=family,
        )
    for page in Path(__file__).parent.glob("*/*.md"):
        text = page.read_text(encoding="utf-8").strip()
        found[page.stem] = Rule(page.stem, Severity.ERROR, text, None, family=page.parent.name)
    return dict(sorted(found.items()))
