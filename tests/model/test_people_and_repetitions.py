"""Several claimants, other places of a claim, and statements that repeat one: each slip is one finding."""

from datetime import date
from pathlib import Path

import pytest

from lastro.checks.runner import run
from lastro.diagnostics.finding import Rewrite
from lastro.editing.edit import with_steps
from lastro.loading.entry import sound_record
from lastro.loading.load import load
from lastro.model.claim import Claim
from tests.support.little_site import (
    ARTICLE,
    ARTICLE_PATH,
    CLAIM,
    CLAIM_PATH,
    TODAY,
    write_files,
    write_site,
)
from tests.support.mendable import mendable

ONE = "claimant: {name: The Tide, kind: publication}\n"
IN_A_LIST = "claimant:\n  - {name: The Tide, kind: publication}\n"
ROW = "  - repeats: quays-closed\n    words: never a boat\n"
OF_THREE = (
    'write `claim: <id>`, `repeats: <id>` with `words`, or `left_out: "…"` with `because`',
    "a statement is either checked, the repetition of a claim, or left out",
)


def found(root: Path, path: str, text: str) -> list[tuple[str, str, str, str]]:
    """Check the little site with one file changed: place, rule, message and hint of each finding."""
    write_files(write_site(root), {path: text})
    report = run(load(root), date.fromisoformat(TODAY))
    return [
        (f"{d.place.span.line}:{d.place.span.column}", d.rule, d.message, d.hint)
        for d in mendable(report)
    ]


SLIPS_IN_A_CLAIM = [
    (
        "claimant: []\n",
        ("4:1", "field-missing", "'claimant' is an empty list", "add at least one item"),
    ),
    (
        f"{IN_A_LIST}  - Ana Vidal\n",
        (
            "6:5",
            "type-wrong",
            "'claimant[1]' is 'Ana Vidal', it must be a map",
            "write `- name: Ana Vidal`",
        ),
    ),
    (
        f"{IN_A_LIST}  - {{name: Ana Vidal}}\n",
        (
            "6:6",
            "field-missing",
            "this claimant has no 'kind'",
            "add it after 'name' (line 6): one of person, organization, publication, anonymous",
        ),
    ),
    (
        "claimant: {name: unknown, kind: anonymous}\n",
        (
            "4:18",
            "value-unknown",
            "'unknown' would stand on pages as if it were a name",
            'say in words what it is, such as "a forwarded message"',
        ),
    ),
    (
        f"{ONE}appearances: [{{url: unknown, first_seen: 2026}}]\n",
        (
            "5:21",
            "url-unsafe",
            "'unknown' cannot be published: it is no http or https address",
            "where there is no address, delete this key, or the entry that it stands in",
        ),
    ),
    (
        f"{IN_A_LIST}  - {{name: Ana Vidal, kind: mayor}}\n",
        (
            "6:29",
            "value-unknown",
            "'mayor' is not a value of 'kind'",
            "allowed: person, organization, publication, anonymous",
        ),
    ),
    (
        "claimant: {name: The Tide, kind: publication, office: [editor]}\n",
        (
            "4:55",
            "type-wrong",
            "'office' is a list, it must be a map by language",
            "write it by language: `office: {en: …, pt-BR: …}`",
        ),
    ),
    (
        f'{ONE}appearances: ["https://a.example.org/"]\n',
        (
            "5:15",
            "type-wrong",
            "'appearances[0]' is text, it must be a map",
            """write `- url: "https://a.example.org/"`""",
        ),
    ),
    (
        f"{ONE}appearances: [{{url: 'https://a.example.org/'}}]\n",
        (
            "5:16",
            "field-missing",
            "this appearance has no 'first_seen'",
            "add it after 'url' (line 5)",
        ),
    ),
    (
        f"{ONE}appearances: [{{url: a.example.org, first_seen: 2026}}]\n",
        (
            "5:21",
            "url-unsafe",
            "'a.example.org' cannot be published: it is no http or https address",
            "give the public http(s) address, without blanks, quotes, user name or password",
        ),
    ),
    (
        f"{ONE}appearances: [{{url: 'https://a.example.org/', first_seen: May}}]\n",
        (
            "5:59",
            "date-not-edtf",
            "'May' is not a date",
            "write a year, a month or a day: 2026, 2026-04, 2026-04-03, about: 2026-04~",
        ),
    ),
]
"""What stands there, and the place, rule, message and hint of what is found."""


