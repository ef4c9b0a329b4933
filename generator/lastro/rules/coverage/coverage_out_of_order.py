from collections.abc import Iterator

from lastro.evidence.proofs import ARTICLE, quotes_of_article, quotes_of_claim, said_key
from lastro.rules import Article, Corpus, Finding, Findings, RecordPath, Related, Severity

SEVERITY = Severity.WARNING


def check(article: Article, corpus: Corpus) -> Findings:
    above, reached, name = None, 0, ""
    for at, offsets, own in _placed(article, corpus):
        later = [offset for offset in offsets if offset >= reached]
        if above is not None and not later:
            yield Finding(
                route=at,
                message=f"{own} stands before {name} in the article",
                hint="swap the two",
                related=(Related(above, "listed before it"),),
            )
        above, reached, name = at, min(later or offsets), own


def _placed(article: Article, corpus: Corpus) -> Iterator[tuple[RecordPath, list[int], str]]:
    """Yield route, offsets and name of each statement whose places are known; words that stand once only."""
    quoted_here = {quoted.route[3]: quoted for quoted in quotes_of_article(article)}
    for number, statement in enumerate(article.statements):
        claim = corpus.claims.get(statement.claim) if statement.claim else None
        if claim and said_key(claim.id) not in corpus.proofs:
            continue
        own = quoted_here.get(number)
        said = [q for q in quotes_of_claim(claim) if q.source.startswith(ARTICLE)] if claim else []
        found = [(q, corpus.proofs.get(q.key)) for q in (said or ([own] if own else []))]
        proofs = [proof for quoted, proof in found if proof and quoted.is_proof(proof)]
        offsets = [proof.offset for proof in proofs if proof.offset is not None]
        if offsets and len(proofs) == len(found) and all(p.times == 1 for p in proofs):
            name = f"'{claim.id if claim else statement.words or statement.left_out}'"
            at = (*article.at, "statements", number, "claim")
            yield own.route if own else at, offsets, name
