"""One claim as schema.org says it: what search engines, aggregators and researchers read of a page.

They show our words and name us, so each property is taken from what the page shows, and one that we
cannot fill truly is left out: a rating without an honest number has no number, an anonymous claimant
is nobody. Sources: https://schema.org/ClaimReview, https://schema.org/MediaReview,
https://developers.google.com/search/docs/appearance/structured-data/factcheck.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from lastro.evidence.proofs import QuoteState, evidence_key
from lastro.model.claim import Claim
from lastro.model.said import Claimant
from lastro.model.settings import Rating, Settings
from lastro.model.source import Source
from lastro.site.addresses import address
from lastro.site.derive import Site
from lastro.site.views import ClaimView, Passage
from lastro.text.dates import Edtf

Document: TypeAlias = dict[str, Any]
CONTEXT = "https://schema.org"
_MEDIA = {"image": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}
_AUTHENTICITY = {
    "decontextualized": "Decontextualized", "edited": "EditedOrCropped", "original": "OriginalMedia",
    "satire": "SatireOrParody", "staged": "Staged", "transformed": "Transformed",
}  # fmt: skip
_SEEN = {QuoteState.VERIFIED, QuoteState.ATTESTED}


def claim_review(site: Site, view: ClaimView, language: str) -> Document:
    """Return the ClaimReview of a claim, in one language of the site."""
    claim, current, holds = view.claim, view.current, view.current.review.holds
    known = all(map(_day, (holds.start, holds.end or holds.start)))
    return _filled(
        **_about(site, view, language, "ClaimReview", "review"),
        claimReviewed=claim.claim.read(language)[1],
        expires=view.due and view.due.isoformat(),
        temporalCoverage=holds.text if known else None,
        itemReviewed=_claim(site, view, language),
        reviewRating=_rating(current.rating, site.settings, language)
        | {"ratingExplanation": current.review.short.read(language)[1]},
        citation=[*_citations(site, view)],
        correction=_corrections(claim, language),
        license=site.settings.publisher.license,
        sdLicense=site.settings.publisher.license,
    )


def media_review(site: Site, view: ClaimView, language: str) -> Document | None:
    """Return what was found out about the picture or sound of a claim; None where nothing was."""
    media = view.claim.said.media
    if media is None or media.authenticity is None:
        return None
    reviewed = _filled(
        **{"@type": _MEDIA[media.kind]},
        description=media.description.read(language)[1],
        contentUrl=media.url,
        sha256=media.sha256,
    )
    category = f"{CONTEXT}/{_AUTHENTICITY[media.authenticity]}Content"
    about = _about(site, view, language, "MediaReview", "media")
    return about | {"mediaAuthenticityCategory": category, "itemReviewed": reviewed}


def item_list(site: Site, language: str, claims: Sequence[str]) -> Document:
    """Return the claims of a list by their pages, in the order of the list."""
    addresses = (site.address(language, f"claims/{claim}/") for claim in claims)
    numbered = enumerate(addresses, start=1)
    items = [{"@type": "ListItem", "position": place, "url": url} for place, url in numbered]
    return {"@context": CONTEXT, "@type": "ItemList", "itemListElement": items}


def _about(site: Site, view: ClaimView, language: str, kind: str, part: str) -> Document:
    """Say what a document is, which page it is part of, of which days, and whose it is."""
    url, publisher = site.address(language, f"claims/{view.id}/"), site.settings.publisher
    author = {
        "@type": "Organization",
        "name": publisher.name,
        "url": publisher.url,
        "correctionsPolicy": site.address(language, publisher.policies.corrections),
        "publishingPrinciples": site.address(language, publisher.policies.method),
    }
    return _filled(
        **{"@context": CONTEXT, "@type": kind, "@id": f"{url}#{part}"},
        url=url,
        inLanguage=language,
        datePublished=view.published and view.published.isoformat(),
        dateModified=view.modified.isoformat(),
        author=author,
    )


def _filled(**document: Any) -> Document:
    """Leave out what nobody knows."""
    return {key: value for key, value in document.items() if value not in (None, "", [])}


def _rating(rating: Rating, settings: Settings, language: str) -> Document:
    """Name a step of the scale; with a number only where it and the whole scale have honest ones."""
    named: Document = {"@type": "Rating", "alternateName": rating.label.read(language)[1]}
    values = [step.value for step in settings.ratings if step.value is not None]
    if rating.value is None or not 1 <= min(values) < max(values):
        return named
    numbers = {"ratingValue": rating.value, "bestRating": max(values), "worstRating": min(values)}
    return named | {key: int(n) if n == int(n) else n for key, n in numbers.items()}


def _claim(site: Site, view: ClaimView, language: str) -> Document:
    said, url = view.claim.said, site.address(language, f"claims/{view.id}/")
    authors = [_claimant(who, language) for who in view.claim.claimants if who.kind != "anonymous"]
    was = said.original
    original = was and {"@type": "CreativeWork", "text": was.words, "inLanguage": was.lang}
    return _filled(
        **{"@type": "Claim", "@id": f"{url}#claim"},
        author=authors[0] if len(authors) == 1 else authors,
        datePublished=_day(said.on),
        text=said.words,
        inLanguage=said.lang if said.words else None,
        translationOfWork=original,
        appearance=[*_appearances(site, view)],
    )


def _claimant(who: Claimant, language: str) -> Document:
    kind = "Person" if who.kind == "person" else "Organization"
    office = who.office.read(language)[1] if who.office and kind == "Person" else None
    return _filled(**{"@type": kind}, name=who.name, sameAs=who.same_as, jobTitle=office)


def _appearances(site: Site, view: ClaimView) -> Iterator[Document]:
    """Yield where the claim stands, each address once: never our own pages, never what we cite for it."""
    article = view.article
    titled = {"headline": article.title, "inLanguage": article.lang}
    found: list[tuple[Any, Edtf | None, Document]] = [(article, article.published, titled)]
    found += [(other, other.first_seen, {}) for other in view.claim.appearances]
    ours = urlsplit(site.url).hostname
    seen = {passage.source.url for passage in view.passages}
    for place, day, more in found:
        if place.url and place.url not in seen and urlsplit(place.url).hostname != ours:
            seen.add(place.url)
            yield _work(place.url, day, place) | more


def _work(url: str | None, day: Edtf | None, work: Any) -> Document:
    """Return a work of others: an article, another place of the claim, a source."""
    publisher = {"@type": "Organization", "name": work.publisher} if work.publisher else None
    copy = work.archived[0] if work.archived else None
    about = {"@type": "CreativeWork", "url": url, "publisher": publisher}
    return _filled(**about, datePublished=_day(day), archivedAt=copy)


def _citations(site: Site, view: ClaimView) -> Iterator[Document]:
    """Yield the passages that count for the verdict, in the order of the page."""
    for passage in view.passages:
        source: Source = passage.source
        if view.current.review in passage.counts_in:
            yield _work(address(source), source.published, source) | _filled(
                name=source.title,
                identifier=f"urn:isbn:{source.isbn}" if source.isbn else None,
                inLanguage=source.lang,
                hasPart=_quotation(site, view, passage),
            )


def _quotation(site: Site, view: ClaimView, passage: Passage) -> Document | None:
    """Return the words of a passage, where somebody has seen them: a quotation has no word for doubt."""
    quote, language = passage.item.quote, passage.item.lang or passage.source.lang
    if (
        quote is None
        or site.quote_checks[evidence_key(view.id, passage.item.id)].state not in _SEEN
    ):
        return None
    return _filled(**{"@type": "Quotation"}, text=quote.exact, inLanguage=language)


def _corrections(claim: Claim, language: str) -> list[Document]:
    dated = sorted(claim.corrections, key=lambda correction: correction.on)
    kind = {"@type": "CorrectionComment"}
    told = ((one.on.isoformat(), one.what.read(language)[1]) for one in dated)
    return [kind | {"text": text, "datePublished": on} for on, text in told]


def _day(when: Edtf | None) -> str | None:
    """Return a date that is certain as ISO 8601 has it: nothing here can say "about"."""
    certain = when and not when.mark and when.precision in {"year", "month", "day"}
    return when.text if when and certain else None
