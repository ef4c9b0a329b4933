"""`lastro diff`: what changes for readers between two states of the records."""

from pathlib import Path

import click

from lastro.changes.compare import compare
from lastro.changes.history import HEAD, base_at, base_of
from lastro.commands.shared.console import write
from lastro.commands.shared.options import flag
from lastro.commands.shared.records import sound_corpus
from lastro.corpus.corpus import Corpus
from lastro.errors import LastroError
from lastro.loading.load import load, root_of
from lastro.model.kinds import SETTINGS
from lastro.reporters.diffs import HERE, formats
from lastro.reporters.diffs.entries import gather
from lastro.text.messages import in_quotes

DOTS = ".."


@click.command("diff")
@click.argument("names", metavar="A..B|A")
@click.option(
    "--format", "shape", type=click.Choice(sorted(formats())), default="text", show_default=True
)
@flag("--json", "as_json")
def command(*, names: str, shape: str, as_json: bool) -> None:
    root = root_of(Path())
    before, after, base, now = _sides(root, names)
    told = gather(compare(base, now), before, after)
    write(formats()["json" if as_json else shape](told))


def _sides(root: Path, names: str) -> tuple[str, str, Corpus, Corpus]:
    """Return the names and the records of both sides; an empty name beside the dots is HEAD."""
    if DOTS not in names or (Path(names) / SETTINGS).is_file():
        loaded = load(root)
        return names, HERE, base_of(root, names, loaded).corpus, sound_corpus(loaded)
    first, _, second = names.partition(DOTS)
    if second.startswith(".") or DOTS in second:
        raise LastroError(f"{in_quotes(names)} names no two revisions", "write A..B with two dots")
    first, second = first or HEAD, second or HEAD
    return first, second, base_at(root, first).corpus, base_at(root, second).corpus
