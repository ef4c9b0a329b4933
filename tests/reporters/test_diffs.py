"""What changes for readers, as people, pull requests and machines are told it."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from lastro.changes.compare import compare
from lastro.corpus.corpus import Corpus
from lastro.model.article import Article
from lastro.model.claim import Claim
from lastro.model.source import Source
from lastro.reporters.diffs import formats
from lastro.reporters.diffs.entries import gather
from lastro.reporters.diffs.entry import TextChange
from lastro.reporters.diffs.markdown import MOST_ROWS
from lastro.reporters.markdown import LONGEST_CELL, literal
from tests.changes.test_history import commit, git
from tests.support.builders import (
    RATINGS,
    article,
    claim,
    corpus,
    passage,
    review,
    settings,
    source,
)
from tests.support.command_line import Lastro
from tests.support.little_site import (
    CLAIM,
    CLAIM_PATH,
    SOURCE,
    SOURCE_PATH,
    write_files,
    write_site,
)
from tests.support.locked_records import locked

SAID = claim().said.words
BESIDE = " " * 22
"""Where the texts before and after stand, below a line of other changes."""
WORDS_OF_LOG = [
    "                         the words quoted (harbour-log)",
    "                           - Sunday: quays 1 to 4 closed.",
    "                           + Words of harbour-log.",
    "                         the days that the passage speaks of (harbour-log)",
    "                           - 2025-03-03/..",
    "other changes (1)      quays-are-closed: our translation of the quote (harbour-log, pt-BR)",
    "                         our translation of the quote (harbour-log, pt-BR)",
    "                           - Domingo: cais 1 a 4 fechados.",
    "                           + Palavras de harbour-log.",
]
GONE = {"on": "2025-03-20", "reason": "The article never said so.", "see": "pier-is-closed"}
TOLD = [{"on": "2025-03-20", "what": "We had rated this higher."}]
OTHER = source(id="other", origin="other", url="https://other.example.org/", title="Other log")


def told(base: Corpus, now: Corpus, shape: str = "text") -> str:
    return formats()[shape](gather(compare(base, now), "a", "b"))


def lines(before: list[object], now: list[object]) -> list[str]:
    """Return the lines of the text form but for the names of both sides."""
    others = [article(), source(), OTHER]
    base, after = (corpus(*others, *side) for side in (before, now))  # type: ignore[arg-type]
    return told(base, after).splitlines()[1:]


def test_nothing_changes_between_equal_records() -> None:
    assert told(corpus(), corpus()) == "a → b\nno change for readers\n"


OPEN: dict[str, object] = {
    "opened": "2025-03-08",
    "reviews": [],
    "not_checked": None,
    "volatility": None,
}


def test_an_open_claim_is_told_as_one_and_then_as_reviewed() -> None:
    assert lines([], [claim(**OPEN)]) == [
        "added (1)   quays-are-closed: open   opened 2025-03-08",
    ]
    assert lines([claim(**OPEN)], [claim()]) == [
        "reviewed (1)   quays-are-closed: open → reported, primary   1 source, 1 origin",
    ]
    assert lines([claim(**OPEN)], [claim(**OPEN, nature="forecast")]) == [
        "other changes (1)   quays-are-closed: what kind of statement it is",
        f"{BESIDE}what kind of statement it is",
        f"{BESIDE}  - fact",
        f"{BESIDE}  + forecast",
    ]
    row = "| reviewed | The quays of Aldera are closed on Sundays. | open | reported, primary |"
    opened = corpus(article(), claim(**OPEN), source())
    assert row in told(opened, corpus(), "markdown")


def test_a_moved_rating_is_told_first_with_its_status_and_why() -> None:
    refuting = [passage("harbour-log", "refutes"), passage("other", "refutes")]
    moved = claim(reviews=[review("refuted")], evidence=refuting, corrections=TOLD)
    added = claim(id="added", claim="New.")
    assert lines([claim()], [moved, added]) == [
        (
            "rating moved (1)       quays-are-closed: reported, primary → refuted, primary   correction of "
            "2025-03-20; differs: harbour-log; new: other refutes"
        ),
        "added (1)              added: reported, primary   1 source, 1 origin",
        "evidence added (1)     quays-are-closed: other",
        "evidence changed (1)   quays-are-closed: harbour-log",
        "                         which way the passage points (harbour-log)",
        "                           - supports",
        "                           + refutes",
        *WORDS_OF_LOG,
        "",
        "for the editor:",
        "  quays-are-closed: the rating moved to 'refuted', but short and because stay as they were",
    ]


def test_a_scale_whose_numbers_or_rules_change_is_told_step_by_step() -> None:
    steps = {str(step["id"]): step for step in RATINGS}
    changed = [
        steps["supported"] | {"value": "4.5", "shape": "square"},
        steps["as-attributed"] | {"value": "0"},
        steps["reported"] | {"needs": [{"supports": {"roots": "2"}}]},
        *list(steps.values())[3:-1],
        steps["superseded"] | {"id": "ended"},
    ]
    now = corpus(scale=settings(ratings=changed))
    assert told(corpus(), now).splitlines()[1:] == [
        "added (1)           rating ended",
        "deleted (1)         rating superseded",
        "other changes (3)   rating as-attributed: number none → 0",
        "                    rating reported: needs",
        "                    rating supported: shape, number 5 → 4.5",
    ]
    rows = json.loads(told(corpus(), now, "json"))["changes"]
    assert [row["record"] for row in rows][:2] == ["rating:ended", "rating:superseded"]


def owed_for_window(now: str) -> list[str]:
    said = f"window was '2025-03-03/2025-03-20' and is now '{now}', and no correction tells readers"
    return ["", "for the editor:", f"  quays-are-closed: {said}"]


def test_a_window_that_ended_says_until_when_and_what_holds_then() -> None:
    reviews = [
        review("reported", "2025-03-03/2025-03-20"),
        review("supported", "2025-03-20/..", decided="2025-03-21"),
    ]
    assert lines([claim()], [claim(reviews=reviews, corrections=TOLD)]) == [
        (
            "window ended (1)   quays-are-closed: reported until 2025-03-20, then supported   correction of "
            "2025-03-20"
        )
    ]


@pytest.mark.parametrize(
    ("before", "now", "line"),
    [
        (
            ["reported 2025-03-03/2025-03-20", "supported 2025-03-20/.."],
            ["reported 2025-03-03/2025-03-25", "supported 2025-03-25/.."],
            [
                (
                    "window changed (2)   quays-are-closed: reported 2025-03-03/2025-03-20 → reported "
                    "2025-03-03/2025-03-25"
                ),
                "                     quays-are-closed: supported 2025-03-20/.. → supported 2025-03-25/..",
                *owed_for_window("2025-03-03/2025-03-25"),
            ],
        ),
        (
            ["reported 2025-03-03/2025-03-20", "reported 2025-03-20/.."],
            ["reported 2025-03-03/.."],
            [
                (
                    "window changed (2)   quays-are-closed: reported 2025-03-03/2025-03-20 → reported "
                    "2025-03-03/.."
                ),
                "                     quays-are-closed: reported 2025-03-20/..",
                *owed_for_window("2025-03-03/.."),
            ],
        ),
    ],
)
def test_windows_that_were_moved_are_told(
    before: list[str], now: list[str], line: list[str]
) -> None:
    both = (
        [claim(reviews=[review(*written.split(" ")) for written in side])] for side in (before, now)
    )
    assert lines(*both) == line  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "now", "line"),
    [
        (
            [claim()],
            [claim(withdrawn=GONE)],
            "withdrawn (1)   quays-are-closed: see pier-is-closed   The article never said so.",
        ),
        (
            [claim(withdrawn=GONE)],
            [claim()],
            "stands again (1)   quays-are-closed   was withdrawn on 2025-03-20",
        ),
        ([claim()], [], "deleted (1)   quays-are-closed"),
        (
            [claim()],
            [claim(id="shut", former_ids=["quays-are-closed"])],
            "renamed (1)   quays-are-closed → shut",
        ),
        (
            [claim()],
            [claim(id="shut")],
            "renamed (1)   quays-are-closed → shut   the old id leads nowhere",
        ),
        (
            [claim(), claim(id="twin", claim="Twin.")],
            [claim(former_ids=["twin"])],
            "merged (1)   twin → quays-are-closed",
        ),
        (
            [claim()],
            [claim(corrections=TOLD)],
            "corrected (1)   quays-are-closed: We had rated this higher.   correction of 2025-03-20",
        ),
        (
            [claim()],
            [claim(reviews=[review(short="Two quays are closed.")])],
            (
                "answer reworded (1)   quays-are-closed: The log of the harbour shows it. → Two quays are "
                "closed."
            ),
        ),
        (
            [claim()],
            [claim(reviews=[review(because="The log lists four quays [@harbour-log].")])],
            (
                "reasoning reworded (1)   quays-are-closed: The log of the harbour shows it.\n"
                "                           our reasoning\n"
                "                             - The log says so [@harbour-log].\n"
                "                             + The log lists four quays [@harbour-log]."
            ),
        ),
        (
            [claim()],
            [claim(topics=["quays", "sundays"], nature="quotation", parties=["Guild"])],
            (
                "other changes (1)   quays-are-closed: what kind of statement it is, who has a stake, topics\n"
                f"{BESIDE}what kind of statement it is\n"
                f"{BESIDE}  - fact\n"
                f"{BESIDE}  + quotation\n"
                f"{BESIDE}who has a stake\n"
                f"{BESIDE}  + Guild\n"
                f"{BESIDE}topics\n"
                f"{BESIDE}  + sundays\n"
                "\n"
                "for the editor:\n"
                "  quays-are-closed: nature was 'fact' and is now 'quotation', and no correction tells readers"
            ),
        ),
        (
            [claim()],
            [
                claim(
                    said={"on": "2025-03/2025-04", "words": SAID, "lang": "en", "where": "p. 2"},
                    topics=["a"],
                )
            ],
            (
                "other changes (1)   quays-are-closed: when it was said, where the words stand, topics\n"
                f"{BESIDE}when it was said\n"
                f"{BESIDE}  - 2025-03-03\n"
                f"{BESIDE}  + 2025-03/2025-04\n"
                f"{BESIDE}where the words stand\n"
                f"{BESIDE}  + p. 2\n"
                f"{BESIDE}topics\n"
                f"{BESIDE}  - quays\n"
                f"{BESIDE}  + a"
            ),
        ),
        (
            [OTHER],
            [source(id="other", origin="other", url="https://other.example.org/", title="Log")],
            (
                "other changes (1)   source other: title\n"
                f"{BESIDE}title\n"
                f"{BESIDE}  - Other log\n"
                f"{BESIDE}  + Log"
            ),
        ),
    ],
)
def test_each_kind_of_change_has_its_line(
    before: list[object], now: list[object], line: str
) -> None:
    beside: list[object] = [article(), source()]
    base, after = (corpus(*beside, *side) for side in (before, now))  # type: ignore[arg-type]
    assert told(base, after).splitlines()[1:] == line.splitlines()


def test_a_source_that_turns_out_to_be_a_partys_moves_the_status() -> None:
    party = source(parties=["Quay Company"])
    assert told(corpus(), corpus(article(), claim(), party)).splitlines()[1:] == [
        (
            "status changed (1)   quays-are-closed: reported, primary → reported, parties-only   source "
            "harbour-log differs"
        ),
        "other changes (1)    source harbour-log: who has a stake   1 claim rests on it",
        f"{BESIDE} who has a stake",
        f"{BESIDE}   + Quay Company",
        "1 claim rests on a source that differs",
    ]


def test_what_lowers_the_bar_is_shown_to_the_editor() -> None:
    override = {"reason": "We insist.", "by": ["Ines Duarte", "Rui Sa"]}
    both = ([claim()], [claim(reviews=[review(override=override)])])
    assert lines(*both) == [  # type: ignore[arg-type]
        "no change for readers",
        "",
        "for the editor:",
        "  quays-are-closed: this change publishes against the evidence",
    ]


def test_records_that_cannot_be_read_are_counted_and_not_called_unchanged() -> None:
    broken = corpus(article(), source(), unreadable=frozenset({("claims", "quays-are-closed")}))
    assert told(corpus(), broken).splitlines()[1:] == [
        "no change for readers",
        "1 record could not be read and is not compared (`lastro check`)",
    ]


@pytest.mark.parametrize("shape", ["text", "markdown", "json"])
def test_no_form_commands_a_terminal_or_a_log(shape: str) -> None:
    hostile = "::set-output::\u001b[2J##[x]"
    turned = claim(id="x", claim=hostile, reviews=[review(short=hostile)])
    before = corpus(article(), claim(id="x"), source())
    said = told(before, corpus(article(), turned, source()), shape)
    assert "set-output" in said
    assert "\u001b" not in said
    assert "##[" not in said
    assert not re.search(r"^\s*::", said, re.MULTILINE)


def test_words_that_are_not_found_any_more_are_told() -> None:
    before = locked(corpus())
    edited = claim(evidence=[passage("harbour-log")], corrections=TOLD)
    after = replace(corpus(article(), edited, source()), evidence_lock=before.evidence_lock)
    assert told(before, after).splitlines()[1:] == [
        "quote not found (1)    quays-are-closed: verified → mismatch   harbour-log",
        "evidence changed (1)   quays-are-closed: harbour-log",
        *WORDS_OF_LOG,
    ]
    assert told(after, after).splitlines()[1:] == ["no change for readers"]
    assert told(corpus(), before).splitlines()[1:] == [
        "no change for readers",
        "1 lock entry to verify",
    ]


# --- markdown --------------------------------------------------------------------------------------

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<!-- hidden",
    "![i](https://example.org/i.png)",
    "[link](https://example.org/)",
    "https://example.org/ and www.example.org and me@example.org",
    "<https://example.org/>",
    "@somebody and @org/team",
    "#123 and org/repo#123",
    "a | b \\| c",
    "`code` **bold** _it_ ~~no~~ $x$",
    ":tada:",
    "line\nline\r\n# heading",
    "&lt;b&gt; &#64;somebody",
    "[ref]: https://example.org/",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_shows_its_text_and_nothing_in_it_is_live(text: str) -> None:
    escaped = literal(text)
    html = (
        MarkdownIt("commonmark", {"html": True})
        .enable("table")
        .render(f"| a |\n| - |\n| {escaped} |\n")
    )
    assert set(re.findall(r"<(\w+)", html)) == {"table", "thead", "tbody", "tr", "th", "td"}
    assert html.count("<td>") == 1
    shown = re.sub(r"<[^>]+>", "", html.partition("<tbody>")[2])
    for live in (r"@\w", r"#\w", r":[^\s\u2060]", r"www\."):
        assert not re.search(live, shown), live


def test_a_long_text_is_cut_and_many_rows_are_counted() -> None:
    added = [claim(id=f"c{n}", claim="x" * 160) for n in range(MOST_ROWS + 3)]
    said = told(corpus(article(), source()), corpus(article(), source(), *added), "markdown")
    assert len(re.findall(r"^\| added \|", said, re.MULTILINE)) == MOST_ROWS
    assert "\n3 more are left out here.\n" in said
    assert len(literal("x" * 1000)) == LONGEST_CELL


def test_the_markdown_form_is_a_table_and_a_line_for_the_editor() -> None:
    moved = claim(reviews=[review("refuted")], evidence=[passage("harbour-log", "refutes")])
    said = told(corpus(), corpus(article(), moved, source()), "markdown")
    assert said == (
        "### For the editor\n"
        "\n"
        "- **Verdicts that move, and what they hang on:** 1\n"
        "  - “The quays of Aldera are closed on Sundays.”: reported, primary → refuted, primary. differs: "
        "harbour-log. The scale would refuse 'refuted' for 2025-03-03/.. without any one of these labels: the "
        "stance 'refutes' of passage 'harbour-log'; the origin 'port-authority' of source 'harbour-log'.\n"
        "- **Quotes to verify:** 1\n"
        "  - quays-are-closed: 1 quote\n"
        "- **Corrections owed:** 1\n"
        "  - quays-are-closed: rating was 'reported' and is now 'refuted', and no correction tells readers\n"
        "- **Look twice:** 1\n"
        "  - quays-are-closed: the rating moved to 'refuted', but short and because stay as they were\n"
        "- Claims that rest on a changed source: 0\n"
        "\n"
        "### What changes for readers\n"
        "\n"
        "| | record | was | will be | why |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| rating moved | The quays of Aldera are closed on Sundays. | reported, primary | refuted, primary | "
        "differs: harbour-log |\n"
        "| evidence changed | The quays of Aldera are closed on Sundays. |  | harbour-log |  |\n"
        "| other changes | The quays of Aldera are closed on Sundays. |  | "
        "our translation of the quote &#40;harbour-log, pt-BR&#41; |  |\n"
        "\n"
        "### Before and after\n"
        "\n"
        "| record | text | before | after |\n"
        "| --- | --- | --- | --- |\n"
        "| The quays of Aldera are closed on Sundays. | which way the passage points &#40;harbour-log&#41; | "
        "supports | refutes |\n"
        "| The quays of Aldera are closed on Sundays. | the words quoted &#40;harbour-log&#41; | "
        "Sunday: quays 1 to 4 closed. | Words of harbour-log. |\n"
        "| The quays of Aldera are closed on Sundays. | the days that the passage speaks of "
        "&#40;harbour-log&#41; | 2025-03-03/.. |  |\n"
        "| The quays of Aldera are closed on Sundays. | our translation of the quote "
        "&#40;harbour-log, pt-BR&#41; | Domingo: cais 1 a 4 fechados. | Palavras de harbour-log. |\n"
        "\n"
        "### As it will read\n"
        "\n"
        "> **refuted.** The log of the harbour shows it. "
        '"Words of harbour-log." (Log of the harbour)\n'
    )


def test_the_markdown_form_says_when_nothing_changes() -> None:
    assert "### What changes for readers\n\nNothing.\n" in told(corpus(), corpus(), "markdown")


# --- json ------------------------------------------------------------------------------------------


def test_the_json_form_is_versioned_and_says_the_same() -> None:
    records: list[Article | Claim | Source] = [article(), source()]
    said = json.loads(told(corpus(*records, claim()), corpus(*records), "json"))
    assert said == {
        "format": "lastro-diff",
        "version": 1,
        "before": "a",
        "after": "b",
        "counts": {"removed": 1},
        "changes": [
            {
                "kind": "removed",
                "record": "claim:quays-are-closed",
                "title": "The quays of Aldera are closed on Sundays.",
                "was": "",
                "now": "",
                "why": "",
                "texts": [],
            }
        ],
        "exceptions": [],
        "corrections_owed": [],
        "quotes_to_verify": [],
        "lock_entries_to_verify": 0,
        "claims_on_changed_sources": 0,
        "unread": 0,
    }


# --- the command -----------------------------------------------------------------------------------


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a repository of two revisions, and stand in it."""
    folder = write_site(tmp_path / "repository")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Publish")
    git(folder, "tag", "first")
    write_files(folder, {CLAIM_PATH: CLAIM.replace("rating: supported", "rating: unverified")})
    commit(folder, "Change the rating")
    monkeypatch.chdir(folder)
    return folder


