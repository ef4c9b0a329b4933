"""What a web page says of itself: title, publisher, day and language.

Whoever adds a source copies these by hand and mistypes one. They are a proposal all the same: a
person compares them with the page. Runs in the child process of `lastro.capture.extract` only.
"""

from lxml import html
from trafilatura.metadata import extract_metadata
from trafilatura.settings import set_date_params

LONGEST_FACT = 500
"""Characters of a title or a name; what is longer is none."""


def facts(page: html.HtmlElement, url: str) -> dict[str, str]:
    """Return `title`, `publisher`, `published` and `lang`, empty where the page does not say."""
    found = extract_metadata(page, default_url=url, date_config=set_date_params(False))
    host = found.hostname or ""
    publisher = found.sitename or ""
    if host and publisher.casefold().endswith(host.casefold()):
        publisher = ""  # where no name is given, the library gives the host's
    said = {
        "title": found.title or "",
        "publisher": publisher,
        "published": found.date or "",
        "lang": _language(page),
    }
    short = {key: " ".join(value.split()) for key, value in said.items()}
    return {key: value if len(value) <= LONGEST_FACT else "" for key, value in short.items()}


def _language(page: html.HtmlElement) -> str:
    """Return the tag that the page gives as its own, as written."""
    root = page.getroottree().getroot()
    said: str = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    if said:
        return said
    locale = page.xpath("//meta[@property='og:locale']/@content")
    return str(locale[0]).replace("_", "-") if locale else ""
