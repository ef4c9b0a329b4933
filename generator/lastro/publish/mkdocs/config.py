"""MkDocs as the last step: one run a language, from files to files, replaceable.

`mkdocs.yml` stays a plain MkDocs configuration that people edit; a site without one gets `defaults.yml`.
For each language a configuration is generated that takes it over and says where that language's pages lie.
This module, what it imports to run MkDocs, and the plugin are the only ones that know it.
"""

import hashlib
import importlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

import lastro
from lastro.artifacts import Artifact
from lastro.errors import LastroError
from lastro.model.settings import Publisher
from lastro.publish.mkdocs.stage import Staged
from lastro.system.disk_errors import plain
from lastro.text import escape
from lastro.text.messages import clean

CONFIG = "mkdocs.yml"
MKDOCS = "mkdocs"
PLUGIN = "lastro"
MATERIAL = "material"
THEME = Path(lastro.__file__).parent / "theme"
_DEFAULTS = Path(__file__).with_name("defaults.yml")
_ENGINE_RUN = "lastro.publish.mkdocs.run"
"""Where MkDocs is imported: not before it has to run."""
_OTHER_RUN = "lastro.publish.mkdocs.other_engines"
_RUNS = re.compile(r"tag:yaml\.org,2002:python/(?!name:(?:material|pymdownx)\.)")
"""Tags that call Python; what the theme and its extensions name is installed with them."""
_READS_MORE = ("INHERIT", "markdown_extensions", "mdx_configs", "extra_templates")
"""Keys of mkdocs.yml that can make a page depend on other files, or on anything at all."""


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What mkdocs.yml says that Lastro has to know."""

    site_url: str
    """Address of the site, with a slash at its end."""
    name: str = ""
    """That of the publisher, whatever mkdocs.yml says: readers take the two for one."""
    overrides: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By language, what replaces values of mkdocs.yml there; maps are merged."""
    theme_folder: Path = THEME
    closed: bool = False
    """Whether mkdocs.yml and that folder are all that MkDocs reads of its surroundings."""
    engine: str = MKDOCS
    """The program that makes the frames of pages."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """What mkdocs.yml holds."""

    @property
    def ours(self) -> bool:
        """Tell whether the theme is ours as it is, and nothing else changes a page."""
        return self.closed and self.theme_folder.resolve() == THEME.resolve()


def read_settings(
    root: Path, publisher: Publisher, site_url: str = "", engine: str = MKDOCS
) -> EngineSettings:
    """Read mkdocs.yml; `site_url` replaces its own. Raises LastroError for what cannot be used."""
    path = root / CONFIG
    try:
        if path.is_symlink() or path.exists():
            _refuse_programs(root, path)
            values, plain = _values(path)
        else:
            values, plain = _read_defaults(publisher), True
    except OSError as error:
        raise LastroError(f"cannot read {CONFIG}: {clean(str(error))}") from error
    if not isinstance(values, dict):
        raise LastroError(f"{CONFIG} is no map", "write one `key: value` a line")
    settings = _settings(values, root)
    every = (values, *settings.overrides.values())
    for one in every:
        refuse_flat_addresses(directory_urls=one.get("use_directory_urls", True) is not False)
    reads_more = any(key in one for one in every for key in _READS_MORE)
    address = site_url or settings.site_url
    if engine != MKDOCS and not plain:
        raise LastroError(f"{CONFIG} is not plain YAML, which {engine} needs", "write it out")
    more: dict[str, Any] = {"closed": plain and not reads_more, "engine": engine, "values": values}
    # the theme prints the name as it is in one place, and escapes it in another
    return replace(settings, site_url=address, name=publisher.name.replace("<", "&lt;"), **more)


def _read_defaults(publisher: Publisher) -> dict[str, Any]:
    """Return what stands for mkdocs.yml; name and address are the publisher's, so they cannot differ."""
    values: dict[str, Any] = yaml.load(_DEFAULTS.read_bytes(), yaml.CSafeLoader)
    own = {"site_name": publisher.name, "site_url": publisher.url}
    at, name = escape.text(publisher.license or ""), escape.text(publisher.name)
    if at:
        shown = at.removeprefix("https://")
        name += f' · <a href="{at}" rel="license noopener noreferrer">{shown}</a>'
    return values | own | {"copyright": name}


