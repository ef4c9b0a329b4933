"""One slip at a time in the real records: the right rule speaks, on the right line, and no other.

Each mutation is what a contributor could do by mistake, or in order to get a stronger rating
through. What is replaced must stand in the file exactly once, so that a record that changes takes
its mutations along or turns them red.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lastro.checks.runner import run
from lastro.loading.load import load
from tests.support.mendable import mendable
from tests.support.real_records import FROZEN, FROZEN_ON

TODAY = FROZEN_ON
OWED = {"archive-missing", "evidence-without-where"}
"""What the real records still lack in places; no slip below is about it."""
ARTICLE = "claims/openai-azure-2025-01"


@dataclass(frozen=True)
class Slip:
    """A replacement in one file, and the rules that must speak, each with its file and line.

    A line is named by words: those of the first line that holds them after the slip, or with `^`
    the line above it, where a block of text begins.
    """

    name: str
    path: str
    old: str
    new: str
    found: tuple[tuple[str, str], ...]
    elsewhere: tuple[tuple[str, str, str], ...] = field(default=())
    """Rules that must speak in other files: rule, path, words on the line."""


def claim(name: str) -> str:
    return f"{ARTICLE}/{name}.yml"


END = "volatility: slow\n"
WAIVER = END + "waivers:\n  - {{rule: {}, reason: {{en: {}, pt-BR: {}}}, until: {}}}\n"
AGI = claim("agi-100bn-profit-definition")
API = claim("api-exclusivity-on-azure")
IP = claim("ip-access-until-2030")
WORDING = "pt-BR: A API da OpenAI é exclusiva do Azure e continua"
ANSWER = "pt-BR: A exclusividade da API no Azure"

SLIPS = (
    # The coverage map.
    Slip(
        "the map names a claim that is not there",
        f"{ARTICLE}/article.yml",
        "claim: azure-no-longer-exclusive",
        "claim: azure-not-exclusive",
        (
            ("coverage-wrong-claim", "claim: azure-not-exclusive"),
            ("coverage-claim-unlisted", "statements:"),
        ),
    ),
    Slip(
        "the map misses a claim",
        f"{ARTICLE}/article.yml",
        "  - claim: announced-with-stargate\n",
        "",
        (("coverage-claim-unlisted", "statements:"),),
    ),
    Slip(
        "something is left out with a dash for a reason",
        f"{ARTICLE}/article.yml",
        "      en: About the newsroom, not checkable.",
        '      en: "-"',
        (
            ("coverage-left-out-unexplained", '      en: "-"'),
            ("translation-stale", "pt-BR: Fala da própria redação"),
        ),
    ),
    # Ids.
    Slip(
        "a retired id is the id of another claim",
        API,
        END,
        END + "former_ids: [agi-100bn-profit-definition]\n",
        (),
        (("id-taken", AGI, "yaml-language-server"),),
    ),
    Slip(
        "a source is cited that does not exist",
        IP,
        "  - source: cdomag-2025-01\n",
        "  - source: cdomag-2025\n",
        (("evidence-unknown-source", "source: cdomag-2025"),),
    ),
    # Waivers.
    Slip(
        "a waiver names no rule",
        API,
        END,
        WAIVER.format("archive-mising", "It is gone.", "Sumiu.", "2027-01-01"),
        (("waiver-unknown-rule", "rule: archive-mising"),),
    ),
    Slip(
        "a waiver names a rule that cannot be waived",
        API,
        END,
        WAIVER.format("rating-not-permitted", "We know.", "Sabemos.", "2027-01-01"),
        (("waiver-not-allowed", "rule: rating-not-permitted"),),
    ),
    Slip(
        "a waiver has ended",
        API,
        END,
        WAIVER.format("quote-too-long", "It is long.", "É longa.", "2026-11-01"),
        (("waiver-incomplete", "rule: quote-too-long"),),
    ),
    Slip(
        "a waiver silences nothing",
        API,
        END,
        WAIVER.format("quote-too-long", "It is long.", "É longa.", "2027-01-01"),
        (("waiver-unused", "rule: quote-too-long"),),
    ),
    # Dates and their order.
    Slip(
        "a source is published tomorrow",
        "sources/goml-2025-10.yml",
        "published: 2025-10-28",
        "published: 2026-11-25",
        (("date-in-future", "published:"),),
    ),
    Slip(
        "a source is read before it is published",
        "sources/goml-2025-10.yml",
        "  on: 2026-11-23",
        "  on: 2025-10-01",
        (("date-out-of-order", "  on: 2025-10-01"),),
    ),
    # Limits of length.
    Slip(
        "a claim is too long",
        API,
        "and stays so until 2030.",
        "and stays so until 2030, " + "as was said " * 10 + "then.",
        (("text-too-long", "as was said as was said"), ("translation-stale", WORDING)),
    ),
    Slip(
        "a quote is too long",
        IP,
        'quote: "Microsoft has rights to OpenAI IP (inclusive of model and infrastructure)',
        'quote: "Microsoft has rights to OpenAI IP ' + "(inclusive of model) " * 20,
        (("quote-too-long", "(inclusive of model) (inclusive of model)"),),
    ),
    # Words.
    Slip(
        "a claim judges",
        API,
        "  en: The OpenAI API is exclusive to Azure, and stays so until 2030.",
        "  en: It is a myth that the OpenAI API is exclusive to Azure until 2030.",
        (("claim-has-verdict-word", "It is a myth"), ("translation-stale", WORDING)),
    ),
    Slip(
        "an answer is two sentences",
        API,
        "ended on 27 April 2026, years before 2030.",
        "ended on 27 April 2026. That is years before 2030.",
        (("not-one-sentence", "That is years before"), ("translation-stale", ANSWER)),
    ),
    Slip(
        "a figure stands in no evidence",
        API,
        "ended on 27 April 2026, years before 2030.",
        "ended on 27 April 2026, 44 months before 2030.",
        (("figure-without-evidence", "44 months before"), ("translation-stale", ANSWER)),
    ),
    Slip(
        "nothing is said of what was not checked",
        IP,
        "not_checked:\n  en: |-\n",
        "not_checked:\n  en: n/a\nwould_change:\n  en: |-\n",
        (("not-checked-empty", "  en: n/a"), ("translation-missing", "not_checked:")),
    ),
    # Reasons.
    Slip(
        "the reasoning cites what is no evidence",
        API,
        "any cloud provider” [@stratechery-bedrock].",
        "any cloud provider” [@stratechery-bedrok].",
        (
            ("citation-unknown", "^The API, the interface"),
            ("translation-stale", "^A API, a interface"),
        ),
    ),
    Slip(
        "the reasoning passes over what stands against it",
        AGI,
        " [@wired-definition], and the board alone",
        ", and the board alone",
        (
            ("because-skips-contrary", "^In July 2025 a second newsroom"),
            ("translation-stale", "^Em julho de 2025, uma segunda redação"),
        ),
    ),
    Slip(
        "a party reviews its own claim",
        API,
        "    holds: 2026-04-27/..\n    decided: 2026-11-23\n    by: [Lastro desk]",
        "    holds: 2026-04-27/..\n    decided: 2026-11-23\n    by: [Microsoft]",
        (("reviewer-is-party", "by: [Microsoft]"),),
    ),
    Slip(
        "an override bears one name",
        AGI,
        "  - rating: reported\n",
        "  - override: {reason: {en: We insist., pt-BR: Insistimos.}, by: [Lastro desk]}\n"
        "    rating: reported\n",
        (("override-needs-two", "override:"), ("override-not-needed", "override:")),
    ),
    # The four fields that only people type.
    Slip(
        "origin: a report counts as the company's own word",
        claim("microsoft-major-investor"),
        "    origin: cnbc-2025-01-21\n",
        "",
        (("rating-not-permitted", "rating: supported"),),
    ),
    Slip(
        "parties: a newsroom speaks for Microsoft",
        "sources/nyt-fraying.yml",
        "origin: new-york-times-2024-10\n",
        "origin: new-york-times-2024-10\nparties: [Microsoft]\n",
        (),
        (
            ("rating-not-permitted", claim("compute-tension-reported"), "rating: reported"),
            ("rating-not-permitted", claim("microsoft-major-investor"), "rating: supported"),
        ),
    ),
    Slip(
        "nature: what somebody said is taken for a fact",
        claim("compute-shortage-blamed-for-delays"),
        "nature: statement",
        "nature: fact",
        (("rating-not-permitted", "rating: supported"),),
    ),
    Slip(
        "speaks_of: a report is said to be of another time",
        claim("openai-weighing-end-of-agi-clause"),
        "  - source: scmp-agi\n    stance: supports\n",
        "  - source: scmp-agi\n    stance: supports\n    speaks_of: 2025-10-28/..\n",
        (("rating-not-permitted", "rating: reported"),),
    ),
    # The ratings themselves.
    Slip(
        "a rating is stronger than its evidence",
        claim("compute-tension-reported"),
        "  - rating: reported",
        "  - rating: supported",
        (("rating-not-permitted", "rating: supported"),),
    ),
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in ("claims", "sources"):
        shutil.copytree(FROZEN / name, tmp_path / name)
    for path in (FROZEN / "lastro.yml", *FROZEN.glob("*.lock")):
        shutil.copy(path, tmp_path)
    return tmp_path


def reported(root: Path) -> set[tuple[str, str]]:
    """Return rule and place, as `path:line`, of all that stands."""
    diagnostics = [d for d in mendable(run(load(root), TODAY)) if d.rule not in OWED]
    return {(d.rule, f"{d.place.path}:{d.place.span.line}") for d in diagnostics}


def line_of(root: Path, path: str, words: str) -> str:
    lines = (root / path).read_text(encoding="utf-8").split("\n")
    wanted = words.removeprefix("^")
    number = next(n for n, line in enumerate(lines, start=1) if wanted in line)
    return f"{path}:{number - words.startswith('^')}"


def test_the_records_as_they_are_break_no_rule(site: Path) -> None:
    assert reported(site) == set()


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_is_found_where_it_stands(site: Path, slip: Slip) -> None:
    path = site / slip.path
    text = path.read_text(encoding="utf-8")
    assert text.count(slip.old) == 1
    path.write_text(text.replace(slip.old, slip.new), encoding="utf-8")
    wanted = {(rule, line_of(site, slip.path, words)) for rule, words in slip.found}
    wanted |= {(rule, line_of(site, other, words)) for rule, other, words in slip.elsewhere}
    assert reported(site) == wanted
