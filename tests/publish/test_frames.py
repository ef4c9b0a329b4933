"""A stamped page is what the engine would make of it, byte for byte, or the engine makes it."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lastro.artifacts import Artifact, Page
from lastro.build.build import build
from lastro.commands import main
from lastro.errors import LastroError
from lastro.publish.frames import (
    SLOTS,
    CannotStampError,
    Frame,
    Frames,
    cut,
    fill_frame,
    shape_of,
)
from lastro.publish.mkdocs.addresses import Addresses
from lastro.publish.mkdocs.config import THEME, inputs, make_config, read_settings, run
from lastro.publish.mkdocs.docs import read_docs
from lastro.publish.mkdocs.stage import Edition, Staged, slots, stage
from lastro.publish.stamp import EngineOutput, engine_key, make, paths_linked_from_docs, stamp
from lastro.system.output import read_tree, write_file, write_tree
from tests.publish.mkdocs.test_config import HOSTILE, NAMES, SITE, page
from tests.support.builders import PUBLISHER
from tests.support.folders import ALDERA, ROOT
from tests.support.little_docs import CONFIG, DOCS, write_whole_site
from tests.support.little_site import TODAY, write_files
from tests.support.real_records import FROZEN

TOKENS = (
    " ".join(f"zq{name}qz" for name in SLOTS)
    + " zq0qz zq1qz/ </title> \\1 \u2028\t\r\n🤦 \x00\x01\x02\x03\x0b\x0c\x1c\x7f\x85"
)
LINKING = "# Method\n\nSee [one](claims/deep/index.md) and [two](page/2/index.md#why).\n"
Tree = Mapping[str, bytes]


def pages() -> tuple[Page, ...]:
    return (
        page("", kind="home", found_as=("", "")),
        page("claims/", kind="list"),
        page("claims/deep/"),
        page("claims/tokens/", text=TOKENS),
        replace(
            page("claims/bare/", text=TOKENS),
            description="",
            contents="",
            edit="",
            head="",
        ),
        replace(
            page("page/2/", kind="list", text=HOSTILE + TOKENS),
            beside='<link rel="prev" href="../../"><link rel="next" href="../3/">',
        ),
        page("overdue/", kind="overdue"),
        page("alone/", kind="overdue", text=TOKENS),
        page("claims/very/deep/down/", kind="deep", text=TOKENS),
        page("old/", canonical=f"{SITE}claims/deep/?a=1&b='2'", target="claims/deep/"),
    )


def staged_pages(root: Path) -> tuple[Staged, ...]:
    made = [
        Edition(
            language=tag,
            pages=tuple(one.path for one in pages()),
            docs=read_docs(root, tag, {"scale": '<div id="scale">S</div>'}),
            sections=(("Home", ""), ("Claims", "claims/"), ("Method", "method/")),
            footer=(("Overdue", "overdue/"),),
        )
        for tag in NAMES
    ]
    style = Artifact("assets/lastro.css", b"h1 { color: red }")
    return tuple(
        replace(staged, pages=tuple(replace(one, language=staged.language) for one in pages()))
        for staged in stage(made, [style], Addresses(SITE, NAMES))
    )


class Site:
    """A root with pages of all shapes, and the engine at work on it."""

    def __init__(self, root: Path, config: str = DOCS["mkdocs.yml"]) -> None:
        docs = {f"docs/{tag}/method.md": LINKING for tag in NAMES}
        self.root = write_files(root, {"mkdocs.yml": config} | docs)
        self.staged = staged_pages(self.root)
        self.settings = read_settings(self.root, PUBLISHER)

    def engine(self, staged: Staged, artifacts: Sequence[Artifact]) -> Tree:
        write_tree(
            self.root / "build" / "pages" / staged.language, {a.path: a.content for a in artifacts}
        )
        config = make_config(staged, self.staged, self.settings)
        write_file(self.root / "build" / config.path, config.content)
        return read_tree(run(self.root / "build" / config.path))

    def key(self, staged: Staged) -> str:
        config = make_config(staged, self.staged, self.settings)
        return engine_key(staged, inputs(self.settings), config)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("frames"))


@pytest.fixture(scope="module")
def made(site: Site) -> list[EngineOutput]:
    return [make(staged, site.engine, sections_too=True) for staged in site.staged]


@pytest.fixture(scope="module")
def whole(site: Site) -> list[Tree]:
    """Hold what the engine makes when it gets every page."""
    return [site.engine(staged, staged.artifacts) for staged in site.staged]


def without_sitemap(tree: Tree) -> dict[str, bytes]:
    return {path: content for path, content in tree.items() if not path.startswith("sitemap.xml")}


def first_frame(made: list[EngineOutput], site: Site, path: str) -> tuple[Frame, Page]:
    found = next(one for one in site.staged[0].pages if one.path == path)
    given = slots(found, site.staged[0].everywhere)
    frames = made[0].frames
    return frames.cut[shape_of(found, given, frames.marked)], found


# --- the same bytes -----------------------------------------------------------------------------


@pytest.mark.parametrize("at", [0, 1])
def test_hostile_pages_of_every_shape_are_the_engines_own(
    site: Site, made: list[EngineOutput], whole: list[Tree], at: int
) -> None:
    frames, staged = made[at].frames, site.staged[at]
    stamped = {
        f"{page.path}index.html": stamp(frames, page, staged.everywhere) for page in staged.pages
    }
    assert {**made[at].tree, **stamped} == without_sitemap(whole[at])


@pytest.mark.parametrize("draft", [True, False])
def test_the_invented_corpus_is_the_same_site_either_way(tmp_path: Path, draft: bool) -> None:  # noqa: FBT001
    shutil.copytree(ALDERA, tmp_path, dirs_exist_ok=True)
    write_files(tmp_path, DOCS)
    assert_same_site(tmp_path, date(2026, 3, 1), draft=draft)


def test_the_repositorys_own_site_is_the_same_either_way(tmp_path: Path) -> None:
    for name in ("claims", "sources", "docs"):
        shutil.copytree((ROOT if name == "docs" else FROZEN) / name, tmp_path / name)
    for name in ("lastro.yml", "mkdocs.yml", "evidence.lock", "translations.lock"):
        shutil.copy((ROOT if name == "mkdocs.yml" else FROZEN) / name, tmp_path)
    write_files(tmp_path, {"mkdocs.yml": DOCS["mkdocs.yml"]})
    assert_same_site(tmp_path, date(2026, 10, 20), draft=True)


def assert_same_site(root: Path, today: date, *, draft: bool) -> None:
    trees = []
    for engine_only in (True, False):
        built = build(root, today, draft=draft, despite_errors=True, engine_only=engine_only)
        assert built.warning == ""
        trees.append(read_tree(built.folder))
    assert [path for path in trees[0] if trees[0][path] != trees[1].get(path)] == []
    assert trees[0].keys() == trees[1].keys()


@pytest.mark.parametrize("slot", SLOTS)
def test_a_frame_that_lost_a_slot_makes_another_page(
    site: Site, made: list[EngineOutput], whole: list[Tree], slot: str
) -> None:
    having = {"canonical": "old/", "policy": "claims/bare/", "beside": "page/2/"}
    path = having.get(slot, "claims/deep/")
    frame, found = first_frame(made, site, path)
    given = slots(found, site.staged[0].everywhere)
    engines = whole[0][f"{path}index.html"]
    assert fill_frame(frame, given, path) == engines
    assert fill_frame(frame, given | {slot: ""}, path) != engines


def test_the_files_of_frames_and_probes_stay_out_of_the_site(made: list[EngineOutput]) -> None:
    assert [path for one in made for path in one.tree if "zq" in path] == []
    assert [path for one in made for path in one.tree if path.endswith("index.html")] == [
        "method/index.html"
    ] * 2


# --- what the engine must see --------------------------------------------------------------------


def test_pages_that_hand_written_ones_link_by_file_are_shown_to_the_engine(
    site: Site, made: list[EngineOutput]
) -> None:
    named = paths_linked_from_docs(site.staged[0])
    pages = [page.path for page in site.staged[0].pages if page.path in named]
    assert pages == ["claims/deep/", "page/2/"]
    assert b'href="../claims/deep/"' in made[0].tree["method/index.html"]


def test_a_link_to_a_file_that_is_not_there_is_told_as_before(tmp_path: Path) -> None:
    site = Site(tmp_path)
    write_files(tmp_path, {"docs/en/method.md": "[x](claims/no/index.md)\n"})
    staged = staged_pages(tmp_path)[0]
    with pytest.raises(LastroError, match=r"claims/no/index\.md"):
        make(staged, site.engine)


# --- what can be kept ----------------------------------------------------------------------------


def test_frames_are_read_as_they_were_dumped(site: Site, made: list[EngineOutput]) -> None:
    kept = Frames.read(made[1].frames.dump())
    assert kept == made[1].frames
    found = site.staged[1].pages[3]
    assert stamp(kept, found, site.staged[1].everywhere) == stamp(
        made[1].frames, found, site.staged[1].everywhere
    )


def test_the_key_changes_with_what_the_engine_reads_and_not_with_records(site: Site) -> None:
    staged = site.staged[0]
    key = site.key(staged)
    other = replace(staged, pages=tuple(replace(one, body="<p>new</p>") for one in staged.pages))
    assert site.key(other) == key
    written = Artifact("method.md", b"# Other\n")
    assert site.key(replace(staged, given=(*staged.given[:-1], written))) != key
    assert site.key(replace(staged, given=staged.given[1:])) != key
    assert site.key(site.staged[1]) != key


@pytest.mark.parametrize("more", ["markdown_extensions: [toc]", "x: !ENV HOME"])
def test_what_may_read_other_files_has_no_key(tmp_path: Path, more: str) -> None:
    site = Site(tmp_path)
    write_files(tmp_path, {"mkdocs.yml": f"{DOCS['mkdocs.yml']}{more}\n"})
    site.settings = read_settings(tmp_path, PUBLISHER)
    assert not site.settings.ours
    assert site.key(site.staged[0]) == ""


# --- a theme that does more ----------------------------------------------------------------------


def with_theme(root: Path, old: str, new: str) -> str:
    """Copy the theme with one change, and return a configuration that names it."""
    shutil.copytree(THEME, root / "generator" / "lastro" / "theme")
    main_page = root / "generator" / "lastro" / "theme" / "main.html"
    text = main_page.read_text(encoding="utf-8")
    assert old in text
    main_page.write_text(text.replace(old, new), encoding="utf-8")
    return CONFIG


REVERSED = (
    "<title>{{ page.meta.title }}</title>",
    "<title>{{ page.meta.title | reverse }}</title>",
)


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (REVERSED[1], "it prints 'zqeltitqz'"),
        ("<title>{{ page.meta.title }}{{ page.meta.title | upper }}</title>", "ZQTITLEQZ"),
        (
            "<title>{{ page.meta.title }}{{ page.meta.title | length }}</title>",
            "differs in line 32: the engine makes",
        ),
        ("<title>{{ page.meta.title | e }}</title>", "a page of kind 'claim'"),
        (
            "<title>{{ page.meta.title }}{% if page.is_homepage %}{{ page.meta.title | length }}"
            "{% endif %}</title>",
            "'' differs in line",
        ),
    ],
)
def test_a_theme_that_changes_a_slot_cannot_be_stamped(tmp_path: Path, new: str, said: str) -> None:
    site = Site(tmp_path, with_theme(tmp_path, REVERSED[0], new))
    with pytest.raises(CannotStampError) as caught:
        make(site.staged[0], site.engine, sections_too=not site.settings.ours)
    assert said in caught.value.message


def test_such_a_theme_gets_the_engine_and_a_warning_that_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_whole_site(tmp_path)
    write_files(root, {"mkdocs.yml": with_theme(root, *REVERSED)})
    assert built_by(root) == 0
    assert capsys.readouterr().err == (
        "warning: every page went through MkDocs: the theme changes a slot: it prints 'zqeltitqz'\n"
    )
    made = read_tree(root / "build" / "site")
    assert built_by(root, "--engine-only") == 0
    assert capsys.readouterr().err == ""
    assert read_tree(root / "build" / "site") == made


def built_by(root: Path, *options: str) -> object:
    with pytest.raises(SystemExit) as ended:
        main(["build", str(root), "--today", TODAY, *options])
    return ended.value.code


def test_a_lost_token_is_told() -> None:
    given = Addresses(SITE, NAMES)
    shape = shape_of(page(), slots(page(), given), frozenset())
    with pytest.raises(CannotStampError, match="does not print the slot 'body'"):
        cut(b"zqtitleqz zqheadingqz", shape, 0)
