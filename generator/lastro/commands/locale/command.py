"""`lastro locale`: the words of pages in a language that Lastro does not speak, or other words in one."""

from pathlib import Path

import click
from langcodes import standardize_tag, tag_is_valid

from lastro.commands.shared.console import tell
from lastro.commands.shared.words import add_phrases
from lastro.diagnostics.report import count_of
from lastro.errors import LastroError
from lastro.loading.load import root_of
from lastro.model.catalogue import OWN, use_own_words
from lastro.syntax.tree import TODO
from lastro.system.atomic import write_kept
from lastro.text.messages import in_quotes

_MARK = f": {TODO}"


@click.command("locale")
@click.argument("tag")
def command(*, tag: str) -> None:
    if not tag_is_valid(tag):
        hint = "write the tag of a language, such as fi or pt-PT"
        raise LastroError(f"{in_quotes(tag)} is no language", hint)
    tag, root = standardize_tag(tag), root_of(Path())
    own = use_own_words(root).get(tag, "")
    text = add_phrases(tag, own)
    (root / OWN).mkdir(exist_ok=True)
    write_kept(root / OWN / f"{tag}.yml", text.encode())
    before, now = (sum(_MARK in line for line in one.splitlines()) for one in (own, text))
    added = count_of(now - before, "phrase")
    tell([f"added {added} to {OWN}/{tag}.yml; {now} left to write", "next: lastro check"])
