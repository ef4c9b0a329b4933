"""A site is edited again and again; each time a rerun finds what a full run finds."""

import random
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from lastro.checks.incremental import Findings, LastRun
from lastro.checks.runner import run, run_since
from lastro.corpus.corpus import Corpus
from lastro.corpus.reach import disputes
from lastro.diagnostics.report import Diagnostic
from lastro.loading.load import load
from lastro.loading.workspace import Workspace
from lastro.places import RecordPath, record_of
from tests.support.folders import ALDERA
from tests.support.real_records import FROZEN

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


def _corpus(loaded: Workspace) -> Corpus:
    assert loaded.corpus is not None
    return loaded.corpus


def _changed(before: Workspace, after: Workspace) -> frozenset[RecordPath]:
    was, now = _state(before), _state(after)
    differing = {at for at in was.keys() | now.keys() if was.get(at) != now.get(at)}
    return _relocked(_corpus(before), _corpus(after)) | differing


def _relocked(before: Corpus, after: Corpus) -> frozenset[RecordPath]:
    """Return the records about which one of the locks says something else than before."""
    found: set[RecordPath] = set()
    for old, new in (
        (before.proofs, after.proofs),
        (before.translations, after.translations),
    ):
        keys = () if old is new else old.keys() | new.keys()
        found |= {record_of(key) for key in keys if old.get(key) != new.get(key)}
    groups = (*disputes(before.proofs), *disputes(after.proofs)) if found else ()
    return frozenset(found).union(*(group for group in groups if group & found))


def _state(loaded: Workspace) -> dict[RecordPath, object]:
    texts = {at: loaded.texts[path] for at, (path, _) in loaded.trees.items() if at != ("lastro",)}
    return {**texts, **{at: (texts.get(at),) for at in _corpus(loaded).unreadable}}


def _flat(findings: Findings) -> list[Diagnostic]:
    return sorted(chain(*findings.values()), key=lambda found: found.key)


@pytest.mark.parametrize(
    ("site", "steps", "seed"), [(ALDERA, 40, 1), (ALDERA, 40, 2), (FROZEN, 12, 3)]
)
def test_what_is_looked_at_again_and_what_is_kept_make_a_full_run(
    site: Path, steps: int, seed: int, tmp_path: Path
) -> None:
    draw = random.Random(seed)  # noqa: S311 - the same edits each time
    files = [*site.glob("claims/*/*.yml"), *site.glob("sources/*.yml"), *site.glob("*.lock")]
    published = {
        str(path.relative_to(site)): path.read_bytes() for path in [site / "lastro.yml", *files]
    }
    root = tmp_path / "site"
    _write(root, published)
    loaded = load(root)
    findings = run_since(loaded, TODAY)[1]
    for _ in range(steps):
        _step(root, published, draw)
        after = load(root)
        earlier = LastRun(findings, _corpus(loaded).facts)
        findings = run_since(after, TODAY, earlier, _changed(loaded, after))[1]
        assert _flat(findings) == _flat(run_since(after, TODAY)[1])
        loaded = after


def test_a_full_run_is_what_load_found_and_what_rules_find() -> None:
    loaded = load(ALDERA)
    report = run(loaded, TODAY)
    of_rules = _flat(run_since(loaded, TODAY)[1])
    assert [found for found in report.diagnostics if found in of_rules] == of_rules


def test_what_nothing_touched_is_not_looked_at_again() -> None:
    loaded = load(ALDERA)
    found = run_since(loaded, TODAY)[1]
    one = next(about for at, about in found.items() if at[0] == "claims" and about)
    kept = {("claims", "no-such-claim"): one, **found}
    again = run_since(loaded, TODAY, LastRun(kept, _corpus(loaded).facts))[1]
    assert again["claims", "no-such-claim"] == one
