"""One way to call things: no kind where the id says it, JSON from every verb, help that fits, completion."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.shell_completion import ShellComplete

from lastro.commands import group, verbs
from tests.support.command_line import Lastro
from tests.support.little_site import CLAIM_PATH, OTHER_SOURCE_PATH, SOURCE, TODAY, write_files

SILENT = {"serve", "merge-lock"}
"""Verbs without `--json`: one never ends by itself, git calls the other."""
ANSWERS: dict[str, tuple[str, ...]] = {
    "archive": ("port-blog", "--dry-run", "--service", "https://127.0.0.1:9"),
    "captures": ("list",),
    "export": ("--list",),
    "import": ("csv", "nothing.csv"),
    "merge": ("port-blog", "harbour-bylaws", "--dry-run"),
    "new": ("source", "https://new.example.org/a", "--dry-run"),
    "preview": ("quays-closed",),
    "rename": ("port-blog", "blog", "--dry-run"),
    "withdraw": ("port-blog", "--reason", "It was invented.", "--dry-run"),
    "explain": ("rating-not-permitted",),
    "capture": ("no-such-source",),
}


def ask(site: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    env = {**{k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR"}}, **more}
    command = [sys.executable, "-m", "lastro", *words]
    return subprocess.run(command, cwd=site, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("verb", sorted(set(verbs()) - SILENT))
def test_every_verb_says_what_it_says_as_one_document(verb: str, site: Path) -> None:
    words = (verb, *ANSWERS.get(verb, ()), "--json")
    done = ask(site, *words)
    told: dict[str, Any] = json.loads(done.stdout)
    assert told["version" if verb != "build" else "format"] in {1, "lastro-build"}
    assert told["format"].startswith("lastro-")
    assert "exit" not in told or told["exit"] == done.returncode


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--base", "no-such-revision"),
        ("rename", "no-such-record", "x"),
        ("preview", "no-such-claim"),
        ("due", "--within", "soon"),
    ],
)
def test_a_verb_that_cannot_work_says_so_in_json_too(words: tuple[str, ...], site: Path) -> None:
    plain, done = ask(site, *words), ask(site, *words, "--json")
    assert (done.returncode, done.stderr) == (plain.returncode, plain.stderr)
    told = json.loads(done.stdout)
    assert told["exit"] == 2
    said = [f"error: {told['error']['message']}", f"hint: {told['error']['hint']}"]
    assert done.stderr.splitlines() == said


@pytest.mark.usefixtures("site")
def test_a_record_is_found_by_its_id_alone(lastro: Lastro) -> None:
    today = ("--today", TODAY, "--dry-run")
    bare, stated = (
        lastro("rename", *kind, "port-blog", "blog", *today)[1] for kind in ((), ("source",))
    )
    assert bare == stated
    assert bare.startswith("source 'port-blog' would be 'blog'\n")
    out = lastro("withdraw", "quays-closed", "--reason", "It was invented.", *today)[1]
    assert out.startswith(f"would withdraw claim 'quays-closed' in {CLAIM_PATH}:\n")
    merges = [
        lastro("merge", *words, *today)[1]
        for words in (
            ("port-blog", "harbour-bylaws"),
            ("port-blog", "into", "harbour-bylaws"),
            ("source", "port-blog", "into", "harbour-bylaws"),
        )
    ]
    assert len(set(merges)) == 1
    assert merges[0].startswith("would withdraw source 'port-blog' (see 'harbour-bylaws')")


def test_an_id_of_two_kinds_is_asked_for_by_name(site: Path, lastro: Lastro) -> None:
    write_files(site, {"sources/quays-closed.yml": SOURCE.replace("bylaws\n", "other-bylaws\n", 1)})
    code, _, err = lastro("rename", "quays-closed", "quays", "--today", TODAY)
    assert (code, err) == (
        2,
        "error: 'quays-closed' is the id of a claim and of a source\n"
        "hint: write `claim quays-closed`\n",
    )
    out = lastro("rename", "source", "quays-closed", "quays", "--today", TODAY, "--dry-run")[1]
    assert out.startswith("source 'quays-closed' would be 'quays'\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rename", "port-blog"), "2 ids are needed, here: 1"),
        (("withdraw", "a", "b", "--reason", "It was invented."), "1 id is needed, here: 2"),
        (("rename", "port-blogg", "x"), "no claim or source or article 'port-blogg'"),
    ],
)
def test_too_few_and_unknown_ids_are_one_sentence(
    site: Path, lastro: Lastro, words: tuple[str, ...], said: str
) -> None:
    assert (site / OTHER_SOURCE_PATH).exists()
    code, _, err = lastro(*words)
    assert (code, err.splitlines()[0]) == (2, f"error: {said}")


def test_a_merge_that_leaves_something_to_a_person_does_not_say_that_nothing_is_left(
    site: Path, lastro: Lastro
) -> None:
    twin = (site / CLAIM_PATH).read_text(encoding="utf-8").replace("port-blog", "harbour-bylaws")
    write_files(site, {"claims/harbour/quays-shut.yml": twin})
    words = ("merge", "quays-closed", "into", "quays-shut", "--today", TODAY, "--dry-run")
    out = lastro(*words)[1]
    assert "only 'quays-closed' has this evidence of 'port-blog'" in out
    assert "nothing else needs you" not in out


@pytest.mark.parametrize("verb", ["", *verbs()])
def test_help_fits_into_80_columns_and_breaks_no_word(verb: str, site: Path) -> None:
    words = [verb] if verb else []
    narrow = ask(site, *words, "--help", COLUMNS="80").stdout
    wide = ask(site, *words, "--help", COLUMNS="400").stdout
    assert max(map(len, narrow.splitlines())) <= 80
    known = set(re.findall(r"[\w./:=-]+", wide))
    assert {w for w in re.findall(r"[\w./:=-]+", narrow) if w not in known} == set()


def test_colour_can_be_asked_for_where_no_terminal_is(site: Path) -> None:
    (site / CLAIM_PATH).write_text("claim: [", encoding="utf-8")
    assert "\x1b[" not in ask(site, "check").stdout
    assert "\x1b[" in ask(site, "check", FORCE_COLOR="1").stdout
    assert "\x1b[" not in ask(site, "check", FORCE_COLOR="1", NO_COLOR="1").stdout


@pytest.mark.parametrize(
    ("words", "begun", "offered"),
    [
        (["preview"], "qu", ["quays-closed"]),
        (["rename"], "", ["harbour", "harbour-bylaws", "port-blog", "quays-closed"]),
        (["archive"], "", ["harbour-bylaws", "port-blog"]),
        (["explain"], "quays-c", ["quays-closed"]),
        (["explain"], "rating-n", ["rating-not-permitted"]),
        ([], "re", ["rename"]),
    ],
)
@pytest.mark.usefixtures("site")
def test_a_shell_completes_ids_rules_and_verbs(
    words: list[str], begun: str, offered: list[str]
) -> None:
    complete = ShellComplete(group, {}, "lastro", "_LASTRO_COMPLETE")
    assert [one.value for one in complete.get_completions(words, begun)] == offered


def test_a_shell_gets_nothing_where_no_site_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    complete = ShellComplete(group, {}, "lastro", "_LASTRO_COMPLETE")
    assert complete.get_completions(["preview"], "q") == []
