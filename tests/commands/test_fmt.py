"""`lastro fmt --accept-translation`: what an editor read is written down, whole or not at all."""

from pathlib import Path

import pytest

from lastro.build.prepare import fingerprint
from lastro.locks.translations import TRANSLATIONS
from tests.support.command_line import Lastro
from tests.support.little_site import (
    ARTICLE,
    ARTICLE_PATH,
    CLAIM,
    CLAIM_PATH,
    SETTINGS,
    write_files,
)

ACCEPT = ("fmt", "--accept-translation", "pt-BR")
OF_THE_SCALE = 52
OF_THE_CLAIM = 4
OF_THE_ARTICLE = 2


def keys(root: Path) -> list[str]:
    lines = (root / TRANSLATIONS).read_text(encoding="utf-8").splitlines()[1:-1]
    return [line.partition('": ')[0].removeprefix('"') for line in lines]


# --- the form of records ---------------------------------------------------------------------

OTHER_FORM = CLAIM.replace(
    "nature: fact\ntopics: [harbour]", "topics: [harbour] # one\nnature: fact  "
)
THE_FORM = CLAIM.replace("topics: [harbour]", "topics: [harbour] # one")


def test_records_of_the_form_are_not_touched(site: Path, lastro: Lastro) -> None:
    before = (site / CLAIM_PATH).stat()
    assert lastro("fmt") == (0, "formatted 0 of 4 files; comments and quotes kept\n", "")
    after = (site / CLAIM_PATH).stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert not (site / TRANSLATIONS).exists()


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_record_gets_the_form_and_keeps_its_line_ends(
    ends: str, site: Path, lastro: Lastro
) -> None:
    (site / CLAIM_PATH).write_bytes(OTHER_FORM.replace("\n", ends).encode())
    assert lastro("fmt") == (0, "formatted 1 of 4 files; comments and quotes kept\n", "")
    assert (site / CLAIM_PATH).read_bytes() == THE_FORM.replace("\n", ends).encode()


def test_only_what_stands_in_paths_is_formatted(site: Path, lastro: Lastro) -> None:
    write_files(site, {CLAIM_PATH: OTHER_FORM})
    assert lastro("fmt", "sources")[1] == "formatted 0 of 2 files; comments and quotes kept\n"
    assert (site / CLAIM_PATH).read_text(encoding="utf-8") == OTHER_FORM


def test_check_and_dry_run_list_what_would_be_formatted(site: Path, lastro: Lastro) -> None:
    write_files(site, {CLAIM_PATH: OTHER_FORM})
    listed = f"would format {CLAIM_PATH}\n1 of 4 files would be formatted\n"
    assert lastro("fmt", "--check") == (1, listed, "")
    assert lastro("fmt", "--dry-run") == (0, listed, "")
    assert lastro("fmt", "--check", "sources") == (0, "0 of 2 files would be formatted\n", "")
    assert (site / CLAIM_PATH).read_text(encoding="utf-8") == OTHER_FORM


def test_a_diff_shows_the_form_and_writes_nothing(site: Path, lastro: Lastro) -> None:
    write_files(site, {CLAIM_PATH: OTHER_FORM})
    code, out, err = lastro("fmt", "--diff")
    assert (code, err) == (1, "")
    assert [line for line in out.splitlines() if line[0] in "-+"] == [
        f"--- a/{CLAIM_PATH}",
        f"+++ b/{CLAIM_PATH}",
        "+nature: fact",
        "-nature: fact  ",
    ]
    assert (site / CLAIM_PATH).read_text(encoding="utf-8") == OTHER_FORM
    assert lastro("fmt", "--diff", "sources") == (0, "", "")


def test_a_record_that_cannot_be_read_is_named_to_the_check(site: Path, lastro: Lastro) -> None:
    write_files(site, {CLAIM_PATH: "claim: [\n"})
    assert lastro("fmt")[:2] == (
        0,
        "formatted 0 of 3 files; comments and quotes kept\n1 file with errors: run `lastro check`\n",
    )


def test_the_check_warns_of_another_form_and_fix_gives_it(site: Path, lastro: Lastro) -> None:
    write_files(site, {CLAIM_PATH: OTHER_FORM})
    code, out, _ = lastro("check", "--today", "2026-03-01", "--format", "concise", "claims")
    assert code == 0
    assert f"{CLAIM_PATH}:11:1: warning not-formatted: 'nature' stands after 'topics'" in out
    assert lastro("check", "--fix")[1].startswith(f"fixed not-formatted in {CLAIM_PATH}:11\n")
    assert (site / CLAIM_PATH).read_text(encoding="utf-8") == THE_FORM


def test_a_check_of_the_form_has_nothing_to_say_of_translations(site: Path, lastro: Lastro) -> None:
    assert lastro(*ACCEPT, "--check")[::2] == (
        2,
        "error: --check is about the form of records\nhint: with --accept-translation use --dry-run\n",
    )
    assert not (site / TRANSLATIONS).exists()


# --- translations ----------------------------------------------------------------------------


def test_the_whole_site_is_accepted_from_any_folder_of_it(
    site: Path, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site / "claims/harbour")
    total = OF_THE_SCALE + OF_THE_CLAIM + OF_THE_ARTICLE
    assert lastro(*ACCEPT, str(site)) == (
        0,
        f"{TRANSLATIONS} holds {total} entries: {total} new in pt-BR, 0 changed, 0 dropped\n",
        "",
    )
    assert keys(site) == sorted(keys(site))
    assert len(keys(site)) == total
    assert lastro("check", "--today", "2026-03-01", str(site))[0] == 0


