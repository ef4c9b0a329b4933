"""What is due, and nothing else: the oldest first, each with the reason that an editor acts on."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lastro.commands import main
from lastro.corpus.corpus import Corpus
from lastro.corpus.translations import digest
from lastro.evidence.judge import review_due
from lastro.evidence.proofs import evidence_key, quotes_of
from lastro.locks.evidence import CaptureProof, DroppedCapture, EvidenceLock, Proof
from lastro.model.claim import Claim
from lastro.model.source import Source
from lastro.render.pages.every import footer, pages
from lastro.site.derive import derive
from lastro.site.due import Due, Reason, list_due
from tests.support.builders import article, claim, corpus, passage, review, source
from tests.support.command_line import Lastro
from tests.support.little_site import CLAIM, CLAIM_PATH, SETTINGS, SOURCE, SOURCE_PATH, write_files

DAY = date(2025, 4, 1)
UNARCHIVED = SOURCE.replace("archived: [", "# archived: [")
FAST = CLAIM.replace("volatility: slow", "volatility: fast")


def of(reason: Reason, found: tuple[Due, ...]) -> list[Due]:
    return [item for item in found if item.reason is reason]


def names(reason: Reason, gathered: Corpus, today: date = DAY, within: int = 30) -> list[object]:
    return [item.record[1] for item in of(reason, list_due(gathered, today, within))]


def decided_on(day: str, **more: object) -> Claim:
    return claim(reviews=[review(decided=day)], **more)


# --- reviews --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ({"volatility": "fast"}, date(2025, 6, 8)),
        ({"volatility": "slow"}, date(2026, 3, 10)),
        ({"volatility": "fixed"}, None),
        ({"volatility": None, "review_by": "2025-05-01"}, date(2025, 5, 1)),
        ({"volatility": None}, None),
    ],
)
def test_the_day_to_look_again_follows_from_the_record(
    written: dict[str, object], day: date | None
) -> None:
    assert review_due(claim(**written)) == day


def test_the_newest_decision_counts_whatever_the_order_of_the_reviews() -> None:
    reviews = [
        review(holds="2025-04-01/..", decided="2025-05-01"),
        review(holds="2025-03-03/2025-04-01", decided="2025-05-20"),
    ]
    assert review_due(claim(reviews=reviews, volatility="fast")) == date(2025, 8, 18)


def test_a_decision_at_the_end_of_time_is_due_on_the_last_day() -> None:
    assert review_due(decided_on("9999-12-01", volatility="fast")) == date.max


@pytest.mark.parametrize(
    ("within", "listed"),
    [(0, []), (67, []), (68, ["quays-are-closed"]), (9999, ["quays-are-closed"])],
)
def test_a_review_is_listed_from_the_day_it_comes_into_sight(
    within: int, listed: list[str]
) -> None:
    gathered = corpus(article(), claim(volatility="fast"), source())
    assert names(Reason.REVIEW, gathered, within=within) == listed


def test_a_review_of_long_ago_is_listed_however_short_the_look_ahead() -> None:
    gathered = corpus(article(), claim(volatility="fast"), source())
    (item,) = of(Reason.REVIEW, list_due(gathered, date(2025, 6, 20), 0))
    assert (item.day, item.days(date(2025, 6, 20)), item.why) == (date(2025, 6, 8), -12, "fast")
    assert (item.decided, item.sources, item.origins) == (date(2025, 3, 10), 1, 1)


def test_the_end_of_the_calendar_can_be_looked_at() -> None:
    assert names(Reason.REVIEW, corpus(), date.max, 30) == ["quays-are-closed"]


def test_reviews_come_the_oldest_first_and_those_of_one_day_by_id() -> None:
    days = {"c": "2025-03-30", "a": "2025-03-30", "b": "2025-03-01", "d": "2025-04-20"}
    claims = [claim(id=name, volatility=None, review_by=day) for name, day in days.items()]
    assert names(Reason.REVIEW, corpus(article(), *claims, source())) == ["b", "a", "c", "d"]


def test_sources_and_origins_of_a_claim_are_counted_apart() -> None:
    retold = source(id="retold", kind="secondary", derived_from=["harbour-log"])
    cited = claim(
        evidence=[passage("harbour-log"), passage("retold")],
        review_by="2025-04-02",
        volatility=None,
    )
    (item,) = of(Reason.REVIEW, list_due(corpus(article(), cited, source(), retold), DAY))
    assert (item.sources, item.origins) == (2, 1)


def test_a_withdrawn_record_is_never_due() -> None:
    gone = {"on": "2025-03-20", "reason": {"en": "It was a hoax."}}
    waiver = {"rule": "quote-too-long", "reason": {"en": "It is long."}, "until": "2025-04-02"}
    claims = claim(withdrawn=gone, volatility=None, review_by="2025-03-01", waivers=[waiver])
    sources = source(withdrawn=gone, archived=[], note={"en": "A log."}, waivers=[waiver])
    listed = article(statements=[{"left_out": "x", "because": "y"}], withdrawn=gone)
    assert list_due(corpus(listed, claims, sources), DAY) == ()


# --- other reasons --------------------------------------------------------------------------------


def test_a_sound_and_archived_record_is_listed_for_its_quotes_alone() -> None:
    assert {item.reason for item in list_due(corpus(), DAY)} == {Reason.QUOTE}


def test_a_verdict_on_one_origin_is_told_from_one_on_parties_only() -> None:
    news = source(id="news", kind="secondary")
    release = source(id="release", origin="quay-company", parties=["Quay Company"])
    alone = claim(id="alone", evidence=[passage("news"), passage("release", "context")])
    parties = claim(id="parties", evidence=[passage("release")])
    found = of(Reason.ORIGIN, list_due(corpus(article(), alone, parties, news, release), DAY))
    assert [(i.record[1], i.why, i.sources, i.origins, i.day) for i in found] == [
        ("alone", "single-origin", 1, 1, date(2025, 3, 10)),
        ("parties", "parties-only", 1, 1, date(2025, 3, 10)),
    ]


def test_a_party_beside_an_independent_voice_is_not_counted_as_another() -> None:
    news = source(id="news", kind="secondary")
    release = source(id="release", origin="quay-company", parties=["Quay Company"])
    both = claim(evidence=[passage("news"), passage("release")])
    (item,) = of(Reason.ORIGIN, list_due(corpus(article(), both, news, release), DAY))
    assert (item.why, item.sources, item.origins) == ("single-origin", 1, 1)


def test_only_the_standing_verdict_is_asked_what_it_rests_on() -> None:
    news = source(id="news", kind="secondary")
    later = claim(
        evidence=[passage("news"), passage("harbour-log", speaks_of="2025-03-20/..")],
        reviews=[review(holds="2025-03-03/2025-03-20"), review(holds="2025-03-20/..")],
    )
    assert names(Reason.ORIGIN, corpus(article(), later, news, source())) == []


def test_a_waiver_is_listed_before_it_ends_and_after() -> None:
    waivers = [
        {"rule": rule, "reason": {"en": "Known."}, "until": until}
        for rule, until in (("a", "2025-05-01"), ("b", "2025-05-02"), ("c", "2025-03-31"))
    ]
    found = of(Reason.WAIVER, list_due(corpus(article(), claim(), source(waivers=waivers)), DAY))
    assert [(i.why, i.days(DAY), i.record) for i in found] == [
        ("c", -1, ("sources", "harbour-log")),
        ("a", 30, ("sources", "harbour-log")),
    ]


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ({}, True),
        (
            {"archived": ["https://web.archive.org/web/20250310000000/https://a.example.org/"]},
            False,
        ),
        ({"read": "unread"}, False),
        ({"url": None, "isbn": "9780000000002"}, False),
    ],
)
def test_a_copy_is_owed_for_pages_that_were_read(
    written: dict[str, object],
    listed: bool,  # noqa: FBT001 - a column
) -> None:
    cited = claim(evidence=[passage("harbour-log"), passage("harbour-log", id="again")])
    gathered = corpus(article(), cited, source(**{"archived": [], **written}))
    found = of(Reason.ARCHIVE, list_due(gathered, DAY))
    assert [(i.record[1], i.day, i.count) for i in found] == (
        [("harbour-log", date(2025, 3, 10), 1)] if listed else []
    )


def test_a_capture_of_ours_is_a_copy_until_it_is_taken_down() -> None:
    bare = [source(id=name, archived=[]) for name in ("harbour-log", "other")]
    cited = claim(evidence=[passage("harbour-log"), passage("other")])
    gathered = corpus(article(), cited, *bare)
    key = evidence_key(cited.id, "harbour-log")
    proof = proven(gathered).proofs[key]

    def owed(lock: EvidenceLock) -> list[object]:
        held = replace(gathered, evidence_lock=lock)
        return [item.record[1] for item in of(Reason.ARCHIVE, list_due(held, DAY))]

    mismatch = replace(proof, result="mismatch", offset=None, length=None)
    assert owed(EvidenceLock({})) == ["harbour-log", "other"]
    assert owed(EvidenceLock({key: proof})) == owed(EvidenceLock({key: mismatch})) == ["other"]
    gone = DroppedCapture(proof.capture, "2025-04-01", "Its author asked us to.")
    lock = EvidenceLock({key: proof}, {"source:harbour-log": gone})
    assert owed(lock) == ["harbour-log", "other"]
    again = replace(proof, capture=replace(proof.capture, retrieved="2026-12-01T10:00:00Z"))
    assert owed(EvidenceLock({key: again}, lock.dropped)) == ["other"]


def test_texts_without_a_language_are_counted_by_record_and_language() -> None:
    bare = claim(not_checked="Nothing.", claim={"pt-BR": "Os cais fecham."})
    found = of(Reason.TRANSLATION, list_due(corpus(article(), bare, source()), DAY))
    assert [(i.why, i.language, i.count, i.day) for i in found] == [
        ("missing", "en", 1, None),
        ("missing", "pt-BR", 1, None),
    ]


def test_a_stale_translation_is_listed() -> None:
    old = {"claim:quays-are-closed/claim": {"pt-BR": digest("An earlier wording.")}}
    gathered = corpus(translations=old)
    found = of(Reason.TRANSLATION, list_due(gathered, DAY))
    assert [(i.record[1], i.why, i.language, i.count) for i in found] == [
        ("quays-are-closed", "stale", "pt-BR", 1)
    ]


# --- quotes ---------------------------------------------------------------------------------------

CAPTURE = CaptureProof(
    url="https://port.example.org/log",
    retrieved="2025-03-20T08:00:00Z",
    media_type="text/html",
    via="http",
    bytes="a" * 64,
    text="b" * 64,
    characters=100,
)


def proven(gathered: Corpus, **over: Any) -> Corpus:
    """Lock every quote as found, with what a test changes."""
    proofs = {
        q.key: replace(
            Proof(q.hash, q.source, CAPTURE, "verified", 1, 0, len(q.quote.exact)), **over
        )
        for q in quotes_of(gathered)
    }
    return replace(gathered, evidence_lock=EvidenceLock(proofs))


def test_verified_quotes_are_not_due() -> None:
    assert list_due(proven(corpus()), DAY) == ()


def test_quotes_that_were_not_found_mean_that_a_source_changed() -> None:
    missed = proven(corpus(), result="mismatch", offset=None, length=None)
    found = list_due(missed, DAY)
    assert [(i.reason, i.record, i.day, i.count) for i in found] == [
        (Reason.CHANGED, ("articles", "harbour-times"), date(2025, 3, 20), 1),
        (Reason.CHANGED, ("sources", "harbour-log"), date(2025, 3, 20), 1),
    ]


def test_a_newer_copy_without_the_words_means_that_a_source_changed() -> None:
    found = list_due(proven(corpus(), changed="2025-03-29T10:00:00Z"), DAY)
    assert [(i.reason, i.day) for i in found] == [(Reason.CHANGED, date(2025, 3, 29))] * 2


def test_quotes_nobody_can_compare_are_counted_by_source() -> None:
    twice = claim(
        evidence=[passage("harbour-log"), passage("harbour-log", id="again"), passage("late")]
    )
    late = source(id="late", read="unread")
    found = of(Reason.QUOTE, list_due(corpus(article(), twice, source(), late), DAY))
    assert [(i.record[1], i.why, i.count, i.day) for i in found] == [
        ("harbour-log", "attested", 2, date(2025, 3, 10)),
        ("harbour-times", "attested", 1, None),
        ("late", "unchecked", 1, None),
    ]


def test_one_quote_that_is_proven_leaves_the_others_of_its_source() -> None:
    twice = claim(evidence=[passage("harbour-log"), passage("harbour-log", id="again")])
    gathered = corpus(article(), twice, source())
    key = evidence_key("quays-are-closed", "again")
    proofs = {key: proven(gathered).proofs[key]}
    found = of(Reason.QUOTE, list_due(replace(gathered, evidence_lock=EvidenceLock(proofs)), DAY))
    assert [(i.record[1], i.count) for i in found] == [("harbour-log", 1), ("harbour-times", 1)]


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture
def lastro(lastro: Lastro) -> Lastro:
    return partial(lastro, "due")


def test_overdue_and_coming_reviews_stand_in_columns(site: Path, lastro: Lastro) -> None:
    by_day = FAST.replace("volatility: fast", "review_by: 2026-05-14")
    write_files(
        site,
        {
            CLAIM_PATH: FAST,
            "claims/harbour/gulls.yml": by_day,
            SOURCE_PATH: UNARCHIVED,
        },
    )
    code, out, err = lastro("--today", "2026-05-05")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "overdue 3 d   quays-closed  fast, decided 2026-02-01  2 sources, 2 origins",
        "due in   9 d  gulls         review_by 2026-05-14      2 sources, 2 origins",
        "",
        "3 sources whose quotes nobody can compare: lastro due --reason quote",
        "1 source of which no copy is kept: lastro due --reason archive",
    ]


def test_a_review_of_the_day_is_due_and_not_late(site: Path, lastro: Lastro) -> None:
    write_files(site, {CLAIM_PATH: FAST})
    assert lastro("--today", "2026-05-02")[1].startswith("due today  quays-closed  fast")


def test_nothing_due_is_said(site: Path, lastro: Lastro) -> None:  # noqa: ARG001 - stands in it
    out = lastro("--today", "2026-03-01", "--reason", "review")[1]
    assert out == "nothing falls due within 30 days of 2026-03-01\n"


def test_reasons_asked_for_are_listed_and_no_others(site: Path, lastro: Lastro) -> None:
    write_files(site, {SOURCE_PATH: UNARCHIVED})
    out = lastro("--today", "2026-03-01", "--reason", "archive, quote")[1]
    assert out.splitlines() == [
        "attested  source:harbour-bylaws  read 2026-01-20  1 quote",
        "attested  source:port-blog       read 2026-01-20  1 quote",
        "attested  article:harbour                         2 quotes",
        "no copy   source:harbour-bylaws  read 2026-01-20  cited in 1 claim",
    ]


def test_all_lists_every_reason(site: Path, lastro: Lastro) -> None:
    write_files(site, {SOURCE_PATH: UNARCHIVED, CLAIM_PATH: FAST})
    lines = lastro("--today", "2026-05-05", "--all")[1].splitlines()
    assert [line.split("  ")[0] for line in lines] == [
        "overdue 3 d",
        "attested",
        "attested",
        "attested",
        "no copy",
    ]


def test_paths_limit_what_is_listed(site: Path, lastro: Lastro) -> None:
    write_files(site, {SOURCE_PATH: UNARCHIVED, CLAIM_PATH: FAST})
    out = lastro("--today", "2026-05-05", "--all", "sources/port-blog.yml")[1]
    assert out.splitlines() == ["attested  source:port-blog  read 2026-01-20  1 quote"]


def test_a_record_that_cannot_be_read_is_named_as_a_gap(site: Path, lastro: Lastro) -> None:
    write_files(site, {CLAIM_PATH: CLAIM + "oops\n"})
    code, out, _ = lastro("--today", "2026-03-01", "--reason", "review")
    assert code == 0
    assert out.splitlines()[-1] == (
        "1 record could not be read and may be due too: run `lastro check`"
    )


def test_json_holds_everything_that_is_due(site: Path, lastro: Lastro) -> None:
    write_files(site, {CLAIM_PATH: FAST, SOURCE_PATH: UNARCHIVED})
    found = json.loads(lastro("--today", "2026-05-05", "--json", "--within", "7")[1])
    entries = found.pop("due")
    assert found == {
        "format": "lastro-due",
        "version": 1,
        "today": "2026-05-05",
        "within": 7,
        "unread": 0,
        "counts": {"archive": 1, "quote": 3, "review": 1},
    }
    assert entries[0] == {
        "reason": "review",
        "record": "claim:quays-closed",
        "path": CLAIM_PATH,
        "day": "2026-05-02",
        "days": -3,
        "why": "fast",
        "language": None,
        "count": 1,
        "decided": "2026-02-01",
        "opened": None,
        "sources": 2,
        "origins": 2,
    }
    assert [entry["reason"] for entry in entries[1:]] == ["quote"] * 3 + ["archive"]
    assert {entry["days"] for entry in entries[1:]} == {None}


def test_an_open_claim_is_listed_with_its_day(site: Path, lastro: Lastro) -> None:
    write_files(site, {CLAIM_PATH: f"{CLAIM.partition('reviews:')[0]}opened: 2026-02-20\n"})
    assert lastro("--today", "2026-03-23")[1].splitlines()[0] == (
        "overdue 1 d  quays-closed  open since 2026-02-20  2 sources, 2 origins"
    )
    (entry,) = json.loads(lastro("--today", "2026-03-23", "--json", "--reason", "review")[1])["due"]
    assert {
        key: entry[key] for key in ("day", "why", "decided", "opened", "sources", "origins")
    } == {
        "day": "2026-03-22",
        "why": "opened",
        "decided": None,
        "opened": "2026-02-20",
        "sources": 2,
        "origins": 2,
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--within", "3 weeks"], "'3 weeks' is no number of days: write 30d"),
        (["--within", "-1"], "'-1' is no number of days: write 30d"),
        (["--reason", "revew"], "'revew' is no reason: did you mean 'review'?"),
        (["--today", "03/04/26"], "'03/04/26' is not a date"),
        (["--today", ""], "'' is not a date"),
    ],
)
def test_what_is_no_number_reason_or_day_is_refused(
    site: Path,  # noqa: ARG001 - stands in it
    lastro: Lastro,
    arguments: list[str],
    message: str,
) -> None:
    code, out, err = lastro(*arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_a_site_whose_settings_cannot_be_read_is_refused(site: Path, lastro: Lastro) -> None:
    write_files(site, {"lastro.yml": SETTINGS.replace("ratings:", "ratngs:", 1)})
    assert lastro() == (2, "", "error: lastro.yml has errors\nhint: run `lastro check`\n")


def test_a_hostile_rule_name_commands_no_terminal(site: Path, lastro: Lastro) -> None:
    waiver = 'waivers: [{rule: "::error::x, y; z", reason: {en: Known., pt-BR: Sim.}, until: 2026-03-02}]\n'
    write_files(site, {SOURCE_PATH: SOURCE + waiver})
    assert "\n::" not in lastro("--today", "2026-03-01")[1]


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("2026-01-31", {"date-in-future"}),
        ("2026-02-01", set()),
        ("2027-02-01", set()),
        ("2027-02-02", {"review-overdue"}),
    ],
)
def test_the_check_judges_by_the_day_that_it_is_given(
    site: Path,  # noqa: ARG001 - stands in it
    capsys: pytest.CaptureFixture[str],
    today: str,
    told: set[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--all", "--format", "concise", "--today", today])
    found = set(re.findall(r": (?:note|error) ([a-z-]+):", capsys.readouterr().out))
    assert found - {"quote-only-attested"} == told


# --- the page -------------------------------------------------------------------------------------


def body(gathered: Corpus, today: date, language: str = "en", *, draft: bool = False) -> str:
    site = derive(gathered, today, draft=draft)
    page = next(page for page in pages(site, language) if page.path == "overdue/")
    return " ".join(re.sub(r"<[^>]+>", " ", page.body).split())


def test_the_page_says_its_day_and_counts_each_reason() -> None:
    late = claim(volatility="fast")
    text = body(corpus(article(), late, source(archived=[])), date(2025, 6, 20))
    assert text.startswith("As of 20 June 2025 .")
    assert "Reviews past their day : 1 Reviews due within 30 days: 0" in text
    assert "Sources of which no copy is kept : 1" in text
    assert (
        "The quays of Aldera are closed on Sundays. Due since 8 June 2025 · every 90 days, "
        "last decided 10 March 2025 · 1 source, 1 origin" in text
    )


def test_the_page_speaks_portuguese() -> None:
    text = body(corpus(article(), claim(volatility="fast"), source()), date(2025, 6, 20), "pt-BR")
    assert text.startswith("Situação em 20 de junho de 2025 .")
    assert (
        "Os cais de Aldera fecham aos domingos. Revisão atrasada desde 8 de junho de 2025 · "
        "a cada 90 dias, última decisão em 10 de março de 2025 · 1 fonte, 1 origem" in text
    )


@pytest.mark.parametrize("language", ["en", "pt-BR"])
def test_the_page_has_words_for_every_reason(language: str) -> None:
    waiver = {"rule": "quote-too-long", "reason": {"en": "It is long."}, "until": "2025-03-31"}
    release = source(
        id="release", origin="quay-company", parties=["Quay Company"], waivers=[waiver], archived=[]
    )
    late = source(id="late", read="unread")
    bare = source(id="bare", archived=[])
    cited = claim(
        evidence=[passage("release"), passage("late", "context")],
        not_checked={"en": "Nothing."},
        volatility=None,
        review_by="2025-04-10",
    )
    gathered = corpus(article(), cited, release, late, bare)
    locked = proven(gathered, changed="2025-03-29T10:00:00Z").proofs
    key = evidence_key("quays-are-closed", "release")
    gathered = replace(gathered, evidence_lock=EvidenceLock({key: locked[key]}))
    assert {item.reason for item in list_due(gathered, DAY)} == set(Reason)
    assert body(gathered, DAY, language).count(" · ") >= len(
        ["review", "origin", "quote", "archive"]
    )


def test_the_page_of_a_draft_names_claims_that_have_no_page() -> None:
    broken = claim(evidence=[passage("nowhere")], volatility="fast")
    text = body(corpus(article(), broken, source()), date(2025, 6, 20), draft=True)
    assert "quays-are-closed Due since 8 June 2025" in text


def test_no_search_engine_and_no_search_of_ours_finds_the_page() -> None:
    page = next(page for page in pages(derive(corpus(), DAY), "en") if page.path == "overdue/")
    assert page.head == '<meta name="robots" content="noindex">'
    assert (page.listed, page.found_as) == (False, ("", ""))


def test_every_page_leads_to_it_from_its_foot() -> None:
    assert ("Overdue", "overdue/") in footer("en")
    assert ("Pendências", "overdue/") in footer("pt-BR")


def test_order_and_reasons_of_the_page_are_those_of_the_list() -> None:
    claims = [
        claim(id=f"c{n}", volatility=None, review_by=(DAY + timedelta(days=9 - n)).isoformat())
        for n in range(3)
    ]
    site = derive(corpus(article(), *claims, source()), DAY)
    page = next(page for page in pages(site, "en") if page.path == "overdue/")
    assert re.findall(r'href="\.\./claims/(c\d)/"', page.body) == ["c2", "c1", "c0"]
    assert [item.record[1] for item in site.due if item.reason is Reason.REVIEW] == [
        "c2",
        "c1",
        "c0",
    ]


def sources_named(*records: Source) -> list[object]:
    return names(Reason.ARCHIVE, corpus(article(), claim(), *records))


def test_sources_without_an_archive_come_by_the_day_they_were_read() -> None:
    def read(name: str, day: str) -> Source:
        how = {"on": day, "by": "Ines Duarte", "as": "original", "extent": "whole"}
        return source(id=name, archived=[], read=how)

    assert sources_named(
        read("b", "2025-03-12"), read("a", "2025-03-13"), read("c", "2025-03-11")
    ) == [
        "c",
        "b",
        "a",
    ]