@pytest.mark.parametrize(("claimant", "told"), SLIPS_IN_A_CLAIM)
def test_a_slip_in_a_claim_is_one_finding_at_its_place(
    claimant: str, told: tuple[str, ...], tmp_path: Path
) -> None:
    text = CLAIM.replace(ONE, claimant)
    assert found(tmp_path, CLAIM_PATH, text) == [told]


SLIPS_IN_AN_ARTICLE = [
    ("  - place: headline\n", ("11:5", "field-missing", OF_THREE[1], OF_THREE[0])),
    (
        "  - {claim: quays-closed, repeats: quays-closed, words: shut}\n",
        ("11:6", "field-missing", OF_THREE[1], OF_THREE[0]),
    ),
    (
        "  - repeats: quays-closed\n",
        (
            "11:5",
            "field-missing",
            "it repeats a claim, and nothing says in which words",
            "copy them from the article into `words`",
        ),
    ),
    (
        '  - {left_out: "gulls", because: Gulls., words: gulls}\n',
        (
            "11:6",
            "field-missing",
            "`words`, `differs` and `rating` are about the repetition of a claim",
            "name that claim in `repeats`, or delete them",
        ),
    ),
    (
        "  - {claim: quays-closed, translation: {en: Gulls.}}\n",
        (
            "11:6",
            "field-missing",
            "`translation` is of words that stand in this row, and a claim has its own",
            "translate them in the `said` of the claim",
        ),
    ),
    (
        f"{ROW}    rating: misleading\n",
        (
            "11:5",
            "field-missing",
            "a rating of its own, and nothing says how this wording differs from the claim",
            "say it in `differs`, or delete `rating`",
        ),
    ),
    (
        f"{ROW}    place: title\n",
        (
            "13:12",
            "value-unknown",
            "'title' is not a value of 'place'",
            "allowed: headline, lead, bullet, caption, body",
        ),
    ),
    (
        ROW.replace("quays-closed", "quays-close"),
        (
            "11:14",
            "coverage-wrong-claim",
            "no claim 'quays-close' in this folder",
            "did you mean 'quays-closed'?",
        ),
    ),
    (
        f"{ROW}    differs: {{en: It drops the day., pt-BR: Omite o dia.}}\n    rating: refuted\n",
        (
            "14:13",
            "rating-not-permitted",
            "the evidence for 2026-01-12/.. does not carry 'refuted'",
            "Verification status: primary record. A primary record without a stake supports it: Port of "
            "Example. 'refuted' would need this: a primary record without a stake refutes it (here: 0); "
            "or 2 origins without a stake refute it (here: 0). 'refuted' cannot stand while an origin "
            "without a stake supports it (here: 1). This evidence permits 'supported', "
            "'partly-supported', 'misleading' and 'unverified'. For any other rating, add evidence to "
            "its claim.",
        ),
    ),
    (
        "translation: [Cais fechados]\nstatements:\n  - claim: quays-closed\n",
        (
            "9:14",
            "type-wrong",
            "'translation' is a list, it must be a map by language",
            "write it by language: `translation: {en: …, pt-BR: …}`",
        ),
    ),
]


@pytest.mark.parametrize(("row", "told"), SLIPS_IN_AN_ARTICLE)
def test_a_slip_in_an_article_is_one_finding_at_its_place(
    row: str, told: tuple[str, ...], tmp_path: Path
) -> None:
    old = "statements:\n  - claim: quays-closed\n"
    text = ARTICLE.replace(old, row if row.startswith("translation") else old + row)
    assert found(tmp_path, ARTICLE_PATH, text) == [told]


def test_one_claimant_may_stand_without_a_list_and_reads_as_in_one() -> None:
    identity = {"id": "quays-closed", "article": "harbour"}
    alone, listed = (
        sound_record(Claim, text, identity, ("en", "pt-BR"))
        for text in (CLAIM, CLAIM.replace(ONE, IN_A_LIST))
    )
    assert alone is not None
    assert listed is not None
    assert alone[0] == listed[0]
    assert (alone[1], listed[1]) == (True, True)
    assert alone[0].claimant_names == ("The Tide",)


@pytest.mark.parametrize("written", [ONE, IN_A_LIST])
def test_the_first_claimant_is_renamed_in_either_form(written: str) -> None:
    text = CLAIM.replace(ONE, written)
    step = Rewrite(("claimant", 0, "name"), "The Ebb")
    assert with_steps(text, Claim, [step]) == text.replace("The Tide", "The Ebb", 1)
