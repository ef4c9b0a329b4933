"""Formatting keeps every value and every comment, and what is formatted stays as it is."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastro.editing.formatter import comments, faults, format_record
from lastro.model.article import Article
from lastro.model.base import Kept
from lastro.model.claim import Claim
from lastro.model.source import Source
from lastro.syntax.tree import parse, plain
from tests.support.little_site import ARTICLE, CLAIM, SOURCE
from tests.support.real_records import FROZEN, LIVE

FEW = settings(max_examples=150, deadline=None)
REAL, KEPT = (
    [*sorted((root / "sources").glob("*.yml")), *sorted((root / "claims").glob("*/*.yml"))]
    for root in (LIVE, FROZEN)
)
KEY = re.compile(r"^(?=[a-z_]+:)", re.MULTILINE)
"""Where a key at the top level of a record begins."""


def model_of(path: Path) -> type[Kept]:
    if path.parent.name == "sources":
        return Source
    return Article if path.name == "article.yml" else Claim


def hashes(text: str) -> list[str]:
    """Return all that follows a `#` with a blank or a line's start before it, sorted."""
    return sorted(found.rstrip() for found in re.findall(r"(?m)(?:^|(?<=\s))#.*", text))


@pytest.mark.live
@pytest.mark.parametrize("path", REAL, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_real_record_is_formatted_already(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_record(text, model_of(path)) == text
    assert [*faults(text, parse(text), model_of(path))] == []


@FEW
@given(st.data(), st.sampled_from(KEPT))
def test_a_real_record_in_another_form_gets_its_form_back(data: st.DataObject, path: Path) -> None:
    text, model = path.read_text(encoding="utf-8"), model_of(path)
    head, *parts = KEY.split(text)
    marked = [f"# about {part.partition(':')[0]}\n{part}" for part in parts]
    moved = (
        head + "".join(data.draw(st.permutations(marked))) + data.draw(st.sampled_from(["", "\n"]))
    )
    # the comment above the first key is the head of the file, whichever key that is
    first = moved.removeprefix(head).partition("\n")[0]
    whole = format_record(moved, model)
    assert hashes(whole) == hashes(moved)
    assert plain(parse(whole)) == plain(parse(moved))
    assert format_record(whole, model) == whole
    without = re.sub(r"(?m)^# about .*\n", "", whole)
    assert without == text
    assert whole.startswith(head + first)


PIECES = {
    "source": ("source: port-blog", "source:   port-blog   # cited", '"source": port-blog'),
    "stance": ("stance: context", "stance:\n      context", "# which way\n    stance: context"),
    "quote": (
        'quote: "Quiet again"',
        "quote: >-\n      Quiet\n\n      again # no comment\n",
        "quote: {suffix: b, exact: a, prefix: c}  # in braces",
        "quote:\n      # the words\n      suffix: b\n      exact: a",
        "quote: |+\n      kept\n\n",
    ),
    "where": ("where: 12", "where: '12'", "where: no # page", "where: 0x1F"),
    "note": ("note: a\n      b", "note:\n      pt-BR: b\n      en: a\n      # below", "note: ok\n"),
    "id": ("id: a-b", "\n    # an id\n    id: a-b", "id: a-b\n      # deeper"),
}


@st.composite
def claims(draw: st.DrawFn) -> str:
    """Write the little claim with one passage in any order and style."""
    keys = draw(st.permutations(list(PIECES)))
    lines = [draw(st.sampled_from(PIECES[key])) for key in keys]
    lines = [
        line + draw(st.sampled_from(["", "", " ", "\n", "\n\n", "\n    # after"])) for line in lines
    ]
    before, after = CLAIM.split("  - source: port-blog")
    after = after[after.index("reviews:") :]
    first = "  -\n    " if lines[0].lstrip("\n").startswith("#") or lines[0][:1] == "\n" else "  - "
    text = before + first + "\n    ".join(lines) + "\n" + after
    end = draw(st.sampled_from(["", "\n", "\n\n", "# last", "# last\n", "  \n"]))
    return text.rstrip("\n") + draw(st.sampled_from(["\n", "\n# end\n"])) + end


@FEW
@given(claims())
def test_no_value_and_no_comment_is_lost_and_the_second_time_changes_nothing(text: str) -> None:
    tree = parse(text)
    whole = format_record(text, Claim)
    assert plain(parse(whole)) == plain(tree)
    assert comments(whole, parse(whole)) == comments(text, tree)
    assert format_record(whole, Claim) == whole
    if not [*faults(text, tree, Claim)]:
        assert whole == text


@pytest.mark.parametrize(("model", "text"), [(Article, ARTICLE), (Claim, CLAIM), (Source, SOURCE)])
def test_a_record_of_the_little_site_is_formatted_already(model: type[Kept], text: str) -> None:
    assert format_record(text, model) == text


CASES = {
    "keys with their comments": (
        "publisher: P # p\n# the title\ntitle: T\n\n# when\npublished: 2025\n",
        "# the title\ntitle: T\npublisher: P # p\n\n# when\npublished: 2025\n",
    ),
    "the head stays": (
        "# head\npublisher: P\ntitle: T\n# tail\n",
        "# head\ntitle: T\npublisher: P\n# tail\n",
    ),
    "braces": (
        "read: {by: Ana, on: 2025-01-01, # day\n  extent: whole, as: original}\n",
        "read: {on: 2025-01-01, by: Ana, # day\n  as: original, extent: whole}\n",
    ),
    "items": (
        "waivers:\n  - until: 2025-01-01 # u\n    # why\n    reason: r\n    rule: x\n  - rule: z\n",
        "waivers:\n  - rule: x\n    # why\n    reason: r\n    until: 2025-01-01 # u\n  - rule: z\n",
    ),
    "blanks": ("title: T  \n\n\n\npublisher: P\t\n\n", "title: T\n\npublisher: P\n"),
    "blanks in a text stay": ("note: |\n  a  \n\n\n  b\n\n\n", "note: |\n  a  \n\n\n  b\n"),
    "blank lines that a text keeps": ("note: |+\n  a\n\n\n", "note: |+\n  a\n\n\n"),
    "numbers and words": (
        "title: 12\npublisher: no\npublished: 2025\nauthors: [1e3, 'no', Yes]\n",
        'title: "12"\npublisher: "no"\npublished: 2025\nauthors: ["1e3", \'no\', "Yes"]\n',
    ),
    "no end": ("title: T", "title: T\n"),
    "an unknown key is left alone": ("publisher: P\ntitel: T\ntitle: T\n",) * 2,
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_record_gets_its_form(text: str, expected: str) -> None:
    assert format_record(text, Source) == expected
    assert bool([*faults(text, parse(text), Source)]) is (
        text != expected or text.endswith("|+\n  a\n\n\n")
    )


def test_a_long_row_of_digits_takes_no_time_to_look_at() -> None:
    text = f"title: {'1' * 200_000}x\n"
    assert format_record(text, Source) == text


def test_a_record_of_many_maps_is_sorted_at_once() -> None:
    item = "  - stance: context\n    source: a\n    quote: {prefix: p, exact: e}\n"
    right = "  - source: a\n    stance: context\n    quote: {exact: e, prefix: p}\n"
    assert format_record("evidence:\n" + item * 400, Claim) == "evidence:\n" + right * 400
