"""Whatever is said of a record stands in its scaffold, and a form of any text ends in one sentence."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lastro.commands.new.issue_form import LONGEST, proposal_of
from lastro.commands.preview import page_text
from lastro.editing.scaffold import claim_scaffold
from lastro.errors import LastroError
from lastro.loading.decode import decode
from lastro.loading.source_text import refuse_hidden_in
from lastro.model.claim import Claim
from lastro.model.settings import Settings
from lastro.places import START
from lastro.syntax.explain_error import ENCLOSED
from lastro.syntax.tree import TODO, Refused, Scalar, parse, plain
from tests.support.builders import SETTINGS

FEW = settings(max_examples=300, deadline=None)
SITE = Settings.model_validate(SETTINGS, context={"languages": ("en", "pt-BR")})
IDENTITY = {"id": "quays-closed", "article": "harbour"}


@FEW
@given(words=st.text(min_size=1), name=st.text(st.characters(exclude_characters="\n"), min_size=1))
@example(words="- a: [b, {c: 'd'}]  # \"e\"", name="&x *y !z %t @u `v` | >")
@example(words="TODO", name="TODO: x")
@example(words="“as printed”", name="«»")
def test_any_words_stand_in_a_scaffold_as_they_are_or_are_refused(words: str, name: str) -> None:
    said = {"said.words": words, "claimant.name": name, "evidence.source": "harbour-log"}
    scaffold = claim_scaffold(said, SITE, today="2026-03-01")
    bare = [one[1:-1] if ENCLOSED.fullmatch(one) else one for one in (words, name)]
    try:
        refuse_hidden_in(Scalar(START, scaffold.text, plain=True, verbatim=False))
        tree = parse(scaffold.text)
    except (Refused, UnicodeEncodeError):
        return
    written = plain(tree)
    assert isinstance(written, dict)
    assert [written["said"]["words"], written["claimant"]["name"]] == [one or TODO for one in bare]
    rules = {problem.rule for problem in decode(Claim, tree, IDENTITY, SITE.languages).problems}
    blank = any(one and not one.strip() for one in bare)
    assert rules == {"placeholder-left"} | ({"field-missing"} if blank else set())


@FEW
@given(answers=st.dictionaries(st.sampled_from([*LONGEST["claim"], "rating", "x"]), st.text()))
def test_any_form_is_read_within_its_limits_or_refused_in_one_sentence(
    answers: dict[str, str],
) -> None:
    headings = {name: name.replace("_", " ") for name in answers}
    body = "\n\n".join(f"### {headings[name]}\n\n{text}" for name, text in answers.items())
    event = json.dumps({"issue": {"body": body}}).encode()
    try:
        proposal = proposal_of(event, "claim", ["en"], lambda _, given, __: given)
    except LastroError as error:
        refused = error.message
    else:
        refused = ""
    assert refused.isprintable()
    if refused:
        return
    assert proposal.words
    assert proposal.evidence.startswith(("http://", "https://"))
    for name, most in LONGEST["claim"].items():
        said = getattr(proposal, name)
        assert len(said) <= most
        assert "\n" not in said


@FEW
@given(content=st.binary(max_size=200))
def test_a_few_bytes_of_any_kind_are_no_event(content: bytes) -> None:
    with pytest.raises(LastroError, match="the event"):
        proposal_of(content, "claim", ["en"], lambda _, given, __: given)


@FEW
@given(markup=st.text(), width=st.integers(20, 100))
def test_any_markup_becomes_lines(markup: str, width: int) -> None:
    text = page_text(f"<p>{markup}</p>", width)
    assert text.endswith("\n")
    assert "\n\n\n" not in text
