"""A quote that was checked must not change behind the check.

"Checked word for word" is a promise about these words. Once a letter of them changes, or they are
said to stand in another source, nobody has checked them, whatever the lock says of the old ones.

Compared are the sha256 of the words, with `prefix` and `suffix`, and the source, with the entry in
evidence.lock. An editor who holds the captures checks again.
"""

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
