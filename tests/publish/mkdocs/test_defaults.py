"""A site without mkdocs.yml gets the pages that this repository's own would give it."""

from pathlib import Path

import yaml

from lastro.publish.mkdocs.config import read_settings
from lastro.publish.mkdocs.defaults import read_defaults
from tests.support.builders import settings
from tests.support.folders import ROOT

NAMED = {"name": "A & <b>", "url": "https://check.test/facts/", "license": None}
PUBLISHER = settings().publisher.model_copy(update=NAMED)


def test_name_and_address_are_the_publishers(tmp_path: Path) -> None:
    found = read_settings(tmp_path, PUBLISHER)
    assert (found.site_url, found.inherits, found.closed) == (
        "https://check.test/facts/",
        False,
        True,
    )
    assert found.values["site_name"] == "A & &lt;b>"
    assert found.values["copyright"] == "A &amp; &lt;b&gt;"


def test_the_licence_stands_at_the_foot() -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    values = read_defaults(PUBLISHER.model_copy(update={"name": "A", "license": licence}))
    assert values["copyright"] == (
        f'A · <a href="{licence}" rel="license noopener noreferrer">creativecommons.org/licenses/by/4.0/</a>'
    )


def test_it_says_what_the_one_of_this_repository_says_but_for_who_publishes() -> None:
    ours = yaml.safe_load((ROOT / "mkdocs.yml").read_bytes())
    values = read_defaults(PUBLISHER)
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
