"""The command line as people meet it: exits, sentences, and nothing they did not ask for."""

import os
import pkgutil
import pty
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

import lastro.checks.runner
import lastro.commands
from lastro.build.workers import MANY
from lastro.commands import verbs
from lastro.commands.capture.command import WEEK
from lastro.commands.check import command as check
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Severity
from lastro.diagnostics.rule import Rule
from lastro.publish.search import MOST_AT_ONCE
from lastro.rules.registry import rules
from lastro.site.due import Reason
from lastro.text.messages import clean
from tests.support.command_line import Lastro
from tests.support.little_site import (
    ARTICLE_PATH,
    CLAIM,
    CLAIM_PATH,
    SETTINGS,
    SOURCE,
    SOURCE_PATH,
    TODAY,
    write_files,
    write_site,
)

MISSPELT = CLAIM.replace("source: harbour-bylaws", "source: harbour-bylaw")
NOT_RUN = "change rules not run (no --base)."
UNCAPTURED = "4 notes not listed (`lastro check --all`)."
"""Nobody captured the sources of the little site."""
ON_THE_DAY = ("--today", TODAY)

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def lastro_in_process(lastro: Lastro) -> Lastro:
    """Name it otherwise than the package, which is imported here."""
    return lastro


def process(*arguments: str, cwd: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run the real program."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "lastro", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        **more,
    )


