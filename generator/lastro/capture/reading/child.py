"""The child process that reads what strangers wrote; `lastro.capture.extract` starts it.

Its parsers are written in C and their input is anybody's. So it gives up what it does not need
before it reads a byte: memory, time, and every new file and socket. Standard input is one line of
JSON and then the bytes; standard output is one JSON object.
"""

import codecs
import json
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version

from lastro import __version__
from lastro.capture.reading import html_text, pdf_text
from lastro.capture.reading.charset import CODECS, decode
from lastro.capture.reading.media import HTML, PDF, kind_of, may_be_pdf
from lastro.errors import LastroError
from lastro.evidence.quotes import READINGS_APART, between
from lastro.text.comparable import normalise_source, strip_marks

Answer = dict[str, object]
_BY_HAND = "save the words you need as a text file and name it with `--file`"
_READS_HTML = f"trafilatura {version('trafilatura')}"
_READS_PDF = f"pypdfium2 {version('pypdfium2')}"
_READS_TEXT = f"lastro {__version__}"


def main() -> None:
    """Read one capture and print its text, or why it has none."""
    order = json.loads(sys.stdin.buffer.readline())
    body = sys.stdin.buffer.read()
    _warm_up()
    if may_be_pdf(body):
        order["memory"] = min(order["memory"], pdf_text.MOST_MEMORY)
    _give_up(order)
    try:
        if "url" in order:
            answer = facts_of(body, order["media_type"], order["charset"], order["url"])
        else:
            answer = answer_to(body, order["media_type"], order["charset"])
    except LastroError as error:
        answer = {"message": error.message, "hint": error.hint}
    except MemoryError:
        answer = {"message": "there is more in it than memory allows", "hint": _BY_HAND}
    json.dump(answer, sys.stdout)


def answer_to(body: bytes, media_type: str, charset: str | None) -> Answer:
    """Turn bytes into normalised text with its parts.

    Raises LastroError for a medium that is not read, and for bytes that hold no text.
    """
    kind = kind_of(body, media_type, charset)
    source = None
    if kind == PDF:
        extractor = _READS_PDF
        pages = enumerate(pdf_text.page_texts(body), start=1)
        text, parts = _joined([(str(number), page) for number, page in pages])
    elif kind == HTML:
        extractor = _READS_HTML
        source = decode(body, charset, is_markup=True)
        page = html_text.parse(source.text)
        whole = html_text.visible_text(page)
        main = html_text.keep_standing_lines(html_text.main_text(page), whole)
        text, parts = _joined([("main", main), ("whole", whole)], lambda *_: READINGS_APART)
    else:
        extractor = _READS_TEXT
        source = decode(body, charset)
        text, parts = _joined([("", normalise_source(strip_marks(source.text)))])
    if not parts:
        hint = "a scanned page needs its words recognised first" if kind == PDF else ""
        raise LastroError("no text in it", hint or _BY_HAND)
    return {
        "text": text,
        "parts": parts,
        "media_type": kind,
        "charset": source and source.charset,
        "extractor": extractor,
    }


def facts_of(body: bytes, media_type: str, charset: str | None, url: str) -> Answer:
    """Return what a web page says of itself; nothing for other media."""
    if kind_of(body, media_type, charset) != HTML:
        return {}
    page = html_text.parse(decode(body, charset, is_markup=True).text)
    return dict(html_text.facts(page, url))


def _joined(
    named: list[tuple[str, str]], border: Callable[[str, str], str] = between
) -> tuple[str, list[tuple[str, int]]]:
    """Join normalised parts, one character between two; one without words is left out."""
    parts: list[tuple[str, int]] = []
    texts, offset = [""], 0
    for name, plain in named:
        if plain:
            texts += [border(texts[-1], plain) if parts else "", plain]
            parts.append((name, offset + len(texts[-2])))
            offset = parts[-1][1] + len(plain)
    return "".join(texts), parts


def _warm_up() -> None:
    """Load what is loaded at first use, while files can still be opened."""
    page = html_text.parse("<article><p>Quays.</p><table><tr><td>1</td></tr></table></article>")
    html_text.main_text(page)
    html_text.facts(page, "https://port.example.org/2026-01-12/")
    for codec in (*CODECS.values(), "unicode_escape"):
        codecs.lookup(codec)


def _give_up(order: dict[str, int]) -> None:
    """Give up memory, time, core dumps, children, and all files and sockets not yet open."""
    limits = {
        resource.RLIMIT_AS: order["memory"],
        resource.RLIMIT_CPU: order["cpu_s"],
        resource.RLIMIT_FSIZE: order["answer"],
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 0,
    }
    for limit, most in limits.items():
        with suppress(ValueError, OSError):  # some systems know a limit and refuse to set it
            resource.setrlimit(limit, (most, most))


if __name__ == "__main__":
    main()
