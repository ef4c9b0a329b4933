"""What is read by its values alone is what is read with places: the same record, or left alone."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.lib.sites import invented
from lastro.editing.formatter import faults, format_record
from lastro.loading.decode import decode
from lastro.loading.entry import sound_record
from lastro.loading.source_text import refuse_hidden_in, text_of
from lastro.model import values
from lastro.model.article import Article
from lastro.model.base import Record
from lastro.model.claim import Claim
from lastro.model.source import Source
from lastro.syntax.hidden import find_hidden
from lastro.syntax.plain_values import DAYS, values_in
from lastro.syntax.tree import MOST_VALUES, Refused, parse, plain, scalars
from lastro.text import escape
from lastro.text.hosts import verdict_of_host
from tests.support.example_records import examples, write
from tests.support.hostile import PAYLOADS
from tests.support.little_site import ARTICLE, CLAIM, SOURCE

LANGUAGES = ("en", "pt-BR")
RECORD_FOLDERS = ("claims/", "sources/")
MODELS: Mapping[type[Record], tuple[str, dict[str, str]]] = {
    Article: (ARTICLE, {"id": "harbour"}),
    Claim: (CLAIM, {"id": "quays-closed", "article": "harbour"}),
    Source: (SOURCE, {"id": "harbour-bylaws"}),
}
MANY = settings(max_examples=300, deadline=None)
SIGNS = st.sampled_from(
    [
        *"\t :-?&*!|>'\"%@`#,[]{}<=\\~0é日“",
        *("", "\n", "\n\n", "\n  ", "---\n", "...\n", "<<: ", "TODO", "''", "|-\n  ", ">\n    "),
        *("\u200b", "\u200d", "\u2028", "\x85", "\xa0", "\ufeff", "\U000e0100", "\r\n", "verdict"),
    ]
)


def with_places(model: type[Record], text: str) -> tuple[Record | None, bool]:
    """Read a record as it is read when something is said of it; whether it has its form."""
    try:
        tree = parse(text)
        for _, scalar, _ in scalars(tree):
            refuse_hidden_in(scalar)
    except Refused:
        return None, False
    decoded = decode(model, tree, MODELS[model][1], LANGUAGES)
    if decoded.problems or decoded.record is None:
        return None, False
    in_form = next(faults(text, tree, model), None) is None and format_record(text, model) == text
    return decoded.record, in_form


def must_read_alike(text: str) -> bool:
    """Hold the values of a text to those of its tree; tell whether it is read without one."""
    found = values_in(text)
    if found is None:
        return False
    tree = parse(text)
    assert found.fields == plain(tree)
    values = [(at[-1], scalar) for at, scalar, is_key in scalars(tree) if not is_key]
    bare = [scalar.text for key, scalar in values if scalar.plain and key not in DAYS]
    assert sorted(found.bare) == sorted(bare)
    return True


def must_agree(model: type[Record], raw: str) -> None:
    try:
        text = text_of(raw.encode("utf-8", "surrogateescape"))
    except Refused:
        return
    must_read_alike(text)
    sound = sound_record(model, text, MODELS[model][1], LANGUAGES)
    if sound is None:
        return
    record, in_form = with_places(model, text)
    assert sound[0] == record
    assert not sound[1] or in_form


@pytest.mark.parametrize("model", MODELS)
def test_a_sound_record_is_read_by_its_values_and_is_in_its_form(model: type[Record]) -> None:
    text, identity = MODELS[model]
    sound = sound_record(model, text, identity, LANGUAGES)
    assert sound is not None
    assert sound == with_places(model, text) == (sound[0], True)


@st.composite
def changed(draw: st.DrawFn) -> tuple[type[Record], str]:
    """Change a valid record by slips of the hand, of an editor, and of somebody who means harm."""
    model = draw(st.sampled_from([*MODELS]))
    text = MODELS[model][0]
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 3))
        text = (
            text[:at]
            + draw(SIGNS | st.text(st.characters(codec="utf-8"), max_size=3))
            + text[at + cut :]
        )
    lines = text.splitlines(keepends=True)
    first, second = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
    slip = draw(st.sampled_from(["none", "repeat", "drop", "swap"]))
    if slip == "repeat":
        lines.insert(first, lines[second])
    elif slip == "drop":
        del lines[first]
    elif slip == "swap":
        lines[first], lines[second] = lines[second], lines[first]
    return model, "".join(lines)


@MANY
@given(changed())
@example((Source, SOURCE + "id: mine\n"))
@example((Source, SOURCE + "note: !!str x\n"))
@example((Source, SOURCE + "note: &a x\n"))
@example((Source, SOURCE + "note:\n"))
@example((Source, SOURCE + "title: again\n"))
@example((Source, "%YAML 1.1\n---\n" + SOURCE))
@example((Source, SOURCE + "---\n" + SOURCE))
@example((Source, SOURCE.replace("harbour", '"\\u200b"', 1)))
def test_a_changed_record_is_read_in_one_way(record: tuple[type[Record], str]) -> None:
    must_agree(*record)


KEYS = ["a", "b", "pt-BR", "on", "'on'", "k_1", "<<", '"q"', "'k", "2a", "a b", "é", "-x", ""]
VALUES = """x|two words|a: b|a:b|x:|https://x.y/z|x #y|x#y|# x|'q'|'it''s'|'a' b|'|''|"q"|"a b "|"a"b"|""|"|"\\n"
[a]|[a, b]|[a,b]|[ a ]|[a , b]|[a, b|[]|["a", b]|["a, b"]|[a: b]|[-a]|[a - b]|[a?]|[a] b|[a, *b]|[[a]]
{a: b}|{a: b, c: d}|{a: b, a: c}|{a}|{}|{a: }|{a: b} c|{a: "b"}|>|>-|*a|&a x|!t x|- x|-|-5|---|...|? x|%x|@x
~|=|<<|1_000|x  y|x | x|x\ty|\\|TODO|2026-01-12/..|[a](b)|x]|\U0001f926|a\xa0b|\xa0""".replace(
    "\n", "|"
).split("|")
BLOCKS = [
    sign + between + line
    for sign in ("|", "|-", "|+", "|2", "| # x")
    for between in ("\n", "\n\n")
    for line in ("  x", "    x\n   y", " x\n\n   y\n\n", "    # x\n# y\n    z", "x", "\tx", " x ")
]


@st.composite
def lines(draw: st.DrawFn) -> str:
    """Write lines as records have them, and some that only begin like those."""
    indent = " " * draw(st.sampled_from([0, 0, 0, 1, 2, 2, 3, 4, 4, 6]))
    dash = draw(st.sampled_from(["", "", "", "- ", "- ", "- - ", "-  ", "-"]))
    key = draw(st.sampled_from([*KEYS[:4] * 4, *KEYS]))
    colon = draw(st.sampled_from([":", ":", ": ", ": ", ": ", ": ", "", ":  ", " : "]))
    value = draw(st.sampled_from(["", "", "x", "y"]) | st.sampled_from([*VALUES, *BLOCKS]))
    return draw(st.sampled_from([f"{indent}{dash}{key}{colon}{value}"] * 9 + ["", "# x", "  # x"]))


@settings(max_examples=1_000, deadline=None)
@given(st.lists(lines(), min_size=1, max_size=6), st.sampled_from(["\n", "\n", "\n\n", ""]))
@example(["a:", "- x", "  y"], "\n")
@example(["a:", "- b:", "  - x", "- y", "c: z"], "\n")
@example(["a: x", "", "  y"], "\n")
@example(["a:", "  b: x", " c: y"], "\n")
@example(["a: |", "  x", " y"], "\n")
@example(["- a"], "\n")
@example(["a:", "b: x"], "\n")
@example(["k" * 1_100 + ": x"], "\n")
def test_lines_of_any_kind_are_read_in_one_way(written: list[str], end: str) -> None:
    text = "\n".join(written) + end
    if find_hidden(text) is None:
        must_read_alike(text)


def test_most_lines_of_records_are_read_without_places() -> None:
    one = "a: x\n'on': 'it''s'\nb: [c, \"d \"]\nc: {d: e, f: 2026-01-12/..}\nd:\n- x\n- y: |-\n    z\n\n     z\n  z: a\n"
    other = "# head\n\nd:\n  - x: https://a.b/\n# between\n    y:\n      - z\n  - x: 1\ne: |\n  f: g\n\n"
    assert must_read_alike(one)
    assert must_read_alike(other)


def test_invented_records_are_read_without_places() -> None:
    records = [text for path, text in invented(20, LANGUAGES) if path.startswith(RECORD_FOLDERS)]
    assert [text for text in records if values_in(text) is None] == []


def must_agree_on_notes(payloads: list[str]) -> None:
    for payload in payloads:
        for note in (payload, f'"{payload}"', f"'{payload}'", f"|\n  {payload}"):
            must_agree(Source, f"{SOURCE}note: {note}\n")


def test_hostile_texts_are_read_in_one_way() -> None:
    must_agree_on_notes([*PAYLOADS])


def test_public_collections_of_hostile_texts_are_read_in_one_way() -> None:
    folder = os.environ.get("LASTRO_CORPORA", "")
    if not folder:
        pytest.skip("LASTRO_CORPORA names no folder of public payloads")
    texts = [p.read_text("utf-8", "replace") for p in sorted(Path(folder).glob("*payloads.txt"))]
    texts += [p.read_text("utf-8", "replace") for p in sorted(Path(folder).glob("*.json"))]
    lines = [line for text in texts for line in text.split("\n")]
    assert len(lines) > len(PAYLOADS)
    must_agree_on_notes(lines[::7])


def test_the_public_suite_of_yaml_is_read_in_one_way() -> None:
    folder = os.environ.get("LASTRO_CORPORA", "")
    if not folder:
        pytest.skip("LASTRO_CORPORA names no folder of public payloads")
    suite = json.loads((Path(folder) / "yaml-test-suite.json").read_text("utf-8"))
    texts = [one["yaml"] for one in suite if find_hidden(one["yaml"]) is None]
    read = [text for text in texts if "\r" not in text and must_read_alike(text)]
    assert len(read) > 10


def records_of(site: Path) -> Iterator[tuple[type[Record], str]]:
    for path in sorted(site.glob("*/**/*.yml")):
        kind = Article if path.name == "article.yml" else Claim
        raw = path.read_bytes().decode("utf-8", "surrogateescape")
        yield Source if path.parent.name == "sources" else kind, raw


def test_every_record_of_the_examples_of_the_rules_is_read_in_one_way(tmp_path: Path) -> None:
    read = 0
    for number, one in enumerate(examples()):
        site = tmp_path / str(number)
        write(one, site)
        for model, text in records_of(site):
            must_agree(model, text)
            read += 1
    assert read > len(examples())


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: 2\n",
        "a: {b: 1, b: 2}\n",
        "a:\n",
        "a: {b}\n",
        "- a\n",
        "a\n",
        "",
        "# nothing\n",
        "a: *b\n",
        "<<: {a: b}\n",
        "? [a]\n: b\n",
        'a: "\\u200b"\n',
        "a: TODO\n",
        "a: b\n---\na: b\n",
        "a: [\n",
        "a: " + "[" * 8 + "]" * 8 + "\n",
        "a: x:\n",
        "a: x \n",
        "a: x\t\n",
        "a: - x\n",
        "a: -\n",
        "a: [b ]\n",
        "a:\n  b: |\n x\n",
        "a:\n- |\n",
        "a: [" + "x, " * MOST_VALUES + "]\n",
    ],
)
def test_what_is_to_be_said_of_a_text_is_left_to_who_knows_the_places(text: str) -> None:
    assert values_in(text) is None


def test_the_deepest_record_is_still_read_by_its_values() -> None:
    keys = "".join("  " * depth + "a:\n" for depth in range(5))
    text = f"{keys}{'  ' * 5}- a: [x]\n"
    assert must_read_alike(text)
    assert values_in(text.replace("- a", "- a:\n" + "  " * 7 + "b")) is None


def test_a_character_is_hidden_whatever_a_table_of_printable_ones_says() -> None:
    hiding = re.compile(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e"
        "\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"
        "\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]"
    )
    wrong = [
        n for n in range(0x110000) if (find_hidden(chr(n)) is None) == bool(hiding.match(chr(n)))
    ]
    assert wrong == []


@MANY
@given(st.from_regex(values._PLAIN_URL, fullmatch=True))
@example("https://a.b/")
@example("http://-.-")
@example("http://0.0")
def test_an_address_that_needs_no_parser_is_judged_as_the_parser_does(address: str) -> None:
    plain = values._PLAIN_URL.fullmatch(address)
    assert plain is not None
    assert (escape.url(address) == address) == (verdict_of_host(plain[1]) == "")
