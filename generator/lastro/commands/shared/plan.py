"""What verbs that start records share: an id that is free, a text that holds, one honest summary.

All is decided before anything is written: a claim whose article cannot list it would be half there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from lastro.commands.shared.edits import holder, text_of
from lastro.commands.shared.records import sound_corpus
from lastro.diagnostics.report import count_of
from lastro.editing.duplicates import SimilarRecord
from lastro.editing.edit import with_items
from lastro.editing.scaffold import Scaffold
from lastro.errors import LastroError
from lastro.loading.decode import Problem, decode
from lastro.loading.source_text import refuse_hidden_in
from lastro.loading.workspace import Workspace
from lastro.model.article import Article
from lastro.model.base import Record
from lastro.model.values import slugify, why_not_id
from lastro.places import KINDS, START, RecordPath
from lastro.reporters.document import pick
from lastro.syntax.tree import Refused, Scalar, is_mark, parse, scalars
from lastro.system.atomic import write_kept
from lastro.text.messages import in_quotes

LONGEST_SLUG = 60
"""Characters of an id that is made of words; one that is given may have more."""
LEFT = "placeholder-left"
_TO_BE_LISTED = re.compile(r"^statements:[^\n\r]*", re.MULTILINE)


class NewFile(Struct, frozen=True):
    """A file that is not there yet."""

    kind: str
    id: str
    path: str
    scaffold: Scaffold


class ChangedFile(Struct, frozen=True):
    """A file that is there, as it is to be; `what` says which part of it changes."""

    path: str
    after: str
    what: str


class NewPlan(Struct, frozen=True):
    """All that one command does; the record that was asked for is created last."""

    created: tuple[NewFile, ...]
    changed: tuple[ChangedFile, ...] = ()
    notes: tuple[str, ...] = ()


def free_id(loaded: Workspace, kind: str, given: str | None, *texts: str) -> str:
    """Return the id that is given, or one made of the first text that has words; refuse others."""
    made = next((slug for text in texts if (slug := slug_of(text))), "")
    record_id = made if given is None else given
    if not record_id:
        raise LastroError(f"nothing says what the {kind} is called", "name it with `--id`")
    if fault := why_not_name(kind, record_id):
        raise LastroError(fault[0], fault[1] if given is not None else "name it with `--id`")
    if not re.search("[a-z]", record_id):
        hint = "name it in words with `--id`"
        raise LastroError(f"{in_quotes(record_id)} is a number: it says nothing", hint)
    if place := holder(loaded, KINDS[kind], record_id):
        hint = "choose another id with `--id`"
        raise LastroError(f"{in_quotes(record_id)} is taken: {place}", hint)
    return record_id


def why_not_name(kind: str, record_id: str) -> tuple[str, str] | None:
    """Say what keeps an id from naming a new record, and what to do; None when nothing does.

    A claim called `article` would stand in the place of its article, and be written over it.
    """
    if kind == "claim" and record_id == "article":
        return "'article' is reserved", "choose another: the file of the article has this name"
    return why_not_id(record_id)


def slug_of(text: str) -> str:
    """Make an id of a text, or of an address: of its whole words, as many as an id may have."""
    parts = urlsplit(text.strip())
    if parts.scheme in {"http", "https"}:
        text = f"{(parts.hostname or '').removeprefix('www.')} {unquote(parts.path)}"
        text = re.sub(r"\.(?:html?|php|aspx?|pdf)$", "", text.rstrip("/"))
    slug = slugify(text[:500])
    if len(slug) <= LONGEST_SLUG:
        return slug
    return slug[: LONGEST_SLUG + 1].rpartition("-")[0] or slug[:LONGEST_SLUG]


def create(loaded: Workspace, kind: str, record_id: str, scaffold: Scaffold, model: type[Record],
            *, article: str = "") -> NewFile:  # fmt: skip
    """Judge the text of a new record as the check will.

    Raises LastroError for a value that the check would refuse; marks are what is left to do.
    """
    path = {
        "article": f"claims/{record_id}/article.yml",
        "claim": f"claims/{article}/{record_id}.yml",
        "source": f"sources/{record_id}.yml",
    }[kind]
    identity = {"id": record_id, **({"article": article} if article else {})}
    languages = sound_corpus(loaded).settings.languages
    for problem in problems_in(scaffold.text, model, identity, languages):
        if problem.rule != LEFT:
            field = ".".join(str(step) for step in problem.route if isinstance(step, str))
            raise LastroError(f"{field}: {problem.message}", problem.hint)
    there = loaded.root / path
    if there.exists() or there.is_symlink() or there.parent.is_symlink():
        raise LastroError(f"'{path}' is there already", "choose another id with `--id`")
    return NewFile(kind, record_id, path, scaffold)


def problems_in(
    text: str, model: type[Record], identity: Mapping[str, str], languages: tuple[str, ...]
) -> tuple[Problem, ...]:
    """Return what the check would say of a text; raises LastroError where it could not read it."""
    try:
        text.encode()
        # a raw line break of Unicode would be folded by the parser, and so must be seen before it
        refuse_hidden_in(Scalar(START, text, plain=True, verbatim=False))
        tree = parse(text)
        for _, scalar, _ in scalars(tree):
            refuse_hidden_in(scalar)
        return decode(model, tree, identity, languages).problems
    except UnicodeEncodeError:
        raise LastroError("a text is not in UTF-8", "write it anew") from None
    except Refused as refused:
        raise LastroError(refused.message, refused.hint) from None


def looks_like(found: Sequence[SimilarRecord]) -> tuple[str, ...]:
    """Say of each record that may be the same how near it is and where it stands."""
    same = {
        "address": "the same work",
        "title": "nearly the same title",
        "words": "nearly the same words",
    }
    return tuple(
        f"looks like '{one.id}' ({one.nearness:.2f}, {same[one.what]}): {one.path}" for one in found
    )


def list_in_article(loaded: Workspace, article_id: str, *claims: str) -> ChangedFile:
    """List claims last in their article; raises LastroError where that would do harm."""
    at: RecordPath = ("articles", article_id)
    if at not in loaded.trees:
        hint = "run `lastro check`"
        raise LastroError(f"the file of article {in_quotes(article_id)} has errors", hint)
    before = text_of(loaded, at)
    path, tree = loaded.trees[at]
    node = tree.nodes.get("statements", (None, None))[1]
    if isinstance(node, Scalar) and is_mark(node):
        after = statements_of(before, claims, path)
    else:
        listed = [{"claim": claim_id} for claim_id in claims]
        after = with_items(before, Article, "statements", listed)
        if "\n  - claim: " in after:  # as the others are written, key and value after the dash
            for claim_id in claims:
                after = after.replace(f"\n  - {{claim: {claim_id}}}", f"\n  - claim: {claim_id}")
    return ChangedFile(path, after, "statements")


def statements_of(text: str, claims: Sequence[str], path: str) -> str:
    """Write the first statements of an article over the mark that stands for all of them."""
    eol = "\r\n" if "\r\n" in text else "\n"
    listed = eol.join(["statements:", *(f"  - claim: {claim_id}" for claim_id in claims)])
    after = _TO_BE_LISTED.sub(lambda _: listed, text, count=1)
    before_tree, tree = parse(text.replace("\r\n", "\n")), parse(after.replace("\r\n", "\n"))
    if list(before_tree.nodes) != list(tree.nodes):
        raise LastroError(f"no place for the claim in '{path}'", "list it in `statements` by hand")
    return after


def carry_out(loaded: Workspace, plan: NewPlan) -> None:
    """Write a plan; what was changed meanwhile by somebody else is not touched."""
    for change in plan.changed:
        loaded.read_again(change.path)
    for new in plan.created:
        path = loaded.root / new.path
        path.parent.mkdir(exist_ok=True)
        write_kept(path, new.scaffold.text.encode())
    for change in plan.changed:
        write_kept(loaded.root / change.path, change.after.encode())


def describe(plan: NewPlan, *, dry_run: bool) -> Iterator[str]:
    yield from (f"note  {note}" for note in plan.notes)
    for new in plan.created:
        verb = "would create" if dry_run else "created"
        left = new.scaffold.marks
        names = f"marked TODO ({', '.join(dict.fromkeys(left))})"
        marks = f"{count_of(len(left), 'value')} {names}" if left else "nothing left to write"
        yield f"{verb} {new.path}   {marks}"
        if dry_run:
            yield from (f"  + {line}" for line in new.scaffold.text.splitlines())
    for change in plan.changed:
        verb = "would change" if dry_run else "changed"
        yield f"{verb} {change.path}   {change.what}"
    if plan.created and not dry_run:
        last = plan.created[-1]
        look = f" → lastro preview {last.id}" if last.kind == "claim" else ""
        write = "write over each TODO → " if any(one.scaffold.marks for one in plan.created) else ""
        yield f"next: {write}lastro check{look}"


def document(plan: NewPlan, *, dry_run: bool) -> dict[str, Any]:
    return {
        "written": not dry_run,
        "created": [
            pick(new, "kind id path") | {"marks": new.scaffold.marks} for new in plan.created
        ],
        "changed": [pick(change, "path what") for change in plan.changed],
        "notes": list(plan.notes),
    }
