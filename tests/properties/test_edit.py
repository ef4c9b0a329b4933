"""An edit is one insertion or one replaced value: every other byte of the record stays."""

import difflib
from collections.abc import Mapping
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, example, given, settings
from hypothesis import strategies as st

from lastro.diagnostics.finding import Append, Beside, Drop, FixStep, Rewrite, Value
from lastro.diagnostics.fixes import apply_edits, offset_of
from lastro.editing.edit import edits_of, with_items, with_key
from lastro.errors import LastroError
from lastro.loading.decode import decode
from lastro.model.article import Article
from lastro.model.base import Kept, Record
from lastro.model.claim import Claim
from lastro.model.source import Source
from lastro.places import Span
from lastro.syntax.locate import locate
from lastro.syntax.tree import Refused, parse, plain, scalars
from tests.support.folders import ALDERA
from tests.support.little_site import ARTICLE, CLAIM, SOURCE
from tests.support.real_records import FROZEN

FEW = settings(max_examples=200, deadline=None)
LANGUAGES = ("en", "pt-BR")
IDENTITIES: Mapping[type[Record], dict[str, str]] = {
    Article: {"id": "harbour"},
    Claim: {"id": "quays-closed", "article": "harbour"},
    Source: {"id": "harbour-bylaws"},
}
WAYBACK = "https://web.archive.org/web/20260110000000/https://port.example.org/"
WITHDRAWN: Value = {"on": "2026-03-01", "reason": {"en": "It was: #1.", "pt-BR": "Não há."}}
REAL = [
    *sorted((FROZEN / "sources").glob("*.yml")),
    *sorted((FROZEN / "claims").glob("*/*.yml")),
]


def model_of(path: Path) -> type[Kept]:
    if path.parent.name == "sources":
        return Source
    return Article if path.name == "article.yml" else Claim


def record(model: type[Kept], text: str) -> Kept:
    decoded = decode(model, parse(text), IDENTITIES[model], LANGUAGES)
    assert decoded.record is not None, decoded.problems
    return decoded.record


def is_one_insertion(before: str, after: str) -> bool:
    """Tell whether something was put into a text and nothing else was done to it."""
    added = len(after) - len(before)
    at = next((i for i, c in enumerate(before) if after[i] != c), len(before))
    starts = range(max(0, at - added), at + 1)
    return added > 0 and any(after[:i] + after[i + added :] == before for i in starts)


def changed_lines(before: str, after: str) -> list[str]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return [line for line in [*difflib.unified_diff(old, new, n=0)][2:] if line[0] in "-+"]


