"""A claim or a source that a reader proposes in an issue form, read as values and nothing else.

Whoever fills in the form needs no YAML; whoever reads it must not trust it. Only the fields below are
read, each up to its length, and an address is http(s). A form is refused with all its faults at once:
who waits for an answer writes once. "I don't know" is an answer to all but the words and the evidence.
Source: GitHub, "Syntax for issue forms" and the webhook event `issues`: below a heading of the third
level in `issue.body` stands the answer.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import langcodes
from msgspec import Struct

from lastro.errors import LastroError
from lastro.loading.source_text import refuse_hidden_in
from lastro.model.catalogue import say
from lastro.model.values import why_not_id
from lastro.places import START
from lastro.syntax.tree import Refused, Scalar, is_mark
from lastro.text.dates import NotADateError, broad_date
from lastro.text.escape import url as safe_url
from lastro.text.messages import in_quotes

LARGEST_EVENT = 1_000_000
"""Bytes of the JSON of one event."""
LONGEST_BODY = 65_536
"""Characters of an issue, as code hosts limit them."""
LONGEST: Mapping[str, Mapping[str, int]] = {
    "claim": {
        "words": 1_000,
        "article": 2_000,
        "evidence": 2_000,
        "passage": 2_000,
        "claimant": 200,
        "said_on": 40,
        "language": 35,
    },
    "source": {"claim": 2_000, "evidence": 2_000, "passage": 2_000, "where": 200},
}
"""The fields of the form of a kind, and the most characters of each; `form_words` in a catalogue is
the heading of `words`."""
_RECORDS = ("article", "claim")
"""Fields that may name a record of the site, of the kind that they are called by."""
_ADDRESSES = (*_RECORDS, "evidence")
_OWED = ("words", "evidence")
_OWN_PAGE = re.compile(r"https?://\S+/claims/([a-z0-9-]+)/?(?:#\S*)?")
_UNKNOWN = re.compile(
    r"_no response_|i (?:don['’]t|do not) know\.?|não sei\.?|no lo sé\.?|weiß ich nicht\.?|لا أعرف\.?|unknown|n/?a|-*|\?*",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^### +(.+?) *$", re.MULTILINE)
_FENCED = re.compile(r"\s*```\w*\n(.*?)\n```\s*", re.DOTALL)
"""An answer of a field that the host shows as code."""
_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\[bot\])?")


class Proposal(Struct, frozen=True):
    """What a form says, empty where nobody knew; `reporter` is the account that sent it."""

    evidence: str
    passage: str
    reporter: str
    words: str = ""
    article: str = ""
    claimant: str = ""
    said_on: str = ""
    language: str = ""
    claim: str = ""
    where: str = ""


def proposal_of(
    event: bytes, kind: str, languages: Sequence[str], require: Callable[[str, str, str], str]
) -> Proposal:
    """Read the event of an issue, whose form is in one of the languages.

    `require` returns the id of a record of a kind, or raises LastroError that says where it was
    written. Raises LastroError that names each field at fault.
    """
    issue = _issue_of(event)
    headings, said = _answers_by_field(issue["body"].replace("\r\n", "\n"), kind, languages)
    answers, faults = {}, []
    for name, heading in headings.items():
        try:
            answers[name] = _read_answer(name, heading, said.get(name, ""), LONGEST[kind][name])
            if name in _RECORDS and answers[name] and safe_url(answers[name]) is None:
                require(name, answers[name], f"'{heading}'")
        except LastroError as error:
            faults.append(error)
    if len(faults) > 1:
        listed = [f"{fault.message}: {fault.hint}" for fault in faults]
        raise LastroError(f"{len(faults)} answers cannot be used", "mend them all at once", listed)
    if faults:
        raise faults[0]
    user = issue.get("user")
    login = user.get("login") if isinstance(user, dict) else None
    known = isinstance(login, str) and _LOGIN.fullmatch(login)
    return Proposal(**answers, reporter=str(login) if known else "")


def _issue_of(event: bytes) -> dict[str, Any]:
    """Return the issue of an event, whose `body` is a text; raises LastroError for other events."""
    try:
        found = json.loads(event)
    except (ValueError, RecursionError):
        raise LastroError("the event is not JSON", "give the file that the workflow gets") from None
    issue = found.get("issue") if isinstance(found, dict) else None
    if not isinstance(issue, dict):
        hint = "run this for `issues` events: opened or edited"
        raise LastroError("the event speaks of no issue", hint)
    body = issue.get("body")
    if not isinstance(body, str) or not body.strip():
        raise LastroError("the issue has no text", "fill in the form")
    if len(body) > LONGEST_BODY:
        message = f"the issue has {len(body)} characters, the limit is {LONGEST_BODY}"
        raise LastroError(message, "shorten it")
    return issue


def _answers_by_field(
    body: str, kind: str, languages: Sequence[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the headings of the form in the language that most of it is in, and its answers, by field.

    Headings that are not of the form, and what stands below them, are dropped. Of two answers to
    one field the first is kept: whoever writes below a form cannot change what stands in it.
    """
    pieces = _HEADING.split(body)
    written: dict[str, str] = {}
    for heading, text in zip(pieces[1::2], pieces[2::2], strict=True):
        written.setdefault(heading.casefold(), text)
    forms = []
    for language in (*languages, "en"):
        with suppress(KeyError):  # `language-unknown` says that no catalogue speaks it
            form = {name: say(language, f"form_{name}").casefold() for name in LONGEST[kind]}
            forms.append(form)
    form = max(forms, key=lambda one: len(written.keys() & set(one.values())))
    return form, {name: written[heading] for name, heading in form.items() if heading in written}


