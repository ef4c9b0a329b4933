"""The executor that a person names for a build: where it comes from, and what it must be."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from importlib import import_module
from typing import Any, cast

from lastro.build.workers import LONGEST_FAULT
from lastro.errors import LastroError
from lastro.text.messages import clean

_HINT = "see docs/large-sites.md for one that works"


def lent_by(name: str) -> Callable[[], AbstractContextManager[Executor]]:
    """Find what is called `module:name`; what is returned lends the executor that it makes.

    Raises LastroError for what cannot be imported or called, when it is asked for as for what it
    makes, when it is lent.
    """
    module, _, attribute = name.partition(":")
    if not module or not attribute:
        hint = "write MODULE:NAME, as in `farm:executor`"
        raise LastroError(f"'{clean(name)}' names no executor", hint)
    try:
        factory = getattr(import_module(module), attribute)
    except Exception as error:
        hint = "a module of this folder is found with PYTHONPATH=."
        raise LastroError(f"'{clean(name)}' cannot be imported: {_said(error)}", hint) from error
    if not callable(factory):
        raise LastroError(f"'{clean(name)}' cannot be called, so it makes no executor", _HINT)
    return lambda: _lent(name, factory)


@contextmanager
def _lent(name: str, factory: Callable[[], Any]) -> Iterator[Executor]:
    with ExitStack() as stack:
        try:
            made = factory()
            if hasattr(made, "__enter__"):
                made = stack.enter_context(made)
        except Exception as error:
            raise LastroError(f"'{clean(name)}' made no executor: {_said(error)}", _HINT) from error
        if not callable(getattr(made, "submit", None)):
            raise LastroError(
                f"'{clean(name)}' made no executor: {clean(type(made).__name__)} has no 'submit'",
                _HINT,
            )
        yield cast("Executor", made)


def _said(error: Exception) -> str:
    return clean(f"{type(error).__name__}: {error}", LONGEST_FAULT)
