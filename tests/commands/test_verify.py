"""`lastro verify`: each way in which a quote, a capture or an entry can lie, each with its words."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lastro.capture.store.store import CaptureStore
from lastro.capture.store.warc_write import warc_of_file
from lastro.evidence.proofs import QuotedWords
from lastro.loading.load import load
from lastro.locks.evidence import EVIDENCE, EvidenceLock, Proof, evidence_lock_of
from lastro.model.base import Quote
from tests.support.command_line import Lastro
from tests.support.little_site import CLAIM_PATH
from tests.support.little_store import capture, keep, retrieved
from tests.support.real_records import FROZEN

KEY = "claim:quays-closed/evidence/harbour-bylaws"
SAID = "claim:quays-closed/said/words"
ARTICLE = "article:harbour"
QUOTE = "The quays shall be closed on Sundays."
BYLAWS = f"1. Boats. 4. {QUOTE} 5. Gulls."
STATES = "3 verified, 0 mismatch, 1 attested, 0 unchecked\n"
UNSEEN = "words of 3 not re-checked: no captures of them here\n"
TIDE = "Readers ask why the quays close on Sundays, and the gulls were loud about it."


@pytest.fixture
def store(site: Path) -> CaptureStore:
    held = CaptureStore(site / ".captures")
    keep(held, words=BYLAWS)
    keep(held, ARTICLE, TIDE, url="https://tide.example.org/quays")
    return held


def lock(site: Path) -> EvidenceLock:
    return evidence_lock_of((site / EVIDENCE).read_text(encoding="utf-8"))


def change(site: Path, old: str, new: str, path: str = CLAIM_PATH) -> None:
    text = (site / path).read_text(encoding="utf-8")
    assert old in text
    (site / path).write_text(text.replace(old, new), encoding="utf-8")


def write_lock(site: Path, key: str, **changes: object) -> None:
    before = lock(site)
    proofs = dict(before.proofs)
    proofs[key] = replace(proofs[key], **changes)  # type: ignore[arg-type]
    (site / EVIDENCE).write_text(EvidenceLock(proofs, before.dropped).text, encoding="utf-8")


def rules_of_check(lastro: Lastro) -> list[str]:
    """Return the errors of `lastro check`, which reads no capture."""
    _, out, _ = lastro("check", "--format", "concise", "--today", "2026-11-25")
    return [
        line.split(" error ")[1].split(":")[0] for line in out.splitlines() if " error " in line
    ]


@pytest.mark.usefixtures("store")
def test_quotes_that_stand_are_verified_and_locked(site: Path, lastro: Lastro) -> None:
    assert lastro("verify") == (
        0,
        STATES + "evidence.lock would change: 3 new: `lastro verify --update` writes it\n",
        "",
    )
    assert not (site / EVIDENCE).exists()
    assert lastro("verify", "--update")[1].endswith("evidence.lock written: 3 new\n")
    proof = lock(site).proofs[KEY]
    assert (proof.offset, proof.length, proof.source) == (13, 37, "harbour-bylaws")
    assert BYLAWS[13 : 13 + 37] == QUOTE
    assert lastro("verify")[1].endswith("evidence.lock is up to date (3 entries)\n")
    assert rules_of_check(lastro) == []


def test_the_original_is_sought_in_its_own_source_and_what_stands_beside_the_words_with_them(
    site: Path, lastro: Lastro, store: CaptureStore
) -> None:
    keep(
        store,
        "source:port-blog",
        "He said: os cais fecham aos domingos.",
        url="https://blog.example.org/walk",
    )
    change(
        site,
        "  lang: en\n",
        """  lang: en
  before: Readers ask why
  after: ", and the gulls"
  original: {words: os cais fecham, lang: pt-BR, source: port-blog}
