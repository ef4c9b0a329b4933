"""The engine adds the theme and nothing else: what a record holds arrives as it was escaped."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import pytest
import yaml

from lastro.artifacts import Artifact, Page
from lastro.errors import LastroError
from lastro.publish.mkdocs.addresses import SITEMAP, Addresses, sitemap
from lastro.publish.mkdocs.config import (
    THEME,
    _read_defaults,
    make_config,
    read_settings,
    run,
)
from lastro.publish.mkdocs.docs import Docs, read_docs
from lastro.publish.mkdocs.stage import Edition, Staged, stage
from lastro.system.output import read_tree, write_file, write_tree
from lastro.text import escape
from tests.support.builders import PUBLISHER as PUBLISHED
from tests.support.builders import settings
from tests.support.folders import ROOT
from tests.support.little_docs import CONFIG, DOCS
from tests.support.little_site import write_files

HOSTILE = (
    """"quoted" 'single' <script>alert(1)</script> & &amp; &#10; \t tab\n\nnew line\r\n"""
    """    indented\n# heading\n*x*{: onmouseover=alert(1) }\n[a](javascript:alert(1))\n---\n"""
    """{{ config }} {% raw %} <!-- lastro: scale --> ```\n~~~\n![x](y) <h1>no</h1> \\ \\n """
    """\u00a0\u2028\u2029\x85\ufeff $x$ :smile: ]]> --> zqbodyqz \u202e end"""
)
PATH = "claims/x/"
NAMES = {"en": "English", "pt-BR": "Português"}
SITE = "https://example.org/"
ADDRESSES = Addresses(SITE, NAMES)
Trees = Mapping[str, Mapping[str, bytes]]


def page(path: str = PATH, language: str = "en", text: str = HOSTILE, **over: Any) -> Page:
    safe = escape.text(text)
    folded = escape.text(" ".join(text.split()))
    given: dict[str, Any] = {
        "path": path,
        "kind": "claim",
        "language": language,
        "title": safe,
        "description": safe,
        "heading": safe,
        "above": f'<p class="above">{safe}</p>',
        "body": f'<section><p id="why" title="{folded}">{safe}</p><h2>{safe}</h2></section>',
        "contents": '<li class="md-nav__item"><a href="#why" class="md-nav__link">Why</a></li>',
        "head": f'<meta name="{folded}" data-x="{safe}">',
        "edit": f'<a href="#why">{safe}</a>',
        "found_as": (text, "found by <b>words</b>"),
        "modified": "2026-02-01",
    }
    return Page(**(given | over))


def pages_of(tag: str, *more: Page) -> tuple[Page, ...]:
    """Make the pages of one language."""
    return (
        page("", tag, "Home", kind="home", found_as=("", ""), modified=""),
        page(language=tag),
        *(replace(p, language=tag) for p in more),
    )


def editions(*more: Page, docs: Mapping[str, Docs] | None = None) -> tuple[Edition, ...]:
    """Make what two languages show."""
    return tuple(
        Edition(
            language=tag,
            pages=tuple(one.path for one in pages_of(tag, *more)),
            docs=(docs or {}).get(tag, Docs()),
            sections=(("Home & more", ""), ("X", PATH)),
            footer=(("Rules & <b>", PATH),),
        )
        for tag in NAMES
    )


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wanted = ("mkdocs.yml", "docs/en/method.md", "docs/pt-BR/method.md")
    return write_files(tmp_path_factory.mktemp("engine"), {name: DOCS[name] for name in wanted})


@pytest.fixture(scope="module")
def staged(root: Path) -> tuple[Staged, ...]:
    docs = {tag: read_docs(root, tag, {"scale": '<div id="scale">S\nT</div>'}) for tag in NAMES}
    hidden = page("hidden/", listed=False, found_as=("", ""))
    style = Artifact("assets/lastro.css", b"h1 { color: red }")
    made = stage(editions(hidden, docs=docs), [style], ADDRESSES)
    return tuple(replace(one, pages=pages_of(one.language, hidden)) for one in made)


