"""Invented captures for tests: valid by default, override one thing."""

from datetime import UTC, datetime, timedelta

from lastro.capture.extract import ExtractedText, Part
from lastro.capture.fetched import Retrieved, of_file
from lastro.capture.store.capture import Capture, capture_of
from lastro.capture.store.store import CaptureStore
from lastro.capture.store.warc_write import warc_of_file

AT = datetime(2026, 11, 24, 21, 30, tzinfo=UTC)
BYLAWS = "source:harbour-bylaws"
PAGE = "https://port.example.org/bylaws"
WORDS = "The quays shall be closed on Sundays."


def retrieved(words: str = WORDS, *, seconds: int = 0, url: str = PAGE) -> Retrieved:
    """Take a text file in hand, some seconds after the first."""
    at = AT + timedelta(seconds=seconds)
    return of_file("bylaws.txt", words.encode(), url=url, at=at)


def capture(of: str = BYLAWS, words: str = WORDS, *, seconds: int = 0, url: str = PAGE) -> Capture:
    """Say what is known of that file."""
    text = ExtractedText(words, (Part("", 0),), "text/plain", "utf-8", "lastro 0.1.0")
    return capture_of(of, retrieved(words, seconds=seconds, url=url), text)


def keep(
    store: CaptureStore, of: str = BYLAWS, words: str = WORDS, *, seconds: int = 0, url: str = PAGE
) -> Capture:
    """Put that file into a store."""
    kept = capture(of, words, seconds=seconds, url=url)
    store.add(kept, words, warc_of_file(retrieved(words, seconds=seconds, url=url)))
    return kept
