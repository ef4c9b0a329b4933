"""The document of one record: what stands in it, and what was computed, as its page shows it."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

from msgspec import json

from lastro.corpus.translations import lacks, stale
from lastro.evidence.judge import Judgement
from lastro.evidence.proofs import evidence_key, quotes_in
from lastro.evidence.tally import Status, Tally
from lastro.exports.api import files, types
from lastro.exports.api.values import record_values
from lastro.locks.evidence import Proof
from lastro.model.base import Kept
from lastro.places import RecordPath
from lastro.site.addresses import address, at_passage
from lastro.site.derive import Site
from lastro.site.facets import tally
from lastro.site.views import ClaimView, Neighbour, OpenView, Passage, WindowView

API = "api/v1"
KINDS = {"articles": "article", "claims": "claim", "sources": "source"}
_Derived = types.DerivedClaim | types.DerivedSource | types.DerivedArticle
_Translation = Literal["current", "stale", "missing"]


def schema_address(site: Site, name: str) -> str:
    """Return where the schema of a kind of file stands."""
    return f"{site.url}{API}/schema/{name}.json"


def record_document(site: Site, at: RecordPath) -> files.RecordFile | None:
    """Return all that is published of a record; None where it has no page."""
    kind, record_id = map(str, at)
    if record_id not in site.records[kind]:
        return None
    computed: dict[str, Callable[[Site, str], _Derived]] = {
        "claims": _claim,
        "sources": _source,
        "articles": _article,
    }
    return files.RecordFile(
        kind=KINDS[kind],
        schema=schema_address(site, KINDS[kind]),
        id=record_id,
        url={tag: site.address(tag, f"{kind}/{record_id}/") for tag in site.languages},
        record=record_values(site.corpus.records[at]),
        derived=computed[kind](site, record_id),
    )


def as_line(document: object) -> bytes:
    """Write a document on one line."""
    return json.encode(document)


def as_file(document: object) -> bytes:
    """Write a document as a file that people can read too."""
    return json.format(json.encode(document), indent=1) + b"\n"


def _claim(site: Site, claim_id: str) -> types.DerivedClaim:
    view, corpus = site.every_claim[claim_id], site.corpus
    checked = view if isinstance(view, ClaimView) else None
    withdrawn = view.claim.withdrawn is not None
    return types.DerivedClaim(
        article=view.claim.article,
        state="withdrawn" if withdrawn else "checked" if checked else "open",
        published=_day(checked.published if checked else None),
        modified=view.modified.isoformat(),
        due=_day(view.due),
        windows=tuple(map(_window, checked.windows)) if checked else (),
        evidence=tuple(_passage(site, view, passage) for passage in view.passages),
        words=_quoted(site, view.claim, "said/"),
        translations=_translations(site, view.claim),
        related_from=tuple(
            {"as": how, "claim": other} for how, other in corpus.related_back.get(claim_id, ())
        ),
        repeated_in=tuple(
            types.Repetition(article, index + 1)
            for article, index in corpus.repeated_in.get(claim_id, ())
        ),
        citation=_citation(site, checked) if checked and not withdrawn else None,
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _window(window: WindowView) -> types.Verdict:
    review, judged, value = window.review, window.judgement, window.rating.value
    return types.Verdict(
        holds=review.holds.text,
        current=window.current,
        rating=review.rating,
        value=int(value) if value is not None and value.is_integer() else value,
        decided=review.decided.isoformat(),
        status=judged.status.value,
        parties_only=judged.status is Status.PARTIES_ONLY,
        permitted=judged.permitted,
        override=record_values(review.override) if review.override else None,
        rule=_rule(judged, review.rating),
        supports=_count(judged.tallies["supports"]),
        refutes=_count(judged.tallies["refutes"]),
        context=_count(judged.tallies["context"]),
    )


def _rule(judged: Judgement, rating: str) -> types.Grounds | None:
    ruling = judged.ruling(rating)
    if ruling is None:
        return None
    held = ruling.alternatives[ruling.fired] if ruling.fired is not None else ()
    needs = (types.MetCondition(c.subject, c.kind, c.wanted, c.have) for c in held)
    return types.Grounds(rating, ruling.permitted, tuple(needs))


def _count(side: Tally) -> types.Count:
    apart = len(side.independent), len(side.party), len(side.primary)
    return types.Count(side.items, side.sources, side.roots, *apart)


def _passage(site: Site, view: OpenView, passage: Passage) -> types.CitedPassage:
    item, source = passage.item, passage.source
    copy = source.archived[0] if source.archived else None
    check = site.quote_checks[evidence_key(view.id, item.id)] if item.quote else None
    return types.CitedPassage(
        id=item.id,
        number=passage.number,
        source=source.id,
        stance=item.stance,
        roots=(passage.root,) if passage.root else (),
        party=passage.party,
        counts_in=tuple(review.holds.text for review in passage.counts_in),
        quote_check=check.state.value if check else None,
        capture=_capture(check.proof if check else None),
        links={"live": at_passage(address(source), passage), "archived": at_passage(copy, passage)},
    )


def _capture(proof: Proof | None) -> types.KeptCopy | None:
    if proof is None:
        return None
    copy, place = proof.capture, (proof.offset, proof.length, proof.normalization, proof.times)
    told = copy.url, copy.retrieved, copy.bytes, copy.text
    return types.KeptCopy(*told, *place, proof.changed or None)


def _quoted(site: Site, record: Kept, begins: str = "") -> tuple[types.Quoted, ...]:
    """Return what is known of the words of a record that begin so in evidence.lock."""
    checks = (site.quote_checks[quoted.key] for quoted in quotes_in(record, site.corpus))
    named = ((check.quoted.key.partition("/")[2], check) for check in checks)
    return tuple(
        types.Quoted(of, check.state.value, _capture(check.proof))
        for of, check in named
        if of.startswith(begins)
    )


def _translations(site: Site, record: Kept) -> dict[str, _Translation]:
    lacking = (lack for lack in lacks(record, site.corpus) if not lack.of_quote)
    missing = {tag for lack in lacking for tag in lack.languages}
    old = {language for _, language in stale(record, site.corpus)}
    return {
        tag: "missing" if tag in missing else "stale" if tag in old else "current"
        for tag in site.languages[1:]
    }


def _citation(site: Site, view: ClaimView) -> types.Plain:
    """Return the page as CSL-JSON has it. Source: https://docs.citationstyles.org/en/stable/."""
    first = site.languages[0]
    url = site.address(first, f"claims/{view.id}/")
    day = view.modified
    names = dict.fromkeys(name for window in view.windows for name in window.review.by)
    return {
        "id": url,
        "type": "webpage",
        "title": view.claim.claim.read(first),
        "author": [{"literal": name} for name in names],
        "container-title": site.settings.publisher.name,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "URL": url,
        "language": first,
    }


