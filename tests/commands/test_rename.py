"""`lastro rename`: everything that leads to a record follows it, and nothing else changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lastro.capture.store.store import CaptureStore
from lastro.checks.runner import run
from lastro.commands.rename import FORMER
from lastro.commands.shared import outcome
from lastro.corpus.corpus import Corpus
from lastro.editing.dry_run import IdChange
from lastro.editing.edit import with_items
from lastro.editing.rename import RenamePlan, plan_rename
from lastro.evidence.judge import judgements
from lastro.loading.load import load
from lastro.loading.workspace import Workspace
from lastro.text.dates import whole_day
from tests.support.command_line import Lastro
from tests.support.folders import ALDERA
from tests.support.linked_site import GATES_PATH, TODAY, files_of, lock_all, write_linked
from tests.support.little_site import (
    ARTICLE_PATH,
    CLAIM_PATH,
    SETTINGS,
    SOURCE,
    SOURCE_PATH,
    write_files,
)
from tests.support.little_store import keep
from tests.support.mendable import mendable
from tests.support.real_records import FROZEN

RENAME = ("rename", "source", "harbour-bylaws", "bylaws-2025", "--today", TODAY)
TOLD = (
    "source 'harbour-bylaws' is now 'bylaws-2025'\n"
    "moved 1 file, changed 5 links and 6 citations in 3 records, moved 6 lock entries, "
    "moved 2 captures, added former_ids: [harbour-bylaws], 1 redirect\n"
    "nothing else needs you\n"
)


@pytest.fixture
def site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """Write a site with every kind of link, both locks and captures, and stand in it."""
    monkeypatch.chdir(write_linked(tmp_path))
    lock_all()
    capsys.readouterr()
    return tmp_path


def changed_lines(before: bytes, after: bytes) -> Iterator[str]:
    """Yield the lines of a file that are others now; none came and none went."""
    lines = zip(before.decode().splitlines(), after.decode().splitlines(), strict=True)
    for was, now in lines:
        if was != now:
            assert now == was.replace("harbour-bylaws", "bylaws-2025")
            yield now.strip()


def errors(lastro: Lastro, base: Path) -> list[str]:
    found = lastro("check", "--format", "concise", "--today", TODAY, "--base", str(base))[1]
    return [line for line in found.splitlines() if " note " not in line and ": " in line[:80]]


@pytest.fixture
def base(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the site as it was published."""
    return write_files(tmp_path_factory.mktemp("base"), files_of(site))


def test_a_source_takes_its_links_citations_locks_and_captures_along(
    site: Path, base: Path, lastro: Lastro
) -> None:
    assert lastro(*RENAME) == (0, TOLD, "")
    before, after = files_of(base), files_of(site)
    assert "sources/harbour-bylaws.yml" not in after
    assert after["sources/bylaws-2025.yml"].decode() == SOURCE + "former_ids: [harbour-bylaws]\n"
    assert [*changed_lines(before[GATES_PATH], after[GATES_PATH])] == [
        "- source: 'bylaws-2025'  # the by-laws",
        '- {source: "bylaws-2025", stance: context, quote: "The fine is 40 crowns.",',
        "Section 5 locks them [@bylaws-2025, p. 5], at a",
        "fine [@fine]; again [@bylaws-2025].",
        'pt-BR: "A seção 5 os tranca [@bylaws-2025, p. 5], sob multa [@fine]; de novo [@bylaws-2025]."',
        "sources: [port-blog, bylaws-2025]",
    ]
    assert sorted(path for path in after if path in before and after[path] != before[path]) == [
        GATES_PATH,
        CLAIM_PATH,
        "evidence.lock",
        "sources/bylaws-digest.yml",
        "translations.lock",
    ]
    assert errors(lastro, base) == []
    assert lastro("verify", "--today", TODAY)[1] == (
        "6 verified, 0 mismatch, 1 attested, 0 unchecked\nevidence.lock is up to date (6 entries)\n"
    )
    assert sorted(path for path in after if path.startswith(".captures/source")) == [
        f".captures/source/bylaws-2025/20261124T21300{second}Z{end}"
        for second in (0, 5)
        for end in (".json", ".txt", ".warc.gz")
    ]


