"""All that one language of a site shows, put together: made pages, planned ones, hand-written ones."""

from collections.abc import Mapping
from pathlib import Path

from lastro.artifacts import Page
from lastro.handwritten import read_docs
from lastro.render import footer, navigation
from lastro.render.words import words
from lastro.staging import Edition


def edition(
    root: Path,
    language: str,
    parts: Mapping[str, str],
    *,
    pages: tuple[Page, ...] = (),
    planned: tuple[str, ...] = (),
) -> Edition:
    """Return what a language shows; `parts` are what hand-written pages may show of the data.

    Raises LastroError when a hand-written page cannot be read.
    """
    return Edition(
        language=language,
        name=str(words(language)("language_name")),
        pages=pages,
        docs=read_docs(root, language, parts),
        sections=navigation(language),
        footer=footer(language),
        planned=planned,
    )
