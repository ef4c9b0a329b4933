"""Lastro against its own bounds, a row each, as the page on performance of the handbook lists them.

    python -m bench.run.bounds

Builds and checks 10,000 claims beside Hugo, MkDocs and ruamel.yaml, and serves this site and one of
2,000 claims: about a quarter of an hour on a quiet machine. What takes longer stands there with a
command of its own.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import rich_click as click

from bench.peers import hugo, mkdocs
from bench.run.build_site import AGAIN, CHANGED, CHECKED, COLD, OURS

RUAMEL = "ruamel.yaml, read alone"
RATIOS = (
    (COLD, mkdocs.NAME, "cpu", 1 / 8),
    (COLD, hugo.NAME, "wall", 1.0),
    (COLD, hugo.NAME, "cpu", 1.1),
    (COLD, hugo.NAME, "peak", 1 / 2),
    (CHANGED, hugo.NAME, "wall", 1 / 20),
    (CHECKED, RUAMEL, "cpu", 1 / 11),
)
"""What is measured, beside whom, and the most that Lastro may take of what the other one takes."""
MOST_AGAIN = 0.6
"""Seconds that a check may take where nothing changed."""
SERVED = ((("--site", "."), 0.3), (("--claims", "2000"), 0.6))
"""Sites that are served, and the seconds from a save to the page."""


def compare(result: dict[str, Any]) -> Iterator[str]:
    """Yield the rows that a run of `build_site` decides."""
    rows = {(row["case"], row["tool"]): row for row in result["rows"]}
    ours = {row["case"]: row for row in result["rows"] if row["tool"] in OURS}
    for case, tool, what, most in RATIOS:
        other = rows[case, tool]
        if "failed" in other or "failed" in ours[case]:
            yield f"| {case}: {what} to {tool} | not measured: a run failed |"
            continue
        ratio = 1 / other[f"{what}_to_lastro"]
        both = f"{ours[case][what]:,.2f} against {other[what]:,.2f}"
        yield _row(f"{case}: {what} to {tool}", ratio, most, both)
    again = ours[AGAIN]["wall"]
    yield _row(f"{AGAIN}: wall s", again, MOST_AGAIN, f"CPU {ours[AGAIN]['cpu']:.2f} s")
    one = result["one_record"]
    yield _row("files written beyond those that changed", one["written"] - one["changed"], 0, "")


def _row(what: str, found: float, most: float, told: str) -> str:
    verdict = "kept" if found <= most else "missed"
    return f"| {what} | {verdict}: {found:.3f}, at most {most:.3f}; {told} |"


def _run(module: str, *options: str) -> str:
    command = [sys.executable, "-m", f"bench.run.{module}", *options]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


@click.command(help=__doc__)
@click.option("--claims", default=10_000, show_default=True)
@click.option("--languages", default="en", show_default=True)
@click.option("--saves", default=20, show_default=True)
def main(*, claims: int, languages: str, saves: int) -> None:
    """Measure, and print a row each as it is known."""
    only = ("--only", hugo.NAME, "--only", mkdocs.NAME)
    size = ("--claims", str(claims), "--languages", languages)
    for row in compare(json.loads(_run("build_site", *size, *only, "--full", "--json"))):
        click.echo(row)
    for site, most in SERVED:
        said = _run("serve", *site, "--saves", str(saves)).strip()
        seconds = float(said.partition("median ")[2].split()[0])
        click.echo(_row("from a save to the page: wall s", seconds, most, said))


if __name__ == "__main__":
    main()
