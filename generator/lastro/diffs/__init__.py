"""What changes for readers, in words: one format a module, `diffs/<format>.py` has `told(Told)`.

Whoever follows a site wants to know which verdicts moved, not which lines. Modules that start with
an underscore are what formats share.
"""

import importlib
import pkgutil
from collections.abc import Callable
from functools import lru_cache

from lastro.diffs._entries import Told, gather

__all__ = ["HERE", "Told", "formats", "gather"]

HERE = "working tree"
"""What the records as they lie here are called."""

Format = Callable[[Told], str]


@lru_cache(maxsize=1)
def formats() -> dict[str, Format]:
    """Find every format of this package by its name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {
        name: importlib.import_module(f"{__name__}.{name}").told
        for name in names
        if not name.startswith("_")
    }
