"""Which pages a language has, before any of them is made: an address, and how its page is made.

Addresses follow from facts and cost nearly nothing; a page costs a thousand times as much. So the
next build can ask for those few alone that changed, and other processes for a part of them.
"""

from collections.abc import Callable

from msgspec import Struct

from lastro.artifacts import Page


class Plan(Struct, frozen=True):
    """One page that can be made."""

    path: str
    """Address below the language's root, with a slash at the end; empty for home."""
    make: Callable[[], Page]
    state: str = ""
    """What the record at this address is now, where its page is of another kind: `withdrawn`, `moved`, `open`."""
