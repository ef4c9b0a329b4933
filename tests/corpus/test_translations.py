"""A translation that has fallen behind says so: in the check and on the page, and nowhere else."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lastro.checks.runner import run
from lastro.corpus.corpus import Corpus
from lastro.corpus.translations import ReaderText, accept, digest, reader_texts, stale
from lastro.diagnostics.report import Diagnostic
from lastro.loading.load import load
from lastro.locks.format import lock_text
from lastro.locks.translations import TRANSLATIONS
from lastro.model.base import Kept
from lastro.model.reader_text import Text
from lastro.model.settings import Settings
from lastro.render.pages.every import fragments, pages
from lastro.rules.registry import rules
from lastro.site.derive import derive
from tests.support.builders import article, claim, corpus, review, source
from tests.support.folders import ALDERA
from tests.support.little_site import CLAIM, CLAIM_PATH, write_files, write_site
from tests.support.mendable import mendable
from tests.support.real_records import FROZEN

TODAY = date(2026, 11, 24)
MARK = "Tradução mais antiga que o texto original"


def of(english: str, portuguese: str) -> dict[str, str]:
    return {"en": english, "pt-BR": portuguese}


def accepted(found_in: Corpus) -> Mapping[str, Mapping[str, str]]:
    return accept(found_in, "pt-BR", lambda _: True)


def all_stale_in(found_in: Corpus) -> list[tuple[ReaderText, str]]:
    records: list[Kept | Settings] = [found_in.settings, *found_in.records.values()]
    return [found for record in records for found in stale(record, found_in)]


def routes(found_in: Corpus) -> list[str]:
    return sorted(text.key("pt-BR") for text in reader_texts(found_in) if text.route[0] != "lastro")


def test_each_text_has_a_key_of_its_record_and_its_route() -> None:
    told = claim(
        reviews=[review(override={"reason": of("a", "b"), "by": ["X", "Y"]})],
        evidence=[{"source": "harbour-log", "stance": "context", "note": of("a", "b"), "id": "p1"}],
        events=[{"on": "2025-03", "what": of(f"a{n}", "b"), "sources": ["x"]} for n in (1, 2)],
        corrections=[{"on": "2025-04-01", "what": of("a", "b")}],
        waivers=[{"rule": "a", "reason": of("a", "b"), "until": "2026-01-01"}],
        withdrawn={"on": "2026-01-01", "reason": of("a", "b")},
        would_change=of("a", "b"),
    )
    listing = article(
        statements=[
            {"claim": "quays-are-closed", "because": of("a", "b")},
            {"left_out": "Gulls", "because": of("a", "b")},
        ],
        notes=[of("a", "b")],
    )
    assert routes(corpus(listing, told, source(note=of("a", "b")))) == [
        f"article:harbour-times/notes/{digest('b')[:12]}",
        f"article:harbour-times/statements/{digest('left out: Gulls')[:12]}/because",
        "article:harbour-times/statements/quays-are-closed/because",
        "article:harbour-times/why",
        "claim:quays-are-closed/claim",
        "claim:quays-are-closed/corrections/2025-04-01/what",
        "claim:quays-are-closed/events/2025-03+2/what",
        "claim:quays-are-closed/events/2025-03/what",
        "claim:quays-are-closed/evidence/p1/note",
        "claim:quays-are-closed/not_checked",
        "claim:quays-are-closed/reviews/2025-03-03/because",
        "claim:quays-are-closed/reviews/2025-03-03/override/reason",
        "claim:quays-are-closed/reviews/2025-03-03/short",
        "claim:quays-are-closed/waivers/a/reason",
        "claim:quays-are-closed/withdrawn/reason",
        "claim:quays-are-closed/would_change",
        "source:harbour-log/note",
    ]


def test_no_two_texts_of_the_real_and_invented_sites_share_a_key() -> None:
    for root in (ALDERA, FROZEN):
        found = load(root).corpus
        assert found is not None
        keys = [text.key("pt-BR") for text in reader_texts(found)]
        assert len(set(keys)) == len(keys) > 80


def test_what_is_put_before_another_makes_nothing_stale() -> None:
    one = {"source": "harbour-log", "stance": "context", "note": of("one", "um")}
    two = {"source": "harbour-log", "stance": "context", "note": of("two", "dois"), "id": "second"}
    first = review(holds="2025-03-03/2025-04-01", short=of("first", "primeiro"))
    later = review(holds="2025-04-01/..", short=of("later", "depois"))
    event = {"on": "2025-04-01", "what": of("opened", "abriu"), "sources": ["harbour-log"]}
    other = {**event, "on": "2025-03-31", "what": of("closed", "fechou")}
    gulls = {"left_out": "Gulls", "because": of("Noise", "Barulho")}
    clouds = {"left_out": "Clouds", "because": of("Weather", "Tempo")}
    before = corpus(
        article(statements=[gulls], notes=[of("a", "b")]),
        claim(evidence=[one], reviews=[later], events=[event]),
        source(),
    )
    after = corpus(
        article(statements=[clouds, gulls], notes=[of("c", "d"), of("a", "b")]),
        claim(evidence=[two, one], reviews=[first, later], events=[other, event]),
        source(),
        translations=accepted(before),
    )
    assert all_stale_in(after) == []


def test_a_changed_original_makes_its_translations_stale_and_no_others() -> None:
    before = corpus(article(notes=[of("a", "b")]), claim(), source())
    entries = accepted(before)
    changed = {"claim": of("Other words.", "Os cais.\n"), "reviews": [review(short="Only here.")]}
    after = corpus(
        article(notes=[of("changed", "b")]), claim(**changed), source(), translations=entries
    )
    assert [(found.route, language) for found, language in all_stale_in(after)] == [
        (("articles", "harbour-times", "notes", 0), "pt-BR"),
        (("claims", "quays-are-closed", "claim"), "pt-BR"),
    ]


def test_white_space_around_an_original_is_no_change() -> None:
    entries = accepted(corpus(claim(claim=of("Closed.", "Fechado."))))
    assert (
        all_stale_in(corpus(claim(claim=of("Closed.\n", "Fechado.")), translations=entries)) == []
    )


def test_accepting_makes_fresh_what_is_wanted_and_keeps_the_rest() -> None:
    before = corpus(claim(), source(note=of("a", "b")))
    changed = claim(claim=of("Changed.", "Mudou.")), source(note=of("changed", "b"))
    after = corpus(*changed, translations=accepted(before))
    entries = accept(after, "pt-BR", lambda at: at[0] == "claims")
    again = corpus(*changed, translations=entries)
    assert [found.route for found, _ in all_stale_in(again)] == [("sources", "harbour-log", "note")]


def test_entries_of_texts_that_are_gone_go_and_those_of_broken_files_stay() -> None:
    entries = {"claim:gone/claim": {"pt-BR": digest("a")}, "claim:torn/claim": {"pt-BR": "b" * 64}}
    torn = frozenset({("claims", "torn")})
    found = accept(corpus(translations=entries, unreadable=torn), "pt-BR", lambda _: False)
    assert found == {"claim:torn/claim": {"pt-BR": "b" * 64}}


def test_a_name_that_no_key_can_hold_goes_by_its_hash() -> None:
    waiver = {"rule": 'two words\n"', "reason": of("a", "b"), "until": "2026-01-01"}
    assert f"claim:quays-are-closed/waivers/{digest(waiver['rule'])[:12]}/reason" in routes(  # type: ignore[arg-type]
        corpus(claim(waivers=[waiver]))
    )


# --- the lock as a file ----------------------------------------------------------------------


@pytest.fixture(name="root")
def _root(tmp_path: Path) -> Path:
    return write_site(tmp_path)


def locked(root: Path) -> str:
    found = load(root).corpus
    assert found is not None
    return lock_text(accepted(found))


def found(root: Path) -> list[Diagnostic]:
    return mendable(run(load(root), TODAY))


def test_a_lock_that_fits_is_read_and_silent(root: Path) -> None:
    text = locked(root)
    write_files(root, {TRANSLATIONS: text})
    assert found(root) == []
    loaded = load(root)
    assert loaded.corpus is not None
    assert lock_text(loaded.corpus.translations) == text
    assert text.splitlines()[0] == "{"
    assert text.splitlines()[1].startswith('"article:harbour/statements/')


def test_a_lock_cannot_be_changed_once_it_is_read(root: Path) -> None:
    write_files(root, {TRANSLATIONS: locked(root)})
    loaded = load(root)
    assert loaded.corpus is not None
    with pytest.raises(TypeError):
        loaded.corpus.translations["x"] = {}  # type: ignore[index]
    with pytest.raises(TypeError):
        next(iter(loaded.corpus.translations.values()))["pt-BR"] = ""  # type: ignore[index]


def test_a_changed_original_is_found_at_its_translation(root: Path) -> None:
    write_files(root, {TRANSLATIONS: locked(root)})
    write_files(root, {CLAIM_PATH: CLAIM.replace("The bylaws say so.", "The bylaws of 2025 do.")})
    assert [(str(d.place), d.rule, d.message, d.hint) for d in found(root)] == [
        (
            f"{CLAIM_PATH}:30:14",
            "translation-stale",
            "'en' changed after 'pt-BR' was written",
            "read both, then `lastro fmt --accept-translation pt-BR`",
        )
    ]


A = f'"claim:a/claim": {{"pt-BR": "{"a" * 64}"}}'
B = f'"claim:b/claim": {{"pt-BR": "{"b" * 64}"}}'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("[]", 1),
        ("[" * 100_000, 1),
        (f"{{{A}}}\n", 1),
        (f"{{\n{A}\n}}", 3),
        (f"{{\n{A}\n}}\n\n", 4),
        (f"{{\n{A}\n{B}\n}}\n", 2),
        (f"{{\n{A},\n}}\n", 2),
        (f"{{\n{B},\n{A}\n}}\n", 3),
        (f"{{\n{A},\n{A}\n}}\n", 3),
        (f"{{\n{A},\n\n{B}\n}}\n", 3),
        (f"{{\n{A},\n {B}\n}}\n", 3),
        (f"{{\n{A},\n{B.replace('b' * 64, 'B' * 64)}\n}}\n", 3),
        (f"{{\n{A},\n{B.replace('claim:b', 'claimb')}\n}}\n", 3),
        (f"{{\n{A},\n{B.replace('pt-BR', '')}\n}}\n", 3),
        (f"{{\n{A},\n{B[:-1]}, {B[17:]}\n}}\n", 3),
        (f'{{\n{A},\n"claim:b/claim": {{}}\n}}\n', 3),
        (f'{{\n{A},\n"claim:b/claim": {{"pt-BR": NaN}}\n}}\n', 3),
        (f'{{\n{A},\n"claim:b/{"c" * 5000}": {{"pt-BR": "{"b" * 64}"}}\n}}\n', 3),
    ],
)
def test_the_first_line_that_no_command_wrote_is_named(root: Path, text: str, line: int) -> None:
    write_files(root, {TRANSLATIONS: text})
    assert [(d.place.path, d.place.span.line, d.rule, d.message) for d in found(root)] == [
        (
            TRANSLATIONS,
            line,
            "lock-malformed",
            f"line {line} is not as `lastro fmt --accept-translation` writes it",
        )
    ]


def test_an_unfinished_merge_of_a_lock_is_told_as_one(root: Path) -> None:
    write_files(root, {TRANSLATIONS: f"{{\n<<<<<<< a\n{A}\n=======\n{B}\n>>>>>>> b\n}}\n"})
    assert [(d.rule, d.place.span.line) for d in found(root)] == [("merge-marker", 2)]


def test_a_link_in_the_place_of_a_lock_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("{\n}\n", encoding="utf-8")
    (root / TRANSLATIONS).symlink_to(tmp_path / "secret")
    assert [(d.place.path, d.rule) for d in found(root)] == [(TRANSLATIONS, "file-misplaced")]


def test_a_lock_without_entries_is_well_formed(root: Path) -> None:
    write_files(root, {TRANSLATIONS: lock_text({})})
    assert found(root) == []


# --- the mark on the page --------------------------------------------------------------------


def all_stale() -> Corpus:
    """Return the invented site with every translation behind its original."""
    found_in = load(ALDERA).corpus
    assert found_in is not None
    old = {key: dict.fromkeys(hashes, "0" * 64) for key, hashes in accepted(found_in).items()}
    return replace(found_in, translations=old)


def bodies(found_in: Corpus, language: str) -> dict[str, str]:
    return {page.path: page.body for page in pages(derive(found_in, TODAY), language)}


def test_a_stale_translation_links_the_original_page() -> None:
    body = bodies(all_stale(), "pt-BR")["claims/quay-4-closed/"]
    link = '<a href="../../../claims/quay-4-closed/" hreflang="en" lang="en">English</a>'
    mark = f'<span class="lt-tag">{MARK}: {link}</span>'
    assert body.startswith(f"<p>{mark} </p>\n")
    assert f"<p>{mark} Nada ficou de fora, até onde sabemos.</p>" in body
    assert f'lang="pt-BR"><p class="lt-tag">{MARK}: {link}</p><p>O aviso da câmara' in body


def test_a_fresh_translation_and_the_original_have_no_mark() -> None:
    behind = all_stale()
    assert not [
        path for path, body in bodies(behind, "en").items() if "Older than the text" in body
    ]
    fresh = replace(behind, translations=accepted(behind))
    assert not [path for path, body in bodies(fresh, "pt-BR").items() if MARK in body]


def test_only_the_stale_text_is_marked() -> None:
    behind = all_stale()
    key = "claim:quay-4-closed/not_checked"
    one = replace(behind, translations={key: behind.translations[key]})
    marked = {path: body.count(MARK) for path, body in bodies(one, "pt-BR").items() if MARK in body}
    assert marked == {"claims/quay-4-closed/": 1}


def test_no_mark_puts_a_link_into_a_link() -> None:
    found_in = all_stale()
    written = bodies(found_in, "pt-BR") | fragments(derive(found_in, TODAY), "pt-BR")
    assert sum(body.count(MARK) for body in written.values()) > 80
    for path, body in written.items():
        opened = re.findall(r"<(/?)a\b", body)
        assert opened == ["", "/"] * (len(opened) // 2), path


def test_the_scale_marks_a_stale_meaning() -> None:
    assert fragments(derive(all_stale(), TODAY), "pt-BR")["scale"].count(MARK) == 8


def test_a_text_without_an_original_is_never_stale() -> None:
    only = ReaderText(("claims", "a", "claim"), "claim:a/claim", Text((("pt-BR", "Só aqui."),)))
    found_in = corpus(
        claim(id="a", claim={"pt-BR": "Só aqui."}),
        translations={only.key("pt-BR"): {"pt-BR": "0" * 64}},
    )
    assert all_stale_in(found_in) == []
    assert rules()["translation-stale"].waivable
