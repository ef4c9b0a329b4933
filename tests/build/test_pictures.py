"""Cards are drawn once: again for what shows on them, and never without being asked for."""

import struct
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lastro.artifacts import Artifact, Drawing
from lastro.build import pictures
from lastro.build.build import build
from lastro.build.pictures import PICTURES, Easel, draw
from lastro.system.output import BUILD, read_tree
from tests.support.command_line import runner
from tests.support.little_docs import write_whole_site
from tests.support.little_site import CLAIM, CLAIM_PATH, SETTINGS
from tests.support.remembered_site import FIRST_DAY, store

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="4"><path d="M0 0h2v2H0z"/></svg>'
OF_CLAIM = ["cards/en/quays-closed.png", "cards/pt-BR/quays-closed.png"]
OF_SITE = ["cards/en.png", "cards/pt-BR.png"]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each drawing, and return it as its picture: to draw takes a tenth of a second."""
    seen: list[str] = []

    def note(svg: str) -> bytes:
        seen.append(svg)
        return svg.encode()

    monkeypatch.setattr(pictures, "draw", note)
    return seen


def _easel(folder: Path, key: bytes | None = b"k" * 32, tool: str = "1") -> Easel:
    (folder / BUILD).mkdir(exist_ok=True)
    return Easel(folder, key, tool)


def _drawing(width: int) -> Drawing:
    return Drawing("cards/en/x.png", SVG.format(width).encode())


def test_a_drawing_becomes_a_picture_as_large() -> None:
    picture = draw(SVG.format(3))
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (3, 4)
    assert draw(SVG.format(3)) == picture


def test_the_fonts_of_the_package_are_used_and_no_others() -> None:
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">'
        '<text y="20" font-size="20" font-family="{}" font-weight="700">Quay</text></svg>'
    )
    blank = draw(text.format("DejaVu Sans").replace("Quay", ""))
    assert draw(text.format("Noto Serif")) != blank
    assert draw(text.format("Noto Serif").replace("Quay", "岸壁")) == blank


def test_other_files_are_published_as_they_are(tmp_path: Path, drawn: list[str]) -> None:
    assert _easel(tmp_path).finish(Artifact("x.svg", b"<svg/>")) == b"<svg/>"
    assert drawn == []


def test_a_picture_is_drawn_again_when_its_drawing_changes(
    tmp_path: Path, drawn: list[str]
) -> None:
    for width in (3, 3, 4, 4):
        assert _easel(tmp_path).finish(_drawing(width)) == SVG.format(width).encode()
    assert drawn == [SVG.format(3), SVG.format(4)]


def test_nobody_else_can_put_a_picture_in_its_place(tmp_path: Path, drawn: list[str]) -> None:
    _easel(tmp_path).finish(_drawing(3))
    _easel(tmp_path, key=b"x" * 32).finish(_drawing(3))
    _easel(tmp_path, tool="2").finish(_drawing(3))
    (kept,) = (tmp_path / BUILD / PICTURES).iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    _easel(tmp_path, tool="2").finish(_drawing(3))
    assert len(drawn) == 4
    _easel(tmp_path, key=None).finish(_drawing(3))
    assert len(drawn) == 5


def _site(tmp_path: Path, cards: str = "per-claim") -> Path:
    root = write_whole_site(tmp_path / "site")
    (root / "lastro.yml").write_text(f"{SETTINGS}exports: {{cards: {cards}}}\n", encoding="utf-8")
    return root


def _cards(root: Path) -> dict[str, bytes]:
    found = read_tree(root / "build/site")
    return {path: content for path, content in found.items() if path.startswith("cards/")}


def _edit(root: Path, old: str, new: str) -> None:
    assert old in CLAIM
    (root / CLAIM_PATH).write_text(CLAIM.replace(old, new), encoding="utf-8")


@pytest.mark.usefixtures("drawn")
def test_pages_name_the_cards_that_stand(tmp_path: Path) -> None:
    root = _site(tmp_path)
    build(root, FIRST_DAY, memory=store(root))
    assert [*_cards(root)] == sorted([*OF_CLAIM, *OF_SITE])
    page = (root / "build/site/pt-BR/claims/quays-closed/index.html").read_text(encoding="utf-8")
    assert (
        '<meta property="og:image" content="https://example.org/cards/pt-BR/quays-closed.png">'
        in page
    )
    for path in ("", "articles/harbour/"):
        page = (root / f"build/site/{path}index.html").read_text(encoding="utf-8")
        assert '<meta property="og:image" content="https://example.org/cards/en.png">' in page


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("rating: supported", "rating: misleading", 2),
        ("decided: 2026-02-01", "decided: 2026-02-02", 2),
        ("en: The quays are closed", "en: The quays were closed", 1),
        ("Quiet again on Sunday.", "Quiet again on a Sunday.", 0),
        ("Whether the gates are locked.", "Whether a gate is locked.", 0),
    ],
)
def test_only_a_card_that_shows_a_change_is_drawn_again(
    tmp_path: Path, drawn: list[str], old: str, new: str, again: int
) -> None:
    root = _site(tmp_path)
    build(root, FIRST_DAY, memory=store(root))
    assert len(drawn) == 4
    _edit(root, old, new)
    assert build(root, FIRST_DAY, memory=store(root)).written is not None
    assert len(drawn) == 4 + again


def test_a_whole_build_draws_the_bytes_of_one_upon_another(
    tmp_path: Path, drawn: list[str]
) -> None:
    root, other = _site(tmp_path), _site(tmp_path / "other")
    build(root, FIRST_DAY, memory=store(root))
    for site in (root, other):
        _edit(site, "decided: 2026-02-01", "decided: 2026-02-02")
    build(root, FIRST_DAY, memory=store(root))
    build(other, FIRST_DAY)
    assert read_tree(root / "build/site") == read_tree(other / "build/site")
    before = len(drawn)
    build(root, FIRST_DAY, engine_only=True)
    assert len(drawn) == before + 4  # it believes nothing of what others left
    assert read_tree(root / "build/site") == read_tree(other / "build/site")


def test_without_the_switch_there_are_none_and_what_stood_goes(
    tmp_path: Path, drawn: list[str]
) -> None:
    root = _site(tmp_path)
    build(root, FIRST_DAY, memory=store(root))
    (root / "lastro.yml").write_text(SETTINGS, encoding="utf-8")
    build(root, FIRST_DAY, memory=store(root))
    assert _cards(root) == {}
    assert b"og:image" not in b"".join(read_tree(root / "build/site").values())
    assert len(drawn) == 4


def test_drafts_and_previews_draw_none(tmp_path: Path, drawn: list[str]) -> None:
    root = _site(tmp_path)
    build(root, FIRST_DAY, draft=True)
    build(root, FIRST_DAY, into="preview", engine_later=True)
    assert drawn == []
    for folder in ("draft", "preview"):
        pages = b"".join(read_tree(root / BUILD / folder).values())
        assert b"og:image" not in pages
        assert b"json+oembed" not in pages
    assert not (root / BUILD / PICTURES).exists()


def test_a_switch_whose_package_is_missing_is_one_error_with_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = _site(tmp_path)
    monkeypatch.setattr(pictures, "find_spec", lambda _: None)
    run: Callable[..., tuple[int, str, str]] = runner(capsys)
    code, _, err = run("build", str(root))
    assert code == 2
    assert err == (
        "error: 'exports.cards' in lastro.yml asks for share cards, and what draws them is missing\n"
        'hint: pip install "lastro[cards]", or set it to off\n'
    )
    assert not (root / "build/site").exists()
    assert run("build", str(root), "--draft")[0] == 0
    assert date.min < FIRST_DAY
