"""What `lastro new` is told: on its command line, in a terminal, or by the page of a source.

Whoever gives a flag is not asked anything: a script must never wait for a person.
"""

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import click
import yaml
from click.core import ParameterSource

from lastro.capture.extract import page_facts
from lastro.capture.fetched import Route
from lastro.capture.take import Target, fetch, keep
from lastro.commands.shared.captures import open_store
from lastro.commands.shared.network import fetcher
from lastro.commands.shared.options import Verb, flag, today_option, together
from lastro.commands.shared.plan import problems_in
from lastro.commands.shared.records import sound_corpus
from lastro.editing.round_trip import inline
from lastro.errors import LastroError
from lastro.evidence.proofs import capture_key
from lastro.loading.workspace import Workspace
from lastro.model.article import Article
from lastro.model.base import Record
from lastro.model.claim import Claim, Evidence, Review
from lastro.model.fields import fields_of, values_of
from lastro.model.said import Claimant, Said
from lastro.model.source import Read, Source
from lastro.text.escape import url as safe_url
from lastro.text.messages import in_quotes, sentence

NEVER_ANSWERS = {"today", "dry_run", "shape_json", "routes"}
"""Options that say how to work, not what the record holds."""
_DOT = "__"
_NAMES = {
    f"field_{one}"
    for one in ("claimant__name", "evidence__source", "parties", "reviews__by", "topics")
}
"""Options of the fields that may hold several names: each name is given by itself."""
_OF_RECORDS = (Article, Claim, Claimant, Evidence, Read, Said, Source)
_MODELS: Mapping[str, type[Record]] = {
    **{model.__name__.lower(): model for model in _OF_RECORDS},
    "reviews": Review,
}
"""The kinds of records, and the maps within them that options and questions are about."""


@cache
def _read_told() -> dict[str, dict[str, Any]]:
    told = yaml.load(Path(__file__).with_name("fields.yml").read_bytes(), yaml.CSafeLoader)
    return cast("dict[str, dict[str, Any]]", told)


def _model_and_key(kind: str, field: str) -> tuple[type[Record], str]:
    """Return the map that holds a field, which is written as `said.words` where that is within a record."""
    within, _, key = field.rpartition(".")
    return _MODELS[within or kind], key


def _fill_in(text: str, kind: str, field: str) -> str:
    model, key = _model_and_key(kind, field)
    return text.replace("{}", ", ".join(values_of(fields_of(model)[key]))) if "{}" in text else text


def field_options(kind: str) -> Callable[[Verb], Verb]:
    """Add an option for each field; its value arrives under the field's name with `__` for a dot."""
    told = _read_told()[kind]["options"].items()
    named = (
        (f, f"field_{field.replace('.', _DOT)}", _fill_in(t, kind, field)) for f, (field, t) in told
    )
    how: dict[str, Any] = {"metavar": "TEXT", "multiple": True, "callback": _said_once}
    return together(*(click.option(f, dest, help=text, **how) for f, dest, text in named))


def _said_once(_: click.Context, option: click.Parameter, said: tuple[str, ...]) -> str | None:
    """Return names a line each; refuse a second text of any other field, since one would be lost."""
    if len(said) > 1 and option.name not in _NAMES:
        raise LastroError(f"`{option.opts[0]}` is given {len(said)} times", "give it once")
    return "\n".join(said) if said else None


common_options = together(
    click.option("--id", "record_id", metavar="ID", help="Default: made from its words."),
    today_option,
    flag("--dry-run", help="Show what would be written; write nothing."),
    flag("--json", "shape_json", help="Print one JSON document."),
)
reader_language_option = click.option("--in", "reader_language", metavar="LANG")


def fields_given(values: Mapping[str, str | None]) -> dict[str, str]:
    """Return what the field options say, by field; what was left out is not there."""
    return {
        name.removeprefix("field_").replace(_DOT, "."): value
        for name, value in values.items()
        if value is not None
    }


def answers(
    kind: str, ids: Mapping[str, Callable[[str], object]] = MappingProxyType({})
) -> dict[str, str]:
    """Ask in a terminal, when the command line says nothing of the record; else return nothing.

    An answer that the check would refuse is asked for again. `ids` are for answers that name a
    record: they raise LastroError where there is none.
    """
    context = click.get_current_context()
    told = {
        name
        for name in context.params
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    if told - NEVER_ANSWERS or not at_a_terminal():
        return {}
    click.echo("Leave empty what you do not know: it is marked TODO.", err=True)
    asked = {
        field: _ask_until_it_holds(
            _fill_in(question, kind, field), ids.get(field) or partial(require_sound, kind, field)
        )
        for field, question in _read_told()[kind]["questions"].items()
    }
    return {field: answer for field, answer in asked.items() if answer}


def _ask_until_it_holds(question: str, require: Callable[[str], object]) -> str:

    def judged(answer: str) -> str:
        said = answer.strip()
        try:
            if said:
                require(said)
        except LastroError as error:
            raise click.UsageError(sentence(f"{error.message}; {error.hint}")) from None
        return said

    answer: str = click.prompt(
        question, default="", show_default=False, prompt_suffix=" ", err=True, value_proc=judged
    )
    return answer


def require_sound(kind: str, field: str, answer: str) -> None:
    owner, key = _model_and_key(kind, field)
    for problem in problems_in(f"{key}: {inline(answer)}\n", owner, {}, ()):
        if problem.route[:1] == (key,):
            raise LastroError(problem.message, problem.hint)


def at_a_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def fetch_page(
    loaded: Workspace, url: str, routes: tuple[Route, ...]
) -> tuple[Mapping[str, str], Callable[[str], str]]:
    """Fetch a page; return what it says of itself, by field, and what keeps a copy of it.

    A copy is kept for the id of a source that is about to be there; a line comes back that says so.
    """
    if not url:
        raise LastroError("`--capture` needs an address", "name where the source stands")
    if safe_url(url) is None:
        raise LastroError(f"{in_quotes(url)} is no http(s) address", "give the public address")
    getter = fetcher(sound_corpus(loaded).settings.publisher.url, routes)
    retrieved, warc = fetch(Target("", url, ()), getter.get)
    facts = page_facts(retrieved.body, retrieved.media_type, retrieved.charset, url)
    says = {}
    for key, text in facts.items():
        with suppress(LastroError):  # a page may say anything; a record may not hold all of it
            require_sound("source", key, text)
            says[key] = text

    def keep_copy(source_id: str) -> str:
        target = Target(capture_key(source_id), retrieved.url, ())
        size = keep(target, retrieved, warc, open_store(loaded)).capture.size
        filled = ", ".join(says) or "nothing"
        return f"captured {size:,} bytes; taken from the page: {filled} (compare them with it)"

    return says, keep_copy
