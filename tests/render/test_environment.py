"""Templates are compiled by a writer of ours; plain Jinja, which escapes by itself, must agree."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, PackageLoader, StrictUndefined

from lastro.loading.load import load
from lastro.render import context, page_builder
from lastro.render import environment as ours
from lastro.render.page_builder import Maker
from lastro.render.pages import handbook
from lastro.render.pages.every import fragments, pages
from lastro.render.share import cards, embed
from lastro.render.words.catalogue import words
from lastro.site.derive import Site, derive
from tests.support.folders import ALDERA, ROOT

TEMPLATES = PackageLoader("lastro.render", "templates")
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
