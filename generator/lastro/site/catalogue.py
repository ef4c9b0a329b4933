"""The words of a language as they are written down, for pages and for the files of machines alike.

Both must say a thing in the same words, so that both take it from here.
"""

from functools import lru_cache
from importlib import resources

from lastro.syntax.tree import parse, plain


@lru_cache(maxsize=16)
def read_catalogue(language: str) -> dict[str, object]:
    """Read the catalogue of a language: phrases, each with its `{holes}`, or a map of plural forms.

    Raises KeyError when no catalogue is written for it.
    """
    files = {path.name: path for path in (resources.files("lastro") / "locales").iterdir()}
    entries = plain(parse(files[f"{language}.yml"].read_text(encoding="utf-8")))
    if not isinstance(entries, dict):
        raise TypeError(f"the catalogue of {language} is no map")
    return entries


def say(language: str, key: str, **values: object) -> str:
    """Return a phrase as plain text, with its values filled in."""
    return str(read_catalogue(language)[key]).format(**values)
