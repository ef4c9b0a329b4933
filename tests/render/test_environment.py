"""Templates are compiled by a writer of ours; plain Jinja, which escapes by itself, must agree."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, PackageLoader, StrictUndefined

from lastro.build.build import build
from lastro.commands.shared.memory import store_of
from lastro.errors import LastroError
from lastro.loading.load import load
from lastro.render import context, page_builder
from lastro.render import environment as ours
from lastro.render.page_builder import Maker
from lastro.render.pages import handbook
from lastro.render.pages.every import fragments, pages
from lastro.render.share import cards, embed
from lastro.render.words.catalogue import words
from lastro.site.derive import Site, derive
from lastro.system.disk_errors import list_own_files
from lastro.system.output import read_tree
from tests.support.folders import ALDERA, ROOT
from tests.support.little_docs import write_whole_site
from tests.support.little_site import write_files
from tests.support.remembered_site import FIRST_DAY

TEMPLATES = PackageLoader("lastro.render", "templates")
CLAIM_PAGE = "claims/quays-closed/index.html"
BY_ITSELF = {"macros.html", "embed.css"}
"""Filled by no page of its own: every page calls the one, and the other is no template."""


@pytest.fixture(scope="module")
def site() -> Site:
    corpus = load(ALDERA).corpus
    assert corpus is not None
    return derive(corpus, date(2026, 11, 24))


def _plain() -> Environment:
    made = Environment(
        loader=TEMPLATES,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return made


def _rendered(site: Site) -> Iterator[tuple[str, str, str]]:
    for language in site.languages:
        for page in pages(site, language):
            yield language, page.path, page.body
            yield language, f"{page.path} found", page.entry
        for name, body in fragments(site, language).items():
            yield language, name, body
        for plan in handbook.plans(Maker(site, words(language)), ROOT):
            yield language, plan.path, plan.make().body
    for claim in site.every_claim:
        for made in (embed.record_files, cards.record_files):
            for file in made(site, ("claims", claim)):
                yield "", file.path, file.content.decode()


def test_plain_jinja_renders_every_template_to_the_same_bytes(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_builder, "FULL", 1)  # so that every list has a second page
    rendered = list(_rendered(site))
    plain = _plain()
    used: set[str] = set()

    def filled(template: str, values: dict[str, Any]) -> str:
        used.add(template)
        return plain.get_template(template).render(values)

    monkeypatch.setattr(ours, "environment", lambda: plain)
    monkeypatch.setattr(context, "environment", lambda: plain)
    for module in (context, embed, cards):
        monkeypatch.setattr(module, "fill", filled)
    assert list(_rendered(site)) == rendered
    included = {name for name in TEMPLATES.list_templates() if _is_included(name)}
    assert used | included | BY_ITSELF == set(TEMPLATES.list_templates())


def _is_included(name: str) -> bool:
    texts = (Path(TEMPLATES.get_source(_plain(), n)[1]) for n in TEMPLATES.list_templates())
    return any(f'include "{name}"' in path.read_text(encoding="utf-8") for path in texts)


def test_a_template_and_a_style_of_the_site_stand_in_and_go_again(tmp_path: Path) -> None:
    site = write_whole_site(tmp_path)
    build(site, FIRST_DAY, memory=store_of(site))
    before = read_tree(site / "build/site")
    copy = Path(TEMPLATES.get_source(_plain(), "cite.html")[1]).read_text(encoding="utf-8")
    write_files(site, {"templates/cite.html": f"{copy}<p>OWN</p>", "styles/a.css": ".own{}"})
    build(site, FIRST_DAY, memory=store_of(site))
    after = read_tree(site / "build/site")
    assert b"<p>OWN</p>" in after[CLAIM_PAGE]
    sheet = next(path for path in after if re.match(r"assets/lastro[.\w]*\.css", path))
    assert after[sheet].endswith(b".own{}")
    assert list_own_files(site / "styles") == [site / "styles/a.css"]
    (site / "templates/cite.html").unlink()
    (site / "styles/a.css").unlink()
    build(site, FIRST_DAY, memory=store_of(site))
    assert read_tree(site / "build/site") == before


def test_a_template_that_stands_in_for_none_is_refused(tmp_path: Path) -> None:
    write_files(tmp_path, {"templates/cte.html": ""})
    with pytest.raises(LastroError) as caught:
        ours.use_own_templates(tmp_path)
    assert caught.value.lines == (
        "'templates/cte.html' stands in for no template",
        "did you mean 'cite.html'?",
    )


def test_a_link_could_show_any_file_and_is_refused(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles/a.css").symlink_to("/etc/hostname")
    with pytest.raises(LastroError, match=r"a\.css' is a symbolic link"):
        list_own_files(tmp_path / "styles")