MOVED = """\
rating moved (1)   quays-closed: supported, primary → unverified, primary

for the editor:
  quays-closed: rating was 'supported' and is now 'unverified', and no correction tells readers
  quays-closed: the rating moved to 'unverified', but short and because stay as they were
"""


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("first..HEAD", f"first → HEAD\n{MOVED}"),
        ("first..", f"first → HEAD\n{MOVED}"),
        ("first", f"first → working tree\n{MOVED}"),
        ("HEAD", "HEAD → working tree\nno change for readers\n"),
        (
            "..first",
            "HEAD → first\n"
            + MOVED.replace("supported", "x")
            .replace("unverified", "supported")
            .replace("x", "unverified"),
        ),
    ],
)
def test_two_states_are_named_as_in_git(lastro: Lastro, names: str, said: str) -> None:
    assert lastro("diff", names) == (0, said, "")


def test_a_file_that_moved_and_sorted_keys_are_no_change(repository: Path, lastro: Lastro) -> None:
    (repository / "claims/port").mkdir()
    (repository / CLAIM_PATH).rename(repository / "claims/port/quays-closed.yml")
    sorted_keys = "".join(sorted(SOURCE.splitlines(keepends=True)))
    write_files(repository, {SOURCE_PATH: sorted_keys})
    assert lastro("diff", "HEAD")[1] == "HEAD → working tree\nno change for readers\n"