def test_python_without_docstrings_still_says_what_it_has_to_say() -> None:
    told = [
        subprocess.run(
            [sys.executable, *given, "-m", "lastro", *words],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for words in (("explain", "quote-mismatch"), ("check", "--help"))
        for given in ((), ("-OO",))
    ]
    assert told[0] == told[1] != ""
    assert told[2] == told[3] != ""


def python(code: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a piece of Python that calls the program in a way of its own."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    """Take the bytes and the time of change of every file and folder."""
    return {
        path.relative_to(root).as_posix(): (
            path.read_bytes() if path.is_file() else b"",
            path.stat().st_mtime_ns,
        )
        for path in root.rglob("*")
    }


# --- check ----------------------------------------------------------------------------------


def test_a_site_without_faults_is_clean(site: Path) -> None:
    done = process("check", *ON_THE_DAY, cwd=site)
    assert done.stdout == f"no problems in 5 files. {NOT_RUN} {UNCAPTURED}\n"
    assert (done.returncode, done.stderr) == (0, "")


def test_an_error_ends_with_exit_1(site: Path) -> None:
    write_files(site, {CLAIM_PATH: MISSPELT})
    done = process("check", *ON_THE_DAY, "--format", "concise", cwd=site)
    assert done.stdout.splitlines() == [
        (
            f"{CLAIM_PATH}:13:13: error evidence-unknown-source: no source has the id "
            "'harbour-bylaw' (did you mean 'harbour-bylaws'? (sources/harbour-bylaws.yml))"
        )
    ]
    assert (done.returncode, done.stderr) == (1, "")


def test_a_rating_that_is_not_carried_prints_its_trace(
    site: Path, lastro_in_process: Lastro
) -> None:
    write_files(site, {SOURCE_PATH: SOURCE.replace("kind: primary", "kind: secondary")})
    code, out, err = lastro_in_process("check", *ON_THE_DAY, CLAIM_PATH)
    shown = out.splitlines()
    assert shown[:-1] == [
        f"{CLAIM_PATH}:24:13",
        "error rating-not-permitted: the evidence for 2026-01-12/.. does not carry 'supported'",
        "   24 |   - rating: supported",
        "      |             ^^^^^^^^^",
        "      Verification status: one origin. One origin without a stake supports it: Port of Example.",
        "      'supported' would need this: a primary record without a stake supports it (here: 0); or 2",
        "      origins without a stake support it (here: 1). This evidence permits 'misleading' and",
        "      'unverified'. For any other rating, add evidence, or write `override` with a reason.",
        "      supports  harbour-bylaws (root port-of-example)",
        "      refutes   none in this window",
        "      context   port-blog (root port-blog)",
    ]
    assert shown[-1] == (
        f"1 error in 1 file. {NOT_RUN} 3 notes not listed (`lastro check --all`). "
        "why: lastro explain rating-not-permitted"
    )
    assert (code, err) == (1, "")


BROKEN: dict[str, tuple[str, bytes]] = {
    "sources/b-anchor.yml": ("yaml-feature", SOURCE.replace("Harbour", "&a Harbour").encode()),
    "sources/b-bytes.yml": ("file-encoding", SOURCE.replace("Harbour", "Ol\xe1").encode("latin-1")),
    "sources/b-date.yml": ("date-not-edtf", SOURCE.replace("2025-12-01", "01/12/2025").encode()),
    "sources/b-duplicate.yml": ("key-duplicate", f"{SOURCE}lang: en\n".encode()),
    "sources/b-hidden.yml": (
        "invisible-character",
        SOURCE.replace("Harbour", "Har\u202ebour").encode(),
    ),
    "sources/b-large.yml": ("file-too-large", SOURCE.encode() + b"#" * 300_000),
    "sources/b-list.yml": ("type-wrong", f"{SOURCE}authors: Ana\n".encode()),
    "sources/b-merge.yml": (
        "merge-marker",
        f"<<<<<<< HEAD\n{SOURCE}=======\n{SOURCE}>>>>>>> theirs\n".encode(),
    ),
    "sources/b-missing.yml": ("field-missing", SOURCE.replace("type: law\n", "").encode()),
    "sources/b-misspelt.yml": ("field-unknown", SOURCE.replace("origin:", "origen:").encode()),
    "sources/b-quote.yml": ("yaml-syntax", SOURCE.replace("Harbour", "'Harbour").encode()),
    "sources/b-scheme.yml": ("url-unsafe", SOURCE.replace("url: https", "url: ftp").encode()),
    "sources/b-value.yml": ("value-unknown", SOURCE.replace("primary", "prime").encode()),
    "sources/b.txt": ("file-misplaced", b"notes\n"),
    "sources/B_upper.yml": ("id-shape", SOURCE.encode()),
}


def test_every_broken_file_is_reported_once_in_one_run_and_nothing_is_touched(site: Path) -> None:
    write_files(site, {path: content for path, (_, content) in BROKEN.items()})
    before = snapshot(site)
    done = process("check", *ON_THE_DAY, "--format", "concise", cwd=site)
    assert snapshot(site) == before
    errors = [line.split(": ", 2) for line in done.stdout.splitlines() if ": error " in line]
    reported = sorted((place.split(":")[0], rule.split()[1]) for place, rule, _ in errors)
    assert reported == sorted((path, rule) for path, (rule, _) in BROKEN.items())
    assert len(reported) >= 10
    assert (done.returncode, done.stderr) == (1, "")


def test_a_record_that_cannot_be_read_is_counted_at_the_end(
    site: Path, lastro_in_process: Lastro
) -> None:
    write_files(site, {CLAIM_PATH: CLAIM.replace("nature: fact", "nature: factual")})
    assert lastro_in_process("check", *ON_THE_DAY)[1].splitlines()[-1] == (
        f"1 error in 5 files. {NOT_RUN} 1 record could not be read: the other rules run on it "
        "once it can. 1 note not listed (`lastro check --all`). "
        "why: lastro explain value-unknown"
    )


def test_paths_limit_what_is_reported_and_never_what_is_read(
    site: Path, lastro_in_process: Lastro
) -> None:
    wrong_source = SOURCE.replace("kind: primary", "kind: prime")
    write_files(site, {CLAIM_PATH: MISSPELT, SOURCE_PATH: wrong_source})
    summaries = {
        paths: lastro_in_process("check", *ON_THE_DAY, *paths)[1].splitlines()[-1].split(".")[0]
        for paths in [
            (),
            (".",),
            ("claims",),
            ("claims/harbour/",),
            (CLAIM_PATH,),
            (ARTICLE_PATH,),
            (SOURCE_PATH, "claims"),
            ("claims/../sources",),
            (str(site / "claims"),),
        ]
    }
    assert summaries == {
        (): "2 errors in 5 files",
        (".",): "2 errors in 5 files",
        ("claims",): "1 error in 2 files",
        ("claims/harbour/",): "1 error in 2 files",
        (CLAIM_PATH,): "1 error in 1 file",
        (ARTICLE_PATH,): "no problems in 1 file",
        (SOURCE_PATH, "claims"): "2 errors in 3 files",
        ("claims/../sources",): "1 error in 2 files",
        (str(site / "claims"),): "1 error in 2 files",
    }


def test_a_path_without_faults_is_clean_beside_one_with(
    site: Path, lastro_in_process: Lastro
) -> None:
    write_files(site, {CLAIM_PATH: MISSPELT})
    assert lastro_in_process("check", *ON_THE_DAY, "sources")[0] == 0


def test_the_root_is_found_from_below(
    site: Path, monkeypatch: pytest.MonkeyPatch, lastro_in_process: Lastro
) -> None:
    monkeypatch.chdir(site / "claims" / "harbour")
    _, out, _ = lastro_in_process("check", *ON_THE_DAY)
    assert out == f"no problems in 5 files. {NOT_RUN} {UNCAPTURED}\n"
    _, out, _ = lastro_in_process("check", *ON_THE_DAY, ".")
    assert out == f"no problems in 2 files. {NOT_RUN} {UNCAPTURED}\n"


def test_a_broken_scale_is_reported_whatever_the_paths(
    site: Path, lastro_in_process: Lastro
) -> None:
    write_files(site, {"lastro.yml": SETTINGS.replace("languages:", "langages:")})
    code, out, _ = lastro_in_process("check", "--format", "concise", "sources")
    assert [line.split(": ")[1] for line in out.splitlines()] == ["error field-unknown"]
    assert code == 1


def test_a_hostile_file_name_is_printed_escaped(site: Path, lastro_in_process: Lastro) -> None:
    write_files(site, {"sources/\x1b[31m::error::x.txt": b""})
    _, out, _ = lastro_in_process("check", "--format", "concise", "sources")
    assert out.startswith(r"sources/\x1b[31m::error::x.txt:1:1: error file-misplaced: ")


# --- surroundings ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["check", "sourcs"], "no file or folder 'sourcs'", "did you mean 'sources'?"),
        (
            ["check", "a/b/c"],
            "no file or folder 'a/b/c'",
            "without a path, the whole site is checked",
        ),
        (
            ["check", "/"],
            "no lastro.yml in '/' or above it",
            "run this inside a Lastro site, or name its folder",
        ),
        (["chek"], "no command 'chek'", "did you mean 'check'?"),
        (["\x1b[31m"], r"no command '\x1b[31m'", f"commands: {', '.join(verbs())}"),
        (
            ["check", "--today", "03/04/26"],
            (
                "invalid value for '--today': '03/04/26' is not a date: "
                "write 2026-04-03 or 2026-03-04"
            ),
            "see `lastro check --help`",
        ),
        (
            ["check", "--format", "xml"],
            "invalid value for '--format': 'xml' is not one of 'concise', 'github', 'json', 'markdown', 'text'",
            "see `lastro check --help`",
        ),
        (
            ["new", "source", "https://example.org/", "--title", "“Rules", "of", "May”"],
            "got unexpected extra arguments (of May”)",
            "put several words between straight quotes; see `lastro new source --help`",
        ),
        (
            ["explain", "rating-not-permited"],
            "no rule or claim 'rating-not-permited'",
            "did you mean 'rating-not-permitted'?",
        ),
        (
            ["explain", "xyzzy"],
            "no rule or claim 'xyzzy'",
            "`lastro explain --list` names all rules",
        ),
        (
            ["explain", "quays-close"],
            "no rule or claim 'quays-close'",
            "did you mean 'quays-closed'?",
        ),
        (
            ["explain", "port-blog"],
            "'port-blog' is a source: only rules and claims can be explained",
            "name a claim that cites it, or see `lastro explain --list`",
        ),
        (
            ["explain", "harbour"],
            "'harbour' is an article: only rules and claims can be explained",
            "name a claim that checks it, or see `lastro explain --list`",
        ),
        (
            ["explain", "claim:quays-close"],
            "no claim 'quays-close'",
            "did you mean 'claim:quays-closed'?",
        ),
    ],
)
@pytest.mark.usefixtures("site")
def test_wrong_use_is_one_sentence_and_a_hint(
    arguments: list[str], message: str, hint: str, lastro_in_process: Lastro
) -> None:
    assert lastro_in_process(*arguments) == (2, "", f"error: {message}\nhint: {hint}\n")


def test_an_unknown_option_says_where_help_is(lastro_in_process: Lastro) -> None:
    code, out, err = lastro_in_process("check", "--formt", "text")
    assert (code, out) == (2, "")
    first, second = err.splitlines()
    assert first.startswith("error: no such option")
    assert "--formt" in first
    assert second == "hint: see `lastro check --help`"


def test_a_folder_that_is_no_site_is_exit_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lastro_in_process: Lastro
) -> None:
    monkeypatch.chdir(tmp_path)
    assert lastro_in_process("check") == (
        2,
        "",
        (
            f"error: no lastro.yml in '{clean(str(tmp_path))}' or above it\n"
            "hint: run this inside a Lastro site, or name its folder\n"
        ),
    )


def test_paths_of_two_sites_are_refused(
    site: Path, tmp_path_factory: pytest.TempPathFactory, lastro_in_process: Lastro
) -> None:
    other = write_site(tmp_path_factory.mktemp("other"))
    assert lastro_in_process("check", "sources", str(other)) == (
        2,
        "",
        f"error: '{other}' belongs to another site\nhint: check one site at a time\n",
    )
    assert site.is_dir()


# --- faults of ours -------------------------------------------------------------------------


def _raises(corpus: Corpus) -> Iterator[Finding]:
    yield from ()
    raise RuntimeError(f"{len(corpus.claims)} is one too many")


FAILING = Rule("failing", Severity.ERROR, "It fails.", _raises)


def test_a_rule_that_raises_is_exit_3_and_hides_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch, lastro_in_process: Lastro
) -> None:
    write_files(site, {CLAIM_PATH: MISSPELT})
    with_failing = {**rules(), "failing": FAILING}
    monkeypatch.setattr(lastro.checks.runner, "rules", lambda: with_failing)
    code, out, err = lastro_in_process("check", *ON_THE_DAY, "--format", "concise", "claims")
    assert [line.split(": ")[1] for line in out.splitlines()] == [
        "error evidence-unknown-source",
        "error internal-error",
    ]
    assert "rule 'failing' failed: RuntimeError('1 is one too many')" in out
    assert (code, err) == (3, "")


FAILING_PROGRAM = """
import sys
import lastro.checks.runner
from lastro.rules.registry import rules
from lastro.commands import main

def raises(corpus):
    raise RuntimeError("one too many")

from dataclasses import replace
changed = {name: replace(rule, check=rule.check and raises) for name, rule in rules().items()}
lastro.checks.runner.rules = lambda: changed
main(sys.argv[1:])
"""


@pytest.mark.parametrize(
    ("arguments", "is_traced"),
    [(["check"], False), (["check", "--debug"], True), (["--debug", "check"], True)],
)
def test_debug_shows_the_traceback_of_a_rule(
    site: Path,
    arguments: list[str],
    is_traced: bool,  # noqa: FBT001
) -> None:
    done = python(FAILING_PROGRAM, *arguments, cwd=site)
    assert ("Traceback" in done.stderr, done.returncode) == (is_traced, 3)
    assert "Traceback" not in done.stdout


@pytest.mark.usefixtures("site")
def test_a_fault_of_ours_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, lastro_in_process: Lastro
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("\x1b[31mbad\nworse")

    monkeypatch.setattr(check, "recheck", fail)
    assert lastro_in_process("check") == (
        3,
        "",
        (
            "error: our fault: ValueError: \\x1b[31mbad\\nworse\n"
            "hint: report it with the output of the same command and --debug\n"
        ),
    )


@pytest.mark.usefixtures("site")
def test_an_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch, lastro_in_process: Lastro) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(check, "recheck", interrupt)
    code, out, err = lastro_in_process("check")
    assert (code, out, err.strip()) == (130, "", "")


# --- the terminal ---------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [["check"], ["explain"], ["--help"]])
def test_a_reader_that_went_away_is_no_error(site: Path, arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "lastro", *arguments],
            cwd=site,
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    finally:
        os.close(writing)
    assert done.stderr == ""
    assert done.returncode in (0, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [["check"], ["explain"]])
def test_a_full_disk_is_exit_2(site: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "lastro", *arguments],
            cwd=site,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.stderr == "error: the system refused: No space left on device\n"
    assert done.returncode == 2


def test_a_terminal_that_lacks_a_character_gets_its_escape(site: Path) -> None:
    write_files(site, {CLAIM_PATH: MISSPELT.replace("topics: [harbour]", "topics: [cais-日]")})
    done = process("check", cwd=site, env={**os.environ, "PYTHONIOENCODING": "latin-1"})
    assert done.returncode == 1
    assert r"'cais-\u65e5' is not an id" in done.stdout


def _in_a_terminal(site: Path, **environment: str) -> str:
    """Run the check with a terminal as standard output and return what it received."""
    ours, theirs = pty.openpty()
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    try:
        subprocess.run(
            [sys.executable, "-m", "lastro", "check", "--today", TODAY],
            cwd=site,
            stdout=theirs,
            env={**kept, "TERM": "xterm", **environment},
            check=False,
            timeout=60,
        )
    finally:
        os.close(theirs)
    received = os.read(ours, 65536).decode()
    os.close(ours)
    return received


def test_colour_is_for_terminals_that_want_it(site: Path) -> None:
    write_files(site, {CLAIM_PATH: MISSPELT})
    assert "\x1b[31m" in _in_a_terminal(site)
    assert "\x1b" not in _in_a_terminal(site, NO_COLOR="1")
    assert "\x1b" not in _in_a_terminal(site, TERM="dumb")
    assert "\x1b" not in process("check", cwd=site).stdout
    assert (
        "\x1b" not in process("--help", cwd=site, env=os.environ | {"GITHUB_ACTIONS": "1"}).stdout
    )


# --- what the check does not do -------------------------------------------------------------

GUARDED = """
import socket
import sys

def refuse(*_, **__):
    print("refused a socket", file=sys.stderr)
    raise OSError("no sockets here")

socket.socket.__init__ = refuse
socket.create_connection = socket.getaddrinfo = socket.socketpair = refuse
"""


def test_check_opens_no_socket(site: Path) -> None:
    program = GUARDED + "from lastro.commands import main\nmain(sys.argv[1:])"
    done = python(program, "check", *ON_THE_DAY, cwd=site)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_guard_against_sockets_sees_one(site: Path) -> None:
    assert "refused a socket" in python(GUARDED + "socket.socket()", cwd=site).stderr


# --- verbs ----------------------------------------------------------------------------------


def test_every_module_of_the_package_is_a_verb() -> None:
    modules = {
        module.name.strip("_").replace("_", "-")
        for module in pkgutil.iter_modules(lastro.commands.__path__)
    }
    assert verbs() == sorted(modules - {"shared"})
    assert {"check", "explain"} <= set(verbs())


@pytest.mark.parametrize("verb", verbs())
def test_every_verb_teaches(verb: str, lastro_in_process: Lastro) -> None:
    code, out, err = lastro_in_process(verb, "--help")
    assert (code, err) == (0, "")
    assert f"lastro {verb}" in out
    assert "--debug" in out


def test_each_verb_and_option_and_no_other_has_its_part_of_the_help() -> None:
    context = lastro.commands.group.make_context("lastro", ["check"])
    found = {name: lastro.commands.group.get_command(context, name) for name in verbs()}
    for name, verb in [*found.items()]:
        if isinstance(verb, click.Group):
            found |= {f"{name} {one}": below for one, below in verb.commands.items()}
    told = lastro.commands.read_help()
    assert told.keys() == {"", *found}
    for name, verb in found.items():
        assert verb is not None
        options = {o.opts[0]: o.help for o in verb.params if isinstance(o, click.Option)}
        options = {o: (text or "").partition(" One of: ")[0] for o, text in options.items()}
        assert [option for option, text in options.items() if not text] == []
        assert options | told[name].options == options


def test_numbers_and_words_in_the_help_are_those_of_the_program() -> None:
    told = lastro.commands.read_help()
    assert f" more than {MOST_AT_ONCE:,} claims " in told["build"].options["--publish"]
    assert f" {MANY:,} or more " in told["build"].options["--jobs"]
    assert told["capture"].options["--older-than"].endswith(f"Default: {WEEK}.")
    assert told["due"].options["--reason"] == f"List only these reasons: {', '.join(Reason)}."


def test_an_example_in_the_help_keeps_its_line_ends(lastro_in_process: Lastro) -> None:
    lines = lastro_in_process("captures", "drop", "--help")[1].splitlines()
    example = 'lastro captures drop article:harbour-2025 --reason "It names a minor."'
    assert example in map(str.strip, lines)


@pytest.mark.parametrize("verb", ["captures", "new"])
def test_a_verb_that_needs_another_word_gives_its_help(
    verb: str, lastro_in_process: Lastro
) -> None:
    code, out, err = lastro_in_process(verb)
    assert (code, err) == (2, "")
    assert out.rstrip("\n") == lastro_in_process(verb, "--help")[1].rstrip("\n")


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_the_program_says_what_it_is_and_in_which_order(
    arguments: tuple[str, ...], lastro_in_process: Lastro
) -> None:
    code, out, err = lastro_in_process(*arguments)
    assert (code, err) == (0, "")
    assert "Check claims against their sources and publish them as a site." in out
    order = [out.index(f"lastro {verb} ") for verb in ("check", "explain", "serve", "build")]
    assert order == sorted(order)


def test_the_version_is_that_of_the_package(lastro_in_process: Lastro) -> None:
    assert lastro_in_process("--version") == (0, f"lastro {lastro.__version__}\n", "")


# --- explain --------------------------------------------------------------------------------

NOT_REFUTED = (
    "'refuted' would need this: a primary record without a stake refutes it (here: 0); or 2 origins "
    "without a stake refute it (here: 0)."
)


def test_explain_prints_why_a_rule_exists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lastro_in_process: Lastro
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = lastro_in_process("explain", "evidence-unknown-source")
    assert out.splitlines()[:5] == [
        "evidence-unknown-source",
        "error, cannot be waived, fix: unsafe (may change the meaning)",
        "",
        "Evidence must cite a source that exists.",
        "",
    ]
    assert out.endswith(f"{rules()['evidence-unknown-source'].text}\n")
    assert (code, err) == (0, "")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("quays-closed", "`lastro explain --list` names all rules"),
        ("url-unsave", "did you mean 'url-unsafe'?"),
    ],
)
def test_explain_says_that_a_claim_needs_its_site(
    name: str,
    hint: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lastro_in_process: Lastro,
) -> None:
    monkeypatch.chdir(tmp_path)
    why = "claims cannot be explained: no lastro.yml in '.' or above it"
    assert lastro_in_process("explain", name) == (
        2,
        "",
        f"error: no rule '{name}', and {why}\nhint: {hint}\n",
    )


@pytest.mark.parametrize("arguments", [("explain",), ("explain", "--list")])
def test_explain_lists_every_rule(arguments: tuple[str, ...], lastro_in_process: Lastro) -> None:
    code, out, err = lastro_in_process(*arguments)
    assert [line.split()[0] for line in out.splitlines()] == sorted(rules())
    (listed,) = [line for line in out.splitlines() if line.startswith("rating-not-permitted ")]
    assert listed.endswith("  error    A rating must be carried by its evidence.")
    assert (code, err) == (0, "")


@pytest.mark.parametrize("name", ["quays-closed", "claim:quays-closed"])
@pytest.mark.usefixtures("site")
def test_explain_prints_how_the_evidence_of_a_claim_was_weighed(
    name: str, lastro_in_process: Lastro
) -> None:
    code, out, err = lastro_in_process("explain", name)
    assert out.splitlines() == [
        "claim quays-closed: The quays are closed on Sundays.",
        "",
        "2026-01-12/..: supported",
        "  status    primary",
        "  supports  harbour-bylaws (primary, independent), root port-of-example",
        "  refutes   none",
        "  context   port-blog (independent), root port-blog",
        "  permitted supported, partly-supported, misleading, unverified",
        "  carried   a primary record without a stake supports it (here: 1)",
        "  refused   'as-attributed' would need this: a party’s own word supports it (here: 0).",
        f"            {NOT_REFUTED} 'refuted' cannot stand while an origin without a stake supports it "
        "(here: 1).",
        "            'reported' would need this: 2 origins without a stake support it (here: 1).",
        "            'superseded' would need this: a dated event on the first day of the window "
        "changed the answer (here: 0) and an earlier verdict stands on the same claim.",
        "",
        "origins: 2 passages from 2 sources, 2 origins",
        "  port-blog (independent): 1 passage from 1 source",
        "    port-blog: the origin of its source (sources/port-blog.yml)",
        "  port-of-example (independent): 1 passage from 1 source",
        "    harbour-bylaws: the origin of its source (sources/harbour-bylaws.yml)",
    ]
    assert (code, err) == (0, "")


def test_explain_says_what_a_rating_missed_and_what_counts_nowhere(
    site: Path, lastro_in_process: Lastro
) -> None:
    of_a_party = SOURCE.replace("origin:", "parties: [The Tide]\norigin:")
    unknown = CLAIM.replace("source: port-blog", "source: port-blgo")
    write_files(site, {SOURCE_PATH: of_a_party, CLAIM_PATH: unknown})
    assert lastro_in_process("explain", "quays-closed")[1].splitlines()[2:] == [
        "2026-01-12/..: supported",
        "  status    parties-only",
        "  supports  harbour-bylaws (primary, party), root port-of-example",
        "  refutes   none",
        "  context   none",
        "  permitted as-attributed, unverified",
        "  missed    'supported' would need this: a primary record without a stake supports it "
        "(here: 0); or 2 origins without a stake support it (here: 0).",
        "  refused   'partly-supported' would need this: an origin supports it (here: 1) and an origin "
        "refutes it (here: 0); or a primary record without a stake supports it (here: 0) and an origin "
        "gives context (here: 0).",
        "            'misleading' would need this: an origin refutes it (here: 0); or an origin supports "
        "it (here: 1) and an origin gives context (here: 0).",
        f"            {NOT_REFUTED}",
        "            'reported' would need this: 2 origins without a stake support it (here: 0).",
        "            'superseded' would need this: a dated event on the first day of the window "
        "changed the answer (here: 0) and an earlier verdict stands on the same claim.",
        "",
        "origins: 1 passage from 1 source, 1 origin",
        "  port-of-example (party): 1 passage from 1 source",
        "    speaks for The Tide (sources/harbour-bylaws.yml)",
        "    harbour-bylaws: the origin of its source (sources/harbour-bylaws.yml)",
        "",
        "counts in no window: port-blgo (see `lastro check`)",
    ]


def test_a_rule_wins_over_a_claim_of_its_name(site: Path, lastro_in_process: Lastro) -> None:
    write_files(site, {"claims/harbour/url-unsafe.yml": CLAIM})
    assert lastro_in_process("explain", "url-unsafe")[1].startswith("url-unsafe\nerror, ")
    assert lastro_in_process("explain", "claim:url-unsafe")[1].startswith("claim url-unsafe: ")


def test_a_claim_whose_file_is_broken_is_not_explained(
    site: Path, lastro_in_process: Lastro
) -> None:
    write_files(site, {CLAIM_PATH: CLAIM.replace("nature: fact", "nature: factual")})
    assert lastro_in_process("explain", "quays-closed") == (
        2,
        "",
        "error: the file of claim 'quays-closed' has errors\nhint: run `lastro check`\n",
    )


def test_a_claim_is_not_explained_without_a_scale(site: Path, lastro_in_process: Lastro) -> None:
    write_files(site, {"lastro.yml": SETTINGS.replace("languages:", "langages:")})
    assert lastro_in_process("explain", "claim:quays-closed") == (
        2,
        "",
        "error: lastro.yml has errors\nhint: run `lastro check`\n",
    )
