"""How a claim will read once a change is merged: its rating, its answer, the words that carry it.

An editor decides on what readers will see. Rows of a table do not show whether the answer fits.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from msgspec import Struct

from lastro.changes.compare import Change
from lastro.changes.wording import collapse_spaces
from lastro.changes.wording import comparable as plain
from lastro.corpus.translations import OF_A_QUOTE, texts_in
from lastro.evidence.labels import say_deciding_labels
from lastro.model.base import Kept
from lastro.model.claim import Claim, current_review
from lastro.model.reader_text import cited_ids
from lastro.places import RecordPath
from lastro.reporters.diffs.entry import TextChange

MOST_SHOWN = 50


class ClaimReading(Struct, frozen=True):
    """The top of a claim's page, in the first language of the site.

    `quote` is what its reasoning cites first, and empty when no passage has words; then so is
    `source`, the name of where they stand.
    """

    claim: str
    rating: str
    short: str
    quote: str
    source: str
    deciding: tuple[str, ...]
    """What is said of its ratings that hang on one label."""


def readings(change: Change, claims: Iterable[str]) -> Iterator[ClaimReading]:
    """Yield how some claims will read, in the order in which they are named; withdrawn and open ones do not."""
    language = change.now.settings.languages[0]
    for number, claim_id in enumerate(claims):
        claim = change.now.claims.get(claim_id)
        review = current_review(claim) if claim and not claim.withdrawn else None
        if claim is None or review is None:
            continue
        rating = change.now.settings.rating(review.rating)
        quoting = [item for item in claim.evidence if item.quote]
        ids = [*cited_ids(str(plain(review.because, language)))]
        first_cited = (item for one in ids for item in quoting if item.id == one)
        item = next(chain(first_cited, quoting), None)
        source = change.now.sources.get(item.source) if item else None
        name = (source.title or source.publisher) if source else None
        yield ClaimReading(
            claim=claim_id,
            rating=str(plain(rating.label, language)) if rating else review.rating,
            short=str(plain(review.short, language)),
            quote=item.quote.exact if item and item.quote else "",
            source=(name or item.source) if item else "",
            deciding=tuple(say_deciding_labels(claim, change.now)) if number < MOST_SHOWN else (),
        )


def retranslations(change: Change) -> Iterator[tuple[RecordPath, tuple[TextChange, ...]]]:
    """Yield what only readers of another language see differ: whoever reads the first one misses it."""
    for at, was in change.pairs.items():
        now, first = change.now.records[at], change.language
        old, new = (_translations(side, first) if was != now else {} for side in (was, now))
        differing = [key for key in new if key in old and old[key] != new[key]]
        if differing:
            yield at, tuple(TextChange(key[1], old[key], new[key], key[0]) for key in differing)


def _translations(record: Kept, first: str) -> dict[tuple[str, str], str]:
    """Return words by where they stand with their language, and by field; white space is no part."""
    texts = (one for one in texts_in(record) if not one.by_words)
    told = [(*one.stem.split("/", 1)[1].rpartition("/"), one.text) for one in texts]
    evidence = record.evidence if isinstance(record, Claim) else ()
    told += [(i.id, "", OF_A_QUOTE, i.translation) for i in evidence if i.translation]
    return {
        (f"{of}, {tag}".removeprefix(", "), field): collapse_spaces(words)
        for of, _, field, text in told
        for tag, words in text.readings
        if field == OF_A_QUOTE or tag != first
    }
