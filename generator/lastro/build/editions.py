"""Put together the pages of one language: rendered, planned and hand-written ones."""

from collections.abc import Collection, Mapping
from pathlib import Path

from lastro.artifacts import Page
from lastro.publish.mkdocs.docs import read_docs
from lastro.publish.mkdocs.stage import Edition
from lastro.render.pages.every import footer, navigation
from lastro.render.words.catalogue import words


def edition(
    root: Path,
    language: str,
    parts: Mapping[str, str],
    *,
    pages: tuple[Page, ...] = (),
    planned: tuple[str, ...] = (),
    named: Collection[str] = (),
) -> Edition:
    """Return what a language shows, `parts` being what hand-written pages may show of the data.

    `named` are files below docs/ that lastro.yml lists.
    Raises LastroError when a hand-written page cannot be read.
    """
    return Edition(
        language=language,
        name=str(words(language)("language_name")),
        pages=pages,
        docs=read_docs(root, language, parts, named),
        sections=navigation(language),
        footer=footer(language),
        planned=planned,
    )
