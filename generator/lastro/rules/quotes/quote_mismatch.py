"""A quote must stand in the copy of its source that was kept, word for word.

A reader takes quotation marks at their word. Where a copy exists and the words do not stand in it,
somebody else's sentence was changed, and no rating may rest on it.

What was found stands in evidence.lock, so this works without the copies. Typography, white space
and soft hyphens may differ; a letter, a digit or a word may not. The words of the article under
check have a rule of their own, `words-not-in-article`.
"""

from lastro.evidence.proofs import ARTICLE, proofs_in
from lastro.rules import Corpus, Finding, Findings, Kept


def check(record: Kept, corpus: Corpus) -> Findings:
    for quoted, proof in proofs_in(record, corpus):
        of_article = quoted.source.startswith(ARTICLE)
        if not of_article and quoted.is_proof(proof) and proof.result == "mismatch":
            message = f"these words do not stand in the capture of {proof.capture.retrieved[:10]}"
            hint = "copy them from the source, then `lastro verify --update`"
            yield Finding(route=quoted.route, message=message, hint=hint)
