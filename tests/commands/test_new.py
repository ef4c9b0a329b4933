"""`lastro new`: a record to start from, in which nothing is guessed and nothing is wrong but its marks."""

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from lastro.checks.runner import run
from lastro.commands.new import options
from lastro.commands.shared.plan import carry_out
from lastro.diagnostics.finding import Severity
from lastro.editing.formatter import format_record
from lastro.loading.load import load
from lastro.model.article import Article
from lastro.model.base import Record
from lastro.model.claim import Claim, Evidence, Review
from lastro.model.fields import fields_of
from lastro.model.said import Claimant, Said
from lastro.model.source import Read, Source
from lastro.syntax.tree import parse, plain
from tests.support.command_line import Lastro
from tests.support.little_site import ARTICLE, ARTICLE_PATH, CLAIM, CLAIM_PATH, SOURCE_PATH, TODAY

JOBS_CLAIM = "claims/example-org-jobs/unemployment-fell-to-3-percent.yml"
JOBS = "claims/example-org-jobs/article.yml"
TABLE = "sources/labour-force-table-4.yml"
FELL = "claims/example-org-jobs/unemployment-fell-to-3-percent.yml"
NEW_ARTICLE = ("new", "article", "https://example.org/jobs", "--title", "Jobs are back")
NEW_SOURCE = ("new", "source", "https://stats.example.org/table-4", "--title", "Labour force, table 4", "--type", "dataset", "--kind", "primary", "--today", TODAY)  # fmt: skip
NEW_CLAIM = ("new", "claim", "--article", "example-org-jobs", "--quote", "unemployment fell to 3 percent", "--source", "labour-force-table-4", "--today", TODAY)  # fmt: skip
IN_HARBOUR = ("new", "claim", "--article", "harbour")
pytestmark = pytest.mark.usefixtures("site")


def found(site: Path) -> dict[str, int]:
    """Count the findings that are more than notes, by rule."""
    counts: dict[str, int] = {}
    for one in run(load(site), date.fromisoformat(TODAY)).diagnostics:
        if one.severity is not Severity.NOTE:
            counts[one.rule] = counts.get(one.rule, 0) + 1
    return counts