def test_a_claim_and_an_article_and_a_credited_source_are_renamed_and_the_check_stays_clean(
    site: Path, base: Path, lastro: Lastro
) -> None:
    assert lastro("rename", "claim", "quays-closed", "quays-on-sundays", "--today", TODAY)[1] == (
        "claim 'quays-closed' is now 'quays-on-sundays'\n"
        "moved 1 file, changed 2 links in 2 records, moved 6 lock entries, "
        "added former_ids: [quays-closed], 1 redirect\n"
        "nothing else needs you\n"
    )
    assert errors(lastro, base) == []
    assert lastro("rename", "source", "port-blog", "walks", "--today", TODAY)[1] == (
        "source 'port-blog' is now 'walks'\n"
        "moved 1 file, changed 4 links and 2 citations in 3 records, moved 1 lock entry, "
        "added former_ids: [port-blog], 1 redirect\n"
        "nothing else needs you\n"
    )
    assert errors(lastro, base) == []
    write_files(site, {"claims/harbour/.notes": b"mine"})
    assert lastro("rename", "article", "harbour", "quays-2026", "--today", TODAY)[1] == (
        "article 'harbour' is now 'quays-2026'\n"
        "moved 3 files, moved 5 lock entries, moved 1 capture, added former_ids: [harbour], "
        "1 redirect\n"
        "nothing else needs you\n"
    )
    assert errors(lastro, base) == []
    assert not (site / "claims/harbour").exists()
    assert sorted(path.name for path in (site / "claims/quays-2026").iterdir()) == [
        ".notes",
        "article.yml",
        "gates-locked.yml",
        "quays-on-sundays.yml",
    ]
    assert lastro("verify", "--today", TODAY)[1].startswith("6 verified, 0 mismatch, 1 attested")
    assert [one.of for one in CaptureStore(site / ".captures").all("article:quays-2026")] == [
        "article:quays-2026"
    ]


def test_a_dry_run_says_the_same_and_writes_nothing(site: Path, base: Path, lastro: Lastro) -> None:
    assert lastro(*RENAME, "--dry-run") == (
        0,
        (
            "source 'harbour-bylaws' would be 'bylaws-2025'\n"
            "would move 1 file, change 5 links and 6 citations in 3 records, move 6 lock entries, "
            "move 2 captures, add former_ids: [harbour-bylaws], 1 redirect\n"
            "nothing else needs you\n"
        ),
        "",
    )
    assert files_of(site) == files_of(base)


def test_a_record_takes_an_old_id_back_and_keeps_the_other(site: Path, lastro: Lastro) -> None:
    lastro(*RENAME)
    assert lastro("rename", "source", "bylaws-2025", "harbour-bylaws", "--today", TODAY)[0] == 0
    after = (site / SOURCE_PATH).read_text(encoding="utf-8")
    assert after == SOURCE + "former_ids: [bylaws-2025]\n"
    assert lastro("verify", "--today", TODAY)[1].startswith("6 verified, 0 mismatch, 1 attested")


def test_links_by_an_older_id_get_the_new_one_too(site: Path, base: Path, lastro: Lastro) -> None:
    write_files(site, {SOURCE_PATH: SOURCE + "former_ids: [bylaws]\n"})
    text = (site / GATES_PATH).read_text(encoding="utf-8")
    write_files(site, {GATES_PATH: text.replace("harbour-bylaws", "bylaws")})
    lock_all()
    code, out, _ = lastro(*RENAME)
    assert code == 0
    assert "changed 5 links and 6 citations in 3 records, moved 6 lock entries" in out
    after = (site / GATES_PATH).read_text(encoding="utf-8")
    assert after == text.replace("harbour-bylaws", "bylaws-2025")
    assert errors(lastro, base) == []


def test_a_passage_keeps_its_name_where_the_new_one_is_taken(
    site: Path, base: Path, lastro: Lastro
) -> None:
    text = (site / GATES_PATH).read_text(encoding="utf-8")
    write_files(
        site,
        {GATES_PATH: text.replace("id: fine", "id: bylaws-2025").replace("@fine", "@bylaws-2025")},
    )
    lock_all()
    write_files(base, files_of(site))
    assert "changed 5 links and 2 citations in 3 records" in lastro(*RENAME)[1]
    after = (site / GATES_PATH).read_text(encoding="utf-8")
    assert "    note: {en: The last one., pt-BR: A última.}\n    id: harbour-bylaws\n" in after
    assert errors(lastro, base) == []
    assert lastro("verify", "--today", TODAY)[1].startswith("6 verified, 0 mismatch, 1 attested")


