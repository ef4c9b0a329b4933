"""Long lists, cut into pages: a reader loads fifty entries, however many there are.

Page 1 has the bare address, so a link to a list never breaks as it grows; the others stand at
`page/2/` and so on. Cutting asks a list for its length and one slice, nothing else: entries of
other pages need not be made.
"""

from collections.abc import Iterator, Sequence, Sized
from dataclasses import dataclass, field
from typing import TypeVar

from lastro.render.addresses import relative

FULL = 50
"""Entries of a list on one page."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list, which may be its only one."""

    path: str
    """Address of the list, which is that of its first page, below the language's root."""
    number: int = 1
    """From 1."""
    last: int = 1
    """The number of the last page."""
    lists: tuple[Sized, ...] = field(default=(), repr=False, compare=False)
    """What is cut: how many pages there are depends on how long these are."""

    def look_up(self) -> None:
        """Ask how long the lists are, so that a page that shows its number is made from that."""
        for entries in self.lists:
            len(entries)

    @property
    def address(self) -> str:
        """Address of this page below the language's root."""
        return self.at(self.number)

    def at(self, number: int) -> str:
        """Return the address of another page of the list."""
        return self.path if number == 1 else f"{self.path}page/{number}/"

    def cut(self, entries: Sequence[T]) -> Sequence[T]:
        """Return the entries that this page shows; none when the list ended on an earlier one."""
        return entries[FULL * (self.number - 1) : FULL * self.number]

    @property
    def beside(self) -> str:
        """Links to the pages before and after, for the document's head."""
        href = relative(self.address)
        ways = (("prev", self.number - 1), ("next", self.number + 1))
        return "".join(
            f'<link rel="{way}" href="{href(self.at(number))}">'
            for way, number in ways
            if 1 <= number <= self.last
        )


def leaves(path: str, *lists: Sized) -> Iterator[Leaf]:
    """Yield the pages of a list, one at least; lists that share their pages go on side by side."""
    last = max(1, *(-(-len(entries) // FULL) for entries in lists))
    for number in range(1, last + 1):
        yield Leaf(path, number, last, lists)
