"""What `lastro new` is told: on its command line, in a terminal, or by the page of a source.

Whoever gives a flag is not asked anything: a script must never wait for a person.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from types import MappingProxyType

import click
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
_MAPS: Mapping[str, type[Record]] = {"said": Said, "evidence": Evidence}
"""The maps within a claim that questions ask about."""


def _option(flag: str, field: str, model: type[Record], text: str = "") -> tuple[str, str, str]:
    allowed = values_of(fields_of(model)[field.rpartition(".")[2]])
    return flag, field, text or f"{', '.join(allowed)}."


ARTICLE = (
    _option("--title", "title", Article, "Its title, as printed."),
    _option("--lang", "lang", Article, "Its language: en, pt-BR."),
    _option("--publisher", "publisher", Article, "Who published it, or unknown."),
    _option("--published", "published", Article, "When: a day, a month, a year, or unknown."),
    _option("--why", "why", Article, "Why it was chosen; readers see it."),
)
SOURCE = (
    _option("--title", "title", Source, "Its title, as printed."),
    _option("--publisher", "publisher", Source, "Who published it, or unknown."),
    _option("--published", "published", Source, "When: a day, a month, a year, or unknown."),
    _option("--lang", "lang", Source, "Its language: en, pt-BR."),
    _option("--doi", "doi", Source, "Its DOI."),
    _option("--isbn", "isbn", Source, "Its ISBN."),
    _option("--type", "type", Source),
    _option("--kind", "kind", Source),
    _option("--origin", "origin", Source, "An id for who first had the information."),
    _option("--read-by", "read.by", Read, "Who read it; readers see the name."),
    _option("--read-as", "read.as", Read, "original (the default), archive or reprint."),
    _option("--read-extent", "read.extent", Read),
)
CLAIM = (
    _option("--quote", "said.words", Said, "The words of the claim in the article, as printed."),
    _option("--claim", "claim", Claim, "Our neutral wording, one sentence."),
    _option("--said-on", "said.on", Said, "When it was said. Default: the article's day."),
    _option("--lang", "said.lang", Said, "Language of the words. Default: the article's."),
    _option("--claimant", "claimant.name", Claimant, "Who made the claim."),
    _option("--claimant-kind", "claimant.kind", Claimant),
    _option("--nature", "nature", Claim),
    _option("--stance", "evidence.stance", Evidence),
    _option("--passage", "evidence.quote", Evidence, "The exact words of the source."),
    _option("--where", "evidence.where", Evidence, "Where in the source: p. 12, art. 5, 12:30."),
    _option("--rating", "reviews.rating", Review, "A step of the scale of lastro.yml."),
    _option("--looked-until", "reviews.looked_until", Review, "The day up to which you looked."),
    _option("--short", "reviews.short", Review, "The answer in one sentence."),
    _option("--because", "reviews.because", Review, "The reasons; [@source-id] cites a source."),
    _option("--not-checked", "not_checked", Claim, "What could not be checked."),
    _option("--volatility", "volatility", Claim, "fixed, slow (look again in a year) or fast."),
)
ASKED_OF_ARTICLE = {
    "url": "Where does the article stand (address)?",
    "title": "Its title, as printed?",
    "lang": "Its language (en, pt-BR)?",
    "publisher": "Who published it?",
    "published": "When (2026-04-27, 2026-04 or 2026)?",
}
ASKED_OF_SOURCE = {
    "url": "Where does the source stand (address)?",
    "title": "Its title, as printed?",
    "publisher": "Who published it?",
    "type": f"What is it ({', '.join(values_of(fields_of(Source)['type']))})?",
    "kind": "Is it primary (the record or the actor itself), secondary or tertiary?",
}
ASKED_OF_CLAIM = {
    "article": "Which article makes the claim (the name of its folder in claims/)?",
    "said.words": "The words of the claim in the article, as printed?",
    "claim": "The claim in one neutral sentence of ours?",
    "source": "A source for it (the name of its file in sources/)?",
    "evidence.quote": "The exact words of the source?",
}
"""At most five questions each; an empty answer leaves a mark."""


def field_options(options: Sequence[tuple[str, str, str]]) -> Callable[[Verb], Verb]:
    """Add an option for each field; its value arrives under the field's name with `__` for a dot."""
    named = ((flag, f"field_{field.replace('.', _DOT)}", text) for flag, field, text in options)
    return together(*(click.option(f, dest, metavar="TEXT", help=text) for f, dest, text in named))


common_options = together(
    click.option("--id", "record_id", metavar="ID", help="Default: made from its words."),
    today_option,
    flag("--dry-run", help="Show what would be written; write nothing."),
    flag("--json", "shape_json", help="Print one JSON document."),
)
"""What every kind of record takes."""
reader_language_option = click.option(
    "--in",
    "reader_language",
    metavar="LANG",
    help="The site language that you write in. Default: its first one.",
)


def fields_given(values: Mapping[str, str | None]) -> dict[str, str]:
    """Return what the field options say, by field; what was left out is not there."""
    return {
        name.removeprefix("field_").replace(_DOT, "."): value
        for name, value in values.items()
        if value is not None
    }


def answers(
    questions: Mapping[str, str],
    model: type[Record],
    ids: Mapping[str, Callable[[str], object]] = MappingProxyType({}),
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
        field: _ask_until_it_holds(question, ids.get(field) or partial(require_sound, model, field))
        for field, question in questions.items()
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


def require_sound(model: type[Record], field: str, answer: str) -> None:
    """Refuse what the check would refuse in a field, given as `said.words` within a map."""
    *within, key = field.split(".")
    owner = _MAPS[within[0]] if within else model
    for problem in problems_in(f"{key}: {inline(answer)}\n", owner, {}, ()):
        if problem.route[:1] == (key,):
            raise LastroError(problem.message, problem.hint)


def at_a_terminal() -> bool:
    """Tell whether a person can answer."""
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
            require_sound(Source, key, text)
            says[key] = text

    def keep_copy(source_id: str) -> str:
        target = Target(capture_key(source_id), retrieved.url, ())
        size = keep(target, retrieved, warc, open_store(loaded)).capture.size
        filled = ", ".join(says) or "nothing"
        return f"captured {size:,} bytes; taken from the page: {filled} (compare them with it)"

    return says, keep_copy
