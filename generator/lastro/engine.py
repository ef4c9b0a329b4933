"""MkDocs as the last step: one run a language, from files to files, replaceable.

`mkdocs.yml` stays a plain MkDocs configuration that people edit. For each language a configuration
is generated that inherits from it and says where that language's pages lie (performance.md,
"Recipe"). This module and the plugin are the only ones that know MkDocs.
"""

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lastro import contexts
from lastro.artifacts import Artifact
from lastro.diagnostics import clean
from lastro.errors import LastroError
from lastro.staging import Staged

# Material prints an advertisement on import unless this is set.
os.environ["NO_MKDOCS_2_WARNING"] = "1"

from jinja2 import TemplateError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

CONFIG = "mkdocs.yml"
PLUGIN = "lastro"
THEME = Path(__file__).parent / "theme"
_MOST = 20


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What mkdocs.yml says that Lastro has to know."""

    site_url: str
    """Address of the site, with a slash at its end."""
    overrides: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By language, what replaces values of mkdocs.yml there; maps are merged."""
    theme_folder: Path = THEME
    """Folder with the changes to the theme."""


def read_settings(root: Path) -> EngineSettings:
    """Read mkdocs.yml of a site.

    Raises LastroError when it is missing, cannot be read or does not say where the site stands.
    """
    path = root / CONFIG
    try:
        with path.open("rb") as file:
            values = yaml_load(file, get_yaml_loader(config=MkDocsConfig()))
    except FileNotFoundError:
        raise LastroError(
            f"no {CONFIG} beside lastro.yml", "copy the one of the Lastro repository"
        ) from None
    except (OSError, MkDocsException) as error:
        raise LastroError(f"cannot read {CONFIG}: {clean(str(error))}") from error
    if not isinstance(values, dict):
        raise LastroError(f"{CONFIG} is no map", "write one `key: value` a line")
    return _settings(values, root)


def _settings(values: Mapping[str, Any], root: Path) -> EngineSettings:
    address = str(values.get("site_url") or "")
    if contexts.url(address) is None:
        raise LastroError(
            f"{CONFIG} names no address of the site: site_url is '{clean(address)}'",
            "write site_url: https://example.org/ with the address that readers use",
        )
    theme = values.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    return EngineSettings(
        site_url=address.rstrip("/") + "/",
        overrides=_overrides(values.get("plugins")),
        theme_folder=root / str(custom) if custom else THEME,
    )


def _overrides(plugins: object) -> Mapping[str, Mapping[str, Any]]:
    """Find the option `languages` of the plugin, whichever way the plugins are listed."""
    listed = plugins if isinstance(plugins, list) else [plugins]
    for entry in listed:
        options = entry.get(PLUGIN) if isinstance(entry, dict) else None
        if isinstance(options, dict) and isinstance(options.get("languages"), dict):
            return {
                str(tag): values
                for tag, values in options["languages"].items()
                if isinstance(values, dict)
            }
    return {}


def configuration(
    staged: Staged, all_staged: Sequence[Staged], settings: EngineSettings
) -> dict[str, Any]:
    """Return what one language sets beside mkdocs.yml, folders apart."""
    own = {
        "site_url": settings.site_url + staged.prefix,
        "nav": [{label: file} for label, file in staged.sections],
        "theme": {"language": staged.language},
        "extra": {
            "lastro": {
                "languages": [_offered(s, settings) for s in all_staged],
                "indexed": staged.indexed,
            }
        },
    }
    return _merged(dict(settings.overrides.get(staged.language, {})), own)


def _offered(staged: Staged, settings: EngineSettings) -> dict[str, Any]:
    """Return what the foot of every page, and the one for missing addresses, show of a language."""
    path_of = {file: path for path, file in staged.addresses.items()}
    return {
        "tag": staged.language,
        "name": contexts.text(staged.name),
        "home": contexts.text(urlsplit(settings.site_url + staged.prefix).path),
        "sections": [{"label": label, "path": path_of[file]} for label, file in staged.sections],
        "footer": [{"label": label, "path": path_of[file]} for label, file in staged.footer],
    }


def _merged(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Merge maps deep; what stands in `above` wins."""
    for key, value in above.items():
        old = below.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        below[key] = _merged(dict(old), value) if both and old else value
    return below


def generated_file(
    staged: Staged, all_staged: Sequence[Staged], settings: EngineSettings
) -> Artifact:
    """Return the configuration of one language, to be written into build/.

    JSON is YAML; relative paths count from build/.
    """
    folders = {
        "INHERIT": f"../{CONFIG}",
        "docs_dir": f"pages/{staged.language}",
        "site_dir": f"engine/{staged.language}",
        "plugins": [{"search": {"enabled": not staged.indexed}}],
        "theme": {"custom_dir": str(settings.theme_folder.resolve())},
    }
    return Artifact.json(
        f"mkdocs.{staged.language}.yml",
        _merged(configuration(staged, all_staged, settings), folders),
    )


def run(config_file: Path) -> Path:
    """Build one language and return the folder that MkDocs wrote.

    Raises LastroError with what MkDocs warns of or refuses: a warning is a link or a section that
    leads nowhere.
    """
    with _attentive() as warnings:
        try:
            config = load_config(str(config_file))
            mkdocs_build(config)
        except (MkDocsException, TemplateError, OSError) as error:
            said = [*warnings, clean(str(error).strip(), 300)]
            raise LastroError("the site could not be built: " + "; ".join(said[:_MOST])) from error
    if warnings:
        raise LastroError(
            "the site was built with warnings: " + "; ".join(warnings[:_MOST]),
            f"mend the pages in docs/, or {CONFIG}",
        )
    return Path(config.site_dir)


@contextmanager
def _attentive() -> Iterator[list[str]]:
    """Collect the warnings of MkDocs; all else that it says is not for the user."""
    warnings: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            warnings.append(clean(record.getMessage(), 300))

    log, handler = logging.getLogger("mkdocs"), Collector(logging.WARNING)
    level, propagates = log.level, log.propagate
    log.addHandler(handler)
    log.setLevel(logging.WARNING)
    log.propagate = False
    try:
        yield warnings
    finally:
        log.removeHandler(handler)
        log.setLevel(level)
        log.propagate = propagates
