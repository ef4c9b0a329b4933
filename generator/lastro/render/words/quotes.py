"""How far each quote was checked, in a reader's words.

Words that were found in a copy, words that a person read and words that nobody has seen must never look
alike, and a sentence may say no more than what was compared: a translation never was, and a newer copy
without the words does not prove that its source changed. Hashes and places let who holds the copy compare.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from lastro.evidence import proofs
from lastro.locks.evidence import UNKNOWN, CaptureProof, DroppedCapture, Proof
from lastro.model.said import Said
from lastro.model.source import Read
from lastro.render.words.phrases import join_markup, mark_language, markup
from lastro.render.words.wording import Wording
from lastro.site.views import ArticleView, Neighbour, OpenView, Passage, SourceView
from lastro.text.dates import edtf
from lastro.text.numbers import UNSPACED

PAGES = frozenset("0123456789")
"""Parts of a capture that are named by digits are pages of a PDF."""
TIME = re.compile(r"(\d+)h(\d\d)m(\d\d)s")
"""Other parts are times, at which subtitles are seen."""
AMISS = "<strong>"
_JOINS_ON = re.compile(rf"[{UNSPACED}]|[^\w\s(\[{{“‘«„\"'–—]")
"""What follows a word without a blank: a mark such as a comma, a script that writes none."""
_JOINS_BACK = re.compile(rf"[{UNSPACED}(\[{{“‘«„]\Z")


def mark_words(said: Said) -> Markup:
    """Mark the words that a claim covers, and leave those of the article around them unmarked."""
    before, after = (said.before or "").strip(), (said.after or "").strip()
    blank_before = " " if before and not _JOINS_BACK.search(before) else ""
    blank_after = " " if after and not _JOINS_ON.match(after) else ""
    marked = "{}{}<mark>{}</mark>{}{}"
    return markup(marked, before, blank_before, said.words, blank_after, after)


class Usual(NamedTuple):
    """How most passages of a page were read and checked."""

    read: Read | None
    check: Markup
    said: Markup
    """Both, in words."""


def _how(read: Read | None) -> tuple[object, ...]:
    return (read.by, read.on, read.how, read.extent) if read else ()


@dataclass(frozen=True)
class QuoteWords:
    """The sentences about quotes of one page."""

    wording: Wording

    def find_usual(self, view: OpenView) -> Usual:
        """Find how most passages of a claim were read and checked, to say it once for all."""
        reads = Counter(_how(passage.source.read) for passage in view.passages).most_common(1)
        known = (passage.source.read for passage in view.passages)
        read = next((read for read in known if _how(read) == reads[0][0]), None)
        of = self._of_passages(view)
        told = ((self._checked(check), bool(check.proof)) for _, check in of)
        # words that do not stand in a copy are never the rule, and are said where they stand
        checks = Counter(one for one in told if AMISS not in one[0]).most_common(1)
        check, compared = checks[0][0] if checks else (Markup(), False)
        parts = [self.wording.describe_reading(read), check] if reads else []
        if compared:
            parts.reverse()
        return Usual(read, check, join_markup(" ", filter(None, parts)))

    def apart(self, view: OpenView, passage: Passage, usual: Usual) -> Markup:
        """Say of a passage only what is other than usual: how it was read, how its words were checked."""
        read, told = passage.source.read, list[Markup]()
        if read and usual.read and (read.by, read.on) == (usual.read.by, usual.read.on):
            told += [self._t(f"apart_{read.how}")] if read.how != usual.read.how else []
            told += [self._t(f"apart_{read.extent}")] if read.extent != usual.read.extent else []
        elif _how(read) != _how(usual.read):
            told.append(self.wording.describe_reading(read))
        check = self._of_claim(view.id).get(proofs.evidence_key(view.id, passage.item.id))
        if check and (checked := self._checked(check)) != usual.check:
            told.append(checked)
        return join_markup(" ", told)

    def describe_comparison(self, claim_id: str, passage: Passage) -> Markup:
        """Say what became of a passage whose words were compared; nothing for any other."""
        check = self._of_claim(claim_id).get(proofs.evidence_key(claim_id, passage.item.id))
        return self._checked(check) if check and check.proof else Markup()

    def describe_said(self, view: OpenView) -> Markup:
        """Say how the words of the article were checked; nothing where there are none."""
        first = next(iter(self._of_article(view)), None)
        of = "translated" if view.claim.said.original else ""
        return self._checked(first, of) if first else Markup()

    def describe_original(self, view: OpenView) -> Markup:
        """Say how the words that the article translates were checked."""
        return self._checked(self._of_claim(view.id)[proofs.original_key(view.id)])

    def also(self, view: OpenView, number: int) -> Markup:
        """Say how other words of the article were checked; nothing when as the first ones."""
        first, *others = self._of_article(view)
        checked = self._checked(others[number])
        return Markup() if checked == self._checked(first) else checked

    def copy(self, view: SourceView) -> Markup:
        """Say how many of the quotes of a source were checked; nothing where it has none."""
        keys = [proofs.evidence_key(claim.id, passage.item.id) for claim, passage in view.used]
        keys += [proofs.original_key(claim.id) for claim in view.original_of]
        checks = [self._checks[key] for key in keys if key in self._checks]
        if not any(check.proof for check in checks):
            return self._t("check_attested") if checks else Markup()
        return self._count(checks)

    def of_page(self, view: OpenView) -> Markup:
        """Say how many quotes of a claim's page were found word for word in a copy."""
        of_passages = [check for _, check in self._of_passages(view)]
        return self._count([*self._of_words(view), *of_passages])

    def _count(self, checks: list[proofs.QuoteCheck]) -> Markup:
        found = [check for check in checks if check.state is proofs.QuoteState.VERIFIED]
        return self._t("self_check_count", n=len(found), all=len(checks))

    def coverage(self, view: ArticleView) -> Markup:
        """Say how many of the quotes that an article's page shows were checked, and against what."""
        checks = [check for entry in view.statements if (check := self._of_entry(entry, view))]
        verified = [check for check in checks if check.state is proofs.QuoteState.VERIFIED]
        if not verified:
            return self._t("check_attested")
        copies = {check.proof.capture: check for check in verified if check.proof}
        told = [self._t("coverage_checked", n=len(verified), all=len(checks))]
        for capture, check in copies.items():
            told.append(self._t(f"copy_{capture.via}", day=self._day(capture.retrieved)))
            told.append(self._describe_removal(capture, check.dropped))
        return join_markup(" ", filter(None, told))

    def in_coverage(self, entry: Neighbour, view: ArticleView) -> Markup:
        """Say of a statement that its words were not found, or are gone since; else nothing."""
        check = self._of_entry(entry, view)
        if check is None or check.proof is None:
            return Markup()
        if check.state is proofs.QuoteState.MISMATCH:
            return self._checked(check)
        return self._changed(check.proof.changed)

    def _of_entry(self, entry: Neighbour, view: ArticleView) -> proofs.QuoteCheck | None:
        if claim := entry.claim or entry.open_claim:
            return next(iter(self._of_article(claim)), None)
        keys = {quoted.route[3]: quoted.key for quoted in proofs.quotes_of_article(view.article)}
        key = keys.get(entry.number - 1)
        return self._checks[key] if key else None

    def _of_article(self, view: OpenView) -> list[proofs.QuoteCheck]:
        """Return the checks of what a claim's article says, which come first."""
        return [c for c in self._of_words(view) if c.quoted.source.startswith(proofs.ARTICLE)]

    def _of_words(self, view: OpenView) -> list[proofs.QuoteCheck]:
        """Return the checks of all that was said: the article's words, then their original."""
        checks = self._of_claim(view.id).values()
        return [check for check in checks if check.quoted.route[2] == "said"]

    def list_copies(
        self, view: OpenView
    ) -> list[tuple[CaptureProof, Markup, Markup, list[Markup]]]:
        """Return each copy that the quotes of a claim's page were sought in, in its order.

        With it stand what it is, what became of it, and the quotes that were sought in it.
        """
        sought: dict[tuple[str, CaptureProof], list[tuple[Markup, proofs.QuoteCheck, Proof]]] = {}
        for name, check, proof in self._list_proofs(view):
            sought.setdefault((proof.source, proof.capture), []).append((name, check, proof))
        return [
            (
                capture,
                self._name_copy(source, capture),
                self._describe_removal(capture, found[0][1].dropped),
                [join_markup(" ", self._compared(*one)) for one in found],
            )
            for (source, capture), found in sought.items()
        ]

    def _name_copy(self, source: str, capture: CaptureProof) -> Markup:
        moment = markup("<code>{}</code>", capture.retrieved)
        address = markup("<code>{}</code>", capture.url)
        if capture.url == UNKNOWN:
            address = self._t("proof_nowhere")
        if source.startswith(proofs.ARTICLE):
            of = self._t("proof_of_article")
        else:
            known = source in self.wording.site.sources
            link = self.wording.source_links([source]) if known else source
            of = self._t("proof_of_source", source=link)
        return self._t(f"proof_copy_{capture.via}", of=of, moment=moment, address=address)

    def _compared(self, name: Markup, check: proofs.QuoteCheck, proof: Proof) -> Iterator[Markup]:
        if not check.quoted.is_proof(proof):
            yield self._t("proof_edited", name=name)
        elif (
            check.state is proofs.QuoteState.MISMATCH
            or proof.offset is None
            or proof.length is None
        ):
            yield self._t("proof_missing", name=name)
        else:
            first, last = proof.offset + 1, proof.offset + proof.length
            yield self._t("proof_place", name=name, first=first, last=last)
            if proof.times > 1:
                yield self._t("proof_times", n=proof.times)
        yield self._t("proof_quote", hash=markup("<code>{}</code>", proof.quote))

    def _list_proofs(self, view: OpenView) -> Iterator[tuple[Markup, proofs.QuoteCheck, Proof]]:
        """Yield the checks of a claim's page that have a proof, in its order, with each quote's name."""
        said = view.claim.said
        for check in self._of_words(view):
            if check.proof:
                is_of_article = check.quoted.source.startswith(proofs.ARTICLE)
                lang = said.lang if is_of_article else said.original and said.original.lang
                marked = mark_language(lang or "und")
                name = markup("“<span{}>{}</span>”", marked, check.quoted.quote.exact)
                yield name, check, check.proof
        for passage, check in self._of_passages(view):
            if check.proof:
                number = self._t("evidence_ref", n=passage.number)
                name = markup('<a href="#e-{}">{}</a>', passage.item.id, number)
                yield name, check, check.proof

    def _of_passages(self, view: OpenView) -> list[tuple[Passage, proofs.QuoteCheck]]:
        """Return the checks of the passages; one that quotes nothing has none."""
        checks = self._of_claim(view.id)
        keys = [
            (passage, proofs.evidence_key(view.id, passage.item.id)) for passage in view.passages
        ]
        return [(passage, checks[key]) for passage, key in keys if key in checks]

    def _checked(self, check: proofs.QuoteCheck, of: str = "") -> Markup:
        proof = check.proof
        if proof is None:
            unread = check.state is proofs.QuoteState.UNCHECKED
            return self._t("check_unchecked" if unread else "check_attested")
        day = self._day(proof.capture.retrieved)
        if not check.quoted.is_proof(proof):
            return self._amiss("check_edited", day=day)
        if check.state is proofs.QuoteState.MISMATCH:
            return self._amiss("check_mismatch", day=day)
        of = of or "said" if proof.source.startswith(proofs.ARTICLE) else "quote"
        sentences = [
            self._t(f"check_{of}_{proof.capture.via}", day=day, where=self._where(proof.part)),
            self._changed(proof.changed),
            self._describe_removal(proof.capture, check.dropped),
        ]
        return join_markup(" ", filter(None, sentences))

    def _changed(self, moment: str) -> Markup:
        return self._amiss("check_changed", day=self._day(moment)) if moment else Markup()

    def _amiss(self, key: str, **values: object) -> Markup:
        """Say in strong words that words do not stand in a copy: small print is skipped."""
        return markup(AMISS + "{}</strong>", self._t(key, **values))

    def _describe_removal(self, capture: CaptureProof, dropped: DroppedCapture | None) -> Markup:
        """Say when and why a copy was taken down; nothing when it is newer than those that were.

        The reason is in the site's first language.
        """
        if dropped is None or capture.retrieved > dropped.capture.retrieved:
            return Markup()
        first = self.wording.site.languages[0]
        reason = markup('<span lang="{}">{}</span>', first, dropped.reason)
        return self._t("check_dropped", day=self._day(dropped.on), reason=reason)

    def _where(self, part: str) -> Markup:
        if time := TIME.fullmatch(part):
            return markup(" {}", self._t("check_time", time=":".join(time.groups())))
        if not part or not PAGES.issuperset(part):
            return Markup()
        return markup(" {}", self._t("check_page", page=part))

    def _day(self, moment: str) -> Markup:
        return self.wording.t.time(edtf(moment[:10]))

    def _of_claim(self, claim_id: str) -> Mapping[str, proofs.QuoteCheck]:
        return self._checks.of_claim(claim_id)

    @property
    def _checks(self) -> proofs.QuoteChecks:
        return self.wording.site.quote_checks

    def _t(self, key: str, **values: object) -> Markup:
        return self.wording.t(key, **values)
