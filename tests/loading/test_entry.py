"""What a file can be that no fence of tests/rules/*/*.md can show: other bytes, other kinds of file."""

import os
from datetime import date
from pathlib import Path

import pytest

from lastro.checks.runner import run
from lastro.diagnostics.report import Diagnostic
from lastro.loading.load import load
from tests.support.example_records import Example, write
from tests.support.mendable import mendable

FOLDER = "claims/harbour-times"
CLAIM_FILE, ARTICLE_FILE = "claims/<article>/{}.yml", "claims/<article>/article.yml"
CLAIM = "claims/harbour-times/quays-are-closed.yml"
TODAY = date(2025, 4, 1)


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    """Make a site with one claim and no fault."""
    write(Example(rule="", line=0, fires=None, files={CLAIM: f"# {CLAIM}\n"}), tmp_path)
    assert _diagnostics(tmp_path) == []
    return tmp_path


def _diagnostics(root: Path) -> list[Diagnostic]:
    return mendable(run(load(root), TODAY))


def _found(root: Path) -> list[tuple[str, str, str]]:
    return [(str(d.place), d.rule, d.message) for d in _diagnostics(root)]


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        ("claim: é\n".encode("utf-16"), "1:1", "saved as UTF-16, records are UTF-8"),
        ("claim: é\n".encode("utf-8-sig"), "1:1", "starts with a byte order mark"),
        (b"claim: a\nlang: \x00\n", "2:7", "holds a NUL character"),
        (b"claim: a\nlang: en\rtopics: [a]\n", "2:9", "a line ends with CR alone"),
        ("é\nclaim: é".encode() + b"\xff\n", "2:9", "not UTF-8: byte 0xff"),
    ],
    ids=["utf-16", "byte-order-mark", "nul", "lone-cr", "not-utf-8"],
)
def test_a_file_in_other_bytes_is_refused_where_they_stand(
    root: Path, content: bytes, place: str, message: str
) -> None:
    (root / CLAIM).write_bytes(content)
    assert _found(root) == [(f"{CLAIM}:{place}", "file-encoding", message)]


def test_line_ends_of_windows_are_read_as_any_other(root: Path) -> None:
    content = (root / CLAIM).read_bytes().replace(b"\n", b"\r\n")
    assert b"\r\n" in content
    (root / CLAIM).write_bytes(content)
    assert _found(root) == []


@pytest.mark.parametrize(
    "character", ["\u202e", "\u200b", "\u2028", "\x07", "\U000e0041", "\u00ad"]
)
def test_a_character_that_cannot_be_seen_is_refused_where_it_stands(
    root: Path, character: str
) -> None:
    (root / CLAIM).write_text(f"topics: [quays]\nclaim: Qu{character}ays\n", encoding="utf-8")
    message = f"U+{ord(character):04X} is hidden here"
    assert _found(root) == [(f"{CLAIM}:2:10", "invisible-character", message)]


def test_a_joiner_between_letters_may_stay(root: Path) -> None:
    with (root / CLAIM).open("a", encoding="utf-8") as file:
        file.write("parties: [می\u200cخواهم]\n")
    assert _found(root) == []


def test_a_file_over_the_limit_is_refused_unread(root: Path) -> None:
    (root / CLAIM).write_bytes(b"#" * 300 * 1024)
    message = "file is 300 KiB, the limit is 256 KiB"
    assert _found(root) == [(f"{CLAIM}:1:1", "file-too-large", message)]


def test_a_file_at_the_limit_is_read(root: Path) -> None:
    content = (root / CLAIM).read_bytes()
    (root / CLAIM).write_bytes(content + b"#" * (256 * 1024 - len(content)))
    assert _found(root) == []


def test_a_file_of_too_many_values_is_refused(root: Path) -> None:
    (root / CLAIM).write_text(f"topics: [{'a, ' * 5000}a]\n", encoding="utf-8")
    assert [(d.rule, d.message) for d in _diagnostics(root)] == [
        ("file-too-large", "more than 5000 values")
    ]


