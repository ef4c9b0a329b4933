"""`lastro explain --json`: what the evidence of a claim carries, spelled out for programs.

A newsroom's own tools ask why a rating stands, and must not read a terminal's lines. Format
`lastro-explain`, version 1: keys are only ever added, and readers ignore those they do not know.
Ids, windows and ratings are written as in the records; `evaluator` is the version of the rules.
"""

from collections.abc import Iterable, Mapping

from lastro.commands.explain.trace_origins import by_root
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.rule import Rule
from lastro.evidence.judge import EVALUATOR, Judgement, judgements
from lastro.evidence.origins import Origins
from lastro.evidence.rulings import Condition, Ruling
from lastro.evidence.tally import Counted, Tally
from lastro.model.claim import Claim, Evidence, Override


def rules_document(rules: Iterable[Rule]) -> Mapping[str, object]:
    """Write rules: what each demands, how much it weighs, and why."""
    return {
        "rules": [
            {
                "name": rule.name,
                "severity": str(rule.severity),
                "waivable": rule.waivable,
                "fix": rule.fix,
                "text": rule.text,
            }
            for rule in rules
        ]
    }


def claim_document(claim: Claim, corpus: Corpus) -> Mapping[str, object]:
    """Write a claim: its windows, earliest first, and its origins, the largest first."""
    judged = judgements(corpus)[claim.id]
    origins = Origins(corpus)
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
    return {
        "holds": str(judgement.review.holds),
        "rating": judgement.review.rating,
        "status": str(judgement.status),
        "parties_only": judgement.parties_only,
        "permitted": list(judgement.permitted),
        "override": _override(judgement.review.override),
        "passages": [_passage(counted) for counted in judgement.counted],
        "tallies": {stance: _tally(tally) for stance, tally in judgement.tallies.items()},
        "rulings": [_ruling(ruling) for ruling in judgement.rulings],
    }


def _override(override: Override | None) -> Mapping[str, object] | None:
    if override is None:
        return None
    return {"reason": dict(override.reason.readings), "by": list(override.by)}


def _passage(counted: Counted) -> Mapping[str, object]:
    return {
        "id": counted.id,
        "source": counted.source,
        "stance": counted.stance,
        "root": counted.root,
        "party": counted.party,
        "primary": counted.primary,
    }


def _tally(tally: Tally) -> Mapping[str, object]:
    return {
        "passages": tally.items,
        "sources": tally.sources,
        "roots": list(tally.roots),
        "independent": list(tally.independent),
        "party": list(tally.party),
        "primary": list(tally.primary),
    }


def _ruling(ruling: Ruling) -> Mapping[str, object]:
    return {
        "rating": ruling.rating,
        "permitted": ruling.permitted,
        "fired": ruling.fired,
        "alternatives": [[_condition(c) for c in tried] for tried in ruling.alternatives],
        "forbidden": [_condition(c) for c in ruling.forbidden],
        "lacks_earlier": ruling.lacks_earlier,
    }


def _condition(condition: Condition) -> Mapping[str, object]:
    return {
        "subject": condition.subject,
        "kind": condition.kind or None,
        "natures": list(condition.natures),
        "wanted": condition.wanted,
        "have": condition.have,
        "met": condition.met,
    }


def _from(item: Evidence, claim: Claim, origins: Origins) -> Mapping[str, object]:
    way = origins.way(item)
    return {
        "id": item.id,
        "source": item.source,
        "way": {"kind": way.kind, "chain": list(way.chain)},
        "stakes": [
            {"kind": stake.kind, "name": stake.name, "sources": list(stake.sources)}
            for stake in origins.stakes(item, claim)
        ],
    }
