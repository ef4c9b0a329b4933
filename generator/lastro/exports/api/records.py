"""The document of one record: what stands in it, and what was computed, as its page shows it."""

from typing import Any, TypeAlias

from lastro.corpus.translations import lacks, stale
from lastro.evidence.proofs import evidence_key, quotes_in
from lastro.evidence.tally import STANCES, Status, Tally
from lastro.exports.api.values import record_values
from lastro.locks.evidence import Proof
from lastro.model.base import Kept
from lastro.places import RecordPath
from lastro.site.addresses import API, address, at_passage
from lastro.site.derive import Site
from lastro.site.facets import tally
from lastro.site.views import ClaimView, Neighbour, OpenView, Passage, WindowView

Document: TypeAlias = dict[str, Any]


def begin(site: Site, kind: str) -> Document:
    """Return what every file says of itself: the version, what it holds, and where its schema stands."""
    return {"api": "v1", "kind": kind, "schema": f"{site.url}{API}/schema/{kind}.json"}


def record_document(site: Site, at: RecordPath) -> Document | None:
    """Return all that is published of a record; None where it has no page."""
    kind, record_id = map(str, at)
    if record_id not in site.records[kind]:
        return None
    computed = {"articles": _article, "claims": _claim, "sources": _source}[kind]
    return begin(site, kind.removesuffix("s")) | {
        "id": record_id,
        "url": {tag: site.address(tag, f"{kind}/{record_id}/") for tag in site.languages},
        "record": record_values(site.corpus.records[at]),
        "derived": computed(site, record_id),
    }


def _claim(site: Site, claim_id: str) -> Document:
    view, corpus = site.every_claim[claim_id], site.corpus
    checked = view if isinstance(view, ClaimView) else None
    withdrawn, published = view.claim.withdrawn is not None, checked and checked.published
    repeated = corpus.repeated_in.get(claim_id, ())
    return {
        "article": view.claim.article,
        "state": "withdrawn" if withdrawn else "checked" if checked else "open",
        "published": published and published.isoformat(),
        "modified": view.modified.isoformat(),
        "due": view.due and view.due.isoformat(),
        "windows": [_window(window) for window in checked.windows] if checked else [],
        "evidence": [_passage(site, view, passage) for passage in view.passages],
        "words": _quoted(site, view.claim, "said/"),
        "translations": _translations(site, view.claim),
        "related_from": [
            {"as": how, "claim": other} for how, other in corpus.related_back.get(claim_id, ())
        ],
        "repeated_in": [{"article": article, "statement": n + 1} for article, n in repeated],
        "citation": _citation(site, checked) if checked and not withdrawn else None,
    }


def _window(window: WindowView) -> Document:
    review, judged, value = window.review, window.judgement, window.rating.value
    return {
        "holds": review.holds.text,
        "current": window.current,
        "rating": review.rating,
        "value": int(value) if value is not None and value.is_integer() else value,
        "decided": review.decided.isoformat(),
        "status": judged.status.value,
        "parties_only": judged.status is Status.PARTIES_ONLY,
        "permitted": judged.permitted,
        "override": record_values(review.override) if review.override else None,
        "rule": _rule(window),
        **{stance: _count(judged.tallies[stance]) for stance in STANCES},
    }


def _rule(window: WindowView) -> Document | None:
    """Return whether the evidence permits the rating that was given, and the conditions that hold."""
    ruling = window.judgement.ruling(window.review.rating)
    if ruling is None:
        return None
    held = ruling.alternatives[ruling.fired] if ruling.fired is not None else ()
    told = ("subject", "kind", "wanted", "have")
    needs = [{key: getattr(condition, key) for key in told} for condition in held]
    return {"rating": window.review.rating, "permitted": ruling.permitted, "needs": needs}


def _count(side: Tally) -> Document:
    counted = {name: len(getattr(side, name)) for name in ("independent", "party", "primary")}
    return {"items": side.items, "sources": side.sources, "roots": side.roots, **counted}


def _use(site: Site, view: OpenView, passage: Passage) -> Document:
    """Return what a passage does in its claim."""
    item = passage.item
    check = site.quote_checks[evidence_key(view.id, item.id)] if item.quote else None
    return {
        "stance": item.stance,
        "counts_in": [review.holds.text for review in passage.counts_in],
        "quote_check": check.state.value if check else None,
    }


