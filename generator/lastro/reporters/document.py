"""JSON as all our commands print it: to be read by programs, and inert wherever it is shown.

A record's words end up in the strings of a document, and the document in the log of a workflow. So
all but ASCII is escaped, in the way of JSON: a parser gets the same text back.
"""

import json
from collections.abc import Mapping


def document(content: Mapping[str, object], indent: int = 2) -> str:
    return json.dumps(content, indent=indent, default=str).replace("##[", r"#\u0023[") + "\n"


def pick(value: object, names: str) -> dict[str, object]:
    """Return some attributes of a value by their names, which are those of the document too."""
    return {name: getattr(value, name) for name in names.split()}


def lastro_document(name: str, content: Mapping[str, object], indent: int = 2) -> str:
    """Write one in a form of ours, version 1: keys are only ever added, readers ignore others."""
    return document({"format": f"lastro-{name}", "version": 1, **content}, indent)
