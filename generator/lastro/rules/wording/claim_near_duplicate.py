from collections.abc import Iterator

from lastro.rules import Corpus, Finding, Findings, Related, Severity
from lastro.text.similarity import SentenceProfile, alike

SEVERITY = Severity.WARNING


def check(corpus: Corpus) -> Findings:
    nearest: dict[str, tuple[float, str, str]] = {}
    rows = corpus.facts.rows("claims", "related")
    joined = {frozenset((facts.id, claim)) for facts in rows for _, claim in facts.related}
    for one, other, much, language in _pairs(corpus):
        if frozenset((one, other)) not in joined and much > nearest.get(one, (0.0,))[0]:
            nearest[one] = much, other, language
    for one, (much, other, language) in sorted(nearest.items()):
        yield Finding(
            route=("claims", one, "claim", language),
            message=f"looks like '{other}' ({much:.2f})",
            hint=f"merge them, or join them: `related: [{{claim: {other}, as: repeats}}]`",
            related=(Related(("claims", other, "claim", language), "nearly the same words"),),
        )


def _pairs(corpus: Corpus) -> Iterator[tuple[str, str, float, str]]:
    read: set[str] = set()
    for language in corpus.settings.languages:
        wordings = {
            facts.id: SentenceProfile(
                frozenset(words), frozenset(names), frozenset(numbers), negations
            )
            for facts in corpus.facts.rows("claims", "wordings", "withdrawn")
            for tag, words, names, numbers, negations in facts.wordings
            if tag == language and not facts.withdrawn
        }
        new = wordings.keys() - read
        for one, other, much in alike(wordings) if new else ():
            if one in new or other in new:
                yield one, other, much, language
        read |= new