def test_a_link_to_a_file_is_no_record(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.yml"
    outside.write_text("password: anchor\n", encoding="utf-8")
    (root / "sources/secret.yml").symlink_to(outside)
    report = run(load(root), TODAY)
    assert [(str(d.place), d.rule, d.message) for d in mendable(report)] == [
        ("sources/secret.yml:1:1", "file-misplaced", "this is a symbolic link")
    ]
    assert "anchor" not in "".join(report.texts.values())


def test_a_link_to_a_folder_is_not_followed(root: Path) -> None:
    (root / "claims/again").symlink_to(root / "claims/harbour-times", target_is_directory=True)
    assert _found(root) == [
        ("claims/again:1:1", "file-misplaced", "'claims/again' is not a record")
    ]


@pytest.mark.parametrize("top", ["claims", "sources"])
def test_a_link_in_the_place_of_all_records_is_not_followed(
    root: Path, tmp_path_factory: pytest.TempPathFactory, top: str
) -> None:
    outside = tmp_path_factory.mktemp("outside") / top
    (root / top).rename(outside)
    (root / top).symlink_to(outside, target_is_directory=True)
    assert (f"{top}:1:1", "file-misplaced", f"'{top}' is a symbolic link") in _found(root)
    assert not any(key[0] == top for key in load(root).records)


def test_a_pipe_is_not_read(root: Path) -> None:
    os.mkfifo(root / "sources/pipe.yml")
    assert _found(root) == [
        ("sources/pipe.yml:1:1", "file-misplaced", "this is not a regular file")
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("claims/harbour-times/older/quays.yml", "records stand one folder deep: move them up"),
        ("sources/older/log.yml", "records stand one folder deep: move them up"),
        ("sources/log.yaml", "rename it to end in .yml"),
        ("sources/log.pdf", "move it out of sources/"),
        ("sources/log.yml.txt", "rename it to 'log.yml': the system may hide the last ending"),
    ],
)
def test_a_file_in_the_wrong_place_or_of_another_ending_is_no_record(
    root: Path, name: str, hint: str
) -> None:
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("title: Log\n", encoding="utf-8")
    wrong = str(Path(name).parent) if "older" in name else name
    assert [(d.place.path, d.rule, d.hint) for d in _diagnostics(root)] == [
        (wrong, "file-misplaced", hint)
    ]


@pytest.mark.parametrize(
    ("name", "top"),
    [("source", "sources"), ("Sources", "sources"), ("claim/quays", "claims")],
)
def test_a_folder_of_records_under_nearly_the_right_name_is_told(
    root: Path, name: str, top: str
) -> None:
    (root / name).mkdir(parents=True)
    (root / name / "settings.yml").write_text("theme: dark\n", encoding="utf-8")
    assert _diagnostics(root) == []
    (root / name / "log.yml").write_text("title: Log\norigin: port\n", encoding="utf-8")
    wrong = name.partition("/")[0]
    assert [(d.place.path, d.rule, d.message, d.hint) for d in _diagnostics(root)] == [
        (wrong, "file-misplaced", f"'{wrong}/' is not read", f"move what it holds to {top}/")
    ]


@pytest.mark.parametrize(
    ("text", "name", "what", "where"),
    [
        ("why: x\nstatements: []\n", "sources/a.yml", "an article, not a source", ARTICLE_FILE),
        ("claim: x\nsaid: {}\n", "sources/a.yml", "a claim, not a source", CLAIM_FILE),
        ("kind: primary\norigin: x\n", f"{FOLDER}/a.yml", "a source, not a claim", "sources/a.yml"),
        ("why: x\nstatements: []\n", f"{FOLDER}/a.yml", "an article, not a claim", ARTICLE_FILE),
        ("claim: x\nsaid: {}\n", f"{FOLDER}/article.yml", "a claim, not an article", CLAIM_FILE),
    ],
)
def test_a_record_among_those_of_another_kind_is_told_once(
    root: Path, text: str, name: str, what: str, where: str
) -> None:
    (root / name).write_text(text, encoding="utf-8")
    (found,) = (d for d in _diagnostics(root) if d.rule != "article-missing")
    assert (found.place.path, found.rule) == (name, "file-misplaced")
    named = where.format("<id>" if name.endswith("article.yml") else "a")
    assert (found.message, found.hint) == (f"this is {what}", f"move it to {named}")


def test_a_record_with_a_key_of_its_own_kind_is_not_told_to_be_another(root: Path) -> None:
    text = "claim: x\nsaid: {}\norigin: port\n"
    (root / "sources/a.yml").write_text(text, encoding="utf-8")
    assert {d.rule for d in _diagnostics(root)} == {"field-missing", "field-unknown"}