@pytest.fixture(scope="module")
def trees(root: Path, staged: tuple[Staged, ...]) -> Trees:
    """Run the engine once for each language."""
    settings = read_settings(root, PUBLISHED)
    found = {}
    for one in staged:
        folder = root / "build" / "pages" / one.language
        write_tree(folder, {a.path: a.content for a in one.artifacts})
        config = make_config(one, staged, settings)
        write_file(root / "build" / config.path, config.content)
        made = read_tree(run(root / "build" / config.path))
        listed = [path for path in sorted(one.addresses) if path != "hidden/"]
        modified = {page.path: page.modified for page in one.pages}
        made[SITEMAP] = sitemap(listed, modified, one.language, ADDRESSES)
        found[one.language] = made
    return found


def document(trees: Trees, language: str, path: str = f"{PATH}index.html") -> ET.Element:
    parsed: ET.Element = html5lib.parse(trees[language][path].decode(), namespaceHTMLElements=False)
    return parsed


def text_of(element: ET.Element | None) -> str:
    assert element is not None
    return "".join(element.itertext())


def read_as_html(markup: str) -> str:
    """Return the text of markup as any HTML reader gives it back."""
    return text_of(html5lib.parseFragment(markup))


# --- the slots --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", NAMES)
def test_the_body_arrives_byte_for_byte(trees: Trees, language: str) -> None:
    made = page(language=language)
    body = (
        f'<div class="lastro lastro-claim">{made.above}'
        f'<h1 id="content">{made.heading}</h1>{made.body}</div>'
    )
    assert escape.one_line(body).encode() in trees[language][f"{PATH}index.html"]


@pytest.mark.parametrize("language", NAMES)
def test_hostile_text_reads_as_it_was_written(trees: Trees, language: str) -> None:
    made = document(trees, language)
    wanted = read_as_html(escape.one_line(escape.text(HOSTILE)))
    in_head = read_as_html(escape.text(HOSTILE))
    assert wanted.split() == HOSTILE.split()
    assert text_of(made.find(".//title")) == in_head
    assert text_of(made.find(".//h1")) == wanted
    assert text_of(made.find(".//p[@id='why']")) == wanted
    description = made.find(".//meta[@name='description']")
    assert description is not None
    assert description.get("content") == in_head


@pytest.mark.parametrize("language", NAMES)
def test_hostile_text_adds_nothing_that_runs(trees: Trees, language: str) -> None:
    hostile, harmless = document(trees, language), document(trees, language, "index.html")

    def active(made: ET.Element) -> list[str]:
        tags = [e.tag for e in made.iter() if e.tag in {"script", "style", "iframe", "img", "form"}]
        handlers = [f"{e.tag} {k}" for e in made.iter() for k in e.keys() if k.startswith("on")]  # noqa: SIM118 - an Element is no map
        return tags + handlers

    assert active(hostile) == active(harmless)
    assert len(hostile.findall(".//h1")) == 1
    links = [str(e.get("href", "")) for e in hostile.iter("a")]
    assert [link for link in links if "script" in link] == []


@pytest.mark.parametrize("language", NAMES)
def test_the_other_slots_stand_in_their_places(trees: Trees, language: str) -> None:
    html = trees[language][f"{PATH}index.html"].decode()
    made, parsed = page(language=language), document(trees, language)
    head, body = html.split("<body", 1)
    assert head.index("charset") < head.index(made.head) < head.index("<script")
    assert head.index(made.head) < head.index("stylesheet")
    assert body.count(made.contents) == 1
    assert body.index("</article>") > body.index(made.edit) > body.index("lastro-claim")
    extra = parsed.find(".//meta[@data-x]")
    assert extra is not None


# --- two languages ----------------------------------------------------------------------------


def test_a_document_says_its_whole_language(trees: Trees) -> None:
    assert [document(trees, tag).get("lang") for tag in NAMES] == ["en", "pt-BR"]


@pytest.mark.parametrize(
    ("language", "path", "href"),
    [
        ("en", f"{PATH}index.html", "../../pt-BR/claims/x/"),
        ("pt-BR", f"{PATH}index.html", "../../../claims/x/"),
        ("en", "index.html", "pt-BR/"),
        ("pt-BR", "index.html", "../"),
        ("en", "method/index.html", "../pt-BR/method/"),
        ("pt-BR", "method/index.html", "../../method/"),
    ],
)
def test_the_language_menu_keeps_the_page(
    trees: Trees, language: str, path: str, href: str
) -> None:
    other = "en" if language == "pt-BR" else "pt-BR"
    link = document(trees, language, path).find(".//a[@class='md-select__link']")
    assert link is not None
    assert (link.get("href"), link.get("hreflang"), link.get("lang")) == (href, other, other)
    assert text_of(link) == NAMES[other]


