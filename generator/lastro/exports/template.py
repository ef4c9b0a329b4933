"""Files of many words and few values: a template with every value escaped for the place where it lands."""

from collections.abc import Callable
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def fill(name: str, escape: Callable[[str], str], **values: object) -> str:
    """Fill in a file of `exports/templates/`."""
    return _environment(escape).get_template(name).render(values)


@lru_cache
def _environment(escape: Callable[[str], str]) -> Environment:
    return Environment(
        loader=PackageLoader("lastro.exports"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=True,
        finalize=lambda value: (
            value if isinstance(value, Markup) else Markup(escape(str(value)))  # noqa: S704 - escaped
        ),
    )
