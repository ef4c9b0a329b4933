"""`lastro export`: the files of one format for machines, without a build of the pages."""

from datetime import date
from pathlib import Path

import click

from lastro.checks.runner import run
from lastro.commands.shared.console import tell
from lastro.commands.shared.options import flag, today_option
from lastro.commands.shared.records import load_here, sound_corpus
from lastro.diagnostics.report import count_of
from lastro.errors import LastroError
from lastro.exports.registry import find_formats, make_files
from lastro.publish.mkdocs.config import read_settings
from lastro.site.derive import derive
from lastro.system.output import write_file
from lastro.text.messages import did_you_mean, in_quotes


@click.command("export")
@click.argument("name", metavar="FORMAT", required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="build/exports",
    metavar="DIR",
)
@flag("--list", "listed")
@today_option
def command(*, name: str | None, out: Path, listed: bool, today: date) -> None:
    formats = find_formats()
    if listed:
        tell(f"{one.name:14}{one.purpose}" for one in formats.values())
        return
    if name is not None and name not in formats:
        formats = find_formats(sound_corpus(load_here()).settings.exports.more)
    if name is None or name not in formats:
        hint = did_you_mean(name or "", formats, f"formats: {', '.join(formats)}")
        raise LastroError(f"no format {in_quotes(name)}" if name else "no FORMAT is named", hint)
    loaded = load_here()
    corpus = sound_corpus(loaded)
    if run(loaded, today).failed:
        raise LastroError("the records have errors", "run `lastro check`")
    site = derive(corpus, today, url=read_settings(loaded.root, corpus.settings.publisher).site_url)
    files = [*make_files(site, [formats[name]])]
    for file in files:
        write_file(out / file.path, file.content)
    tell([f"wrote {count_of(len(files), 'file')} into {out}"])
