from lastro.evidence.proofs import proofs_in
from lastro.rules import Corpus, Finding, Findings, Kept


def check(record: Kept, corpus: Corpus) -> Findings:
    for quoted, proof in proofs_in(record, corpus):
        if quoted.is_proof(proof):
            continue
        day = proof.capture.retrieved[:10]
        message = f"the quote changed after it was checked against the capture of {day}"
        if proof.quote == quoted.hash:
            message = f"these words were checked in '{proof.source}', not in '{quoted.source}'"
        hint = "undo it, or an editor who holds the captures runs `lastro verify --update`"
        yield Finding(route=quoted.route, message=message, hint=hint)