@pytest.mark.parametrize("path", REAL, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_real_record_gets_new_lines_and_keeps_all_others(path: Path) -> None:
    model, text = model_of(path), path.read_text(encoding="utf-8")
    edited = with_key(text, model, "withdrawn", WITHDRAWN)
    assert {line[0] for line in changed_lines(text, edited)} == {"+"}
    assert is_one_insertion(text, edited)
    kept = record(model, edited)
    assert kept.withdrawn is not None
    assert kept.model_copy(update={"withdrawn": None}) == record(model, text)


@pytest.mark.parametrize("path", REAL, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_a_real_record_with_other_line_ends_keeps_them(path: Path) -> None:
    model = model_of(path)
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n").removesuffix("\r\n")
    edited = with_items(text, model, "former_ids", ["an-old-id"])
    assert is_one_insertion(text, edited)
    assert edited.count("\n") == edited.count("\r\n") == text.count("\n") + 1


# --- every layout ---------------------------------------------------------------------------

STYLES: Mapping[str, tuple[str, ...]] = {
    "title": (
        "title: Bylaws",
        "title: 'By: laws'   # as printed",
        'title: "a\n  b # no comment"',
        "title: two\n  lines",
    ),
    "publisher": ("publisher: Port", "publisher: >\n  folded\n  lines\n", "? publisher\n: Port"),
    "published": ("published: 2025-12-01", "published:\n  2025-12-01"),
    "lang": ("lang: en", '"lang": en', "'lang':   en  "),
    "url": ("url: https://port.example.org/a#b", 'url: "https://port.example.org/"'),
    "authors": (
        "authors: [Ana, Zé]",
        "authors: []",
        "authors:\n- Ana\n# - Zé\n-  Zé",
        "authors:\n  - 'Ana'   # first\n  - |-\n    Zé\n  # none else",
        'authors: [\n  "Ana", # first\n  "Zé", # last\n]  # all',
        'authors: [\n  "Ana",\n  "Zé"\n]',
        "authors: [ Ana\n  , Zé ,\n  ]",
        "authors:",
        "authors: # nobody",
    ),
    "kind": ("kind: primary",),
    "type": ("type: law",),
    "origin": ("origin: port",),
    "archived": (f'archived: ["{WAYBACK}"]', f"archived:\n  - {WAYBACK}", "archived: []"),
    "read": (
        "read: {on: 2026-01-20, by: Ana, as: original, extent: whole}",
        "read:\n  on: 2026-01-20\n  by: Ana # and Zé\n\n  as: original\n  extent: whole",
        "read: {\n  on: 2026-01-20, # a day\n  by: Ana, as: original, extent: whole }",
        "read: unread",
    ),
    "note": (
        "note: |\n  kept\n\n  # no comment\n",
        "note: >+\n  kept\n\n\n",
        "note: >-\n   kept\n\n",
        "note:\n  en: >\n    kept\n  pt-BR: |2\n     guardado",
        "note: {en: kept, pt-BR: 'guardado'}",
    ),
    "former_ids": ("former_ids: [a]", "former_ids:\n- a"),
}
OPTIONAL = ("authors", "archived", "note", "former_ids")
BETWEEN = st.sampled_from(["", "", "", "\n", "# a comment\n", "  # indented\n", "\n  # both\n\n"])


@st.composite
def sources(draw: st.DrawFn) -> str:
    """Write a source in any order and style, without a fault."""
    keys = [key for key in STYLES if key not in OPTIONAL or draw(st.booleans())]
    keys = draw(st.permutations(keys))
    parts = [draw(BETWEEN)]
    for key in keys:
        style = draw(st.sampled_from(STYLES[key]))
        parts += [style if style.endswith("\n") else f"{style}\n", draw(BETWEEN)]
    text = "".join(parts)
    margin = draw(st.sampled_from(["", "", "  "]))
    text = "".join(f"{margin}{line}" for line in text.splitlines(keepends=True))
    text = draw(st.sampled_from(["", "---\n", "# first\n--- # mark\n"])) + text
    if draw(st.booleans()):
        text = text.rstrip("\n") if draw(st.booleans()) else text.removesuffix("\n")
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


@st.composite
def flow_sources(draw: st.DrawFn) -> str:
    """Write a source as one map in braces, as JSON or not."""
    quoted = draw(st.booleans())
    q = '"' if quoted else ""
    pairs = {
        "title": '"By: laws"',
        "publisher": f"{q}Port{q}",
        "published": f"{q}2025-12-01{q}",
        "lang": f"{q}en{q}",
        "url": '"https://port.example.org/"',
        "kind": f"{q}primary{q}",
        "type": f"{q}law{q}",
        "origin": f"{q}port{q}",
        "read": f"{q}unread{q}",
        "authors": draw(st.sampled_from(["[]", '["Ana"]', '["Ana",\n  "Zé"]'])),
    }
    keys = draw(st.permutations(list(pairs)))
    comma = draw(st.sampled_from([", ", ",", ",\n  ", ", # why\n  ", "\n  , "]))
    body = comma.join(f"{q}{key}{q}: {pairs[key]}" for key in keys)
    ends = st.sampled_from(["", "\n", " # end\n"])
    last = draw(st.sampled_from(["", ",", "\n"]))
    return f"{draw(ends) or ''}{{{body}{last}}}{draw(ends)}".lstrip(" ")


WORDS = st.one_of(
    st.text(
        st.characters(max_codepoint=0xD7FF, exclude_categories=["Cc", "Cf", "Zl", "Zp"]),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(
        ["no", "null", "2025", "~", "- a", "a: b", "a #b", "#", "{a}", "'", '"\\', "a\nb\n", " x "]
    ),
).filter(lambda text: bool(text.strip()))
BOTH = st.one_of(sources(), flow_sources())


@FEW
@given(BOTH, WORDS, WORDS)
@example(SOURCE, "x", "y")
def test_a_new_key_is_one_insertion_and_changes_no_other_value(
    text: str, english: str, portuguese: str
) -> None:
    value: Value = {"on": "2026-03-01", "reason": {"en": english, "pt-BR": portuguese}}
    edited = with_key(text, Source, "withdrawn", value)
    assert is_one_insertion(text, edited)
    before, after = plain(parse(text)), plain(parse(edited))
    assert isinstance(before, dict)
    assert after == {**before, "withdrawn": value}
    assert with_key(edited, Source, "withdrawn", value).count("withdrawn") == 1


@FEW
@given(BOTH, st.sampled_from(["authors", "archived", "former_ids"]), st.lists(WORDS, min_size=1))
def test_appended_items_are_one_insertion_and_come_last(
    text: str, key: str, items: list[str]
) -> None:
    edited = with_items(text, Source, key, items)
    assert is_one_insertion(text, edited)
    before, after = plain(parse(text)), plain(parse(edited))
    assert isinstance(before, dict)
    assert after == {**before, key: [*before.get(key, []), *items]}


@FEW
@given(
    BOTH,
    st.sampled_from(["title", "read", "authors", "note", "origin"]),
    st.one_of(
        WORDS,
        st.lists(WORDS, max_size=4),
        st.fixed_dictionaries({"en": WORDS, "pt-BR": st.lists(WORDS, max_size=3)}),
    ),
)
def test_a_replaced_value_leaves_the_lines_of_others(text: str, key: str, value: Value) -> None:
    node = parse(text).nodes.get(key)
    assume(node is not None)
    edited = with_key(text, Source, key, value)
    before, after = plain(parse(text)), plain(parse(edited))
    assert isinstance(before, dict)
    assert after == {**before, key: value}
    assert [*parse(edited).nodes] == [*parse(text).nodes]


# --- every step -----------------------------------------------------------------------------

RECORDS = [
    *REAL,
    *sorted(ALDERA.glob("**/sources/*.yml")),
    *sorted(ALDERA.glob("**/claims/*/*.yml")),
]


@st.composite
def disturbed(draw: st.DrawFn) -> str:
    """Take a record, real, golden or made up, and let many hands have typed in it."""
    text = draw(st.one_of(st.sampled_from(RECORDS).map(Path.read_text), sources(), flow_sources()))
    before, wide = plain(parse(text)), draw(st.sampled_from([1, 1, 2, 3]))
    lines = text.replace("\r\n", "\n").split("\n")
    lines = [
        " " * (wide * (len(line) - len(line.lstrip(" ")))) + line.lstrip(" ") for line in lines
    ]
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        noise = draw(st.sampled_from(["#", "  # in", "", "      # deep"]))
        for tried in (
            [*lines[:at], noise, *lines[at:]],
            [*lines[:at], lines[at] + " # behind", *lines[at + 1 :]],
        ):
            if draw(st.booleans()) and says("\n".join(tried)) == says("\n".join(lines)):
                lines = tried
    text = "\n".join(lines)
    assume(says(text) is not None and before)
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


def says(text: str) -> Any:
    try:
        return plain(parse(text))
    except Refused:
        return None


def changed_by(values: Any, step: FixStep) -> Any:
    """Say what a record should hold after a step, in fewer words than `lastro.diagnostics.finding`."""
    *above, last = step.route
    holder = reduce(getitem, above, values)
    if isinstance(step, Rewrite):
        holder[last] = step.text
    elif isinstance(step, Append):
        holder[last].append(step.item)
    elif isinstance(step, Beside):
        holder[step.key] = step.text
    elif isinstance(step, Drop):
        del holder[last]
    return values


@st.composite
def steps(draw: st.DrawFn, text: str) -> FixStep:
    """Choose a step that can be made in a record."""
    found: list[FixStep] = []
    tree = parse(text)
    words = draw(st.one_of(WORDS, st.sampled_from(["port-blog", "no", "https://a.b/?c=d#e"])))
    lists = {at[:-1] for at, _, _ in scalars(tree) if isinstance(at[-1], int)}
    for at, _, is_key in scalars(tree):
        if not is_key and at[:-1] not in lists:
            found.append(Beside(at, "beside", words))
        if not is_key:
            found.append(Rewrite(at, words))
    for at in sorted(lists, key=str):
        items: Any = reduce(getitem, at, says(text))
        if len(at) == 1:
            found.append(Append(at, words))
        found += [Drop((*at, number)) for number in range(len(items)) if len(items) > 1]
    kind = draw(st.sampled_from(sorted({type(step).__name__ for step in found})))
    return draw(st.sampled_from([step for step in found if type(step).__name__ == kind]))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), disturbed())
def test_what_a_step_does_not_touch_stays_to_the_byte(data: st.DataObject, text: str) -> None:
    step = data.draw(steps(text))
    tree, wanted = parse(text), changed_by(plain(parse(text)), step)
    edits = edits_of(text.replace("\r\n", "\n"), tree, Record, [step])
    if not edits:  # nothing to do, or a comment would go
        event(f"refused {type(step).__name__}")
        assert says(text) == wanted or (isinstance(step, Drop) and "#" in text)
        return
    after = apply_edits(text, edits)
    assert says(after) == wanted
    if isinstance(step, Append | Beside):
        assert is_one_insertion(text, after)
    elif isinstance(step, Drop):
        assert is_one_insertion(after, text)
    else:
        start, end = ends_of(text, locate(tree, step.route))
        assert after.startswith(text[:start])
        assert after.endswith(text[end:])
    if "\r\n" in text:
        assert after.count("\n") == after.count("\r\n")
    event(type(step).__name__)


def ends_of(text: str, span: Span) -> tuple[int, int]:
    start = offset_of(text, span.line, span.column)
    end = offset_of(text, span.end_line, span.end_column)
    return start, start + len(text[start:end].rstrip())


# --- places and styles ----------------------------------------------------------------------


def test_a_new_key_follows_the_nearest_key_before_it_in_the_models_order() -> None:
    text = "title: x\nurl: y\n# of the reading\nread: unread\norigin: z\n"
    edited = with_items(text, Source, "archived", [WAYBACK])
    assert changed_lines(text, edited) == [f'+archived: ["{WAYBACK}"]\n']
    assert edited.endswith(f'origin: z\narchived: ["{WAYBACK}"]\n')
    assert with_key("read: unread\n", Source, "title", "x") == "title: x\nread: unread\n"


def test_a_comment_that_is_indented_stays_with_the_value_above_it() -> None:
    text = "origin: x\nauthors:\n  - Ana\n  # - Zé\n# of the type\ntype: law\n"
    edited = with_key(text, Source, "kind", "primary")
    assert edited == text.replace("# of the type", "kind: primary\n# of the type")


def test_what_fits_stands_on_one_line_and_what_does_not_on_several() -> None:
    reason = "The article never said so, and nobody can tell where the sentence first came from."
    value: Value = {"on": "2026-03-01", "reason": {"en": reason, "pt-BR": "Não."}}
    assert with_key("title: x\n", Source, "withdrawn", value) == (
        f'title: x\nwithdrawn:\n  on: 2026-03-01\n  reason:\n    en: "{reason}"\n    pt-BR: Não.\n'
    )
    short: Value = {"on": "2026-03-01", "reason": "It is: no."}
    assert with_key("title: x\n", Source, "withdrawn", short) == (
        'title: x\nwithdrawn: {on: 2026-03-01, reason: "It is: no."}\n'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("authors: [Ana]\n", "authors: [Ana, Zé]\n"),
        ("authors: []\n", "authors: [Zé]\n"),
        ('authors: ["Ana"] # c\n', 'authors: ["Ana", "Zé"] # c\n'),
        ("authors:\n- Ana\n# c\n", "authors:\n- Ana\n- Zé\n# c\n"),
        ('authors:\n  - "Ana" # c\n', 'authors:\n  - "Ana" # c\n  - "Zé"\n'),
        ("authors: [\n  Ana,\n]\n", "authors: [\n  Ana,\n  Zé,\n]\n"),
        ("authors: [\n  Ana, # c\n]\n", "authors: [\n  Ana, Zé, # c\n]\n"),
        ("authors:\ntitle: x\n", "authors: [Zé]\ntitle: x\n"),
        ("title: x\n", "title: x\nauthors: [Zé]\n"),
        ("title: x", "title: x\nauthors: [Zé]"),
        ("{title: x}", "{title: x, authors: [Zé]}"),
        ('{"title": "x"}', '{"title": "x", "authors": ["Zé"]}'),
        ("{}", "{authors: [Zé]}"),
    ],
)
def test_an_item_takes_the_style_of_its_list(before: str, after: str) -> None:
    assert with_items(before, Source, "authors", ["Zé"]) == after


