"""One claim as schema.org says it: what search engines, aggregators and researchers read of a page.

They show our words and name us, so each property is taken from what the page shows, and one that we
cannot fill truly is left out: a rating without an honest number has no number, an anonymous claimant
is nobody. Sources: https://schema.org/ClaimReview, https://schema.org/MediaReview,
https://developers.google.com/search/docs/appearance/structured-data/factcheck.
"""

from collections.abc import Iterator, Sequence
from operator import itemgetter
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
from lastro.text.dates import Edtf, Window

Document: TypeAlias = dict[str, Any]
CONTEXT = "https://schema.org"
_MEDIA = {"image": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}
_AUTHENTICITY = {
    "decontextualized": "DecontextualizedContent",
    "edited": "EditedOrCroppedContent",
    "original": "OriginalMediaContent",
    "satire": "SatireOrParodyContent",
    "staged": "StagedContent",
    "transformed": "TransformedContent",
}
_PRECISE = {"year", "month", "day"}


def claim_review(site: Site, view: ClaimView, language: str) -> Document:
    """Return the ClaimReview of a claim, in one language of the site."""
    claim, current = view.claim, view.current
    url = site.address(language, f"claims/{claim.id}/")
    return _filled(
        {
            "@context": CONTEXT,
            "@type": "ClaimReview",
            "@id": f"{url}#review",
            "url": url,
            "claimReviewed": claim.claim.read(language),
            "inLanguage": language,
            "datePublished": view.published and view.published.isoformat(),
            "dateModified": view.modified.isoformat(),
            "expires": view.due and view.due.isoformat(),
            "temporalCoverage": _interval(current.review.holds),
            "author": _publisher(site, language),
            "itemReviewed": _claim(site, view, url, language),
            "reviewRating": _rating(current.rating, site.settings, language)
            | {"ratingExplanation": current.review.short.read(language)},
            "citation": [*_citations(site, view)],
            "correction": _corrections(claim, language),
            "license": site.settings.publisher.license,
            "sdLicense": site.settings.publisher.license,
        }
    )


def media_review(site: Site, view: ClaimView, language: str) -> Document | None:
    """Return what was found out about the picture or sound of a claim; None where nothing was."""
    media = view.claim.said.media
    if media is None or media.authenticity is None:
        return None
    url = site.address(language, f"claims/{view.id}/")
    return _filled(
        {
            "@context": CONTEXT,
            "@type": "MediaReview",
            "@id": f"{url}#media",
            "url": url,
            "inLanguage": language,
            "datePublished": view.published and view.published.isoformat(),
            "dateModified": view.modified.isoformat(),
            "author": _publisher(site, language),
            "mediaAuthenticityCategory": f"{CONTEXT}/{_AUTHENTICITY[media.authenticity]}",
            "itemReviewed": _filled(
                {
                    "@type": _MEDIA[media.kind],
                    "description": media.description.read(language),
                    "contentUrl": media.url,
                    "sha256": media.sha256,
                }
            ),
        }
    )


def item_list(site: Site, language: str, claims: Sequence[str]) -> Document:
    """Return the claims of a list by their pages, in the order of the list."""
    addresses = (site.address(language, f"claims/{claim}/") for claim in claims)
    return {
        "@context": CONTEXT,
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "url": url}
            for position, url in enumerate(addresses, start=1)
        ],
    }


def _filled(document: Document) -> Document:
    """Leave out what nobody knows."""
    return {key: value for key, value in document.items() if value not in (None, "", [])}


def _publisher(site: Site, language: str) -> Document:
    publisher = site.settings.publisher
    return {
        "@type": "Organization",
        "name": publisher.name,
        "url": publisher.url,
        "correctionsPolicy": site.address(language, publisher.policies.corrections),
        "publishingPrinciples": site.address(language, publisher.policies.method),
    }


def _rating(rating: Rating, settings: Settings, language: str) -> Document:
    """Name a step of the scale; with a number only where it and the whole scale have honest ones."""
    named: Document = {"@type": "Rating", "alternateName": rating.label.read(language)}
    values = [step.value for step in settings.ratings if step.value is not None]
    if rating.value is None or not 1 <= min(values) < max(values):
        return named
    numbers = {"ratingValue": rating.value, "bestRating": max(values), "worstRating": min(values)}
    return named | {key: int(n) if n == int(n) else n for key, n in numbers.items()}


