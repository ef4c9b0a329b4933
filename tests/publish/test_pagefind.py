"""Search beyond the theme's own: cards, an index of the same bytes each time, and its age."""

import gzip
import json
import random
import shutil
from datetime import date
from pathlib import Path

import pytest

from lastro.artifacts import Page
from lastro.build.build import BuildResult, build
from lastro.errors import LastroError
from lastro.publish import pagefind
from lastro.publish.mkdocs.addresses import Addresses
from lastro.publish.mkdocs.stage import Staged
from lastro.publish.pagefind import Search, card
from lastro.publish.pagefind_order import sort_files
from lastro.system.output import read_tree
from tests.support.little_docs import DOCS
from tests.support.little_site import FILES, TODAY, write_files

DAY = date.fromisoformat(TODAY)
RATINGS = ("supported", "refuted", "unverified", "reported", "misleading", "superseded")


def search(root: Path, of: tuple[Staged, ...], *, publish: bool) -> Search:
    """Return the index of pages that are made."""

    def cards(one: Staged) -> dict[str, bytes]:
        return {page.path: card(page, one.language) for page in one.pages if any(page.found_as)}

    return pagefind.search(root, of, cards, publish=publish)


def card_page(number: int, language: str, **over: str) -> Page:
    claim = over.get("claim", f"Quay {number} is closed.")
    return Page(
        path=f"claims/quay-{number}/",
        kind="claim",
        language=language,
        title=claim,
        description=over.get("short", f"It opened in {1900 + number}."),
        heading=over.get("heading", claim),
        body="",
        found_as=(f"Refuted: {claim}", f"It opened in {1900 + number}. o cais {number} fechou"),
        shares=(
            f"rating:{RATINGS[number % 6]}",
            f"topic:topic-{number % 7}",
            f"claimant:someone-{number % 11}",
            f"article:article-{number % 13}",
        ),
    )


def staged(language: str, pages: tuple[Page, ...], *, indexed: bool = True) -> Staged:
    return Staged(
        language=language,
        prefix="" if language == "en" else f"{language}/",
        given=(),
        sections=(),
        footer=(),
        pages=pages,
        addresses={},
        everywhere=Addresses("https://example.org/", {"en": "English", "pt-BR": "Português"}),
        indexed=indexed,
    )


def town(claims: int = 40) -> tuple[Staged, ...]:
    return tuple(
        staged(tag, tuple(card_page(n, tag) for n in range(claims))) for tag in ("en", "pt-BR")
    )


def made(root: Path, of: tuple[Staged, ...]) -> dict[str, bytes]:
    (root / "build").mkdir(parents=True, exist_ok=True)
    found = search(root, of, publish=True)
    assert found.state == "current"
    found.vouch()
    return found.files()


def plain(content: bytes) -> bytes:
    return gzip.decompress(content).removeprefix(b"pagefind_dcd")


def test_two_indexes_of_the_same_cards_are_the_same_bytes(tmp_path: Path) -> None:
    assert made(tmp_path / "a", town()) == made(tmp_path / "b", town())


def test_each_language_has_an_index_of_its_own_without_ready_made_forms(tmp_path: Path) -> None:
    files = made(tmp_path, town())
    pieces = (".pf_meta", ".pf_filter", ".pf_index", ".pf_fragment")
    assert {path for path in files if not path.endswith(pieces)} == {
        "pagefind/pagefind-entry.json",
        "pagefind/pagefind.js",
        "pagefind/wasm.en.pagefind",
        "pt-BR/pagefind/pagefind-entry.json",
        "pt-BR/pagefind/pagefind.js",
        "pt-BR/pagefind/wasm.pt-br.pagefind",
    }
    for prefix in ("", "pt-BR/"):
        assert sum(path.startswith(f"{prefix}pagefind/fragment/") for path in files) == 40
        assert sum(path.startswith(f"{prefix}pagefind/filter/") for path in files) == 4


