"""Ways to print a report, one module each: `reporters/<format>.py` has `report(Report) -> str`.

Modules that start with an underscore are what formats share.
"""

import importlib
import pkgutil
from collections.abc import Callable
from functools import lru_cache

from lastro.diagnostics import Report

Reporter = Callable[[Report], str]


@lru_cache(maxsize=1)
def reporters() -> dict[str, Reporter]:
    """Find every reporter of this package by the name of its format."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {
        name: importlib.import_module(f"{__name__}.{name}").report
        for name in names
        if not name.startswith("_")
    }