""",
    )
    lastro("verify", "--update")
    proofs = lock(site).proofs
    original = proofs["claim:quays-closed/said/original"]
    assert (original.result, original.source, original.offset) == ("verified", "port-blog", 9)
    assert (proofs[SAID].result, proofs[SAID].offset) == ("verified", 16)
    change(site, "before: Readers ask why", "before: Readers know why")
    change(site, "os cais fecham, ", "os cais abrem, ")
    lastro("verify", "--update")
    assert lock(site).proofs[SAID].result == "mismatch"
    assert lock(site).proofs["claim:quays-closed/said/original"].result == "mismatch"
    assert sorted(rules_of_check(lastro)) == [
        "quote-mismatch",
        "quote-mismatch",
        "words-not-in-article",
    ]


@pytest.mark.usefixtures("store")
def test_a_dry_run_says_what_it_would_write_and_writes_nothing(site: Path, lastro: Lastro) -> None:
    out = lastro("verify", "--update", "--dry-run")[1]
    assert out.endswith("evidence.lock would change: 3 new\n")
    assert sorted(p.name for p in site.iterdir()) == [
        ".captures",
        "claims",
        "lastro.yml",
        "sources",
    ]
    assert not (site / ".captures/verified.json").exists()


@pytest.mark.usefixtures("store")
def test_one_changed_letter_is_a_mismatch_with_the_nearest_passage(
    site: Path, lastro: Lastro
) -> None:
    change(site, QUOTE, "The quays shall be closed on Sunday.")
    code, out, _ = lastro("verify", "--update")
    assert code == 1
    assert out.splitlines()[:6] == [
        f"{CLAIM_PATH}:15:12",
        "error quote-mismatch: these words do not stand in the capture of 2026-11-24",
        '   15 |     quote: "The quays shall be closed on Sunday."',
        "      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ copy the words from the source; do not retype them",
        "      quote    The quays shall be closed on [Sunday.]",
        "      capture  The quays shall be closed on [Sundays.]",
    ]
    assert lock(site).proofs[KEY].result == "mismatch"
    assert rules_of_check(lastro) == ["quote-mismatch"]


def test_a_quote_that_cuts_a_number_is_a_mismatch_that_names_the_number(
    site: Path, lastro: Lastro
) -> None:
    keep(CaptureStore(site / ".captures"), words="A fine of 2 500 euros a day.")
    change(site, QUOTE, "500 euros a day.")
    assert lastro("verify")[1].splitlines()[:4] == [
        f"{CLAIM_PATH}:15:12",
        "error quote-mismatch: these words do not stand in the capture of 2026-11-24: they would "
        "cut the number '2 500' in two",
        '   15 |     quote: "500 euros a day."',
        "      |            ^^^^^^^^^^^^^^^^^^ quote '2 500' whole",
    ]


@pytest.mark.usefixtures("store")
def test_words_of_the_article_that_it_does_not_say_are_told_as_such(
    site: Path, lastro: Lastro
) -> None:
    change(site, "the quays close on Sundays", "the quays closed on Sundays")
    code, out, _ = lastro("verify", "--update")
    assert code == 1
    assert "error words-not-in-article: these words do not stand in the capture" in out
    assert rules_of_check(lastro) == ["words-not-in-article"]


@pytest.mark.usefixtures("store")
def test_a_quote_from_another_page_is_a_mismatch_with_nothing_near(
    site: Path, lastro: Lastro
) -> None:
    change(site, QUOTE, "Zinc prices fell by half in 1931.")
    code, out, _ = lastro("verify")
    assert code == 1
    assert "capture  " not in out
    assert "these words do not stand in the capture of 2026-11-24" in out


@pytest.mark.usefixtures("store")
def test_a_quote_that_is_edited_after_the_lock_is_told_without_captures(
    site: Path, lastro: Lastro
) -> None:
    lastro("verify", "--update")
    CaptureStore(site / ".captures").drop("source:harbour-bylaws")
    change(site, QUOTE, "The quays shall be open on Sundays.")
    assert rules_of_check(lastro) == ["quote-edited-after-lock"]
    code, out, _ = lastro("verify", "--update")
    assert code == 1
    assert "error quote-edited-after-lock: the quote changed after it was checked" in out
    assert lock(site).proofs[KEY].result == "verified"
    assert rules_of_check(lastro) == ["quote-edited-after-lock"]


@pytest.mark.usefixtures("store")
def test_a_passage_that_names_another_source_is_told_apart_from_an_edit(
    site: Path, lastro: Lastro
) -> None:
    lastro("verify", "--update")
    change(site, "source: port-blog", "source: harbour-bylaws\n    id: second")
    change(site, "[@port-blog]", "[@second]")
    proofs = dict(lock(site).proofs)
    proofs["claim:quays-closed/evidence/second"] = replace(proofs[KEY], source="port-blog")
    change(site, '"Quiet again on Sunday."', f'"{QUOTE}"')
    (site / EVIDENCE).write_text(EvidenceLock(proofs).text, encoding="utf-8")
    _, out, _ = lastro("check", "--format", "concise", "--today", "2026-11-25")
    assert "quote-edited-after-lock: these words were checked in 'port-blog'" in out


def test_an_edited_capture_is_told_and_its_entries_stay(
    site: Path, store: CaptureStore, lastro: Lastro
) -> None:
    lastro("verify", "--update")
    before = lock(site)
    kept = store.all("source:harbour-bylaws")[-1]
    assert kept is not None
    store.path(kept, ".txt").write_text(BYLAWS.replace("4.", "7."), encoding="utf-8")
    code, out, err = lastro("verify", "--update")
    assert code == 1
    assert "source:harbour-bylaws: the capture was changed after it was taken" in err
    assert out.endswith(
        "words of 1 not re-checked: their capture is damaged\n"
        "evidence.lock is up to date (3 entries)\n"
    )
    assert lock(site) == before


def test_a_capture_that_was_edited_with_its_hash_contradicts_the_lock(
    store: CaptureStore, lastro: Lastro
) -> None:
    lastro("verify", "--update")
    store.drop("source:harbour-bylaws")
    keep(store, words=BYLAWS.replace("Boats", "Ships"))
    code, out, _ = lastro("verify")
    assert code == 1
    assert (
        "error lock-entry-impossible: evidence.lock names another text for the capture of "
        "2026-11-24: one was edited" in out
    )


@pytest.mark.usefixtures("store")
def test_a_forged_verified_is_told_by_who_holds_the_captures(site: Path, lastro: Lastro) -> None:
    change(site, QUOTE, "The quays shall be closed on Mondays.")
    lastro("verify", "--update")
    write_lock(site, KEY, result="verified", offset=13, length=37)
    assert rules_of_check(lastro) == []
    code, out, _ = lastro("verify")
    assert code == 1
    assert "evidence.lock says verified, but the capture of 2026-11-24 lacks these words" in out


@pytest.mark.usefixtures("store")
def test_a_forged_place_is_told_by_who_holds_the_captures(site: Path, lastro: Lastro) -> None:
    lastro("verify", "--update")
    write_lock(site, KEY, offset=3)
    assert rules_of_check(lastro) == []
    code, out, _ = lastro("verify")
    assert code == 1
    assert "evidence.lock puts these words at 3, they stand at 13" in out


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"length": 36}, "length is 36, the words have 37 characters"),
        ({"offset": 40}, "ends at 77, past the end of the capture (60)"),
    ],
)
def test_a_forged_entry_that_cannot_be_true_needs_no_capture(
    site: Path, lastro: Lastro, changes: dict[str, int], message: str
) -> None:
    lastro("verify", "--update")
    write_lock(site, KEY, **changes)
    _, out, _ = lastro("check", "--format", "concise", "--today", "2026-11-25")
    assert f"evidence.lock:3:1: error lock-entry-impossible: {message}" in out


@pytest.mark.usefixtures("store")
def test_an_entry_whose_quote_is_gone_is_outdated_and_dropped_by_an_update(
    site: Path, lastro: Lastro
) -> None:
    lastro("verify", "--update")
    change(site, '    quote: "The quays shall be closed on Sundays."\n    translation: {pt-BR: Os cais ficarão fechados aos domingos.}\n', "    note: Section 4 closes them.\n")  # fmt: skip
    _, out, _ = lastro("check", "--format", "concise", "--today", "2026-11-25")
    assert f"warning lock-outdated: entry '{KEY}' belongs to no quote" in out
    assert "evidence.lock written: 1 removed\n" in lastro("verify", "--update")[1]
    assert KEY not in lock(site).proofs


@pytest.mark.usefixtures("store")
def test_entries_of_a_record_with_errors_are_kept(site: Path, lastro: Lastro) -> None:
    lastro("verify", "--update")
    before = lock(site)
    change(site, "nature: fact", "nature: fakt")
    lastro("verify", "--update")
    assert lock(site) == before


@pytest.mark.usefixtures("store")
def test_a_malformed_lock_is_not_overwritten(site: Path, lastro: Lastro) -> None:
    (site / EVIDENCE).write_text("{\n", encoding="utf-8")
    assert lastro("verify", "--update") == (
        2,
        "",
        "error: evidence.lock has errors\nhint: run `lastro check`\n",
    )


def test_without_captures_the_words_are_not_said_to_be_checked_again(
    store: CaptureStore, lastro: Lastro
) -> None:
    lastro("verify", "--update")
    for of in ("source:harbour-bylaws", ARTICLE):
        store.drop(of)
    assert lastro("verify") == (
        0,
        STATES + UNSEEN + "evidence.lock is up to date (3 entries)\n",
        "",
    )


def test_words_that_went_from_the_newest_capture_keep_their_proof_and_say_so(
    site: Path, store: CaptureStore, lastro: Lastro
) -> None:
    keep(store, words="1. Boats. 5. Gulls.", seconds=3600)
    code, out, _ = lastro("verify", "--update")
    assert code == 0
    assert (
        f"changed since: {KEY} stood in the capture of 2026-11-24T21:30:00Z, no longer in that of 2026-11-24T22:30:00Z"
        in out
    )
    assert lock(site).proofs[KEY].changed == "2026-11-24T22:30:00Z"


def test_a_proof_in_a_copy_that_was_taken_down_outlives_a_changed_page(
    site: Path, store: CaptureStore, lastro: Lastro
) -> None:
    lastro("verify", "--update")
    day = ("--reason", "Its author asked us to.", "--today", "2026-12-01")
    lastro("captures", "drop", "harbour-bylaws", *day)
    before = lock(site).proofs[KEY]
    keep(store, words="1. Boats. 5. Gulls.", seconds=3600)
    code, out, _ = lastro("verify", "--update")
    assert code == 0
    assert out.startswith(STATES)
    assert "words of 1 not re-checked: no captures of them here\n" in out
    assert lock(site).proofs[KEY] == replace(before, changed="2026-11-24T22:30:00Z")
    change(site, QUOTE, "The quays shall be closed on Mondays.")
    assert lastro("verify")[0] == 1


def test_words_that_only_a_capture_of_a_colleague_holds_are_told_as_such(
    store: CaptureStore, lastro: Lastro
) -> None:
    lastro("verify", "--update")
    store.drop("source:harbour-bylaws")
    keep(store, words="1. Boats. 5. Gulls.", seconds=86_400)
    code, out, _ = lastro("verify")
    assert code == 1
    assert (
        "error quote-mismatch: these words do not stand in the capture of 2026-11-25; that of "
        "2026-11-24, which evidence.lock names, is not here" in out
    )
    assert "copy it from the store that holds it, or `--update` writes what is here" in out


def test_words_that_stand_twice_are_told_and_prefix_and_suffix_settle_it(
    site: Path, store: CaptureStore, lastro: Lastro
) -> None:
    keep(store, words=f"{BYLAWS} 9. {QUOTE}", seconds=60)
    assert f"1 stand more than once in their source: add prefix or suffix to tell which is meant ({KEY})" in lastro("verify")[1]  # fmt: skip
    change(site, f'"{QUOTE}"', f'{{exact: "{QUOTE}", prefix: "9."}}')
    out = lastro("verify", "--update")[1]
    assert "more than once" not in out
    assert lock(site).proofs[KEY].offset == len(BYLAWS) + 4
    change(site, 'prefix: "9."', 'prefix: "8."')
    assert lastro("verify")[0] == 1


def test_nothing_unchanged_is_read_again_and_what_changed_is(
    store: CaptureStore, lastro: Lastro, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    real = CaptureStore.text

    def text(self: CaptureStore, capture: object) -> str:
        read.append(str(getattr(capture, "of", "")))
        return real(self, capture)  # type: ignore[arg-type]

    monkeypatch.setattr(CaptureStore, "text", text)
    lastro("verify", "--update")
    assert sorted(set(read)) == [ARTICLE, "source:harbour-bylaws"]
    read.clear()
    assert lastro("verify")[1].startswith("3 verified")
    assert read == []
    keep(store, words=BYLAWS.replace("Gulls", "Terns"), seconds=60)
    lastro("verify")
    assert set(read) == {"source:harbour-bylaws"}
    read.clear()
    lastro("verify", "--fresh")
    assert sorted(set(read)) == [ARTICLE, "source:harbour-bylaws"]


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("content", ["", "{", "[]", "[1, 1, 1]", '[1, 1, {"a": {"b": 1}}]', "[2, 1, {}]"])  # fmt: skip
def test_a_broken_memory_of_an_earlier_run_is_as_if_it_were_not_there(
    site: Path, lastro: Lastro, content: str
) -> None:
    (site / ".captures/verified.json").write_text(content, encoding="utf-8")
    code, out, err = lastro("verify")
    assert (code, err) == (0, "")
    assert out.startswith("3 verified")


@pytest.mark.usefixtures("store")
def test_paths_limit_what_is_reported_and_never_what_is_written(site: Path, lastro: Lastro) -> None:
    out = lastro("verify", "--update", "claims/harbour/article.yml")[1]
    assert out == (
        "1 verified, 0 mismatch, 0 attested, 0 unchecked\nevidence.lock written: 3 new\n"
    )
    assert len(lock(site).proofs) == 3
    change(site, "on Sundays.", "on Mondays.")
    assert lastro("verify")[0] == 1
    assert lastro("verify", "claims/harbour/article.yml")[0] == 0


@pytest.mark.usefixtures("store")
def test_machines_read_each_quote_with_its_proof(site: Path, lastro: Lastro) -> None:
    change(site, "the quays close on Sundays", "the quays closed on Sundays")
    code, out, _ = lastro("verify", "--json")
    document = json.loads(out)
    assert code == 1
    assert (document["format"], document["version"]) == ("lastro-verify", 1)
    assert document["counts"] == {"verified": 2, "mismatch": 1, "attested": 1, "unchecked": 0}
    assert document["lock"] == {"new": 3, "changed": 0, "removed": 0, "written": False}
    by_key = {quote["key"]: quote for quote in document["quotes"]}
    assert by_key[SAID]["fault"] == "these words do not stand in the capture of 2026-11-24"
    assert by_key[SAID]["nearest"]["words"] == "the quays close on Sundays"
    assert by_key[KEY]["proof"]["capture"]["url"] == "https://port.example.org/bylaws"
    assert by_key[KEY]["place"] == {"path": CLAIM_PATH, "line": 15, "column": 12}


def test_the_real_article_is_locked_word_for_word() -> None:
    corpus = load(FROZEN).corpus
    assert corpus is not None
    said = [f"claim:{claim}/said/words" for claim in corpus.claims]
    assert len(said) == 21
    assert {corpus.proofs[key].result for key in said} == {"verified"}
    assert {corpus.proofs[key].capture.via for key in said} == {"file"}
    passages = [key for key in corpus.proofs if "/evidence/" in key]
    assert passages == []


def test_captures_that_share_a_paragraph_and_count_as_two_origins_are_pointed_at(
    store: CaptureStore, lastro: Lastro
) -> None:
    paragraph = " ".join(f"word{n}" for n in range(30))
    keep(store, words=f"{BYLAWS} {paragraph}", seconds=60)
    keep(store, "source:port-blog", f"Quiet again on Sunday. {paragraph}")
    hint = (
        "one origin? harbour-bylaws (port-of-example) and port-blog (port-blog) share 30 words in "
        "a row: 'word0 word1 word2 word3 word4 word5 word6 word7 word8 word9 word10 word11 …'"
    )
    assert hint not in lastro("verify")[1]
    code, out, _ = lastro("verify", "--origins")
    assert (code, out.splitlines()[0]) == (0, hint)


OFFICE = "The office\u2026 shall be closed."
OLDER = (
    "1 entry rests on an older normalisation, which stays valid; `lastro verify --update` "
    "compares by 2 where the captures are\n"
)


def keep_older(site: Path, words: str) -> Proof:
    """Keep a capture as version 1 made it, with the entry that it found in there."""
    store = CaptureStore(site / ".captures")
    older = replace(capture(words=words), normalization=1)
    store.add(older, words, warc_of_file(retrieved(words)))
    change(site, QUOTE, OFFICE)
    quoted = QuotedWords(KEY, (), Quote(exact=OFFICE), "harbour-bylaws")
    at = words.index("The o")
    entry = Proof(quoted.hash, quoted.source, older.proof, "verified", 1, at, len(OFFICE))
    (site / EVIDENCE).write_text(EvidenceLock({KEY: entry}).text, encoding="utf-8")
    return entry


def test_an_entry_of_an_older_normalisation_stays_until_somebody_who_holds_the_capture_updates_it(
    site: Path, lastro: Lastro
) -> None:
    words = "1. Boats\u2026 4. The office\u2026 shall be closed."
    entry = keep_older(site, words)
    before = (site / EVIDENCE).read_bytes()
    code, out, _ = lastro("verify")
    assert (code, OLDER in out) == (0, True)
    assert out.endswith("would change: 1 changed: `lastro verify --update` writes it\n")
    (site / ".captures").rename(site / "away")
    code, out, _ = lastro("verify", "--update")
    assert (code, OLDER in out) == (0, True)
    assert out.endswith("evidence.lock is up to date (1 entry)\n")
    assert (site / EVIDENCE).read_bytes() == before
    assert rules_of_check(lastro) == []
    (site / "away").rename(site / ".captures")
    code, out, _ = lastro("verify", "--update")
    assert (code, OLDER in out) == (0, False)
    found = lock(site).proofs[KEY]
    text = "1. Boats... 4. The office... shall be closed."
    assert (found.normalization, found.length, found.folded) == (2, 30, "ellipsis")
    assert (found.offset, found.capture) == (
        text.index("The o") + 1,
        replace(entry.capture, characters=len(text) + 2),
    )
    assert rules_of_check(lastro) == []
    assert lastro("verify")[1].endswith("evidence.lock is up to date (1 entry)\n")


def test_an_older_entry_that_the_capture_does_not_bear_out_is_told_and_stays(
    site: Path, lastro: Lastro
) -> None:
    keep_older(site, "1. Boats. 4. The office\u2026 shall be open.")
    before = (site / EVIDENCE).read_bytes()
    code, out, _ = lastro("verify", "--update")
    assert code == 1
    assert (
        "normalisation 1 found these words in the capture of 2026-11-24, normalisation 2 does not"
        in out
    )
    assert "mend the quote, or delete its line from evidence.lock" in out
    assert (site / EVIDENCE).read_bytes() == before
    (site / EVIDENCE).unlink()
    assert lastro("verify", "--update")[0] == 1
    assert lock(site).proofs[KEY].result == "mismatch"


def test_a_message_says_that_only_capitals_or_a_joiner_differ(site: Path, lastro: Lastro) -> None:
    keep(
        CaptureStore(site / ".captures"), words="the quays shall be CLOSED on sundays. می\u200cشود"
    )
    assert "only capitals differ" in lastro("verify")[1]
    change(site, QUOTE, "میشود")
    assert "only a joiner differs" in lastro("verify")[1]
