"""An entry of evidence.lock must be about a quote that is there, in a way of comparing we know.

An entry that belongs to nothing backs nothing, and nobody here can tell what rules yet to come
compare. An entry of an older normalisation stays valid: what it found, today's finds too. Whoever
holds the capture writes it anew with `lastro verify --update`.

Entries of records that cannot be read are left alone: their quotes may still be there.
"""

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.locks.evidence import EVIDENCE
from lastro.places import name_of, record_of
from lastro.text.comparable import NORMALIZATION
from lastro.text.messages import did_you_mean

SEVERITY = Severity.WARNING
_UPDATE = "run `lastro verify --update`"


def check(corpus: Corpus) -> Findings:
    """Yield one finding for each entry without a quote, or of a normalisation to come."""
    if not corpus.proofs:
        return
    rows = (row for kind in ("articles", "claims") for row in corpus.facts.rows(kind, "quotes"))
    keys = {f"{name_of(row.at)}/{quote}" for row in rows for quote in row.quotes}
    for key, proof in corpus.proofs.items():
        if key not in keys:
            if record_of(key) not in corpus.list_unreadable():
                hint = did_you_mean(key, keys - corpus.proofs.keys(), _UPDATE)
                message = f"entry '{key}' belongs to no quote"
                yield Finding(route=(EVIDENCE, key), message=message, hint=hint)
        elif proof.normalization > NORMALIZATION:
            made = f"compared by normalisation {proof.normalization}"
            message = f"{made}, this Lastro knows {NORMALIZATION}"
            hint = "install the Lastro that wrote it, or a newer one"
            yield Finding(route=(EVIDENCE, key), message=message, hint=hint)