def test_a_card_brings_what_a_result_shows_as_plain_text(tmp_path: Path) -> None:
    page = card_page(
        1,
        "en",
        claim="A &lt;b&gt; &amp; c",
        heading='<span lang="pt-BR">A &lt;b&gt; &amp; c</span>',
        short="&#34;No&#34; &amp; <",
    )
    files = made(tmp_path, (staged("en", (page,)),))
    (fragment,) = (content for path, content in files.items() if "/fragment/" in path)
    card = json.loads(plain(fragment))
    assert card["url"] == "/claims/quay-1/"
    assert card["meta"] == {
        "title": "A <b> & c",
        "short": '"No" & <',
        "rating": "refuted",
        "lang": "pt-BR",
    }
    assert card["filters"] == {
        "rating": ["refuted"],
        "topic": ["topic-1"],
        "claimant": ["someone-1"],
        "article": ["article-1"],
    }
    assert "o cais 1 fechou" in card["content"]


def test_only_a_build_that_publishes_makes_the_index(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    assert search(tmp_path, town(), publish=False).state == "missing"
    files = made(tmp_path, town())
    assert search(tmp_path, town(), publish=False).state == "current"
    older = search(tmp_path, town(41), publish=False)
    assert (older.state, older.files()) == ("older", files)
    newer = search(tmp_path, town(41), publish=True)
    assert newer.state == "current"
    assert newer.stamp != older.stamp or newer.files() != files
    assert "pt-BR/pagefind/pagefind.js" in newer.files()


def test_an_index_that_no_build_published_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    made(tmp_path, town())
    stopped = search(tmp_path, town(41), publish=True)
    assert stopped.state == "current"
    for cards in (town(), town(41)):
        found = search(tmp_path, cards, publish=False)
        assert (found.state, found.files()) == ("missing", {})
    stopped.vouch()
    assert search(tmp_path, town(41), publish=False).state == "current"


def test_an_index_of_the_same_cards_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = made(tmp_path, town())

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(pagefind, "_run", refuse)
    assert made(tmp_path, town()) == files
    with pytest.raises(AssertionError):
        search(tmp_path, town(39), publish=True)


def test_an_index_by_another_pagefind_is_made_again(tmp_path: Path) -> None:
    files = made(tmp_path, town())
    for tag in ("en", "pt-BR"):
        entry = tmp_path / "build" / "search" / tag / "pagefind" / "pagefind-entry.json"
        entry.write_bytes(entry.read_bytes().replace(b'"version":"', b'"version":"0.'))
    assert made(tmp_path, town()) == files


def test_without_pagefind_only_publishing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "build").mkdir()
    monkeypatch.setattr(pagefind, "_PACKAGE", "no_such_package_here")
    assert search(tmp_path, town(), publish=False).state == "missing"
    with pytest.raises(LastroError) as caught:
        search(tmp_path, town(), publish=True)
    assert caught.value.lines == (
        "the search index of a site of this size is made by Pagefind, which is not installed",
        'pip install "lastro[search]", or build without --publish',
    )


def test_a_failing_indexer_is_one_sentence_and_leaves_the_index(tmp_path: Path) -> None:
    files = made(tmp_path, town())
    false = shutil.which("false")
    assert false is not None
    with pytest.raises(LastroError) as caught:
        pagefind._run(Path(false), tmp_path, tmp_path / "out")
    assert caught.value.message == "the search index could not be made: exit 1"
    assert search(tmp_path, town(), publish=False).files() == files


def test_a_small_site_has_no_index_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    small = staged("en", (card_page(1, "en"),), indexed=False)
    found = search(tmp_path, (small,), publish=True)
    assert (found.state, found.files()) == ("lean", {})


# --- the order of an index ----------------------------------------------------------------------


def text(value: str) -> bytes:
    return bytes([0x60 | len(value)]) + value.encode()


def packed(body: bytes) -> bytes:
    return gzip.compress(b"pagefind_dcd" + body, mtime=0)


def index(rng: random.Random) -> dict[str, bytes]:
    """Return an index of one filter of 300 values, in some order."""
    values = [b"\x82" + text(f"v{n}") + b"\x81\x19\x01" + bytes([n % 256]) for n in range(300)]
    rng.shuffle(values)
    name = f"en_{rng.randrange(0x1000000, 0xFFFFFFF):07x}"
    meta = f"en_{rng.randrange(0x1000000000, 0xFFFFFFFFFF):010x}"
    body = b"\x82" + text("rating") + b"\x99\x01\x2c" + b"".join(values)
    filters = b"\x81\x82" + text("rating") + text(name)
    parts = b"\x86" + text("1.5.2") + b"\x80\x80" + filters + b"\x80\x80"
    entry = {"version": "1.5.2", "languages": {"en": {"hash": meta, "wasm": "en"}}}
    return {
        f"filter/{name}.pf_filter": packed(body),
        f"pagefind.{meta}.pf_meta": packed(parts),
        "pagefind-entry.json": json.dumps(entry).encode(),
        "pagefind.js": b"js",
    }


