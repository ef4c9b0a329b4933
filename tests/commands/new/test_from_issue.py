"""A claim out of an issue form: fields are read as text, and what else a stranger writes is nothing."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from lastro.checks.runner import run
from lastro.diagnostics.finding import Severity
from lastro.loading.load import load
from lastro.syntax.tree import parse, plain
from tests.support.command_line import Lastro
from tests.support.little_site import ARTICLE, ARTICLE_PATH, CLAIM_PATH, SOURCE_PATH, TODAY

LOUD = "claims/harbour/the-gulls-were-loud.yml"
FORM = {
    "article": "https://tide.example.org/quays",
    "words": "the gulls were loud",
    "evidence": "https://birds.example.org/gulls",
    "passage": "Gulls were heard all night.",
    "claimant": "_No response_",
    "said on": "I don't know",
    "language": "en",
}


def event(body: str | None, **issue: object) -> str:
    said = {"number": 7, "title": "A claim", "body": body, "user": {"login": "ana-p"}, **issue}
    return json.dumps({"action": "opened", "issue": said})


def form(**answers: str) -> str:
    fields = {**FORM, **{name.replace("_", " "): text for name, text in answers.items()}}
    return "\n\n".join(f"### {name.capitalize()}\n\n{text}" for name, text in fields.items())


FORM_OF_SOURCE = {
    "Claim": "quays-closed",
    "Evidence": "https://birds.example.org/gulls",
    "Passage": 'On Sundays: "quiet" at the quays.',
    "Where": "p. 12",
}


def source_form(**answers: str) -> str:
    return "\n\n".join(
        f"### {name}\n\n{text}" for name, text in {**FORM_OF_SOURCE, **answers}.items()
    )


@pytest.fixture
def intake(lastro: Lastro, site: Path) -> Lastro:
    """Run the intake on an event: its exit, standard output and standard error."""

    def run(content: str | bytes, *more: str) -> tuple[int, str, str]:
        file = site.parent / "event.json"
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return lastro("new", "claim", "--from-issue", str(file), "--today", TODAY, *more)

    return run


def files(site: Path) -> dict[str, bytes]:
    return {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def record(site: Path, path: str) -> dict[str, object]:
    found = plain(parse((site / path).read_text(encoding="utf-8")))
    assert isinstance(found, dict)
    return found


def rules_broken(site: Path) -> set[str]:
    found = run(load(site), date.fromisoformat(TODAY)).diagnostics
    return {one.rule for one in found if one.severity is Severity.ERROR}


def test_a_form_makes_a_claim_and_its_source_and_lists_it(site: Path, intake: Lastro) -> None:
    code, out, err = intake(event(form()), "--json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert document["reporter"] == "ana-p"
    assert [one["path"] for one in document["created"]] == [
        "sources/birds-example-org-gulls.yml",
        LOUD,
    ]
    assert document["changed"] == [{"path": ARTICLE_PATH, "what": "statements"}]
    claim = record(site, LOUD)
    assert claim["said"] == {"on": "2026-01-12", "words": "the gulls were loud", "lang": "en"}
    assert claim["evidence"] == [
        {
            "source": "birds-example-org-gulls",
            "stance": "TODO",
            "quote": "Gulls were heard all night.",
            "speaks_of": "TODO",
        }
    ]
    source = record(site, "sources/birds-example-org-gulls.yml")
    assert (source["url"], source["title"]) == ("https://birds.example.org/gulls", "TODO")
    text = (site / ARTICLE_PATH).read_text(encoding="utf-8")
    assert text == f"{ARTICLE}  - claim: the-gulls-were-loud\n"
    assert rules_broken(site) == {"placeholder-left"}


def test_a_source_that_is_there_is_used(site: Path, intake: Lastro) -> None:
    assert intake(event(form(evidence="http://port.example.org/bylaws#4")))[0] == 0
    claim = record(site, LOUD)
    assert claim["evidence"][0]["source"] == "harbour-bylaws"  # type: ignore[index]
    assert SOURCE_PATH in files(site)
    assert len(list((site / "sources").iterdir())) == 2


def test_an_article_may_be_named_by_its_id(site: Path, intake: Lastro) -> None:
    assert intake(event(form(article="harbour")))[0] == 0
    assert LOUD in files(site)


@pytest.mark.parametrize(
    ("article", "folder"),
    [
        ("https://other.example.org/story", "other-example-org-story"),
        ("I don't know", "the-gulls-were-loud"),
        ("_No response_", "the-gulls-were-loud"),
        ("Não sei", "the-gulls-were-loud"),
    ],
)
def test_an_article_that_is_not_there_is_started(
    site: Path, intake: Lastro, article: str, folder: str
) -> None:
    assert intake(event(form(article=article)))[0] == 0
    text = (site / f"claims/{folder}/article.yml").read_text(encoding="utf-8")
    assert text.endswith("statements:\n  - claim: the-gulls-were-loud\n")
    assert f"claims/{folder}/the-gulls-were-loud.yml" in files(site)
    assert rules_broken(site) == {"placeholder-left"}


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"evidence": "see the paper"}, "'evidence' is no http(s) address"),
        ({"evidence": "javascript:alert(1)"}, "'evidence' is no http(s) address"),
        ({"evidence": "https://user:pass@example.org/"}, "'evidence' is no http(s) address"),
        ({"evidence": "https://a.example.org/ https://b.example.org/"}, "'evidence' is no http(s) address"),
        ({"evidence": "I don't know"}, "'evidence' is empty"),
        ({"evidence": "No lo sé"}, "'evidence' is empty"),
        ({"evidence": "Weiß ich nicht."}, "'evidence' is empty"),
        ({"evidence": "لا أعرف"}, "'evidence' is empty"),
        ({"words": "_No response_"}, "'words' is empty"),
        ({"words": ""}, "'words' is empty"),
        ({"words": "x" * 1001}, "'words' has 1001 characters, the limit is 1000"),
        ({"words": "TODO"}, "'words' is still to be written"),
        ({"words": "a\u202eb"}, "'words' holds a hidden character: U+202E is hidden here"),
        ({"words": "a\ud800b"}, "'words' is no text in UTF-8"),
        ({"article": "../../etc"}, "'article' is no http(s) address"),
        ({"article": "harbor"}, "no article 'harbor' ('article')"),
        ({"said_on": "last week"}, "'said on': 'last week' is not a date"),
        ({"language": "english"}, "'language': 'english' is not a language tag"),
        ({"words": "Quays closed"}, "'quays-closed' is taken: claims/harbour/quays-closed.yml"),
    ],
)  # fmt: skip
def test_a_bad_form_gets_one_sentence_that_names_the_field(
    site: Path, intake: Lastro, answers: dict[str, str], error: str
) -> None:
    before = files(site)
    code, out, err = intake(event(form(**answers)))
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == f"error: {error}"
    assert len(err.splitlines()) == 2
    assert files(site) == before


def test_a_form_with_five_faults_gets_them_all_at_once(site: Path, intake: Lastro) -> None:
    before = files(site)
    bad = {"words": "", "article": "harbor", "evidence": "see it", "said_on": "last week", "language": "english"}  # fmt: skip
    code, out, err = intake(event(form(**bad)))
    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "error: 5 answers cannot be used",
        "  'words' is empty: fill in 'words': it is needed",
        "  no article 'harbor' ('article'): did you mean 'harbour'?",
        "  'evidence' is no http(s) address: give the public address, from https:// on, and nothing beside it",
        (
            "  'said on': 'last week' is not a date: write 2026, 2026-04 or 2026-04-03, a decade 201X,"
            " a season 2026-21, an interval 2025-01/2025-03, or `unknown`"
        ),
        "  'language': 'english' is not a language tag: write en or pt-BR",
        "hint: mend them all at once",
    ]
    assert files(site) == before


def test_a_form_may_have_the_headings_of_another_language_of_the_site(
    site: Path, intake: Lastro
) -> None:
    headings = ("Artigo", "Palavras", "Evidência", "Trecho", "Quem disse", "Dita em", "Idioma")
    body = "\n\n".join(
        f"### {heading}\n\n{text}" for heading, text in zip(headings, FORM.values(), strict=True)
    )
    assert intake(event(body))[0] == 0
    assert record(site, LOUD)["said"] == {"on": "2026-01-12", "words": "the gulls were loud", "lang": "en"}  # fmt: skip
    code, _, err = intake(event(body.replace("I don't know", "ontem")))
    assert code == 2
    assert err.startswith("error: 'dita em': 'ontem' is not a date")


def test_a_site_in_a_language_without_a_catalogue_takes_english_forms(
    site: Path, intake: Lastro
) -> None:
    settings = site / "lastro.yml"
    text = settings.read_text(encoding="utf-8").replace("languages: [en, ", "languages: [de, en, ")
    settings.write_text(text, encoding="utf-8")
    assert intake(event(form(words="")))[2].startswith("error: 'words' is empty\n")


@pytest.mark.parametrize(
    "claim", ["quays-closed", "https://check.example.org/pt-BR/claims/quays-closed/#report-error"]
)
def test_a_form_of_a_source_makes_it_and_cites_it_in_its_claim(
    site: Path, lastro: Lastro, claim: str
) -> None:
    file = site.parent / "event.json"
    file.write_text(event(source_form(Claim=claim)), encoding="utf-8")
    code, out, err = lastro("new", "source", "--from-issue", str(file), "--today", TODAY, "--json")
    assert (code, err) == (0, "")
    document = json.loads(out)
    made = "sources/birds-example-org-gulls.yml"
    assert [one["path"] for one in document["created"]] == [made]
    assert document["changed"] == [{"path": CLAIM_PATH, "what": "evidence"}]
    assert document["reporter"] == "ana-p"
    evidence = record(site, CLAIM_PATH)["evidence"]
    assert isinstance(evidence, list)
    assert evidence[2:] == [
        {
            "source": "birds-example-org-gulls",
            "stance": "TODO",
            "quote": 'On Sundays: "quiet" at the quays.',
            "where": "p. 12",
        }
    ]
    assert rules_broken(site) == {"placeholder-left"}


def test_a_claim_named_in_its_words_is_told_what_the_form_takes(site: Path, lastro: Lastro) -> None:
    file = site.parent / "event.json"
    file.write_text(event(source_form(Claim="The quays are closed")), encoding="utf-8")
    assert lastro("new", "source", "--from-issue", str(file))[2] == (
        "error: 'claim' is no http(s) address\n"
        "hint: give the id, or the public address, from https:// on, and nothing beside it\n"
    )


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"Claim": "quay-closed"}, "no claim 'quay-closed' ('claim')"),
        ({"Claim": "https://check.example.org/articles/harbour/"}, "'claim' is no page of a claim"),
        ({"Claim": "https://a.example.org/claims/else/"}, "no claim 'else' ('claim')"),
        ({"Evidence": "?"}, "'evidence' is empty"),
        (
            {"Claim": "I don't know", "Evidence": "https://port.example.org/bylaws"},
            "the site has this source already: sources/harbour-bylaws.yml",
        ),
    ],
)
def test_a_bad_form_of_a_source_names_the_field(
    site: Path, lastro: Lastro, answers: dict[str, str], error: str
) -> None:
    before = files(site)
    file = site.parent / "event.json"
    file.write_text(event(source_form(**answers)), encoding="utf-8")
    code, out, err = lastro("new", "source", "--from-issue", str(file))
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == f"error: {error}"
    assert files(site) == before


def test_a_source_for_no_claim_here_is_started_alone(site: Path, lastro: Lastro) -> None:
    file = site.parent / "event.json"
    file.write_text(event(source_form(Claim="Não sei")), encoding="utf-8")
    before = files(site)
    assert lastro("new", "source", "--from-issue", str(file))[0] == 0
    assert files(site).keys() - before.keys() == {"sources/birds-example-org-gulls.yml"}
    assert {path: text for path, text in files(site).items() if path in before} == before


def test_what_forms_make_stands_in_the_form_of_fmt_once_it_is_filled_in(
    site: Path, intake: Lastro, lastro: Lastro
) -> None:
    assert (
        intake(event(form(words="gulls: 'loud' #1", said_on="2025-01", claimant="Ana: a")))[0] == 0
    )
    file = site.parent / "source.json"
    file.write_text(event(source_form(Evidence="https://other.example.org/")), encoding="utf-8")
    assert lastro("new", "source", "--from-issue", str(file))[0] == 0
    words = {"nature": "fact", "stance": "supports", "rating": "unverified", "volatility": "slow"}
    words |= {"looked_until": "2026-02-01", "published": "unknown", "lang": "en"}
    words |= {"type": "news", "extent": "whole", "origin": "gulls", "speaks_of": "2026-01-01/.."}
    for path in site.glob("*/**/*.yml"):
        words["kind"] = "secondary" if path.parent.name == "sources" else "person"

        def fill_in(found: re.Match[str]) -> str:
            return f"{found[1]}{words.get(found[2], 'words')}{found[3]}"

        mark = re.compile(r"^( *(?:- )?(\w[\w-]*): \[?)TODO(\]?)(?:  #.*)?$", re.MULTILINE)
        text = mark.sub(fill_in, path.read_text(encoding="utf-8"))
        path.write_text(text.replace("stance: TODO", "stance: supports"), encoding="utf-8")
    code, out, err = lastro("fmt", "--check")
    assert (code, err) == (0, "")
    assert out == "0 of 7 files would be formatted\n"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"{", "the event is not JSON"),
        (b"\xff\xfe", "the event is not JSON"),
        (b"[" * 100_000, "the event is not JSON"),
        (b"[]", "the event speaks of no issue"),
        (b'{"issue": 7}', "the event speaks of no issue"),
        (event(None), "the issue has no text"),
        (event("  "), "the issue has no text"),
        (event("x" * 65_537), "the issue has 65537 characters, the limit is 65536"),
        (b" " * 1_000_001, "'"),
        (event("no form at all"), "2 answers cannot be used"),
    ],
    ids=["cut off", "bytes", "deep", "list", "number", "null", "blank", "long", "huge", "no form"],
)
def test_what_is_no_event_of_a_form_is_refused(
    site: Path, intake: Lastro, content: bytes | str, error: str
) -> None:
    before = files(site)
    code, _, err = intake(content)
    assert code == 2
    assert err.startswith(f"error: {error}")
    assert "Traceback" not in err
    assert files(site) == before


@pytest.mark.parametrize(
    "words",
    [
        "$(touch owned) `touch owned` ; touch owned",
        "x\n::set-output name=a::b\n##[error]c",
        "a\n  rating: supported\nreviews: []",
        '"\nnature: fact\n#',
        "<script>alert(1)</script> @everyone #1 ![x](http://127.0.0.1/)",
        "*x &y !!python/object:os.system",
        "{{ 7*7 }} {% raw %} ${{ secrets.TOKEN }}",
    ],
)
def test_a_hostile_form_makes_a_harmless_record(site: Path, intake: Lastro, words: str) -> None:
    code, out, err = intake(event(form(words=words, claimant=words[:150])))
    assert (code, err) == (0, "")
    made = next(path for path in files(site) if b"on: 2026-01-12" in files(site)[path] and "quays-closed" not in path)  # fmt: skip
    claim = record(site, made)
    assert claim["said"]["words"] == " ".join(words.split())  # type: ignore[index]
    assert claim["claimant"]["name"] == " ".join(words[:150].split())  # type: ignore[index]
    assert claim["nature"] == "TODO"
    assert rules_broken(site) == {"placeholder-left"}
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in out.splitlines())
    assert not (site / "owned").exists()


def test_fields_that_are_not_of_the_form_are_dropped_and_the_first_answer_counts(
    site: Path, intake: Lastro
) -> None:
    body = form() + "\n\n### Rating\n\nsupported\n\n### Evidence\n\nhttps://evil.example.org/"
    assert intake(event(body))[0] == 0
    assert "sources/birds-example-org-gulls.yml" in files(site)
    assert record(site, LOUD)["reviews"][0]["rating"] == "TODO"  # type: ignore[index]


def test_an_answer_that_is_shown_as_code_is_read_without_its_fence(
    site: Path, intake: Lastro
) -> None:
    assert intake(event(form(words="```text\nthe gulls were loud\n```")))[0] == 0
    assert LOUD in files(site)


@pytest.mark.parametrize("login", [None, 7, "a b", "x" * 80, "::x", {"a": 1}])
def test_a_reporter_whose_name_is_none_is_left_out(intake: Lastro, login: object) -> None:
    out = intake(event(form(), user={"login": login}), "--json")[1]
    assert json.loads(out)["reporter"] == ""


def test_no_other_flag_goes_with_a_form(intake: Lastro) -> None:
    code, _, err = intake(event(form()), "--nature", "fact")
    assert code == 2
    assert err == "error: `--from-issue` takes all from the form\nhint: leave the other flags out\n"


def test_a_dry_run_of_a_form_writes_nothing(site: Path, intake: Lastro) -> None:
    before = files(site)
    code, out, _ = intake(event(form()), "--dry-run")
    assert code == 0
    assert f"would create {LOUD}   " in out
    assert files(site) == before


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Article", "claim-article"),
        ("con", "claim-con"),
        ("42", "claim-42"),
        ("海鸥很吵", "claim-birds-example-org-gulls"),
    ],
)
def test_words_that_can_name_no_file_are_no_fault_of_the_reader(
    site: Path, intake: Lastro, words: str, name: str
) -> None:
    code, _, err = intake(event(form(words=words, article="https://tide.example.org/other")))
    assert (code, err) == (0, "")
    path = f"claims/tide-example-org-other/{name}.yml"
    said = record(site, path)["said"]
    assert isinstance(said, dict)
    assert str(said["words"]) == words
    article = record(site, "claims/tide-example-org-other/article.yml")
    assert article["url"] == "https://tide.example.org/other"
    assert rules_broken(site) == {"placeholder-left"}
