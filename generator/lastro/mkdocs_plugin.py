"""Plain `mkdocs build` and `mkdocs serve` give the same site as `lastro build`, byte for byte.

People who know MkDocs need no new command. The plugin stages the first language before MkDocs looks
for pages; when MkDocs is done with it, the other languages are built beside it and everything is
finished, merged and verified as `lastro build` does.
"""

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger

from lastro.build.build import publish
from lastro.build.prepare import WATCHED, Prepared, prepare
from lastro.build.workshop import Request
from lastro.diagnostics.report import Report
from lastro.errors import LastroError
from lastro.loading.load import root_of
from lastro.memo.store import MemoStore
from lastro.publish.mkdocs.config import MKDOCS, THEME, configuration, refuse_flat_addresses
from lastro.publish.mkdocs.policy import engine_tree, select_published
from lastro.reporters import reporters
from lastro.system.output import BUILD, lock, read_tree

_LOG = get_plugin_logger("lastro")
FIRST = 100
LAST = -100
"""Priorities: before other plugins read the language, after they wrote what they make."""


class LastroConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options in mkdocs.yml."""

    languages = config_options.Type(dict, default={})
    """By language, what replaces values of mkdocs.yml there."""


class LastroPlugin(BasePlugin[LastroConfig]):  # type: ignore[no-untyped-call]
    """Runs the stages of Lastro before and after those of MkDocs."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path()
        self.prepared: Prepared | None = None
        self.held = ExitStack()
        self.serving = False
        self.told: set[object] = set()
        """What stood after the last build, which MkDocs does again and again while it serves."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note whether MkDocs will add a script of its own to every page."""
        del dirty
        self.serving = command == "serve"

    @event_priority(FIRST)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check and stage the records, and point MkDocs to the first language.

        Raises PluginError with the report when an error stands.
        """
        try:
            refuse_flat_addresses(directory_urls=config.use_directory_urls)
            self.root = root_of(Path(config.config_file_path).parent)
            self.held.enter_context(lock(self.root))
            ask = Request(
                root=self.root,
                today=datetime.now().astimezone().date(),
                folder=Path(config.site_dir),
                site_url=config.site_url or "",
                engine_only=True,
                exports=not self.serving,
            )
            prepared = prepare(ask, MemoStore(self.root, None, ""), _LOG.debug)
            if isinstance(prepared, Report):
                raise PluginError("\n" + reporters()["text"](prepared.brief()))
            if (new := prepared.report.brief().new_since(self.told)).diagnostics:
                _LOG.info(reporters()["text"](new))
            prepared.engine.write()
        except LastroError as error:
            raise _told(error) from error
        if (engine := prepared.engine.settings.engine) != MKDOCS:
            raise PluginError(f"lastro.yml asks for {engine}: run `lastro build`")
        self.prepared = prepared
        first, settings = prepared.engine.staged[0], prepared.engine.settings
        config.docs_dir = str(self.root / BUILD / "pages" / first.language)
        _apply(config, configuration(first, prepared.engine.staged, settings))
        _switch_off_search(config)
        return config

    @event_priority(LAST)
    def on_post_build(self, *, config: MkDocsConfig) -> None:  # noqa: ARG002 - the name is MkDocs's
        """Build the other languages and make the folder of MkDocs hold the whole site."""
        if self.prepared is None:
            return
        first, *others = self.prepared.engine.staged
        try:
            made, serving = read_tree(self.prepared.ask.folder), self.serving
            trees = {first.language: select_published(made, first, serving=serving)}
            trees |= {s.language: engine_tree(self.root, s, serving=serving) for s in others}
            publish(self.prepared, self.prepared.engine.take(trees))
        except LastroError as error:
            raise _told(error) from error
        finally:
            self.held.close()

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002 - the name is MkDocs's
        """Let other builds go on."""
        self.held.close()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Watch what people edit, not what is staged from it."""
        del builder
        server.unwatch(config.docs_dir)
        for name in WATCHED:
            if (self.root / name).exists():
                server.watch(str(self.root / name))
        return server


def _apply(config: MkDocsConfig, own: dict[str, Any]) -> None:
    """Set what the first language says, as its generated configuration would."""
    if config.theme.custom_dir is None:
        config.theme.dirs.insert(0, str(THEME))
    for key, value in own.pop("theme", {}).items():
        config.theme[key] = value
    config.extra.update(own.pop("extra", {}))
    for key, value in own.items():
        config[key] = value


def _switch_off_search(config: MkDocsConfig) -> None:
    """Keep the theme's search out: the site has one of its own."""
    for name in ("search", "material/search"):
        if name in config.plugins:
            config.plugins[name].config["enabled"] = False


def _told(error: LastroError) -> PluginError:
    return PluginError("\n".join(error.lines))
