"""A build that remembers, where a page turns up that no frame fits, or a page is lost on the way."""

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest

from lastro.build.build import build
from lastro.build.workers import PageResult, make_in_process
from lastro.build.workshop import Order
from lastro.errors import LastroError
from lastro.locks.evidence import EVIDENCE, EvidenceLock, evidence_lock_of
from lastro.publish.mkdocs.policy import engine_tree
from lastro.publish.mkdocs.stage import Staged
from lastro.render import page_builder
from lastro.system.output import read_tree
from tests.support.little_site import write_files
from tests.support.remembered_edits import open_or_review_at
from tests.support.remembered_site import FIRST_DAY, Remembered, built_afresh, store, write_corpus

GONE = "whales-post"
"""A source whose page is gone."""
ARTICLE = "claims/quays-2025-03/article.yml"
MOVED = "former_ids: [quays-2025]\n"
"""Brings a page of a shape that the site does not have without it."""


@pytest.fixture
def site(tmp_path: Path) -> Remembered:
    root = tmp_path / "site"
    write_corpus(root)
    article = root / ARTICLE
    article.write_text(article.read_text(encoding="utf-8").replace(MOVED, ""), encoding="utf-8")
    return Remembered(root, random.Random(1))  # noqa: S311 - no secret


def add_moved(site: Remembered) -> None:
    path = site.root / ARTICLE
    path.write_text(path.read_text(encoding="utf-8") + MOVED, encoding="utf-8")


def same_as_afresh(site: Remembered, folder: Path) -> bool:
    assert built_afresh(site, folder).written is not None
    return site.tree() == read_tree(folder / "build" / "site")


def test_a_page_that_no_frame_fits_is_made_when_the_engine_ran_already(
    site: Remembered, tmp_path: Path
) -> None:
    site.build()
    add_moved(site)
    (site.root / "build" / "site" / "assets" / "lastro.css").unlink()

    assert site.build().written is not None
    assert "articles/quays-2025/index.html" in site.tree()
    assert same_as_afresh(site, tmp_path / "fresh")


def test_a_page_that_no_frame_fits_is_made_where_the_engine_is_not_remembered(
    site: Remembered, tmp_path: Path
) -> None:
    config = site.root / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8") + "\nmarkdown_extensions: [toc]\n", encoding="utf-8"
    )
    add_moved(site)

    assert site.build().written is not None
    assert same_as_afresh(site, tmp_path / "fresh")


def test_an_edited_example_of_a_rule_changes_the_page_of_the_rules(
    site: Remembered, tmp_path: Path
) -> None:
    example = "{}\n\n```yaml silent\n# sources/a.yml\ntitle: A\n```\n"
    page = "tests/rules/evidence/evidence-missing.md"
    write_files(site.root, {page: example.format("It was so before.")})
    site.build()
    write_files(site.root, {page: example.format("It is so now.")})

    assert site.build().written is not None
    assert b"It is so now." in site.tree()["rules/evidence/index.html"]
    assert same_as_afresh(site, tmp_path / "fresh")


@pytest.mark.parametrize("name", ["bridge-toll-free", "tram-9-late"])
def test_a_claim_that_is_opened_or_reviewed_changes_each_page_that_names_it(
    site: Remembered, tmp_path: Path, name: str
) -> None:
    assert site.build().written is not None
    path = site.root / "claims" / "open-2026" / f"{name}.yml"
    for number in range(2):
        before = site.tree()["index.html"]
        open_or_review_at(path)
        assert site.build().written is not None
        assert site.tree()["index.html"] != before
        assert same_as_afresh(site, tmp_path / str(number))


def test_the_engine_runs_once_for_short_and_for_long_lists(
    site: Remembered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_builder, "FULL", 1)
    runs = []

    def counted(root: Path, staged: Staged, *more: str) -> Mapping[str, bytes]:
        runs.append(staged.language)
        return engine_tree(root, staged, *more)

    monkeypatch.setattr("lastro.build.engine.engine_tree", counted)

    assert site.build().written is not None
    lists = {name.partition("/page/")[0] for name in site.tree() if name.startswith("claimants/")}
    assert len({name for name in lists if name.endswith(".html")}) > 1
    assert runs == ["en", "pt-BR"]


def test_a_crew_that_loses_a_page_publishes_nothing(site: Remembered) -> None:
    def forgetful(
        order: Order, frames: bytes, language: str, paths: Sequence[str]
    ) -> Iterator[PageResult]:
        return make_in_process(
            order, frames, language, [p for p in paths if p != "claims/quay-4-closed/"]
        )

    with pytest.raises(LastroError, match="'claims/quay-4-closed/' was not made"):
        build(
            site.root,
            FIRST_DAY,
            memory=store(site.root),
            workers=lambda _: nullcontext(forgetful),
        )

    assert site.tree() == {}


def order_of_pages(site: Remembered) -> list[str]:
    asked: list[str] = []

    def noting(
        order: Order, frames: bytes, language: str, paths: Sequence[str]
    ) -> Iterator[PageResult]:
        asked.extend(paths)
        return make_in_process(order, frames, language, paths)

    build(
        site.root,
        FIRST_DAY,
        memory=store(site.root),
        workers=lambda _: nullcontext(noting),
    )
    return asked


