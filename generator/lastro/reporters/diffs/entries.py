"""A change as a list of entries, what concerns readers most first: all formats tell the same."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lastro.changes.compare import Change
from lastro.changes.compare_claims import ClaimChange, Difference, ReviewPair, What
from lastro.changes.wording import comparable as plain
from lastro.changes.wording import fields_that_differ
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.report import count_of
from lastro.evidence.judge import Judgement, judgements
from lastro.evidence.proofs import QuotedWords, QuoteState, quotes_of, state
from lastro.model.base import Kept
from lastro.model.claim import Claim, Review, current_review, in_order
from lastro.places import RecordPath
from lastro.reporters.diffs.entry import KINDS, DiffEntry, Kind, TextChange, texts_of
from lastro.reporters.diffs.readings import ClaimReading, readings, retranslations
from lastro.rules.changes.correction_owed import check as corrections_owed
from lastro.rules.changes.exception_added import check as exceptions
from lastro.rules.changes.lock_changed import entries_to_verify


@dataclass(frozen=True, slots=True)
class ChangeSummary:
    """All that a format needs: both names, the entries in order, and what an editor must see."""

    before: str
    after: str
    entries: tuple[DiffEntry, ...]
    exceptions: tuple[tuple[RecordPath, str], ...]
    """Overrides, waivers and other lowered bars, each with its place."""
    to_verify: int
    """Entries of evidence.lock that come from the change."""
    resting: int
    """Claims that rest on a source that differs."""
    unread: int
    """Records that one of both sides cannot read, and so are not compared."""
    owed: tuple[tuple[RecordPath, str], ...] = ()
    """Claims that owe readers a correction, and for what."""
    unverified: tuple[QuotedWords, ...] = ()
    """Quotes that are new or reworded and found in no copy yet."""
    readings: tuple[ClaimReading, ...] = ()
    """How each claim that some entry is about will read, in the order of the entries."""

    @property
    def counts(self) -> dict[Kind, int]:
        found = Counter(entry.kind for entry in self.entries)
        return {kind: found[kind] for kind in KINDS if found[kind]}


def gather(change: Change, before: str, after: str) -> ChangeSummary:
    found = [*_tell_records(change), *_tell_claims(change), *_tell_rated_repetitions(change)]
    found += [*_tell_failing_quotes(change), *_tell_changed_sources_and_articles(change)]
    found += _tell_scale(change)
    for at, texts in retranslations(change):
        title = _title(change.now.records[at], change)
        found.append(DiffEntry("changed", at, title, "", "translations", texts=texts))
    entries = sorted(found, key=lambda entry: (KINDS.index(entry.kind), str(entry.record)))
    # a new name is nothing to read
    about = (e for e in entries if e.record[0] == "claims" and e.kind not in {"renamed", "merged"})
    return ChangeSummary(
        before=before,
        after=after,
        entries=tuple(entries),
        exceptions=tuple((found.route, found.message) for found in exceptions(change)),
        to_verify=len(entries_to_verify(change)),
        resting=len({claim for claims in change.resting.values() for claim in claims}),
        unread=len(change.base.unreadable | change.now.unreadable),
        owed=tuple((found.route, found.message) for found in corrections_owed(change)),
        unverified=tuple(_find_unverified(change)),
        readings=tuple(readings(change, dict.fromkeys(str(e.record[1]) for e in about))),
    )


def _tell_records(change: Change) -> Iterator[DiffEntry]:
    for at in change.added:
        record = change.now.records[at]
        yield DiffEntry("added", at, _title(record, change), "", *_carried_by(record, change))
    for at in change.removed:
        yield DiffEntry("removed", at, _title(change.base.records[at], change))
    for move in change.moves:
        at = (move.kind, move.new)
        kind: Kind = "merged" if move.joined else "renamed"
        why = "" if move.kept else "the old id leads nowhere"
        title = _title(change.now.records[at], change) if at in change.now.records else ""
        yield DiffEntry(kind, at, title, move.old, move.new, why)
    for at, before in change.pairs.items():
        gone, record = before.withdrawn, change.now.records[at]
        if record.withdrawn and not gone:
            see = f"see {record.withdrawn.see}" if record.withdrawn.see else ""
            why = str(plain(record.withdrawn.reason, change.language))
            yield DiffEntry("withdrawn", at, _title(record, change), "", see, why)
        elif gone and not record.withdrawn:
            why = f"was withdrawn on {gone.on}"
            yield DiffEntry("restored", at, _title(record, change), "", "", why)


def _tell_scale(change: Change) -> Iterator[DiffEntry]:
    before, after = ({r.id: r for r in of.settings.ratings} for of in (change.base, change.now))
    for key, rating in (before | after).items():
        kind: Kind = "changed" if key in before else "added"
        told = [*fields_that_differ(before.get(key, rating), rating, change.language)]
        if "value" in told:
            numbers = (before[key].value, rating.value)
            was, now = ("none" if number is None else f"{number:g}" for number in numbers)
            told[told.index("value")] = f"number {was} → {now}"
        if told or kind == "added" or key not in after:
            kind = kind if key in after else "removed"
            label = str(plain(rating.label, change.language))
            yield DiffEntry(kind, ("ratings", key), label, "", ", ".join(told))


def _title(record: Kept, change: Change) -> str:
    if isinstance(record, Claim):
        return str(plain(record.claim, change.language))
    return str(getattr(record, "title", None) or getattr(record, "id", ""))


def _carried_by(record: Kept, change: Change) -> tuple[str, str]:
    if not isinstance(record, Claim):
        return "", ""
    review = current_review(record)
    if review is None:
        return "open", f"opened {record.opened}"
    judgement = _judged(review, record, change.now)
    roots = {counted.root for counted in judgement.counted}
    sources = {item.source for item in record.evidence}
    rests_on = f"{count_of(len(sources), 'source')}, {count_of(len(roots), 'origin')}"
    return f"{review.rating}, {judgement.status}", rests_on


def _judged(review: Review, claim: Claim, corpus: Corpus) -> Judgement:
    return judgements(corpus)[claim.id][in_order(claim).index(review)]


def _tell_claims(change: Change) -> Iterator[DiffEntry]:
    for claim_id, changed in change.claims.items():
        if changed.before.withdrawn or changed.now.withdrawn:
            continue
        at, title = ("claims", claim_id), _title(changed.now, change)
        why = _say_what_moved(changed, change)
        if changed.before.opened and changed.now.reviews:
            yield DiffEntry("reviewed", at, title, "open", *_carried_by(changed.now, change))
            continue
        found = [
            DiffEntry(kind, at, title, was, now, why, texts)
            for kind, was, now, texts in _tell_verdicts(changed, change)
        ]
        found += _tell_passages(changed, at, title, change.language)
        if not found and changed.corrections.new:
            newest = changed.now.corrections[changed.corrections.new[-1]]
            what = str(plain(newest.what, change.language))
            found.append(DiffEntry("corrected", at, title, "", what, why))
        differing = changed.of("field", "nature", "parties")
        names = ([step for step in d.route if isinstance(step, str)] for d in differing)
        fields = dict.fromkeys(map(".".join, names))
        if fields:
            texts = tuple(texts_of(changed.before, changed.now, fields, change.language))
            found.append(DiffEntry("changed", at, title, "", ", ".join(fields), texts=texts))
        yield from found


def _say_what_moved(changed: ClaimChange, change: Change) -> str:
    told = [f"correction of {changed.now.corrections[n].on}" for n in changed.corrections.new]
    for difference in changed.of("evidence"):
        if not difference.was:
            item = changed.now.evidence[int(difference.route[1])]
            stance = "gives context" if item.stance == "context" else item.stance
            told.append(f"new: {item.id} {stance}")
        else:
            told.append(f"{'differs' if difference.now else 'gone'}: {difference.was}")
    resting = (source for source, ids in change.resting.items() if changed.now.id in ids)
    told += [f"source {source} differs" for source in resting]
    return "; ".join(told)


def _tell_verdicts(
    changed: ClaimChange, change: Change
) -> Iterator[tuple[Kind, str, str, tuple[TextChange, ...]]]:
    differing = {(d.what, d.route[1]) for d in changed.differences if len(d.route) > 1}
    for pair in changed.reviews:
        names = [name for name in ("short", "because") if (name, pair.index) in differing]
        told = [*texts_of(pair.before, pair.now, names, change.language)] if pair.before else []
        for kind, was, now in _tell_verdict(pair, differing, changed, change):
            is_told = {"short"} if kind == "answer" else set()
            yield kind, was, now, tuple(text for text in told if text.field not in is_told)
    kept = [pair.before for pair in changed.reviews]
    for gone in (review for review in changed.before.reviews if review not in kept):
        yield "window-changed", f"{gone.rating} {gone.holds}", "", ()


def _tell_verdict(
    pair: ReviewPair, differing: set[tuple[What, str | int]], changed: ClaimChange, change: Change
) -> Iterator[tuple[Kind, str, str]]:
    if pair.before and ("rating", pair.index) in differing:
        yield "moved", *_ratings(pair, changed, change)
    elif ("window", pair.index) in differing:
        yield from _tell_window(pair, changed)
    elif ("status", pair.index) in differing:
        yield "status", *_ratings(pair, changed, change)
    elif pair.before and {("short", pair.index), ("because", pair.index)} & differing:
        old, new = (str(plain(r.short, change.language)) for r in (pair.before, pair.now))
        yield ("reasoning", "", new) if old == new else ("answer", old, new)


def _ratings(pair: ReviewPair, changed: ClaimChange, change: Change) -> tuple[str, str]:
    now = f"{pair.now.rating}, {_judged(pair.now, changed.now, change.now).status}"
    if pair.before is None:
        return "", now
    before = _judged(pair.before, changed.before, change.base)
    return f"{pair.before.rating}, {before.status}", now


def _tell_window(pair: ReviewPair, changed: ClaimChange) -> Iterator[tuple[Kind, str, str]]:
    rating, holds = pair.now.rating, pair.now.holds
    later = [review for review in in_order(changed.now) if review.holds.first == holds.after]
    if pair.before and pair.before.holds.after is None and holds.end and later:
        yield "window-ended", rating, f"until {holds.end}, then {later[0].rating}"
    elif pair.before or pair.held is None or not _is_told_by_its_end(pair, changed):
        was = f"{pair.before.rating} {pair.before.holds}" if pair.before else ""
        yield "window-changed", was, f"{rating} {holds}"


def _is_told_by_its_end(pair: ReviewPair, changed: ClaimChange) -> bool:
    """Tell whether the end of the window before says already what holds from here on."""
    return any(
        other.before
        and other.before.holds.after is None
        and other.now.holds.after == pair.now.holds.first
        for other in changed.reviews
    )


def _tell_passages(
    changed: ClaimChange, at: RecordPath, title: str, language: str
) -> Iterator[DiffEntry]:
    groups: dict[Kind, list[Difference]] = {}
    for difference in changed.of("evidence"):
        kind: Kind = "evidence-changed" if difference.was else "evidence-added"
        kind = kind if difference.now else "evidence-removed"
        groups.setdefault(kind, []).append(difference)
    published = {item.id: item for item in changed.before.evidence}
    for kind, differences in groups.items():
        names = [difference.now or difference.was for difference in differences]
        texts: list[TextChange] = []
        for one in differences if kind == "evidence-changed" else ():
            old, new = published[one.was], changed.now.evidence[int(one.route[1])]
            fields = fields_that_differ(old, new, language)
            texts += texts_of(old, new, fields, language, of=one.now)
        yield DiffEntry(kind, at, title, "", ", ".join(names), texts=tuple(texts))


def _find_unverified(change: Change) -> Iterator[QuotedWords]:
    known = {
        (name, quoted.hash)
        for quoted in quotes_of(change.base)
        for name in change.lock_keys(quoted.key)
    }
    for quoted in quotes_of(change.now):
        is_new = (quoted.key, quoted.hash) not in known
        if is_new and state(quoted, change.now) is not QuoteState.VERIFIED:
            yield quoted


def _tell_failing_quotes(change: Change) -> Iterator[DiffEntry]:
    before = {
        name: state(quoted, change.base)
        for quoted in quotes_of(change.base)
        for name in change.lock_keys(quoted.key)
    }
    for quoted in quotes_of(change.now):
        now = state(quoted, change.now)
        if now is QuoteState.MISMATCH and before.get(quoted.key) is not QuoteState.MISMATCH:
            at, title = quoted.route[:2], _title(change.now.records[quoted.route[:2]], change)
            was = str(before.get(quoted.key, ""))
            yield DiffEntry("quote-failing", at, title, was, str(now), quoted.source)


def _tell_rated_repetitions(change: Change) -> Iterator[DiffEntry]:
    for (article_id, words), ratings in change.repetitions.items():
        at, (was, now) = ("articles", article_id), (rating or "not rated" for rating in ratings)
        title = _title(change.now.records[at], change)
        yield DiffEntry("moved", at, title, was, now, f"of the words '{words}'")


def _tell_changed_sources_and_articles(change: Change) -> Iterator[DiffEntry]:
    for kind, found in (("sources", change.sources), ("articles", change.articles)):
        for record_id, names in found.items():
            at = (kind, record_id)
            fields = [name for name in names if name not in ("withdrawn", "waivers")]
            claims = len(change.resting.get(record_id, ())) if kind == "sources" else 0
            why = f"{count_of(claims, 'claim rests', 'claims rest')} on it" if claims else ""
            if fields:
                now = change.now.records[at]
                texts = tuple(texts_of(change.pairs[at], now, fields, change.language))
                yield DiffEntry(
                    "changed", at, _title(now, change), "", ", ".join(fields), why, texts
                )
