"""Pages at addresses that records have left: they lead on, so that a kept link never breaks.

Each retired id of a record has one in every language. It says in words where the page is now, for
those whose browser does not follow, and names the new address to search engines.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from lastro.artifacts import Page
from lastro.model.catalogue import catalogues
from lastro.render.context import link
from lastro.render.page_builder import Maker, Plan
from lastro.render.words.catalogue import words
from lastro.site.addresses import relative


def plans(maker: Maker) -> Iterator[Plan]:
    for kind, shown in maker.site.records.items():
        made: set[str] = set()
        for row in maker.site.corpus.facts.rows(kind, "former_ids"):
            for former in row.former_ids if row.id in shown else ():
                if former not in shown and former not in made:
                    made.add(former)
                    page = partial(_moved, maker, kind, row.id, former)
                    yield Plan(f"{kind}/{former}/", page, "moved")


def _moved(maker: Maker, kind: str, record_id: str, former: str) -> Page:
    path, target = f"{kind}/{former}/", f"{kind}/{record_id}/"
    name = maker.name_of_record(kind, record_id)
    title = str(maker.t("moved_title", name=name).unescape())
    description = str(maker.t("moved_description").unescape())
    address = relative(path)(target)
    page = maker.page("moved", path, title, description, link=link(address, name))
    refresh = f'<meta http-equiv="refresh" content="0; url={address}">'
    canonical = maker.site.address(maker.language, target)
    return replace(page, head=page.head + refresh, canonical=canonical, target=target, listed=False)


def reasons_of_a_merge(kind: str, languages: Sequence[str]) -> dict[str, str]:
    """Return why a `claim` or `source` was merged into another one, in each language that we speak."""
    known = catalogues()
    return {tag: str(words(tag)(f"merged_{kind}")) for tag in languages if tag in known}
