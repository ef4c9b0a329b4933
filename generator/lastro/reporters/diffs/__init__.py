"""What changes for readers, in words: one format a module, `<format>.py` has `told(Told)`.

Whoever follows a site wants to know which verdicts moved, not which lines. Modules without
`told` are what formats share.
"""

import importlib
import pkgutil
from collections.abc import Callable
from functools import lru_cache

from lastro.reporters.diffs.entries import Told

HERE = "working tree"
"""What the records as they lie here are called."""
Format = Callable[[Told], str]


@lru_cache(maxsize=1)
def formats() -> dict[str, Format]:
    """Find every format of this package by its name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = {name: importlib.import_module(f"{__name__}.{name}") for name in names}
    return {name: module.told for name, module in modules.items() if hasattr(module, "told")}
