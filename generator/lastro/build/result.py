"""The result of a build, and what full and incremental builds share."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from lastro.diagnostics.report import Report
from lastro.errors import LastroError
from lastro.loading.workspace import Workspace
from lastro.publish.pagefind import State
from lastro.rules.fields import language_unknown
from lastro.system.output import WriteResult

SITE = "site"
"""Folder of build/ with the published site."""
Progress = Callable[[str], None]
"""Called with one line for each stage, and with how far it is."""


class BuildResult(Struct, frozen=True, kw_only=True):
    """What a build did. `written` is None when errors kept the site from being built."""

    report: Report
    folder: Path
    languages: tuple[str, ...] = ()
    pages: int = 0
    claims: int = 0
    left_out: tuple[str, ...] = ()
    """Claims that a draft cannot show."""
    search: State = "lean"
    """Whether the search index is of these records."""
    written: WriteResult | None = None
    warning: str = ""
    """Why every page went through the engine, although they could have been stamped."""


def require_words(loaded: Workspace) -> None:
    """Refuse a language that no catalogue speaks, before a page is made in it."""
    for found in language_unknown.check(loaded.corpus.settings) if loaded.corpus else ():
        raise LastroError(f"{loaded.place(found.route)}: {found.message}", found.hint)