@pytest.mark.parametrize("path", [PATH, "", "method/"])
@pytest.mark.parametrize("language", NAMES)
def test_the_head_names_the_page_in_every_language(trees: Trees, language: str, path: str) -> None:
    made = document(trees, language, f"{path}index.html")
    links = [e for e in made.iter("link") if str(e.get("rel")).strip() == "alternate"]
    assert [(e.get("hreflang"), e.get("href")) for e in links] == [
        ("en", f"{SITE}{path}"),
        ("pt-BR", f"{SITE}pt-BR/{path}"),
        ("x-default", f"{SITE}{path}"),
    ]
    # the theme's script would ask each of these for a sitemap of its own
    assert b'rel="alternate"' not in trees[language][f"{path}index.html"]
    canonical = next(e for e in made.iter("link") if e.get("rel") == "canonical")
    assert canonical.get("href") == ADDRESSES.url(language, path)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Switch to dark mode"), ("pt-BR", "Mudar para o modo escuro")]
)
def test_the_theme_speaks_the_language(trees: Trees, language: str, words: str) -> None:
    toggle = document(trees, language).find(".//input[@name='__palette']")
    assert toggle is not None
    assert toggle.get("aria-label") == words


@pytest.mark.parametrize("path", ["index.html", f"{PATH}index.html", "method/index.html"])
def test_the_skip_link_leads_to_the_heading(trees: Trees, path: str) -> None:
    made = document(trees, "en", path)
    skips = [e for e in made.iter("a") if e.get("class") == "md-skip"]
    assert len(skips) == 1
    target = str(skips[0].get("href")).removeprefix("#")
    assert [e.tag for e in made.iter() if e.get("id") == target] == ["h1"]


def test_the_navigation_holds_sections_and_no_records(trees: Trees) -> None:
    made = document(trees, "en")
    tabs = [
        " ".join(text_of(e).split()) for e in made.iter("a") if e.get("class") == "md-tabs__link"
    ]
    assert tabs == ["Home & more", "X"]


# --- what is finished after the engine ----------------------------------------------------------


@pytest.mark.parametrize(("language", "name"), [("en", "Search"), ("pt-BR", "Pesquisar")])
def test_the_head_leads_to_our_search_and_the_theme_brings_none(
    trees: Trees, language: str, name: str
) -> None:
    assert [path for path in trees[language] if path.startswith("search/")] == []
    page = document(trees, language)
    assert [e for e in page.iter() if "md-search" in e.get("class", "").split()] == []
    (link,) = (e for e in page.iter("a") if e.get("aria-label") == name)
    assert link.get("href") == "../../search/"


def test_the_sitemap_says_when_records_changed_and_never_when_it_was_built(trees: Trees) -> None:
    expected = "".join(
        f"<url><loc>{SITE}pt-BR/{path}</loc>{lastmod}"
        f'<xhtml:link rel="alternate" hreflang="en" href="{SITE}{path}"/>'
        f'<xhtml:link rel="alternate" hreflang="pt-BR" href="{SITE}pt-BR/{path}"/>'
        f'<xhtml:link rel="alternate" hreflang="x-default" href="{SITE}{path}"/></url>\n'
        for path, lastmod in (
            ("", ""),
            (PATH, "<lastmod>2026-02-01</lastmod>"),
            ("method/", ""),
        )
    )
    sitemap = trees["pt-BR"]["sitemap.xml"].decode()
    assert sitemap.split("\n", 2)[2] == expected + "</urlset>\n"
    ET.fromstring(sitemap)  # noqa: S314 - our own


