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

_options = together(
    today_option, flag("--dry-run", help="Show what would be written; write nothing.")
)


@click.group("import")
def command() -> None:
    """Draft records out of what others have published.

    A draft says what the review says. TODO marks what only a person knows, and always who decides:
    no verdict of others is published as ours. What no field holds stands in comments of the draft.
    A claim that no record can hold is left out, and one line says why.

    Exit 0: all drafted. 1: some claims were left out. 2: wrong use, or the command could not run.

    \b
        lastro import claimreview https://checks.example.org/feed.json
        lastro import csv claims.csv --dry-run
    """  # noqa: D301 - the backspace is click's mark for lines that keep their ends


@command.command("claimreview")
@click.argument("place", metavar="FILE|URL")
@connect_to_option
@_options
def import_claimreview(
    *, place: str, routes: tuple[Route, ...], today: date, dry_run: bool
) -> Exit:
    """Draft the claims of ClaimReview markup.

    FILE or URL is a page with JSON-LD, a DataFeed or another JSON document with reviews in it, or an
    answer of the Fact Check Tools. A page is fetched as `lastro capture` does.
    """
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
    """Draft the claims of a table, such as claims.csv of another site.

    The first row names the columns, of which `claim` must be one; docs/exports.md lists the others.
    """
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
