"""A claim that a reader proposes in an issue form, read as values and nothing else.

Whoever fills in the form needs no tool and no YAML; whoever reads it must not trust it. Only the
fields below are read, each up to its length, and an address is http(s) or the form is refused with
one sentence that names the field. "I don't know" is an answer everywhere but for the words and the
address of the evidence.

The event of an issue is the JSON that a code host hands to a workflow: `issue.body` holds a
heading of the third level for each field of the form, and the answer below it. Source: GitHub,
"Syntax for issue forms" and the webhook event `issues`.
"""

import json
import re
from collections.abc import Mapping

import langcodes
from msgspec import Struct

from lastro.errors import LastroError
from lastro.loading.source_text import refuse_hidden_in
from lastro.model.values import why_not_id
from lastro.places import START
from lastro.syntax.tree import Refused, Scalar, is_mark
from lastro.text.dates import NotADateError, broad_date
from lastro.text.escape import url as safe_url
from lastro.text.messages import clean, in_quotes

LARGEST_EVENT = 1_000_000
"""Bytes of the JSON of one event."""
LONGEST_BODY = 65_536
"""Characters of an issue, as code hosts limit them."""
LONGEST: Mapping[str, int] = {
    "words": 1_000,
    "article": 2_000,
    "evidence": 2_000,
    "passage": 2_000,
    "claimant": 200,
    "said on": 40,
    "language": 35,
}
"""The fields of the form, by the headings that they have, and the most characters of each."""
_ADDRESSES = ("article", "evidence")
_OWED = ("words", "evidence")
_UNKNOWN = re.compile(
    r"_no response_|i (?:don['’]t|do not) know\.?|não sei\.?|unknown|n/?a|-*|\?*", re.IGNORECASE
)
_HEADING = re.compile(r"^### +(.+?) *$", re.MULTILINE)
_FENCED = re.compile(r"\s*```\w*\n(.*?)\n```\s*", re.DOTALL)
"""An answer of a field that the host shows as code."""
_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\[bot\])?")


class Proposal(Struct, frozen=True):
    """What a form says, empty where nobody knew; `reporter` is the account that sent it."""

    words: str
    article: str
    evidence: str
    passage: str
    claimant: str
    said_on: str
    language: str
    reporter: str


def proposal_of(event: bytes) -> Proposal:
    """Read the event of an issue; raises LastroError that names the field at fault."""
    if len(event) > LARGEST_EVENT:
        raise LastroError(f"the event is larger than {LARGEST_EVENT} bytes", "shorten the issue")
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
    fields = _answers_by_heading(body.replace("\r\n", "\n"))
    answers = {name: _read_answer(name, fields.get(name, "")) for name in LONGEST}
    for name in _OWED:
        if not answers[name]:
            raise LastroError(f"'{name}' is empty", f"fill in '{name}': a claim needs it")
    user = issue.get("user")
    login = user.get("login") if isinstance(user, dict) else None
    known = isinstance(login, str) and _LOGIN.fullmatch(login)
    return Proposal(
        **{name.replace(" ", "_"): text for name, text in answers.items()},
        reporter=str(login) if known else "",
    )


def _answers_by_heading(body: str) -> dict[str, str]:
    """Return the answers by heading, in lower case.

    Headings that are not of the form, and what stands below them, are dropped. Of two answers to
    one field the first is kept: whoever writes below a form cannot change what stands in it.
    """
    pieces = _HEADING.split(body)
    found: dict[str, str] = {}
    for heading, text in zip(pieces[1::2], pieces[2::2], strict=True):
        if heading.casefold() in LONGEST:
            found.setdefault(heading.casefold(), text)
    return found


def _read_answer(name: str, text: str) -> str:
    """Read an answer as one line; refuse what is too long, hides characters or is no address."""
    fenced = _FENCED.fullmatch(text)
    said = " ".join((fenced[1] if fenced else text).split())
    if _UNKNOWN.fullmatch(said):
        return ""
    if len(said) > LONGEST[name]:
        message = f"'{name}' has {len(said)} characters, the limit is {LONGEST[name]}"
        raise LastroError(message, "shorten it")
    scalar = Scalar(START, said, plain=False, verbatim=False)
    try:
        said.encode()
        refuse_hidden_in(scalar)
    except UnicodeEncodeError:
        raise LastroError(f"'{name}' is no text in UTF-8", "write it anew") from None
    except Refused as refused:
        hint = refused.hint
        raise LastroError(f"'{name}' holds a hidden character: {refused.message}", hint) from None
    if is_mark(scalar):
        raise LastroError(f"'{name}' is still to be written", f"say what {clean(name)} is")
    is_id = name == "article" and why_not_id(said) is None  # as a page of the site fills it in
    if name in _ADDRESSES and safe_url(said) is None and not is_id:
        hint = "give the public address, and nothing beside it"
        raise LastroError(f"'{name}' is no http(s) address", hint)
    return _standardize(name, said)


def _standardize(name: str, said: str) -> str:
    if name == "said on":
        try:
            broad_date(said)
        except NotADateError as error:
            raise LastroError(f"'{name}': {error}", error.hint) from None
    if name == "language":
        if not langcodes.tag_is_valid(said):
            hint = "write en or pt-BR"
            raise LastroError(f"'{name}': {in_quotes(said)} is not a language tag", hint)
        return langcodes.standardize_tag(said)
    return said
