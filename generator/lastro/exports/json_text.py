"""JSON as text in which nothing can end: in a script of a page, or as one line of a file."""

import json

_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'\u2028\u2029"}


def compact(document: object) -> str:
    """Write a document on one line, without NaN, in the order of its keys."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def in_script(document: object) -> str:
    """Write a document as a data block of a page, which no value of it can close.

    Source: https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
    """
    body = compact(document).translate(_IN_SCRIPT)
    return f'<script type="application/ld+json">{body}</script>'
