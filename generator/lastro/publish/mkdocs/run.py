"""The run of MkDocs itself: apart from `engine`, since importing it takes longer than most builds."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from lastro.errors import LastroError
from lastro.system.disk_errors import FULL, refusal
from lastro.text.messages import clean

# Material prints an advertisement on import unless this is set.
os.environ["NO_MKDOCS_2_WARNING"] = "1"
_MOST = 20


def read_values(path: Path) -> Any:
    """Read a configuration as MkDocs does; raises LastroError, or OSError when it is not there."""
    try:
        with path.open("rb") as file:
            return yaml_load(file, get_yaml_loader(config=MkDocsConfig()))
    except MkDocsException as error:
        raise LastroError(f"cannot read {path.name}: {clean(str(error))}") from error


def run(config_file: Path, _engine: str) -> Path:
    """Build one language and return its folder; raises LastroError with what MkDocs warns of."""
    where = str(config_file.parent)
    with _attentive() as warnings:
        try:
            config = load_config(str(config_file))
            where = config.site_dir
            mkdocs_build(config)
        except (MkDocsException, TemplateError, OSError) as error:
            if isinstance(error, OSError) and error.errno in FULL:
                raise refusal(error, error.filename2 or error.filename or where) from error
            said = [*warnings, clean(str(error).strip(), 300)]
            raise LastroError("the site could not be built: " + "; ".join(said[:_MOST])) from error
    if warnings:
        hint = "mend the pages in docs/, or mkdocs.yml"
        raise LastroError("the site was built with warnings: " + "; ".join(warnings[:_MOST]), hint)
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
