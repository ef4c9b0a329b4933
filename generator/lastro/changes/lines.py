"""Which lines of which files a change brings: what a contributor can be asked to mend first.

Lines are compared as a multiset between the parts that files have in common at both ends, which
takes linear time whatever a stranger sends. So a line that only moved counts as old.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import takewhile


def changed_lines(base: Mapping[str, str], now: Mapping[str, str]) -> Mapping[str, frozenset[int]]:
    """Return by path the numbers, from 1, of the new lines of files that differ; none of one that only lost lines."""
    differing = [path for path in {**base, **now} if base.get(path) != now.get(path)]
    return {
        path: frozenset(_new(base.get(path, "").split("\n"), now.get(path, "").split("\n")))
        for path in sorted(differing)
    }


def _new(base: list[str], now: list[str]) -> Iterator[int]:
    """Yield the numbers of lines that `base` does not have; of equal lines the last ones are new."""
    first = _count_common_start(base, now)
    last = _count_common_start(base[first:][::-1], now[first:][::-1])
    left = Counter(base[first : len(base) - last])
    for number, line in enumerate(now[first : len(now) - last], first + 1):
        if left[line]:
            left[line] -= 1
        else:
            yield number


def _count_common_start(one: list[str], other: list[str]) -> int:
    same = (a == b for a, b in zip(one, other, strict=False))
    return sum(takewhile(bool, same))
