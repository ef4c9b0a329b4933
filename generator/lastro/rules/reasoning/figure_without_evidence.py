from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from lastro.rules import Claim, Corpus, Finding, Findings, Severity, Source, in_quotes
from lastro.text.dates import Edtf, Window
from lastro.text.numbers import Figure, figures

SEVERITY = Severity.WARNING


def check(claim: Claim, corpus: Corpus) -> Findings:
    if any(item.source not in corpus.sources for item in claim.evidence):
        return
    left = list(_figures_of_short(claim))
    for held in _held(claim, corpus) if left else ():
        left = [(values, found) for values, found in left if values.isdisjoint(held)]
        if not left:
            break
    yield from (found for _, found in left)


def _figures_of_short(claim: Claim) -> Iterator[tuple[frozenset[Decimal], Finding]]:
    for index, review in enumerate(claim.reviews):
        for language, text in review.short.readings:
            first: dict[str, Figure] = {}
            for figure in figures(text):
                first.setdefault(figure.written, figure)
            for written, figure in first.items():
                finding = Finding(
                    route=("claims", claim.id, "reviews", index, "short", language),
                    part=written if text.find(written) == figure.start else "",
                    message=f"no evidence shows {in_quotes(written)}",
                    hint="correct it, add evidence, or show in a `note` how you computed it",
                )
                yield figure.values, finding


def _held(claim: Claim, corpus: Corpus) -> Iterator[set[Decimal]]:
    """Yield what the claim holds, the cheapest first: dates, digits, numbers in letters."""
    cited = [corpus.sources[i.source] for i in claim.evidence if i.source in corpus.sources]
    yield {Decimal(number) for day in _days(claim, cited, corpus) for number in day}
    for words in (False, True):
        for text in filter(None, _texts(claim, cited)):
            yield {value for figure in figures(text, words=words) for value in figure.values}


def _texts(claim: Claim, cited: Iterable[Source]) -> Iterator[str | None]:
    said = claim.said
    yield from (*claim.claimant_names, *claim.parties, *said.also)
    yield from (said.before, said.words, said.after)
    yield said.original.words if said.original else ""
    for quote in (item.quote for item in claim.evidence if item.quote):
        yield from (quote.prefix, quote.exact, quote.suffix)
    for text in (
        claim.claim,
        said.media.description if said.media else None,
        said.translation,
        *(item.translation for item in claim.evidence),
        *(item.note for item in claim.evidence),
        *(event.what for event in claim.events),
        *(who.office for who in claim.claimants),
    ):
        yield from (reading for _, reading in (text.readings if text else ()))
    yield from (source.title for source in cited)


def _days(claim: Claim, cited: Iterable[Source], corpus: Corpus) -> Iterator[tuple[int, ...]]:
    article = corpus.articles.get(claim.article)
    for period in (
        claim.said.on,
        article.published if article else None,
        *(review.holds for review in claim.reviews),
        *(event.on for event in claim.events),
        *(item.speaks_of for item in claim.evidence),
        *(source.published for source in cited),
    ):
        if isinstance(period, Window):
            yield from (_named(end) for end in (period.start, period.end) if end)
        elif period:
            yield from map(_named, period.ends)
    days: list[date | None] = [review.decided for review in claim.reviews]
    days += [correction.on for correction in claim.corrections]
    days += [claim.reply.asked, claim.reply.on] if claim.reply else []
    yield from ((day.year, day.day) for day in days if day)


def _named(when: Edtf) -> tuple[int, ...]:
    return (when.first.year, when.first.day) if when.precision == "day" else (when.first.year,)
