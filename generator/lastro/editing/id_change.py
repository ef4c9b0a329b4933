"""Which id becomes which, and where routes and files of before are found afterwards."""

from msgspec import Struct

from lastro.places import RecordPath


class IdChange(Struct, frozen=True):
    """Which id becomes which: of a rename, or, when `merges`, of a record that another replaces."""

    kind: str
    old: str
    new: str
    merges: bool = False

    def route_now(self, route: RecordPath) -> RecordPath:
        """Return where a route of before leads afterwards."""
        is_moved = not self.merges and route[:2] == (self.kind, self.old)
        return (self.kind, self.new, *route[2:]) if is_moved else route

    def path_now(self, path: str) -> str:
        """Return where a file of the site lies afterwards."""
        if self.merges:
            return path
        if self.kind == "articles":
            folder, name = f"claims/{self.old}/", path.rpartition("/")[2]
            return f"claims/{self.new}/{name}" if path.startswith(folder) else path
        folder, _, name = path.rpartition("/")
        is_moved = name == f"{self.old}.yml" and folder.split("/")[0] == self.kind
        return f"{folder}/{self.new}.yml" if is_moved else path
