"""Work without a look for garbage: what a run reads it keeps, so looking finds nothing and costs much.

Measured on 10,000 claims: reading the state of a site took 1.3 s of CPU with collections and 0.24
without; a build of pages, a third less.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_gc() -> Iterator[None]:
    """Look for no garbage meanwhile; one inside another changes nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()  # the next look would go through all that was kept meanwhile: 0.5 s of CPU
            gc.enable()