def test_no_items_change_nothing() -> None:
    assert with_items("authors: [Ana]\n", Source, "authors", []) == "authors: [Ana]\n"


def test_a_text_whose_end_would_change_gets_the_key_above_it() -> None:
    text = "title: x\nnote: >\n  folded"
    edited = with_key(text, Source, "withdrawn", {"on": "2026-03-01"})
    assert edited == "title: x\nwithdrawn: {on: 2026-03-01}\nnote: >\n  folded"


@pytest.mark.parametrize("text", ["note: >\n  folded", "note: |+\n  kept\n\n"])
def test_a_record_of_one_open_text_gets_the_key_before_it_or_after_it(text: str) -> None:
    edited = with_key(text, Source, "withdrawn", {"on": "2026-03-01"})
    assert is_one_insertion(text, edited)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "line 1: a record is a map of keys and values"),
        ("a: [\n", "line 2: not YAML: did not find expected node content"),
        ("a: *b\n", "line 1: alias '*b': records hold plain values only"),
        ("a: b\rc: d\n", r"a line ends with '\r'"),
        ("a: b\u2028c: d\n", r"a line ends with '\u2028'"),
    ],
)
def test_what_is_no_record_is_refused(text: str, message: str) -> None:
    with pytest.raises(LastroError) as refused:
        with_key(text, Source, "title", "x")
    assert refused.value.message == message


