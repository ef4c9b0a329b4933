"""JSON as all our commands print it: to be read by programs, and inert wherever it is shown.

A record's words end up in the strings of a document, and the document in the log of a workflow. So
all but ASCII is escaped, in the way of JSON: a parser gets the same text back.
"""

import json
from collections.abc import Mapping


def document(content: Mapping[str, object]) -> str:
    """Write one JSON object, indented, with a line end behind it."""
    return json.dumps(content, indent=2).replace("##[", r"#\u0023[") + "\n"
