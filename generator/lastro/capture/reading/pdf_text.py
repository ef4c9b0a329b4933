"""The words of a PDF, page by page: filings and papers are PDFs, and are cited by page.

A PDF says where each letter is drawn, not how words go on: hyphens at line ends, footnote marks,
running heads and feet are told from their shape and place, and read in both ways. Some programs draw
Arabic or Hebrew from left to right, and give the vowel signs of Indic scripts no width: what comes
out has its letters turned around, or blanks within its words. No honest quote stands in such a text,
so the file is refused with what to do instead. Runs in the child process of `lastro.capture.extract`
only.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import closing
from ctypes import byref, c_double
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

from lastro.capture.reading.footnotes import RAISED, Footnotes
from lastro.errors import LastroError
from lastro.text.comparable import HYPHEN, choice, normalise_source, settle, strip_marks

MOST_MEMORY = 480 << 20
"""Bytes of memory for reading a PDF: its streams unpack to a thousand times their size."""
_HYPHEN = "\ufffe"
"""What PDFium puts for a hyphen at a line end that parts a word, in place of hyphen and line end.
Source: PDFium, `CPDF_TextPage`; `FPDFText_IsHyphen`."""
_PARTED = re.compile(rf"\b(\w++){_HYPHEN}(?=(\w+))")
_LINE_END = re.compile(r"(?<=\w)-\r?\n(?=[^\W\d])|(?<=[^\W\d])-\r?\n(?=\d)")
_COMPOUND = re.compile(r"\b\w++(?:-\w++)+")
_MAY_BE_RAISED = re.compile(r"(?<=\S) ?([\d*∗†‡§¶][\d*∗†‡§¶,–-]{0,7})(?<![,–-])")
_SMALLER = 0.85
_HIGHER = 0.15
"""Parts of the height of the character before: a raised mark is at most so high, and so much higher."""

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_INDIC = "\u0900-\u0dff\u1000-\u109f\u1780-\u17ff"
_PAIR = re.compile(f"([{_RIGHT_TO_LEFT}]) ?(?=([{_RIGHT_TO_LEFT}]))")
_BLANK = re.compile(f"(?<=[{_INDIC}]) (?=[{_INDIC}])")
_IN_INDIC = re.compile(f"[{_INDIC}]")
_FEW = 0.05
"""Blanks that PDFium may guess, of the letters beside them."""
_SHARE = 0.25
"""Of all letters: a name in another script is no reason to refuse a file."""
_HINT = "save the page as HTML, or its words as a text file, and name it with `--file`"
_MOST_RUNNING_LINES = 3
_LINES = re.compile(r"[\r\n]+")
_SIDES = 2
_NUMBERS = re.compile(r"\d+")


class OrderCheck:
    """Letters of a PDF, and those of them that came out in a wrong order or with blanks between."""

    def __init__(self) -> None:
        self._letters = self._turned = self._in_order = self._indic = self._guessed = 0

    def look_at(self, text: str, words: pypdfium2.PdfTextPage) -> None:
        """Count the letters of a page; each has the place in `text` that it has in `words`."""
        self._letters += sum(map(str.isalpha, text))
        for found in _PAIR.finditer(text):
            if all(unicodedata.bidirectional(one) in {"R", "AL"} for one in found.groups()):
                first, second = (words.get_charbox(found.start(letter))[0] for letter in (1, 2))
                self._turned += second > first
                self._in_order += second <= first
        self._indic += len(_IN_INDIC.findall(text))
        blanks = (found.start() for found in _BLANK.finditer(text))
        self._guessed += sum(raw.FPDFText_IsGenerated(words, at) == 1 for at in blanks)

    def refuse_broken(self) -> None:
        """Raise LastroError when most of what was counted cannot be read."""
        least = self._letters * _SHARE
        if self._turned > self._in_order and self._turned + self._in_order > least / 2:
            raise LastroError("the PDF draws its right-to-left words from left to right", _HINT)
        if self._guessed > self._indic * _FEW and self._indic > least:
            raise LastroError("the PDF does not say where its Indic words end", _HINT)


def page_texts(body: bytes) -> list[str]:
    """Return the text of each page, comparable, in the order of the file; a scan has none.

    A word parted at a line end is read with and without its hyphen, unless its parts stand elsewhere
    in the file with a hyphen between them: "long-term" is then no "longterm".

    Raises LastroError for a file that is damaged, wants a password, or draws its letters in an order
    that nobody reads.
    """
    notes, order = Footnotes(), OrderCheck()
    try:
        with pypdfium2.PdfDocument(body) as document:
            pages = [_page_text(document, number, notes, order) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            hint = "save a copy without one and name it with `--file`"
            raise LastroError("the PDF wants a password", hint) from error
        hint = "save it again and name it with `--file`"
        raise LastroError("the PDF is damaged", hint) from error
    order.refuse_broken()
    # the neighbours that the file joins with a hyphen within a line
    words = (word.split("-") for page in pages for word in _COMPOUND.findall(page.casefold()))
    compounds = {pair for word in words for pair in pairwise(word)}
    joined = [_joined(page, compounds) for page in set_apart(pages)]
    return [settle(normalise_source(page)) for page in joined]


def _page_text(
    document: pypdfium2.PdfDocument, number: int, notes: Footnotes, order: OrderCheck
) -> str:
    with closing(document[number]) as page, closing(page.get_textpage()) as words:
        text = str(words.get_text_range())
        if words.count_chars() != len(text):  # no character of it can be asked for
            return strip_marks(text)
        order.look_at(text, words)
        pieces, last = [], 0
        for found in _MAY_BE_RAISED.finditer(text):
            at = found.start(1)
            if not _is_smaller_and_higher(words, found.start() - 1, at):
                continue
            pieces.append(strip_marks(text[last : found.start()]))
            linked = _leads_to_note(document, page, words, at)
            pieces.append(_read_raised_mark(found[1], "".join(pieces[-3:]), notes, linked=linked))
            last = found.end()
        return "".join((*pieces, strip_marks(text[last:])))


def _read_raised_mark(mark: str, before: str, notes: Footnotes, *, linked: bool) -> str:
    behind_digit = before[-1:].isdecimal()
    if not (behind_digit and not linked) and notes.is_mark(mark, before, linked=linked):
        return choice("note", mark.translate(RAISED) if behind_digit else mark)
    if behind_digit:
        return mark.translate(RAISED)
    return choice("raised", mark, mark.translate(RAISED)) if mark.isdecimal() else mark


def _is_smaller_and_higher(words: pypdfium2.PdfTextPage, before: int, at: int) -> bool:
    (tall, lower), (small, higher) = (_height_and_baseline(words, one) for one in (before, at))
    return 0 < small <= tall * _SMALLER and higher - lower >= tall * _HIGHER


def _height_and_baseline(words: pypdfium2.PdfTextPage, at: int) -> tuple[float, float]:
    _, bottom, _, top = words.get_charbox(at, loose=True)
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(words, at, byref(x), byref(y))
    return float(top - bottom), y.value


def _leads_to_note(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, words: pypdfium2.PdfTextPage, at: int
) -> bool:
    left, bottom, right, top = words.get_charbox(at)
    link = raw.FPDFLink_GetLinkAtPoint(page, (left + right) / 2, (bottom + top) / 2)
    return bool(link) and bool(raw.FPDFLink_GetDest(document, link))


def _joined(page: str, compounds: set[tuple[str, str]]) -> str:
    def mended(found: re.Match[str]) -> str:
        parts = found[1].casefold(), found[2].casefold()
        is_number = found[1][-1].isdigit() or found[2][0].isdigit()
        return f"{found[1]}{'-' if is_number or parts in compounds else HYPHEN}"

    page = _PARTED.sub(mended, page).replace(_HYPHEN, HYPHEN)
    return _LINE_END.sub(f"-{choice('line', ' ')}", page)


def set_apart(pages: Sequence[str]) -> list[str]:
    """Mark the lines that run at the top and the bottom of most pages, as read or skipped.

    Where a sentence goes on over the end of a page, its reader skips the line with the page's number.
    So such lines are read in both ways; whoever quotes one still finds it.
    """
    bodies = list(pages)
    heads = _cut_running_lines(bodies, at_end=False)
    feet = _cut_running_lines(bodies, at_end=True)
    found = []
    for page, body, head, foot in zip(pages, bodies, heads, feet, strict=True):
        if not (body.strip() and (head or foot)):
            found.append(page)
            continue
        before = choice("running", f"{head} ") if head else ""
        found.append(f"{before}{body.strip()}{choice('running', f' {foot}') if foot else ''}")
    return found


def _cut_running_lines(bodies: list[str], *, at_end: bool) -> list[str]:
    taken = [""] * len(bodies)
    for _ in range(_MOST_RUNNING_LINES):
        running = _running(bodies, at_end=at_end)
        emptied = sum(bodies[number].strip() == line for number, line in running.items())
        if 2 * emptied >= len(running):  # none, or all that the pages say
            break
        for number, line in running.items():
            body = bodies[number].strip()
            bodies[number] = body[: -len(line)] if at_end else body[len(line) :]
            both = (line, taken[number]) if at_end else (taken[number], line)
            taken[number] = " ".join(filter(None, both))
    return taken


def _running(bodies: Sequence[str], *, at_end: bool) -> dict[int, str]:
    """Return the line that most pages share at one end, by page; only its page numbers may differ."""
    ends = [_LINES.split(body.strip())[-1 if at_end else 0].strip() for body in bodies]
    shapes = Counter(_NUMBERS.sub("0", end) for end in ends if end)
    if not shapes:
        return {}
    shape = shapes.most_common(1)[0][0]
    line = r"\d+".join(map(re.escape, shape.split("0")))
    # PDFium may take the last line and the foot for one
    pattern = re.compile(rf"(?:^|\s)({line})\Z" if at_end else rf"\A({line})(?:\s|$)")
    matches = {n: found for n, body in enumerate(bodies) if (found := pattern.search(body.strip()))}
    running = {number: found[1] for number, found in matches.items()}
    pages = len(running)  # left and right pages may have heads of their own
    is_most = (pages > 1 and 2 * pages > len(bodies)) or (
        pages > _SIDES and 5 * pages > 2 * len(bodies)
    )
    return running if is_most and _counts_pages(running) else {}


def _counts_pages(running: dict[int, str]) -> bool:
    """Tell whether each number in a running line stays, or grows by one a page."""
    columns: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for page, line in running.items():
        for column, digits in enumerate(_NUMBERS.findall(line)):
            columns[column].append((page, int(digits)))
    return all(
        len({number for _, number in seen}) == 1
        or len({number - page for page, number in seen}) == 1
        for seen in columns.values()
    )