def test_a_stale_translation_stays_stale_and_other_entries_keep_to_their_record(
    site: Path, base: Path, lastro: Lastro
) -> None:
    text = (site / CLAIM_PATH).read_text(encoding="utf-8")
    write_files(site, {CLAIM_PATH: text.replace("Section 4", "Section four")})
    lock = (site / "translations.lock").read_text(encoding="utf-8")
    gone = '"source:harbour-bylaws/note": {"pt-BR": "' + "0" * 64 + '"}\n}'
    write_files(site, {"translations.lock": lock.replace("\n}", ",\n" + gone)})
    stale = [line for line in errors(lastro, base) if "translation-stale" in line]
    assert [line.split(": ")[1] for line in stale] == ["warning translation-stale"]
    assert lastro(*RENAME)[1].endswith("nothing else needs you\n")
    assert [line for line in errors(lastro, base) if "translation-stale" in line] == stale
    assert '"source:bylaws-2025/note"' in (site / "translations.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (
            ("source", "harbour-bylaw", "x"),
            "no source 'harbour-bylaw'",
            "did you mean 'harbour-bylaws'?",
        ),
        (
            ("claim", "port-blog", "x"),
            "'port-blog' is no claim but a source",
            "write `source port-blog`",
        ),
        (("source", "port-blog", "port-blog"), "'port-blog' is its id already", "name another"),
        (
            ("source", "port-blog", "Port Blog"),
            "'Port Blog' is not an id",
            "ids use a-z, 0-9 and single hyphens: 'port-blog'",
        ),
        (
            ("source", "port-blog", "index"),
            "'index' is reserved",
            "choose another: pages and devices use this name",
        ),
        (
            ("source", "port-blog", "harbour-bylaws"),
            "there is a source 'harbour-bylaws' already",
            "choose another, or `lastro merge source port-blog into harbour-bylaws`",
        ),
        (
            ("source", "port-blog", "old-digest"),
            "'old-digest' is a former id of 'bylaws-digest'",
            "choose another; retired ids are never given again",
        ),
        (
            ("source", "old-digest", "x"),
            "'old-digest' is a retired id",
            "it is called 'bylaws-digest' now",
        ),
    ],
)
def test_an_id_that_cannot_be_is_refused_and_nothing_is_written(
    site: Path, lastro: Lastro, arguments: tuple[str, ...], message: str, hint: str
) -> None:
    digest = (site / "sources/bylaws-digest.yml").read_text(encoding="utf-8")
    write_files(site, {"sources/bylaws-digest.yml": digest + "former_ids: [old-digest]\n"})
    before = files_of(site)
    said = lastro("rename", *arguments, "--today", TODAY)
    assert said == (2, "", f"error: {message}\nhint: {hint}\n")
    assert files_of(site) == before


@pytest.mark.parametrize(
    ("record", "place"),
    [
        (("article", "harbour", "orphans"), "claims/orphans"),
        (("claim", "quays-closed", "article"), "claims/harbour/article.yml"),
        (("source", "port-blog", "scans"), "sources/scans.yml"),
    ],
)
def test_what_stands_in_the_new_place_is_not_overwritten(
    site: Path, lastro: Lastro, record: tuple[str, ...], place: str
) -> None:
    write_files(site, {"claims/orphans/.keep": "", "sources/scans.yml/x.pdf": ""})
    before = files_of(site)
    assert lastro("rename", *record, "--today", TODAY) == (
        2,
        "",
        f"error: '{place}' is there already\nhint: choose another, or move it away\n",
    )
    assert files_of(site) == before


