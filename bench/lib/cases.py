"""The cases that tools are measured in, round after round, each tool in its turn.

What a run from nothing starts without is moved away, never deleted (`measuring.put_aside`); whoever
owns the folder deletes all of it after the last run.
"""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import rich_click as click

from bench.lib.job import Job
from bench.lib.measuring import NotFinishedError, Spent, changes, look, put_aside, run, size
from bench.peers import lastro

LONG = 60.0
"""Seconds: a tool that took longer is measured once, as the noise of a minute says little of it."""


@dataclass(kw_only=True)
class Measured:
    """One tool in one case, over all rounds."""

    case: str
    tool: str
    note: str = ""
    slow: bool = False
    job: Job
    spent: list[Spent] = field(default_factory=list)
    files: int = 0
    bytes: int = 0
    failed: str = ""

    def row(self, base: "Measured | None") -> dict[str, object]:
        """Return what is told of it: medians, and how many times as much as Lastro it took."""
        row: dict[str, object] = {"case": self.case, "tool": self.tool, "note": self.note}
        if self.failed:
            return row | {"failed": self.failed}
        row |= {
            "runs": len(self.spent),
            "files": self.files,
            "bytes": self.bytes,
            "processes": max(one.processes for one in self.spent),
        }
        for key in ("wall", "cpu", "peak"):
            row[key] = statistics.median(getattr(one, key) for one in self.spent)
            if base and base.spent:
                pairs = zip(self.spent, base.spent, strict=False)
                ratio = statistics.median(getattr(a, key) / getattr(b, key) for a, b in pairs)
                row[f"{key}_to_lastro"] = ratio
        return row


class Bench:
    """Lays everything out below one folder, and measures case by case."""

    def __init__(self, work: Path, *, runs: int, longest: float) -> None:
        self._aside = work / "aside"
        self._runs = runs
        self._longest = longest

    def cold(self, measured: list[Measured]) -> None:
        """Measure every tool from nothing, in turns."""
        for one, _ in self._turns(measured):
            for made in one.job.made:
                put_aside(made, self._aside)
            self._run(one)
            one.files, one.bytes = size(one.job.output)

    def changed(self, measured: list[Measured]) -> dict[str, int]:
        """Change one record, build, and hold Lastro to writing just what changed.

        Returns how many files it wrote, and how many of them have other bytes. Raises SystemExit
        when it wrote a file that did not change, or nothing.
        """
        told = {"written": 0, "changed": 0}
        for one, number in self._turns(measured):
            assert one.job.change is not None
            ours = one.tool == lastro.NAME
            before = look(one.job.output[0]) if ours else {}
            one.job.change(number)
            self._run(one)
            if ours and not one.failed:
                written, other = changes(before, look(one.job.output[0]))
                if written != other or not other:
                    odd = sorted(written ^ other)[:5]
                    raise SystemExit(f"{len(written)} files written, {len(other)} changed: {odd}")
                told = {"written": len(written), "changed": len(other)}
        return told

    def checked(self, measured: list[Measured]) -> None:
        """Check the records, in turns; from nothing where a case starts so.

        What a build kept comes back afterwards, so that the next one to check again finds it.
        """
        for one, _ in self._turns(measured):
            kept = {made: put_aside(made, self._aside) for made in one.job.made if made.exists()}
            self._run(one)
            for made, aside in kept.items():
                put_aside(made, self._aside)
                aside.rename(made)

    def _turns(self, measured: list[Measured]) -> Iterator[tuple[Measured, int]]:
        for number in range(self._runs):
            for one in measured:
                long = one.slow or any(spent.wall > LONG for spent in one.spent)
                if not one.failed and not (number and long):
                    click.echo(f"  {one.case}: {one.tool}, {number + 1}", err=True)
                    yield one, number

    def _run(self, one: Measured) -> None:
        try:
            one.spent.append(run(one.job.commands, one.job.folder, self._longest))
        except NotFinishedError as error:
            one.failed = str(error)
            click.echo(f"  {one.tool}: {error}", err=True)
