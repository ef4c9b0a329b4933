"""`lastro merge`: one record points on to the other, nothing is dropped, nothing is left unsaid."""

from pathlib import Path

import pytest

from lastro.capture.store.store import CaptureStore
from tests.support.command_line import Lastro
from tests.support.linked_site import (
    DIGEST,
    DIGEST_PATH,
    GATES,
    GATES_PATH,
    TODAY,
    files_of,
    lock_all,
    write_linked,
)
from tests.support.little_site import (
    ARTICLE_PATH,
    CLAIM,
    CLAIM_PATH,
    OTHER_SOURCE,
    OTHER_SOURCE_PATH,
    SOURCE,
    SOURCE_PATH,
    write_files,
)

READ = "read: {on: 2026-01-20, by: Ana Prado, as: original, extent: whole}\n"
MERGE = ("merge", "source", "bylaws-digest", "into", "harbour-bylaws", "--today", TODAY)
WITHDRAWN = """\
withdrawn:
  on: 2026-11-25
  reason:
    en: "The same work was recorded twice; the other record, which this page leads to, is kept."
    pt-BR: "A mesma obra foi registrada duas vezes; fica valendo o outro registro, indicado nesta página."
  see: harbour-bylaws
"""


@pytest.fixture
def site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """Write a site in which one claim cites the digest, beside all other kinds of links."""
    monkeypatch.chdir(write_linked(tmp_path))
    digest = DIGEST.replace("derived_from:\n- harbour-bylaws\n", "").replace("read: unread\n", READ)
    quays = CLAIM.replace("port-blog", "bylaws-digest").replace(
        "Quiet again on Sunday.", "All quiet."
    )
    gates = GATES.replace("sources: [port-blog,", "sources: [bylaws-digest,")
    write_files(tmp_path, {DIGEST_PATH: digest, CLAIM_PATH: quays, GATES_PATH: gates})
    lock_all()
    capsys.readouterr()
    return tmp_path