def test_a_capture_that_was_taken_down_stays_so_under_the_new_id(
    site: Path, base: Path, lastro: Lastro
) -> None:
    gone = ("captures", "drop", "harbour-bylaws", "--reason", "The port asked for it.")
    assert lastro(*gone, "--today", TODAY)[0] == 0
    write_files(base, files_of(site))
    assert lastro(*RENAME)[0] == 0
    lock = (site / "evidence.lock").read_text(encoding="utf-8")
    assert '"source:bylaws-2025": ' in lock
    assert "harbour-bylaws" not in lock
    assert errors(lastro, base) == []


def test_a_lock_or_a_scale_with_errors_stops_it(site: Path, lastro: Lastro) -> None:
    write_files(site, {"evidence.lock": "{\n}"})
    said = (2, "", "error: evidence.lock has errors\nhint: run `lastro check`\n")
    assert lastro(*RENAME) == said
    write_files(site, {"lastro.yml": SETTINGS.replace("schema: 2", "schema: 9")})
    said = (2, "", "error: lastro.yml has errors\nhint: run `lastro check`\n")
    assert lastro(*RENAME) == said


def test_a_broken_record_is_left_alone_and_named(site: Path, lastro: Lastro) -> None:
    write_files(site, {GATES_PATH: "claim: [\n"})
    code, out, _ = lastro(*RENAME)
    assert code == 0
    assert "1 record has errors and was not looked at: run `lastro check`\n" in out
    assert (site / GATES_PATH).read_text(encoding="utf-8") == "claim: [\n"
    assert lastro("rename", "article", "harbour", "quays-2026", "--today", TODAY)[0] == 0
    assert (site / "claims/quays-2026/gates-locked.yml").read_text(encoding="utf-8") == "claim: [\n"


def test_what_else_lies_in_the_folder_of_an_article_goes_along_untouched(
    site: Path, lastro: Lastro
) -> None:
    write_files(site, {"claims/harbour/more/x.yml": "x: 1\n"})
    (site / "claims/harbour/out").symlink_to("/etc/hostname")
    assert lastro("rename", "article", "harbour", "quays-2026", "--today", TODAY)[0] == 0
    assert (site / "claims/quays-2026/more/x.yml").read_text(encoding="utf-8") == "x: 1\n"
    assert (site / "claims/quays-2026/out").readlink() == Path("/etc/hostname")


def test_a_link_on_the_way_of_a_write_stops_it(
    site: Path, lastro: Lastro, tmp_path_factory: pytest.TempPathFactory
) -> None:
    there = tmp_path_factory.mktemp("outside")
    (site / "sources").rename(there / "sources")
    (site / "sources").symlink_to(there / "sources")
    before = files_of(there)
    assert lastro("rename", "claim", "quays-closed", "quays", "--today", TODAY)[0] == 0
    assert lastro(*RENAME)[::2] == (
        2,
        "error: no source 'harbour-bylaws'\nhint: its id is the name of its file\n",
    )
    assert files_of(there) == before


def test_the_same_rename_twice_is_no_fault(site: Path, lastro: Lastro) -> None:
    assert lastro(*RENAME)[0] == 0
    before = files_of(site)
    assert lastro(*RENAME) == (0, "source 'harbour-bylaws' is 'bylaws-2025' already\n", "")
    assert files_of(site) == before


def test_captures_that_come_to_light_under_the_old_id_follow(site: Path, lastro: Lastro) -> None:
    assert lastro(*RENAME)[0] == 0
    keep(CaptureStore(site / ".captures"), words="From an old pack.", seconds=7)
    told = "source 'harbour-bylaws' is 'bylaws-2025' already, {} 1 capture\n"
    assert lastro(*RENAME, "--dry-run") == (0, told.format("would move"), "")
    assert lastro(*RENAME) == (0, told.format("moved"), "")
    assert not (site / ".captures/source/harbour-bylaws").exists()
    assert len(CaptureStore(site / ".captures").all("source:bylaws-2025")) == 3


def test_an_empty_folder_in_the_new_place_is_no_hindrance(site: Path, lastro: Lastro) -> None:
    (site / "claims/quays-2026").mkdir()
    assert lastro("rename", "article", "harbour", "quays-2026", "--today", TODAY)[0] == 0
    assert (site / "claims/quays-2026/article.yml").is_file()


