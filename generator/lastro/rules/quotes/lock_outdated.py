from lastro.locks.evidence import EVIDENCE
from lastro.places import name_of, record_of
from lastro.rules import Corpus, Finding, Findings, Severity, did_you_mean
from lastro.text.comparable import NORMALIZATION

SEVERITY = Severity.WARNING
_UPDATE = "run `lastro verify --update`"


def check(corpus: Corpus) -> Findings:
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
