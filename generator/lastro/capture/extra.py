"""The packages that only capturing needs: an editor's machine has them, a build does without.

They are loaded when they are used, so that every command can say what it does, and a missing one
is a sentence.
"""

import importlib
from importlib.util import find_spec
from typing import Any

from lastro.errors import LastroError

_HINT = '`make capture-packages` in a clone of Lastro, elsewhere `pip install "lastro[capture]"`'


def load(module: str) -> Any:
    """Load a module of the extra; raises LastroError when it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise LastroError("capturing needs more packages", _HINT) from error


def require(*packages: str) -> None:
    """Raise LastroError when a package of the extra is not installed; none is loaded."""
    if any(find_spec(package) is None for package in packages):
        raise LastroError("capturing needs more packages", _HINT)
