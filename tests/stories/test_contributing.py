"""A first contribution in a fresh clone, by the commands of CONTRIBUTING and no others.

What they say is the transcript of first-claim.md in the handbook, in each of its languages; `LASTRO_BLESS=1` writes it there anew.
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
from tests.support.little_docs import DOCS
from tests.support.little_site import write_files, write_site

NAMED = set(re.findall(r"`lastro ([^`]+)`", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
ELSEWHERE = {"serve"}
"""Run until somebody stops them, and tested by themselves."""

HANDBOOK = ROOT / "docs" / "handbook"
GUIDES = (HANDBOOK / "tutorial" / "first-claim.md", HANDBOOK / "pt-BR" / "first-claim.md")
TODAY = "2026-11-30"
ADDRESS = "https://github.com/squidfunk/mkdocs-material"
ARTICLE = "claims/material-readme/article.yml"
CLAIM = "claims/material-readme/material-end-of-life.yml"
SOURCE = "sources/material-notice.yml"
END = "Material for MkDocs reaches end of life on May 5, 2027."
FILES = {
    "readme.txt": f"**{END}** Critical fixes and\nsecurity updates continue until that date.\n",
    "notice.txt": f"{END}\nCritical fixes and security updates continue until that date.\n",
}
"""What she copied out of the package, beside her clone."""
WRITTEN = {
    ARTICLE: {
        "  en: TODO": "  en: This site uses the theme.",
        "  pt-BR: TODO": "  pt-BR: Este site usa o tema.",
    },
    SOURCE: {
        "publisher: TODO": "publisher: Material for MkDocs",
        "published: TODO": "published: unknown",
        "lang: TODO": "lang: en",
        "origin: TODO": "origin: material-for-mkdocs",
        "parties: [TODO]": "parties: [Material for MkDocs]",
        "by: TODO": "by: Rui Lima",
        "extent: TODO": "extent: whole",
        "reprint: TODO": "reprint: unknown",
    },
    CLAIM: {
        "claim:\n  en: TODO\n  pt-BR: TODO": (
            "claim:\n  en: Material for MkDocs announces that it reaches end of life on 5 May 2027.\n"
            "  pt-BR: O Material for MkDocs anuncia o fim do ciclo de vida em 5 de maio de 2027."
        ),
        "name: TODO": "name: Material for MkDocs",
        "kind: TODO": "kind: organization",
        "on: TODO": "on: unknown",
        "lang: en": "lang: en\n  translation: {pt-BR: Ele chega ao fim do ciclo de vida em 5 de maio de 2027.}",
        "nature: TODO": "nature: statement",
        "topics: [TODO]": "topics: [software-support]",
        "stance: TODO": "stance: supports",
        "quote: TODO": (
            f'quote: "{END}"\n'
            "    translation: {pt-BR: Ele chega ao fim do ciclo de vida em 5 de maio de 2027.}\n"
            '    where: "material/templates/__init__.py:53"'
        ),
        "speaks_of: TODO": "speaks_of: 2026-11-30",
        "parties: [TODO]\n": "",
        "rating: TODO": "rating: supported",
        "holds: TODO": "holds: 2026-11-30/..",
        "by: [TODO]": "by: [Rui Lima]",
        "looked_until: TODO": "looked_until: 2026-11-30",
        "short:\n      en: TODO\n      pt-BR: TODO": (
            "short:\n      en: The project says so in its README and in a notice of version 9.8.1.\n"
            "      pt-BR: O projeto diz isso no README e em um aviso da versão 9.8.1."
        ),
        "because:\n      en: TODO\n      pt-BR: TODO": (
            "because:\n      en: An announcement is shown by the words of whoever makes it [@material-notice].\n"
            "      pt-BR: Um anúncio se demonstra pelas palavras de quem o faz [@material-notice]."
        ),
        "not_checked:\n  en: TODO\n  pt-BR: TODO": (
            "not_checked:\n  en: What will happen on that day.\n  pt-BR: O que vai acontecer nesse dia."
        ),
        "volatility: TODO": "review_by: 2027-05-05",
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
    write_files(published, {path: text for path, text in DOCS.items() if path.startswith("docs/")})
    git("init", "--initial-branch", "main", str(published))
    git("-C", str(published), "add", ".")
    author = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    git("-C", str(published), *author, "commit", "--message", "Publish")
    git("clone", str(published), str(here))
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    git("-C", str(here), "config", "lastro.captures", str(tmp_path / "captures"))
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
    """Return what the guide shows of a command: what is long is cut."""
    lines = said.rstrip("\n").splitlines()
    kept = {"concise": 2, "preview": 11}
    most = next((most for word, most in kept.items() if word in words), len(lines))
    cut = lines[:most] + ["[…]"] * (most < len(lines))
    return "\n".join([f"$ lastro {shlex.join(words)}", *cut]) + "\n"


def test_a_first_contribution_passes_by_the_commands_of_contributing(
    clone: Path, lastro: Callable[..., tuple[int, str]]
) -> None:
    transcripts = [""]

    def run(*words: str, code: int = 0) -> str:
        dated = () if words[0] in {"capture", "verify"} else ("--today", TODAY)
        found, said = lastro(*words, *dated)
        assert found == code
        transcripts[-1] += shown(words, said)
        return said

    tried = {
        "doctor", "new article URL", 'new source URL --title "…"',
        'new claim --article ID --quote "…" --source ID', "check", "check --fix", "fmt", "explain RULE",
        "check --base origin/main", "diff origin/main", "preview CLAIM",
    }  # fmt: skip
    assert tried | ELSEWHERE == NAMED
    code, said = lastro("doctor")
    assert (code, "ok    1 claim, 2 sources, 1 article" in said) == (0, True)
    known = ("--lang", "en", "--publisher", "Material for MkDocs", "--published", "unknown")
    title = ("--title", "README of Material for MkDocs 9.8.1")
    run("new", "article", ADDRESS, "--id", "material-readme", *title, *known)
    kind = ("--kind", "primary", "--type", "statement", "--read-as", "reprint")
    title = ("--title", "Material for MkDocs 9.8.1, notice")
    run("new", "source", f"{ADDRESS}/tree/9.8.1", "--id", "material-notice", *title, *kind)
    cited = ("--quote", END, "--source", "material-notice")
    run("new", "claim", "--article", "material-readme", "--id", "material-end-of-life", *cited)
    said = run("check", "--format", "concise", code=1)
    assert set(re.findall(r": error ([a-z-]+):", said)) == {"placeholder-left"}
    code, said = lastro("explain", "placeholder-left")
    assert (code, said.startswith("placeholder-left")) == (0, True)
    write_over_marks(clone)
    assert [p for p in WRITTEN if "TODO" in (clone / p).read_text(encoding="utf-8")] == []
    transcripts.append("")
    assert lastro("check", "--fix", "--today", TODAY)[0] == 0
    assert lastro("fmt")[1].startswith("formatted 0 of 7 files;")
    run("check")
    assert lastro("check", "--base", "origin/main", "--today", TODAY)[0] == 0
    assert "material-end-of-life: supported" in lastro("diff", "origin/main")[1]
    run("capture", "material-notice", "--file", "../notice.txt")
    run("capture", "--article", "material-readme", "--file", "../readme.txt")
    run("verify", "--update")
    assert "announces that it reaches end of life" in run("preview", "material-end-of-life")
    status = subprocess.run(
        ["git", "status", "--porcelain", "--untracked-files=all"],
        check=True,
        stdout=subprocess.PIPE,
    )
    changed = sorted((*WRITTEN, "evidence.lock"))
    assert status.stdout.decode().splitlines() == [f"?? {name}" for name in changed]
    tell(*transcripts)


def tell(*parts: str) -> None:
    """Hold the guides to the transcript; accept it instead when asked to."""
    for path in GUIDES:
        tell_in(path, parts)


def tell_in(path: Path, parts: tuple[str, ...]) -> None:
    guide = path.read_text(encoding="utf-8")
    fences = re.findall(r"```console\n.*?```", guide, re.DOTALL)
    assert len(fences) == len(parts)
    told = guide
    for fence, part in zip(fences, parts, strict=True):
        told = told.replace(fence, f"```console\n{part}```", 1)
    if os.environ.get("LASTRO_BLESS"):
        path.write_text(told, encoding="utf-8")
    assert guide == told or os.environ.get("LASTRO_BLESS")
