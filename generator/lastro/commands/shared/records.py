"""The records, for a verb that cannot go on without them."""

from pathlib import Path

from lastro.corpus.corpus import Corpus
from lastro.errors import LastroError
from lastro.loading.load import load, root_of
from lastro.loading.workspace import Workspace
from lastro.model.kinds import SETTINGS
from lastro.text.messages import did_you_mean, in_quotes


def load_here(*locks: str) -> Workspace:
    """Read the site around this folder; with locks, raises LastroError as `sound_corpus` does."""
    loaded = load(root_of(Path()))
    if locks:
        sound_corpus(loaded, *locks)
    return loaded


def require_language(loaded: Workspace, given: str | None, option: str) -> str:
    """Return a language of the site, the first when none is given; raises LastroError for others."""
    known = sound_corpus(loaded).settings.languages
    if given is None or given in known:
        return given or known[0]
    hint = did_you_mean(given, known, f"languages of lastro.yml: {', '.join(known)}")
    raise LastroError(f"{in_quotes(given)} is not a language of this site ({option})", hint)


def sound_corpus(loaded: Workspace, *locks: str) -> Corpus:
    """Return the records, unless lastro.yml or one of these locks cannot be read.

    Raises LastroError then: whoever writes a lock anew would lose entries that nobody meant to
    drop.
    """
    broken = {found.place.path for found in loaded.diagnostics}
    unreadable = [SETTINGS] if loaded.corpus is None else [name for name in locks if name in broken]
    if loaded.corpus is None or unreadable:
        raise LastroError(f"{unreadable[0]} has errors", "run `lastro check`")
    return loaded.corpus
