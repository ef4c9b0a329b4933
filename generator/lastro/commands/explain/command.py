"""`lastro explain`: why a rule exists, or why a claim may carry its rating."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import click

from lastro.commands.explain.trace import trace
from lastro.commands.shared.console import write
from lastro.commands.shared.options import flag
from lastro.commands.shared.records import complete_ids, load_here, sound_corpus
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.rule import Rule
from lastro.errors import LastroError
from lastro.evidence.judge import EVALUATOR
from lastro.model.claim import Claim
from lastro.reporters.document import lastro_document, pick
from lastro.rules.registry import rules
from lastro.text.messages import did_you_mean, inert, nearest, sentence

CLAIM = "claim:"
ALL_RULES = "`lastro explain --list` names all rules"
_FIXES = {"none": "needs a person", "safe": "keeps the meaning", "unsafe": "may change the meaning"}


@click.command("explain")
@click.argument("name", required=False, shell_complete=complete_ids)
@flag("--list", "listing")
@flag("--json", "as_json")
def command(*, name: str | None, listing: bool, as_json: bool) -> None:
    found = None if listing or name is None else _find(name)
    lines: Iterable[str]
    if isinstance(found, tuple):
        content, lines = _document(*found) if as_json else {}, map(sentence, trace(*found))
    else:
        asked = [found] if found else rules().values()
        content = {"rules": [pick(rule, "name severity waivable fix text") for rule in asked]}
        lines = _describe_rule(found) if found else _list_rules()
    text = lastro_document("explain", content) if as_json else ""
    write(text or "".join(inert(line) + "\n" for line in lines))


def _list_rules() -> Iterator[str]:
    widest = max(len(name) for name in rules())
    for rule in rules().values():
        first_line = rule.text.partition("\n")[0]
        yield f"{rule.name:{widest}}  {rule.severity:7}  {first_line}"


def _find(name: str) -> Rule | tuple[Claim, Corpus]:
    if name in rules():
        return rules()[name]
    if name.startswith(CLAIM):
        return _claim(name.removeprefix(CLAIM), sound_corpus(load_here()))
    try:
        corpus = sound_corpus(load_here())
    except LastroError as error:
        message = f"no rule '{name}', and claims cannot be explained: {error.message}"
        raise LastroError(message, did_you_mean(name, rules(), ALL_RULES)) from error
    if corpus.knows("claims", name):
        return _claim(name, corpus)
    others = (("sources", "a source", "cites"), ("articles", "an article", "checks"))
    for kind, named, how in others:
        if corpus.knows(kind, name):
            only = "only rules and claims can be explained"
            hint = f"name a claim that {how} it, or see `lastro explain --list`"
            raise LastroError(f"'{name}' is {named}: {only}", hint)
    hint = did_you_mean(name, [*rules(), *corpus.claims], ALL_RULES)
    raise LastroError(f"no rule or claim '{name}'", hint)


def _describe_rule(rule: Rule) -> list[str]:
    waivable = "can be waived" if rule.waivable else "cannot be waived"
    weight = f"{rule.severity}, {waivable}, fix: {rule.fix} ({_FIXES[rule.fix]})"
    return [rule.name, weight, "", *rule.text.splitlines()]


def _claim(claim_id: str, corpus: Corpus) -> tuple[Claim, Corpus]:
    if claim_id in corpus.claims:
        return corpus.claims[claim_id], corpus
    if corpus.knows("claims", claim_id):
        raise LastroError(f"the file of claim '{claim_id}' has errors", "run `lastro check`")
    near = nearest(claim_id, corpus.claims)
    hint = f"did you mean '{CLAIM}{near}'?" if near else "its id is the name of its file"
    raise LastroError(f"no claim '{claim_id}'", hint)


def _document(claim: Claim, corpus: Corpus) -> Mapping[str, object]:
    """Return what the API publishes of a claim, so that a program reads one form: with the count of each window."""
    # rules are told sooner without what pages are made of
    from lastro.exports.api.records import record_document  # noqa: PLC0415
    from lastro.site.derive import derive  # noqa: PLC0415

    site = derive(corpus, date.today(), draft=True)  # noqa: DTZ011
    return {"evaluator": EVALUATOR, **(record_document(site, claim.at) or {})}
