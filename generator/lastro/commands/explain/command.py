"""`lastro explain`: why a rule exists, or why a claim may carry its rating."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

import click

from lastro.commands.explain.document import claim_document, rules_document
from lastro.commands.explain.trace import trace
from lastro.commands.shared.console import write
from lastro.commands.shared.records import load_here, sound_corpus
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.rule import Rule
from lastro.errors import LastroError
from lastro.model.claim import Claim
from lastro.reporters.document import lastro_document
from lastro.rules.registry import rules
from lastro.text.messages import did_you_mean, inert, nearest, sentence

CLAIM = "claim:"
ALL_RULES = "`lastro explain --list` names all rules"
_FIXES = {
    "none": "needs a person",
    "safe": "keeps the meaning",
    "unsafe": "may change the meaning",
}


@click.command("explain")
@click.argument("name", required=False)
@click.option(
    "--list", "listing", is_flag=True, help="List all rules, as the command does without NAME."
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document, format lastro-explain."
)
def command(*, name: str | None, listing: bool, as_json: bool) -> None:
    """Explain a rule, or why a claim may carry its ratings.

    NAME is the name of a rule, or the id of a claim. If a rule and a claim have the same name,
    write claim:ID for the claim. For a claim the command goes through each window of time: what
    the evidence carries, which ratings it permits, and what the other ratings lack. Then it says
    which passages go back to one origin, and why.

    Use it when the check refuses a rating, and before you trust that several sources agree.

    \b
        lastro explain rating-not-permitted
        lastro explain claim:api-exclusivity-on-azure
        lastro explain claim:api-exclusivity-on-azure --json
    """  # noqa: D301 - the backspace is click's mark for lines that keep their ends
    content: Callable[[], Mapping[str, object]]
    lines: Iterable[str]
    if listing or name is None:
        content, lines = partial(rules_document, rules().values()), _list()
    elif isinstance(found := _found(name), Rule):
        content, lines = partial(rules_document, [found]), _rule(found)
    else:
        content, lines = partial(claim_document, *found), map(sentence, trace(*found))
    if as_json:
        write(lastro_document("explain", content()))
    else:
        write("".join(inert(line) + "\n" for line in lines))


def _list() -> Iterator[str]:
    widest = max(len(name) for name in rules())
    for rule in rules().values():
        first_line = rule.text.partition("\n")[0]
        yield f"{rule.name:{widest}}  {rule.severity:7}  {first_line}"


def _found(name: str) -> Rule | tuple[Claim, Corpus]:
    """Return what a name means, a claim with its corpus; raise LastroError when it means nothing."""
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
    raise _no_such_name(name, corpus)


def _no_such_name(name: str, corpus: Corpus) -> LastroError:
    others = (("sources", "a source", "cites"), ("articles", "an article", "checks"))
    for kind, named, how in others:
        if corpus.knows(kind, name):
            only = "only rules and claims can be explained"
            hint = f"name a claim that {how} it, or see `lastro explain --list`"
            return LastroError(f"'{name}' is {named}: {only}", hint)
    hint = did_you_mean(name, [*rules(), *corpus.claims], ALL_RULES)
    return LastroError(f"no rule or claim '{name}'", hint)


def _rule(rule: Rule) -> Iterator[str]:
    waivable = "can be waived" if rule.waivable else "cannot be waived"
    yield rule.name
    yield f"{rule.severity}, {waivable}, fix: {rule.fix} ({_FIXES[rule.fix]})"
    yield ""
    yield from rule.text.splitlines()


def _claim(claim_id: str, corpus: Corpus) -> tuple[Claim, Corpus]:
    if claim_id in corpus.claims:
        return corpus.claims[claim_id], corpus
    if corpus.knows("claims", claim_id):
        raise LastroError(f"the file of claim '{claim_id}' has errors", "run `lastro check`")
    near = nearest(claim_id, corpus.claims)
    hint = f"did you mean '{CLAIM}{near}'?" if near else "its id is the name of its file"
    raise LastroError(f"no claim '{claim_id}'", hint)
