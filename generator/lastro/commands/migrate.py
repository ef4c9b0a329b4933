"""`lastro migrate`: bring records to the format that this Lastro reads.

Records outlive the program that reads them. A site that was written for an older format is brought
forward by one command; nobody has to know what changed since.
"""

from pathlib import Path

import click

from lastro.commands.shared.console import tell
from lastro.commands.shared.options import dry_run_option
from lastro.diagnostics.finding import Rewrite
from lastro.editing.edit import tree_of, with_steps
from lastro.errors import LastroError
from lastro.loading.load import root_of
from lastro.loading.source_text import text_of
from lastro.model.kinds import SETTINGS
from lastro.model.settings import OLDER_SCHEMAS, SCHEMA, Settings
from lastro.syntax.tree import Refused, Scalar
from lastro.system.atomic import write_kept
from lastro.text.messages import in_quotes


@click.command("migrate")
@click.argument(
    "folder", required=False, type=click.Path(path_type=Path), default=".", metavar="[FOLDER]"
)
@dry_run_option
def command(*, folder: Path, dry_run: bool) -> None:
    path = root_of(folder) / SETTINGS
    content = path.read_bytes()
    try:
        text_of(content)
    except Refused as refused:
        raise LastroError(f"{SETTINGS}: {refused.message}", refused.hint) from None
    before = content.decode()  # with its line ends
    version = _read_known_schema(before)
    if version == SCHEMA:
        tell([f"nothing to change: the records are in schema {SCHEMA}"])
        return
    after = with_steps(before, Settings, [Rewrite(("schema",), SCHEMA, version)])
    if not dry_run:
        write_kept(path, after.encode())
    done = "would have changed" if dry_run else "changed"
    tell([f"{done} {SETTINGS}: schema {version} to {SCHEMA}; no record needs a change"])


def _read_known_schema(text: str) -> str:
    node = tree_of(text).nodes.get("schema")
    if node is None or not isinstance(node[1], Scalar):
        hint = f"write `schema: {SCHEMA}`, or `schema: {OLDER_SCHEMAS[0]}` if the records are older"
        raise LastroError(f"{SETTINGS} names no schema", hint)
    version = node[1].text
    if version not in (*OLDER_SCHEMAS, SCHEMA):
        message = f"{SETTINGS} names schema {in_quotes(version)}, this Lastro reads schema {SCHEMA}"
        raise LastroError(message, "install the release that was made for it")
    return version