def refuse_flat_addresses(*, directory_urls: bool) -> None:
    """Refuse a site whose pages do not lie in folders: records, feeds and links name these."""
    if not directory_urls:
        hint = "delete it, and the option --no-directory-urls"
        raise LastroError(
            f"use_directory_urls of {CONFIG} is false, which Lastro cannot build", hint
        )


def _refuse_programs(root: Path, path: Path, above: frozenset[Path] = frozenset()) -> None:
    """Refuse a configuration that has MkDocs run a program of the branch that brought it.

    MkDocs calls what `hooks` name and what tags of Python construct, when it reads them. A plugin
    does the same, and has to be installed by whoever builds. Files that inherit are followed.
    """
    try:
        whole = yaml.compose(plain(path), yaml.CSafeLoader)
    except yaml.YAMLError:
        return  # MkDocs, which composes as we do, says what is wrong
    for node in _walk_each_node_once(whole):
        if _RUNS.match(node.tag):
            _refuse(path, node, "runs a program when it is read", "write plain YAML")
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            if key.value == "hooks":
                hint = "make it a plugin, and install it"
                _refuse(path, key, "names a program of this site", hint)
            if key.value == "INHERIT":
                other = (path.parent / str(value.value)).resolve()
                if other in above or not other.is_relative_to(root.resolve()):
                    hint = "inherit from a file here"
                    _refuse(path, value, "leads out of the site or back", hint)
                _refuse_programs(root, other, above | {other})


def _walk_each_node_once(whole: yaml.Node | None) -> Iterator[yaml.Node]:
    nodes: list[Any] = [whole]
    known: set[int] = set()
    while nodes:
        node = nodes.pop()
        if isinstance(node, tuple | list):
            nodes += node
        elif node is not None and id(node) not in known:
            known.add(id(node))
            yield node
            nodes += node.value if isinstance(node, yaml.CollectionNode) else ()


def _refuse(path: Path, node: yaml.Node, what: str, hint: str) -> None:
    place = f"{path.name}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"
    shown = node.value if isinstance(node.value, str) and node.value else node.tag
    raise LastroError(f"{clean(place)}: '{clean(shown)}' {what}", hint)


def _values(path: Path) -> tuple[Any, bool]:
    """Read mkdocs.yml, and tell whether it is plain YAML, without tags and what it inherits."""
    try:
        values = yaml.load(plain(path), yaml.CSafeLoader)
    except yaml.YAMLError:
        values = None
    if isinstance(values, dict) and "INHERIT" not in values:
        return values, True
    return importlib.import_module(_ENGINE_RUN).read_values(path), False


def _settings(values: Mapping[str, Any], root: Path) -> EngineSettings:
    address = str(values.get("site_url") or "")
    if escape.url(address) is None:
        raise LastroError(
            f"{CONFIG} names no address of the site: site_url is '{clean(address)}'",
            "write site_url: https://example.org/ with the address that readers use",
        )
    theme = values.get("theme")
    name = theme.get("name") if isinstance(theme, dict) else theme
    if name != MATERIAL:
        raise LastroError(
            f"the pages of Lastro are made for the theme '{MATERIAL}', {CONFIG} names '{clean(str(name))}'",
            f"write `theme: {{name: {MATERIAL}}}`; changes to it go into a folder, `custom_dir`",
        )
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    if custom:
        _refuse_elsewhere(root.resolve() / str(custom), root.resolve())
    return EngineSettings(
        site_url=address.rstrip("/") + "/",
        overrides=_find_language_options(values.get("plugins")),
        theme_folder=root / str(custom) if custom else THEME,
    )


