"""A first contribution in a fresh clone, by the commands of CONTRIBUTING and no others.

What they say is the transcript of docs/first-claim.md; `LASTRO_BLESS=1` writes it there anew.
"""

import os
import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.command_line import Lastro
from tests.support.folders import ROOT
from tests.support.little_site import TODAY, write_site

NAMED = set(
    re.findall(
        r"`\.venv/bin/lastro ([^`]+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    )
)
ELSEWHERE = {"serve"}
"""Run until somebody stops them, and tested by themselves."""

GUIDE = ROOT / "docs" / "first-claim.md"
URL = "https://stats.example.org/table-4?utm_source=mail"
ARTICLE = "claims/jobs-example-org-back/article.yml"
CLAIM = "claims/jobs-example-org-back/unemployment-fell-to-3-percent.yml"
SOURCE = "sources/labour-force-table-4.yml"
ARCHIVED = "https://web.archive.org/web/20260120000000/https://stats.example.org/table-4"
WRITTEN = {
    ARTICLE: {
        "publisher: TODO": "publisher: The Tide",
        "published: TODO": "published: 2026-01-20",
        "  en: TODO": "  en: It was shared widely.\n  pt-BR: Foi muito compartilhado.",
        "title: TODO": "title: Jobs are back",
        "lang: TODO": "lang: en",
    },
    SOURCE: {
        "publisher: TODO": "publisher: Office of Numbers",
        "published: TODO": "published: 2026-01-15",
        "lang: TODO": "lang: en",
        "kind: TODO": "kind: primary",
        "type: TODO": "type: dataset",
        "origin: TODO": f"origin: office-of-numbers\narchived: [{ARCHIVED}]",
        "by: TODO": "by: Rui Lima",
        "extent: TODO": "extent: whole",
    },
    CLAIM: {
        "claim:\n  en: TODO": (
            "claim:\n  en: Unemployment fell to 3 percent in 2025.\n"
            "  pt-BR: O desemprego caiu para 3 por cento em 2025."
        ),
        "name: TODO": "name: The Tide",
        "kind: TODO": "kind: publication",
        "on: TODO": "on: 2026-01-20",
        "lang: TODO": "lang: en\n  translation: {pt-BR: o desemprego caiu para 3 por cento}",
        "nature: TODO": "nature: fact",
        "topics: [TODO]": "topics: [jobs]",
        "stance: TODO": "stance: supports",
        "quote: TODO": (
            'quote: "2025: 3.0 percent"\n    translation: {pt-BR: "2025: 3,0 por cento"}\n'
            "    where: row of 2025"
        ),
        "rating: TODO": "rating: supported",
        "holds: TODO": "holds: 2026-01-20/..",
        "by: [TODO]": "by: [Rui Lima]",
        "looked_until: TODO": "looked_until: 2026-02-28",
        "short:\n      en: TODO": (
            "short:\n      en: The table of the office says so.\n"
            "      pt-BR: A tabela do órgão diz isso."
        ),
        "because:\n      en: TODO": (
            "because:\n      en: It gives 3.0 percent [@labour-force-table-4].\n"
            "      pt-BR: Ela traz 3,0 por cento [@labour-force-table-4]."
        ),
        "not_checked:\n  en: TODO": (
            "not_checked:\n  en: How the office counts.\n  pt-BR: Como o órgão conta."
        ),
        "volatility: TODO": "volatility: slow",
    },
}
"""What the contributor writes over the marks of each file."""


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a fresh clone of a little site."""

    def git(*words: str) -> None:
        subprocess.run(["git", *words], check=True, capture_output=True)

    published, here = tmp_path / "published", tmp_path / "clone"
    write_site(published)
    git("init", "--initial-branch", "main", str(published))
    git("-C", str(published), "add", ".")
    author = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    git("-C", str(published), *author, "commit", "--message", "Publish")
    git("clone", str(published), str(here))
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def lastro(lastro: Lastro, clone: Path) -> Callable[..., tuple[int, str]]:
    """Run a command line in this process: its exit and what it says."""
    assert Path.cwd() == clone
    return lambda *words: lastro(*words)[:2]


def write_over_marks(clone: Path) -> None:
    for name, words in WRITTEN.items():
        path = clone / name
        text = re.sub(r" {2}# .*", "", path.read_text(encoding="utf-8"))
        for mark, instead in words.items():
            text = text.replace(mark, instead, 1)
        path.write_text(text, encoding="utf-8")


def shown(words: tuple[str, ...], said: str) -> str:
    """Return what the guide shows of a command: without its day, and what is long cut."""
    typed = shlex.join(words).removesuffix(f" --today {TODAY}")
    lines = said.rstrip("\n").splitlines()
    kept = {"concise": 3, "unemployment-fell-to-3-percent": 24}
    most = next((most for word, most in kept.items() if word in words), len(lines))
    cut = lines[:most] + ["[…]"] * (most < len(lines))
    return "\n".join([f"$ .venv/bin/lastro {typed}", *cut]) + "\n"


def test_a_first_contribution_passes_by_the_commands_of_contributing(
    clone: Path, lastro: Callable[..., tuple[int, str]]
) -> None:
    transcripts = [""]

    def run(*words: str) -> tuple[int, str]:
        code, said = lastro(*words, "--today", TODAY)
        transcripts[-1] += shown((*words, "--today", TODAY), said)
        return code, said

    tried = {
        "doctor", "new article URL", 'new source URL --title "…"',
        'new claim --article ID --quote "…" --source ID', "check", "check --fix", "fmt", "explain RULE",
        "check --base origin/main", "diff origin/main", "preview CLAIM",
    }  # fmt: skip
    assert tried | ELSEWHERE == NAMED
    code, said = lastro("doctor")
    assert (code, "ok    1 claim, 2 sources, 1 article" in said) == (0, True)
    assert run("new", "article", "https://jobs.example.org/back")[0] == 0
    assert run("new", "source", URL, "--title", "Labour force, table 4")[0] == 0
    quote = "unemployment fell to 3 percent"
    cited = ("--quote", quote, "--source", "labour-force-table-4")
    assert run("new", "claim", "--article", "jobs-example-org-back", *cited)[0] == 0
    code, said = run("check", "--format", "concise")
    assert code == 1
    assert set(re.findall(r": error ([a-z-]+):", said)) == {"placeholder-left"}
    code, said = lastro("explain", "placeholder-left")
    assert (code, said.startswith("placeholder-left")) == (0, True)
    write_over_marks(clone)
    assert [p for p in WRITTEN if "TODO" in (clone / p).read_text(encoding="utf-8")] == []
    transcripts.append("")
    assert run("check", "--fix")[0] == 0
    assert 'url: "https://stats.example.org/table-4"\n' in (clone / SOURCE).read_text()
    code, said = lastro("fmt")
    transcripts[-1] += shown(("fmt",), said)
    assert code == 0
    assert run("check")[0] == 0
    assert run("check", "--base", "origin/main")[0] == 0
    code, said = lastro("diff", "origin/main")
    transcripts[-1] += shown(("diff", "origin/main"), said)
    assert (code, "unemployment-fell-to-3-percent" in said) == (0, True)
    code, said = run("preview", "unemployment-fell-to-3-percent")
    assert code == 0
    assert "Unemployment fell to 3 percent in 2025." in said
    status = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all"],
        check=True,
        stdout=subprocess.PIPE,
    )
    assert status.stdout.decode().splitlines() == [f"?? {name}" for name in sorted(WRITTEN)]
    tell(*transcripts)


def tell(*parts: str) -> None:
    """Hold the guide to the transcript; accept it instead when asked to."""
    guide = GUIDE.read_text(encoding="utf-8")
    fences = re.findall(r"```console\n.*?```", guide, re.DOTALL)
    assert len(fences) == len(parts)
    told = guide
    for fence, part in zip(fences, parts, strict=True):
        told = told.replace(fence, f"```console\n{part}```", 1)
    if os.environ.get("LASTRO_BLESS"):
        GUIDE.write_text(told, encoding="utf-8")
    assert guide == told or os.environ.get("LASTRO_BLESS")
