"""Every text for readers in a corpus, with a key that survives, and which translations are stale.

A reader of the second language must know when her text is older than the one it translates. A key is the
record and the route of a text, and no route holds a number that shifts: reviews go by the first day of
their window, evidence and ratings by id, events and corrections by date, waivers by rule, claimants by
name, statements by the id of their claim or the hash of their words, remarks by the hash of their
translation; the second of one name gets `+2`. Translations of quotes are made from the quote, and left out.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.model.article import Statement
from lastro.model.base import Correction, Kept, Record, Waiver
from lastro.model.claim import Claim, Event, Evidence, Review
from lastro.model.reader_text import Text
from lastro.model.said import Claimant
from lastro.model.settings import Rating, Settings, Topic
from lastro.places import RecordPath, name_of, record_of

OF_A_QUOTE = "translation"
"""The field that translates a quote."""
NO_LANGUAGE = "zxx"
"""The BCP 47 tag of what is in no language, such as code: nobody can translate it."""
SETTINGS = "lastro.yml"
"""What translations.lock calls the record of the site itself."""
SHORT_HASH = 12
_NAME = re.compile(r"[A-Za-z0-9~?-]{1,80}")
"""What may stand in a key; other names go by their hash."""


class ReaderText(Struct, frozen=True):
    """One text for readers: where it stands, and the key of its record and route."""

    route: RecordPath
    stem: str
    text: Text
    by_words: bool = False
    """Set when its route ends in a list of bare texts, which have no names."""

    def key(self, language: str) -> str:
        words = self.text.get(language) or ""
        return f"{self.stem}/{digest(words)[:SHORT_HASH]}" if self.by_words else self.stem


def digest(text: str) -> str:
    """Return the sha256 of a text, white space around it left out, in hexadecimal digits."""
    return sha256(text.strip().encode()).hexdigest()


def reader_texts(corpus: Corpus) -> Iterator[ReaderText]:
    """Yield every text for readers: the scale, then articles, claims and sources by id."""
    yield from texts_in(corpus.settings)
    for record in corpus.records.values():
        yield from texts_in(record)


def texts_in(record: Kept | Settings) -> Iterator[ReaderText]:
    yield from _in_record(record, record.at, name_of(record.at) or SETTINGS)


class Lack(Struct, frozen=True):
    """Words that some languages of the site cannot read, and what is there to build upon."""

    route: RecordPath
    languages: tuple[str, ...]
    text: Text | None
    """The text that lacks them; of a quote its translation, None when it has none at all."""
    of_quote: bool = False


def lacks(record: Kept, corpus: Corpus) -> Iterator[Lack]:
    """Yield each text or quote that lacks a translation; `pt-BR` serves for `pt`."""
    languages = corpus.settings.languages
    for found in () if _speaks_all(record, frozenset(languages)) else texts_in(record):
        missing = tuple(tag for tag in languages if found.text.get(tag) is None)
        if missing:
            yield Lack(found.route, missing, found.text)
    for at, spoken, translation in _quotes(record, corpus) if isinstance(record, Claim) else ():
        there = translation.languages if translation else ()
        missing = tuple(
            t for t in languages if t not in there and not any(speaks(t, tag) for tag in spoken)
        )
        if missing:
            yield Lack(at, missing, translation, of_quote=True)


def _speaks_all(record: Text | Record, languages: frozenset[str]) -> bool:
    """Tell whether nothing below a record lacks a language, which holds for most."""
    if isinstance(record, Text):
        return languages.issubset(record.languages)
    for name in _fields(type(record)):
        value = getattr(record, name)
        for item in value if isinstance(value, tuple) else (value,):
            if item is not None and not _speaks_all(item, languages):
                return False
    return True


def _quotes(
    claim: Claim, corpus: Corpus
) -> Iterator[tuple[RecordPath, tuple[str, ...], Text | None]]:
    said = claim.said
    if said.words and said.lang:
        spoken = (said.lang, said.original.lang) if said.original else (said.lang,)
        yield (*claim.at, "said", "words"), spoken, said.translation
    for number, item in enumerate(claim.evidence):
        source = corpus.sources.get(item.source)
        tag = item.lang or (source.lang if source else None)
        if item.quote and tag and tag != NO_LANGUAGE:
            yield (*claim.at, "evidence", number, "quote"), (tag,), item.translation


def speaks(tag: str, spoken: str) -> bool:
    """Tell whether readers of a language read another: `pt` and `pt-BR` are one to them."""
    return tag.partition("-")[0] == spoken.partition("-")[0]


def stale(record: Kept | Settings, corpus: Corpus) -> Iterator[tuple[ReaderText, str]]:
    """Yield each text and language whose original changed since its translation was accepted."""
    found = texts_in(record) if corpus.translations else ()
    for text, language, made_from in _translated(found, corpus.settings.languages[0]):
        accepted = corpus.translations.get(text.key(language), {}).get(language)
        if accepted not in {None, made_from}:
            yield text, language


def accept(
    corpus: Corpus, language: str, wanted: Callable[[RecordPath], bool]
) -> dict[str, dict[str, str]]:
    """Return a lock in which the wanted translations are fresh; others stay while they last."""
    entries = {
        key: dict(hashes)
        for key, hashes in corpus.translations.items()
        if record_of(key) in corpus.unreadable
    }
    for found, tongue, made_from in _translated(reader_texts(corpus), corpus.settings.languages[0]):
        key = found.key(tongue)
        fresh = tongue == language and wanted(found.route)
        kept = made_from if fresh else corpus.translations.get(key, {}).get(tongue)
        if kept:
            entries.setdefault(key, {})[tongue] = kept
    return entries


def _translated(texts: Iterable[ReaderText], first: str) -> Iterator[tuple[ReaderText, str, str]]:
    for found in texts:
        original = found.text.get(first)
        if original is not None and len(found.text.readings) > 1:
            made_from = digest(original)
            yield from ((found, tag, made_from) for tag in found.text.languages if tag != first)


def _in_record(record: Record, at: RecordPath, route: str) -> Iterator[ReaderText]:
    for name, key in _fields(type(record)).items():
        value = getattr(record, name)
        if isinstance(value, tuple):
            yield from _in_list(value, (*at, key), f"{route}/{key}")
        elif isinstance(value, Text):
            yield ReaderText((*at, key), f"{route}/{key}", value)
        elif value is not None:
            yield from _in_record(value, (*at, key), f"{route}/{key}")


def _in_list(items: tuple[Text | Record, ...], at: RecordPath, route: str) -> Iterator[ReaderText]:
    names: Counter[str] = Counter()
    for number, item in enumerate(items):
        if isinstance(item, Text):
            yield ReaderText((*at, number), route, item, by_words=True)
            continue
        name = _name(item)
        names[name] += 1
        again = f"+{names[name]}" if names[name] > 1 else ""
        yield from _in_record(item, (*at, number), f"{route}/{name}{again}")


def _name(item: Record) -> str:
    """Name an item of a list by what stays when others are put before it."""
    own = _own_name(item)
    return own if _NAME.fullmatch(own) else digest(own)[:SHORT_HASH]


def _own_name(item: Record) -> str:
    match item:
        case Review():
            return item.holds.first.isoformat()
        case Evidence() | Rating() | Topic():
            return item.id
        case Claimant():
            return item.name
        case Event() | Correction():
            return str(item.on)
        case Waiver():
            return item.rule
        case Statement():
            repeated = item.repeats and f"{item.repeats}: {item.words}"
            return item.claim or repeated or f"left out: {item.left_out}"
    raise TypeError(f"a {type(item).__name__} in a list has no name")


@lru_cache(maxsize=64)
def _fields(model: type[Record]) -> Mapping[str, str]:
    return {
        name: field.alias or name
        for name, field in model.model_fields.items()
        if name != OF_A_QUOTE and _holds_text(field.annotation)
    }


def _holds_text(annotation: object) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return bool(_fields(annotation))
    inner = getattr(annotation, "__args__", ())
    return annotation is Text or any(_holds_text(part) for part in inner)