def test_the_page_for_missing_addresses_speaks_every_language(trees: Trees) -> None:
    made = document(trees, "pt-BR", "404.html")
    assert [(e.get("lang"), e.find("p").text) for e in made.iter("section")] == [  # type: ignore[union-attr]
        ("en", "There is no page at this address."),
        ("pt-BR", "Não há página neste endereço."),
    ]
    sections = [link for e in made.iter("section") for link in e.iter("a")]
    assert [(link.get("href"), link.get("hreflang")) for link in sections] == [
        ("/", "en"),
        (f"/{PATH}", "en"),
        ("/pt-BR/", "pt-BR"),
        (f"/pt-BR/{PATH}", "pt-BR"),
    ]


def foot_of(made: ET.Element) -> list[tuple[str, str | None]]:
    foot = made.find(".//footer")
    assert foot is not None
    return [(text_of(link), link.get("href")) for link in foot.iter("a")]


@pytest.mark.parametrize(
    ("language", "path", "links"),
    [
        ("en", f"{PATH}index.html", ["./", "../../pt-BR/claims/x/"]),
        ("pt-BR", f"{PATH}index.html", ["./", "../../../claims/x/"]),
        ("en", "index.html", ["claims/x/", "pt-BR/"]),
        ("pt-BR", "index.html", ["claims/x/", "../"]),
        ("en", "method/index.html", ["../claims/x/", "../pt-BR/method/"]),
        ("pt-BR", "method/index.html", ["../claims/x/", "../../method/"]),
        ("en", "404.html", ["/claims/x/", "/pt-BR/"]),
        ("pt-BR", "404.html", ["/pt-BR/claims/x/", "/"]),
    ],
)
def test_every_page_ends_with_the_same_foot(
    trees: Trees, language: str, path: str, links: list[str]
) -> None:
    other = "en" if language == "pt-BR" else "pt-BR"
    licence = "https://creativecommons.org/licenses/by/4.0/"
    deed = "" if language == "en" else "deed.pt-br"
    assert foot_of(document(trees, language, path)) == [
        ("Rules & <b>", links[0]),
        (NAMES[other], links[1]),
        ("CC BY 4.0", licence + deed),
    ]


def test_a_foot_that_leads_to_no_page_is_refused() -> None:
    first = replace(editions()[0], footer=(("About", "about/"),))
    with pytest.raises(LastroError) as caught:
        stage((first,), [], ADDRESSES)
    assert caught.value.message == "the section 'About' has no page at 'about/'"
    assert caught.value.hint == "write docs/en/about.md"


def test_nothing_is_fetched_from_elsewhere(trees: Trees) -> None:
    for content in trees["en"].values():
        assert b"fonts.googleapis" not in content
    made = document(trees, "en")
    loaded = [e.get("src") or e.get("href") for e in made.iter() if e.tag in {"script", "img"}]
    assert [at for at in loaded if at and "//" in at] == []


# --- what is refused ----------------------------------------------------------------------------


def test_what_the_engine_warns_of_ends_the_build(tmp_path: Path) -> None:
    write_files(tmp_path, {"mkdocs.yml": DOCS["mkdocs.yml"], "pages/index.md": "[x](gone.md)\n"})
    child = {
        "INHERIT": "mkdocs.yml",
        "docs_dir": "pages",
        "site_dir": "out",
        "plugins": ["search"],
        "extra": {"alternate": False},
    }
    (tmp_path / "child.yml").write_text(json.dumps(child))
    with pytest.raises(LastroError) as caught:
        run(tmp_path / "child.yml")
    assert "'index.md' contains a link 'gone.md'" in caught.value.message


ON_A_FULL_DISK = """
import resource, sys
from pathlib import Path
from lastro.publish.mkdocs.config import run
from lastro.errors import LastroError
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    run(Path(sys.argv[1]))
except LastroError as error:
    print(*error.lines, sep="\\n")
"""


