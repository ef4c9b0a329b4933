"""What rules find in the parts of a large site: by this process, or by several at once.

What is found in a part is kept as small as the next run would find it, and a process that looks at
parts for another hands back the same. The rules themselves are handed in.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import msgspec

from lastro.corpus import Corpus
from lastro.forks import shared_out
from lastro.kept_findings import found_again, keep_found, route
from lastro.loaded import Loaded
from lastro.since import Findings, Recalled
from lastro.state import KeptFindings

Judge = Callable[[Corpus], Findings]
"""Says what rules find in a part."""


def found_by_parts(
    judge: Judge, split: Sequence[Corpus], count: int, loaded: Loaded
) -> Iterator[Findings]:
    """Yield what is found in each part, in their order; up to `count` processes look."""
    each = -(-len(split) // count)
    first, *others = (split[at : at + each] for at in range(0, len(split), each))
    with shared_out(partial(_packed, judge), others) as answers:
        for part in first:
            found = judge(part)
            yield _recalled(keep_found(found), loaded) if len(split) > 1 else found
        for share, answer in answers:
            if answer is None:
                yield from (_recalled(keep_found(judge(part)), loaded) for part in share)
                continue
            for kept in msgspec.msgpack.decode(answer, type=list[dict[str, KeptFindings]]):
                yield _recalled(kept, loaded)


def _packed(judge: Judge, share: Sequence[Corpus]) -> bytes:
    """Look at some parts for another process."""
    return msgspec.msgpack.encode([keep_found(judge(part)) for part in share])


def _recalled(kept: Mapping[str, KeptFindings], loaded: Loaded) -> Findings:
    make = partial(found_again, loaded=loaded)
    return {route(name): Recalled(about, make) for name, about in kept.items()}
