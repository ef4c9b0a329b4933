"""A page that a browser saved as one file (MHTML): the page alone, without what it embeds.

Chrome and Edge offer no other single file. Its words are coded, so nobody could quote from it as
from a text. Sources: RFC 2557, RFC 2045.
"""

import re
from email import errors, message_from_bytes

from lastro.errors import LastroError

MHTML = "multipart/related"
LONGEST_HEAD = 16_384
_HEADER = re.compile(r"(?:From [^\n]*\n)?[\w-]+:")
_RELATED = re.compile(
    r"^(?:Snapshot-Content-Location:|Content-Type:\s*multipart/related)",
    re.IGNORECASE | re.MULTILINE,
)
_ON_ITS_WAY = re.compile(
    r"^(?:To|Received|Return-Path|Delivered-To|DKIM-Signature|Message-ID|Newsgroups):",
    re.IGNORECASE | re.MULTILINE,
)
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_BROKEN = (
    errors.CloseBoundaryNotFoundDefect, errors.MultipartInvariantViolationDefect,
    errors.NoBoundaryInMultipartDefect, errors.StartBoundaryNotFoundDefect,
)  # fmt: skip


def is_mhtml(text: str) -> bool:
    """Tell a page in one file from a letter with pictures in it, which somebody was sent."""
    head = re.split(r"\n\r?\n", text[:LONGEST_HEAD].lstrip(), maxsplit=1)[0]
    return bool(_HEADER.match(head) and _RELATED.search(head) and not _ON_ITS_WAY.search(head))


def root_of(body: bytes) -> tuple[bytes, str | None]:
    """Return the page and its character set; raises LastroError where there is none whole."""
    whole = message_from_bytes(body.lstrip())
    if any(isinstance(defect, _BROKEN) for defect in whole.defects):
        raise LastroError("the MHTML file is damaged or cut off", "save the page again")
    start = whole.get_param("start")
    parts = [one for one in whole.walk() if not one.is_multipart()]
    named = [one for one in parts if start and one.get("Content-ID") == start]
    pages = [one for one in named or parts if one.get_content_type() in _PAGES]
    if not pages:
        hint = "save the page itself, not a picture of it"
        raise LastroError("the MHTML file holds no page", hint)
    content = pages[0].get_payload(decode=True)
    return content if isinstance(content, bytes) else b"", pages[0].get_content_charset()