def files(site: Path) -> dict[str, bytes]:
    return {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def read(site: Path, path: str) -> str:
    return (site / path).read_text(encoding="utf-8")


def test_a_source_holds_what_was_said_of_it_and_marks_the_rest(site: Path, lastro: Lastro) -> None:
    assert lastro(*NEW_SOURCE) == (
        0,
        (
            f"created {TABLE}   7 values marked TODO (publisher, published, lang, origin, "
            "parties, read.by, read.extent)\nnext: write over each TODO → lastro check\n"
        ),
        "",
    )
    assert read(site, TABLE) == (
        "# yaml-language-server: $schema=../schema/source.json\n"
        'title: "Labour force, table 4"\n'
        "publisher: TODO  # who published it, or `unknown`\n"
        "published: TODO  # such as 2026-04-27, 2026-04 or 2026, or `unknown`\n"
        "lang: TODO  # a language tag: en, pt-BR, or `unknown`\n"
        'url: "https://stats.example.org/table-4"\n'
        "kind: primary\n"
        "type: dataset\n"
        "origin: TODO  # an id for who or what its information first came from, such as port-of-x\n"
        "parties: [TODO]  # for whom it speaks, by name; delete this line if for nobody in particular\n"
        "read:\n"
        "  on: 2026-03-01\n"
        "  by: TODO  # who read it; readers see the name\n"
        "  as: original\n"
        "  extent: TODO  # whole, excerpt\n"
    )


def test_scaffolds_fail_on_their_marks_and_on_nothing_else(site: Path, lastro: Lastro) -> None:
    for command in (NEW_ARTICLE, NEW_SOURCE, NEW_CLAIM):
        assert lastro(*command)[0] == 0
    marks = sum(len(re.findall(r"\bTODO\b", read(site, path))) for path in (JOBS, TABLE, FELL))
    assert found(site) == {"placeholder-left": marks}
    lines = [line for path in (JOBS, TABLE, FELL) for line in read(site, path).splitlines()]
    assert [
        line for line in lines if "TODO" in line and "TODO  # " not in line.replace("]", "")
    ] == []


def test_scaffolds_have_the_form_of_all_records(site: Path, lastro: Lastro) -> None:
    for command in (NEW_ARTICLE, NEW_SOURCE, NEW_CLAIM):
        lastro(*command)
    models: tuple[tuple[str, type[Record]], ...] = ((JOBS, Article), (TABLE, Source), (FELL, Claim))
    for path, model in models:
        assert format_record(read(site, path), model) == read(site, path)


@pytest.mark.parametrize("command", [NEW_ARTICLE, NEW_SOURCE, ("new", "claim", "--article", "harbour", "--quote", "the gulls were loud")], ids=["article", "source", "claim"])  # fmt: skip
def test_one_scaffold_alone_fails_on_its_marks_only(
    site: Path, lastro: Lastro, command: tuple[str, ...]
) -> None:
    assert lastro(*command)[0] == 0
    assert set(found(site)) == {"placeholder-left"}


def test_a_claim_takes_language_and_day_of_its_article_and_is_listed_there(
    site: Path, lastro: Lastro
) -> None:
    words = ("--quote", "gulls are protected", "--source", "harbour-bylaws", "--topic", "harbour")
    code, out, _ = lastro(*IN_HARBOUR, *words, "--by", "Ana Prado", "--today", TODAY)
    assert code == 0
    assert out.splitlines()[1] == f"changed {ARTICLE_PATH}   statements"
    written = plain(parse(read(site, "claims/harbour/gulls-are-protected.yml")))
    assert isinstance(written, dict)
    assert written["said"] == {"on": "2026-01-12", "words": "gulls are protected", "lang": "en"}
    assert written["topics"] == ["harbour"]
    assert written["reviews"][0]["holds"] == "2026-01-12/.."
    assert written["reviews"][0]["decided"] == TODAY
    assert written["reviews"][0]["by"] == ["Ana Prado"]
    assert read(site, ARTICLE_PATH) == f"{ARTICLE}  - claim: gulls-are-protected\n"


@pytest.mark.parametrize("on", ["unknown", "201X", "2026-21", "2025-11/2026-01"])
def test_a_day_that_is_not_known_closely_begins_no_window(
    site: Path, lastro: Lastro, on: str
) -> None:
    words = ("--quote", "gulls are protected", "--source", "harbour-bylaws")
    assert lastro(*IN_HARBOUR, *words, "--said-on", on)[0] == 0
    written = plain(parse(read(site, "claims/harbour/gulls-are-protected.yml")))
    assert isinstance(written, dict)
    assert (written["said"]["on"], written["reviews"][0]["holds"]) == (on, "TODO")


def test_a_claim_is_the_first_of_an_article_that_lists_none_yet(site: Path, lastro: Lastro) -> None:
    lastro(*NEW_ARTICLE)
    before = read(site, JOBS)
    assert before.endswith("statements: TODO  # `lastro new claim` writes them here\n")
    (site / JOBS).write_bytes(before.replace("\n", "\r\n").encode())
    assert (
        lastro("new", "claim", "--article", "example-org-jobs", "--quote", "jobs are back")[0] == 0
    )
    after = (site / JOBS).read_bytes().decode()
    assert after.endswith("statements:\r\n  - claim: jobs-are-back\r\n")
    assert after.splitlines()[:-2] == before.splitlines()[:-1]


def test_all_can_be_said_by_flags_and_nothing_is_left_to_write(site: Path, lastro: Lastro) -> None:
    article = ("--lang", "en", "--publisher", "The Tide", "--published", "2026-02-01", "--why", "It was shared widely.")  # fmt: skip
    source = ("--publisher", "Stats", "--published", "2026-02-01", "--lang", "en", "--origin", "stats", "--party", "", "--read-by", "Ana", "--read-extent", "whole")  # fmt: skip
    claim = ("--claim", "Unemployment fell to 3 percent.", "--claimant", "The Tide", "--claimant-kind", "publication", "--party", "Ministry of Labour", "--nature", "fact", "--topic", "jobs", "--stance", "supports", "--passage", "3.0 per cent", "--where", "table 4", "--speaks-of", "2026-02-01/..", "--rating", "supported", "--by", "Ana", "--looked-until", "2026-02-28", "--short", "The rate was 3 percent.", "--because", "The table says so [@labour-force-table-4].", "--not-checked", "Whether the method changed.", "--volatility", "slow")  # fmt: skip
    lastro(*NEW_ARTICLE, *article)
    for words in ((*NEW_SOURCE, *source), (*NEW_CLAIM, *claim)):
        first, *_, last = lastro(*words)[1].splitlines()
        assert first.endswith("   nothing left to write")
        assert last.startswith("next: lastro check")
    assert set(found(site)) <= {"translation-missing", "archive-missing"}
    source_text, claim_text = read(site, TABLE), read(site, JOBS_CLAIM)
    assert "parties" not in source_text
    assert "parties: [Ministry of Labour]\nnature: fact\n" in claim_text
    assert '    where: table 4\n    speaks_of: "2026-02-01/.."\n' in claim_text


def test_a_scaffold_asks_for_what_decides_in_each_language_of_the_site(
    site: Path, lastro: Lastro
) -> None:
    lastro(*NEW_ARTICLE)
    lastro(*NEW_SOURCE)
    lastro(*NEW_CLAIM)
    for path, lines in {
        TABLE: ["origin: TODO", "parties: [TODO]"],
        JOBS_CLAIM: [
            "claim:",
            "  en: TODO",
            "  pt-BR: TODO",
            "parties: [TODO]",
            "    speaks_of: TODO",
        ],
        JOBS: ["why:", "  en: TODO", "  pt-BR: TODO"],
    }.items():
        told = [line.partition("  #")[0] for line in read(site, path).splitlines()]
        assert [line for line in told if line in lines][: len(lines)] == lines
    assert "  pt-BR: TODO  # the same in pt-BR; delete this line to leave it to others\n" in read(
        site, JOBS
    )


def test_a_source_read_in_a_reprint_is_asked_where_that_stands(site: Path, lastro: Lastro) -> None:
    code, said, _ = lastro(*NEW_SOURCE, "--read-as", "reprint")
    assert (code, "read.reprint)" in said) == (0, True)
    text = read(site, "sources/labour-force-table-4.yml")
    assert text.splitlines()[-1].startswith("  reprint: TODO  # ")


def test_an_open_claim_is_asked_nothing_of_a_verdict(site: Path, lastro: Lastro) -> None:
    lastro(*NEW_ARTICLE)
    lastro(*NEW_SOURCE)
    assert lastro(*NEW_CLAIM, "--open")[0] == 0
    text = read(site, "claims/example-org-jobs/unemployment-fell-to-3-percent.yml")
    assert text.endswith(f"\nopened: {TODAY}\n")
    for key in ("reviews:", "not_checked:", "volatility:"):
        assert key not in text


@pytest.mark.parametrize(
    "flag",
    [("--by", "Ana"), ("--rating", "refuted"), ("--not-checked", "All."), ("--volatility", "fast")],
)
def test_an_open_claim_with_a_verdict_is_refused(lastro: Lastro, flag: tuple[str, str]) -> None:
    code, _, complained = lastro(*IN_HARBOUR, "--quote", "gulls are loud", "--open", *flag)
    assert (code, complained) == (
        2,
        "error: an open claim has no review\n"
        "hint: leave out `--open`, or `--by` and what the review says\n",
    )


def test_texts_for_readers_are_written_below_the_language_that_is_named(
    site: Path, lastro: Lastro
) -> None:
    lastro("new", "article", "--title", "Os cais", "--in", "pt-BR", "--why", "Circulou muito.")
    assert "why:\n  pt-BR: Circulou muito.\n" in read(site, "claims/os-cais/article.yml")
    assert lastro("new", "article", "--title", "Cais", "--in", "pt")[::2] == (
        2,
        "error: 'pt' is not a language of this site (--in)\nhint: languages of lastro.yml: en, pt-BR\n",
    )


def test_a_dry_run_shows_every_line_and_writes_nothing(site: Path, lastro: Lastro) -> None:
    before = files(site)
    code, out, _ = lastro(*IN_HARBOUR, "--quote", "gulls are loud", "--dry-run")
    assert code == 0
    path = "claims/harbour/gulls-are-loud.yml"
    assert out.startswith(f"would create {path}   ")
    assert "  +   words: gulls are loud\n" in out
    assert out.endswith(f"would change {ARTICLE_PATH}   statements\n")
    assert files(site) == before


def test_json_says_what_was_written_and_what_is_left(site: Path, lastro: Lastro) -> None:
    document = json.loads(lastro(*NEW_SOURCE, "--json")[1])
    assert document == {
        "format": "lastro-new",
        "version": 1,
        "written": True,
        "created": [
            {
                "kind": "source",
                "id": "labour-force-table-4",
                "path": TABLE,
                "marks": [
                    "publisher",
                    "published",
                    "lang",
                    "origin",
                    "parties",
                    "read.by",
                    "read.extent",
                ],
            }
        ],
        "changed": [],
        "notes": [],
    }
    assert (site / TABLE).is_file()


@pytest.mark.parametrize(
    ("arguments", "made"),
    [
        (("article", "https://www.example.org/2026/jobs.html"), "claims/example-org-2026-jobs/article.yml"),
        (("article", "--title", "São João: 2ª parte"), "claims/sao-joao-2a-parte/article.yml"),
        (("article", "--title", "Ærø, Œuvre, Großes ẞ"), "claims/aero-oeuvre-grosses-ss/article.yml"),
        (("article", "--title", "Łódź Đorđe Ħal ılık"), "claims/lodz-dorde-hal-ilik/article.yml"),
        (("article", "--title", "Þór Guðrún Əli ŋ"), "claims/thor-gudrun-eli-ng/article.yml"),
        (("article", "--title", "Ĳssel ﬁsh № 5 l’eau"), "claims/ijssel-fish-no-5-leau/article.yml"),
        (("article", "https://port.example.org/%C3%B8l/%E6%B8%AF", "--title", "港"), "claims/port-example-org-ol/article.yml"),
        (("source", "https://stats.example.org/t/4"), "sources/stats-example-org-t-4.yml"),
        (("source", "--isbn", "978-85-7326-000-0", "--title", "A book"), "sources/a-book.yml"),
        (("source", "https://example.org/x", "--id", "x1"), "sources/x1.yml"),
        (
            ("claim", "--article", "harbour", "--quote", "one two three four five six seven eight nine ten eleven twelve"),
            "claims/harbour/one-two-three-four-five-six-seven-eight-nine-ten-eleven.yml",
        ),
    ],
)  # fmt: skip
def test_an_id_is_made_of_the_words(
    site: Path, lastro: Lastro, arguments: tuple[str, ...], made: str
) -> None:
    before = set(files(site))
    code, _, err = lastro("new", *arguments)
    if "--isbn" in arguments:  # whose check digit is looked at by the check alone
        assert code == 0
    assert (code, err) == (0, "")
    assert set(files(site)) - before == {made}


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("source", "--id", "port-blog"), "'port-blog' is taken: sources/port-blog.yml"),
        (("source", "--id", "old-blog"), "'old-blog' is taken: sources/port-blog.yml:11:14"),
        (("article", "--id", "harbour"), f"'harbour' is taken: {ARTICLE_PATH}"),
        ((*IN_HARBOUR[1:], "--quote", "Quays closed"), f"'quays-closed' is taken: {CLAIM_PATH}"),
        ((*IN_HARBOUR[1:], "--quote", "broken one"), "'broken-one' is taken: claims/harbour/broken-one.yml"),
        (("source", "--id", "Port"), "'Port' is not an id"),
        (("source", "--id", "con"), "'con' is reserved"),
        (("source", "--title", "2024"), "'2024' is a number: it says nothing"),
        (("source",), "nothing says what the source is called"),
        (("claim",), "nothing says which article makes the claim"),
        (("claim", "--article", "harbor", "--quote", "x"), "no article 'harbor' (--article)"),
        ((*IN_HARBOUR[1:], "--quote", "x y", "--source", "port-blogs"), "no source 'port-blogs' (--source)"),
        ((*IN_HARBOUR[1:], "--quote", "x y", "--nature", "facts"), "nature: 'facts' is not a value of 'nature'"),
        ((*IN_HARBOUR[1:], "--quote", "x y", "--said-on", "1/2/2026"), "said.on: '1/2/2026' is not a date"),
        (("source", "javascript:alert(1)", "--title", "A page"), "url: 'javascript:alert(1)' cannot be published: it is no http or https address"),
        (("source", "https://example.org/", "--lang", "english"), "lang: 'english' is not a language tag"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_sentence_and_nothing_is_written(
    site: Path, lastro: Lastro, arguments: tuple[str, ...], error: str
) -> None:
    with (site / "sources/port-blog.yml").open("a", encoding="utf-8") as file:
        file.write("former_ids: [old-blog]\n")
    (site / "claims/harbour/broken-one.yml").write_text("claim: [", encoding="utf-8")
    before = files(site)
    code, out, err = lastro("new", *arguments)
    assert (code, out) == (2, "")
    assert err.splitlines()[0].startswith(f"error: {error}")
    assert len(err.splitlines()) == 2
    assert files(site) == before


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("--article", "Quays close on Sundays", "--quote", "x y"), "harbour"),
        (("--article", "https://tide.example.org/quays", "--quote", "x y"), "harbour"),
        (
            ("--article", "harbour", "--quote", "x y", "--source", "Harbour bylaws"),
            "harbour-bylaws",
        ),
        (("--article", "harbour", "--quote", "x y", "--source", "bylaws"), "harbour-bylaws"),
    ],
    ids=["title", "address", "title of a source", "part of an id"],
)
def test_who_names_a_record_by_what_she_reads_is_told_its_id(
    lastro: Lastro, arguments: tuple[str, ...], meant: str
) -> None:
    code, _, err = lastro("new", "claim", *arguments)
    assert (code, err.splitlines()[1]) == (2, f"hint: did you mean '{meant}'?")


