"""The trace of each kept value, packed as numbers of keys, and which fingerprints have changed since.

Each key has one number for good, so that a trace takes four bytes a key. The state of a large site
consists mostly of traces.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence

from lastro.memo.trace import Plain

Numbers = bytes
"""A packed trace: numbers of keys, as 32-bit integers of this machine."""


class Keys:
    """The number of each key, and whether its fingerprint is still that of the last build.

    A key keeps its number from build to build: traces that stand are written back unread.
    """

    def __init__(
        self,
        keys: Sequence[str],
        values: Sequence[Plain],
        value_of: Callable[[str], Plain],
        is_unchanged: Callable[[str], bool],
        late: str = "",
    ) -> None:
        """Compute the current fingerprint of every key but the `late` one.

        `values` are the fingerprints of the last build. `is_unchanged` says of a table that no key of
        it can have another fingerprint: its keys are not asked.
        """
        self._value_of = value_of
        self._numbers = {key: number for number, key in enumerate(keys)}
        self._values = [*values]
        self._changed: set[int] = set()
        asked: dict[str, bool] = {}
        for key, number in self._numbers.items():
            table = key.partition("/")[0]
            if table not in asked:
                asked[table] = not is_unchanged(table)
            if asked[table] and key != late:
                self._ask(key, number)

    def ask_late(self, late: str) -> None:
        """Compute the fingerprint of the `late` key, once all pages it depends on are made."""
        if late in self._numbers:
            self._ask(late, self._numbers[late])

    def _ask(self, key: str, number: int) -> None:
        value = self._value_of(key)
        if value != self._values[number]:
            self._values[number] = value
            self._changed.add(number)

    def is_unchanged(self, trace: Numbers) -> bool:
        """Tell whether every key of a trace has the fingerprint of the last build."""
        return not self._changed or self._changed.isdisjoint(memoryview(trace).cast("I"))

    def list_changed(self, trace: Numbers) -> list[str]:
        """Name the keys of a trace whose fingerprint has changed, sorted."""
        changed = self._changed.intersection(memoryview(trace).cast("I"))
        return sorted(key for key, number in self._numbers.items() if number in changed)

    def numbers(self, keys: Iterable[str]) -> Numbers:
        """Pack a trace; a new key is given the next number."""
        found = array("I")
        for key in keys:
            number = self._numbers.get(key)
            if number is None:
                # a number is the key's index in `_values`, and stands in traces of other builds: keys
                # are only ever appended, and none is given another number
                number = self._numbers[key] = len(self._values)
                self._values.append(self._value_of(key))
            found.append(number)
        return found.tobytes()

    def dump(self) -> tuple[list[str], list[Plain]]:
        """Return all keys in the order of their numbers, and their fingerprints."""
        return [*self._numbers], self._values
