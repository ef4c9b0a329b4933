"""Branches that capture different sources, merged by git itself: with our driver and without it."""

import json
import subprocess
from pathlib import Path

import pytest

from lastro.capture.store.store import CaptureStore
from lastro.locks.evidence import EVIDENCE, evidence_lock_of
from lastro.locks.translations import TRANSLATIONS
from tests.support.command_line import Lastro
from tests.support.linked_site import TODAY
from tests.support.little_site import CLAIM_PATH
from tests.support.little_store import BYLAWS, keep

LAW = "claim:quays-closed/evidence/harbour-bylaws"
BLOG = "claim:quays-closed/evidence/port-blog"
CONFIG = "merge.lastro-lock.driver"
KEEPS = "`lastro verify --update` keeps the entries of both sides"
DECIDE = (
    "of the lines with one key keep one, delete the marker lines, then run `lastro verify --update`"
)


@pytest.fixture(autouse=True)
def clone(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the site under git; what the clones of editors have is not committed."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    (site / ".gitignore").write_text("/.captures\n/build/\n", encoding="utf-8")
    git("init", "--quiet", "--initial-branch", "main")
    commit()
    return site


def git(*arguments: str) -> int:
    who = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")
    return subprocess.run(["git", *who, *arguments], check=False, capture_output=True).returncode


def commit() -> None:
    assert git("add", "--all") == 0
    assert git("commit", "--quiet", "--message", "a change") == 0


def capture_on(branch: str, lastro: Lastro, of: str, words: str, *, seconds: int = 0) -> None:
    """Let an editor who has only this capture lock what it proves, on a branch from the first one."""
    assert git("checkout", "--quiet", "-b", branch, "main") == 0
    store = Path.cwd().with_name(branch)
    git("config", "lastro.captures", str(store))
    address = {BYLAWS: "https://port.example.org/bylaws"}.get(of, "https://blog.example.org/walk")
    keep(CaptureStore(store), of, words, seconds=seconds, url=address)
    lastro("verify", "--update")
    commit()
    git("config", "lastro.captures", str(store.with_name("nothing")))


def two_branches(lastro: Lastro) -> None:
    capture_on("bylaws", lastro, BYLAWS, "4. The quays shall be closed on Sundays.")
    capture_on("blog", lastro, "source:port-blog", "Quiet again on Sunday. Gulls.")


def found(lastro: Lastro) -> list[tuple[str, str]]:
    """Return rule and hint of each error."""
    out = lastro("check", "--all", "--format", "json", "--today", TODAY)[1]
    listed = json.loads(out)["diagnostics"]
    return [(one["rule"], one["hint"]) for one in listed if one["severity"] == "error"]


def locked() -> dict[str, str]:
    proofs = evidence_lock_of(Path(EVIDENCE).read_text(encoding="utf-8")).proofs
    return {key: proof.result for key, proof in proofs.items()}


def test_git_merges_captures_of_two_branches_once_the_doctor_was_there(lastro: Lastro) -> None:
    lastro("doctor", "--fix")
    assert Path(".gitattributes").read_text(encoding="utf-8") == (
        "/evidence.lock merge=lastro-lock\n/translations.lock merge=lastro-lock\n"
    )
    assert "ok    git merges the locks entry by entry" in lastro("doctor")[1].splitlines()
    commit()
    two_branches(lastro)
    assert git("merge", "--quiet", "bylaws", "--message", "both") == 0
    assert locked() == {LAW: "verified", BLOG: "verified"}
    assert found(lastro) == []


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_without_the_driver_the_advice_loses_nothing(lastro: Lastro, style: str) -> None:
    two_branches(lastro)
    assert git("-c", f"merge.conflictStyle={style}", "merge", "bylaws") == 1
    assert found(lastro) == [("merge-marker", KEEPS)]
    assert lastro("verify")[0] == 2
    assert lastro("verify", "--update", "--dry-run")[0] == 2
    assert lastro("verify", "--update")[0] == 0
    assert locked() == {LAW: "verified", BLOG: "verified"}
    assert found(lastro) == []


def test_a_driver_that_cannot_start_leaves_the_merge_to_git(lastro: Lastro) -> None:
    lastro("doctor", "--fix")
    commit()
    told = subprocess.run(["git", "config", CONFIG], check=True, capture_output=True, text=True)
    git("config", CONFIG, "/no/such/program %O; " + told.stdout.partition("; ")[2].strip())
    note = "note  captures of two branches are a conflict in evidence.lock when git merges them: "
    assert note + "lastro doctor --fix" in lastro("doctor")[1].splitlines()
    two_branches(lastro)
    assert git("merge", "bylaws") == 1
    assert found(lastro) == [("merge-marker", KEEPS)]
    assert Path(EVIDENCE).read_text(encoding="utf-8").count("source") == 2


def test_an_entry_that_both_branches_changed_is_marked_and_no_other(lastro: Lastro) -> None:
    lastro("doctor", "--fix")
    commit()
    two_branches(lastro)
    git("checkout", "--quiet", "main")
    capture_on("again", lastro, BYLAWS, "The quays shall be closed on Sundays.", seconds=9)
    assert git("merge", "--quiet", "blog", "--message", "both") == 0
    assert git("merge", "bylaws") == 1
    text = Path(EVIDENCE).read_text(encoding="utf-8")
    marks = [line for line in text.split("\n") if line[:7] in {"<" * 7, "=" * 7, ">" * 7}]
    assert marks == ["<<<<<<< ours", "=======", ">>>>>>> theirs"]
    assert (text.count(LAW), text.count(BLOG)) == (2, 1)
    assert found(lastro) == [("merge-marker", DECIDE)]
    assert lastro("verify", "--update")[0] == 2
    assert Path(EVIDENCE).read_text(encoding="utf-8") == text
    before, _, theirs = text.partition("=======\n")
    kept = before + theirs.partition(">>>>>>> theirs\n")[2]
    Path(EVIDENCE).write_text(kept.replace("<<<<<<< ours\n", ""), encoding="utf-8")
    assert lastro("verify", "--update")[0] == 0
    assert locked() == {LAW: "verified", BLOG: "verified"}


def test_lines_out_of_order_are_sorted_when_nothing_else_is_amiss(lastro: Lastro) -> None:
    two_branches(lastro)
    git("merge", "bylaws")
    lines = Path(EVIDENCE).read_text(encoding="utf-8").split("\n")
    entries = [line.removesuffix(",") for line in lines if line.startswith('"')]
    Path(EVIDENCE).write_text("\n".join(["{", *entries[::-1], "}", ""]), encoding="utf-8")
    assert found(lastro) == [("lock-malformed", "`lastro verify --update` sorts its lines")]
    assert lastro("fmt")[1].startswith("formatted 1 of ")
    assert found(lastro) == []
    Path(EVIDENCE).write_text('{\n"a": {}\n}\n', encoding="utf-8")
    restore = "restore it, then run `lastro verify --update`"
    assert found(lastro) == [("lock-malformed", restore)]
    assert lastro("verify", "--update")[0] == 2


def test_translations_accepted_on_two_branches_are_kept_by_fmt(lastro: Lastro) -> None:
    for branch, path in (("left", "sources"), ("right", "claims")):
        git("checkout", "--quiet", "-b", branch, "main")
        assert lastro("fmt", "--accept-translation", "pt-BR", CLAIM_PATH if path == "claims" else
                      "claims/harbour/article.yml")[0] == 0  # fmt: skip
        commit()
    assert git("merge", "left") == 1
    assert found(lastro) == [("merge-marker", "`lastro fmt` keeps the entries of both sides")]
    assert lastro("fmt", "--check")[0] == 1
    assert lastro("fmt", "sources")[1].startswith("formatted 0 of ")
    assert lastro("fmt")[0] == 0
    text = Path(TRANSLATIONS).read_text(encoding="utf-8")
    assert ("article:harbour/" in text, "claim:quays-closed/" in text) == (True, True)
    assert found(lastro) == []


def test_attributes_that_are_there_stay_and_a_link_is_not_followed(
    clone: Path, lastro: Lastro
) -> None:
    attributes = clone / ".gitattributes"
    attributes.write_text("*.png binary\n/evidence.lock merge=lastro-lock", encoding="utf-8")
    assert lastro("doctor", "--fix")[0] == lastro("doctor", "--fix")[0]
    assert attributes.read_text(encoding="utf-8") == (
        "*.png binary\n/evidence.lock merge=lastro-lock\n/translations.lock merge=lastro-lock\n"
    )
    attributes.rename(clone / "secret")
    attributes.symlink_to("secret")
    assert lastro("doctor", "--fix")[::2] == (
        2,
        "error: '.gitattributes' is a symbolic link\nhint: put the file itself there\n",
    )


def test_what_is_no_lock_is_left_as_it_is(lastro: Lastro, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("base", "ours", "theirs")]
    for content in (b"a: 1\n", b"\xff\n"):
        for file in files:
            file.write_bytes(content)
        assert lastro("merge-lock", *map(str, files)) == (1, "", "")
        assert [file.read_bytes() for file in files] == [content] * 3