def test_several_people_who_said_it_are_all_claimants(site: Path, lastro: Lastro) -> None:
    names = (
        "--claimant",
        "Ana Prado",
        "--claimant",
        "Rui Costa",
        "--party",
        "Port",
        "--party",
        "Town",
    )
    assert lastro(*IN_HARBOUR, "--quote", "gulls rest", "--claimant-kind", "person", *names)[0] == 0
    written = plain(parse(read(site, "claims/harbour/gulls-rest.yml")))
    assert isinstance(written, dict)
    assert written["claimant"] == [
        {"name": "Ana Prado", "kind": "person"},
        {"name": "Rui Costa", "kind": "person"},
    ]
    assert written["parties"] == ["Port", "Town"]
    assert set(found(site)) == {"placeholder-left"}


def test_a_second_text_of_a_field_is_refused_and_not_dropped(site: Path, lastro: Lastro) -> None:
    before = files(site)
    said = lastro(*IN_HARBOUR, "--quote", "gulls rest", "--quote", "gulls sleep")
    assert said == (2, "", "error: `--quote` is given 2 times\nhint: give it once\n")
    assert files(site) == before


@pytest.mark.parametrize("marks", ["“”", "«»", '""', "„“", "‘’"])
def test_quote_marks_around_the_words_are_left_to_the_page(
    site: Path, lastro: Lastro, marks: str
) -> None:
    words = ("--quote", f"{marks[0]}gulls rest{marks[1]}", "--passage", f"{marks[0]}a “b” c")
    assert lastro(*IN_HARBOUR, *words, "--source", "port-blog")[0] == 0
    written = plain(parse(read(site, "claims/harbour/gulls-rest.yml")))
    assert isinstance(written, dict)
    assert written["said"]["words"] == "gulls rest"
    assert written["evidence"][0]["quote"] == f"{marks[0]}a “b” c"  # they close nothing there