@pytest.mark.parametrize("name", ["index", "con", "a" * 81, "quays--closed", "cais-são"])
def test_a_name_that_is_reserved_or_too_long_is_no_id(root: Path, name: str) -> None:
    (root / f"sources/{name}.yml").write_text("title: Log\n", encoding="utf-8")
    assert [(d.place.path, d.rule) for d in _diagnostics(root)] == [
        (f"sources/{name}.yml", "id-shape")
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("sources/Prefeitura_Porto.yml", "rename the file to 'prefeitura-porto.yml'"),
        ("claims/harbour-times/Cais São.yml", "rename the file to 'cais-sao.yml'"),
        ("sources/日本.yml", "ids use a-z, 0-9 and single hyphens"),
        ("sources/CON.yml", "ids use a-z, 0-9 and single hyphens: 'con'"),
        ("claims/Pier_News/article.yml", "rename the folder to 'pier-news'"),
    ],
)
def test_a_name_that_is_no_id_is_told_which_one_to_take(root: Path, name: str, hint: str) -> None:
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("title: Log\n", encoding="utf-8")
    assert [(d.rule, d.hint) for d in _diagnostics(root)] == [("id-shape", hint)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["sources/LOG.yml", "sources/Log.yml"], ["id-shape", "id-taken"]),
        (["sources/cais-são.yml", "sources/cais-sa\u0303o.yml"], ["id-taken", "id-shape"]),
        (["claims/a/Quays.yml", "claims/b/Quays.yml"], ["id-shape", "id-shape"]),
        (["claims/a/QUAYS.yml", "claims/b/Quays.yml"], ["id-shape", "id-taken"]),
        (["claims/a/Harbour-log.yml"], ["id-shape"]),
        (["claims/Harbour-Times/article.yml"], ["id-taken"]),
        (["claims/harbour-times/Quays-Are-Closed.yml"], ["id-taken"]),
    ],
)
def test_a_name_that_differs_by_case_or_form_only_is_one_finding(
    root: Path, names: list[str], expected: list[str]
) -> None:
    for name in names:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("title: Log\n", encoding="utf-8")
    found = {d.place.path: d.rule for d in _diagnostics(root)}
    places = [name.removesuffix("/article.yml") for name in names]
    assert found == dict(zip(places, expected, strict=True))
    assert len(_diagnostics(root)) == len(names)


def test_a_link_by_a_retired_id_of_a_broken_file_is_not_reported_as_well(root: Path) -> None:
    log = (root / "sources/harbour-log.yml").read_text(encoding="utf-8")
    broken = log.replace("{", '{"former_ids": ["old-log"], "titel": "Log",', 1)
    (root / "sources/new-log.yml").write_text(broken, encoding="utf-8")
    elsewhere = log.replace("org/log", "org/told")
    told = elsewhere.replace("primary", "secondary").replace(
        "{", '{"derived_from": ["old-log"],', 1
    )
    (root / "sources/told.yml").write_text(told, encoding="utf-8")
    assert [(d.place.path, d.rule) for d in _diagnostics(root)] == [
        ("sources/new-log.yml", "field-unknown")
    ]


def test_a_bare_label_of_the_scale_is_in_the_first_language_of_the_site(root: Path) -> None:
    scale = (root / "lastro.yml").read_text(encoding="utf-8")
    scale = scale.replace('["en", "pt-BR"]', '["pt-BR", "en"]')
    bare = scale.replace('{"en": "supported", "pt-BR": "supported (pt)"}', '"supported"')
    (root / "lastro.yml").write_text(bare, encoding="utf-8")
    assert [(d.rule, d.message) for d in _diagnostics(root)] == [
        ("scale-broken", "rating 'supported' has no label in en")
    ]


def test_a_site_without_languages_is_told_so_and_not_crashed(root: Path) -> None:
    scale = (root / "lastro.yml").read_text(encoding="utf-8")
    (root / "lastro.yml").write_text(scale.replace('"languages":', '"langages":'), encoding="utf-8")
    assert [(d.rule, d.message) for d in _diagnostics(root)] == [
        ("field-unknown", "'langages' is not a field of lastro.yml")
    ]
