"""Subtitles (SubRip, SBV, WebVTT): the words of a film, each with the time at which they are seen.

A sentence runs from one cue into the next, and between them stand numbers and times that nobody
hears. So the words are joined, and the time of a cue is its place, as a page is in a PDF. Source:
the W3C's WebVTT; the others have no specification.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

from lastro.evidence.quotes import between_lines
from lastro.text.comparable import GAP, normalise_source

SUBRIP = "application/x-subrip"
VTT = "text/vtt"
_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d\d)[.,](\d{1,3})"
_CUE = re.compile(rf"^[ \t]*{_TIME}(?:[ \t]*-->[ \t]*|,){_TIME}(?:[ \t][^\n]*)?$\n?", re.MULTILINE)
_BEGINS = re.compile(rf"\s*(?:\d+[ \t]*\n)?{_CUE.pattern}", re.MULTILINE)
_IS_VTT = re.compile(r"WEBVTT(?:[ \t][^\n]*)?(?:\n|$)")
_COUNTER = re.compile(r"(?:^|\n)[ \t]*\d+[ \t]*\n\Z")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>\n]*)>")
_UNSEEN = re.compile(
    r"<rt\b[^<>]*>[^<]*</rt>|</?(?:[biucsv]|font|lang|ruby)\b[^<>\n]*>|<[\d:.]+>|\{\\[^{}\n]*\}",
    re.IGNORECASE,
)


def kind_of_subtitles(text: str) -> str | None:
    text = _lines(text[:2000])
    if _IS_VTT.match(text):
        return VTT
    return SUBRIP if _BEGINS.match(text) else None


def cues(text: str, kind: str) -> list[tuple[str, str]]:
    """Return the normalised words of each cue, and its time as `0h12m05s`.

    Where another voice begins stands a `GAP`: what two people say is no sentence. Lines that a cue
    repeats from the one before, as live captions do, count once.
    """
    found: list[tuple[str, str]] = []
    voice, last, ended = "", "", -1
    for at, start, end, words in _cues(_lines(text), kind):
        first, *rest = _VOICE.split(words)
        for name, said in [("", first), *zip(rest[::2], rest[1::2], strict=True)]:
            if name not in {"", voice} and found:
                found[-1] = (found[-1][0], found[-1][1] + GAP)
            voice, plain = name or voice, _UNSEEN.sub("", said)
            shown = unescape(plain) if kind == VTT else plain
            lines = [line for one in shown.split("\n") if (line := normalise_source(one))]
            if lines and lines[0] == last and start <= ended:
                del lines[0]
            if lines:
                last = lines[-1]
                joined = (between_lines(one, line) + line for one, line in pairwise(lines))
                found.append((at, "".join([lines[0], *joined])))
        ended = end
    return found


def _cues(text: str, kind: str) -> Iterator[tuple[str, int, int, str]]:
    """Yield the place of each cue, its start and end in milliseconds, and its words as written."""
    marks = [*_CUE.finditer(text)]
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        words = text[mark.end() : following.start() if following else len(text)]
        if kind == VTT:  # what follows a blank line is a remark, or the name of the next cue
            words = re.split(r"\n[ \t]*\n", f"\n{words}", maxsplit=1)[0]
        elif following:
            words = _COUNTER.sub("\n", words)
        start, end = ([int(one or 0) for one in mark.groups()[i : i + 4]] for i in (0, 4))
        yield f"{start[0]}h{start[1]:02}m{start[2]:02}s", _ms(*start), _ms(*end), words


def _ms(hours: int, minutes: int, seconds: int, milliseconds: int) -> int:
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
