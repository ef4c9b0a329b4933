"""`lastro explain --json`: what the evidence of a claim carries, spelled out for programs.

A newsroom's own tools ask why a rating stands, and must not read a terminal's lines. Format
`lastro-explain`, version 1: keys are only ever added, and readers ignore those they do not know.
Ids, windows and ratings are written as in the records; `evaluator` is the version of the rules.
"""

from collections.abc import Iterable, Mapping

from lastro.commands.explain.trace import by_root
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.rule import Rule
from lastro.evidence.judge import EVALUATOR, Judgement, judgements
from lastro.evidence.origins import Origins
from lastro.evidence.rulings import Condition, Ruling
from lastro.evidence.tally import Status
from lastro.model.claim import Claim, Evidence
from lastro.reporters.document import pick


def rules_document(rules: Iterable[Rule]) -> Mapping[str, object]:
    """Write rules: what each demands, how much it weighs, and why."""
    return {"rules": [pick(rule, "name severity waivable fix text") for rule in rules]}


def claim_document(claim: Claim, corpus: Corpus) -> Mapping[str, object]:
    """Write a claim: its windows, earliest first, and its origins, the largest first."""
    judged = judgements(corpus)[claim.id]
    origins = corpus.derive_once(Origins)
    counted = {passage.index for judgement in judged for passage in judgement.counted}
    left = [item.id for index, item in enumerate(claim.evidence) if index not in counted]
    return {
        "evaluator": EVALUATOR,
        "claim": claim.id,
        "nature": claim.nature,
        "windows": [_window(judgement) for judgement in judged],
        "origins": [
            {"root": root, "passages": [_from(item, claim, origins) for item in items]}
            for root, items in by_root(claim, origins).items()
        ],
        "counts_in_no_window": left,
    }


def _window(judgement: Judgement) -> Mapping[str, object]:
    review, override = judgement.review, judgement.review.override
    reason = {"reason": dict(override.reason.readings), "by": override.by} if override else None
    counted = judgement.counted
    return {
        "holds": str(review.holds),
        "rating": review.rating,
        **pick(judgement, "status permitted"),
        "parties_only": judgement.status is Status.PARTIES_ONLY,
        "override": reason,
        "passages": [pick(one, "id source stance root party primary") for one in counted],
        "tallies": {
            stance: {"passages": tally.items}
            | pick(tally, "sources roots independent party primary")
            for stance, tally in judgement.tallies.items()
        },
        "rulings": [_ruling(ruling) for ruling in judgement.rulings],
    }


def _ruling(ruling: Ruling) -> Mapping[str, object]:
    return {
        **pick(ruling, "rating permitted fired"),
        "alternatives": [[_condition(c) for c in tried] for tried in ruling.alternatives],
        "forbidden": [_condition(c) for c in ruling.forbidden],
        "lacks_earlier": ruling.lacks_earlier,
    }


def _condition(condition: Condition) -> Mapping[str, object]:
    names = "subject kind natures wanted have met"
    return pick(condition, names) | {"kind": condition.kind or None}


def _from(item: Evidence, claim: Claim, origins: Origins) -> Mapping[str, object]:
    stakes = origins.stakes(item, claim)
    return {
        "id": item.id,
        "source": item.source,
        "way": pick(origins.way(item), "kind chain"),
        "stakes": [pick(stake, "kind name sources") for stake in stakes],
    }
