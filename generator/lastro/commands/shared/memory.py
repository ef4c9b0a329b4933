"""The memory of a command: where the user's own key lies, and the templates that are compiled already."""

import os
from pathlib import Path

from lastro.memo.store import MemoStore, SealedFolder, own_key, tool_digest
from lastro.system.git import find_tracked
from lastro.system.output import BUILD


def store_of(root: Path) -> MemoStore:
    return MemoStore(root, *seal_of(root))


def seal_of(root: Path) -> tuple[bytes | None, str]:
    """Return the key and the version that seal it; no key for what lies behind a link of a branch."""
    if (root / BUILD).is_symlink() and find_tracked(root, [BUILD]):
        return None, ""
    return own_key(_cache()), tool_digest()


def templates_for(store: MemoStore) -> SealedFolder:
    return SealedFolder(_cache() / "lastro" / "templates", store.key, store.tool)


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
