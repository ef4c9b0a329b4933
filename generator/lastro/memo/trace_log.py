"""What each kept value looked up, as numbers of keys, and which of these changed since.

A log of dependencies: each key has one number for good, so that a list of them is a few bytes.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence

from lastro.memo.trace import Plain

Numbers = bytes
"""Numbers of keys, as 32-bit integers of this machine: the state of a site is mostly these."""


class Keys:
    """Numbers for keys, and whether each is worth the same as when it was kept.

    Numbers stay from build to build, so that what is kept needs no new ones.
    """

    def __init__(
        self,
        keys: Sequence[str],
        values: Sequence[Plain],
        value_of: Callable[[str], Plain],
        is_unchanged: Callable[[str], bool],
        late: str = "",
    ) -> None:
        """Ask what every key is worth now, but the `late` one; `values` are what they were worth.

        `stands` says of a table that none of its keys can be worth anything else.
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
        """Ask what a key is worth that could not be asked before."""
        if late in self._numbers:
            self._ask(late, self._numbers[late])

    def _ask(self, key: str, number: int) -> None:
        value = self._value_of(key)
        if value != self._values[number]:
            self._values[number] = value
            self._changed.add(number)

    def is_unchanged(self, trace: Numbers) -> bool:
        """Tell whether nothing that was looked up is another now."""
        return not self._changed or self._changed.isdisjoint(memoryview(trace).cast("I"))

    def numbers(self, keys: Iterable[str]) -> Numbers:
        """Return numbers for keys, as they are to be kept."""
        found = array("I")
        for key in keys:
            number = self._numbers.get(key)
            if number is None:
                number = self._numbers[key] = len(self._values)
                self._values.append(self._value_of(key))
            found.append(number)
        return found.tobytes()

    def dump(self) -> tuple[list[str], list[Plain]]:
        """Return all keys in the order of their numbers, and what each is worth."""
        return [*self._numbers], self._values
