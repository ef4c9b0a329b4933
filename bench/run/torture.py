"""Whether 100,000 claims and 50,000 sources are checked and built, and within what memory.

    python -m bench.run.torture --claims 100000

Checks and builds an invented site once each, from nothing, then builds it again with one record
changed, and says time and peak memory of all processes together. What the check kept is moved away
before the build, and all of it is deleted after the last run. Fails when a build holds more than
`--most` at once. Needs about 10 GB of disk for one language, in BENCH_FOLDER or the folder for
temporary files.
"""

import json
import os
import tempfile
from pathlib import Path

import rich_click as click

from bench.lib.job import Job
from bench.lib.measuring import end_with_order, put_aside, run, size
from bench.lib.sites import write
from bench.peers import lastro

GIGABYTE = 1024**3


@click.command()
@click.option("--claims", default=100_000, show_default=True)
@click.option("--languages", default="en", show_default=True, help="One or more, by commas.")
@click.option("--most", default=3.0, show_default=True, help="GiB that a run may hold at once.")
@click.option("--longest", default=14_400.0, show_default=True, help="Seconds one run may take.")
def main(claims: int, languages: str, most: float, longest: float) -> None:
    """Check and build one very large site."""
    end_with_order()
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        site = Path(name) / "site"
        write(site, claims, tuple(languages.split(",")))
        job = lastro.job(site)
        assert job.change is not None
        check = Job(commands=(lastro.CHECK,), folder=site, made=(), output=())
        (site / "build").mkdir()  # where nothing was built, nothing is remembered
        peaks = [told("check", check, longest), told("check again", check, longest)]
        put_aside(site / "build", Path(name) / "aside")
        peaks.append(told("build from nothing", job, longest))
        job.change(0)
        peaks.append(told("build, one record changed", job, longest))
    if max(peaks) > most * GIGABYTE:
        raise SystemExit(f"held {max(peaks) / GIGABYTE:.2f} GiB at once, more than {most}")


def told(what: str, job: Job, longest: float) -> int:
    """Run once, say what it took, and return the bytes held at the peak."""
    spent = run(job.commands, job.folder, longest)
    files, written = size(job.output)
    said = {
        "what": what,
        "wall": round(spent.wall, 2),
        "cpu": round(spent.cpu, 2),
        "peak_gib": round(spent.peak / GIGABYTE, 3),
        "processes": spent.processes,
        "files": files,
        "bytes": written,
    }
    click.echo(json.dumps(said))
    return spent.peak


if __name__ == "__main__":
    main()
