"""A stranger's first contribution in a fresh clone: five commands, from nothing to a clean check."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from lastro.commands import main
from little_site import TODAY, write_site

Lastro = Callable[..., tuple[int, str]]
CLAIM = "claims/harbour/gulls-are-protected.yml"
SOURCE = "sources/bird-act.yml"
WRITTEN = {
    SOURCE: {
        "publisher": "Parliament of Example",
        "published": "2024-05-02",
        "lang": "en",
        "origin": "parliament-of-example",
        "by": "Rui Sousa",
        "extent": "excerpt",
    },
    CLAIM: {
        "claim.en": "Gulls are protected at the port.",
        "name": "The Tide",
        "kind": "publication",
        "nature": "fact",
        "topics": "harbour",
        "stance": "supports",
        "quote": "No gull shall be harmed in any port.",
        "where": "art. 2",
        "rating": "supported",
        "by": "Rui Sousa",
        "short.en": "The act of 2024 protects gulls in every port.",
        "because.en": "The act forbids to harm them [@bird-act].",
        "not_checked.en": "Whether the act is enforced.",
        "volatility": "slow",
    },
}
PORTUGUESE = {
    "claim": "As gaivotas são protegidas no porto.",
    "short": "A lei de 2024 protege as gaivotas em todos os portos.",
    "because": "A lei proíbe fazer mal a elas [@bird-act].",
    "not_checked": "Se a lei é aplicada.",
}


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Publish a site in one repository and stand in a fresh clone of it."""
    published = write_site(tmp_path / "published")
    git(published, "init", "--quiet", "--initial-branch", "main")
    git(published, "add", "--all")
    git(published, "commit", "--quiet", "--message", "a site")
    git(published, "clone", "--quiet", str(published), str(tmp_path / "clone"))
    monkeypatch.chdir(tmp_path / "clone")
    return tmp_path / "clone"


@pytest.fixture
def lastro(capsys: pytest.CaptureFixture[str]) -> Lastro:
    """Run a command line in this process: its exit and all that it printed."""

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, said.out + said.err

    return run


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Rui", "-c", "user.email=rui@example.org")
    ran = subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, text=True)  # fmt: skip
    return ran.stdout


def write_over_marks(path: Path, written: dict[str, str]) -> None:
    """Write over each mark as a person does in an editor: the value in its place, no comment."""
    lines, within = [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        key = line.strip().removeprefix("- ").partition(":")[0]
        if line.endswith(":"):
            within = key
        if "TODO" in line:
            name = f"{within}.{key}" if key == "en" else key
            line = re.sub(r"TODO(\]?)  # .*", rf"{written[name]}\1", line)  # noqa: PLW2901
        lines.append(line)
        if key == "en":
            lines.append(re.sub(r"en: .*", f'pt-BR: "{PORTUGUESE[within]}"', line))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_claim_is_contributed_in_five_commands(clone: Path, lastro: Lastro) -> None:
    code, told = lastro("new", "source", "https://law.example.org/birds", "--title", "Bird act", "--type", "law", "--kind", "primary", "--today", "2026-02-20")  # fmt: skip
    assert (code, told.splitlines()[0]) == (
        0,
        f"created {SOURCE}   6 values marked TODO (publisher, published, lang, origin, read.by, read.extent)",
    )  # fmt: skip
    code, told = lastro("new", "claim", "--article", "harbour", "--quote", "gulls are protected", "--source", "bird-act", "--today", "2026-02-20")  # fmt: skip
    assert code == 0
    assert told.splitlines()[-1].endswith("→ lastro check → lastro preview gulls-are-protected")

    code, told = lastro("check", "--today", TODAY, "--format", "concise")
    assert code == 1
    assert {line.split(" error ")[1].split(":")[0] for line in told.splitlines()} == {
        "placeholder-left"
    }
    assert len(told.splitlines()) == 6 + 14

    for path, written in WRITTEN.items():
        write_over_marks(clone / path, written)
    text = (clone / CLAIM).read_text(encoding="utf-8")
    evidence = "    where: art. 2\n"
    (clone / CLAIM).write_text(
        text.replace(evidence, f"{evidence}    speaks_of: 2024-05-02/..\n"), encoding="utf-8"
    )
    code, told = lastro("check", "--today", TODAY, "--base", "origin/main")
    assert code == 0
    assert re.findall(r"^(?:error|warning) ([a-z-]+):", told, re.MULTILINE) == [
        "translation-missing",
        "translation-missing",
        "archive-missing",
    ]

    code, told = lastro("preview", "gulls-are-protected", "--today", TODAY)
    assert code == 0
    assert told.startswith("Supported · status primary (bird-act; no party) · permitted: supported")
    assert "# Gulls are protected at the port." in told.splitlines()

    code, told = lastro("diff", "origin/main")
    assert code == 0
    assert "gulls-are-protected" in told
    assert git(clone, "status", "--porcelain").splitlines() == [
        " M claims/harbour/article.yml",
        f"?? {CLAIM}",
        f"?? {SOURCE}",
    ]
    assert git(clone, "diff", "--numstat").split() == ["1", "0", "claims/harbour/article.yml"]