def test_captures_outside_the_site_stop_it(
    site: Path, lastro: Lastro, tmp_path_factory: pytest.TempPathFactory
) -> None:
    there = tmp_path_factory.mktemp("captures")
    (site / ".captures").rename(there / "all")
    settings = SETTINGS.replace("captures: .captures", f"captures: {there}/all")
    assert settings != SETTINGS
    write_files(site, {"lastro.yml": settings})
    assert lastro(*RENAME)[2] == ("error: lastro.yml has errors\nhint: run `lastro check`\n")


def test_a_record_that_somebody_else_saves_meanwhile_is_not_overwritten(
    site: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = (site / GATES_PATH).read_bytes() + b"# theirs\n"

    def slow(loaded: Workspace, *others: object) -> object:
        write_files(site, {GATES_PATH: theirs})
        return run(loaded, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(outcome, "run", slow)
    assert lastro(*RENAME) == (
        2,
        "",
        f"error: '{GATES_PATH}' was changed while this ran\nhint: run it again\n",
    )
    assert (site / GATES_PATH).read_bytes() == theirs
    assert (site / SOURCE_PATH).exists()


# Each record of the invented and of the real site, without touching the disk.


def renamed(loaded: Workspace, kind: str, old: str) -> tuple[Corpus, RenamePlan]:
    corpus = loaded.corpus
    assert corpus is not None
    record = corpus.records[kind, old]

    def read(at: tuple[str | int, ...]) -> str:
        return (loaded.root / loaded.path_of(at)).read_bytes().decode()

    def own(text: str) -> str:
        return with_items(text, type(record), FORMER, [old])

    return corpus, plan_rename(loaded, corpus, IdChange(kind, old, f"new-{old}"[:80]), read, own)


CORPUS = load(ALDERA)
REAL = load(FROZEN)
SAMPLE = [("articles", "openai-azure-2025-01"), ("claims", "revenue-share-until-2030")]
SAMPLE += [("sources", name) for name in ("openai-next-chapter-2025-10", "ars-panel", "exame")]


def every_record() -> Iterator[tuple[Workspace, str, str]]:
    assert CORPUS.corpus is not None
    yield from ((CORPUS, str(kind), str(key)) for kind, key in CORPUS.corpus.records)
    yield from ((REAL, kind, key) for kind, key in SAMPLE)


@pytest.mark.parametrize(
    ("loaded", "kind", "old"), [*every_record()], ids=lambda v: v if isinstance(v, str) else "of"
)
def test_after_any_rename_the_check_with_the_base_finds_nothing_new(
    loaded: Workspace, kind: str, old: str
) -> None:
    today = whole_day("2026-11-24")
    corpus, done = renamed(loaded, kind, old)
    after = done.after.corpus
    assert after is not None
    new = [f for f in mendable(run(done.after, today, corpus)) if not f.waived]
    standing = [f for f in mendable(run(loaded, today)) if not f.waived]
    assert sorted(f.rule for f in new) == sorted(f.rule for f in standing)
    judged = {key: [j.status for j in of] for key, of in judgements(corpus).items()}
    now = {key: [j.status for j in of] for key, of in judgements(after).items()}
    back = {f"new-{old}"[:80]: old} if kind == "claims" else {}
    assert {back.get(key, key): of for key, of in now.items()} == judged
    assert len(after.proofs) == len(corpus.proofs)
    assert {p.quote for p in after.proofs.values()} == {p.quote for p in corpus.proofs.values()}
    assert len(after.translations) == len(corpus.translations)


def test_a_claim_that_statements_repeat_keeps_their_words_and_their_proofs(
    site: Path, lastro: Lastro
) -> None:
    text = (site / ARTICLE_PATH).read_text(encoding="utf-8")
    row = '  - {repeats: quays-closed, words: "the gulls"}\n'
    write_files(site, {ARTICLE_PATH: text + row})
    lock_all()
    key = '"article:harbour/repeats/0"'
    proof = next(ln for ln in (site / "evidence.lock").read_text().splitlines() if key in ln)
    assert '"result": "verified"' in proof
    lastro("rename", "claim", "quays-closed", "quays-on-sundays", "--today", TODAY)
    after = (site / ARTICLE_PATH).read_text(encoding="utf-8")
    assert after == (text + row).replace("quays-closed", "quays-on-sundays")
    assert proof in (site / "evidence.lock").read_text().splitlines()
