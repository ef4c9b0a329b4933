"""Formatting keeps every value and every comment, and what is formatted stays as it is."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lastro.editing.formatter import comments, faults, format_record
from lastro.model.article import Article
from lastro.model.base import Kept, Record
from lastro.model.canonical_form import models_in, surely_in_form
from lastro.model.claim import Claim
from lastro.model.fields import fields_of
from lastro.model.source import Source
from lastro.syntax.plain_values import DAYS, values_in
from lastro.syntax.tree import parse, plain
from lastro.text.dates import Edtf, Window
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


_LISTED = """12:34 1:02:03 190:20:30.15 -1:30 3:16 0:30 12:99 1:2:3:4 1_000 685_230.15 1,000 017 08 0o17 0x1F 0x_0A
 -0x1F 0b101 0b1_0 +12 1e3 1.5e+3 .5 -.5 1. . .inf -.INF .nan ~ null Null y N yes Off on True = --- a:b 1:a x12
 1984 84 2026-01-02 2026-1-2 2026-01 201X 2026-01-02T10:00:00Z 2026-01-02T10:00:00+02:00 2026-13-45x p.12 1-2
 12:34-12:50 §4 4a 3rd 1.2.3 2,5 10% 1/2"""
ODD = _LISTED.split()
WITH_BLANKS = [
    "2026-01-02 10:00:00",
    "2026-01-02 10:00:00.5 -3",
    "2026-01-02 was a Friday",
    "12 34",
]


@pytest.mark.parametrize("odd", [*ODD, *WITH_BLANKS])
def test_a_text_that_a_reader_of_yaml_1_1_takes_for_something_else_is_quoted(odd: str) -> None:
    text = f"title: {odd}\npublisher: P\n"
    formatted = format_record(text, Source)
    assert formatted in {text, f'title: "{odd}"\npublisher: P\n'}
    try:
        read = yaml.safe_load(text)["title"]
    except yaml.YAMLError:
        read = None
    assert isinstance(read, str) <= (formatted == text or odd in OTHERS)
    assert yaml.safe_load(formatted)["title"] == odd
    values = values_in(text)
    assert (values is None) or surely_in_form(text, values.fields, values.bare, Source) is (
        formatted == text
    )


OTHERS = {"0:30", "1,000", "2,5", "08", "0o17", "y", "N", "1e3", "-.5", "2026-1-2"}
"""What readers of other versions take for numbers or words."""


def test_the_days_of_records_stay_without_quotes() -> None:
    assert days_of(Source) | days_of(Claim) | days_of(Article) == DAYS
    text = "title: T\npublished: 2026-01-02\nread: {on: 2026-01-03}\nnote: {en: 2026}\n"
    assert format_record(text, Source) == text.replace("2026}", '"2026"}')


def days_of(model: type[Record]) -> set[str]:
    """Return the keys of days and windows of a model and of what it holds."""
    found = {k for k, f in fields_of(model).items() if {*flat(f.annotation)} & {date, Edtf, Window}}
    return found.union(*map(days_of, models_in(model).values()))


def flat(annotation: object) -> Iterator[object]:
    yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from flat(inner)


def test_a_long_row_of_digits_takes_no_time_to_look_at() -> None:
    text = f"title: {'1' * 200_000}x\n"
    assert format_record(text, Source) == text


def test_a_record_of_many_maps_is_sorted_at_once() -> None:
    item = "  - stance: context\n    source: a\n    quote: {prefix: p, exact: e}\n"
    right = "  - source: a\n    stance: context\n    quote: {exact: e, prefix: p}\n"
    assert format_record("evidence:\n" + item * 400, Claim) == "evidence:\n" + right * 400
