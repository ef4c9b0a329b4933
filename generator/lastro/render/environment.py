"""The Jinja environment: everything escaped, nothing undefined, templates from the package only."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the one environment of all templates.

    `autoescape=True` for every name: `select_autoescape` would skip endings it does not know.
    """
    return Environment(
        loader=PackageLoader("lastro.render", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
