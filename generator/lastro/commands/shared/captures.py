"""Where the private captures of a site lie: no file of the site decides it where git config does.

A branch of a stranger may bring `.captures` along. So `git config lastro.captures` of the clone, which
no branch can bring, names a folder outside (`lastro doctor --fix` sets it); without it, captures lie
in the folder that lastro.yml names, and git must not track a file in there.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from lastro.capture.store.store import CaptureStore
from lastro.commands.shared.console import lines_of
from lastro.commands.shared.records import sound_corpus
from lastro.errors import LastroError
from lastro.evidence.matching import Nearest
from lastro.evidence.origins import SharedRun
from lastro.loading.workspace import Workspace
from lastro.system.git import ask, is_here, refuse_tracked
from lastro.text.messages import in_quotes

KEY = "lastro.captures"


def open_store(loaded: Workspace) -> CaptureStore:
    return CaptureStore(store_folder(loaded))


def store_folder(loaded: Workspace) -> Path:
    """Return the folder of the captures; refuse one that a branch could have filled."""
    named = configured_folder(loaded.root)
    if named is None:
        folder = sound_corpus(loaded).settings.policy.captures
        refuse_tracked(loaded.root, [folder])
        return loaded.root / folder
    return named


def configured_folder(root: Path) -> Path | None:
    """Return the folder that git config names; refuse one that a branch could bring."""
    if not is_here():
        return None
    asked = ask(root, "config", "--local", "--type=path", "--get", KEY)
    if asked.returncode or not asked.stdout.strip():
        return None
    named = Path(os.fsdecode(asked.stdout.rstrip(b"\n")))
    if not named.is_absolute() or named.resolve().is_relative_to(root):
        raise LastroError(
            f"git config {KEY} is {in_quotes(named)}, which is no folder outside this site",
            f"`git config {KEY} FOLDER` with a whole path, or `git config --unset {KEY}`",
        )
    return named


SHOWN = 12


def mark_differences(nearest: Nearest) -> Iterator[tuple[str, str]]:
    """Yield both texts, each with the words in brackets that the other does not have."""
    for label, skipped in (("quote", "standing"), ("capture", "quoted")):
        pieces = [piece for piece in nearest.pieces if piece.kind != skipped]
        yield label, " ".join(p.words if p.kind == "same" else f"[{p.words}]" for p in pieces)


def describe_shared_run(runs: Iterable[SharedRun]) -> str:
    """Tell which captures look like one origin; a hint, for a person to decide."""
    return lines_of(
        f"one origin? {run.sources[0]} ({run.origins[0]}) and {run.sources[1]} "
        f"({run.origins[1]}) share {len(run.words)} words in a row: "
        f"'{' '.join(run.words[:SHOWN])} …'"
        for run in runs
    )
