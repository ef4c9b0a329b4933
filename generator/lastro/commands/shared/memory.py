"""The memory of a command: where the user's own key lies."""

import os
from pathlib import Path

from lastro.memo.store import Store, own_key, tool_digest
from lastro.system.output import BUILD
from lastro.system.tracked import tracked


def store_of(root: Path) -> Store:
    """Return what earlier runs of this user kept for a site; nothing behind a link of a branch."""
    if (root / BUILD).is_symlink() and tracked(root, [BUILD]):
        return Store(root, None, "")
    folder = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    return Store(root, own_key(Path(folder)), tool_digest())