def test_accepting_twice_writes_nothing_the_second_time(site: Path, lastro: Lastro) -> None:
    lastro(*ACCEPT)
    before = (site / TRANSLATIONS).stat()
    assert "0 new in pt-BR, 0 changed, 0 dropped" in lastro(*ACCEPT)[1]
    after = (site / TRANSLATIONS).stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_dry_run_says_the_same_and_writes_nothing(site: Path, lastro: Lastro) -> None:
    before = sorted(site.rglob("*"))
    code, out, _ = lastro(*ACCEPT, "--dry-run")
    assert (code, out) == (
        0,
        f"{TRANSLATIONS} would hold 58 entries: 58 new in pt-BR, 0 changed, 0 dropped\n",
    )
    assert sorted(site.rglob("*")) == before


def test_only_the_paths_are_accepted(site: Path, lastro: Lastro) -> None:
    assert "holds 4 entries" in lastro(*ACCEPT, CLAIM_PATH)[1]
    assert {key.partition("/")[0] for key in keys(site)} == {"claim:quays-closed"}
    assert "holds 6 entries: 2 new" in lastro(*ACCEPT, "claims")[1]
    assert "holds 58 entries: 52 new" in lastro(*ACCEPT, "lastro.yml")[1]


def test_a_stale_translation_is_mended_by_accepting_it_and_not_by_another(
    site: Path, lastro: Lastro
) -> None:
    lastro(*ACCEPT)
    changed = CLAIM.replace("The bylaws say so.", "The bylaws of the port say so.")
    write_files(site, {CLAIM_PATH: changed})
    checked = ("check", "--today", "2026-03-01", "--format", "concise")
    stale = f"{CLAIM_PATH}:30:14: warning translation-stale"
    assert lastro(*checked)[1].startswith(stale)
    assert "0 changed" in lastro(*ACCEPT, ARTICLE_PATH)[1]
    assert lastro(*checked)[1].startswith(stale)
    assert "0 new in pt-BR, 1 changed, 0 dropped" in lastro(*ACCEPT, CLAIM_PATH)[1]
    assert lastro(*checked)[1] == ""


def test_entries_of_texts_that_are_gone_are_dropped(site: Path, lastro: Lastro) -> None:
    lastro(*ACCEPT)
    left_out = ARTICLE[ARTICLE.index('  - left_out: "the gulls') :]
    write_files(site, {ARTICLE_PATH: ARTICLE.replace(left_out, "")})
    assert "holds 57 entries: 0 new in pt-BR, 0 changed, 1 dropped" in lastro(*ACCEPT)[1]


def test_entries_of_a_record_with_errors_are_kept(site: Path, lastro: Lastro) -> None:
    lastro(*ACCEPT)
    write_files(site, {CLAIM_PATH: "claim: [\n"})
    assert "holds 58 entries: 0 new in pt-BR, 0 changed, 0 dropped" in lastro(*ACCEPT)[1]


@pytest.mark.parametrize(
    ("language", "message", "hint"),
    [
        ("pt-br", "'pt-br' is not a language of this site", "did you mean 'pt-BR'?"),
        (
            "de",
            "'de' is not a language of this site",
            "languages that texts are translated into: pt-BR",
        ),
        (
            "en",
            "'en' is the first language: others are translated from it",
            "translated are: pt-BR",
        ),
    ],
)
def test_a_language_that_nothing_is_translated_into_is_refused(
    site: Path, lastro: Lastro, language: str, message: str, hint: str
) -> None:
    said = (2, "", f"error: {message}\nhint: {hint}\n")
    assert lastro("fmt", "--accept-translation", language) == said
    assert not (site / TRANSLATIONS).exists()


def test_a_malformed_lock_is_not_overwritten(site: Path, lastro: Lastro) -> None:
    write_files(site, {TRANSLATIONS: "{}\n"})
    said = (2, "", f"error: {TRANSLATIONS} has errors\nhint: run `lastro check`\n")
    assert lastro(*ACCEPT) == said
    assert (site / TRANSLATIONS).read_bytes() == b"{}\n"


def test_a_scale_with_errors_stops_it(site: Path, lastro: Lastro) -> None:
    write_files(site, {"lastro.yml": SETTINGS.replace("schema: 2", "schema: 9")})
    assert lastro(*ACCEPT) == (2, "", "error: lastro.yml has errors\nhint: run `lastro check`\n")


def test_a_site_where_nothing_is_translated_gets_no_lock(site: Path, lastro: Lastro) -> None:
    ratings = "ratings:\n  - {id: a, label: A, meaning: B, shape: disc, tone: for}\n"
    scale = SETTINGS[: SETTINGS.index("ratings:")] + ratings
    write_files(site, {"lastro.yml": scale})
    for path in (*(site / "claims").glob("*/*"), *(site / "sources").iterdir()):
        path.unlink()
    assert "holds 0 entries" in lastro(*ACCEPT)[1]
    assert not (site / TRANSLATIONS).exists()


def test_what_a_killed_run_left_is_cleared(site: Path, lastro: Lastro) -> None:
    (site / f".{TRANSLATIONS}.lastro-new").write_text("half", encoding="utf-8")
    lastro(*ACCEPT)
    assert [p.name for p in site.iterdir() if TRANSLATIONS in p.name] == [TRANSLATIONS]


def test_a_folder_in_the_place_of_the_lock_is_told_and_left(site: Path, lastro: Lastro) -> None:
    (site / TRANSLATIONS).mkdir()
    assert lastro(*ACCEPT)[0] == 2
    assert (site / TRANSLATIONS).is_dir()
    assert [p.name for p in site.iterdir() if TRANSLATIONS in p.name] == [TRANSLATIONS]


def test_a_changed_lock_makes_another_site(site: Path, lastro: Lastro) -> None:
    before = fingerprint(site)
    lastro(*ACCEPT)
    assert fingerprint(site) != before
