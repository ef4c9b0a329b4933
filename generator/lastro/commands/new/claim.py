"""What a new claim does to its article, and a claim out of an issue form, with all that it needs."""

import re
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from lastro.commands.new.issue_form import LARGEST_EVENT, Proposal, proposal_of
from lastro.commands.shared import plan
from lastro.commands.shared.edits import require_record, text_of
from lastro.commands.shared.records import sound_corpus
from lastro.editing.duplicates import SimilarRecord, claims_like, works_like
from lastro.editing.edit import with_items
from lastro.editing.scaffold import Scaffold, article_scaffold, claim_scaffold, source_scaffold
from lastro.errors import LastroError
from lastro.loading.workspace import Workspace
from lastro.model.article import Article
from lastro.model.claim import Claim
from lastro.model.source import PLACES, Source
from lastro.model.values import why_not_id
from lastro.places import RecordPath
from lastro.syntax.tree import TODO, Scalar, is_mark
from lastro.text.messages import clean, in_quotes

_SHARED = {"lang": "said.lang", "published": "said.on"}
"""What an article says that holds for its words too."""


def article_defaults(loaded: Workspace, article_id: str) -> dict[str, str]:
    """Return language and day of an article, which may be unfinished: what is marked is unknown."""
    at: RecordPath = ("articles", article_id)
    nodes = loaded.trees[at][1].nodes if at in loaded.trees else {}
    found = {field: nodes[key][1] for key, field in _SHARED.items() if key in nodes}
    return {
        field: node.text
        for field, node in found.items()
        if isinstance(node, Scalar) and not is_mark(node) and node.text != "unknown"
    }


def long_works(loaded: Workspace) -> frozenset[str]:
    """Return the sources in which nobody finds a quote without its page."""
    types = {
        str(at[1]): tree.nodes.get("type", (None, None))[1]
        for at, (_, tree) in loaded.trees.items()
        if at[0] == "sources"
    }
    return frozenset(k for k, n in types.items() if isinstance(n, Scalar) and n.text in PLACES)


def plan_of(loaded: Workspace, event: Path, today: date) -> tuple[plan.NewPlan, str]:
    """Plan the records of an issue; return the plan and the account that sent it."""
    proposal = _proposal(loaded, event, "claim")
    settings, day = sound_corpus(loaded).settings, today.isoformat()
    claim_id = plan.free_id(loaded, "claim", None, _name_of(proposal))
    source, source_id = _source_at_evidence(loaded, proposal, f"{claim_id}-source", day)
    article, article_id, listed = _article(loaded, proposal, claim_id)
    said = {
        "said.words": proposal.words,
        "said.on": proposal.said_on,
        "said.lang": proposal.language,
        "claimant.name": proposal.claimant,
        "evidence.source": source_id,
        "evidence.quote": proposal.passage,
    }
    given = article_defaults(loaded, article_id) | {
        field: text for field, text in said.items() if text
    }
    scaffold = claim_scaffold(given, settings, long_works=long_works(loaded), today=day)
    claim = plan.create(loaded, "claim", claim_id, scaffold, Claim, article=article_id)
    notes = plan.looks_like(claims_like((proposal.words,), loaded.trees))
    new = tuple(one for one in (source, article, claim) if one)
    return plan.NewPlan(new, (listed,) if listed else (), notes), proposal.reporter


def plan_of_source(loaded: Workspace, event: Path, today: date) -> tuple[plan.NewPlan, str]:
    """Plan the source of an issue, and the passage of it in the claim that the form names, if any."""
    proposal = _proposal(loaded, event, "source")
    named = f"{proposal.claim or 'proposed'} source"
    source, source_id = _source_at_evidence(loaded, proposal, named, today.isoformat())
    if not (source or proposal.claim):
        hint = "name the claim that it speaks of"
        raise LastroError(f"the site has this source already: sources/{source_id}.yml", hint)
    changed: tuple[plan.ChangedFile, ...] = ()
    if proposal.claim:
        at: RecordPath = ("claims", proposal.claim)
        if at not in loaded.trees:
            raise LastroError(f"the file of claim {in_quotes(proposal.claim)} has errors")
        said = {"quote": proposal.passage, "where": proposal.where}
        passage = {"source": source_id, "stance": TODO} | {k: v for k, v in said.items() if v}
        after = with_items(text_of(loaded, at), Claim, "evidence", [passage])
        changed = (plan.ChangedFile(loaded.trees[at][0], after, "evidence"),)
    return plan.NewPlan((source,) if source else (), changed), proposal.reporter


def _proposal(loaded: Workspace, event: Path, kind: str) -> Proposal:
    languages = sound_corpus(loaded).settings.languages
    return proposal_of(_read(event), kind, languages, partial(require_record, loaded))


def _name_of(proposal: Proposal) -> str:
    """Return what the claim is named after; a reader can give no `--id` when words cannot name it.

    So it is with words in other letters than Latin ones, a number, or a name that devices use.
    """
    slug = plan.slug_of(proposal.words)
    if re.search("[a-z]", slug) and not plan.why_not_name("claim", slug):
        return proposal.words
    return f"claim {slug or plan.slug_of(proposal.evidence)}"


def _read(event: Path) -> bytes:
    try:
        if event.stat().st_size > LARGEST_EVENT:
            hint = "shorten the issue"
            raise LastroError(f"'{clean(str(event))}' is larger than {LARGEST_EVENT} bytes", hint)
        return event.read_bytes()
    except OSError as error:
        hint = "name the file of the event"
        raise LastroError(f"cannot read '{clean(str(event))}': {error.strerror}", hint) from error


def _source_at_evidence(
    loaded: Workspace, proposal: Proposal, source_name: str, day: str
) -> tuple[plan.NewFile | None, str]:
    if known := _same(works_like("sources", [proposal.evidence], "", loaded.trees)):
        return None, known
    source_id = _free(loaded, "source", proposal.evidence, source_name)
    given = {"url": proposal.evidence}
    scaffold = source_scaffold(given, sound_corpus(loaded).settings, today=day)
    return plan.create(loaded, "source", source_id, scaffold, Source), source_id


def _article(
    loaded: Workspace, proposal: Proposal, claim_id: str
) -> tuple[plan.NewFile | None, str, plan.ChangedFile | None]:
    """Return the article that is meant, and its change; one that is not there is started."""
    is_id = bool(proposal.article) and why_not_id(proposal.article) is None
    alike = works_like("articles", [proposal.article], "", loaded.trees)
    if known := proposal.article if is_id else _same(alike):
        return None, known, plan.list_in_article(loaded, known, claim_id)
    article_id = _free(loaded, "article", proposal.article, claim_id)
    given = {"url": proposal.article or "unknown"}
    bare = article_scaffold(given, sound_corpus(loaded).settings)
    text = plan.statements_of(bare.text, [claim_id], article_id)
    scaffold = Scaffold(text, tuple(mark for mark in bare.marks if mark != "statements"))
    return plan.create(loaded, "article", article_id, scaffold, Article), article_id, None


def _same(found: Sequence[SimilarRecord]) -> str:
    return next((one.id for one in found if one.what == "address"), "")


def _free(loaded: Workspace, kind: str, address: str, otherwise: str) -> str:
    try:
        return plan.free_id(loaded, kind, None, address)
    except LastroError:
        return plan.free_id(loaded, kind, None, otherwise)
