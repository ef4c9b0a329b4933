"""What commands that change a record share: find it, change its text, take it back, say what is new.

A record is edited as the file stands on the disk, with its line ends. What the change leaves to a
person is not guessed: every rule runs over the records before and after it.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import date

import click

from lastro.checks.runner import run
from lastro.commands.shared.options import Verb, together
from lastro.commands.shared.records import sound_corpus
from lastro.diagnostics.finding import Severity, Value
from lastro.diagnostics.report import Diagnostic, Report, count_of
from lastro.editing.dry_run import RecordRewrite, reread
from lastro.editing.duplicates import claims_like, works_like
from lastro.errors import LastroError
from lastro.loading.workspace import Workspace
from lastro.model.base import Kept
from lastro.model.reader_text import says_nothing
from lastro.places import KINDS, Place, RecordPath
from lastro.syntax.tree import Items, Scalar
from lastro.system.atomic import write_kept
from lastro.text.messages import did_you_mean, in_quotes

WITHDRAWN = "withdrawn"
NOTHING_LEFT = "nothing else needs you"


def record_named(loaded: Workspace, kind: str, record_id: str, *, option: str = "") -> Kept:
    """Look a record up by kind (`claim`, `source`, `article`) and id.

    Raises LastroError for an id that no readable record has; `option` says where it was written.
    """
    corpus, where = sound_corpus(loaded), f" ({option})" if option else ""
    found = corpus.records.get((KINDS[kind], record_id))
    if found is not None:
        return found
    if corpus.knows(KINDS[kind], record_id):
        hint = "run `lastro check`"
        raise LastroError(f"the file of {kind} {in_quotes(record_id)} has errors", hint)
    for (folder, key), record in corpus.records.items():
        if record_id in record.former_ids and folder == KINDS[kind]:
            hint = f"it is called '{key}' now"
            raise LastroError(f"{in_quotes(record_id)} is a retired id{where}", hint)
    for other, folder in KINDS.items():
        if corpus.knows(folder, record_id):
            hint = f"name a {kind}" if option else f"write `{other} {record_id}`"
            raise LastroError(f"{in_quotes(record_id)} is no {kind} but a {other}{where}", hint)
    known = [str(key) for folder, key in corpus.records if folder == KINDS[kind]]
    hint = did_you_mean(record_id, known, "its id is the name of its file")
    raise LastroError(f"no {kind} {in_quotes(record_id)}{where}", hint)


def find_records(
    loaded: Workspace, words: Sequence[str], kinds: Sequence[str], many: int
) -> tuple[str, list[str]]:
    """Return the kind of the first record that is named, stated or found, and so many ids.

    Raises LastroError for another number of ids, and for one that no kind has, or more than one.
    """
    corpus, stated = sound_corpus(loaded), words[0] if words[0] in kinds else ""
    ids = [*words[1:]] if stated and len(words) > many else [*words]
    if len(ids) != many:
        hint = f"{' or '.join(kinds)} may stand before, to say what is meant"
        raise LastroError(f"{count_of(many, 'id is', 'ids are')} needed, here: {len(ids)}", hint)
    if len(ids) < len(words):
        return stated, ids
    found = [kind for kind in kinds if corpus.knows(KINDS[kind], ids[0])]
    retired = {folder for (folder, _), r in corpus.records.items() if ids[0] in r.former_ids}
    found = found or [kind for kind in kinds if KINDS[kind] in retired]
    if len(found) == 1:
        return found[0], ids
    if found:
        both = " and of ".join(f"a {kind}" for kind in found)
        hint = f"write `{found[0]} {ids[0]}`"
        raise LastroError(f"{in_quotes(ids[0])} is the id of {both}", hint)
    known = [str(key) for kind in kinds for folder, key in corpus.records if folder == KINDS[kind]]
    hint = did_you_mean(ids[0], known, "its id is the name of its file")
    raise LastroError(f"no {' or '.join(kinds)} {in_quotes(ids[0])}", hint)


def text_of(loaded: Workspace, route: RecordPath) -> str:
    """Read a record with its line ends; raises LastroError when it is no longer what was loaded."""
    return loaded.read_again(loaded.path_of(route)).decode(errors="replace")


def write_edit(loaded: Workspace, edit: RecordRewrite) -> None:
    loaded.read_again(edit.path)
    write_kept(loaded.root / edit.path, edit.after.encode())


def find_new(loaded: Workspace, edit: RecordRewrite, today: date) -> Iterator[Diagnostic]:
    """Yield what the check finds after an edit and not before; refuse one that breaks the record."""
    corpus = sound_corpus(loaded)
    after = reread(loaded, (edit,), corpus)
    standing = {found.identity for found in run(loaded, today).diagnostics}
    yield from new_findings(run(after, today), standing, lambda found: found.identity)


def new_findings(
    report: Report, standing: Container[object], what: Callable[[Diagnostic], object]
) -> Iterator[Diagnostic]:
    """Yield what did not stand before and needs a person; notes need nobody."""
    for found in report.diagnostics:
        is_note = found.severity is Severity.NOTE
        if not (is_note or found.waived or what(found) in standing):
            yield found


def describe_left(left: Sequence[Diagnostic]) -> Iterator[str]:
    if not left:
        yield NOTHING_LEFT
        return
    yield f"{count_of(len(left), 'place needs you', 'places need you')}:"
    for found in left:
        yield f"  {found.place} {found.rule}: {found.message}"
        yield f"      {found.hint}"


def refuse_withdrawn(loaded: Workspace, kind: str, record_id: str, record: Kept) -> None:
    if record.withdrawn:
        raise LastroError(
            f"{kind} {in_quotes(record_id)} was withdrawn on {record.withdrawn.on}",
            f"its reason stands in {loaded.place((KINDS[kind], record_id, 'withdrawn'))}",
        )


def holder(loaded: Workspace, kind: str, record_id: str) -> Place | str:
    """Return where an id is held, also as a retired one; an empty text when it is free."""
    if (kind, record_id) in loaded.trees:
        return loaded.path_of((kind, record_id))
    for at in loaded.trees:
        written = loaded.records.get(at)
        if at[0] != kind or (isinstance(written, Kept) and record_id not in written.former_ids):
            continue
        retired = loaded.trees[at][1].nodes.get("former_ids")
        listed = retired[1].nodes if retired and isinstance(retired[1], Items) else []
        for index, node in enumerate(listed):
            if isinstance(node, Scalar) and node.text == record_id:
                return loaded.place((*at, "former_ids", index))
    if sound_corpus(loaded).knows(kind, record_id):
        broken: Sequence[Diagnostic] = loaded.diagnostics
        stem = f"{record_id}/article.yml" if kind == "articles" else f"{record_id}.yml"
        return next((d.place.path for d in broken if d.place.path.endswith(stem)), "a broken file")
    return ""


def require_record(loaded: Workspace, kind: str, record_id: str, option: str) -> str:
    """Return the id of a record, be it unfinished; refuse what is none, such as a title, and name it."""
    corpus = sound_corpus(loaded)
    if (KINDS[kind], record_id) in loaded.trees or corpus.knows(KINDS[kind], record_id):
        return record_id
    trees, folder, said = loaded.trees, KINDS[kind], (record_id,)
    known = [str(at[1]) for at in trees if at[0] == folder]
    like = claims_like(said, trees) if kind == "claim" else works_like(folder, said, said[0], trees)
    meant = [one.id for one in like] + [one for one in known if record_id and record_id in one]
    otherwise = f"did you mean '{meant[0]}'?" if meant else f"make it first: `lastro new {kind}`"
    hint = did_you_mean(record_id, known, otherwise)
    raise LastroError(f"no {kind} {in_quotes(record_id)} ({option})", hint)


def reason_options(*, required: bool) -> Callable[[Verb], Verb]:
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
