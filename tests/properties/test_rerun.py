"""A site is edited again and again; each time a rerun finds what a full run finds."""

import random
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from lastro.checks.runner import recheck, run
from lastro.corpus.corpus import Corpus
from lastro.diagnostics.finding import Finding, Severity
from lastro.diagnostics.report import Report
from lastro.diagnostics.rule import Rule
from lastro.loading.load import load
from lastro.model.claim import Claim
from tests.support.folders import ALDERA
from tests.support.real_records import FROZEN
from tests.support.remembered_site import store

TODAY = date(2026, 10, 20)
NAMED = re.compile(r"\s*(?:- )?(?:source|claim|origin|rating|name|publisher): \S+")
RULES = ("source-unused", "date-out-of-order", "claim-near-duplicate", "nonsense", "waiver-unused")


def _edited(text: str, ids: list[str], draw: random.Random) -> str:
    """Change a record as people do: lines lost, names mistyped, links turned, keys added."""
    lines = text.split("\n")
    named = [index for index, line in enumerate(lines) if NAMED.match(line)]
    one, other = draw.choice(ids), draw.choice(ids)

    def lose() -> str:
        del lines[draw.randrange(len(lines))]
        return "\n".join(lines)

    def turn() -> str:
        index = draw.choice(named)
        lines[index] = re.sub(r": .*", f": {one}", lines[index])
        return "\n".join(lines)

    def mistype() -> str:
        index = draw.choice(named)
        at = draw.randrange(lines[index].index(":") + 2, len(lines[index]))
        lines[index] = lines[index][:at] + lines[index][at + 1 :]
        return "\n".join(lines)

    waiver = f"  - rule: {draw.choice(RULES)}\n    reason: It is so.\n    until: 2027-01-01\n"
    ways: list[Callable[[], str]] = [
        lose,
        lambda: text.replace("supports", "refutes", 1),
        lambda: f"{text}former_ids: [{one}, old-{draw.randrange(9)}]\n",
        lambda: f"{text}withdrawn:\n  on: 2026-09-01\n  reason: It was wrong.\n  see: {one}\n",
        lambda: f"{text}derived_from: [{one}, {other}]\n",
        lambda: f"{text}waivers:\n{waiver}",
        lambda: f"{text}parties: [{draw.choice(['Ministry', 'Bank'])}]\n",
        lambda: f"{text}related:\n  - claim: {one}\n    as: repeats\n",
        lambda: re.sub(r"20(\d\d)-", lambda found: f"20{int(found[1]) - 3:02}-", text, count=1),
        lambda: re.sub(r"url: \S+", "url: https://www.example.org/same/", text, count=1),
        lambda: text.replace("kind: secondary", "kind: primary", 1),
        *([turn, turn, mistype, mistype] if named else []),
    ]
    return draw.choice(ways)()


def _step(root: Path, published: Mapping[str, bytes], draw: random.Random) -> None:
    """Edit, delete, rename, copy or restore a record, or touch a line of the lock."""
    files = sorted([*root.glob("claims/*/*.yml"), *root.glob("sources/*.yml")])
    for path in draw.sample(files, draw.choice([1, 1, 2, 3])):
        kind = draw.random()
        if kind < 0.6:
            path.write_text(_edited(path.read_text(), [f.stem for f in files], draw))
        elif kind < 0.68:
            path.unlink()
        elif kind < 0.74:
            path.rename(path.with_name(f"{path.stem}x.yml"))
        elif kind < 0.8 and path.stem != "article":
            path.with_name(f"{path.stem}-2.yml").write_text(path.read_text())
        elif kind < 0.9:
            name = draw.choice(sorted(published))
            (root / name).write_bytes(published[name])
        elif (root / "evidence.lock").exists():
            _relock(root / "evidence.lock", draw)
    if draw.random() < 0.1:
        shutil.rmtree(root)
        _write(root, published)


def _relock(path: Path, draw: random.Random) -> None:
    lines = path.read_text().split("\n")
    index = draw.randrange(1, len(lines) - 2)
    lines[index] = re.sub(
        r'"characters": (\d+)', lambda found: f'"characters": {int(found[1]) + 1}', lines[index]
    )
    path.write_text("\n".join(lines))


def _write(root: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


@pytest.mark.parametrize(
    ("site", "steps", "seed"), [(ALDERA, 40, 1), (ALDERA, 40, 2), (FROZEN, 12, 3)]
)
def test_what_is_judged_again_and_what_is_kept_make_a_full_run(
    site: Path, steps: int, seed: int, tmp_path: Path
) -> None:
    draw = random.Random(seed)  # noqa: S311 - the same edits each time
    files = [*site.glob("claims/*/*.yml"), *site.glob("sources/*.yml"), *site.glob("*.lock")]
    published = {
        str(path.relative_to(site)): path.read_bytes() for path in [site / "lastro.yml", *files]
    }
    root = tmp_path / "site"
    _write(root, published)
    for _ in range(steps):
        (root / "build").mkdir(exist_ok=True)
        _step(root, published, draw)
        assert _rechecked(root).diagnostics == run(load(root), TODAY).diagnostics


def _rechecked(root: Path) -> Report:
    return recheck(root, TODAY, store(root), 2**63 - 1).report


class _Judged:
    """A rule about claims that notes which of them it was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def check(self, claim: Claim, corpus: Corpus) -> Iterator[Finding]:
        self.asked.append(claim.id)
        assert corpus.articles[claim.article]
        yield Finding(route=claim.at, message="seen")


def test_a_claim_is_judged_again_when_what_its_rules_looked_up_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, judged = tmp_path / "site", _Judged()
    shutil.copytree(ALDERA, root)
    (root / "build").mkdir(exist_ok=True)
    only = {"seen": Rule("seen", Severity.WARNING, "It was seen.", judged.check)}
    monkeypatch.setattr("lastro.checks.runner.rules", lambda: only)
    every = [path.stem for path in sorted(root.glob("claims/*/*.yml")) if path.stem != "article"]
    assert len(_rechecked(root).diagnostics) == len(every)
    assert sorted(judged.asked) == sorted(every)
    article = next(path for path in sorted(root.glob("claims/*/article.yml")))
    for edited, again in [
        (article, sorted(path.stem for path in article.parent.glob("*.yml") if path != article)),
        (root / "sources" / next((root / "sources").iterdir()).name, []),
        (next(path for path in article.parent.glob("*.yml") if path != article), None),
    ]:
        judged.asked.clear()
        edited.write_text(f"{edited.read_text()}# a word more\n")
        assert len(_rechecked(root).diagnostics) == len(every)
        assert sorted(judged.asked) == ([edited.stem] if again is None else again)