def _source(site: Site, source_id: str) -> types.DerivedSource:
    view = site.sources[source_id]
    return types.DerivedSource(
        roots=view.roots,
        retold_by=tuple(view.retold_by),
        used_in=tuple(_use(site, claim, passage) for claim, passage in view.used),
    )


def _use(site: Site, claim: ClaimView, passage: Passage) -> types.Use:
    used = _passage(site, claim, passage)
    return types.Use(claim.id, used.id, used.stance, used.counts_in, used.quote_check)


def _article(site: Site, article_id: str) -> types.DerivedArticle:
    view = site.articles[article_id]
    checked = [entry.claim for entry in view.checked if entry.claim]
    held_up = [claim for claim in checked if not claim.claim.withdrawn]
    return types.DerivedArticle(
        statements=tuple(_outcome(entry) for entry in view.statements),
        coverage={
            "checkable": len(view.statements),
            "checked": len(view.checked),
            "open": view.open,
            "left_out": view.left_out,
            "repeated": view.repetitions,
        },
        tallies={
            "now": _counts(site, (claim.current for claim in held_up)),
            "then": _counts(site, (claim.as_said for claim in held_up)),
        },
        words=_quoted(site, view.article),
    )


def _counts(site: Site, windows: Iterable[WindowView]) -> dict[str, int]:
    return {rating.id: count for rating, count in tally(windows, site.settings)}


def _outcome(entry: Neighbour) -> types.CheckedStatement:
    told, claim = entry.statement, entry.claim
    made = types.CheckedStatement(entry.number, "unknown", told.claim or told.repeats, None, None)
    if told.left_out is not None:
        made.state = "left-out"
    elif told.repeats is not None:
        made.state, made.now, made.then = "repetition", told.rating, told.rating
    elif claim and claim.claim.withdrawn:
        made.state = "withdrawn"
    elif claim:
        made.state = "checked"
        made.now, made.then = claim.current.rating.id, claim.as_said.rating.id
    elif entry.is_open:
        made.state = "open"
    return made
