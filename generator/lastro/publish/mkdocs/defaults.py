"""What stands for mkdocs.yml where a site has none: few newsrooms know MkDocs, and none needs to."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from lastro.model.settings import Publisher
from lastro.text import escape

_FILE = Path(__file__).with_suffix(".yml")


def read_defaults(publisher: Publisher) -> dict[str, Any]:
    """Return the configuration; name and address are the publisher's, so they cannot differ."""
    values: dict[str, Any] = yaml.load(_FILE.read_bytes(), yaml.CSafeLoader)
    name = escape.text(publisher.name)
    if publisher.license:
        shown = escape.text(urlsplit(publisher.license).netloc + urlsplit(publisher.license).path)
        address = escape.text(publisher.license)
        name += f' · <a href="{address}" rel="license noopener noreferrer">{shown}</a>'
    return values | {
        # the theme prints the name as it is in one place, and escapes it in another
        "site_name": publisher.name.replace("<", "&lt;"),
        "site_url": publisher.url,
        "copyright": name,
    }