def test_a_large_site_is_made_by_neighbourhoods_lists_last_the_same_bytes(
    site: Remembered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lastro.build.assemble.FEW", 0)
    monkeypatch.setattr("lastro.build.pieces.FEW", 0)
    monkeypatch.setattr("lastro.loading.load.MOST_HELD", 0)
    monkeypatch.setattr("lastro.loading.load.SOME_HELD", 2)

    asked = order_of_pages(site)

    assert "overdue/" not in asked
    lists = [number for number, path in enumerate(asked) if path in {"", "claims/", "sources/"}]
    records = [number for number, path in enumerate(asked) if path == "claims/quay-4-closed/"]
    assert len(lists) == 3 * len(records) > 0
    article = asked.index("articles/quays-2025-03/")
    assert article < min(records) < min(lists)
    monkeypatch.undo()
    assert same_as_afresh(site, tmp_path / "fresh")


def test_what_is_due_is_found_again_for_changed_records_alone(
    site: Remembered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lastro.build.pieces.FEW", 0)
    site.build()
    source = site.pick("sources/*.yml")
    text = source.read_text(encoding="utf-8")
    source.write_text(f"{text}\n# seen again\n", encoding="utf-8")

    assert site.build().written is not None
    assert same_as_afresh(site, tmp_path / "fresh")


STRANGERS = (
    "evil.html",
    "claims/evil/index.html",
    ".lastro-new/0",
    ".lastro-new/journal",
    "x/CNAME",
)
KEPT = {"CNAME": b"example.org", ".well-known/security.txt": b"Contact: us"}


def test_what_others_put_into_the_site_goes_at_the_next_build_but_for_what_is_kept(
    site: Remembered, tmp_path: Path
) -> None:
    settings = site.root / "lastro.yml"
    kept = "site: {keep: [CNAME, .well-known]}\n"
    settings.write_text(settings.read_text(encoding="utf-8") + kept, encoding="utf-8")
    site.build()
    fresh, times, folder = site.tree(), site.times(), site.root / "build" / "site"
    write_files(folder, dict.fromkeys(STRANGERS, b"theirs") | KEPT)
    (folder / "link").symlink_to(write_files(tmp_path / "elsewhere", {"a": "theirs"}))

    done = site.build().written
    assert done is not None
    assert (done.changed, [*done.removed]) == ((), sorted({*STRANGERS, "link"}))
    assert site.tree() == dict(sorted({**fresh, **KEPT}.items()))
    assert {name: when for name, when in site.times().items() if name not in KEPT} == times
    assert not (folder / ".lastro-new").exists()
    assert (tmp_path / "elsewhere" / "a").read_bytes() == b"theirs"


@pytest.mark.parametrize("taken", ["claims", "assets", "index.html", "pt-BR/about/index.html"])
def test_what_others_replaced_by_a_link_to_the_same_is_made_again(
    taken: str, site: Remembered, tmp_path: Path
) -> None:
    site.build()
    fresh, path = site.tree(), site.root / "build" / "site" / taken
    path.symlink_to(path.rename(tmp_path / "elsewhere"))

    assert site.build().written is not None
    assert site.tree() == fresh
    assert not path.is_symlink()


def test_a_site_does_not_keep_what_it_holds_itself(site: Remembered) -> None:
    site.build()
    fresh, settings = site.tree(), site.root / "lastro.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "site: {keep: [claims]}\n")

    with pytest.raises(LastroError, match=r"site\.keep in lastro.yml names 'claims/"):
        site.build()
    assert site.tree() == fresh


def test_a_page_of_a_claim_follows_the_rating_of_a_statement_that_repeats_it(
    site: Remembered, tmp_path: Path
) -> None:
    row = site.root / "claims/people-2026/article.yml"
    page = "claims/night-ferry-back-in-may/index.html"
    site.build()
    assert b">Misleading<" in site.tree()[page]
    text = row.read_text(encoding="utf-8")
    row.write_text(text.replace("rating: misleading", "rating: unverified"), encoding="utf-8")

    assert site.build().written is not None
    assert b">Misleading<" not in site.tree()[page]
    assert same_as_afresh(site, tmp_path / "fresh")


def test_a_capture_that_the_lock_gains_is_told_where_the_page_is_gone(
    site: Remembered, tmp_path: Path
) -> None:
    source = site.root / f"sources/{GONE}.yml"
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    source.write_text("".join(x for x in lines if not x.startswith("archived")), encoding="utf-8")
    lock = site.root / EVIDENCE
    known = evidence_lock_of(lock.read_text(encoding="utf-8")).proofs
    without = {key: proof for key, proof in known.items() if proof.source != GONE}
    assert len(without) < len(known)
    lock.write_bytes(EvidenceLock(without).text.encode())
    site.build()
    page = f"sources/{GONE}/index.html"
    assert b"No archived copy is known to us." in site.tree()[page]
    lock.write_bytes(EvidenceLock(known).text.encode())
    site.build()
    assert b"We keep a copy that we do not publish." in site.tree()[page]
    assert same_as_afresh(site, tmp_path / "fresh")
