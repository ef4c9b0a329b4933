"""The index that readers search in: its pieces read back rank as the texts did, and when it is made."""

import json
from datetime import date
from pathlib import Path

from lastro.build.build import BuildResult, build
from lastro.memo.store import MemoStore
from lastro.publish.search import KINDS, Entry, hash_gram, index_files, name_entries
from lastro.system.output import WriteResult, read_tree
from lastro.text.grams import index_texts
from tests.support.little_docs import DOCS
from tests.support.little_site import CLAIM, CLAIM_PATH, FILES, TODAY, write_files
from tests.support.remembered_site import KEY

DAY = date.fromisoformat(TODAY)
SITE = "build/site"
ENTRIES: dict[str, Entry] = {
    "topics/quays/": ("Quays", "", "<a>Quays</a>"),
    **{
        f"claims/c{n:03}/": (f"Claim {n} of Aldera", f"Answer número {n * n}", f"<p>{n}</p>")
        for n in range(100)
    },
}


def unpacked(piece: bytes) -> dict[str, tuple[int, list[int]]]:
    """Read a piece back, as the script does."""
    found, at = {}, 0

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = piece[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(piece):
        end = at + 1 + piece[at]
        gram = piece[at + 1 : end].decode()
        at = end
        weight, count = number(), number()
        texts = [0]
        for _ in range(count):
            texts.append(texts[-1] + number())
        found[gram] = weight, texts[1:]
    return found


def test_the_pieces_hold_the_index_and_each_run_stands_in_the_one_of_its_hash() -> None:
    files = dict(index_files(ENTRIES))
    told = json.loads(files["index.json"])
    ordered = [*sorted(path for path in ENTRIES if path.startswith("claims")), "topics/quays/"]
    index = index_texts(" ".join(ENTRIES[path][:2]) for path in ordered)
    assert told["kinds"] == {kind: [101, 0, 40] for kind in KINDS} | {
        "claims": [0, 100, 8],
        "articles": [100, 0, 8],
        "topics": [100, 1, 40],
    }
    assert [ord(sign) - 32 for sign in told["lengths"]] == list(index.lengths)
    read: dict[str, tuple[int, list[int]]] = {}
    for n in range(told["pieces"]):
        piece = unpacked(files[f"grams/{n}.bin"])
        assert {hash_gram(gram) % told["pieces"] for gram in piece} <= {n}
        read |= piece
    assert read == {gram: (p.weight, p.texts) for gram, p in index.postings.items()}
    assert json.loads(files["claims/12.json"]) == [
        "<p>96</p>",
        "<p>97</p>",
        "<p>98</p>",
        "<p>99</p>",
    ]
    assert json.loads(files["topics/0.json"]) == ["<a>Quays</a>"]


def test_the_hash_is_the_one_that_others_know() -> None:
    # source: the test vectors of FNV, http://www.isthe.com/chongo/tech/comp/fnv/
    assert (hash_gram(""), hash_gram("foobar")) == (0x811C9DC5, 0xBF9CF968)


def test_each_part_of_an_entry_changes_the_name_of_all() -> None:
    one: Entry = ("a", "b", "c")
    other: list[dict[str, Entry]] = [
        {"claims/y/": one},
        {"claims/x/": ("ab", "", "c")},
        {"claims/x/": ("a", "", "bc")},
        {"claims/x/": one, "claims/y/": one},
        {},
    ]
    names = {name_entries(entries) for entries in ({"claims/x/": one}, *other)}
    assert len(names) == 1 + len(other)


# --- in a build ---------------------------------------------------------------------------------


def built(root: Path, *, most: int = 0, publish: bool = False) -> BuildResult:
    memory = MemoStore(root, KEY, "one version")
    return build(root, DAY, most_at_once=most, publish_search=publish, memory=memory)


def indexed(root: Path) -> dict[str, bytes]:
    """Return the index of each language, without the page."""
    files = read_tree(root / SITE)
    return {p: c for p, c in files.items() if "search/" in p and not p.endswith(".html")}


def test_a_large_site_keeps_its_index_until_it_is_published(tmp_path: Path) -> None:
    write_files(tmp_path, FILES | DOCS)
    assert built(tmp_path).search == "current"
    first = indexed(tmp_path)
    assert {"search/index.json", "pt-BR/search/index.json"} < first.keys()
    write_files(tmp_path, {CLAIM_PATH: CLAIM.replace("The bylaws say so.", "Zebras say so.")})
    assert built(tmp_path).search == "older"
    assert indexed(tmp_path) == first
    assert built(tmp_path, publish=True).search == "current"
    renewed = indexed(tmp_path)
    assert b"Zebras say so." in renewed["search/claims/0.json"]
    done = built(tmp_path)
    assert (done.search, indexed(tmp_path)) == ("current", renewed)
    assert done.written == WriteResult()


def test_a_small_site_has_an_index_of_its_records_whoever_builds(tmp_path: Path) -> None:
    write_files(tmp_path, FILES | DOCS)
    built(tmp_path, most=1)
    write_files(tmp_path, {CLAIM_PATH: CLAIM.replace("The bylaws say so.", "Zebras say so.")})
    assert built(tmp_path, most=1).search == "current"
    stamped = read_tree(tmp_path / SITE)
    assert b"Zebras say so." in stamped["search/claims/0.json"]
    build(tmp_path, DAY, engine_only=True)
    assert read_tree(tmp_path / SITE) == stamped


def test_an_index_that_somebody_changed_is_made_again(tmp_path: Path) -> None:
    write_files(tmp_path, FILES | DOCS)
    built(tmp_path)
    first = indexed(tmp_path)
    (tmp_path / SITE / "search/grams/0.bin").write_bytes(b"other")
    (tmp_path / SITE / "pt-BR/search/index.json").unlink()
    assert built(tmp_path).search == "current"
    assert indexed(tmp_path) == first


def test_the_pages_lead_to_the_search_of_their_language(tmp_path: Path) -> None:
    write_files(tmp_path, FILES | DOCS)
    built(tmp_path)
    tree = read_tree(tmp_path / SITE)
    for prefix in ("", "pt-BR/"):
        assert b'href="search/" aria-label=' in tree[f"{prefix}index.html"]
        assert b'class="md-search"' not in tree[f"{prefix}index.html"]
        assert b"assets/search.js" in tree[f"{prefix}search/index.html"]
