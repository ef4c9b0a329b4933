"""Ways to print a report, one module each: `reporters/<format>.py` has `report(Report) -> str`.

`json` is given every finding, since a program leaves out for itself what it does not want. Modules
without `report` are what formats share.
"""

import importlib
import pkgutil
from collections.abc import Callable
from functools import lru_cache
from types import ModuleType

from lastro.diagnostics.report import Report

Reporter = Callable[[Report], str]


def reporters() -> dict[str, Reporter]:
    return {name: module.report for name, module in formats_in(__name__).items()}


@lru_cache
def formats_in(package: str) -> dict[str, ModuleType]:
    path = importlib.import_module(package).__path__
    names = sorted(module.name for module in pkgutil.iter_modules(path) if not module.ispkg)
    modules = {name: importlib.import_module(f"{package}.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "report")}
