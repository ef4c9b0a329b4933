"""What a child process gives up before it reads a byte of what strangers wrote.

Parsers are written in C, and their input is anybody's. So a child of `lastro.capture.extract` goes
without what it does not need: memory, time, every new file and socket. Standard input is one line
of JSON and then the bytes; standard output is one JSON object.
"""

import json
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from lastro.errors import LastroError

Answer = dict[str, object]
Order = dict[str, Any]
"""What is asked: the limits, and what the reader wants to know."""
BY_HAND = "save the words you need as a text file and name it with `--file`"


def serve(read: Callable[[bytes, Order], Answer], prepare: Callable[[bytes, Order], None]) -> None:
    """Answer the one order, or say why not; `prepare` loads what needs files: later none opens."""
    order = json.loads(sys.stdin.buffer.readline())
    body = sys.stdin.buffer.read()
    prepare(body, order)
    give_up(order)
    try:
        answer = read(body, order)
    except LastroError as error:
        answer = {"message": error.message, "hint": error.hint, "listed": error.listed}
    except MemoryError:
        answer = {"message": "there is more in it than memory allows", "hint": BY_HAND}
    except RecursionError:
        answer = {"message": "it is nested too deep to be read whole", "hint": BY_HAND}
    json.dump(answer, sys.stdout)


def give_up(order: Order) -> None:
    """Give up memory, time, core dumps, children, and all files and sockets not yet open."""
    limits = {
        resource.RLIMIT_AS: order["memory"],
        resource.RLIMIT_CPU: order["cpu_s"],
        resource.RLIMIT_FSIZE: order["answer"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 0,
    }
    for limit, most in limits.items():
        with suppress(ValueError, OSError):  # some systems know a limit and refuse to set it
            resource.setrlimit(limit, (most, most))