@pytest.mark.parametrize(
    ("arguments", "note"),
    [
        (
            (*IN_HARBOUR[1:], "--quote", "The quays will be closed on Sundays"),
            f"looks like 'quays-closed' (0.87, nearly the same words): {CLAIM_PATH}",
        ),
        (
            ("source", "http://www.port.example.org/bylaws/?utm_source=mail#s4", "--title", "Rules"),
            f"looks like 'harbour-bylaws' (1.00, the same work): {SOURCE_PATH}",
        ),
        (
            ("source", "https://web.archive.org/web/20250110000000/https://port.example.org/bylaws", "--title", "Rules"),
            f"looks like 'harbour-bylaws' (1.00, the same work): {SOURCE_PATH}",
        ),
        (
            ("source", "https://copy.example.org/1", "--title", "A walk along the Port", "--id", "walk"),
            "looks like 'port-blog' (1.00, nearly the same title): sources/port-blog.yml",
        ),
        (
            ("article", "https://tide.example.org/quays?fbclid=1", "--id", "tide"),
            f"looks like 'harbour' (1.00, the same work): {ARTICLE_PATH}",
        ),
    ],
)  # fmt: skip
def test_what_may_be_the_same_is_named_first(
    lastro: Lastro, arguments: tuple[str, ...], note: str
) -> None:
    code, out, _ = lastro("new", *arguments)
    assert code == 0
    assert out.splitlines()[0] == f"note  {note}"