def test_an_index_has_one_order_whatever_order_it_came_in() -> None:
    one, other = (sort_files(index(random.Random(seed))) for seed in (1, 2))  # noqa: S311 - a seed
    assert one == other
    (name,) = (path for path in one if path.startswith("filter/"))
    (meta,) = (path for path in one if path.endswith(".pf_meta"))
    hashed = meta.removeprefix("pagefind.").removesuffix(".pf_meta")
    assert json.loads(one["pagefind-entry.json"])["languages"]["en"]["hash"] == hashed
    assert name.removeprefix("filter/").removesuffix(".pf_filter").encode() in plain(one[meta])
    body = plain(one[name])
    assert body.startswith(b"\x82" + text("rating") + b"\x99\x01\x2c\x82" + text("v0"))
    assert len(body) == len(plain(next(iter(index(random.Random(1)).values()))))  # noqa: S311
    assert sort_files(one) == one


@pytest.mark.parametrize(
    "content",
    [
        b"no gzip",
        gzip.compress(b"no magic"),
        packed(b""),
        packed(b"\x01"),
        packed(b"\x81\x01"),
        packed(b"\x82\x01\x80\x80"),
        packed(b"\x9f\xff"),
    ],
    # A packed file tells the second it was packed in, so its bytes name no case.
    ids=["not-packed", "no-magic", "empty", "number", "short", "no-hashes", "no-end"],
)
def test_an_index_of_another_form_is_refused(content: bytes) -> None:
    files = index(random.Random(1)) | {"filter/en_0000000.pf_filter": content}  # noqa: S311
    with pytest.raises(LastroError) as caught:
        sort_files(files)
    assert caught.value.message == "the search index has a form that is not known here"


# --- in a build ---------------------------------------------------------------------------------


def built(root: Path, *, most_lean: int = 0, publish: bool = False) -> BuildResult:
    return build(root, DAY, most_lean=most_lean, publish_search=publish)


def test_a_large_site_goes_without_the_search_of_the_theme(tmp_path: Path) -> None:
    write_files(tmp_path, FILES | DOCS)
    site = tmp_path / "build" / "site"
    assert built(tmp_path).search == "missing"
    tree = read_tree(site)
    for prefix in ("", "pt-BR/"):
        assert f"{prefix}search/search_index.json" not in tree
        assert f"{prefix}assets/search.js" in tree
        assert b'class="md-search"' not in tree[f"{prefix}index.html"]
        assert b'href="search/" aria-label=' in tree[f"{prefix}index.html"]
    done = built(tmp_path, publish=True)
    assert done.search == "current"
    assert done.written is not None
    assert all("pagefind/" in path for path in done.written.changed)
    assert built(tmp_path).written == type(done.written)()


def test_a_small_site_keeps_the_search_of_the_theme(tmp_path: Path) -> None:
    write_files(tmp_path, FILES | DOCS)
    assert built(tmp_path, most_lean=1, publish=True).search == "lean"
    tree = read_tree(tmp_path / "build" / "site")
    docs = json.loads(tree["pt-BR/search/search_index.json"])["docs"]
    assert [d for d in docs if d["location"] == "claims/quays-closed/"] == [
        {
            "location": "claims/quays-closed/",
            "title": "Sustentada: Os cais ficam fechados aos domingos.",
            "text": "O regulamento diz isso. the quays close on Sundays",
        }
    ]
    assert "assets/search.js" not in tree
    assert b"search.js" not in tree["search/index.html"]
    assert b'<input id="q" name="q" type="search"' in tree["search/index.html"]


def test_a_large_site_is_the_same_bytes_stamped_and_by_the_engine_alone(tmp_path: Path) -> None:
    write_files(tmp_path, FILES | DOCS)
    assert built(tmp_path, publish=True).warning == ""
    stamped = read_tree(tmp_path / "build" / "site")
    build(tmp_path, DAY, most_lean=0, engine_only=True)
    assert read_tree(tmp_path / "build" / "site") == stamped