@pytest.mark.parametrize(
    "text", ["authors:\t[Ana]\n", "authors:\n- Ana\t# c\n", 'authors: ["a":b]\n']
)
def test_what_ruamel_cannot_read_is_left_to_a_person_and_other_keys_are_not(text: str) -> None:
    with pytest.raises(LastroError) as refused:
        with_items(text, Source, "authors", ["Zé"])
    assert refused.value.message == (
        "no place for 'authors' that leaves the other lines as they are"
    )
    assert with_key(text, Source, "type", "law") == text + "type: law\n"


def test_a_list_is_not_appended_to_a_text() -> None:
    with pytest.raises(LastroError, match="'authors' holds no list"):
        with_items("authors: Ana\n", Source, "authors", ["Zé"])


@pytest.mark.parametrize("value", ["a\u202eb", ["a\u202eb"], {"en": "a\u202eb"}])
def test_hidden_characters_are_refused(value: Value) -> None:
    with pytest.raises(LastroError) as refused:
        with_key("title: x\n", Source, "note", value)
    assert refused.value.message == r"U+202E is hidden here in 'a\u202eb'"


@pytest.mark.parametrize("text", [ARTICLE, CLAIM, SOURCE])
def test_an_edited_key_may_be_edited_again(text: str) -> None:
    model = next(m for m in (Article, Claim, Source) if "title" not in text or m is not Claim)
    once = with_items(text, model, "former_ids", ["one"])
    assert with_items(once, model, "former_ids", ["two"]) == once.replace("[one]", "[one, two]")