def test_what_is_another_work_or_claim_is_not_named(lastro: Lastro) -> None:
    assert lastro(*NEW_ARTICLE)[1].startswith("created ")
    assert lastro(*NEW_SOURCE)[1].startswith("created ")
    assert lastro(*NEW_CLAIM)[1].startswith("created ")
    other = ("new", "source", "https://port.example.org/bylaws?page=2", "--title", "Tariffs")
    assert lastro(*other)[1].startswith("created ")


def test_claims_of_a_series_are_not_taken_for_one(lastro: Lastro) -> None:
    lastro(*IN_HARBOUR, "--quote", "rent in the port rose in 2024")
    out = lastro(*IN_HARBOUR, "--quote", "rent in the port rose in 2025")[1]
    assert out.startswith("created ")
    out = lastro(*IN_HARBOUR, "--quote", "rent in the port rose a lot in 2025")[1]
    assert out.splitlines()[0].startswith("note  looks like 'rent-in-the-port-rose-in-2025' (0.9")
    assert out.splitlines()[1].startswith("created ")


def test_an_unfinished_claim_is_found_alike_too(lastro: Lastro) -> None:
    lastro(*IN_HARBOUR, "--quote", "the gulls are protected by law")
    out = lastro(*IN_HARBOUR, "--quote", "by law the gulls are protected")[1]
    assert out.startswith("note  looks like 'the-gulls-are-protected-by-law' (1.00, ")


