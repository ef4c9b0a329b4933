"""`lastro preview`: the page of one claim before anything is built, and every error of its record."""

import re
from pathlib import Path

import pytest

from lastro.commands.preview import page_text
from tests.support.command_line import Lastro
from tests.support.little_site import CLAIM, CLAIM_PATH, SETTINGS, TODAY

HEAD = "Supported · permitted: supported, partly-supported, misleading, unverified"
HANGS = (
    "The scale would refuse 'supported' for 2026-01-12/.. without any one of these labels: the stance "
    "'supports' of passage 'harbour-bylaws'; the origin 'port-of-example' of source 'harbour-bylaws'."
)


@pytest.fixture
def lastro(lastro: Lastro, site: Path) -> Lastro:
    """Run a command line on the day of the site: its exit, standard output and standard error."""
    assert Path.cwd() == site
    return lambda *words: lastro(*words, "--today", TODAY)


def files(site: Path) -> set[str]:
    return {str(path.relative_to(site)) for path in site.rglob("*") if path.is_file()}


def test_rating_status_and_the_rule_that_decided_come_first_then_the_page(lastro: Lastro) -> None:
    code, out, err = lastro("preview", "quays-closed")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[:4] == [
        HEAD,
        HANGS,
        "",
        "# The quays are closed on Sundays.",
    ]
    assert "> “the quays close on Sundays”" in lines
    assert "Section 4 closes them 1, as a visitor saw 2." in lines
    assert "2. the gulls were loud Left out: Nobody relies on it." in lines
    assert "Draft." not in out
    assert "error" not in out.replace("Report an error", "").replace("with errors", "")


def test_the_page_is_shown_in_another_language(lastro: Lastro) -> None:
    out = lastro("preview", "quays-closed", "--lang", "pt-BR")[1]
    assert out.startswith("Sustentada · permitted: ")
    assert "# Os cais ficam fechados aos domingos." in out.splitlines()


def test_each_error_of_the_record_is_stated_and_none_of_another(site: Path, lastro: Lastro) -> None:
    text = CLAIM.replace("rating: supported", "rating: refuted").replace("[@port-blog]", "[@blog]")
    (site / CLAIM_PATH).write_text(text, encoding="utf-8")
    (site / "sources/other.yml").write_text("title: TODO\n", encoding="utf-8")
    code, out, _ = lastro("preview", "quays-closed")
    assert code == 1
    found = re.findall(r"^(\S+?):\d+:\d+\nerror ([a-z-]+):", out, re.MULTILINE)
    assert found == [
        (CLAIM_PATH, "rating-not-permitted"),
        (CLAIM_PATH, "citation-unknown"),
        (CLAIM_PATH, "citation-unknown"),
    ]
    assert "3 errors in this record:" in out.splitlines()


def test_a_rating_that_is_not_permitted_is_shown_with_what_it_missed(
    site: Path, lastro: Lastro
) -> None:
    text = CLAIM.replace("rating: supported", "rating: refuted")
    (site / CLAIM_PATH).write_text(text, encoding="utf-8")
    code, out, _ = lastro("preview", "quays-closed")
    assert code == 1
    lines = out.splitlines()
    assert lines[0] == HEAD.replace("Supported", "Refuted")
    assert "Draft. This page has not passed the check; do not cite it." in lines
    at = lines.index("1 error in this record:")
    assert lines[at + 1 :] == [
        f"{CLAIM_PATH}:24:13",
        "error rating-not-permitted: the evidence for 2026-01-12/.. does not carry 'refuted'",
        "   24 |   - rating: refuted",
        "      |             ^^^^^^^",
        "      Verification status: primary record. A primary record without a stake supports it: Port of",
        "      Example. 'refuted' would need this: a primary record without a stake refutes it (here: 0); or",
        "      2 origins without a stake refute it (here: 0). 'refuted' cannot stand while an origin without",
        "      a stake supports it (here: 1). This evidence permits 'supported', 'partly-supported',",
        "      'misleading' and 'unverified'. For any other rating, add evidence, or write `override` with a",
        "      reason.",
        "      supports  harbour-bylaws (primary, root port-of-example)",
        "      refutes   none in this window",
        "      context   port-blog (root port-blog)",
    ]


def test_page_and_error_say_in_the_same_words_what_a_rating_would_need(
    site: Path, lastro: Lastro
) -> None:
    text = CLAIM.replace("rating: supported", "rating: refuted")
    (site / CLAIM_PATH).write_text(text, encoding="utf-8")
    page, _, error = " ".join(lastro("preview", "quays-closed")[1].split()).partition("1 error in")
    status = (
        "Verification status: primary record. A primary record without a stake supports it: Port of"
    )
    needs = "would need this: a primary record without a stake refutes it (here: 0); or 2 origins without"
    barred = "cannot stand while an origin without a stake supports it (here: 1)."
    for told, label in ((page, "Refuted"), (error, "'refuted'")):
        assert status in told
        assert f"{label} {needs} a stake refute it (here: 0). {label} {barred}" in told