def test_a_folder_may_be_the_earlier_state(
    repository: Path, tmp_path: Path, lastro: Lastro
) -> None:
    write_site(tmp_path / "base")
    assert lastro("diff", "../base") == (0, f"../base → working tree\n{MOVED}", "")
    assert repository.is_dir()


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("shape", [("--json",), ("--format", "json")])
def test_machines_ask_for_json(lastro: Lastro, shape: tuple[str, ...]) -> None:
    code, said, _ = lastro("diff", "first", *shape)
    assert (code, json.loads(said)["counts"]) == (0, {"moved": 1})


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("v9..HEAD", "error: history unavailable: no revision or folder 'v9'\n"),
        ("first..v9", "error: history unavailable: no revision or folder 'v9'\n"),
        ("first...HEAD", "error: 'first...HEAD' names no two revisions\n"),
        ("a..b..c", "error: 'a..b..c' names no two revisions\n"),
    ],
)
def test_a_revision_that_is_not_there_ends_with_2(lastro: Lastro, names: str, message: str) -> None:
    code, said, complained = lastro("diff", names)
    assert (code, said) == (2, "")
    assert complained.startswith(message)
    assert "\nhint: " in complained


def test_a_scale_that_cannot_be_read_ends_with_2(repository: Path, lastro: Lastro) -> None:
    write_files(repository, {"lastro.yml": "schema: ["})
    code, _, complained = lastro("diff", "HEAD")
    assert (code, complained) == (2, "error: lastro.yml has errors\nhint: run `lastro check`\n")