def _read_answer(name: str, heading: str, text: str, longest: int) -> str:
    """Read an answer as one line; refuse what is too long, hides characters or is no address."""
    fenced = _FENCED.fullmatch(text)
    said = " ".join((fenced[1] if fenced else text).split())
    if _UNKNOWN.fullmatch(said):
        if name in _OWED:
            raise LastroError(f"'{heading}' is empty", f"fill in '{heading}': it is needed")
        return ""
    if len(said) > longest:
        message = f"'{heading}' has {len(said)} characters, the limit is {longest}"
        raise LastroError(message, "shorten it")
    scalar = Scalar(START, said, plain=False, verbatim=False)
    try:
        said.encode()
        refuse_hidden_in(scalar)
    except UnicodeEncodeError:
        raise LastroError(f"'{heading}' is no text in UTF-8", "write it anew") from None
    except Refused as refused:
        message = f"'{heading}' holds a hidden character: {refused.message}"
        raise LastroError(message, refused.hint) from None
    if is_mark(scalar):
        raise LastroError(f"'{heading}' is still to be written", f"say what {heading} is")
    is_id = name in _RECORDS and why_not_id(said) is None  # as a page of the site fills it in
    if name in _ADDRESSES and safe_url(said) is None and not is_id:
        meant = "the id, or the public address" if name in _RECORDS else "the public address"
        hint = f"give {meant}, from https:// on, and nothing beside it"
        raise LastroError(f"'{heading}' is no http(s) address", hint)
    return _standardize(name, heading, said)


def _standardize(name: str, heading: str, said: str) -> str:
    if name == "said_on":
        try:
            broad_date(said)
        except NotADateError as error:
            raise LastroError(f"'{heading}': {error}", error.hint) from None
    if name == "language":
        if not langcodes.tag_is_valid(said):
            hint = "write en or pt-BR"
            raise LastroError(f"'{heading}': {in_quotes(said)} is not a language tag", hint)
        return langcodes.standardize_tag(said)
    if name == "claim" and safe_url(said):
        page = _OWN_PAGE.fullmatch(said)
        if page is None:
            hint = "give the id of a claim, or leave it empty"
            raise LastroError(f"'{heading}' is no page of a claim", hint)
        return page[1]
    return said