@pytest.fixture
def base(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the site as it was published."""
    return write_files(tmp_path_factory.mktemp("base"), files_of(site))


def found(lastro: Lastro, base: Path) -> list[str]:
    """Return place and rule of what the check finds, notes apart."""
    out = lastro("check", "--format", "concise", "--today", TODAY, "--base", str(base))[1]
    lines = [line.split(" ") for line in out.splitlines() if " note " not in line]
    return [f"{line[0][:-1]} {line[2][:-1]}" for line in lines if line[0].endswith(":")]


def told(out: str) -> list[str]:
    """Return place and rule of what a command leaves to a person."""
    lines = (
        line.split(":") for line in out.splitlines() if line.startswith("  ") and line[2] != " "
    )
    return [":".join(line[:3]).strip() for line in lines]


def test_a_source_is_merged_and_what_needs_a_person_is_what_the_check_then_finds(
    site: Path, base: Path, lastro: Lastro
) -> None:
    code, out, _ = lastro(*MERGE)
    assert code == 0
    assert out.splitlines()[0] == (
        "withdrew source 'bylaws-digest' (see 'harbour-bylaws'), changed 1 link in 1 record"
    )
    assert (site / DIGEST_PATH).read_text(encoding="utf-8").endswith(WITHDRAWN)
    after = (site / CLAIM_PATH).read_text(encoding="utf-8")
    quays = (base / CLAIM_PATH).read_text(encoding="utf-8")
    assert after == quays.replace(
        "  - source: bylaws-digest\n", "  - source: harbour-bylaws\n"
    ).replace("no domingo.}\n", "no domingo.}\n    id: bylaws-digest\n")
    assert files_of(site)[GATES_PATH] == files_of(base)[GATES_PATH]
    left = found(lastro, base)
    assert left == told(out) != []
    assert f"{GATES_PATH}:39:15 link-to-withdrawn" in left


def test_a_passage_alone_of_its_source_goes_by_the_new_name_with_its_citations_and_proof(
    site: Path, base: Path, lastro: Lastro
) -> None:
    read_there = "as: reprint, extent: whole, reprint: https://port.example.org/bylaws}"
    blog = OTHER_SOURCE.replace("as: original, extent: whole}", read_there)
    write_files(site, {OTHER_SOURCE_PATH: blog})
    write_files(base, {OTHER_SOURCE_PATH: blog})
    gates = (site / GATES_PATH).read_bytes()
    code, out, _ = lastro(
        "merge", "source", "harbour-bylaws", "into", "port-blog", "--today", TODAY
    )
    assert code == 0
    assert out.splitlines()[0] == (
        "withdrew source 'harbour-bylaws' (see 'port-blog'), "
        "changed 4 links and 6 citations in 2 records, moved 6 lock entries, moved 2 captures"
    )
    after = (site / GATES_PATH).read_text(encoding="utf-8")
    text = gates.decode().replace("- source: 'harbour-bylaws'", "- source: 'port-blog'")
    text = text.replace('"harbour-bylaws"', '"port-blog"').replace("@harbour-bylaws", "@port-blog")
    text = text.replace("digest, harbour-bylaws]", "digest, port-blog]")
    assert after == text
    assert found(lastro, base) == told(out)
    assert len(CaptureStore(site / ".captures").all("source:port-blog")) == 2
    assert lastro("verify", "--today", TODAY)[1].startswith("6 verified, 0 mismatch, 1 attested")


def test_what_was_captured_at_another_address_proves_nothing_and_an_editor_looks_again(
    site: Path, base: Path, lastro: Lastro
) -> None:
    merge = ("merge", "source", "harbour-bylaws", "into", "port-blog", "--today", TODAY)
    out = lastro(*merge)[1]
    assert "  evidence" not in out
    assert "the capture of 2026-11-24T21:30:00Z stays with 'source:harbour-bylaws'\n" in out
    left = found(lastro, base)
    assert left == told(out)
    assert sum(line.endswith(" quote-edited-after-lock") for line in left) == 3
    assert len(CaptureStore(site / ".captures").all("source:harbour-bylaws")) == 2


def test_a_claim_keeps_all_that_it_holds_and_names_what_the_other_lacks(
    site: Path, base: Path, lastro: Lastro
) -> None:
    code, out, err = lastro(
        "merge", "claim", "gates-locked", "into", "quays-closed", "--today", TODAY
    )
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "withdrew claim 'gates-locked' (see 'quays-closed')",
        f"  {GATES_PATH}:14:5 only 'gates-locked' has this evidence of 'harbour-bylaws'",
        f"  {GATES_PATH}:21:6 only 'gates-locked' has this evidence of 'harbour-bylaws'",
        f"  {GATES_PATH}:8:10 'quays-closed' does not have these words of the article (`said.also`)",
        f"  {GATES_PATH}:36:1 only 'gates-locked' has 1 of its `events`",
    ]
    after = (site / GATES_PATH).read_text(encoding="utf-8")
    assert after.startswith((base / GATES_PATH).read_text(encoding="utf-8"))
    assert after.endswith("  see: quays-closed\n")
    assert files_of(site)[ARTICLE_PATH] == files_of(base)[ARTICLE_PATH]
    assert found(lastro, base) == []


def test_a_link_of_the_new_claim_to_the_old_one_is_left_with_its_place(
    site: Path, base: Path, lastro: Lastro
) -> None:
    out = lastro("merge", "claim", "quays-closed", "into", "gates-locked", "--today", TODAY)[1]
    assert f"  {GATES_PATH}:45:12 link-to-withdrawn: 'quays-closed' was withdrawn" in out
    assert found(lastro, base) == [f"{GATES_PATH}:45:12 link-to-withdrawn"]
    assert (site / GATES_PATH).read_bytes() == (base / GATES_PATH).read_bytes()


def test_an_older_tombstone_leads_to_the_last_record(site: Path, lastro: Lastro) -> None:
    withdrawn = "withdrawn: {on: 2026-03-01, reason: {en: Twice., pt-BR: Duas vezes.}, see: bylaws-digest}\n"
    old = SOURCE.replace("port.example.org/bylaws", "port.example.org/old")
    write_files(site, {"sources/old-digest.yml": old + withdrawn})
    assert "changed 2 links in 2 records" in lastro(*MERGE)[1]
    after = (site / "sources/old-digest.yml").read_text(encoding="utf-8")
    assert after == old + withdrawn.replace("bylaws-digest", "harbour-bylaws")


def test_a_reason_of_ones_own_is_shown_instead(site: Path, lastro: Lastro) -> None:
    own = ("--reason", "Same text.", "--reason-in", "pt-BR=O mesmo texto.")
    assert lastro(*MERGE, *own)[0] == 0
    assert (site / DIGEST_PATH).read_text(encoding="utf-8").splitlines()[-1] == (
        "withdrawn: {on: 2026-11-25, reason: {en: Same text., pt-BR: O mesmo texto.}, "
        "see: harbour-bylaws}"
    )


def test_a_dry_run_names_the_same_and_writes_nothing(
    site: Path, base: Path, lastro: Lastro
) -> None:
    code, out, _ = lastro(*MERGE, "--dry-run")
    assert code == 0
    assert out.startswith(
        "would withdraw source 'bylaws-digest' (see 'harbour-bylaws'), change 1 link in 1 record\n"
    )
    assert files_of(site) == files_of(base)
    assert told(out) == told(lastro(*MERGE)[1])


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (
            ("source", "port-blog", "into", "port-blog"),
            "'port-blog' is this record itself",
            "name another",
        ),
        (
            ("source", "port-blog", "into", "bylaws-digets"),
            "no source 'bylaws-digets'",
            "did you mean 'bylaws-digest'?",
        ),
        (
            ("claim", "quays-closed", "into", "port-blog"),
            "'port-blog' is no claim but a source",
            "write `source port-blog`",
        ),
        (
            ("source", "old-blog", "into", "port-blog"),
            "source 'old-blog' was withdrawn on 2026-03-01",
            "its reason stands in sources/old-blog.yml:11:13",
        ),
        (
            ("source", "port-blog", "into", "old-blog"),
            "source 'old-blog' was withdrawn on 2026-03-01",
            "its reason stands in sources/old-blog.yml:11:13",
        ),
        (
            ("source", "port-blog", "into", "harbour-bylaws", "--reason-in", "pt-BR=Duas vezes."),
            "`--reason-in` translates `--reason`",
            "give both, or none",
        ),
        (
            ("source", "port-blog", "into", "harbour-bylaws", "--reason", "-"),
            "'-' gives no reason in en",
            "say why: readers see it",
        ),
    ],
)
def test_what_cannot_be_merged_is_refused_and_nothing_is_written(
    site: Path, lastro: Lastro, arguments: tuple[str, ...], message: str, hint: str
) -> None:
    withdrawn = "withdrawn: {on: 2026-03-01, reason: {en: Twice., pt-BR: Duas vezes.}}\n"
    write_files(site, {"sources/old-blog.yml": SOURCE + withdrawn})
    before = files_of(site)
    code, out, err = lastro("merge", *arguments, "--today", TODAY)
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {message}\nhint: {hint}")
    assert files_of(site) == before
    assert SOURCE_PATH in before


def test_a_statement_that_repeats_the_old_claim_repeats_the_new_one_and_the_map_stays(
    site: Path, lastro: Lastro
) -> None:
    text = (site / ARTICLE_PATH).read_text(encoding="utf-8")
    rows = "  - {repeats: gates-locked, words: gates}\n  - {repeats: quays-closed, words: quays}\n"
    write_files(site, {ARTICLE_PATH: text + rows})
    lastro("merge", "claim", "gates-locked", "into", "quays-closed", "--today", TODAY)
    after = (site / ARTICLE_PATH).read_text(encoding="utf-8")
    assert after == text + rows.replace("repeats: gates-locked", "repeats: quays-closed")


def test_two_sources_that_share_nothing_raise_a_doubt(site: Path, lastro: Lastro) -> None:
    merge = (
        "merge",
        "source",
        "port-blog",
        "into",
        "harbour-bylaws",
        "--today",
        TODAY,
        "--dry-run",
    )
    doubt = "doubt: the two share no title, publisher or origin; are they one?"
    assert doubt in lastro(*merge)[1].splitlines()
    text = OTHER_SOURCE.replace("publisher: Port Blog", "publisher: Port of Example")
    (site / OTHER_SOURCE_PATH).write_text(text, encoding="utf-8")
    code, out, _ = lastro(*merge)
    assert (code, "doubt" in out) == (0, False)


def test_two_claims_that_share_nothing_raise_a_doubt(site: Path, lastro: Lastro) -> None:
    other = CLAIM.replace("[harbour]", "[birds]").replace("name: The Tide", "name: The Gull")
    source = OTHER_SOURCE.replace("/walk", "/gulls")
    lonely = other.replace("harbour-bylaws", "gulls").replace(
        "  - source: port-blog", "  - source: gulls\n    id: more"
    )
    gulls = "claims/harbour/gulls-loud.yml"
    write_files(
        site, {"sources/gulls.yml": source, gulls: lonely.replace("[@port-blog]", "[@more]")}
    )
    merge = ("merge", "claim", "gulls-loud", "into", "quays-closed", "--today", TODAY, "--dry-run")
    doubt = "doubt: the two share no source, topic or claimant; are they one?"
    assert doubt in lastro(*merge)[1].splitlines()
    (site / gulls).write_text(
        lonely.replace("[birds]", "[harbour]").replace("[@port-blog]", "[@more]"), encoding="utf-8"
    )
    assert "doubt" not in lastro(*merge)[1]
