"""Files of a note-taking program: a line that names it, then a note a line, deleted ones behind a minus."""

from html import escape

STARTS = b"NOTES 1\n"
MEDIA_TYPE = "text/x-notes"


def read(body: bytes) -> str:
    """Return HTML with the words that whoever opens the file sees, and no others."""
    lines = body.decode(errors="replace").splitlines()[1:]
    shown = (line for line in lines if not line.startswith("-"))
    return "<html><body>" + "".join(f"<p>{escape(line)}</p>" for line in shown) + "</body></html>"