@pytest.mark.parametrize(("largest", "named"), [("1000", "/out/assets/"), ("16000", "/out")])
def test_a_disk_that_refuses_the_engine_is_told_with_the_path(
    largest: str, named: str, tmp_path: Path
) -> None:
    child: dict[str, object] = {"docs_dir": "pages", "site_dir": "out", "site_name": "x"}
    child |= {"theme": {"name": "mkdocs" if named.endswith("/") else None, "custom_dir": "theme"}}
    write_files(
        tmp_path,
        {
            "child.yml": json.dumps(child),
            "theme/main.html": "{{ page.content }}",
            "theme/assets/large.js": "x" * 2_000,
            "pages/index.md": "word " * 4_000,
        },
    )
    done = subprocess.run(
        [sys.executable, "-c", ON_A_FULL_DISK, str(tmp_path / "child.yml"), largest],
        capture_output=True,
        text=True,
        check=True,
    )
    told, hint = done.stdout.splitlines()
    assert told.startswith(f"cannot write '{tmp_path}{named}"), told
    assert told.endswith("': File too large")
    assert (hint, done.stderr) == ("allow larger files (ulimit -f)", "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("site_name: x\n", "mkdocs.yml names no address of the site: site_url is ''"),
        (
            "site_url: javascript:alert(1)\n",
            "mkdocs.yml names no address of the site: site_url is 'javascript:alert(1)'",
        ),
        ("- a\n", "mkdocs.yml is no map"),
    ],
)
def test_a_site_without_an_address_is_told_so(tmp_path: Path, text: str, message: str) -> None:
    write_files(tmp_path, {"mkdocs.yml": text})
    with pytest.raises(LastroError) as caught:
        read_settings(tmp_path, PUBLISHED)
    assert caught.value.message == message


def test_broken_yaml_is_told_without_a_traceback(tmp_path: Path) -> None:
    write_files(tmp_path, {"mkdocs.yml": "a: [\n"})
    with pytest.raises(LastroError, match=r"cannot read mkdocs\.yml: "):
        read_settings(tmp_path, PUBLISHED)


RUNS = [
    ("x: !!python/object/apply:os.system ['touch ran']\n", "runs a program when it is read"),
    ("x: {y: [!!python/name:evil.run '']}\n", "runs a program when it is read"),
    ("hooks: [evil.py]\n", "names a program of this site"),
    ("x: &x {hooks: [evil.py]}\n<<: *x\n", "names a program of this site"),
    ("INHERIT: other.yml\n", "runs a program when it is read"),
    ("INHERIT: ../other.yml\n", "leads out of the site or back"),
    ("INHERIT: mkdocs.yml\n", "leads out of the site or back"),
]