def test_a_rating_that_hangs_on_labels_is_named_with_them(site: Path, lastro: Lastro) -> None:
    assert lastro("preview", "quays-closed")[1].splitlines()[1] == HANGS
    text = CLAIM.replace("rating: supported", "rating: unverified")
    (site / CLAIM_PATH).write_text(text, encoding="utf-8")
    assert "The scale would refuse" not in lastro("preview", "quays-closed")[1]


def test_a_record_that_cannot_be_read_has_errors_only(site: Path, lastro: Lastro) -> None:
    text = CLAIM.replace("nature: fact", "nature: TODO").replace("topics:", "topic:")
    (site / CLAIM_PATH).write_text(text, encoding="utf-8")
    code, out, _ = lastro("preview", "quays-closed")
    assert code == 1
    assert out.startswith(
        "no page of 'quays-closed' can be made yet\n\n2 errors in this record:\n"
        f"{CLAIM_PATH}:10:9\nerror placeholder-left: 'nature' is still to be written\n"
    )


def test_a_record_that_is_no_yaml_is_named_too(site: Path, lastro: Lastro) -> None:
    (site / CLAIM_PATH).write_text("claim: [", encoding="utf-8")
    code, out, _ = lastro("preview", "quays-closed")
    assert code == 1
    assert f"{CLAIM_PATH}:2:1\nerror yaml-syntax:" in out


def test_words_of_a_record_stay_text(site: Path, lastro: Lastro) -> None:
    text = CLAIM.replace("en: The bylaws say so.", 'en: "<script>x</script> ::error:: ##[x]"')
    (site / CLAIM_PATH).write_text(text, encoding="utf-8")
    out = lastro("preview", "quays-closed")[1]
    assert "<script>x</script> ::error:: \\x23#[x]\n" in out
    assert not any(line.lstrip().startswith("::") for line in out.splitlines())
    assert "##[" not in out


def test_nothing_is_written_without_a_file(site: Path, lastro: Lastro) -> None:
    before = files(site)
    lastro("preview", "quays-closed")
    assert files(site) == before


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("quay-closed",), "no claim 'quay-closed' (CLAIM)"),
        (("quays-closed", "--lang", "pt"), "'pt' is not a language of this site (--lang)"),
    ],
)
def test_wrong_use_is_one_sentence(
    site: Path, lastro: Lastro, arguments: tuple[str, ...], error: str
) -> None:
    code, out, err = lastro("preview", *arguments)
    assert (code, out, err.splitlines()[0]) == (2, "", f"error: {error}")
    assert (site / CLAIM_PATH).read_text(encoding="utf-8") == CLAIM


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<h1>A</h1><p>b <b>c</b>.</p><ul><li>d</li><li>e</li></ul><p>f</p>", "# A\n\nb c.\n\n- d\n- e\n\nf\n"),
        ("<dl><dt>k</dt><dd>v</dd><dt>l</dt><dd>w</dd></dl>", "k: v\nl: w\n"),
        ("<p>a</p><svg><title>x</title><g><text>y</text></g></svg><p>b</p>", "a\n\nb\n"),
        ("<p hidden>a<br><i>b</i></p><p>c</p>", "c\n"),
        ("<p><span>a</span><span>b</span></p>", "a b\n"),
        ("<p>a&lt;b&amp;c</p>", "a<b&c\n"),
        ("<ul><li>aa bb cc dd ee ff</li></ul>", "- aa bb cc\n  dd ee ff\n"),
        ("", "\n"),
    ],
)  # fmt: skip
def test_a_page_becomes_lines(markup: str, text: str) -> None:
    assert page_text(markup, 10) == text


def test_an_error_of_the_article_about_the_claim_is_stated(site: Path, lastro: Lastro) -> None:
    (site / "claims/harbour/other.yml").write_text(CLAIM, encoding="utf-8")
    code, out, _ = lastro("preview", "other")
    found = re.findall(r"^(\S+?):\d+:\d+\nerror ([a-z-]+):", out, re.MULTILINE)
    assert (code, found) == (1, [("claims/harbour/article.yml", "coverage-claim-unlisted")])


def test_a_language_without_words_is_named_with_its_place(site: Path, lastro: Lastro) -> None:
    written = SETTINGS.replace("languages: [en, pt-BR]", "languages: [en, pt-BR, fr]")
    (site / "lastro.yml").write_text(written, encoding="utf-8")
    line = 1 + written.split("\n").index("languages: [en, pt-BR, fr]")
    assert lastro("preview", "quays-closed") == (
        2,
        "",
        f"error: lastro.yml:{line}:24: no catalogue of words speaks 'fr': no page can be made in it\n"
        "hint: `lastro locale fr` starts its words; "
        "else write one of those that are there: ar, de, en, es, pt-BR\n",
    )