ROW = "quays-are-closed; Quays shut for ever; It drops the day."


def repeated(**over: object) -> dict[str, object]:
    return {
        "repeats": "quays-are-closed",
        "words": "Quays shut for ever",
        "differs": "It drops the day.",
        **over,
    }


@pytest.mark.parametrize(
    ("before", "now", "moved", "told_rows"),
    [
        (
            repeated(rating="reported"),
            repeated(rating="refuted"),
            "reported → refuted",
            (f"{ROW}; reported", f"{ROW}; refuted"),
        ),
        (repeated(), repeated(rating="refuted"), "not rated → refuted", (ROW, f"{ROW}; refuted")),
        (repeated(rating="reported"), None, "reported → not rated", (f"{ROW}; reported", "")),
    ],
)
def test_another_rating_of_a_statement_that_repeats_a_claim_is_told_first(
    before: object, now: object, moved: str, told_rows: tuple[str, str]
) -> None:
    first = {"claim": "quays-are-closed"}
    sides = (article(statements=[first, *filter(None, [row])]) for row in (before, now))
    base, after = (corpus(side, claim(), source()) for side in sides)
    assert told(base, after).splitlines()[1:] == [
        f"rating moved (1)    article harbour-times: {moved}   of the words 'Quays shut for ever'",
        "other changes (1)   article harbour-times: statements",
        f"{BESIDE}statements",
        *(
            f"{BESIDE}  {sign} {words}"
            for sign, words in zip("-+", told_rows, strict=True)
            if words
        ),
    ]


