"""How far each quote was checked, in a reader's words, and the proof for whoever checks again.

Words that were found in a copy, words that a person read and words that nobody has seen must never
look alike. Source of the sentences: reader.md section 5.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from lastro.dates import edtf
from lastro.evidence.proofs import (
    ARTICLE,
    QuoteCheck,
    QuoteState,
    evidence_key,
    quotes_of_article,
    quotes_of_claim,
)
from lastro.evidence_lock import Dropped, Proof
from lastro.render.wording import Wording
from lastro.site import ArticleView, ClaimView, Passage, SourceView

PAGES = frozenset("0123456789")
"""Parts of a capture that are named by digits are pages of a PDF."""


@dataclass(frozen=True)
class QuoteWords:
    """The sentences about quotes of one page."""

    wording: Wording

    def passage(self, claim_id: str, passage: Passage) -> Markup:
        """Say how the words of a passage were checked, and who read its source."""
        read = self.wording.read(passage.source)
        check = self._checks.get(evidence_key(claim_id, passage.item.id))
        if check is None:
            return read
        checked = self._checked(check)
        return (
            Markup("{} {}").format(checked, read)
            if check.proof
            else Markup("{} {}").format(read, checked)
        )

    def said(self, view: ClaimView) -> Markup:
        """Say how the words of the article were checked, all those that the claim repeats."""
        checks = self._of_article(view)
        if all(check.proof for check in checks) or len(checks) == 1:
            return self._checked(checks[0])
        return self._t("check_attested")

    def _of_article(self, view: ClaimView) -> list[QuoteCheck]:
        said = [q for q in quotes_of_claim(view.claim) if q.source.startswith(ARTICLE)]
        return [self._checks[quoted.key] for quoted in said]

    def copy(self, view: SourceView) -> Markup:
        """Say whether a copy of a source is kept, and since when."""
        keys = [evidence_key(claim.id, passage.item.id) for claim, passage in view.used]
        checks = [self._checks[key] for key in keys if key in self._checks]
        proofs = [check.proof for check in checks if check.proof]
        if not proofs:
            return self._t("check_attested")
        newest = max(proofs, key=lambda proof: proof.capture.retrieved)
        key = "copy_file" if newest.capture.via == "file" else "copy_kept"
        return self._t(key, day=self._day(newest.capture.retrieved), n=len(proofs))

    def coverage(self, view: ArticleView) -> Markup:
        """Say how many of the article's words on its page were checked against a copy."""
        checks = self.of_article(view)
        verified = [check for check in checks if check.state is QuoteState.VERIFIED]
        if not verified:
            return self._t("check_attested")
        key = "coverage_all_checked" if len(verified) == len(checks) else "coverage_checked"
        return self._t(key, n=len(verified), all=len(checks))

    def of_article(self, view: ArticleView) -> list[QuoteCheck]:
        """Return the checks of all words that were taken from an article."""
        left_out = [self._checks[quoted.key] for quoted in quotes_of_article(view.article)]
        claims = [entry.claim for entry in view.checked if entry.claim]
        return [*left_out, *(check for claim in claims for check in self._of_article(claim))]

    def of_claim(self, view: ClaimView) -> list[tuple[Markup, QuoteCheck]]:
        """Return the checks of a claim's page with the name of each quote, in its order."""
        return list(self._named(view))

    def _named(self, view: ClaimView) -> Iterator[tuple[Markup, QuoteCheck]]:
        for check in self._of_article(view):
            yield self._t("the_words"), check
        for passage in view.passages:
            check_of = self._checks.get(evidence_key(view.id, passage.item.id))
            if check_of:
                yield self._t("evidence_ref", n=passage.number), check_of

    def _checked(self, check: QuoteCheck) -> Markup:
        proof = check.proof
        if proof is None:
            unread = check.state is QuoteState.UNCHECKED
            return self._t("check_unchecked" if unread else "check_attested")
        day = self._day(proof.capture.retrieved)
        if check.state is QuoteState.MISMATCH:
            return self._t("check_mismatch", day=day)
        key = "check_file" if proof.capture.via == "file" else "check_verified"
        parts = [self._t(key, day=day, where=self._where(proof))]
        if proof.changed:
            parts.append(self._t("check_changed", day=self._day(proof.changed)))
        if check.dropped:
            parts.append(self.dropped(check.dropped))
        return Markup(" ").join(parts)

    def dropped(self, dropped: Dropped) -> Markup:
        """Say when and why a copy was taken down; the reason is in the site's first language."""
        first = self.wording.site.languages[0]
        reason = Markup('<span lang="{}">{}</span>').format(first, dropped.reason)
        return self._t("check_dropped", day=self._day(dropped.on), reason=reason)

    def _where(self, proof: Proof) -> Markup:
        if not proof.part or not PAGES.issuperset(proof.part):
            return Markup()
        return Markup(" {}").format(self._t("check_page", page=proof.part))

    def _day(self, moment: str) -> Markup:
        return self.wording.t.time(edtf(moment[:10]))

    @property
    def _checks(self) -> Mapping[str, QuoteCheck]:
        return self.wording.site.quote_checks

    def _t(self, key: str, **values: object) -> Markup:
        return self.wording.t(key, **values)