def _claim(site: Site, view: ClaimView, url: str, language: str) -> Document:
    said = view.claim.said
    authors = [_claimant(who, language) for who in view.claim.claimants if who.kind != "anonymous"]
    was = said.original
    original = was and {"@type": "CreativeWork", "text": was.words, "inLanguage": was.lang}
    return _filled(
        {
            "@type": "Claim",
            "@id": f"{url}#claim",
            "author": authors[0] if len(authors) == 1 else authors,
            "datePublished": _day(said.on),
            "text": said.words,
            "inLanguage": said.lang if said.words else None,
            "translationOfWork": original,
            "appearance": [*_appearances(site, view)],
        }
    )


def _claimant(who: Claimant, language: str) -> Document:
    kind = "Person" if who.kind == "person" else "Organization"
    office = who.office.read(language) if who.office and kind == "Person" else None
    return _filled({"@type": kind, "name": who.name, "sameAs": who.same_as, "jobTitle": office})


def _appearances(site: Site, view: ClaimView) -> Iterator[Document]:
    """Yield where the claim stands, each address once: never our own pages, never what we cite for it."""
    article = view.article
    found: list[Document] = [
        {
            "@type": "CreativeWork",
            "url": article.url,
            "headline": article.title,
            "inLanguage": article.lang,
            "publisher": _organization(article.publisher),
            "datePublished": _day(article.published),
        }
    ]
    found += (
        {
            "@type": "CreativeWork",
            "url": other.url,
            "publisher": _organization(other.publisher),
            "datePublished": _day(other.first_seen),
            "archivedAt": other.archived[0] if other.archived else None,
        }
        for other in view.claim.appearances
    )
    seen = {passage.source.url for passage in view.passages}
    for one in found:
        url = one["url"]
        if url and url not in seen and urlsplit(url).netloc != urlsplit(site.url).netloc:
            seen.add(url)
            yield _filled(one)


def _citations(site: Site, view: ClaimView) -> Iterator[Document]:
    """Yield the passages that count for the verdict, in the order of the page."""
    for passage in view.passages:
        if view.current.review in passage.counts_in:
            yield _filled(_work(passage.source) | {"hasPart": _quotation(site, view, passage)})


def _work(source: Source) -> Document:
    return {
        "@type": "CreativeWork",
        "name": source.title,
        "url": address(source),
        "identifier": f"urn:isbn:{source.isbn}" if source.isbn else None,
        "publisher": _organization(source.publisher),
        "datePublished": _day(source.published),
        "inLanguage": source.lang,
        "archivedAt": source.archived[0] if source.archived else None,
    }


def _quotation(site: Site, view: ClaimView, passage: Passage) -> Document | None:
    """Return the words of a passage, where somebody has seen them: a quotation has no word for doubt."""
    quote = passage.item.quote
    if quote is None:
        return None
    check = site.quote_checks[evidence_key(view.id, passage.item.id)]
    if check.state in {QuoteState.MISMATCH, QuoteState.UNCHECKED}:
        return None
    language = passage.item.lang or passage.source.lang
    return _filled({"@type": "Quotation", "text": quote.exact, "inLanguage": language})


def _corrections(claim: Claim, language: str) -> list[Document]:
    dated = sorted(
        ((c.on.isoformat(), c.what.read(language)) for c in claim.corrections), key=itemgetter(0)
    )
    kind = {"@type": "CorrectionComment"}
    return [kind | {"text": text, "datePublished": on} for on, text in dated]


def _organization(name: str | None) -> Document | None:
    return {"@type": "Organization", "name": name} if name else None


def _day(when: Edtf | None) -> str | None:
    """Return a date that is certain as ISO 8601 has it: nothing here can say "about"."""
    return when.text if when and when.precision in _PRECISE and not when.mark else None


def _interval(window: Window) -> str | None:
    ends = (window.start, window.end or window.start)
    return window.text if all(map(_day, ends)) else None
