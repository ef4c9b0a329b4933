"""Language tags that most sites use, so that reading one need not wait for the tables of all.

Each is well-formed and in its standard form (BCP 47), as a test holds; any other tag is looked up.
Of these, the pages of a site speak those that have a catalogue of words.
"""

from pathlib import Path

import lastro

COMMON_LANGUAGES = frozenset(
    {"ar", "cs", "da", "de", "el", "en", "en-GB", "en-US", "es", "es-MX", "et", "fa", "fi", "fr"}
    | {"he", "hi", "hu", "id", "it", "ja", "ko", "nb", "nl", "pl", "pt", "pt-BR", "pt-PT", "ro"}
    | {"ru", "sk", "sv", "sw", "tr", "uk", "vi", "zh"}
)


def catalogues() -> list[str]:
    """List the languages that have a catalogue."""
    names = (path.name for path in (Path(lastro.__file__).parent / "locales").iterdir())
    return sorted(name.removesuffix(".yml") for name in names if name.endswith(".yml"))
