from lastro.evidence.proofs import ARTICLE, proofs_in
from lastro.rules import Corpus, Finding, Findings, Kept


def check(record: Kept, corpus: Corpus) -> Findings:
    for quoted, proof in proofs_in(record, corpus):
        of_article = quoted.source.startswith(ARTICLE)
        if of_article and quoted.is_proof(proof) and proof.result == "mismatch":
            day = proof.capture.retrieved[:10]
            message = f"these words do not stand in the article as captured on {day}"
            beside = quoted.quote.prefix or quoted.quote.suffix
            them = "them, and `before` and `after` right beside them" if beside else "them"
            hint = f"copy {them}; do not retype or shorten"
            yield Finding(route=quoted.route, message=message, hint=hint)
