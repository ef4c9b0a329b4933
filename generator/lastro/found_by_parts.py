"""What rules find in the parts of a large site: by this process, or by several at once.

What is found in a part is kept as small as the next run would find it, and a process that looks at
parts for another hands back the same. The rules themselves are handed in.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise

import msgspec

from lastro.corpus import Corpus
from lastro.forks import shared_out
from lastro.kept_findings import found_again, keep_found, route
from lastro.loaded import Loaded
from lastro.since import Findings, Recalled
from lastro.state import KeptFindings

EACH = 8
"""Parts for each process, so that the shares of work can be even."""
ABOUT_ALL = 0.08
"""What rules about all records cost beside those about each, which costs 1."""

Judge = Callable[[Corpus], Findings]
"""Says what rules find in a part."""


def size_for(records: int, count: int) -> int:
    """Return how many records a part holds at most, so that `count` processes have enough of them."""
    return max(1, -(-records // (count * EACH))) if count > 1 else max(1, records)


@contextmanager
def found_by_parts(
    judge: Judge, split: Sequence[Corpus], count: int, loaded: Loaded
) -> Iterator[Iterator[Findings]]:
    """Let up to `count` processes look at some parts, this one among them when it asks for findings.

    What is lent yields what is found in each part, in their order. What this process does before it
    asks costs no time of the others.
    """
    own, *others = _shares(split, count)
    with shared_out(partial(_packed, judge), others) as answers:
        yield _in_order(judge, own, answers, loaded, is_whole=len(split) == 1)


def _in_order(
    judge: Judge,
    own: Sequence[Corpus],
    answers: Iterator[tuple[Sequence[Corpus], bytes | None]],
    loaded: Loaded,
    *,
    is_whole: bool,
) -> Iterator[Findings]:
    if is_whole:
        yield from map(judge, own)
        return
    yield from (_recalled(_kept(judge, part), loaded) for part in own)
    for share, answer in answers:
        if answer is None:
            yield from (_recalled(_kept(judge, part), loaded) for part in share)
            continue
        for kept in msgspec.msgpack.decode(answer, type=list[dict[str, KeptFindings]]):
            yield _recalled(kept, loaded)


def _shares(split: Sequence[Corpus], count: int) -> list[Sequence[Corpus]]:
    """Give each process as much to do: the first one has rules about all records to run as well."""
    if count == 1:
        return [split]
    own = round(len(split) * max(0.0, (1 + ABOUT_ALL) / count - ABOUT_ALL))
    rest = len(split) - own
    ends = [own + rest * number // (count - 1) for number in range(count)]
    return [split[:own], *(split[start:end] for start, end in pairwise(ends))]


def _packed(judge: Judge, share: Sequence[Corpus]) -> bytes:
    """Look at some parts for another process."""
    return msgspec.msgpack.encode([_kept(judge, part) for part in share])


def _kept(judge: Judge, part: Corpus) -> dict[str, KeptFindings]:
    found = keep_found(judge(part))
    part.forget()
    return found


def _recalled(kept: Mapping[str, KeptFindings], loaded: Loaded) -> Findings:
    make = partial(found_again, loaded=loaded)
    return {route(name): Recalled(about, make) for name, about in kept.items()}
