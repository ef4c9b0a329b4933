"""The files for machines are made and remembered like pages: of changed records, whole, or not at all."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from lastro.artifacts import Artifact
from lastro.build import workers
from lastro.build.build import build
from lastro.build.workers import process_pool
from lastro.exports import registry
from lastro.exports.registry import Format
from lastro.places import RecordPath
from lastro.site.derive import Site
from lastro.system.output import read_tree
from tests.support.little_docs import write_whole_site
from tests.support.little_site import CLAIM, CLAIM_PATH, SETTINGS
from tests.support.remembered_site import FIRST_DAY, store

OWN = "data/claims/quays-closed.txt"
ALL = "data/claims.txt"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[RecordPath]:
    """Publish one format, and note which records it is asked of."""
    seen: list[RecordPath] = []

    def wording(site: Site, at: RecordPath) -> str:
        claim = site.corpus.claims[str(at[1])]
        return f"{claim.id}: {claim.claim.readings[0][1]}\n"

    def record_files(site: Site, at: RecordPath) -> Iterator[Artifact]:
        seen.append(at)
        if at[0] == "claims":
            yield Artifact.text(f"data/claims/{at[1]}.txt", wording(site, at))

    def parts(site: Site, at: RecordPath) -> Iterator[Artifact]:
        if at[0] == "claims":
            yield Artifact.text(ALL, wording(site, at))

    def shared_files(_: Site, parts: Callable[[str], Iterable[bytes]]) -> Iterator[Artifact]:
        yield Artifact(ALL, b"".join(parts(ALL)))

    made = Format("words", record_files, parts, shared_files)
    every = {**registry.find_formats(), "words": made}
    monkeypatch.setattr(registry, "find_formats", lambda _=(): every)
    return seen


@pytest.fixture
def root(tmp_path: Path, asked: list[RecordPath]) -> Path:
    root = write_whole_site(tmp_path / "site")
    # pages lead to what is served
    settings = f"{SETTINGS}exports: {{off: [api, embed]}}\n"
    (root / "lastro.yml").write_text(settings, encoding="utf-8")
    build(root, FIRST_DAY, memory=store(root))
    asked.clear()
    return root


def _data(root: Path) -> dict[str, str]:
    tree = read_tree(root / "build" / "site")
    return {name: content.decode() for name, content in tree.items() if name.startswith("data/")}


def _edit(root: Path, old: str, new: str) -> None:
    (root / CLAIM_PATH).write_text(CLAIM.replace(old, new), encoding="utf-8")


SAID = "quays-closed: The quays are closed on Sundays.\n"


def test_a_record_has_files_of_its_own_and_a_part_in_those_about_all(root: Path) -> None:
    assert _data(root) == {OWN: SAID, ALL: SAID}


def test_only_what_looked_up_a_changed_record_is_made_again(
    root: Path, asked: list[RecordPath]
) -> None:
    assert build(root, FIRST_DAY, memory=store(root)).written is not None
    assert asked == []
    _edit(root, "closed on Sundays", "closed on Mondays")
    build(root, FIRST_DAY, memory=store(root))
    assert ("claims", "quays-closed") in asked
    said = SAID.replace("Sundays", "Mondays")
    assert _data(root) == {OWN: said, ALL: said}


@pytest.mark.parametrize("name", [OWN, ALL])
def test_a_file_that_somebody_changed_or_removed_is_made_again(root: Path, name: str) -> None:
    path = root / "build" / "site" / name
    path.write_text("something else", encoding="utf-8")
    build(root, FIRST_DAY, memory=store(root))
    assert _data(root) == {OWN: SAID, ALL: SAID}
    path.unlink()
    build(root, FIRST_DAY, memory=store(root))
    assert _data(root) == {OWN: SAID, ALL: SAID}


def test_a_file_of_a_record_that_is_gone_goes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    others = {name: one for name, one in registry.find_formats().items() if name != "words"}
    monkeypatch.setattr(registry, "find_formats", lambda _=(): others)
    _edit(root, "closed on Sundays", "closed on Mondays")
    build(root, FIRST_DAY, memory=store(root))
    assert _data(root) == {}


def test_drafts_and_previews_have_none(root: Path, asked: list[RecordPath]) -> None:
    build(root, FIRST_DAY, draft=True)
    build(root, FIRST_DAY, into="preview", engine_later=True)
    assert asked == []
    assert not (root / "build" / "draft" / "data").exists()
    assert not (root / "build" / "preview" / "data").exists()


def test_whoever_makes_the_pages_makes_the_same_files(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_tree(root / "build" / "site")
    build(root, FIRST_DAY, engine_only=True)
    assert read_tree(root / "build" / "site") == before
    monkeypatch.setattr(workers, "MANY", 1)
    build(root, FIRST_DAY, workers=process_pool(2))
    assert read_tree(root / "build" / "site") == before
