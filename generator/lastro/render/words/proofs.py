"""What was compared with what, for whoever checks again: one copy after the other, with its quotes.

A sentence that words were checked asks for trust; hashes and places let anyone who holds the copy
do without. Copies stay private, since their words belong to others.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup
from msgspec import Struct

from lastro.evidence.proofs import ARTICLE, QuoteCheck, QuoteState
from lastro.locks.evidence import UNKNOWN, CaptureProof, Proof
from lastro.render.words.phrases import join_markup, markup
from lastro.render.words.quotes import QuoteWords
from lastro.site.views import OpenView


class CopyComparison(Struct, frozen=True):
    """One copy: what it is, what became of it, and the quotes that were sought in it."""

    capture: CaptureProof
    name: Markup
    gone: Markup
    quotes: tuple[Markup, ...]


@dataclass(frozen=True)
class ProofWords:
    """The list of what was compared, of one page."""

    quotes: QuoteWords

    def of_claim(self, view: OpenView) -> list[CopyComparison]:
        """Return the copies that the quotes of a claim's page were sought in, in its order."""
        sought: dict[tuple[str, CaptureProof], list[tuple[Markup, QuoteCheck, Proof]]] = {}
        for name, check, proof in self.quotes.list_proofs(view):
            sought.setdefault((proof.source, proof.capture), []).append((name, check, proof))
        return [
            CopyComparison(
                capture=capture,
                name=self._name(source, capture),
                gone=self.quotes.describe_removal(capture, found[0][1].dropped),
                quotes=tuple(join_markup(" ", self._said(*one)) for one in found),
            )
            for (source, capture), found in sought.items()
        ]

    def _name(self, source: str, capture: CaptureProof) -> Markup:
        moment = markup("<code>{}</code>", capture.retrieved)
        address = markup("<code>{}</code>", capture.url)
        if capture.url == UNKNOWN:
            address = self._t("proof_nowhere")
        key = f"proof_copy_{capture.via}"
        return self._t(key, of=self._of(source), moment=moment, address=address)

    def _of(self, source: str) -> Markup:
        if source.startswith(ARTICLE):
            return self._t("proof_of_article")
        known = source in self.quotes.wording.site.sources
        link = self.quotes.wording.source_links([source]) if known else source
        return self._t("proof_of_source", source=link)

    def _said(self, name: Markup, check: QuoteCheck, proof: Proof) -> Iterator[Markup]:
        if not check.quoted.is_proof(proof):
            yield self._t("proof_edited", name=name)
        elif check.state is QuoteState.MISMATCH or proof.offset is None or proof.length is None:
            yield self._t("proof_missing", name=name)
        else:
            first, last = proof.offset + 1, proof.offset + proof.length
            yield self._t("proof_place", name=name, first=first, last=last)
            if proof.times > 1:
                yield self._t("proof_times", n=proof.times)
        yield self._t("proof_quote", hash=markup("<code>{}</code>", proof.quote))

    def _t(self, key: str, **values: object) -> Markup:
        return self.quotes.wording.t(key, **values)
