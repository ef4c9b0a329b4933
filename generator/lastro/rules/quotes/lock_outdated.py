"""An entry of evidence.lock must be about a quote that is there, in today's way of comparing.

An entry that belongs to nothing backs nothing, and one that was made by older rules would not be
made so today. Both make the lock say more than it knows.

Entries of records that cannot be read are left alone: their quotes may still be there.
"""

from collections.abc import Iterator

from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Findings, Severity
from lastro.evidence.quotes import NORMALIZATION
from lastro.locks.evidence import EVIDENCE
from lastro.places import name_of, record_of
from lastro.text.messages import did_you_mean

SEVERITY = Severity.WARNING
_UPDATE = "run `lastro verify --update`"


def check(corpus: Corpus) -> Findings:
    """Yield one finding for each entry without a quote, or of another normalisation."""
    if not corpus.proofs:
        return
    keys = set(_keys(corpus))
    for key, proof in corpus.proofs.items():
        if key not in keys:
            if record_of(key) not in corpus.list_unreadable():
                hint = did_you_mean(key, keys - corpus.proofs.keys(), _UPDATE)
                message = f"entry '{key}' belongs to no quote"
                yield Finding(route=(EVIDENCE, key), message=message, hint=hint)
        elif proof.normalization != NORMALIZATION:
            made = f"compared by normalisation {proof.normalization}"
            message = f"{made}, the current one is {NORMALIZATION}"
            yield Finding(route=(EVIDENCE, key), message=message, hint=_UPDATE)


def _keys(corpus: Corpus) -> Iterator[str]:
    """Yield what evidence.lock calls each quote."""
    for kind in ("articles", "claims"):
        for row in corpus.facts.rows(kind, "quotes"):
            yield from (f"{name_of((kind, row.id))}/{quote}" for quote in row.quotes)
