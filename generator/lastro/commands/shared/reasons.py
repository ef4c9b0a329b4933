"""The reason for taking a record back, in each language of the site: readers see it on its page."""

from collections.abc import Callable, Mapping
from datetime import date

import click

from lastro.commands.shared.options import Verb, together
from lastro.commands.shared.records import sound_corpus
from lastro.diagnostics.finding import Value
from lastro.errors import LastroError
from lastro.loading.workspace import Workspace
from lastro.text.filler import says_nothing
from lastro.text.messages import did_you_mean, in_quotes

WITHDRAWN = "withdrawn"
"""The key that holds it."""


def reason_options(*, required: bool) -> Callable[[Verb], Verb]:
    """Add `--reason` and `--reason-in`."""
    why = "Why; readers see it on the page."
    return together(
        click.option("--reason", required=required, metavar="TEXT", help=why),
        click.option(
            "--reason-in",
            "translated",
            multiple=True,
            metavar="LANG=TEXT",
            help="The reason in another language of the site; may be given for each.",
        ),
    )


def withdrawal(today: date, why: Mapping[str, str], see: str | None) -> Value:
    """Return what a record says when it is taken back; a reason in one language is a plain text."""
    reason = next(iter(why.values())) if len(why) == 1 else why
    return {"on": today.isoformat(), "reason": reason, **({} if see is None else {"see": see})}


def reasons(loaded: Workspace, reason: str, translated: tuple[str, ...]) -> Mapping[str, str]:
    """Return the reason by language, the first language of the site first; refuse empty ones."""
    first, *others = sound_corpus(loaded).settings.languages
    given = {first: reason}
    for pair in translated:
        language, equals, text = pair.partition("=")
        if not equals:
            raise LastroError(f"{in_quotes(pair)} has no language", "write `--reason-in LANG=TEXT`")
        if language not in others:
            listed = f"`--reason` is in {first}; others of this site: {', '.join(others) or 'none'}"
            hint = did_you_mean(language, others, listed)
            raise LastroError(f"{in_quotes(language)} is no other language of this site", hint)
        if language in given:
            raise LastroError(f"two reasons are in {language}", "give one for each language")
        given[language] = text
    for language, text in given.items():
        if says_nothing(text):
            hint = "say why: readers see it"
            raise LastroError(f"{in_quotes(text)} gives no reason in {language}", hint)
    return given
