from lastro.evidence.proofs import ARTICLE, proofs_in
from lastro.rules import Corpus, Finding, Findings, Kept


def check(record: Kept, corpus: Corpus) -> Findings:
    for quoted, proof in proofs_in(record, corpus):
        of_article = quoted.source.startswith(ARTICLE)
        if not of_article and quoted.is_proof(proof) and proof.result == "mismatch":
            message = f"these words do not stand in the capture of {proof.capture.retrieved[:10]}"
            hint = "copy them from the source, then `lastro verify --update`"
            yield Finding(route=quoted.route, message=message, hint=hint)
