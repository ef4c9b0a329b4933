"""A rating may hang on one word that an editor chose: a nature, a stance or an origin. Pure and total.

Most ratings stand whatever one label says; of one that does not, a second editor must know which to look at
first. Without a label means: the claim has another nature, whichever permits most; a passage that supports
or refutes gives context, and one that gives context counts nowhere; a passage goes back to where its source
does; a passage whose source names no origin counts nowhere.
"""

from collections.abc import Iterator
from typing import Literal, get_args

from msgspec import Struct

from lastro.corpus.corpus import Corpus
from lastro.evidence.judge import Judgement, judge, judgements
from lastro.evidence.origins import Origins
from lastro.model.base import Nature
from lastro.model.claim import Claim, Evidence
from lastro.text.messages import in_quotes


class Label(Struct, frozen=True):
    """One word that an editor chose, and whose it is: the claim's, or that of a passage or source."""

    kind: Literal["nature", "stance", "origin"]
    value: str
    holder: Literal["claim", "passage", "source"]
    id: str = ""


def list_labels(claim: Claim, corpus: Corpus, origins: Origins) -> tuple[Label, ...]:
    found = [Label("nature", claim.nature, "claim")]
    for item in claim.evidence:
        found.append(Label("stance", item.stance, "passage", item.id))
        if item.origin:
            found.append(Label("origin", item.origin, "passage", item.id))
        elif source := _origin_holder(item, origins):
            found.append(Label("origin", corpus.sources[source].origin, "source", source))
    return tuple(dict.fromkeys(found))


def _origin_holder(item: Evidence, origins: Origins) -> str | None:
    """Return the one source whose `origin` is the root of a passage that names none itself."""
    ends = origins.ends(item.source) if not item.origin else ()
    return ends[0] if len(ends) == 1 else None


def list_permitted_without(
    label: Label, claim: Claim, corpus: Corpus, origins: Origins
) -> tuple[frozenset[str], ...]:
    """Return for each window, earliest first, the ratings that are permitted without a label."""
    others = [nature for nature in get_args(Nature) if nature != claim.nature]
    natures = others if label.kind == "nature" else [claim.nature]
    evidence = tuple(filter(None, (_strip(item, label, origins) for item in claim.evidence)))
    copies = (claim.model_copy(update={"nature": n, "evidence": evidence}) for n in natures)
    judged = [judge(copy, corpus, origins) for copy in copies]
    return tuple(
        frozenset(rating for judgement in window for rating in judgement.permitted)
        for window in zip(*judged, strict=True)
    )


def _strip(item: Evidence, label: Label, origins: Origins) -> Evidence | None:
    """Take a label from a passage; None when it counts nowhere then."""
    if label.holder == "source":
        return None if _origin_holder(item, origins) == label.id else item
    if item.id != label.id:
        return item
    if label.kind == "origin":
        return item.model_copy(update={"origin": None})
    return None if item.stance == "context" else item.model_copy(update={"stance": "context"})


def find_deciding_labels(claim: Claim, corpus: Corpus) -> Iterator[tuple[Judgement, list[Label]]]:
    """Yield each window whose rating is permitted, with the labels without which it is not."""
    origins = corpus.derive_once(Origins)
    labels = list_labels(claim, corpus, origins)
    tried = {label: list_permitted_without(label, claim, corpus, origins) for label in labels}
    for number, judgement in enumerate(judgements(corpus)[claim.id]):
        rating = judgement.review.rating
        if rating in judgement.permitted:
            yield judgement, [one for one in labels if rating not in tried[one][number]]


def say_deciding_labels(claim: Claim, corpus: Corpus) -> Iterator[str]:
    for judgement, labels in find_deciding_labels(claim, corpus):
        if labels:
            rating = f"{in_quotes(judgement.review.rating)} for {judgement.review.holds}"
            these = "this label" if len(labels) == 1 else "any one of these labels"
            named = "; ".join(map(_name, labels))
            yield f"The scale would refuse {rating} without {these}: {named}."


def _name(label: Label) -> str:
    of = f" of {label.holder} {in_quotes(label.id)}" if label.id else ""
    return f"the {label.kind} {in_quotes(label.value)}{of}"
