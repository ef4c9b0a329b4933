"""`lastro new`: a record to start from, with a mark wherever only a person knows what to write."""

from datetime import date
from functools import partial
from pathlib import Path

import click

from lastro.capture.fetched import Route
from lastro.commands.new import options as options
from lastro.commands.new.claim import article_defaults, long_works, plan_of, plan_of_source
from lastro.commands.shared.console import tell, write
from lastro.commands.shared.edits import require_record
from lastro.commands.shared.network import connect_to_option
from lastro.commands.shared.options import flag
from lastro.commands.shared.plan import (
    NewPlan,
    carry_out,
    create,
    describe,
    document,
    free_id,
    list_in_article,
    looks_like,
)
from lastro.commands.shared.records import load_here, require_language, sound_corpus
from lastro.editing.duplicates import claims_like, works_like
from lastro.editing.scaffold import article_scaffold, claim_scaffold, source_scaffold
from lastro.errors import LastroError
from lastro.loading.workspace import Workspace
from lastro.model.article import Article
from lastro.model.claim import Claim
from lastro.model.source import Source
from lastro.reporters.document import lastro_document

VERDICT = ("not_checked", "reviews.", "volatility")
"""How the fields begin that an open claim lacks."""
AN_EVENT = click.Path(path_type=Path, dir_okay=False)


@click.group("new")
def command() -> None:
    """Hold a verb for each kind of record: each does its own work."""


@command.command("article")
@click.argument("address", required=False, metavar="[URL]")
@options.field_options("article")
@options.reader_language_option
@options.common_options
def new_article(
    *,
    address: str | None,
    reader_language: str | None,
    record_id: str | None,
    today: date,  # noqa: ARG001 - one word means one thing in every kind
    dry_run: bool,
    shape_json: bool,
    **fields: str | None,
) -> None:
    loaded = load_here()
    given = _require_reader_language(loaded, reader_language) | options.fields_given(
        {**fields, "url": address}
    )
    given |= options.answers("article")
    settings = sound_corpus(loaded).settings
    url, title = given.get("url", ""), given.get("title", "")
    article_id = free_id(loaded, "article", record_id, "" if url == "unknown" else url, title)
    scaffold = article_scaffold(given, settings)
    new = create(loaded, "article", article_id, scaffold, Article)
    notes = looks_like(works_like("articles", [url], title, loaded.trees))
    _carry_out_and_say(loaded, NewPlan((new,), notes=notes), dry_run=dry_run, shape_json=shape_json)


@command.command("source")
@click.argument("address", required=False, metavar="[URL]")
@options.field_options("source")
@flag("--capture", "from_page")
@connect_to_option
@click.option("--from-issue", "event", type=AN_EVENT)
@options.common_options
def new_source(
    *,
    address: str | None,
    from_page: bool,
    routes: tuple[Route, ...],
    event: Path | None,
    record_id: str | None,
    today: date,
    dry_run: bool,
    shape_json: bool,
    **fields: str | None,
) -> None:
    loaded = load_here()
    given = options.fields_given({**fields, "url": address})
    if event:
        _require_alone(given, from_page, record_id)
        plan, reporter = plan_of_source(loaded, event, today)
        _carry_out_and_say(loaded, plan, dry_run=dry_run, shape_json=shape_json, reporter=reporter)
        return
    given |= options.answers("source")
    keep_copy = None
    if from_page and not dry_run:
        says, keep_copy = options.fetch_page(loaded, given.get("url", ""), routes)
        given = {**says, **given}
    title, known_by = given.get("title", ""), [given.get(k, "") for k in ("url", "doi", "isbn")]
    plain_title = "" if title == "unknown" else title
    source_id = free_id(loaded, "source", record_id, plain_title, *known_by)
    scaffold = source_scaffold(given, sound_corpus(loaded).settings, today=today.isoformat())
    new = create(loaded, "source", source_id, scaffold, Source)
    notes = looks_like(works_like("sources", known_by, plain_title, loaded.trees))
    if keep_copy:
        notes += (keep_copy(source_id),)
    elif from_page:
        notes += (f"would fetch '{given.get('url', '')}' and fill in what it says of itself",)
    _carry_out_and_say(loaded, NewPlan((new,), notes=notes), dry_run=dry_run, shape_json=shape_json)


@command.command("claim")
@click.option("--article", metavar="ID")
@options.field_options("claim")
@flag("--open", "is_open")
@click.option("--from-issue", "event", type=AN_EVENT)
@options.reader_language_option
@options.common_options
def new_claim(
    *,
    article: str | None,
    is_open: bool,
    event: Path | None,
    reader_language: str | None,
    record_id: str | None,
    today: date,
    dry_run: bool,
    shape_json: bool,
    **fields: str | None,
) -> None:
    loaded = load_here()
    given = _require_reader_language(loaded, reader_language) | options.fields_given(fields)
    if event:
        _require_alone(given, article, is_open, record_id)
        plan, reporter = plan_of(loaded, event, today)
        _carry_out_and_say(loaded, plan, dry_run=dry_run, shape_json=shape_json, reporter=reporter)
        return
    if is_open and any(key.startswith(VERDICT) for key in given):
        hint = "leave out `--open`, or `--by` and what the review says"
        raise LastroError("an open claim has no review", hint)
    find_article = partial(require_record, loaded, "article", option="--article")
    find_source = partial(require_record, loaded, "source", option="--source")
    given |= options.answers("claim", {"article": find_article, "evidence.source": find_source})
    asked_for = article or given.get("article")
    if not asked_for:
        raise LastroError("nothing says which article makes the claim", "name it: `--article ID`")
    article_id = find_article(asked_for)
    cited = [find_source(one) for one in given.get("evidence.source", "").split("\n") if one]
    if len(cited) > 1 and "evidence.quote" in given:
        raise LastroError("one passage for several sources", "write the passages into the record")
    words, wording = given.get("said.words", ""), given.get("claim", "")
    claim_id = free_id(loaded, "claim", record_id, words, wording)
    scaffold = claim_scaffold(
        {**article_defaults(loaded, article_id), **given},
        sound_corpus(loaded).settings,
        long_works=long_works(loaded),
        today=today.isoformat(),
        is_open=is_open,
    )
    new = create(loaded, "claim", claim_id, scaffold, Claim, article=article_id)
    listed = list_in_article(loaded, article_id, claim_id)
    plan = NewPlan((new,), (listed,), looks_like(claims_like((words, wording), loaded.trees)))
    _carry_out_and_say(loaded, plan, dry_run=dry_run, shape_json=shape_json)


def _require_alone(*others: object) -> None:
    if any(others):
        raise LastroError("`--from-issue` takes all from the form", "leave the other flags out")


def _require_reader_language(loaded: Workspace, given: str | None) -> dict[str, str]:
    return {"reader_language": require_language(loaded, given, "--in")} if given is not None else {}


def _carry_out_and_say(
    loaded: Workspace,
    plan: NewPlan,
    *,
    dry_run: bool,
    shape_json: bool,
    reporter: str | None = None,
) -> None:
    if not dry_run:
        carry_out(loaded, plan)
    if shape_json:
        more = {} if reporter is None else {"reporter": reporter}
        write(lastro_document("new", document(plan, dry_run=dry_run) | more, indent=1))
        return
    tell(describe(plan, dry_run=dry_run))