def test_a_statement_that_is_written_otherwise_but_rated_alike_moves_nothing() -> None:
    first = {"claim": "quays-are-closed"}
    rows = [repeated(rating="reported"), repeated(rating="reported", words="Quays  shut for ever")]
    base, after = (corpus(article(statements=[first, r]), claim(), source()) for r in rows)
    assert told(base, after) == "a → b\nno change for readers\n"


def test_one_more_claimant_is_told_by_the_name_of_the_field() -> None:
    mayor = {"name": "Ana Vidal", "kind": "person"}
    both = [{"name": "Quay Company", "kind": "organization"}, mayor]
    assert lines([claim()], [claim(claimant=both)])[-3:] == [
        "other changes (1)   quays-are-closed: who made the claim",
        f"{BESIDE}who made the claim",
        f"{BESIDE}  + Ana Vidal; person",
    ]


@pytest.mark.parametrize(
    ("before", "now", "name", "was", "said"),
    [
        (
            claim(evidence=[passage("harbour-log")]),
            claim(evidence=[passage("harbour-log", translation={"pt-BR": "Falso."})]),
            "our translation of the quote (harbour-log, pt-BR)",
            "Palavras de harbour-log.",
            "Falso.",
        ),
        (
            claim(not_checked={"en": "The tides.", "pt-BR": "As marés."}),
            claim(not_checked={"en": "The tides.", "pt-BR": "Nada."}),
            "what we could not check (pt-BR)",
            "As marés.",
            "Nada.",
        ),
    ],
)
def test_words_that_only_readers_of_another_language_see_are_told(
    before: object, now: object, name: str, was: str, said: str
) -> None:
    assert lines([before], [now]) == [
        f"other changes (1)   quays-are-closed: {name}",
        f"{BESIDE}{name}",
        f"{BESIDE}  - {was}",
        f"{BESIDE}  + {said}",
    ]