def test_a_terminal_is_asked_five_questions_and_an_empty_answer_leaves_a_mark(
    site: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "at_a_terminal", lambda: True)
    answers = "https://example.org/jobs\nJobs are back\nen\n\n2026-02\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    code, out, err = lastro("new", "article")
    assert code == 0
    assert err.count("?") == 5
    assert out.startswith(f"created {JOBS}   4 values marked TODO (publisher, why, statements)\n")
    assert plain(parse(read(site, JOBS)))["published"] == "2026-02"  # type: ignore[index]


def test_a_claim_is_asked_for_in_a_terminal(
    site: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "at_a_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("harbour\ngulls are loud\n\nport-blog\n\n"))
    assert lastro("new", "claim", "--today", TODAY)[0] == 0
    text = read(site, "claims/harbour/gulls-are-loud.yml")
    assert "  - source: port-blog\n    stance: TODO  # supports, refutes, context\n" in text


def test_an_answer_that_cannot_be_is_asked_for_again(
    site: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(options, "at_a_terminal", lambda: True)
    answers = "harbor\nharbour\ngulls are loud\n\npaper\nport-blog\nIt is so.\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    code, _, err = lastro("new", "claim", "--today", TODAY)
    assert code == 0
    assert "Error: no article 'harbor' (--article); did you mean 'harbour'?\n" in err
    assert "Error: no source 'paper' (--source); make it first: `lastro new source`\n" in err
    assert "    quote: It is so.\n" in read(site, "claims/harbour/gulls-are-loud.yml")
    answers = "ftp://x\nhttps://example.org/x\nA page\n\nnewspaper\nnews\nprimary\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    code, _, err = lastro("new", "source", "--today", TODAY)
    assert code == 0
    assert (
        "Error: 'ftp://x' cannot be published: it is no http or https address; give the public http(s) address"
        in err
    )
    assert "Error: 'newspaper' is not a value of 'type'; allowed: filing, law, " in err


def test_who_gives_a_flag_is_not_asked(lastro: Lastro, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "at_a_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, _, err = lastro("new", "article", "--title", "Jobs are back")
    assert (code, err) == (0, "")


TOLD = yaml.safe_load(Path(options.__file__).with_name("fields.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", ["article", "source", "claim"])
def test_nobody_is_asked_more_than_five_questions(kind: str) -> None:
    assert len(TOLD[kind]["questions"]) <= 5
    assert all(question.endswith("?") for question in TOLD[kind]["questions"].values())


def test_each_option_of_a_field_is_of_one_that_records_have() -> None:
    models = {"article": Article, "claim": Claim, "source": Source}
    maps = {
        "claimant": Claimant,
        "evidence": Evidence,
        "read": Read,
        "reviews": Review,
        "said": Said,
    }
    fields = [(kind, field) for kind, told in TOLD.items() for field, _ in told["options"].values()]
    parted = [(kind, *field.rpartition(".")) for kind, field in fields]
    held = {
        (kind, field): fields_of((models | maps)[within or kind])
        for kind, within, _, field in parted
    }
    assert [at for at, known in held.items() if at[1] not in known] == []
    assert len(held) == len(fields) == 39


@pytest.mark.parametrize(
    "words",
    [
        "a: b # c",
        "- no",
        "'q' \"p\"",
        "[x",
        "{y}",
        "*a &b",
        "!t",
        "%d",
        "@x",
        "`y`",
        "C:\\n",
        "é ☂",
    ],
)
def test_words_of_any_kind_stand_in_the_record_as_they_are(
    site: Path, lastro: Lastro, words: str
) -> None:
    assert lastro(*IN_HARBOUR, "--quote", words, "--id", "odd-words")[0] == 0
    written = plain(parse(read(site, "claims/harbour/odd-words.yml")))
    assert isinstance(written, dict)
    assert written["said"]["words"] == words
    assert set(found(site)) == {"placeholder-left"}


@pytest.mark.parametrize("words", ["a\u202eb c", "a\x1bb c", "a\x00b c", "a\udce9b c", "a\x85b c"])
def test_hidden_characters_are_refused(site: Path, lastro: Lastro, words: str) -> None:
    before = files(site)
    code, _, err = lastro(*IN_HARBOUR, "--quote", words, "--id", "odd-words")
    assert code == 2
    assert err.startswith("error: ")
    assert words not in err
    assert files(site) == before


def test_an_article_that_was_changed_meanwhile_is_left_alone(
    site: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*given: object) -> None:
        (site / ARTICLE_PATH).write_text(ARTICLE + "# mine\n", encoding="utf-8")
        carry_out(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("lastro.commands.new.command.carry_out", late)
    before = files(site)
    code, _, err = lastro(*IN_HARBOUR, "--quote", "gulls are loud")
    assert code == 2
    assert err == f"error: '{ARTICLE_PATH}' was changed while this ran\nhint: run it again\n"
    assert files(site) == before | {ARTICLE_PATH: (ARTICLE + "# mine\n").encode()}


@pytest.mark.parametrize(
    ("article", "error"),
    [
        ("title: [", "the file of article 'harbour' has errors"),
        ("title: x\nstatements: {claim: x}\n", "'statements' holds no list"),
    ],
)
def test_a_claim_that_its_article_cannot_list_is_not_written(
    site: Path, lastro: Lastro, article: str, error: str
) -> None:
    (site / ARTICLE_PATH).write_text(article, encoding="utf-8")
    before = files(site)
    assert lastro(*IN_HARBOUR, "--quote", "gulls are loud") == (
        2,
        "",
        f"error: {error}\nhint: run `lastro check`\n",
    )
    assert files(site) == before


def test_other_lines_of_the_article_stay(site: Path, lastro: Lastro) -> None:
    kept = ARTICLE.replace(
        "  - claim: quays-closed", "  # the first\n  - claim: quays-closed  # yes"
    )
    (site / ARTICLE_PATH).write_text(kept, encoding="utf-8")
    lastro(*IN_HARBOUR, "--quote", "gulls are loud")
    assert read(site, ARTICLE_PATH) == f"{kept}  - claim: gulls-are-loud\n"
    assert read(site, CLAIM_PATH) == CLAIM