@pytest.mark.parametrize(("lines", "what"), RUNS)
def test_a_configuration_that_runs_a_program_of_a_branch_is_refused(
    tmp_path: Path, lines: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = "x: !!python/object/apply:os.system ['touch ran']\n"
    write_files(tmp_path, {"mkdocs.yml": CONFIG + lines, "other.yml": ran})
    with pytest.raises(LastroError, match=rf"^(mkdocs|other)\.yml:\d+:\d+: '.*' {what}$"):
        read_settings(tmp_path, PUBLISHED)
    assert not (tmp_path / "ran").exists()


def test_a_configuration_may_inherit_from_the_site_and_name_what_the_theme_brings(
    tmp_path: Path,
) -> None:
    emoji = "markdown_extensions: [{pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji ''}}]\n"
    write_files(tmp_path, {"mkdocs.yml": "INHERIT: base.yml\n" + emoji, "base.yml": CONFIG})
    assert read_settings(tmp_path, PUBLISHED).site_url == "https://example.org/"


def test_settings_name_the_address_with_its_slash_and_the_words_of_languages(
    tmp_path: Path,
) -> None:
    write_files(tmp_path, {"mkdocs.yml": CONFIG.replace("example.org/", "example.org/a")})
    settings = read_settings(tmp_path, PUBLISHED)
    assert settings.site_url == "https://example.org/a/"
    assert list(settings.overrides) == ["pt-BR"]
    assert settings.theme_folder == tmp_path / "generator" / "lastro" / "theme"


# --- staging ------------------------------------------------------------------------------------


FLAT = "use_directory_urls of mkdocs.yml is false, which Lastro cannot build"
ADDRESSED = "site_url: https://x.example/\n"
MADE_FOR = "the pages of Lastro are made for the theme 'material', mkdocs.yml names "


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("theme: material\nuse_directory_urls: false\n", FLAT),
        ("theme: {name: material}\nuse_directory_urls: no\n", FLAT),
        ("theme: material\nplugins: [lastro: {languages: {pt-BR: {use_directory_urls: false}}}]\n", FLAT),
        ("theme: readthedocs\n", f"{MADE_FOR}'readthedocs'"),
        ("theme: {name: mkdocs}\n", f"{MADE_FOR}'mkdocs'"),
        ("theme: {name: null, custom_dir: mine}\n", f"{MADE_FOR}'None'"),
        ("", f"{MADE_FOR}'None'"),
    ],
)  # fmt: skip
def test_what_lastro_cannot_build_is_refused(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(ADDRESSED + text, encoding="utf-8")
    with pytest.raises(LastroError) as refused:
        read_settings(tmp_path, PUBLISHED)
    assert (refused.value.message, bool(refused.value.hint)) == (told, True)


def test_the_name_of_the_theme_alone_is_enough(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"{ADDRESSED}theme: material\n", encoding="utf-8")
    assert read_settings(tmp_path, PUBLISHED).theme_folder == THEME


def test_a_page_without_its_twin_is_refused() -> None:
    first, second = editions()
    with pytest.raises(LastroError) as caught:
        stage((first, replace(second, pages=second.pages[:1])), [], ADDRESSES)
    assert caught.value.message == "the page 'claims/x/' exists in en and not in pt-BR"


def test_a_hand_written_page_without_its_twin_says_which_file_to_write(tmp_path: Path) -> None:
    write_files(tmp_path, {"docs/pt-BR/sobre/index.md": "# Sobre\n"})
    docs = {tag: read_docs(tmp_path, tag, {}) for tag in NAMES}
    with pytest.raises(LastroError) as caught:
        stage(editions(docs=docs), [], ADDRESSES)
    assert caught.value.message == "'docs/pt-BR/sobre/index.md' has no counterpart in en"
    assert caught.value.hint == "write docs/en/sobre/index.md"


@pytest.mark.parametrize("file", ["claims/x.md", "claims/x/index.md", "claims/x/README.md"])
def test_a_hand_written_page_cannot_take_the_place_of_a_record(tmp_path: Path, file: str) -> None:
    write_files(tmp_path, {f"docs/{tag}/{file}": "# X\n" for tag in NAMES})
    docs = {tag: read_docs(tmp_path, tag, {}) for tag in NAMES}
    with pytest.raises(LastroError) as caught:
        stage(editions(docs=docs), [], ADDRESSES)
    assert caught.value.message == f"'docs/en/{file}' takes the address of 'claims/x/index.md'"


def test_a_section_without_a_page_is_told() -> None:
    first = replace(editions()[0], sections=(("Method", "method/"),))
    with pytest.raises(LastroError) as caught:
        stage((first,), [], ADDRESSES)
    assert caught.value.message == "the section 'Method' has no page at 'method/'"
    assert caught.value.hint == "write docs/en/method.md"


def test_a_site_in_one_language_has_no_twins() -> None:
    alone = Addresses(SITE, {"en": "English"})
    only = replace(stage((editions()[0],), [], alone)[0], pages=pages_of("en"))
    source = next(a for a in only.artifacts if a.path == f"{PATH}index.md").content.decode()
    assert '"twins": ""' in source
    assert "hreflang" not in source


# --- hand-written pages ---------------------------------------------------------------------------


def test_the_line_of_an_unknown_fragment_is_told(tmp_path: Path) -> None:
    text = "---\ntitle: X\n---\n\n# X\n\n<!-- lastro: scael -->\n"
    write_files(tmp_path, {"docs/en/about/us.md": text})
    with pytest.raises(LastroError) as caught:
        read_docs(tmp_path, "en", {"scale": "", "rules": ""})
    assert caught.value.message == "docs/en/about/us.md:7: no fragment has the name 'scael'"
    assert caught.value.hint == "did you mean 'scale'?"


def test_a_fragment_stands_on_one_line_of_its_own(tmp_path: Path) -> None:
    write_files(tmp_path, {"docs/en/x.md": "a\n<!-- lastro: scale -->\nb <!-- lastro: no -->\n"})
    (made,) = read_docs(tmp_path, "en", {"scale": "<p>a\n\tb\n</p>\n<pre>a\nb</pre>\n"}).pages
    assert made.markdown == "a\n\n<p>a &#9;b</p><pre>a&#10;b</pre>\n\nb <!-- lastro: no -->\n"


def test_front_matter_is_escaped_where_the_theme_prints_it_raw(tmp_path: Path) -> None:
    text = "---\ntitle: A & <b>\ndescription: '\"'\nhide: [toc]\ndate: 2026-01-02\n---\nx\n"
    write_files(tmp_path, {"docs/en/x.md": text})
    (made,) = read_docs(tmp_path, "en", {}).pages
    assert made.front == {
        "title": "A &amp; &lt;b&gt;",
        "description": "&quot;",
        "hide": ["toc"],
        "date": "2026-01-02",
    }
    assert (made.markdown, made.path) == ("x\n", "x/")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\na: b: c\n---\n", "the front matter of 'docs/en/x.md' is no YAML: line 2: "),
        ("---\n- a\n---\n", "the front matter of 'docs/en/x.md' is no map"),
        (b"\xff", "docs/en/x.md:1:1: is not UTF-8"),
    ],
)
def test_a_hand_written_page_that_cannot_be_read_is_named(
    tmp_path: Path, text: str | bytes, message: str
) -> None:
    content = text if isinstance(text, bytes) else text.encode()
    write_files(tmp_path, {"docs/en/x.md": content})
    with pytest.raises(LastroError) as caught:
        read_docs(tmp_path, "en", {})
    assert caught.value.message.startswith(message)