def _passage(site: Site, view: OpenView, passage: Passage) -> Document:
    item, source = passage.item, passage.source
    copy = source.archived[0] if source.archived else None
    check = site.quote_checks[evidence_key(view.id, item.id)] if item.quote else None
    return {
        "id": item.id,
        "number": passage.number,
        "source": source.id,
        "roots": [passage.root] if passage.root else [],
        "party": passage.party,
        **_use(site, view, passage),
        "capture": _capture(check.proof if check else None),
        "links": {
            "live": at_passage(address(source), passage),
            "archived": at_passage(copy, passage),
        },
    }


def _capture(proof: Proof | None) -> Document | None:
    """Return the copy in which words were sought, and where they stand in its normalised text."""
    if proof is None:
        return None
    return {
        "url": proof.capture.url,
        "retrieved": proof.capture.retrieved,
        "sha256_bytes": proof.capture.bytes,
        "sha256_text": proof.capture.text,
        "offset": proof.offset,
        "length": proof.length,
        "normalisation": proof.normalization,
        "times": proof.times,
        "changed": proof.changed or None,
    }


def _quoted(site: Site, record: Kept, begins: str = "") -> list[Document]:
    """Return what is known of the words of a record that begin so in evidence.lock."""
    checks = (site.quote_checks[quoted.key] for quoted in quotes_in(record, site.corpus))
    named = ((check.quoted.key.partition("/")[2], check) for check in checks)
    return [
        {"of": of, "quote_check": check.state.value, "capture": _capture(check.proof)}
        for of, check in named
        if of.startswith(begins)
    ]


def _translations(site: Site, record: Kept) -> dict[str, str]:
    """Say how the texts of a record in each further language stand to those in the first."""
    lacking = (lack for lack in lacks(record, site.corpus) if not lack.of_quote)
    missing = {tag for lack in lacking for tag in lack.languages}
    old = {language for _, language in stale(record, site.corpus)}
    return {
        tag: "missing" if tag in missing else "stale" if tag in old else "current"
        for tag in site.languages[1:]
    }


def _citation(site: Site, view: ClaimView) -> Document:
    """Return the page as CSL-JSON has it. Source: https://docs.citationstyles.org/en/stable/."""
    tag, wording = view.claim.claim.read(site.languages[0])
    url, day = site.address(site.languages[0], f"claims/{view.id}/"), view.modified
    names = dict.fromkeys(name for window in view.windows for name in window.review.by)
    return {
        "id": url,
        "type": "webpage",
        "title": wording,
        "author": [{"literal": name} for name in names],
        "container-title": site.settings.publisher.name,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "URL": url,
        "language": tag,
    }


def _source(site: Site, source_id: str) -> Document:
    view = site.sources[source_id]
    return {
        "roots": view.roots,
        "retold_by": view.retold_by,
        "used_in": [
            {"claim": claim.id, "evidence": passage.item.id, **_use(site, claim, passage)}
            for claim, passage in view.used
        ],
    }


def _article(site: Site, article_id: str) -> Document:
    view = site.articles[article_id]
    checked = [entry.claim for entry in view.checked if entry.claim]
    held_up = [claim for claim in checked if not claim.claim.withdrawn]
    now, then = [one.current for one in held_up], [one.as_said for one in held_up]
    return {
        "statements": [_outcome(entry) for entry in view.statements],
        "coverage": {
            "checkable": len(view.statements),
            "checked": len(view.checked),
            "open": view.open,
            "left_out": view.left_out,
            "repeated": view.repetitions,
        },
        "tallies": {
            name: {rating.id: count for rating, count in tally(windows, site.settings)}
            for name, windows in (("now", now), ("then", then))
        },
        "words": _quoted(site, view.article),
    }


def _outcome(entry: Neighbour) -> Document:
    """Say what became of a statement, with the rating now and the one for the day it was said."""
    told, claim = entry.statement, entry.claim
    state, now, then = "open" if entry.is_open else "unknown", None, None
    if told.left_out is not None:
        state = "left-out"
    elif told.repeats is not None:
        state, now, then = "repetition", told.rating, told.rating
    elif claim and claim.claim.withdrawn:
        state = "withdrawn"
    elif claim:
        state, now, then = "checked", claim.current.rating.id, claim.as_said.rating.id
    named = told.claim or told.repeats
    return {"number": entry.number, "state": state, "claim": named, "now": now, "then": then}
