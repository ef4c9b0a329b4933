"""Every rule by its name."""

import importlib
from functools import lru_cache
from pathlib import Path

from lastro.diagnostics.finding import Severity
from lastro.diagnostics.rule import Rule


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Find every rule of this package, sorted by name: the families are the folders of this room."""
    found = {}
    for page in Path(__file__).parent.glob("*/*.md"):
        name, family, stem = page.stem, page.parent.name, page.stem.replace("-", "_")
        has_check = page.with_name(f"{stem}.py").is_file()
        module = importlib.import_module(f"lastro.rules.{family}.{stem}") if has_check else None
        severity = getattr(module, "SEVERITY", Severity.ERROR)
        found[name] = Rule(
            name=name,
            severity=severity,
            text=page.read_text(encoding="utf-8").strip(),
            check=getattr(module, "check", None),
            waivable=getattr(module, "WAIVABLE", severity is not Severity.ERROR),
            fix=getattr(module, "FIX", "none"),
            mend=getattr(module, "fix", None),
            family=family,
        )
    return dict(sorted(found.items()))
