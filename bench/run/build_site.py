"""Build the same pages with Lastro and its peers: time, processor and memory, as ratios of one run.

    python -m bench.run.build_site --claims 1000 --languages en --runs 3

Invents a site, lets Lastro build it, and hands the pages ready-made to MkDocs, Zensical, Hugo and
Eleventy; Doorstop, StrictDoc and sphinx-needs get the records in their own form. The tools take
turns, so that a busy minute of the machine meets all of them, and medians are shown. Earlier output
is moved away before a run from nothing, and deleted after the last run of all tools. Peers are
installed into build/bench/, never beside Lastro. Writes build/bench/SIZE.json and a table; with --docs the
table and the chart of that size in docs/handbook/explanation/performance.md too.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import rich_click as click

from bench.lib import report
from bench.lib.cases import Bench, Measured
from bench.lib.job import Job, Peer
from bench.lib.measuring import end_with_order
from bench.lib.ready_pages import Ready, ready
from bench.lib.sites import write as write_invented
from bench.peers import doorstop, eleventy, hugo, lastro, mkdocs, sphinx_needs, strictdoc, zensical

ROOT = Path(__file__).parents[2]
PLACE = ROOT / "build" / "bench"
SMALL = 1_000
"""So many claims ruamel and Doorstop read, unless they are to read all of a larger site."""
COLD = "built from nothing"
CHANGED = "one record changed"
CHECKED = "checked, nothing kept"
AGAIN = "checked again"
ENGINE = f"{lastro.NAME}, --engine-only"
OURS = {lastro.NAME, "lastro check"}
PEERS: tuple[Peer, ...] = (mkdocs, zensical, hugo, eleventy,
                           strictdoc, sphinx_needs)  # fmt: skip


def installed(asked: tuple[Peer, ...]) -> tuple[list[Peer], dict[str, str]]:
    """Install the peers that can be had; return them, and every version or why there is none."""
    found, versions = [], {}
    for peer in asked:
        try:
            versions[peer.NAME] = peer.install(PLACE / peer.__name__.rpartition(".")[2])
            found.append(peer)
        except LookupError as error:
            versions[peer.NAME] = str(error)
            click.echo(f"  {peer.NAME} is left out: {error}", err=True)
    return found, versions


def built(site: Path, claims: int, languages: tuple[str, ...]) -> Ready:
    """Invent a site and let Lastro build it, with every page staged for its engine."""
    write_invented(site, claims, languages)
    subprocess.run(
        [*lastro.BUILD, "--engine-only"], cwd=site, check=True, stdout=subprocess.DEVNULL
    )
    return ready(site, languages)


def sites(
    found: list[Peer], given: Ready, work: Path, *, engine: bool
) -> tuple[list[Measured], list[Measured]]:
    """Lay out every tool that builds a site, for the two cases that build."""
    measured = []
    for peer in found:
        folder = work / peer.__name__.rpartition(".")[2]
        folder.mkdir(exist_ok=True)
        job = peer.lay_out(given, folder, PLACE / folder.name)
        measured.append(
            Measured(case=COLD, tool=peer.NAME, note=peer.NOTE, slow=peer.SLOW, job=job)
        )
    if engine:
        job = lastro.job(given.site, "--engine-only")
        measured.insert(
            0, Measured(case=COLD, tool=ENGINE, note="every page through MkDocs", job=job)
        )
    again = [
        Measured(case=CHANGED, tool=one.tool, note=one.note, slow=one.slow, job=one.job)
        for one in measured
        if one.job.change and one.tool != ENGINE
    ]
    return measured, again


def checks(given: Ready, work: Path, found: list[Peer], *, all_of_it: bool) -> list[Measured]:
    """Lay out what reads and checks the records, and writes nothing."""
    site = given.site
    small = given
    if not all_of_it:
        write_invented(work / "small", SMALL, tuple(given.pages))
        small = Ready(site=work / "small", pages=given.pages, frames={}, assets=site)
    read = (sys.executable, str(ROOT / "bench" / "lib" / "ruamel_load.py"), ".")
    places = [site] if small is given else [site, small.site]
    measured = []
    for place in places:
        (place / "build").mkdir(exist_ok=True)  # where nothing was built, nothing is remembered
        made = (place / "build" / "state",)
        asks = Job(commands=(lastro.CHECK,), folder=place, made=made, output=())
        again = Job(commands=(lastro.CHECK,), folder=place, made=(), output=())
        note = "" if place is site else f"of {SMALL:,} claims"
        measured += [
            Measured(case=CHECKED, tool="lastro check", note=note, job=asks),
            Measured(case=AGAIN, tool="lastro check", note=note, job=again),
        ]
    limit = "" if small is given else f"of {SMALL:,} claims"
    job = Job(commands=(read,), folder=small.site, made=(), output=())
    measured.append(
        Measured(case=CHECKED, tool="ruamel.yaml, read alone", note=limit, slow=True, job=job)
    )
    if doorstop in found:
        folder = work / "doorstop"
        folder.mkdir()
        job = doorstop.lay_out(small, folder, PLACE / "doorstop")
        name, note = doorstop.NAME, "; ".join(filter(None, [doorstop.NOTE, limit]))
        measured.append(Measured(case=CHECKED, tool=name, note=note, slow=True, job=job))
    return measured


def rows(measured: list[Measured]) -> list[dict[str, object]]:
    """Return what is told of each, compared with Lastro in the same case and of the same size."""
    told = []
    for one in measured:
        ours = [m for m in measured if m.case == one.case and m.tool in OURS]
        # the last one checks as many records as those that are compared with it
        told.append(one.row(None if one.tool in OURS else ours[-1]))
    return told


@click.command()
@click.option("--claims", default=1_000, show_default=True)
@click.option("--languages", default="en", show_default=True, help="One or more, by commas.")
@click.option(
    "--runs", default=3, show_default=True, help="Rounds; a tool that takes minutes runs once."
)
@click.option("--longest", default=600.0, show_default=True, help="Seconds one run may take.")
@click.option("--only", multiple=True, metavar="NAME", help="Measure only these tools.")
@click.option("--full", is_flag=True, help="ruamel and Doorstop read all, however many there are.")
@click.option(
    "--docs",
    is_flag=True,
    help="Write the table and chart of docs/handbook/explanation/performance.md.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the result as JSON instead of a table."
)
def main(
    claims: int, languages: str, runs: int, longest: float, only: tuple[str, ...],
    *, full: bool, docs: bool, as_json: bool,
) -> None:  # fmt: skip
    """Measure Lastro and its peers on an invented site, in one run."""
    end_with_order()
    spoken = tuple(languages.split(","))
    asked = tuple(p for p in (*PEERS, doorstop) if not only or p.NAME in only)
    found, versions = installed((lastro, *asked))
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        work = Path(name)
        given = built(work / "site", claims, spoken)
        bench = Bench(work, runs=runs, longest=longest)
        building = [p for p in found if p is not doorstop]
        cold, changed = sites(building, given, work, engine=not only or ENGINE in only)
        bench.cold(cold)
        written = bench.changed(changed)
        checked = checks(given, work, found, all_of_it=full or claims <= SMALL)
        bench.checked(checked)
        result = {
            "format": "lastro-bench", "version": 1, "claims": claims,
            "sources": len(list((work / "site" / "sources").iterdir())),
            "languages": list(spoken), "pages": sum(map(len, given.pages.values())),
            "cores": os.cpu_count(), "python": platform.python_version(), "versions": versions,
            "one_record": written,
            "rows": rows([*cold, *changed, *checked]),
        }  # fmt: skip
    PLACE.mkdir(parents=True, exist_ok=True)
    (PLACE / f"{report.size_of(result)}.json").write_text(
        json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    click.echo(json.dumps(result, ensure_ascii=False) if as_json else report.table(result))
    if docs:
        report.write_docs(result, ROOT / "docs")


if __name__ == "__main__":
    main()
