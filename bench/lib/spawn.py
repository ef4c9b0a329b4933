"""Start one program from a small process and say what it took, as JSON on standard output.

    python -I -S bench/lib/spawn.py LOG PROGRAM ARGUMENT…

The peak of a new process counts from its parent's size at the start, so a large parent would hide
the memory of a small program. Hence this one, which imports next to nothing.
"""

import os
import sys
import time

LOG, *COMMAND = sys.argv[1:]
said = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
start = time.perf_counter()
child = os.posix_spawn(
    COMMAND[0],
    COMMAND,
    os.environ,
    file_actions=[(os.POSIX_SPAWN_DUP2, said, 1), (os.POSIX_SPAWN_DUP2, said, 2)],
)
_, status, used = os.wait4(child, 0)
wall = time.perf_counter() - start
cpu = used.ru_utime + used.ru_stime
code = os.waitstatus_to_exitcode(status)
os.write(1, f'{{"wall":{wall},"cpu":{cpu},"peak":{used.ru_maxrss * 1024},"exit":{code}}}'.encode())