def test_a_translation_that_is_only_laid_out_otherwise_is_no_change() -> None:
    sides = (
        [claim(evidence=[passage("harbour-log", translation={"pt-BR": words})])]
        for words in ("Palavras do diário.", "Palavras  do\n diário.")
    )
    assert lines(*sides) == ["no change for readers"]  # type: ignore[arg-type]


LONG = " ".join(f"Sentence {number} of a long text stands here." for number in range(10))


@pytest.mark.parametrize(
    ("was", "now", "sides"),
    [
        ("Short. Old.", "Short. New.", ("Short. Old.", "Short. New.")),
        (f"{LONG} Old. {LONG}", f"{LONG} New. {LONG}", ("… Old. …", "… New. …")),
        (f"{LONG} Old.", f"{LONG} New.", ("… Old.", "… New.")),
        (f"Old. {LONG}", f"New. {LONG}", ("Old. …", "New. …")),
        (
            f"{LONG} Nobody else is heard. {LONG}",
            f"{LONG} {LONG}",
            ("… Nobody else is heard. …", "… …"),
        ),
    ],
)
def test_of_a_long_text_the_sentences_that_differ_are_told(
    was: str, now: str, sides: tuple[str, str]
) -> None:
    assert TextChange("not_checked", was, now).sides == sides