@pytest.mark.parametrize("place", ["docs", "docs/en", "docs/en/x.md", "docs/en/folder"])
def test_a_symbolic_link_is_refused(tmp_path: Path, place: str) -> None:
    outside = write_files(tmp_path / "outside", {"en/secret.md": "secret", "secret.md": "secret"})
    target = outside / "secret.md" if place.endswith(".md") else outside
    link = tmp_path / "site" / place
    link.parent.mkdir(parents=True)
    link.symlink_to(target)
    with pytest.raises(LastroError, match="is a symbolic link"):
        read_docs(tmp_path / "site", "en", {})


def test_hidden_files_and_copies_of_editors_are_not_published(tmp_path: Path) -> None:
    names = (".x.md.swp", "x.md~", ".git/config", "kept.gif", "deep/kept.txt")
    write_files(tmp_path, {f"docs/en/{name}": "GIF89a" for name in names})
    docs = read_docs(tmp_path, "en", {}, named=["en/deep/kept.txt"])
    assert (docs.pages, docs.files) == ((), {"deep/kept.txt": b"GIF89a", "kept.gif": b"GIF89a"})


NAMED = {"name": "A & <b>", "url": "https://check.test/facts/", "license": None}
NAMED_PUBLISHER = settings().publisher.model_copy(update=NAMED)


def test_name_and_address_are_the_publishers(tmp_path: Path) -> None:
    found = read_settings(tmp_path, NAMED_PUBLISHER)
    assert (found.site_url, found.closed) == ("https://check.test/facts/", True)
    assert (found.values["site_name"], found.name) == ("A & <b>", "A & &lt;b>")
    assert found.values["copyright"] == "A &amp; &lt;b&gt;"


def test_the_licence_stands_at_the_foot() -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    values = _read_defaults(NAMED_PUBLISHER.model_copy(update={"name": "A", "license": licence}))
    assert values["copyright"] == (
        f'A · <a href="{licence}" rel="license noopener noreferrer">creativecommons.org/licenses/by/4.0/</a>'
    )


def test_it_says_what_the_one_of_this_repository_says_but_for_who_publishes() -> None:
    ours = yaml.safe_load((ROOT / "mkdocs.yml").read_bytes())
    values = _read_defaults(NAMED_PUBLISHER)
    for key in ("use_directory_urls", "strict", "exclude_docs", "validation", "extra_css"):
        assert values[key] == ours[key]
    theme, own = ours["theme"], values["theme"]
    assert {key for key in theme if theme[key] != own.get(key)} == {
        "custom_dir",
        "language",
        "icon",
    }
    in_portuguese = ours["plugins"][0]["lastro"]["languages"]["pt-BR"]["theme"]
    assert values["plugins"][0]["lastro"]["languages"]["pt-BR"]["theme"] == in_portuguese
