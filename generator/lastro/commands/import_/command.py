"""`lastro import`: drafts of records out of what others have published."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from lastro.capture.fetched import Route
from lastro.commands.import_.drafts import Drafts
from lastro.commands.import_.reviews import read_reviews, read_table
from lastro.commands.import_.values import Review
from lastro.commands.shared.console import tell
from lastro.commands.shared.network import connect_to_option, fetcher
from lastro.commands.shared.options import flag, today_option, together
from lastro.commands.shared.plan import carry_out, describe
from lastro.commands.shared.records import load_here, sound_corpus
from lastro.errors import Exit, LastroError

_options = together(today_option, flag("--dry-run"))


@click.group("import")
def command() -> None:
    """Draft records out of what others have published."""


@command.command("claimreview")
@click.argument("place", metavar="FILE|URL")
@connect_to_option
@_options
def import_claimreview(
    *, place: str, routes: tuple[Route, ...], today: date, dry_run: bool
) -> Exit:
    if re.match("https?://", place):
        publisher = sound_corpus(load_here()).settings.publisher.url
        content = fetcher(publisher, routes).get(place).body
    else:
        content = Path(place).read_bytes()
    return _draft(read_reviews(content), today, dry_run=dry_run)


@command.command("csv")
@click.argument("file", type=click.Path(path_type=Path))
@_options
def import_csv(*, file: Path, today: date, dry_run: bool) -> Exit:
    return _draft(read_table(file.read_bytes()), today, dry_run=dry_run)


def _draft(reviews: Sequence[Review], today: date, *, dry_run: bool) -> Exit:
    if not reviews:
        raise LastroError("there is no review in it", "name a page or a file with ClaimReview")
    loaded = load_here()
    drafts, left = Drafts(loaded, sound_corpus(loaded).settings, today), []
    for number, review in enumerate(reviews, start=1):
        try:
            drafts.add(review)
        except LastroError as error:
            left.append(f"left out claim {number}: {error.message}; {error.hint}")
        except RecursionError:
            left.append(f"left out claim {number}: its markup is nested too deeply to be read")
    plan = drafts.to_plan(left)
    if not dry_run:
        carry_out(loaded, plan)
    tell(describe(plan, dry_run=dry_run))
    return Exit.FINDINGS if left else Exit.OK