def _refuse_elsewhere(folder: Path, root: Path) -> None:
    """Refuse a theme that leads elsewhere: MkDocs would publish what lies there."""
    if folder.resolve() == THEME.resolve():
        return
    is_ours = folder.is_relative_to(root)
    is_hidden = is_ours and any(step.startswith(".") for step in folder.relative_to(root).parts)
    for path in (folder, *folder.rglob("*")):
        if not is_ours or is_hidden or path.resolve() != path:
            hint = "put the folder itself into the site, without links"
            raise LastroError(f"the theme of {CONFIG} leads elsewhere: '{clean(str(path))}'", hint)


def _find_language_options(plugins: object) -> Mapping[str, Mapping[str, Any]]:
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
        "site_name": settings.name,
        "site_url": settings.site_url + staged.prefix,
        "nav": [{label: file} for label, file in staged.sections],
        "theme": {"language": staged.language},
        "extra": {
            # the theme would write a relative address into a script, another one for each depth
            "scope": urlsplit(settings.site_url).path,
            "lastro": {"languages": [_offered(s, settings) for s in all_staged]},
        },
    }
    return _merge_deep(dict(settings.overrides.get(staged.language, {})), own)


def _offered(staged: Staged, settings: EngineSettings) -> dict[str, Any]:
    """Return what the foot of every page, and the one for missing addresses, show of a language."""
    path_of = {file: path for path, file in staged.addresses.items()}
    return {
        "tag": staged.language,
        "name": escape.text(staged.everywhere.names[staged.language]),
        "home": escape.text(urlsplit(settings.site_url + staged.prefix).path),
        "sections": [{"label": label, "path": path_of[file]} for label, file in staged.sections],
        "footer": [{"label": label, "path": path_of[file]} for label, file in staged.footer],
        "feeds": [{"title": title, "path": path} for title, path in staged.feeds],
    }


def _merge_deep(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    for key, value in above.items():
        old = below.get(key)
        both = isinstance(old, dict) and isinstance(value, dict)
        below[key] = _merge_deep(dict(old), value) if both and old else value
    return below


def make_config(staged: Staged, all_staged: Sequence[Staged], settings: EngineSettings) -> Artifact:
    """Return the configuration of a language, in JSON, which is YAML; paths count from build/."""
    folders: dict[str, Any] = {
        "docs_dir": f"pages/{staged.language}",
        "site_dir": f"engine/{staged.language}",
        "plugins": [],
        "theme": {"name": MATERIAL, "custom_dir": str(settings.theme_folder.resolve())},
    }
    own = _merge_deep(configuration(staged, all_staged, settings), folders)
    if settings.engine == MKDOCS and not settings.closed:
        whole = {"INHERIT": f"../{CONFIG}"} | own
    else:
        whole = _merge_deep(_merge_deep({}, settings.values), own)
    if settings.engine != MKDOCS:
        whole = _merge_deep(whole, importlib.import_module(_OTHER_RUN).describe(settings.engine))
    return Artifact.json(f"mkdocs.{staged.language}.yml", whole)


def run(config_file: Path, engine: str = MKDOCS) -> Path:
    """Build one language and return its folder; raises LastroError with what the engine refuses."""
    module = importlib.import_module(_ENGINE_RUN if engine == MKDOCS else _OTHER_RUN)
    made: Path = module.run(config_file, engine)
    return made


def inputs(settings: EngineSettings) -> str:
    """Hash what MkDocs reads of theme and mkdocs.yml; empty when mkdocs.yml lets it read more."""
    if not settings.closed:
        return ""
    key = hashlib.sha256()
    key.update(repr(settings.values).encode())
    for folder in dict.fromkeys((THEME, settings.theme_folder)):
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            content = path.read_bytes()
            key.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
            key.update(content)
    return key.hexdigest()
