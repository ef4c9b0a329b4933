"""Wall time, processor time and memory of a program, and what it left on disk.

A program is measured as a child, from its start to its end, with all that it starts itself.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SAMPLED = 0.1
"""Seconds between two looks at the memory of a program that runs in several processes."""
_KILOBYTE = 1024
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
_SPAWN = Path(__file__).with_name("spawn.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one run took: seconds, and bytes of memory at the peak of all its processes together."""

    wall: float
    cpu: float
    peak: int
    processes: int
    """How many of its processes were seen at once."""


class NotFinishedError(Exception):
    """A program ran longer than it was given, or failed; says which."""


def end_with_order() -> None:
    """Let a request to end reach Python as an exit, so that temporary folders are removed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def run(commands: tuple[tuple[str, ...], ...], folder: Path, longest: float) -> Spent:
    """Run commands one after the other, and add up what they took.

    Raises NotFinishedError when one of them fails, or takes more than `longest` seconds.
    """
    spent = [_run(command, folder, longest) for command in commands]
    return Spent(
        wall=sum(one.wall for one in spent),
        cpu=sum(one.cpu for one in spent),
        peak=max(one.peak for one in spent),
        processes=max(one.processes for one in spent),
    )


def _run(command: tuple[str, ...], folder: Path, longest: float) -> Spent:
    os.sync()  # what others wrote before is not this one's to wait for
    log = folder / ".said"
    words = [sys.executable, "-I", "-S", str(_SPAWN), str(log), *command]
    # a workplace that keeps no bytecode would have every run of a Python tool compile it anew
    usual = {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}
    spawner = subprocess.Popen(
        words, cwd=folder, env=usual, stdout=subprocess.PIPE, start_new_session=True
    )
    watch = _Watch(spawner.pid)
    try:
        told, _ = spawner.communicate(timeout=longest)
    except BaseException as error:
        os.killpg(spawner.pid, signal.SIGKILL)  # else it would go on alone
        spawner.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            raise NotFinishedError(f"not finished after {longest:.0f} s") from None
        raise
    finally:
        peak, processes = watch.ended()
    took = json.loads(told)
    if took["exit"]:
        words_said = log.read_text(encoding="utf-8", errors="replace").strip()[-2_000:]
        raise NotFinishedError(f"exit {took['exit']}: {words_said}")
    return Spent(
        wall=took["wall"], cpu=took["cpu"], peak=max(peak, took["peak"]), processes=processes
    )


class _Watch:
    """Adds up the memory of a process and its descendants, as the peak of one hides the others.

    Pages that several share are counted once (the proportional share of each).
    """

    def __init__(self, process: int) -> None:
        self._process = process
        self._peak = 0
        self._most = 1
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def ended(self) -> tuple[int, int]:
        """Stop looking; return the most bytes and the most processes seen at once."""
        self._stop.set()
        self._thread.join()
        return self._peak, self._most

    def _look(self) -> None:
        while not self._stop.wait(SAMPLED):
            family = _family(self._process)[1:]  # without the one that started it
            self._most = max(self._most, len(family))
            if len(family) > 1:
                self._peak = max(self._peak, sum(map(_share, family)))


def _family(process: int) -> list[int]:
    found = [process]
    for parent in found:
        with suppress(OSError):  # a process may end while it is looked at
            for thread in Path(f"/proc/{parent}/task").glob("*/children"):
                found += map(int, thread.read_text(encoding="ascii").split())
    return found


def _share(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * _KILOBYTE
    return 0


@dataclass(frozen=True, slots=True)
class Seen:
    """One file: what it holds, and which writing of it this is."""

    content: str
    writing: tuple[int, int]


def look(folder: Path) -> dict[str, Seen]:
    """Note every file below a folder, by its path there."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            status = path.stat()
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            found[path.relative_to(folder).as_posix()] = Seen(
                content, (status.st_mtime_ns, status.st_ino)
            )
    return found


def changes(before: dict[str, Seen], after: dict[str, Seen]) -> tuple[set[str], set[str]]:
    """Return the files that were written, and those whose bytes are others now, new ones in both."""
    new = after.keys() - before.keys()
    stayed = after.keys() & before.keys()
    written = {path for path in stayed if before[path].writing != after[path].writing}
    changed = {path for path in stayed if before[path].content != after[path].content}
    return written | new, changed | new


def put_aside(folder: Path, aside: Path) -> Path:
    """Move a folder away before a run, below `aside`, and return where it is now.

    To delete what many files hold makes the next program that writes pay for it, with half as much
    system time again. So nothing is deleted before the last run. Both lie on one disk.
    """
    aside.mkdir(exist_ok=True)
    place = Path(tempfile.mkdtemp(dir=aside)) / folder.name
    if folder.exists():
        folder.rename(place)
    return place


def size(folders: tuple[Path, ...]) -> tuple[int, int]:
    """Return how many files lie below folders, and how many bytes they hold."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return len(files), sum(path.stat().st_size for path in files)
