"""Lastro itself: records in, checked, derived, every link followed, pages out."""

import sys
from importlib.metadata import version
from pathlib import Path

import yaml

from bench.lib.job import Job, replace_once
from bench.lib.ready_pages import Ready

NAME = "Lastro"
NOTE = "reads, checks and derives the records, and follows every link"
SLOW = False
TODAY = "2026-10-20"
BUILD = (sys.executable, "-m", "lastro", "build", "--today", TODAY)
CHECK = (sys.executable, "-m", "lastro", "check", "--today", TODAY)


def install(place: Path) -> str:
    """Name the version that runs this."""
    del place
    return version("lastro")


def lay_out(ready: Ready, folder: Path, place: Path) -> Job:
    """Take the site where it is."""
    del folder, place
    return job(ready.site)


def job(site: Path, *options: str) -> Job:
    """Build a site of records."""

    def change(number: int) -> None:
        path = sorted(site.glob("claims/*/claim-*.yml"))[number + 1]
        record = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        short = next(iter(record["reviews"][-1]["short"].values()))
        replace_once(path, short, f"Changed {short}")

    return Job(
        commands=((*BUILD, *options),),
        folder=site,
        made=(site / "build",),
        output=(site / "build" / "site",),
        change=change,
    )
